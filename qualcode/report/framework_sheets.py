"""The framework matrix as a workbook to write in: holders down, themes across, the quotations beside, marks hidden.

The hidden sheet says which text each cell had when it was written, so that only what a person changed is read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.report.xlsx import fitting

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SIGN = "qualcode framework"
"""What stands in the first cell of the hidden sheet."""
ID = "id"
"""The title of the column that names the holders; in every language, so that a file is read back in any."""
LONGEST = 32_767
"""UTF-16 units that a cell of a spreadsheet holds."""
_WIDTH = 36
_THEMES_A_PAGE = 5
_LINE, _HIGHEST = 15, 400  # points; Excel allows 409
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Grid:
    """What the workbook holds: `leading` are the titles of the columns before the themes, the holder's id the first.

    `rows` are as long as both together; `quotations` are rows under `quoted`; `marks` go to the hidden sheet.
    """

    title: str
    by: str
    leading: Sequence[str]
    themes: Sequence[str]
    rows: Sequence[Sequence[str]]
    quoted: Sequence[str]
    quotations: Iterable[tuple[str, ...]]
    marks: Sequence[Sequence[str]]


def units(text: str) -> int:
    """How much of a cell a text takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def write(grid: Grid, path: Path) -> None:
    """The workbook, at a path that does not exist yet; an `InputError` names a text too long for a cell."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    _check(grid)
    book = Workbook(str(path), _OPTIONS)
    book.set_properties({"title": grid.title})
    base = {"valign": "top", "text_wrap": True}
    head = book.add_format({**base, "bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
    _write_matrix(book, grid, head, book.add_format(base), book.add_format({**base, "font_color": "#666666"}))
    _write_quotations(book, grid, head, book.add_format(base))
    _write_marks(book, grid)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*error.args) from error


def _check(grid: Grid) -> None:
    for row in grid.rows:
        for title, text in zip((*grid.leading, *grid.themes), row, strict=True):
            if units(text) > LONGEST:
                raise InputError(
                    _("{holder}, {theme}: the summary is longer than a cell of a spreadsheet holds ({most}).").format(
                        holder=row[0], theme=title, most=LONGEST
                    ),
                    _("Export to .yaml instead, or shorten it."),
                )


def _write_matrix(book: Workbook, grid: Grid, head: Any, text: Any, quiet: Any) -> None:
    sheet = book.add_worksheet(_("Framework"))
    first = len(grid.leading)
    sheet.set_column(0, first - 1, 14)
    sheet.set_column(first, first + len(grid.themes) - 1, _WIDTH)
    sheet.freeze_panes(1, 1)
    for at, title in enumerate((*grid.leading, *grid.themes)):
        sheet.write_string(0, at, title, head)
    for number, row in enumerate(grid.rows, 1):
        sheet.set_row(number, min(_HIGHEST, _LINE * max(2, *map(_lines, row))))
        for at, cell in enumerate(row):
            sheet.write_string(number, at, cell, quiet if at < first else text)
    sheet.autofilter(0, 0, max(1, len(grid.rows)), first + len(grid.themes) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    if len(grid.themes) <= _THEMES_A_PAGE:
        sheet.fit_to_pages(1, 0)


def _write_quotations(book: Workbook, grid: Grid, head: Any, text: Any) -> None:
    sheet = book.add_worksheet(_("Quotations"))
    sheet.set_column(0, len(grid.quoted) - 2, 18)
    sheet.set_column(len(grid.quoted) - 1, len(grid.quoted) - 1, 100)
    sheet.freeze_panes(1, 0)
    for at, title in enumerate(grid.quoted):
        sheet.write_string(0, at, title, head)
    for number, row in enumerate(fitting(grid.quotations), 1):
        for at, cell in enumerate(row):
            sheet.write_string(number, at, str(cell), text)


def _write_marks(book: Workbook, grid: Grid) -> None:
    sheet = book.add_worksheet("qualcode")
    sheet.very_hidden()
    for number, row in enumerate(((SIGN, "1", grid.by), *grid.marks)):
        for at, cell in enumerate(row):
            sheet.write_string(number, at, cell)


def _lines(text: str) -> int:
    """About how many lines a text takes in its column."""
    return sum(1 + len(line) // _WIDTH for line in text.split("\n"))
