"""What a variable is and what may stand in it: values as they are typed, brought to the form in which they are kept.

Every value is kept as text: `3`, `12.5`, `2013-06`, `true`, a choice as study.yaml spells it. What is said of people,
documents and sites is checked here wherever it comes in.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.names import fold, near_hint

TYPES = ("text", "number", "date", "choice", "boolean")
HOLDERS = ("participant", "document", "site")
"""What variables are declared for; free fields of sites need no declaration."""
DIMENSIONS = ("site", "region", "role", "participant", "document", "kind", "wave", "date", "language", "guide")
"""What every study's tables are grouped by; a variable of such a name would be out of reach."""
OF_PASSAGES = ("round", "text")
"""What a condition can name besides: the round of a coding, the words it stands on."""
AT = "@"
"""Stands between a variable and its wave: `score@T6`; and between a label and its language."""
LONGEST = 30_000
"""Characters of a value; a cell of a spreadsheet holds little more."""
TRUE, FALSE = "true", "false"
_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "oui", "vrai", "1", "x"), TRUE),
    **dict.fromkeys(("false", "no", "non", "faux", "0"), FALSE),
}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}([ \xa0\u202f]\d{3})+)([.,]\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Variable:
    """What a participant, a document or a site is described by.

    `choices` are the values allowed, for the type `choice`; `by` is `wave` where the value is asked for at each wave.
    """

    type: str = "text"
    choices: tuple[str, ...] = ()
    by: str = ""


FREE = Variable()
"""A variable that nobody declared: any text."""


def declared(settings: Mapping[str, Any], holder: str) -> dict[str, Variable]:
    """The variables of a holder as a study keeps them, by name."""
    found = settings.get(holder, {})
    return {
        name: Variable(str(said["type"]), tuple(map(str, said["choices"])), str(said.get("by", "")))
        for name, said in found.items()
    }


def checked(name: str, variable: Variable, value: str) -> str:
    """The value in the form in which it is kept; an `InputError` names the variable, the value, and the way out."""
    typed = value.strip()
    return _CHECKS[variable.type](name, variable, typed) if typed else ""


def parted(
    values: Mapping[str, str], variables: Mapping[str, Variable], wave: str | None
) -> tuple[dict[str, str], dict[str, str]]:
    """What is said of somebody at no wave in particular, and what is asked for at each: refused without a wave."""
    for name in values:
        at_a_wave(name, variables[name], wave or "")
    by_wave = {name: value for name, value in values.items() if variables[name].by}
    return {name: value for name, value in values.items() if name not in by_wave}, by_wave


def at_a_wave(name: str, variable: Variable, wave: str) -> None:
    """Refuse a value without a wave where one is asked for at each."""
    if variable.by and not wave:
        raise InputError(
            _("{name}: it is asked for at each wave, and none is named.").format(name=name),
            _("Name the wave: as in {example}, in a column wave, or with --wave.").format(example=f"{name}{AT}T6"),
        )


def chosen(value: str, choices: Iterable[str], noun: str) -> str:
    """One of the choices, however it is capitalised; otherwise an error that names the nearest, or all."""
    known = [str(choice) for choice in choices]
    for choice in known:
        if fold(choice) == fold(value):
            return choice
    every = _("Choose among: {names}.").format(names=", ".join(known) or _("none is declared"))
    raise InputError(
        _("{noun}: {value} is not one of those in study.yaml.").format(noun=noun, value=value),
        near_hint(value, known, every),
    )


def date(value: str) -> str:
    """A day, a month or a year that can be sorted: `2013-04-02`, `2013-04`, `2013`."""
    if not (_DATE.fullmatch(value) and _is_day(value)):
        raise InputError(
            _("{date} is not a date that can be sorted.").format(date=value), _("Write it as 2013-04-02, or 2013-04.")
        )
    return value


def split(column: str) -> tuple[str, str]:
    """A column's name and the wave, or the language, it is for; `score@T6` is `score` at `T6`."""
    name, _at, wave = column.partition(AT)
    return name.strip(), wave.strip()


def _text(name: str, _variable: Variable, value: str) -> str:
    kept = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", value.replace("\r\n", "\n").replace("\r", "\n"))
    if len(kept) > LONGEST:
        raise InputError(
            _("{name}: {count} characters are more than a value holds.").format(name=name, count=len(kept)),
            _("Write long texts as memos."),
        )
    return kept


def _number(name: str, _variable: Variable, value: str) -> str:
    try:
        number = Decimal(re.sub("[ \xa0\u202f]", "", value).replace(",", ".")) if _NUMBER.fullmatch(value) else None
    except InvalidOperation:
        number = None
    if number is None or len(value) > 60:
        raise InputError(
            _("{name}: {value} is not a number.").format(name=name, value=value[:60]), _("Write it as 12 or 12.5.")
        )
    plain = f"{number:f}"
    bare = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if bare in ("-0", "") else bare


def _date(name: str, _variable: Variable, value: str) -> str:
    try:
        return date(value.removesuffix(" 00:00:00"))
    except InputError as error:
        raise InputError(f"{name}: {error.message}", error.hint) from None


def _choice(name: str, variable: Variable, value: str) -> str:
    return chosen(value, variable.choices, name)


def _boolean(name: str, _variable: Variable, value: str) -> str:
    found = _BOOLEANS.get(fold(value))
    if found is None:
        raise InputError(
            _("{name}: {value} is neither yes nor no.").format(name=name, value=value), _("Write yes or no.")
        )
    return found


_CHECKS = {"text": _text, "number": _number, "date": _date, "choice": _choice, "boolean": _boolean}


def _is_day(value: str) -> bool:
    """Whether the calendar has the day; a month or a year alone is taken by its first."""
    try:
        datetime.date.fromisoformat(value + "2000-01-01"[len(value) :])
    except ValueError:
        return False
    return True
