"""The framework matrix on the screen: two lines a cell, the first words of a summary and what is counted there."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.message import Message

from qualcode.framework.matrix import Framework, FrameworkCell
from qualcode.model.counts import ThemeRow
from qualcode.safetext import safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.cells import Cells
from qualcode.tui.widgets.line import fitted
from qualcode.tui.widgets.matrix import cell_text

MARKS = {"written": "●", "stale": "◐", "empty": " "}
_COLUMN, _WIDEST = 20, 60
"""Cells of a column where all are alike; the longest of the three emptinesses fits, in French too."""
_NARROW, _IN_HAND = 11, 18
"""Cells of a column where not all have room, and of the one in hand: more of them show, and one reads on."""


class FrameworkMatrix(Cells):
    """Holders down and themes across, or turned. Enter opens a cell."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.framework())
    LINES = 2

    class Chosen(Message):
        """A cell is to be opened."""

        def __init__(self, cell: FrameworkCell) -> None:
            super().__init__()
            self.cell = cell

    class Highlighted(Chosen):
        """The cursor is on another cell."""

    class NoneStale(Message):
        """A stale summary was looked for, and there is none."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.table: Framework | None = None
        self.themes_across = True
        self._holders: list[str] = []
        self._themes: tuple[ThemeRow, ...] = ()

    # ------------------------------------------------------------------ what is shown

    def show(self, table: Framework) -> None:
        """Show a matrix, with the cursor on the cell where it was if it is still there."""
        before = self.cell
        self.table = table
        self._holders, self._themes = list(table.holders), table.themes
        theme = holder = 0
        if before is not None:
            codes = [row.code for row in self._themes]
            theme = codes.index(before.theme) if before.theme in codes else 0
            holder = self._holders.index(before.holder) if before.holder in self._holders else 0
        self.move_to(*((holder, theme) if self.themes_across else (theme, holder)))

    def turn(self) -> None:
        """Themes go down that went across, or the other way round; the same cell stays in hand."""
        self.themes_across = not self.themes_across
        self.move_to(self.column, self.row)

    @property
    def cell(self) -> FrameworkCell | None:
        """The cell in hand."""
        return self._cell(self.row, self.column) if all(self.extent) else None

    def _pair(self, row: int, column: int) -> tuple[ThemeRow, str]:
        theme, holder = (column, row) if self.themes_across else (row, column)
        return self._themes[theme], self._holders[holder]

    def _cell(self, row: int, column: int) -> FrameworkCell:
        assert self.table is not None
        return self.table.cell(*self._pair(row, column))

    def _arrived(self) -> None:
        if (cell := self.cell) is not None:
            self.post_message(self.Highlighted(cell))

    def action_next(self, step: int) -> None:
        """The next stale summary, row by row, around the end."""
        rows, columns = self.extent
        for away in range(1, rows * columns + 1):
            place = divmod((self.row * columns + self.column + step * away) % (rows * columns), columns)
            if self._cell(*place).state == "stale":
                self.move_to(*place)
                return
        self.post_message(self.NoneStale())

    def action_choose(self) -> None:
        """Open the cell."""
        if (cell := self.cell) is not None:
            self.post_message(self.Chosen(cell))

    # ------------------------------------------------------------------ how wide and high

    @property
    def extent(self) -> tuple[int, int]:
        """The holders and the themes, or turned."""
        sizes = len(self._holders), len(self._themes)
        return sizes if self.themes_across else (sizes[1], sizes[0])

    @property
    def _heads(self) -> int:
        return 2

    @property
    def _label_width(self) -> int:
        return max(10, min(26, self.size.width // 5))

    def _width(self, column: int) -> int:
        """All columns fill the width alike; where there is no room for that, the one in hand is the widest."""
        room, columns = self.size.width - self._label_width, max(1, self.extent[1])
        if room >= columns * _COLUMN:
            return min(_WIDEST, room // columns)
        if column != self.column:
            return _NARROW
        narrow = max(0, min((room - max(_IN_HAND, room // 4)) // _NARROW, columns - 1))
        return max(_IN_HAND, room - narrow * _NARROW)

    # ------------------------------------------------------------------ painting

    def _title(self, theme: ThemeRow | None, holder: str) -> str:
        assert self.table is not None
        return safe_line(theme.label if theme else self.table.holders[holder])

    def _head(self, y: int) -> Text:
        if not all(self.extent):
            return Text()
        text = Text().append(fitted(self._more() if y == 0 else "", self._label_width - 1) + " ", "dim")
        for column in self._in_view():
            theme, holder = self._pair(0, column)
            words = self._title(theme if self.themes_across else None, holder)
            room = self._width(column) - 1
            text.append(fitted(_halves(words, room)[y], room) + " ", style="bold")
        return text

    def _row(self, row: int, line: int) -> Text:
        if not self.extent[1]:
            return Text()
        theme, holder = self._pair(row, 0)
        label = self._title(None if self.themes_across else theme, holder)
        indent = "" if self.themes_across else " " * theme.depth
        words = indent + _halves(label, self._label_width - 1 - len(indent))[line]
        text = Text().append(fitted(words, self._label_width - 1) + " ", style="bold" if not indent else "")
        for column in self._in_view():
            text.append_text(self._painted(row, column, line))
        return text

    def _painted(self, row: int, column: int, line: int) -> Text:
        cell, room = self._cell(row, column), self._width(column) - 1
        words, style = self._lines(cell, room)[line]
        text = Text(fitted(words, room), style=style)
        if line == 0 and cell.state == "stale":
            text.stylize(self.app.theme_variables["warning"], 0, 1)
        text.stylize(self._cursor_style(row, column))
        return text.append(" ")

    def _lines(self, cell: FrameworkCell, room: int) -> tuple[tuple[str, Style], tuple[str, Style]]:
        """The first words of a summary and what is counted; where that is all, which of the three emptinesses it is."""
        words, style = self._counts(cell, room)
        if cell.state != "empty":
            return (self._first_words(cell), Style()), (words, style)
        first, second = _halves(words, room)
        return ((first, style), (second, style)) if second else (("", style), (words, style))

    def _first_words(self, cell: FrameworkCell) -> str:
        assert self.table is not None
        words = " ".join(self.table.shown(cell.text[:400]).split())
        return f"{MARKS[cell.state]} {safe_line(words)}"

    def _counts(self, cell: FrameworkCell, room: int) -> tuple[str, Style]:
        """The people who say it of those interviewed, their passages if there is room; or which emptiness it is."""
        if cell.said is None:
            return "—", Style(dim=True)
        words, empty = cell_text(cell.said, cell.people, "participants")
        passages = "" if empty else f" · {cell.said.segments} §"
        shown = words + passages if len(words + passages) <= room else words
        return shown, Style(dim=True, italic=empty)


def _halves(words: str, width: int) -> tuple[str, str]:
    """Words in two lines: as many as fit on the first, the rest on the second; a word that fits on none is parted."""
    if len(words) <= width:
        return words, ""
    at = words.rfind(" ", 0, width + 1)
    if at > 0:
        return words[:at], words[at:].strip()
    parted = words[: max(1, width - 1)]
    return (parted + "-", words[len(parted) :]) if parted.isalpha() else (words[:width], words[width:].strip())
