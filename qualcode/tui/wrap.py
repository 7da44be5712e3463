"""Where a transcript's rows lie: pure layout in code points and terminal cells, wrapped only where it is looked at.

The text is cut into pieces (a turn, or a part of a long one). A piece that nobody has looked at counts with an
estimated number of rows; looking at it, or `settle`, makes the number exact. So a text of any length opens at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import split_graphemes

from qualcode.model.texts import Turn
from qualcode.safetext import safe_block

PIECE = 4_000
"""A piece is at most this many code points: what one look may cost."""

_KEPT = 512
_BLANKS = " \t"
# characters of one cell each that never join their neighbours; all others are measured grapheme by grapheme
_NARROW = re.compile("[\t\\x20-\\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u2010-\u2027\u202f-\u203b\u20ac\ufffd]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the pane: it stands for `[start, end)` and shows it from `shown` on (after a speaker's label)."""

    start: int
    end: int
    shown: int
    turn: int
    first: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that is wrapped at one go, with its turn's place in the list of turns."""

    start: int
    end: int
    shown: int
    turn: int
    first: bool


def visible(text: str) -> str:
    """The text as a row shows it, character for character: nothing that acts, tabs as blanks."""
    return safe_block(text).replace("\t", " ").rstrip("\n")


def pieces(text: str, turns: Sequence[Turn]) -> list[Piece]:
    """The text cut into pieces at turns, and in long turns after a line end or a blank, else between graphemes."""
    turns = turns or (Turn(0, None, 0, 0, len(text)),)
    return [piece for index, turn in enumerate(turns) for piece in _pieces_of(text, turn, index)]


def _pieces_of(text: str, turn: Turn, index: int) -> Iterator[Piece]:
    start, shown = turn.start, turn.body
    while turn.end - shown > PIECE:
        cut = _cut(text, shown, shown + PIECE)
        yield Piece(start, cut, shown, index, start == turn.start)
        start = shown = cut
    if start < turn.end:
        yield Piece(start, turn.end, shown, index, start == turn.start)


def _cut(text: str, start: int, limit: int) -> int:
    middle = (start + limit) // 2
    cut = max(text.rfind(mark, middle, limit) for mark in "\n \t")
    return cut + 1 if cut >= 0 else _grapheme_before(text, limit)


def _grapheme_before(text: str, limit: int) -> int:
    base = limit - 64
    spans, _cells = split_graphemes(text[base : limit + 64])
    return max(base + start for start, _end, _cell in spans if base + start <= limit)


def row_ends(text: str, width: int) -> list[int]:
    """Where the rows of a text end when wrapped at `width` cells; blanks at a row's end may hang over its edge."""
    ends: list[int] = []
    start = 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        ends += (start + end for end in _line_ends(text[start:stop], width))
        start = min(stop + 1, len(text))
        ends.append(start)
    return ends or [0]


def _line_ends(line: str, width: int) -> Iterator[int]:
    if len(line) <= width and line.isascii():
        return iter(())
    return _narrow_ends(line, width) if _NARROW.fullmatch(line) else _measured_ends(line, width)


def _narrow_ends(line: str, width: int) -> Iterator[int]:
    start, length = 0, len(line.rstrip(_BLANKS))
    while length - start > width:
        cut = max(line.rfind(" ", start, start + width + 1), line.rfind("\t", start, start + width + 1))
        start = _after_blanks(line, cut) if cut > start else start + width
        yield start


def _after_blanks(line: str, at: int) -> int:
    while line[at] in _BLANKS:
        at += 1
    return at


def _measured_ends(line: str, width: int) -> Iterator[int]:
    row, cells = 0, 0  # where the row starts, the cells it has
    gap, cells_at_gap = 0, 0  # after the last blanks
    for start, end, cell in split_graphemes(visible(line))[0]:
        blank = line[start] in _BLANKS
        while not blank and cells + cell > width and start > row:  # what follows the blanks may be too wide again
            row, cells = (gap, cells - cells_at_gap) if gap > row else (start, 0)
            yield row
        cells += cell
        if blank:
            gap, cells_at_gap = end, cells


class RowCounts:
    """How many rows each piece has, with running sums that can change one by one (a Fenwick tree)."""

    def __init__(self, counts: Sequence[int]) -> None:
        self._counts = list(counts)
        self._tree = [0, *counts]
        for at in range(1, len(self._tree)):
            parent = at + (at & -at)
            if parent < len(self._tree):
                self._tree[parent] += self._tree[at]
        self.total = sum(counts)

    def set(self, index: int, count: int) -> None:
        """Give one piece its number of rows."""
        change = count - self._counts[index]
        self._counts[index] = count
        self.total += change
        at = index + 1
        while change and at < len(self._tree):
            self._tree[at] += change
            at += at & -at

    def before(self, index: int) -> int:
        """How many rows all earlier pieces have."""
        rows = 0
        while index:
            rows += self._tree[index]
            index &= index - 1
        return rows

    def find(self, row: int) -> tuple[int, int]:
        """The piece that holds a row, and the row's number within it."""
        at, step = 0, 1 << (len(self._counts).bit_length())
        while step:
            if at + step < len(self._tree) and self._tree[at + step] <= row:
                at += step
                row -= self._tree[at]
            step >>= 1
        return at, row


class Layout:
    """The rows of a text at one width: row by number, number by offset, both without wrapping the rest."""

    def __init__(self, text: str, cut: Sequence[Piece], width: int) -> None:
        self.text = text
        self.width = max(2, width)
        self._pieces = cut
        self._starts = [piece.start for piece in cut]
        self._counts = RowCounts([self._estimate(piece) for piece in cut])
        self._ends: OrderedDict[int, list[int]] = OrderedDict()
        self._settled = bytearray(len(cut))
        self._unsettled_from = 0

    def _estimate(self, piece: Piece) -> int:
        length = piece.end - piece.shown
        if length < self.width:
            return 1
        lines = self.text.count("\n", piece.shown, piece.end)
        return max(1, round(length / (0.93 * self.width) + lines / 2))

    @property
    def height(self) -> int:
        """The number of rows, estimated where nobody has looked yet."""
        return self._counts.total

    @property
    def settled(self) -> bool:
        """Whether every number is exact."""
        return self._unsettled_from >= len(self._pieces)

    def settle(self, count: int) -> bool:
        """Make the numbers of `count` more pieces exact; answers whether all are."""
        stop = min(len(self._pieces), self._unsettled_from + count)
        for index in range(self._unsettled_from, stop):
            if not self._settled[index]:
                self._set_count(index, len(self._wrap(index)))
        self._unsettled_from = stop
        return self.settled

    def row(self, number: int) -> Row:
        """The row of that number; IndexError past the last."""
        while 0 <= number < self.height:
            index, local = self._counts.find(number)
            ends = self._rows_of(index)
            if local < len(ends):
                return self._row(index, ends, local)
        raise IndexError(number)

    def row_at(self, offset: int) -> int:
        """The number of the row on which a position of the text lies (the last row for the text's end)."""
        if not self._pieces:
            return 0
        index = max(0, bisect_right(self._starts, offset) - 1)
        ends = self._rows_of(index)
        local = bisect_right(ends, offset - self._pieces[index].shown)
        return self._counts.before(index) + min(local, len(ends) - 1)

    def text_of(self, row: Row) -> str:
        """What the row shows."""
        return visible(self.text[row.shown : row.end])

    def _row(self, index: int, ends: list[int], local: int) -> Row:
        piece = self._pieces[index]
        start = piece.shown + ends[local - 1] if local else piece.start
        shown = start if local else piece.shown
        return Row(start, piece.shown + ends[local], shown, piece.turn, piece.first and not local)

    def _rows_of(self, index: int) -> list[int]:
        ends = self._ends.get(index)
        if ends is None:
            ends = self._ends[index] = self._wrap(index)
            self._set_count(index, len(ends))
            if len(self._ends) > _KEPT:
                self._ends.popitem(last=False)
        return ends

    def _wrap(self, index: int) -> list[int]:
        piece = self._pieces[index]
        return row_ends(safe_block(self.text[piece.shown : piece.end]), self.width)

    def _set_count(self, index: int, count: int) -> None:
        self._settled[index] = 1
        self._counts.set(index, count)
