"""Tables of people, documents and sites as a workbook to edit: a sheet each, lists where there is a choice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST, _NARROWEST = 40, 10
_LONGEST_LIST = 255
"""Characters of a list of choices that Excel takes."""
_MORE_ROWS = 1_000
"""Rows below the last one in which a new row is helped as well."""
_DIGITS = 15
"""Digits of a number that a spreadsheet keeps; a longer one is written as text."""


class Grid(NamedTuple):
    """A sheet: its name, titles, rows of text, and for each column its type and what there is to choose from."""

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    types: Sequence[str]
    choices: Sequence[Sequence[str]]


def write(grids: Sequence[Grid], path: Path) -> None:
    """The workbook, at a path that does not exist yet."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    book = Workbook(str(path), _OPTIONS)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
    text = book.add_format({"num_format": "@"})
    for grid in grids:
        _write_sheet(book.add_worksheet(grid.name), grid, head, text)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*error.args) from error


def _write_sheet(sheet: Any, grid: Grid, head: Any, text: Any) -> None:
    """Text stays text where it is edited: a spreadsheet makes a date of `2013-06` otherwise."""
    for at, title in enumerate(grid.titles):
        number = grid.types[at] == "number"
        sheet.set_column(at, at, _width(grid, at), None if number else text)
        sheet.write_string(0, at, title, head)
        _offer(sheet, grid, at)
    for place, row in enumerate(grid.rows, 1):
        for at, cell in enumerate(row):
            if cell and grid.types[at] == "number" and _fits(cell):
                sheet.write_number(place, at, float(cell))
            elif cell:
                sheet.write_string(place, at, cell, text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(grid.rows)), len(grid.titles) - 1)


def _width(grid: Grid, at: int) -> int:
    longest = max((len(row[at]) for row in grid.rows), default=0)
    return min(_WIDEST, max(_NARROWEST, len(grid.titles[at]) + 3, longest + 1))


def _offer(sheet: Any, grid: Grid, at: int) -> None:
    choices = grid.choices[at]
    if choices and len(",".join(choices)) <= _LONGEST_LIST and not any("," in choice for choice in choices):
        rule = {"validate": "list", "source": list(choices), "error_type": "warning"}
        sheet.data_validation(1, at, len(grid.rows) + _MORE_ROWS, at, rule)


def _fits(cell: str) -> bool:
    """Whether a number comes back from a spreadsheet as it was written."""
    try:
        number = float(cell)
    except ValueError:
        return False
    plain = str(int(number)) if number.is_integer() else str(number)
    return plain == cell and sum(letter.isdigit() for letter in cell) <= _DIGITS
