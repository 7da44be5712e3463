"""Pictures and tables as rows with a cursor: from cell to cell where cells lead somewhere, else from line to line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.line import LineList, strip_of

if TYPE_CHECKING:
    from qualcode.pictures.terminal import Piece
    from qualcode.sections import Lead
    from qualcode.tui.views import Row


class ViewList(LineList):
    """The analyses there are, a line each."""


class Sheet(ScrollView, can_focus=True, inherit_bindings=False):
    """Pictures and tables, painted a row at a time. Enter asks for what the cell in hand leads to."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.sheet())
    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--cursor"}
    DEFAULT_CSS = """
    Sheet { overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
            background: transparent; scrollbar-color: $panel; scrollbar-background: $background; }
    Sheet > .sheet--cursor { background: $selection; }
    """

    class Chosen(Message):
        """What a cell leads to is wanted."""

        def __init__(self, lead: Lead) -> None:
            super().__init__()
            self.lead = lead

    class Resized(Message):
        """The rows may be laid out for another width."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.row, self.place = 0, 0
        self._x = 0
        self._hues: Mapping[str, Style] = {}

    def show(self, rows: Sequence[Row], hues: Mapping[str, Style], *, anew: bool) -> None:
        """Show rows, from their beginning where they are of something else (`anew`), else with the cursor where it was.

        `hues` are the styles of the hues that pieces name.
        """
        self.rows, self._hues = rows, hues
        self.virtual_size = Size(self.size.width, len(rows))
        if anew:
            self.row, self.place, self._x = self._first(), 0, 0
            self.scroll_to(y=0, animate=False, force=True)
        self.move_to(self.row)
        self.refresh()

    @property
    def room(self) -> int:
        """The columns that a row has, beside the scrollbar."""
        return self.scrollable_content_region.width

    def _first(self) -> int:
        """The first row that leads anywhere and is in view from the beginning, else the first of all."""
        inside = range(min(len(self.rows), max(1, self.size.height)))
        return next((row for row in inside if self._leading(row)), 0)

    def _leading(self, row: int) -> list[tuple[int, Lead]]:
        """The cells of a row that lead somewhere, each with its column; one for neighbours that lead to the same."""
        found: list[tuple[int, Lead]] = []
        column = 0
        for piece, lead in self.rows[row] if row < len(self.rows) else ():
            if lead is not None and (not found or found[-1][1] is not lead):
                found.append((column, lead))
            column += cell_len(piece.text)
        return found

    @property
    def lead(self) -> Lead | None:
        """Where the cell in hand leads."""
        leading = self._leading(self.row)
        return leading[min(self.place, len(leading) - 1)][1] if leading else None

    # ------------------------------------------------------------------ going about

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, on the cell nearest to the column it comes from, and bring it in sight."""
        self.row = max(0, min(row, len(self.rows) - 1))
        leading = self._leading(self.row)
        self.place = min(range(len(leading)), key=lambda at: abs(leading[at][0] - self._x), default=0)
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        wanted = min(max(top, self.row + 1 - height), self.row)
        if wanted != top and height:
            self.scroll_to(y=wanted, animate=False, force=True)

    def action_step(self, step: int) -> None:
        """A line on or back."""
        self.move_to(self.row + step)

    def action_turn(self, step: int) -> None:
        """To the next cell that leads somewhere, or the one before."""
        leading = self._leading(self.row)
        if leading:
            self.place = max(0, min(self.place + step, len(leading) - 1))
            self._x = leading[self.place][0]
            self.refresh()

    def action_page(self, step: int) -> None:
        """A page on or back."""
        self.move_to(self.row + step * max(1, self.size.height - 1))

    def action_edge(self, side: int) -> None:
        """The first or the last line."""
        self.move_to(len(self.rows) - 1 if side > 0 else 0)

    def action_choose(self) -> None:
        """Say that what the cell leads to is wanted."""
        if self.lead is not None:
            self.post_message(self.Chosen(self.lead))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one chooses."""
        row = event.y + self.scroll_offset.y
        if row < len(self.rows):
            self._x = event.x - self.styles.padding.left
            self.move_to(row)
            if event.chain > 1:
                self.action_choose()

    def on_resize(self) -> None:
        """Another width has other rows."""
        self.post_message(self.Resized())

    # ------------------------------------------------------------------ painting

    def render_line(self, y: int) -> Strip:
        """One row in view."""
        row, width = y + self.scroll_offset.y, self.size.width
        if row >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        strip = strip_of(self._text(row), self.app.console).adjust_cell_length(width)
        if row == self.row and len(self._leading(row)) < 2:
            strip = strip.apply_style(self._cursor)
        return strip.apply_style(self.rich_style)

    @property
    def _cursor(self) -> Style:
        return self.get_component_rich_style("sheet--cursor", partial=True)

    def _text(self, row: int) -> Text:
        """A row with its colours, and the cell in hand marked where it is one of several."""
        text = Text()
        several = row == self.row and len(self._leading(row)) > 1
        for piece, lead in self.rows[row]:
            style = self._style(piece)
            if several and lead is not None and lead is self.lead:
                style += Style(bold=True) + (Style(reverse=True) if piece.ground else self._cursor)
            text.append(piece.text, style)
        return text

    def _style(self, piece: Piece) -> Style:
        hue = self._hues.get(piece.ink)
        ink = hue.color if hue else piece.ink or None
        return Style(color=ink, bgcolor=piece.ground or None, bold=piece.bold or None, dim=piece.dim or None)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor looks different in focus."""
        super().watch_has_focus(_has_focus)
        self.refresh()
