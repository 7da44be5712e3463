"""The appendix as a workbook: a sheet for each table, strings as strings, numbers as numbers.

Where cells are traced, a hidden last column names each row's places, `c3=n…` for the cell in the column that a hidden
row above the heads calls `c3`: columns may be moved and rows sorted, and the names still say which cell is meant.
`row=t…` names what the row says as a whole: the caption, the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.report.anchors import Names
from qualcode.report.document import Cell, Report, Row, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

CELL_LIMIT = 16_000
"""Excel holds 32,767 UTF-16 units a cell, two for an emoji; what is longer goes on in the rows below."""
ROW_LIMIT = 1_000_000
"""Excel holds 1,048,576 rows a sheet; what is more goes on in the next sheet."""
FIRST_ROW = 3
TRACED_ROW = 1
"""The hidden row that numbers the traced columns."""
_LINE_HEIGHT = 15
_HIGHEST = 400  # points; Excel allows 409
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_UNFIT = re.compile(r"[\[\]:*?/\\']")


def write(report: Report, path: Path) -> None:
    """The workbook; a long table is written row by row and never held in memory, its drafts stay beside the path."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    book = Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    book.set_properties({"title": report.title, "created": report.at.replace(tzinfo=None)})
    formats, names = _Formats(book, report.language), Names()
    for section in report.sections:
        for table in section.sheets:
            rows = traced(table, names, report.language) if table.keys else fitting(table.rows)
            _write(book, table, table.sheet or section.title, rows, formats, names)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*error.args) from error


class _Formats:
    """The few looks of a cell, and the language of its numbers."""

    def __init__(self, book: Workbook, language: str) -> None:
        self.language = language
        base = {"valign": "top", "font_name": "Calibri", "font_size": 11}
        self.title = book.add_format({**base, "bold": True, "font_size": 13})
        self.note = book.add_format({**base, "italic": True, "text_wrap": True})
        head = {**base, "bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#E8EEF4"}
        self.head = book.add_format(head)
        self.number_head = book.add_format({**head, "align": "right"})
        self.text = book.add_format({**base, "text_wrap": True})
        self.whole = book.add_format({**base, "num_format": "#,##0"})
        self.rate = book.add_format({**base, "num_format": "#,##0.0"})


def _write(book: Workbook, table: Table, title: str, rows: Iterator[Row], formats: _Formats, names: Names) -> None:
    widths = [column_width(column.weight) for column in table.columns]
    while True:
        sheet = book.add_worksheet(_sheet_name(title, book.sheetnames))
        _head(sheet, table, widths, formats)
        if table.keys:
            _traced_columns(sheet, table, formats.language, names)
        _titles(sheet, table, formats)
        at = FIRST_ROW - 1
        for at, row in enumerate(islice(rows, ROW_LIMIT), FIRST_ROW):
            _row(sheet, at, row, widths, formats)
        if at < FIRST_ROW + ROW_LIMIT - 1:
            break
    if table.note:
        _note(sheet, at + 2, table.note, widths, formats)
        _whole_row(sheet, at + 2, len(table.columns), names.of_rule(table))


def column_width(weight: int) -> int:
    """A column's width in characters."""
    return min(80, 6 + weight * 5 // 4)


def _sheet_name(title: str, taken: Iterable[str]) -> str:
    """At most 31 characters without those Excel refuses, numbered from the second sheet of a title on."""
    name = _UNFIT.sub(" ", title)
    names = chain((name[:31],), (f"{name[:25]} ({number})" for number in count(2)))
    there = {other.casefold() for other in taken}
    return next(each for each in names if each.casefold() not in there)


def _head(sheet: Worksheet, table: Table, widths: list[int], formats: _Formats) -> None:
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, table.caption, formats.title)


def _titles(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    for at, column in enumerate(table.columns):
        sheet.write_string(FIRST_ROW - 1, at, column.title, formats.number_head if column.number else formats.head)


def _traced_columns(sheet: Worksheet, table: Table, language: str, names: Names) -> None:
    last = len(table.columns)
    sheet.set_column(last, last, None, None, {"hidden": True})
    _whole_row(sheet, 0, last, names.of_caption(table))
    sheet.set_row(TRACED_ROW, None, None, {"hidden": True})
    for at, column in enumerate(table.columns):
        if column.key:
            sheet.write_string(TRACED_ROW, at, f"c{at + 1}")
    sheet.write_string(TRACED_ROW, last, f"qualcode {language}")
    titles = enumerate(names.of_titles(table), 1)
    sheet.write_string(FIRST_ROW - 1, last, " ".join(f"c{at}={name}" for at, name in titles if name))


def _whole_row(sheet: Worksheet, at: int, last: int, name: str) -> None:
    """A name of all that stands in a row, the caption or the rule."""
    if name:
        sheet.write_string(at, last, f"row={name}")


def _row(sheet: Worksheet, at: int, row: Row, widths: list[int], formats: _Formats) -> None:
    sheet.set_row(at, min(_HIGHEST, _LINE_HEIGHT * max(map(_lines, row, widths))))
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(at, column, cell, formats.text)
        else:
            sheet.write_number(at, column, cell, formats.whole if isinstance(cell, int) else formats.rate)


def _note(sheet: Worksheet, at: int, note: str, widths: list[int], formats: _Formats) -> None:
    sheet.set_row(at, min(_HIGHEST, _LINE_HEIGHT * _lines(note, sum(widths))))
    if len(widths) > 1:
        sheet.merge_range(at, 0, at, len(widths) - 1, "", formats.note)
    sheet.write_string(at, 0, note, formats.note)


def _lines(cell: Cell, width: int) -> int:
    """About how many lines a cell takes; programs other than Excel do not find out for themselves."""
    if not isinstance(cell, str) or (len(cell) <= width and "\n" not in cell):
        return 1
    return sum(1 + len(line) * 10 // (9 * width) for line in cell.split("\n"))


def fitting(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, each with a text too long for a cell continued in rows below it."""
    for row in rows:
        longest = max((len(cell) for cell in row if isinstance(cell, str)), default=0)
        if longest <= CELL_LIMIT:
            yield row
        else:
            yield from (_slice(row, start) for start in range(0, longest, CELL_LIMIT))


def traced(table: Table, names: Names, language: str) -> Iterator[Row]:
    """The fitting rows of a table, each with one more cell: the names of its places.

    `c3+n…` in a row below says that the text of that place goes on there.
    """
    for row, found in names.of_rows(table, language):
        for part, fit in enumerate(fitting([row])):
            yield (*fit, _places(row, found, part))


def _places(row: Row, names: Sequence[str], part: int) -> str:
    sign = "+" if part else "="
    cells = enumerate(zip(row, names, strict=True), 1)
    return " ".join(f"c{at}{sign}{name}" for at, (cell, name) in cells if name and (not part or _long(cell)))


def _long(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) > CELL_LIMIT


def _slice(row: Row, start: int) -> Row:
    """The part of a row's texts from `start` on; short texts and numbers stand in every part."""
    end = start + CELL_LIMIT
    return tuple(cell[start:end] if isinstance(cell, str) and _long(cell) else cell for cell in row)
