"""Conditions on what a table counts, as they are typed: `diagnosis=psychotic`, `date>=2013-01-01`, `role!=nurse`.

A condition names a dimension or a variable, a sign, and one or several values; several conditions must all hold.
Without a value, `group=` holds where there is none, `group!=` where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qualcode.errors import InputError
from qualcode.i18n import _, known_word
from qualcode.i18n import _ as interface
from qualcode.model.asking import Condition, Filter

SIGNS = ("!=", ">=", "<=", "=", ">", "<", "~")
_EXAMPLES = ("role=nurse,worker", "date>=2013-01-01", "text~distance", "group=")
_TYPED = re.compile(rf"\s*(?P<name>[^!<>=~]+?)\s*(?P<sign>{'|'.join(SIGNS)})\s*(?P<values>.*)", re.DOTALL)


def parse_condition(text: str) -> Condition:
    """The condition a person typed; an `InputError` shows how one is written."""
    typed = _TYPED.fullmatch(text)
    values = tuple(value.strip() for value in typed["values"].split(",")) if typed and typed["values"].strip() else ()
    if typed is None or not all(values) or not (values or typed["sign"] in ("=", "!=")):
        raise InputError(
            _("{text} is not a condition.").format(text=repr(text)),
            _("Write for example {examples}.").format(examples=" · ".join(_EXAMPLES)),
        )
    if typed["sign"] in (">", "<", ">=", "<=") and len(values) > 1:
        raise InputError(
            _("{text}: {sign} takes one value.").format(text=text, sign=typed["sign"]),
            _("Several values, with commas between, go with = and !=."),
        )
    return Condition(typed["name"], typed["sign"], values)


def in_words(conditions: Sequence[Condition], _: Callable[[str], str] = interface) -> str:
    """Conditions on one line, as they could be typed again but for what has no value; `_` says that in a language."""
    return "; ".join(str(each) if each.values else _valueless(each, _) for each in conditions)


def _valueless(condition: Condition, _: Callable[[str], str]) -> str:
    said = _("{name} is not known") if condition.sign == "=" else _("{name} is known")
    return said.format(name=known_word(condition.name))


_NAMED = ("site", "role", "participant", "document", "kind", "wave")


def of_filter(where: Filter) -> tuple[Condition, ...]:
    """What a filter says of people and documents, all as conditions."""
    named = [Condition(name, "=", (str(getattr(where, name)),)) for name in _NAMED if getattr(where, name) is not None]
    return (*named, *where.conditions)
