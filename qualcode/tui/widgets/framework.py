"""The framework matrix on the screen: two lines a cell, the first words of a summary and what is counted there."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.message import Message

from qualcode.framework.matrix import Framework, FrameworkCell
from qualcode.model import ThemeRow
from qualcode.safetext import safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.cells import Cells
from qualcode.tui.widgets.line import fitted
from qualcode.tui.widgets.matrix import cell_text

MARKS = {"written": "●", "stale": "◐", "empty": " "}
_NARROWEST = 20
"""Cells of a column; the longest of the three emptinesses fits, in French too."""


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
        """All columns fill the width."""
        room = self.size.width - self._label_width
        columns = max(1, min(room // _NARROWEST, self.extent[1]))
        return min(60, max(_NARROWEST, room // columns))

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
        cell = self._cell(row, column)
        words, style = self._first_words(cell) if line == 0 else self._counts(cell)
        text = Text(fitted(words, self._width(column) - 1), style=style)
        if line == 0 and cell.state == "stale":
            text.stylize(self.app.theme_variables["warning"], 0, 1)
        text.stylize(self._cursor_style(row, column))
        return text.append(" ")

    def _first_words(self, cell: FrameworkCell) -> tuple[str, Style]:
        assert self.table is not None
        if cell.state == "empty":
            return "", Style()
        words = " ".join(self.table.shown(cell.text[:400]).split())
        return f"{MARKS[cell.state]} {safe_line(words)}", Style()

    def _counts(self, cell: FrameworkCell) -> tuple[str, Style]:
        """The people who say it of those interviewed and their passages, or which of the three emptinesses it is."""
        if cell.said is None:
            return "  —", Style(dim=True)
        words, empty = cell_text(cell.said, cell.people, "participants")
        passages = "" if empty else " · " + str(cell.said.segments) + " §"
        return f"  {words}{passages}", Style(dim=True, italic=empty)


def _halves(words: str, width: int) -> tuple[str, str]:
    """Words in two lines: as many as fit on the first, the rest on the second."""
    if len(words) <= width:
        return words, ""
    at = words.rfind(" ", 0, width + 1)
    at = at if at > 0 else width
    return words[:at], words[at:].strip()
