"""A table of short texts that moves by cells, each column as wide as its texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.message import Message

from qualcode.safetext import safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.cells import Cells
from qualcode.tui.widgets.line import fitted

_NARROWEST, _WIDEST = 8, 24
_SAMPLE = 200
"""Rows that are looked at to find how wide a column is."""


class Shown(NamedTuple):
    """What a grid shows: a title a column, so many rows, each with its name, and the text of a cell.

    `cell(row, column)` answers the text, and whether it is said elsewhere and only holds here.
    """

    titles: Sequence[str]
    names: Sequence[str]
    cell: Callable[[int, int], tuple[str, bool]]


class Grid(Cells):
    """Rows down, columns across; Enter asks for a cell."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.grid())

    class Highlighted(Message):
        """The cursor is on another cell."""

    class Chosen(Message):
        """A cell is to be changed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.shown = Shown((), (), lambda _row, _column: ("", False))
        self._widths: list[int] = []
        self._longest_name = 0

    def show(self, shown: Shown, row: int = 0, column: int = 0) -> None:
        """Show other rows and columns, with the cursor on a cell."""
        self.shown = shown
        self._widths = [self._fitting(at) for at in range(len(shown.titles))]
        self._longest_name = max(map(cell_len, shown.names), default=0)
        self.move_to(row, column)

    @property
    def empty(self) -> bool:
        """Whether there is no cell to be on."""
        return not self.shown.names or not self.shown.titles

    @property
    def extent(self) -> tuple[int, int]:
        """The names and the titles."""
        return len(self.shown.names), len(self.shown.titles)

    @property
    def _label_width(self) -> int:
        return min(max(10, self._longest_name + 2, self._more_width + 1), max(12, self.size.width // 3))

    def _width(self, column: int) -> int:
        return self._widths[column]

    def _fitting(self, column: int) -> int:
        """How wide a column is for its texts, as far as they are looked at."""
        rows = range(min(_SAMPLE, len(self.shown.names)))
        longest = max((cell_len(self.shown.cell(row, column)[0]) for row in rows), default=0)
        return min(_WIDEST, max(_NARROWEST, longest, cell_len(self.shown.titles[column]))) + 2

    def _arrived(self) -> None:
        self.post_message(self.Highlighted())

    def action_choose(self) -> None:
        """Ask for the cell."""
        if not self.empty:
            self.post_message(self.Chosen())

    def _head(self, y: int) -> Text:
        text = Text().append(fitted(self._more(), self._label_width - 1) + " ", style="dim")
        for column in self._in_view():
            style = "bold underline" if column == self.column else "bold"
            title = fitted(safe_line(self.shown.titles[column]), self._widths[column] - 2)
            text.append(title, style=style).append("  ")
        return text

    def _row(self, row: int, line: int) -> Text:
        text = Text().append(fitted(safe_line(self.shown.names[row]), self._label_width - 1) + " ", style="bold")
        for column in self._in_view():
            words, elsewhere = self.shown.cell(row, column)
            style = Style(dim=True, italic=True) if elsewhere else Style()
            size = self._widths[column] - 2
            text.append(fitted(safe_line(words), size), style=style + self._cursor_style(row, column)).append("  ")
        return text
