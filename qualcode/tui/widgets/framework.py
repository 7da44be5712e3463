"""The framework matrix on the screen: two lines a cell, the first words of a summary and what is counted there."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import set_cell_size
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.framework.matrix import Framework, FrameworkCell
from qualcode.i18n import _
from qualcode.model import ThemeRow
from qualcode.safetext import safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.line import fitted, strip_of
from qualcode.tui.widgets.matrix import cell_text

MARKS = {"written": "●", "stale": "◐", "empty": " "}
_NARROWEST = 20
"""Cells of a column; the longest of the three emptinesses fits, in French too."""
_LINES = 2


class FrameworkMatrix(Widget, can_focus=True):
    """Holders down and themes across, or turned. Enter opens a cell."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.framework())
    COMPONENT_CLASSES: ClassVar[set[str]] = {"matrix--cursor"}
    DEFAULT_CSS = "FrameworkMatrix > .matrix--cursor { background: $selection; }"

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
        self._spot = ("", "")
        self._top = self._left = 0

    # ------------------------------------------------------------------ what is shown

    def show(self, table: Framework) -> None:
        """Show a matrix, with the cursor on the cell where it was if it is still there."""
        self.table = table
        self._holders, self._themes = list(table.holders), table.themes
        self._move_to(*self._place())

    def turn(self) -> None:
        """Themes go down that went across, or the other way round; the same cell stays in hand."""
        self.themes_across = not self.themes_across
        self._move_to(*self._place())

    @property
    def cell(self) -> FrameworkCell | None:
        """The cell in hand."""
        if self.table is None or not self.table.themes or not self.table.holders:
            return None
        row, column = self._place()
        return self._cell(row, column)

    @property
    def _extent(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        sizes = len(self._holders), len(self._themes)
        return sizes if self.themes_across else (sizes[1], sizes[0])

    def _place(self) -> tuple[int, int]:
        """The row and the column of the cell in hand."""
        codes, holders = [row.code for row in self._themes], self._holders
        theme = codes.index(self._spot[0]) if self._spot[0] in codes else 0
        holder = holders.index(self._spot[1]) if self._spot[1] in holders else 0
        return (holder, theme) if self.themes_across else (theme, holder)

    def _pair(self, row: int, column: int) -> tuple[ThemeRow, str]:
        theme, holder = (column, row) if self.themes_across else (row, column)
        return self._themes[theme], self._holders[holder]

    def _cell(self, row: int, column: int) -> FrameworkCell:
        assert self.table is not None
        return self.table.cell(*self._pair(row, column))

    # ------------------------------------------------------------------ going about

    def action_step(self, down: int, right: int) -> None:
        """To a neighbouring cell."""
        row, column = self._place()
        self._move_to(row + down, column + right)

    def action_page(self, step: int) -> None:
        """A page on or back."""
        self.action_step(step * max(1, self._rows - 1), 0)

    def action_next(self, step: int) -> None:
        """The next stale summary, row by row, around the end."""
        rows, columns = self._extent
        row, column = self._place()
        for away in range(1, rows * columns + 1):
            at = (row * columns + column + step * away) % (rows * columns)
            if self._cell(*divmod(at, columns)).state == "stale":
                self._move_to(*divmod(at, columns))
                return

    def _move_to(self, row: int, column: int) -> None:
        rows, columns = self._extent
        if not rows or not columns:
            self.refresh()
            return
        row, column = max(0, min(row, rows - 1)), max(0, min(column, columns - 1))
        theme, holder = self._pair(row, column)
        self._spot = (theme.code, holder)
        self._top = min(max(self._top, row + 1 - self._rows), row)
        self._left = min(max(self._left, column + 1 - self._columns), column)
        self.refresh()
        self.post_message(self.Highlighted(self._cell(row, column)))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._move_to(*self._place())

    def action_choose(self) -> None:
        """Open the cell."""
        if (cell := self.cell) is not None:
            self.post_message(self.Chosen(cell))

    def on_click(self, event: events.Click) -> None:
        """A click goes to a cell, a second one opens it."""
        if event.y >= _LINES and event.x >= self._label_width:
            self._move_to(
                self._top + (event.y - _LINES) // _LINES, self._left + (event.x - self._label_width) // self._column
            )
            if event.chain > 1:
                self.action_choose()

    def on_mouse_scroll_down(self) -> None:
        """The wheel goes down."""
        self.action_step(1, 0)

    def on_mouse_scroll_up(self) -> None:
        """The wheel goes up."""
        self.action_step(-1, 0)

    # ------------------------------------------------------------------ painting

    @property
    def _label_width(self) -> int:
        return max(10, min(26, self.size.width // 5))

    @property
    def _columns(self) -> int:
        room = (self.size.width - self._label_width) // _NARROWEST
        return max(1, min(room, self._extent[1] or 1))

    @property
    def _column(self) -> int:
        """Cells of a column: all of them fill the width."""
        return min(60, max(_NARROWEST, (self.size.width - self._label_width) // self._columns))

    @property
    def _rows(self) -> int:
        return max(1, (self.size.height - _LINES) // _LINES)

    def render_line(self, y: int) -> Strip:
        """The headings, then two lines a row."""
        text = self._head(y) if y < _LINES else self._row(*divmod(y - _LINES, _LINES))
        return strip_of(text, self.app.console).adjust_cell_length(self.size.width).apply_style(self.rich_style)

    def _visible(self) -> range:
        return range(self._left, min(self._extent[1], self._left + self._columns))

    def _title(self, theme: ThemeRow | None, holder: str) -> str:
        assert self.table is not None
        return safe_line(theme.label if theme else self.table.holders[holder])

    def _head(self, y: int) -> Text:
        if self.table is None or not all(self._extent):
            return Text()
        text = Text().append(fitted(self._more() if y == 0 else "", self._label_width - 1) + " ", "dim")
        for column in self._visible():
            theme, holder = self._pair(0, column)
            words = self._title(theme if self.themes_across else None, holder)
            text.append(fitted(_halves(words, self._column - 1)[y], self._column - 1) + " ", style="bold")
        return text

    def _more(self) -> str:
        """Which columns are in view, where not all are."""
        count, shown = self._extent[1], self._visible()
        if len(shown) == count:
            return ""
        return _("{first}–{last} of {count}").format(first=shown.start + 1, last=shown.stop, count=count)

    def _row(self, index: int, line: int) -> Text:
        row = self._top + index
        if self.table is None or row >= self._extent[0] or not self._extent[1]:
            return Text()
        theme, holder = self._pair(row, 0)
        label = self._title(None if self.themes_across else theme, holder)
        indent = "" if self.themes_across else " " * theme.depth
        words = indent + _halves(label, self._label_width - 1 - len(indent))[line]
        text = Text().append(fitted(words, self._label_width - 1) + " ", style="bold" if not indent else "")
        for column in self._visible():
            text.append_text(self._painted(row, column, line))
        return text

    def _painted(self, row: int, column: int, line: int) -> Text:
        cell = self._cell(row, column)
        words, style = self._first_words(cell) if line == 0 else self._counts(cell)
        text = Text(fitted(words, self._column - 1), style=style)
        if line == 0 and cell.state == "stale":
            text.stylize(self.app.theme_variables["warning"], 0, 1)
        if (row, column) == self._place():
            text.stylize(self.get_component_rich_style("matrix--cursor", partial=True))
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
        return set_cell_size(f"  {words}{passages}", self._column - 1), Style(dim=True, italic=empty)


def _halves(words: str, width: int) -> tuple[str, str]:
    """Words in two lines: as many as fit on the first, the rest on the second."""
    if len(words) <= width:
        return words, ""
    at = words.rfind(" ", 0, width + 1)
    at = at if at > 0 else width
    return words[:at], words[at:].strip()
