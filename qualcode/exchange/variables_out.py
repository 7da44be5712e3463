"""The tables of people, documents and sites as files that a spreadsheet edits: a workbook, or one table as CSV."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.files import replace_file
from qualcode.i18n import _
from qualcode.report.variable_sheets import Grid, write
from qualcode.variables.tables import IDS, KINDS, Known, Table, table
from qualcode.variables.values import Variable

if TYPE_CHECKING:
    from qualcode.study import Study

CLEARED = "-"
"""What a cell says to take a value away."""
_RUN = re.compile(r"'*[=+\-@\t\r\n＝＋－＠].*", re.DOTALL)
_PLAIN_NUMBER = re.compile(r"-\d+(\.\d+)?", re.ASCII)


def export(study: Study, path: Path, of: str | None = None) -> Sequence[Table]:
    """Write the tables in the format of the path's ending: a workbook holds all three, a CSV file one.

    Raises `InputError` for another ending, or where it is not said which table a CSV file is to hold.
    """
    known = Known(study)
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise InputError(
            _("{file}: tables cannot be written with the ending {ending}.").format(file=path, ending=ending or "—"),
            _("Known endings: {known}.").format(known=".xlsx .csv"),
        )
    if ending == ".csv" and of is None:
        raise InputError(
            _("{file}: a CSV file holds one table.").format(file=path),
            _("Say which with --of: {names}; or write .xlsx.").format(names=", ".join(KINDS)),
        )
    tables = [table(study, each, known) for each in ([of] if of else KINDS)]
    replace_file(path, _csv(tables[0]) if ending == ".csv" else _xlsx(tables))
    return tables


def _csv(one: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((IDS[one.of], *one.columns))
    writer.writerows([guarded(cell, csv=True) for cell in line] for line in one.lines())
    return text.getvalue().encode("utf-8-sig")


def _xlsx(tables: Sequence[Table]) -> bytes:
    grids = [
        Grid(
            one.of,
            (IDS[one.of], *one.columns),
            [tuple(guarded(cell, csv=False) for cell in line) for line in one.lines()],
            ["text", *(one.variables[column].type for column in one.columns)],
            [(), *(_offered(one.variables[column]) for column in one.columns)],
        )
        for one in tables
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "variables.xlsx"
        write(grids, path)
        return path.read_bytes()


def _offered(variable: Variable) -> tuple[str, ...]:
    return ("true", "false") if variable.type == "boolean" else variable.choices


def guarded(cell: str, *, csv: bool) -> str:
    """The cell as a file holds it: an apostrophe before what a spreadsheet would run, or what would clear a value."""
    risky = _RUN.fullmatch(cell) if csv and not _PLAIN_NUMBER.fullmatch(cell) else re.fullmatch(r"'*-", cell)
    return "'" + cell if risky else cell


def unguarded(cell: str, *, csv: bool) -> str:
    """The cell without the apostrophe that `guarded` gave it."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:], csv=csv) == cell else cell
