"""A table of themes and groups that moves by cells: only what is in view is drawn, the headings stay."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from rich.cells import set_cell_size
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.i18n import _
from qualcode.model import Cell, ThemeRow, ThemeTable
from qualcode.safetext import safe_line
from qualcode.sections.themes import MEASURES, figure
from qualcode.tables.themes import SEPARATOR
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.line import fitted, strip_of

_BARS = "▂▄▆█"
"""What stands beside a shaded number, so that the shading reads without colour."""
TOTAL = ""
"""The column of all groups together; no group has an empty name."""
SHADES = 4
_COLUMN = 16
"""Cells of a column: the longest of the three emptinesses fits, in French too."""


def cell_text(cell: Cell, people: int, measure: str) -> tuple[str, bool]:
    """What a cell says, and whether it is one of the three emptinesses."""
    if cell.state != "said":
        words = {"not_raised": _("not raised"), "not_asked": _("not asked"), "not_coded": _("not yet coded")}
        return words[cell.state], True
    return figure(cell, people, measure), False


def value(cell: Cell, people: int, measure: str) -> float:
    """What a cell comes to by a measure, as one number; people as their share."""
    if measure in ("participants", "share"):
        return cell.participants / people if people else 0.0
    number: float = getattr(cell, measure)
    return number


def shade(number: float, most: float) -> int:
    """How dark a cell is drawn, from 0 (nothing) to `SHADES` (as much as any)."""
    return min(SHADES, ceil(SHADES * number / most)) if number > 0 and most > 0 else 0


class Matrix(Widget, can_focus=True):
    """Themes down, groups across. Enter asks for the quotations of the cell."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.matrix())
    COMPONENT_CLASSES: ClassVar[set[str]] = {"matrix--cursor", *(f"matrix--shade{n}" for n in range(1, SHADES + 1))}
    DEFAULT_CSS = """
    Matrix > .matrix--cursor { background: $selection; }
    Matrix > .matrix--shade1 { background: $primary 10%; }
    Matrix > .matrix--shade2 { background: $primary 22%; }
    Matrix > .matrix--shade3 { background: $primary 36%; }
    Matrix > .matrix--shade4 { background: $primary 52%; }
    """

    class Chosen(Message):
        """The quotations of a cell are wanted."""

        def __init__(self, code: str, group: str) -> None:
            super().__init__()
            self.code, self.group = code, group

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.table: ThemeTable | None = None
        self.measure = MEASURES[0]
        self.rows: tuple[ThemeRow, ...] = ()
        self.shaded = False
        self.row = self.column = 0
        self._top = self._left = 0
        self._most = 0.0

    def show(self, table: ThemeTable, rows: tuple[ThemeRow, ...], measure: str, shaded: bool) -> None:
        """Show rows of a table by one measure, with the cursor where it was if it can be."""
        self.table, self.rows, self.measure, self.shaded = table, rows, measure, shaded
        self._most = max((self._value(row, group) for row in rows for group in table.groups), default=0.0)
        self._move_to(self.row, self.column)

    @property
    def group(self) -> str:
        """The group of the column in hand."""
        return self._groups[self.column]

    @property
    def _groups(self) -> list[str]:
        return [*filter(None, self.table.groups), TOTAL] if self.table else []

    def _cell(self, row: ThemeRow, group: str) -> tuple[Cell, int]:
        """A cell and the people of its group."""
        if self.table is None or group == TOTAL:
            return row.total, self.table.total if self.table else 0
        return row.cells[group], self.table.groups[group]

    def _value(self, row: ThemeRow, group: str) -> float:
        return value(*self._cell(row, group), self.measure)

    @property
    def _label_width(self) -> int:
        return max(12, min(34, self.size.width - 3 * _COLUMN))

    @property
    def _columns(self) -> int:
        return max(1, (self.size.width - self._label_width) // _COLUMN)

    @property
    def _rows(self) -> int:
        return max(1, self.size.height - self._heads)

    @property
    def _heads(self) -> int:
        """Lines of headings: one for each thing grouped by, one for the people."""
        return len(self.table.by) + 1 if self.table else 2

    def action_step(self, down: int, right: int) -> None:
        """To a neighbouring cell."""
        self._move_to(self.row + down, self.column + right)

    def _move_to(self, row: int, column: int) -> None:
        self.row = max(0, min(row, len(self.rows) - 1))
        self.column = max(0, min(column, len(self._groups) - 1))
        self._top = min(max(self._top, self.row + 1 - self._rows), self.row)
        self._left = min(max(self._left, self.column + 1 - self._columns), self.column)
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._move_to(self.row, self.column)

    def action_choose(self) -> None:
        """The quotations of the cell."""
        if self.rows and self._groups:
            self.post_message(self.Chosen(self.rows[self.row].code, self.group))

    def on_click(self, event: events.Click) -> None:
        """A click goes to a cell, a second one opens it."""
        row = self._top + event.y - self._heads
        if event.y >= self._heads and event.x >= self._label_width:
            self._move_to(row, self._left + (event.x - self._label_width) // _COLUMN)
            if event.chain > 1:
                self.action_choose()

    def on_mouse_scroll_down(self) -> None:
        """The wheel goes down the themes."""
        self.action_step(1, 0)

    def on_mouse_scroll_up(self) -> None:
        """The wheel goes up the themes."""
        self.action_step(-1, 0)

    def render_line(self, y: int) -> Strip:
        """The headings, then a theme a line."""
        heads = self._heads
        text = self._head(y, heads - 1) if y < heads else self._theme(self._top + y - heads)
        return strip_of(text, self.app.console).adjust_cell_length(self.size.width).apply_style(self.rich_style)

    def _visible_groups(self) -> list[str]:
        return self._groups[self._left : self._left + self._columns]

    def _head(self, y: int, last: int) -> Text:
        """A line of headings; the last one says how many people there are."""
        if self.table is None:
            return Text()
        lead = _("people interviewed") if y == last else "" if y else self._more()
        text = Text().append(lead.rjust(self._label_width - 2) + "  ", "dim")
        for group in self._visible_groups():
            title = self.table.titles.get(group, group) if group else _("total")
            names = title.split(SEPARATOR, last - 1)
            people = self.table.groups[group] if group else self.table.total
            words = f"N = {people}" if y == last else safe_line("".join(names[y : y + 1]))
            text.append(_centred(words), style="dim" if y == last else "bold")
        return text

    def _more(self) -> str:
        """Which columns are in view, where not all are."""
        last = min(len(self._groups), self._left + self._columns)
        if self._left == 0 and last == len(self._groups):
            return ""
        return _("{first}–{last} of {count}").format(first=self._left + 1, last=last, count=len(self._groups))

    def _theme(self, index: int) -> Text:
        if index >= len(self.rows):
            return Text()
        row = self.rows[index]
        label = "  " * row.depth + safe_line(row.label)
        text = Text().append(fitted(label, self._label_width - 1) + " ", style="" if row.depth else "bold")
        for place, group in enumerate(self._visible_groups(), self._left):
            words, empty = cell_text(*self._cell(row, group), self.measure)
            dark = shade(self._value(row, group), self._most) if self.shaded and group else 0
            bar = f" {_BARS[dark - 1]}" if dark else ""
            text.append(_centred(words + bar), style=self._cell_style(index, place, empty, dark))
        return text

    def _cell_style(self, row: int, column: int, empty: bool, dark: int) -> Style:
        style = Style(dim=True, italic=True) if empty else Style(bold=True)
        if dark:
            ground = self.background_colors[1] + self.get_component_styles(f"matrix--shade{dark}").background
            style += Style(bgcolor=ground.rich_color)
        if (row, column) == (self.row, self.column):
            style += self.get_component_rich_style("matrix--cursor", partial=True)
        return style


def _centred(words: str) -> str:
    words = fitted(words, _COLUMN - 1).rstrip()
    return set_cell_size(" " * ((_COLUMN - len(words)) // 2) + words, _COLUMN)
