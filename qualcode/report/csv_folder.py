"""The appendix as a folder of CSV files, one for each table: UTF-8 with its mark, commas, numbers with a point.

The mark lets spreadsheets read accents; the point and the comma are the same in both languages, so that a script reads
either. A cell that a spreadsheet would run as a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from qualcode.report.document import Cell, Report, Row

_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def write(report: Report, path: Path) -> None:
    """One file for each sheet of the report, and `rules.csv` with each one's caption and counting rule."""
    path.mkdir()
    tables = [table for section in report.sections for table in section.sheets]
    for table in tables:
        _write(path / f"{table.name}.csv", [column.title for column in table.columns], table.rows)
    rules = [(f"{table.name}.csv", table.caption, table.note) for table in tables]
    _write(path / "rules.csv", ["file", "table", "rule"], rules)


def _write(path: Path, titles: Iterable[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(title) for title in titles])
        writer.writerows([harmless(cell) for cell in row] for row in rows)


def harmless(cell: Cell) -> Cell:
    """The cell as a spreadsheet will show it and never run it."""
    return "'" + cell if isinstance(cell, str) and _FORMULA.match(cell) else cell
