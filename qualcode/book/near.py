"""Codes that nearly exist: those that a new label may mean, before a code is made twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from qualcode.book.editing import names_of
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.codes import Code, Codebook
from qualcode.names import fold, is_slip, nearest

LONG = 5
"""Words shorter than this do not make two labels alike."""
_WORD = re.compile(r"[^\W_]+")


class Near(NamedTuple):
    """A code that is nearly what was written, the name of it that is, and how: `same`, `near` or `within`."""

    code: Code
    name: str
    how: str


def near_codes(codebook: Codebook, label: str) -> list[Near]:
    """Codes that a label nearly names, by id, label in any language or alias; the most alike first, each code once.

    `same` but for case and accents; `near` in writing, or the same words in another order; `within`: all long words
    of one name stand in the other.
    """
    ways = ("same", "near", "within")
    best: dict[str, Near] = {}
    for near in sorted(_found(codebook, label), key=lambda near: ways.index(near.how)):
        best.setdefault(near.code.id, near)
    return list(best.values())


def _found(codebook: Codebook, label: str) -> Iterator[Near]:
    for code in codebook.codes:
        for name in names_of(code):
            if how := _alike(label, name):
                yield Near(code, name, how)


def _alike(label: str, name: str) -> str:
    one, other = _WORD.findall(fold(label)), _WORD.findall(fold(name))
    if one == other:
        return "same" if one else ""
    if sorted(one) == sorted(other) or nearest(label, (name,)) or is_slip(label, name):
        return "near"
    few, many = sorted((set(_long(one)), set(_long(other))), key=len)
    return "within" if len(few) > 1 and few <= many else ""


def _long(words: list[str]) -> list[str]:
    return [word for word in words if len(word) >= LONG]


def refuse_near(
    codebook: Codebook, label: str, besides: Collection[str] = (), ways: Collection[str] = ("same", "near")
) -> None:
    """Refuse a label that nearly names a code in one of some ways; `besides` are codes that it may be near."""
    found = near_codes(codebook, label)
    near = next((near for near in found if near.how in ways and near.code.id not in besides), None)
    if near is not None:
        raise InputError(
            _("{label} is nearly {name}, the code {code}.").format(label=label, name=near.name, code=near.code.id),
            _("Use {code}, or insist with --new.").format(code=near.code.id),
        )


def taken(codebook: Codebook, label: str, besides: Collection[str] = ()) -> Near | None:
    """The code that has a label as a name already, or to which it leads; `besides` may have it."""
    wanted = fold(label.strip())
    found = (near for near in near_codes(codebook, label) if near.code.id not in besides)
    return next((near for near in found if fold(near.name) == wanted), None)


def refuse_taken(codebook: Codebook, label: str, besides: Collection[str] = ()) -> None:
    """Refuse a label that is taken, whoever insists."""
    near = taken(codebook, label, besides)
    if near is None:
        return
    former, code = near.name in near.code.aliases, near.code.id
    said = (
        _("{label} was merged into {code}, or is an older name of it.") if former else _("{label} is the code {code}.")
    )
    hint = _("Use {code}, or give the new code another label.").format(code=code)
    raise InputError(said.format(label=label.strip(), code=code), hint)
