"""Tables for other programs as a workbook: plain sheets with one row of heads, written row by row in flat memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CELL_LIMIT = 32_000
"""Excel holds 32,767 UTF-16 units a cell."""
ROW_LIMIT = 1_048_575
"""Rows of a sheet in Excel, without the heads."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Sheet(NamedTuple):
    """A sheet by its name; its rows are asked for once."""

    name: str
    titles: Sequence[str]
    rows: Iterable[Sequence[str | int | float | None]]


class TooLongError(Exception):
    """A sheet has more rows than a workbook holds."""


def write(sheets: Iterable[Sheet], path: Path) -> int:
    """The workbook, at a path that does not exist yet; answers how many texts were cut, as no cell holds them.

    Its drafts stay beside the path, and its own date is none: the same tables are the same bytes.
    """
    from datetime import datetime

    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    book = Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    book.set_properties({"created": datetime(2000, 1, 1)})
    head = book.add_format({"bold": True, "bottom": 1})
    try:
        return sum(_write(book.add_worksheet(sheet.name), sheet, head) for sheet in sheets)
    finally:
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(*error.args) from error


def _write(sheet: Worksheet, given: Sheet, head: Format) -> int:
    cut = 0
    for at, title in enumerate(given.titles):
        sheet.write_string(0, at, title, head)
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(given.rows, 1):
        if place > ROW_LIMIT:
            raise TooLongError(given.name)
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                fits = _fitting(cell)
                cut += fits != cell
                sheet.write_string(place, at, fits)
            elif cell is not None:
                sheet.write_number(place, at, cell)
    return cut


def _fitting(cell: str) -> str:
    """As much of a text as a cell holds; a letter beyond the first plane counts as two."""
    if len(cell) * 2 <= CELL_LIMIT:
        return cell
    units = cell.encode("utf-16-le", "surrogatepass")
    if len(units) <= CELL_LIMIT * 2:
        return cell
    return units[: CELL_LIMIT * 2].decode("utf-16-le", "ignore") + "…"
