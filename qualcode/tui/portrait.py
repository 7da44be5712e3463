"""A document's codings at a glance: its whole length in a few rows, a lane a theme, the code that weighs most. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode.model.codes import Codebook
from qualcode.model.codings import Coding
from qualcode.tui.marks import Marks


@dataclass(frozen=True, slots=True)
class Lanes:
    """How many lanes there are, and the place among the themes of each code's; `own` if every theme has its lane."""

    count: int
    themes: Mapping[str, int]
    own: bool = True


def lanes_for(codebook: Codebook, most: int) -> Lanes:
    """A lane for each theme, in the order of the codebook; of more than `most`, the heaviest of each row have one."""
    themes = codebook.children(None)
    places = {code: place for place, theme in enumerate(themes) for code in codebook.subtree(theme.id)}
    return Lanes(max(1, min(most, len(themes))), places, len(themes) <= most)


@dataclass(frozen=True, slots=True)
class Portrait:
    """A text of `length` code points in so many rows."""

    length: int
    rows: int

    def bounds(self, row: int) -> tuple[int, int]:
        """The stretch `[start, end)` that a row stands for; never empty."""
        start = row * self.length // max(1, self.rows)
        return start, max(start + 1, (row + 1) * self.length // max(1, self.rows))

    def row_of(self, offset: int) -> int:
        """The row that stands for a position."""
        if not self.length:
            return 0
        row = min(self.rows - 1, offset * self.rows // self.length)
        return row + 1 if self.bounds(row)[1] <= offset and row < self.rows - 1 else row

    def rows_of(self, start: int, end: int) -> range:
        """The rows that share a position with `[start, end)`."""
        return range(self.row_of(start), self.row_of(max(start, end - 1)) + 1)

    def codes(self, row: int, marks: Marks, lanes: Lanes) -> list[str | None]:
        """The code of each lane in a row: the one that covers most of it, None where no code does."""
        start, end = self.bounds(row)
        heaviest: dict[int, str] = {}
        for code in _heaviest(_weights(marks.touching(start, end), start, end)):
            heaviest.setdefault(lanes.themes.get(code, len(lanes.themes)), code)
        if lanes.own:
            return [heaviest.get(lane) for lane in range(lanes.count)]
        kept = sorted(list(heaviest.items())[: lanes.count])
        return [code for _theme, code in kept] + [None] * (lanes.count - len(kept))


def _weights(codings: Iterable[Coding], start: int, end: int) -> Counter[str]:
    weights: Counter[str] = Counter()
    for coding in codings:
        weights[coding.code] += min(end, coding.end) - max(start, coding.start)
    return weights


def _heaviest(weights: Counter[str]) -> list[str]:
    """The codes, the heaviest first; of those that weigh the same, the first by name."""
    return sorted(weights, key=lambda code: (-weights[code], code))
