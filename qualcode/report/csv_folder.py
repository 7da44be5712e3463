"""The appendix as a folder of CSV files, one for each table: UTF-8 with its mark, commas, numbers with a point.

The mark lets spreadsheets read accents; the point and the comma are the same in both languages, so that a script reads
either. A cell that a spreadsheet would run as a formula gets an apostrophe before it. Where something is traced,
`anchors.csv` names its place, so that the tables themselves stay plain; a quotation's row says which coding it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from qualcode.report.anchors import QUOTATION, Names
from qualcode.report.document import Cell, Report, Row, Table, unlike

_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def write(report: Report, path: Path) -> None:
    """One file for each sheet of the report, and `rules.csv` with each one's caption and counting rule."""
    path.mkdir(exist_ok=True)
    tables = [table for section in report.sections for table in section.sheets]
    files = [f"{name}.csv" for name in unlike(table.name for table in tables)]
    for file, table in zip(files, tables, strict=True):
        _write(path / file, [column.title for column in table.columns], table.rows)
    rules = [(file, table.caption, table.note) for file, table in zip(files, tables, strict=True)]
    _write(path / "rules.csv", ["file", "table", "rule"], rules)
    traced = [(file, table) for file, table in zip(files, tables, strict=True) if table.keys and not _quoting(table)]
    if traced:
        _write(path / "anchors.csv", ["file", "row", "column", "anchor"], _anchors(traced, report.language))


def _quoting(table: Table) -> bool:
    """Whether each row is a quotation, which names its coding itself."""
    return any(column.key == QUOTATION for column in table.columns)


def _anchors(tables: Iterable[tuple[str, Table]], language: str) -> Iterator[Row]:
    """Of each traced cell: its file, its row and column, counted from 1 below the heads, and its name."""
    names = Names()
    for file, table in tables:
        for at, (_row, found) in enumerate(names.of_rows(table, language), 1):
            yield from ((file, at, column, name) for column, name in enumerate(found, 1) if name)


def _write(path: Path, titles: Iterable[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(title) for title in titles])
        writer.writerows([harmless(cell) for cell in row] for row in rows)


def harmless(cell: Cell) -> Cell:
    """The cell as a spreadsheet will show it and never run it."""
    return "'" + cell if isinstance(cell, str) and _FORMULA.match(cell) else cell
