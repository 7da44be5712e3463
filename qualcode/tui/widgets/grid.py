"""A table of short texts that moves by cells: what is in view is drawn and nothing else, whatever else there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.i18n import _
from qualcode.safetext import safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.line import fitted, strip_of

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


class Grid(Widget, can_focus=True):
    """Rows down, columns across; Enter asks for a cell."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.grid())
    COMPONENT_CLASSES: ClassVar[set[str]] = {"grid--cursor"}
    DEFAULT_CSS = "Grid > .grid--cursor { background: $selection; }"

    class Highlighted(Message):
        """The cursor is on another cell."""

    class Chosen(Message):
        """A cell is to be changed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.shown = Shown((), (), lambda _row, _column: ("", False))
        self.row = self.column = 0
        self._top = self._left = 0
        self._widths: list[int] = []
        self._longest_name = 0

    def show(self, shown: Shown, row: int = 0, column: int = 0) -> None:
        """Show other rows and columns, with the cursor on a cell."""
        self.shown = shown
        self._widths = [self._width(at) for at in range(len(shown.titles))]
        self._longest_name = max(map(cell_len, shown.names), default=0)
        self._move_to(row, column)

    @property
    def empty(self) -> bool:
        """Whether there is no cell to be on."""
        return not self.shown.names or not self.shown.titles

    def _width(self, column: int) -> int:
        rows = range(min(_SAMPLE, len(self.shown.names)))
        longest = max((cell_len(self.shown.cell(row, column)[0]) for row in rows), default=0)
        return min(_WIDEST, max(_NARROWEST, longest, cell_len(self.shown.titles[column]))) + 2

    @property
    def _label_width(self) -> int:
        return min(max(10, self._longest_name + 2), max(12, self.size.width // 3))

    @property
    def _rows(self) -> int:
        return max(1, self.size.height - 1)

    def _last_in_view(self, left: int) -> int:
        """The last column that is in view where `left` is the first; at least that one."""
        room = self.size.width - self._label_width
        for column in range(left, len(self._widths)):
            room -= self._widths[column]
            if room < 0:
                return max(left, column - 1)
        return len(self._widths) - 1

    # ------------------------------------------------------------------ going about

    def action_step(self, down: int, right: int) -> None:
        """To a neighbouring cell."""
        self._move_to(self.row + down, self.column + right)

    def action_page(self, step: int) -> None:
        """A page on or back."""
        self._move_to(self.row + step * max(1, self._rows - 1), self.column)

    def action_edge(self, side: int) -> None:
        """The first or the last row."""
        self._move_to(len(self.shown.names) - 1 if side > 0 else 0, self.column)

    def _move_to(self, row: int, column: int) -> None:
        self.row = max(0, min(row, len(self.shown.names) - 1))
        self.column = max(0, min(column, len(self.shown.titles) - 1))
        self._top = max(0, min(max(self._top, self.row + 1 - self._rows), self.row))
        self._left = min(self._left, self.column)
        while self._left < self.column and self._last_in_view(self._left) < self.column:
            self._left += 1
        self.refresh()
        self.post_message(self.Highlighted())

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._move_to(self.row, self.column)

    def action_choose(self) -> None:
        """Ask for the cell."""
        if not self.empty:
            self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """A click goes to a cell, a second one asks for it."""
        place, column = event.x - self._label_width, self._left
        while column < len(self._widths) - 1 and place >= self._widths[column]:
            place -= self._widths[column]
            column += 1
        if event.y and place >= 0:
            self._move_to(self._top + event.y - 1, column)
            if event.chain > 1:
                self.action_choose()

    def on_mouse_scroll_down(self) -> None:
        """The wheel goes down the rows."""
        self.action_step(1, 0)

    def on_mouse_scroll_up(self) -> None:
        """The wheel goes up the rows."""
        self.action_step(-1, 0)

    # ------------------------------------------------------------------ painting

    def render_line(self, y: int) -> Strip:
        """The titles, then a row a line."""
        text = self._row(self._top + y - 1) if y else self._head()
        return strip_of(text, self.app.console).adjust_cell_length(self.size.width).apply_style(self.rich_style)

    def _in_view(self) -> range:
        return range(self._left, self._last_in_view(self._left) + 1)

    def _head(self) -> Text:
        text = Text().append(fitted(self._more(), self._label_width - 1) + " ", style="dim")
        for column in self._in_view():
            style = "bold underline" if column == self.column else "bold"
            title = fitted(safe_line(self.shown.titles[column]), self._widths[column] - 2)
            text.append(title, style=style).append("  ")
        return text

    def _more(self) -> str:
        """Which columns are in view, where not all are."""
        count, last = len(self.shown.titles), self._last_in_view(self._left) + 1
        if self._left == 0 and last == count:
            return ""
        return _("{first}–{last} of {count}").format(first=self._left + 1, last=last, count=count)

    def _row(self, index: int) -> Text:
        if index >= len(self.shown.names):
            return Text()
        text = Text().append(fitted(safe_line(self.shown.names[index]), self._label_width - 1) + " ", style="bold")
        for column in self._in_view():
            words, elsewhere = self.shown.cell(index, column)
            style = Style(dim=True, italic=True) if elsewhere else Style()
            size = self._widths[column] - 2
            text.append(fitted(safe_line(words), size), style=style + self._cursor_style(index, column)).append("  ")
        return text

    def _cursor_style(self, row: int, column: int) -> Style:
        here = (row, column) == (self.row, self.column)
        return self.get_component_rich_style("grid--cursor", partial=True) if here else Style()
