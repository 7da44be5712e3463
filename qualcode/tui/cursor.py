"""The cursor of the coding screen: a span with an active edge, and how each key moves it. Pure; knows no screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rich.cells import split_graphemes

from qualcode.anchoring.aligning import align
from qualcode.language.words import word_spans
from qualcode.model import Span
from qualcode.model.texts import Transcript

Edge = Literal["start", "end"]
Unit = Literal["sentence", "turn"]

_NEAR = 200
"""How far a word or a grapheme may reach: what is read around an edge, whatever the length of the text."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A span of the text, the edge that keys move, and the unit that `next` goes by."""

    span: Span
    edge: Edge = "end"
    unit: Unit = "sentence"

    @property
    def active(self) -> int:
        """Where the moving edge is."""
        return self.span.end if self.edge == "end" else self.span.start


class Ground:
    """What a cursor moves over: a text with its sentences and turns."""

    def __init__(self, transcript: Transcript) -> None:
        self.text = transcript.text
        self.turns = transcript.turns
        self._bodies = [Span(turn.body, turn.end) for turn in transcript.turns] or [Span(0, len(self.text))]
        self._sentences = transcript.sentences or tuple(self._bodies)

    def units(self, unit: Unit) -> Sequence[Span]:
        """The spans of that unit in order; a turn's ends before the blanks that follow it."""
        return self._sentences if unit == "sentence" else self._bodies

    def trimmed(self, span: Span) -> Span:
        """The span without blanks at its end, unless it is all blanks."""
        end = span.end
        while end > span.start and self.text[end - 1].isspace():
            end -= 1
        return Span(span.start, end) if end > span.start else span

    def turn_index(self, offset: int) -> int:
        """The place in the list of turns of the one that holds an offset."""
        return max(0, bisect_right(self.turns, offset, key=lambda turn: turn.start) - 1)

    def unit_at(self, unit: Unit, offset: int) -> Span:
        """The unit that holds an offset, else the next one, else the last."""
        units = self.units(unit)
        index = bisect_right(units, offset, key=lambda span: span.start) - 1
        if index >= 0 and (offset < units[index].end or index == len(units) - 1):
            return self.trimmed(units[index])
        return self.trimmed(units[index + 1])

    def unit_after(self, unit: Unit, offset: int) -> Span | None:
        """The first unit that starts at or after an offset and says something."""
        units = self.units(unit)
        index = bisect_left(units, offset, key=lambda span: span.start)
        return self._spoken(units, index, 1)

    def unit_before(self, unit: Unit, offset: int) -> Span | None:
        """The last unit that ends at or before an offset and says something."""
        units = self.units(unit)
        index = bisect_right(units, offset, key=lambda span: span.end) - 1
        return self._spoken(units, index, -1)

    def _spoken(self, units: Sequence[Span], index: int, step: int) -> Span | None:
        while 0 <= index < len(units):
            span = self.trimmed(units[index])
            if not self.text[span.start : span.end].isspace() and len(span):
                return span
            index += step
        return None

    def word_ends(self, offset: int) -> tuple[int | None, int | None]:
        """Where the word before an offset ends, and where the next one does; marks alone are no step back."""
        ends = [span.end for span in self._words(offset)]
        return _around([end for end in ends if end >= offset or self._says(end, offset)], offset)

    def word_starts(self, offset: int) -> tuple[int | None, int | None]:
        """Where the word before an offset starts, and where the next one does; marks alone are no step on."""
        starts = [span.start for span in self._words(offset)]
        return _around([start for start in starts if start <= offset or self._says(offset, start)], offset)

    def graphemes(self, offset: int) -> tuple[int | None, int | None]:
        """The grapheme bounds before and after an offset."""
        return _around(self._bounds(offset), offset)

    def snapped(self, start: int, end: int) -> Span:
        """The span widened to whole graphemes, and to at least one."""
        start, end = max(0, min(start, end)), min(len(self.text), max(start, end))
        left = start if start in self._bounds(start) else self.graphemes(start)[0]
        end = max(end, start + 1)
        right = end if end in self._bounds(end) else self.graphemes(end)[1]
        return Span(left or 0, len(self.text) if right is None else right)

    def _says(self, start: int, end: int) -> bool:
        return any(map(str.isalnum, self.text[start:end]))

    def _base(self, offset: int) -> int:
        base = max(0, offset - _NEAR)
        gap = max(self.text.find(" ", base, offset), self.text.find("\n", base, offset))
        return base if base == 0 or gap < 0 else gap

    def _words(self, offset: int) -> list[Span]:
        base = self._base(offset)
        return [Span(base + word.start, base + word.end) for word in word_spans(self.text[base : offset + _NEAR])]

    def _bounds(self, offset: int) -> list[int]:
        base = self._base(offset)
        near = self.text[base : offset + _NEAR]
        return [base + start for start, _end, _cells in split_graphemes(near)[0]] + [base + len(near)]


def _around(places: Sequence[int], offset: int) -> tuple[int | None, int | None]:
    before, after = bisect_left(places, offset), bisect_right(places, offset)
    return (places[before - 1] if before else None), (places[after] if after < len(places) else None)


def start_at(ground: Ground, offset: int = 0, unit: Unit = "sentence") -> Cursor:
    """A cursor on the unit that holds an offset."""
    return Cursor(ground.unit_at(unit, offset), "end", unit)


def gone_along(cursor: Cursor, text: str, ground: Ground) -> Cursor:
    """The cursor on the unit that its words have become since `text` was corrected."""
    place = align(text, ground.text).start(cursor.span.start)[0]
    return start_at(ground, max(0, min(place, len(ground.text) - 1)), cursor.unit)


def next_unit(ground: Ground, cursor: Cursor) -> Cursor:
    """On to the unit after the selection."""
    return _moved(cursor, ground.unit_after(cursor.unit, cursor.span.end))


def previous_unit(ground: Ground, cursor: Cursor) -> Cursor:
    """Back to the unit before the selection; out of the middle of the first unit, to its start."""
    before = ground.unit_before(cursor.unit, cursor.span.start)
    return _moved(cursor, before or ground.unit_at(cursor.unit, cursor.span.start))


def _moved(cursor: Cursor, span: Span | None) -> Cursor:
    return cursor if span is None else replace(cursor, span=span, edge="end")


def extend_down(ground: Ground, cursor: Cursor) -> Cursor:
    """Take in the next unit, or give back the first one when the start is the active edge."""
    if cursor.edge == "end":
        span = ground.unit_after(cursor.unit, cursor.span.end)
        return cursor if span is None else _with_end(cursor, span.end)
    span = ground.unit_after(cursor.unit, cursor.span.start + 1)
    if span is None or span.start >= cursor.span.end:
        return extend_down(ground, replace(cursor, edge="end"))
    return _with_start(cursor, span.start)


def extend_up(ground: Ground, cursor: Cursor) -> Cursor:
    """Give back the last unit, or take in the one before once a single unit is left."""
    if cursor.edge == "start":
        span = ground.unit_before(cursor.unit, cursor.span.start)
        return cursor if span is None else _with_start(cursor, span.start)
    span = ground.unit_before(cursor.unit, cursor.span.end - 1)
    if span is None or span.end <= cursor.span.start:
        return extend_up(ground, replace(cursor, edge="start"))
    return _with_end(cursor, span.end)


def word_right(ground: Ground, cursor: Cursor) -> Cursor:
    """The active edge a word to the right."""
    places = ground.word_ends if cursor.edge == "end" else ground.word_starts
    return _with_active(cursor, places(cursor.active)[1])


def word_left(ground: Ground, cursor: Cursor) -> Cursor:
    """The active edge a word to the left."""
    places = ground.word_ends if cursor.edge == "end" else ground.word_starts
    return _with_active(cursor, places(cursor.active)[0])


def character_right(ground: Ground, cursor: Cursor) -> Cursor:
    """The active edge a character (a grapheme) to the right."""
    return _with_active(cursor, ground.graphemes(cursor.active)[1])


def character_left(ground: Ground, cursor: Cursor) -> Cursor:
    """The active edge a character (a grapheme) to the left."""
    return _with_active(cursor, ground.graphemes(cursor.active)[0])


def _with_active(cursor: Cursor, place: int | None) -> Cursor:
    if place is None:
        return cursor
    return _with_end(cursor, place) if cursor.edge == "end" else _with_start(cursor, place)


def _with_end(cursor: Cursor, end: int) -> Cursor:
    return replace(cursor, span=Span(cursor.span.start, end)) if end > cursor.span.start else cursor


def _with_start(cursor: Cursor, start: int) -> Cursor:
    return replace(cursor, span=Span(start, cursor.span.end)) if start < cursor.span.end else cursor


def other_edge(ground: Ground, cursor: Cursor) -> Cursor:
    """The same selection, the other edge active."""
    return replace(cursor, edge="start" if cursor.edge == "end" else "end")


def by_sentence(ground: Ground, cursor: Cursor) -> Cursor:
    """The sentence at the selection's start, and sentences from now on."""
    return start_at(ground, cursor.span.start, "sentence")


def by_turn(ground: Ground, cursor: Cursor) -> Cursor:
    """The turn at the selection's start, and turns from now on."""
    return start_at(ground, cursor.span.start, "turn")


def first_unit(ground: Ground, cursor: Cursor) -> Cursor:
    """To the document's first unit."""
    return _moved(cursor, ground.unit_after(cursor.unit, 0))


def last_unit(ground: Ground, cursor: Cursor) -> Cursor:
    """To the document's last unit."""
    return _moved(cursor, ground.unit_before(cursor.unit, len(ground.text)))


Move = Callable[[Ground, Cursor], Cursor]

MOVES: Mapping[str, Move] = {
    move.__name__: move
    for move in (
        next_unit, previous_unit, extend_down, extend_up, word_right, word_left, character_right, character_left,
        other_edge, by_sentence, by_turn, first_unit, last_unit,
    )
}  # fmt: skip
"""Every movement by the name that `keys` gives it."""
