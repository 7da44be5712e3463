"""Tables handed in as CSV, the way spreadsheets save them: any usual encoding; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qualcode.errors import InputError
from qualcode.files import read_file
from qualcode.i18n import _
from qualcode.importers.decode import decode
from qualcode.names import fold, near_hint

Row = Mapping[str, str]
LONGEST_CELL = 10_000_000
LARGEST = 2**53


def read_table(path: Path, known: Sequence[str], needed: Sequence[str]) -> list[tuple[int, Row]]:
    """The rows of a CSV file as mappings, each with the number of the line it begins in; empty rows are left out.

    Raises `InputError` naming file and line where the file cannot be read, a column is unknown, double or missing, or
    a row has more cells than there are columns.
    """
    return rows_of(path, read_cells(path), known, needed)


def rows_of(
    path: Path, cells: Iterable[tuple[int, list[str]]], known: Sequence[str], needed: Sequence[str]
) -> list[tuple[int, Row]]:
    """Rows of cells as mappings by the names in the first of them; the rest as `read_table`."""
    rows = iter(cells)
    _line, header = next(rows, (1, []))
    columns = _columns(path, header, known, needed)
    return [(line, _row(path, line, columns, row)) for line, row in rows]


def read_cells(path: Path) -> list[tuple[int, list[str]]]:
    """The cells of a CSV file row by row, each with the number of the line it begins in; empty rows are left out.

    Cells stand between commas, semicolons or tabs, whichever the first line has most of.
    """
    text = _text_of(path)
    first = text.split("\n", 1)[0]
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    rows = enumerate(_rows(path, reader))
    return [(line, cells) for number, (line, cells) in rows if not number or any(cell.strip() for cell in cells)]


def whole(value: object, least: int = 0) -> int:
    """A whole number from a cell or from JSON, at least `least` and small enough for the database."""
    try:
        number = None if isinstance(value, bool) else int(str(value))
    except ValueError:
        number = None
    if number is None or not least <= number <= LARGEST:
        raise InputError(_("{value} is not a whole number from {least} up.").format(value=value, least=least))
    return number


def _text_of(path: Path) -> str:
    data = read_file(path)
    try:
        return decode(data)[0].removeprefix("\ufeff")
    except InputError as error:
        raise InputError(
            _("{file}: not a table in CSV: {why}.").format(file=path, why=error.message),
            _("Save it from the spreadsheet as CSV in UTF-8."),
        ) from error


def _rows(path: Path, reader: Any) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with the number of the line it begins in."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(
                _("{file}:{line}: not a row of CSV ({why}).").format(file=path, line=line, why=error),
                _("A quotation mark is probably not closed, or not doubled."),
            ) from error
        if cells is None:
            return
        yield line, cells


def _columns(path: Path, header: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> list[str]:
    """The columns by their known names, however they are capitalised."""
    names = {fold(name): name for name in known}
    columns = [names.get(fold(cell), cell.strip()) for cell in header]
    for place, name in enumerate(columns):
        if name and name not in known:
            raise _unknown_column(path, name, known)
        if name and name in columns[:place]:
            raise InputError(_("{file}:1: there are two columns {name}.").format(file=path, name=name))
    for name in needed:
        if name not in columns:
            raise InputError(
                _("{file}:1: the column {name} is missing.").format(file=path, name=name),
                _("The first line must name the columns."),
            )
    return columns


def _unknown_column(path: Path, name: str, known: Sequence[str]) -> InputError:
    return InputError(
        _("{file}:1: there is no column {name}.").format(file=path, name=name),
        near_hint(name, known, _("Known are: {names}.").format(names=", ".join(known))),
    )


def _row(path: Path, line: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise InputError(
            _("{file}:{line}: more cells than there are columns.").format(file=path, line=line),
            _("Put cells that hold the separator between quotation marks."),
        )
    found = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
    return {name: found.get(name, "") for name in columns if name}
