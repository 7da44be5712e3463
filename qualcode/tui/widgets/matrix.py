"""A table of themes and groups that moves by cells."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.message import Message

from qualcode.i18n import _, decimal
from qualcode.model.counts import Cell, ThemeRow, ThemeTable
from qualcode.safetext import safe_line
from qualcode.sections.themes import MEASURES, figure
from qualcode.tables.themes import SEPARATOR
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.cells import Cells
from qualcode.tui.widgets.line import fitted

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
    return decimal(figure(cell, people, measure)), False


def value(cell: Cell, people: int, measure: str) -> float:
    """What a cell comes to by a measure, as one number; people as their share."""
    if measure in ("participants", "share"):
        return cell.participants / people if people else 0.0
    number: float = getattr(cell, measure)
    return number


def shade(number: float, most: float) -> int:
    """How dark a cell is drawn, from 0 (nothing) to `SHADES` (as much as any)."""
    return min(SHADES, ceil(SHADES * number / most)) if number > 0 and most > 0 else 0


class Matrix(Cells):
    """Themes down, groups across. Enter asks for the quotations of the cell."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.matrix())
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"matrix--shade{n}" for n in range(1, SHADES + 1)}
    DEFAULT_CSS = """
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
        self._most = 0.0

    def show(self, table: ThemeTable, rows: tuple[ThemeRow, ...], measure: str, shaded: bool) -> None:
        """Show rows of a table by one measure, with the cursor where it was if it can be."""
        self.table, self.rows, self.measure, self.shaded = table, rows, measure, shaded
        self._most = max((self._value(row, group) for row in rows for group in table.groups), default=0.0)
        self.move_to(self.row, self.column)

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
    def extent(self) -> tuple[int, int]:
        """The themes and the groups, with their total."""
        return len(self.rows), len(self._groups)

    @property
    def _heads(self) -> int:
        """Lines of headings: one for each thing grouped by, one for the people."""
        return len(self.table.by) + 1 if self.table else 2

    @property
    def _label_width(self) -> int:
        return max(12, min(34, self.size.width - 3 * _COLUMN))

    def _width(self, column: int) -> int:
        return _COLUMN

    def action_choose(self) -> None:
        """The quotations of the cell."""
        if self.rows and self._groups:
            self.post_message(self.Chosen(self.rows[self.row].code, self.group))

    def _head(self, y: int) -> Text:
        """A line of headings; the last one says how many people there are."""
        if self.table is None:
            return Text()
        last = self._heads - 1
        lead = _("people interviewed") if y == last else "" if y else self._more()
        text = Text().append(lead.rjust(self._label_width - 2) + "  ", "dim")
        for column in self._in_view():
            group = self._groups[column]
            title = self.table.titles.get(group, group) if group else _("total")
            names = title.split(SEPARATOR, last - 1)
            people = self.table.groups[group] if group else self.table.total
            words = f"N = {people}" if y == last else safe_line("".join(names[y : y + 1]))
            text.append(_centred(words), style="dim" if y == last else "bold")
        return text

    def _row(self, row: int, line: int) -> Text:
        theme = self.rows[row]
        label = "  " * theme.depth + safe_line(theme.label)
        text = Text().append(fitted(label, self._label_width - 1) + " ", style="" if theme.depth else "bold")
        for column in self._in_view():
            group = self._groups[column]
            words, empty = cell_text(*self._cell(theme, group), self.measure)
            dark = shade(self._value(theme, group), self._most) if self.shaded and group else 0
            bar = f" {_BARS[dark - 1]}" if dark else ""
            style = self._cell_style(empty, dark) + self._cursor_style(row, column)
            text.append(_centred(words + bar), style=style)
        return text

    def _cell_style(self, empty: bool, dark: int) -> Style:
        style = Style(dim=True, italic=True) if empty else Style(bold=True)
        if dark:
            ground = self.background_colors[1] + self.get_component_styles(f"matrix--shade{dark}").background
            style += Style(bgcolor=ground.rich_color)
        return style


def _centred(words: str) -> str:
    words = fitted(words, _COLUMN - 1).rstrip()
    return fitted(" " * ((_COLUMN - len(words)) // 2) + words, _COLUMN)
