"""What all tables of cells have in common: a cursor, what is in view of the rows and columns, headings that stay."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from qualcode.i18n import _
from qualcode.tui.widgets.line import strip_of


class Cells(Widget, can_focus=True):
    """Rows down, columns across, one cell in hand. Only what is in view is drawn, whatever else there is."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"cells--cursor"}
    DEFAULT_CSS = "Cells > .cells--cursor { background: $selection; }"
    LINES = 1
    """Lines of a row."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.row = self.column = 0
        self._top = self._left = 0

    # ------------------------------------------------------------------ what each table says for itself

    @property
    def extent(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        raise NotImplementedError

    @property
    def _heads(self) -> int:
        """Lines of headings."""
        return 1

    @property
    def _label_width(self) -> int:
        """Cells of the rows' names."""
        raise NotImplementedError

    def _width(self, column: int) -> int:
        """Cells of a column."""
        raise NotImplementedError

    def _head(self, y: int) -> Text:
        """A line of the headings."""
        raise NotImplementedError

    def _row(self, row: int, line: int) -> Text:
        """A line of a row that there is."""
        raise NotImplementedError

    def _arrived(self) -> None:
        """The cursor may be on another cell."""

    def action_choose(self) -> None:
        """The cell is wanted."""
        raise NotImplementedError

    # ------------------------------------------------------------------ going about

    def action_step(self, down: int, right: int) -> None:
        """To a neighbouring cell."""
        self.move_to(self.row + down, self.column + right)

    def action_page(self, step: int) -> None:
        """A page on or back."""
        self.action_step(step * max(1, self._rows - 1), 0)

    def action_edge(self, side: int) -> None:
        """The first or the last row."""
        self.move_to(self.extent[0] - 1 if side > 0 else 0, self.column)

    def move_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell, the nearest that there is, and bring it in sight."""
        rows, columns = self.extent
        self.row, self.column = max(0, min(row, rows - 1)), max(0, min(column, columns - 1))
        self._top = min(max(self._top, self.row + 1 - self._rows), self.row)
        self._left = min(self._left, self.column)
        while self._left < self.column and self._last_in_view(self._left) < self.column:
            self._left += 1
        self.refresh()
        self._arrived()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.move_to(self.row, self.column)

    def on_click(self, event: events.Click) -> None:
        """A click goes to a cell, a second one chooses it."""
        if event.y >= self._heads and event.x >= self._label_width:
            self.move_to(self._top + (event.y - self._heads) // self.LINES, self._column_at(event.x))
            if event.chain > 1:
                self.action_choose()

    def on_mouse_scroll_down(self) -> None:
        """The wheel goes down the rows."""
        self.action_step(1, 0)

    def on_mouse_scroll_up(self) -> None:
        """The wheel goes up the rows."""
        self.action_step(-1, 0)

    # ------------------------------------------------------------------ what is in view

    @property
    def _rows(self) -> int:
        """How many rows there is room for; one at least."""
        return max(1, (self.size.height - self._heads) // self.LINES)

    def _in_view(self) -> range:
        """The columns in view."""
        return range(self._left, self._last_in_view(self._left) + 1)

    def _last_in_view(self, left: int) -> int:
        """The last column in view where `left` is the first; at least that one."""
        columns, room = self.extent[1], self.size.width - self._label_width
        for column in range(left, columns):
            room -= self._width(column)
            if room < 0:
                return max(left, column - 1)
        return columns - 1

    def _column_at(self, x: int) -> int:
        """The column at a place of the screen's line; beyond the last one, that."""
        place, columns = self._label_width, self._in_view()
        for column in columns:
            place += self._width(column)
            if x < place:
                return column
        return columns.stop - 1

    def _more(self) -> str:
        """Which columns are in view, where not all are."""
        count, shown = self.extent[1], self._in_view()
        if len(shown) == count:
            return ""
        return _("{first}–{last} of {count}").format(first=shown.start + 1, last=shown.stop, count=count)

    @property
    def _more_width(self) -> int:
        """Cells of the longest that can be said of which columns are in view."""
        count = self.extent[1]
        return cell_len(_("{first}–{last} of {count}").format(first=count, last=count, count=count))

    # ------------------------------------------------------------------ painting

    def render_line(self, y: int) -> Strip:
        """The headings, then the rows in view."""
        strip = strip_of(self._text(y), self.app.console)
        return strip.adjust_cell_length(self.size.width).apply_style(self.rich_style)

    def _text(self, y: int) -> Text:
        if y < self._heads:
            return self._head(y)
        row, line = divmod(y - self._heads, self.LINES)
        return self._row(self._top + row, line) if self._top + row < self.extent[0] else Text()

    def _cursor_style(self, row: int, column: int) -> Style:
        """The ground of the cell in hand; nothing for the others."""
        here = (row, column) == (self.row, self.column)
        return self.get_component_rich_style("cells--cursor", partial=True) if here else Style()
