"""Settling codings that are to be looked at since their text was corrected: what a person says, as acts.

`keep` confirms one that stands on corrected words, or puts one that was aside on its only place; a number chooses among
its places, `START-END` names one; `drop` gives it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.acts import ConfirmCorrected, DropCodings, MoveCoding, PlaceCoding, RemoveCoding
from qualcode.anchoring.judging import CHANGED
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model import Span

if TYPE_CHECKING:
    from qualcode.store.correcting.unsettled import Unsettled

KEEP, DROP = "keep", "drop"
_SAID = re.compile(
    r"\s*(?P<which>[0-9]{1,15}|changed)\s*=\s*(?P<what>keep|drop|[0-9]{1,2}|[0-9]{1,12}\s*-\s*[0-9]{1,12})\s*"
)


def acts_of(listed: Iterable[Unsettled], typed: Sequence[str]) -> list[Any]:
    """The acts that settle what is typed as `12=keep`, `12=2`, `12=120-298`, `12=drop` or `changed=keep`.

    Raises `InputError` for what cannot be meant, and where one coding is settled twice.
    """
    known = {each.coding: each for each in listed}
    chosen: dict[int, str] = {}
    for which, what in (pair for text in typed for pair in _read(text, known)):
        if chosen.setdefault(which, what) != what:
            raise InputError(_("Coding {number} is settled twice.").format(number=which))
    return [act for which, what in chosen.items() for act in settle(known[which], what)]


def _read(text: str, known: Mapping[int, Unsettled]) -> Iterator[tuple[int, str]]:
    """What is said of each coding; `changed` stands for all that are on corrected words."""
    said = _SAID.fullmatch(text)
    if said is None:
        raise InputError(
            _("{text} settles nothing.").format(text=repr(text)),
            _("Write 12=keep, 12=2 (its second place), 12=120-298, 12=drop or changed=keep."),
        )
    if said["which"] == CHANGED:
        if said["what"] not in (KEEP, DROP):
            raise InputError(_("All changed codings can be kept or dropped, not put on one place."))
        yield from ((each.coding, said["what"]) for each in known.values() if each.state == CHANGED)
        return
    if (which := int(said["which"])) not in known:
        raise NotFoundError(
            _("Coding {number} is not among those to be settled.").format(number=which),
            _("`qualcode revise --list` lists them."),
        )
    yield which, said["what"]


def settle(each: Unsettled, what: str) -> list[Any]:
    """The acts that settle one coding."""
    if what == DROP:
        return [RemoveCoding(each.coding), ConfirmCorrected((each.coding,))] if _stands(each) else [
            DropCodings((each.coding,))
        ]  # fmt: skip
    place = _place(each, what)
    if not _stands(each):
        return [PlaceCoding(each.coding, place.start, place.end)]
    moved = [] if place == each.places[0] else [MoveCoding(each.coding, place.start, place.end)]
    return [*moved, ConfirmCorrected((each.coding,))]


def _place(each: Unsettled, what: str) -> Span:
    if what == KEEP:
        if len(each.places) == 1:
            return each.places[0]
        raise InputError(
            _("Coding {number} has no place that is sure.").format(number=each.coding),
            _("Choose one by its number or as START-END, or drop it."),
        )
    if what.isdecimal():
        if 0 < int(what) <= len(each.places):
            return each.places[int(what) - 1]
        raise InputError(
            _("Coding {number} has no place {place}.").format(number=each.coding, place=what),
            _("`qualcode revise --list` lists its places."),
        )
    start, end = (int(part) for part in what.split("-"))
    return Span(start, end)


def _stands(each: Unsettled) -> bool:
    return each.state == CHANGED
