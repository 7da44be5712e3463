"""Tables of people, documents and sites as they lie in CSV files and workbooks: titles, rows, and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from qualcode.csvtable import read_cells
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.names import fold
from qualcode.sheets import read_sheets
from qualcode.variables.tables import IDS, KINDS


class Sheet(NamedTuple):
    """A table as it lies in a file: the titles, each row with its number, and how a place in it is named."""

    of: str
    titles: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    place: Callable[[int, int | None], str]
    csv: bool


def sheets_of(path: Path, of: str | None) -> list[Sheet]:
    """The tables of a file that are about people, documents or sites, or about one of them."""
    ending = path.suffix.lower()
    if ending == ".xlsx":
        found = [_of_workbook(path, name, rows) for name, rows in read_sheets(path).items()]
    elif ending in (".csv", ".tsv", ".txt"):
        found = [_of_csv(path)]
    else:
        raise InputError(
            _("{file}: tables cannot be read with the ending {ending}.").format(file=path, ending=ending or "—"),
            _("Known endings: {known}.").format(known=".xlsx .csv .tsv .txt"),
        )
    wanted = [sheet for sheet in found if sheet is not None and of in (None, sheet.of)]
    if not wanted:
        raise InputError(
            _("{file}: no table in it has a column {names}.").format(
                file=path, names=IDS[of] if of else _("participant, document or site")
            ),
            _("The first line must name the columns; `qualcode variables export` shows how."),
        )
    return wanted


def _kind(titles: Iterable[str]) -> str | None:
    """What a table is about: by the first of the columns participant, document and site that it has."""
    folded = set(map(fold, titles))
    return next((of for of in KINDS if IDS[of] in folded), None)


def _of_csv(path: Path) -> Sheet | None:
    rows = read_cells(path)
    titles = rows[0][1] if rows else []
    if of := _kind(titles):
        return Sheet(of, titles, rows[1:], lambda line, _column: f"{path}:{line}", csv=True)
    return None


def _of_workbook(path: Path, name: str, rows: Sequence[Sequence[str]]) -> Sheet | None:
    """A sheet by its first row that names a column we know; a title above the table does no harm."""
    for number, titles in enumerate(rows[:10], 1):
        if of := _kind(titles):
            filled = [(line, row) for line, row in enumerate(rows[number:], number + 1) if any(map(str.strip, row))]

            def place(line: int, column: int | None) -> str:
                return f"{path}, {name}!{_letters(column)}{line}"

            return Sheet(of, titles, filled, place, csv=False)
    return None


def _letters(column: int | None) -> str:
    """A column as a spreadsheet names it: A, B, … AA; the first where none is meant."""
    letters, left = "", (column or 0) + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
