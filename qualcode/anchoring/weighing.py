"""What speaks for a place in a text being that of a passage of another: how far the words around both agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from qualcode.model import Span

CONTEXT = 32
"""So many code points on each side of a passage speak for a place; with fewer in all, quote included, none is sure."""
MARGIN = 8
"""By so many code points one place must be better than another; a rival shares as many on one side."""


class Support(NamedTuple):
    """How many code points before and after a place are the same as around the passage, at most CONTEXT each.

    `edge` are those of them that stand for an end of both texts: they are no words that could be compared.
    """

    before: int
    after: int
    edge: int = 0

    @property
    def total(self) -> int:
        """What speaks for the place in all."""
        return self.before + self.after

    @property
    def full(self) -> bool:
        """Whether all that was looked at is the same."""
        return self.total == 2 * CONTEXT

    def beats(self, other: Support) -> bool:
        """Whether it speaks clearly for a place, against another: more on one side and not less on the other, or far
        more in all. An end of the text does so only with words beside it: it stays where a copy is put before it."""
        more = self.total - other.total
        no_less = self.before >= other.before and self.after >= other.after
        if self.edge and self.total - self.edge <= other.total - other.edge:
            return False
        return (self.full and more > 0) or (more >= MARGIN and (no_less or more >= other.total + MARGIN))


def support(old: str, passage: Span, new: str, place: Span) -> Support:
    """What agrees around a passage of the old text and a place of the new one; to end together is full agreement."""
    before = _common_end(
        old[max(0, passage.start - CONTEXT) : passage.start], new[max(0, place.start - CONTEXT) : place.start]
    )
    after = _common_start(old[passage.end : passage.end + CONTEXT], new[place.end : place.end + CONTEXT])
    first = CONTEXT if before == passage.start == place.start else before
    last = CONTEXT if after == len(old) - passage.end == len(new) - place.end else after
    return Support(first, last, first + last - before - after)


@dataclass(frozen=True)
class Places:
    """Where a quote of `length` stands in a text; those near a context are found without looking at all."""

    text: str
    length: int
    starts: Sequence[int]

    def near(self, other: str, place: Span) -> list[int]:
        """Those that share the nearest words on one side at least with a place of another text."""
        before, after = _sides(other, place)
        return list(dict.fromkeys((*self._before.get(before, ()), *self._after.get(after, ()))))

    @cached_property
    def _before(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for start in self.starts:
            found.setdefault(_sides(self.text, Span(start, start + self.length))[0], []).append(start)
        return found

    @cached_property
    def _after(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for start in self.starts:
            found.setdefault(_sides(self.text, Span(start, start + self.length))[1], []).append(start)
        return found


def _sides(text: str, place: Span) -> tuple[str, str]:
    """The nearest code points on both sides; fewer where the text ends."""
    return text[max(0, place.start - MARGIN) : place.start], text[place.end : place.end + MARGIN]


def _common_start(one: str, other: str) -> int:
    if one == other:
        return len(one)
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _common_end(one: str, other: str) -> int:
    return len(one) if one == other else _common_start(one[::-1], other[::-1])
