"""The outline of one export as it is arranged: which parts are in it, in which order. Pure.

A place is the path to a slot: `(3,)`, or `(3, 0)` in a chapter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.report.outlining import Chapter, Listed, Outline

if TYPE_CHECKING:
    from qualcode.report.outline import Item

Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A part or a chapter, whether it is written, the slots of a chapter's parts, and how it stands if known."""

    item: Listed | Chapter
    on: bool = True
    within: tuple[Slot, ...] = ()
    stands: Item | None = None


Slots = tuple[Slot, ...]


def arranged(outline: Outline, others: Sequence[Listed] = ()) -> Slots:
    """The slots of an outline, and after them, switched off, those of parts that it leaves out."""
    return (*map(_slot, outline), *(Slot(part, on=False) for part in others))


def _slot(item: Listed | Chapter) -> Slot:
    return Slot(item, within=tuple(map(Slot, item.parts)) if isinstance(item, Chapter) else ())


def walk(slots: Slots) -> Iterator[tuple[Place, Slot]]:
    """Every slot with its place, a chapter before its parts."""
    for number, slot in enumerate(slots):
        yield (number,), slot
        for inside, part in enumerate(slot.within):
            yield (number, inside), part


def told(slots: Slots, items: Iterable[Item]) -> Slots:
    """The slots with how each stands, in the order of `walk`."""
    coming = iter(items)
    return tuple(
        replace(slot, stands=next(coming), within=tuple(replace(part, stands=next(coming)) for part in slot.within))
        for slot in slots
    )


def is_on(slots: Slots, place: Place) -> bool:
    """Whether what stands there is written: a part of a chapter only with the chapter."""
    slot = slots[place[0]]
    return slot.on and (len(place) == 1 or slot.within[place[1]].on)


def switched(slots: Slots, place: Place) -> Slots:
    """The slots with one of them switched on, or off; a part is switched on with its chapter."""
    return _changed(slots, place, not is_on(slots, place))


def _changed(slots: Slots, place: Place, on: bool) -> Slots:
    first, *rest = place
    slot = slots[first]
    new = replace(slot, on=slot.on or on, within=_changed(slot.within, tuple(rest), on)) if rest else _set(slot, on)
    return (*slots[:first], new, *slots[first + 1 :])


def _set(slot: Slot, on: bool) -> Slot:
    return replace(slot, on=on)


def moved(slots: Slots, place: Place, step: int) -> tuple[Slots, Place]:
    """The slots with one of them a place up or down among its own, and where it stands then."""
    first, *rest = place
    if rest:
        within, (now,) = moved(slots[first].within, tuple(rest), step)
        return (*slots[:first], replace(slots[first], within=within), *slots[first + 1 :]), (first, now)
    other = first + step
    if not 0 <= other < len(slots):
        return slots, place
    changed = list(slots)
    changed[first], changed[other] = changed[other], changed[first]
    return tuple(changed), (other,)


def whole_of(slots: Slots) -> Outline:
    """The outline of all slots, whether they are on or not."""
    return tuple(_item(slot, slot.within) for slot in slots)


def outline_of(slots: Slots) -> Outline:
    """The outline of what is on; a chapter of which no part is left is left out."""
    kept = [(slot, tuple(part for part in slot.within if part.on)) for slot in slots if slot.on]
    return tuple(_item(slot, parts) for slot, parts in kept if parts or isinstance(slot.item, Listed))


def _item(slot: Slot, parts: Sequence[Slot]) -> Listed | Chapter:
    if isinstance(slot.item, Listed):
        return slot.item
    return replace(slot.item, parts=tuple(part.item for part in parts if isinstance(part.item, Listed)))


def up_to(slots: Slots, place: Place) -> Outline:
    """The outline of what is on before a part, and that part, whether it is on or not: its tables count from there."""
    first, *rest = place
    before = [each for number, each in enumerate(slots[first].within) if each.on and number < (rest or [0])[0]]
    return (*outline_of(slots[:first]), _wanted(slots[first], rest, before))


def alone(slots: Slots, place: Place) -> Outline:
    """The outline of one part or chapter alone, a part of a chapter within it."""
    first, *rest = place
    return (_wanted(slots[first], rest, ()),)


def _wanted(slot: Slot, rest: Sequence[int], before: Sequence[Slot]) -> Listed | Chapter:
    """A part that says so where it has nothing, or a chapter: whole, or one part of it after those before."""
    if isinstance(slot.item, Listed):
        return replace(slot.item, named=True)
    return _item(slot, [*before, slot.within[rest[0]]] if rest else slot.within)
