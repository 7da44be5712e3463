"""Tables for other programs as files: CSV, JSON Lines, XLSX, Parquet, or a folder of CSV; whole or not at all.

CSV is UTF-8 with its mark, commas, numbers with a point; a text that a spreadsheet would run gets an apostrophe before
it. Rows are written as they are read, so that memory does not grow with them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, NamedTuple

from qualcode.errors import InputError
from qualcode.files import check_replaceable, writing, writing_folder
from qualcode.i18n import _
from qualcode.report.csv_folder import harmless
from qualcode.tables.datasets import Cell, Column, Dataset

Answer = tuple[list["Written"], int]
"""The tables as they were written, and how many texts were cut as the format does not hold them."""
RULES = "rules.csv"
_BATCH = 2_000
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""What some programs take for the end of a line."""


class Written(NamedTuple):
    """A table as it was written."""

    table: str
    rows: int
    columns: tuple[str, ...]
    rule: str
    coder: str | None


class _Counted:
    """The rows of a table, counted as they go by."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rows = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._dataset.rows:
            self._rows += 1
            yield row

    def written(self) -> Written:
        """What is said of the table afterwards."""
        one = self._dataset
        return Written(one.name, self._rows, tuple(column.name for column in one.columns), one.rule, one.coder)


def only(datasets: Iterable[Dataset]) -> Dataset:
    """The one table there is."""
    (one,) = datasets
    return one


def write_csv(datasets: Iterable[Dataset], path: Path) -> Answer:
    """One table as CSV."""
    one = only(datasets)
    rows = _Counted(one)
    with writing(path) as file:
        _csv(file, one.columns, rows)
    return [rows.written()], 0


def write_jsonl(datasets: Iterable[Dataset], path: Path) -> Answer:
    """One table as JSON Lines: an object a row, its keys the names of the columns; null: nothing is known."""
    one = only(datasets)
    rows, names = _Counted(one), [column.name for column in one.columns]
    with writing(path) as file:
        for row in rows:
            line = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            line = _LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
            file.write(line.encode() + b"\n")
    return [rows.written()], 0


def write_xlsx(datasets: Iterable[Dataset], path: Path) -> Answer:
    """A workbook with a sheet for each table, and one with their rules; answers how many texts it had to cut."""
    from qualcode.report.data_sheets import Sheet, TooLongError, write

    written: list[Written] = []

    def sheets() -> Iterator[Sheet]:
        for one in datasets:
            rows = _Counted(one)
            yield Sheet(one.name, [column.name for column in one.columns], rows)
            written.append(rows.written())
        yield Sheet("rules", ("table", "rule"), [(one.table, one.rule) for one in written])

    try:
        with writing(path) as file, TemporaryDirectory(dir=path.resolve().parent, prefix=".tables-") as place:
            made = Path(place) / "tables.xlsx"
            cut = write(sheets(), made)
            with made.open("rb") as book:
                while part := book.read(1 << 20):
                    file.write(part)
    except TooLongError as error:
        raise InputError(
            _("{file}: the table {name} has more rows than a workbook holds.").format(file=path, name=error),
            _("Write it as .csv, .jsonl or .parquet."),
        ) from error
    return written, cut


def write_parquet(datasets: Iterable[Dataset], path: Path) -> Answer:
    """One table as Parquet, each column of its own kind, the rule among the file's metadata."""
    arrow, parquet = _arrow()
    one = only(datasets)
    kinds = {"text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64()}
    schema = arrow.schema([(column.name, kinds[column.kind]) for column in one.columns], {"rule": one.rule})
    rows = _Counted(one)
    with writing(path) as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            columns = [
                arrow.array(cells, kinds[column.kind])
                for column, cells in zip(one.columns, zip(*batch, strict=True), strict=True)
            ]
            writer.write_batch(arrow.record_batch(columns, schema=schema))
    return [rows.written()], 0


def write_folder(datasets: Iterable[Dataset], path: Path) -> Answer:
    """A folder with a CSV file for each table, and `rules.csv`; one that holds anything else is refused."""
    check_replaceable(path, RULES)
    written: list[Written] = []
    with writing_folder(path) as folder:
        for one in datasets:
            rows = _Counted(one)
            with (folder / f"{one.name}.csv").open("wb") as file:
                _csv(file, one.columns, rows)
            written.append(rows.written())
        with (folder / RULES).open("wb") as file:
            _csv(file, (Column("table"), Column("rule")), [(one.table, one.rule) for one in written])
    return written, 0


def _csv(file: BinaryIO, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    try:
        table = csv.writer(text)
        table.writerow([harmless(column.name) for column in columns])
        table.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        text.flush()
    finally:
        text.detach()


def _batches(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    found = iter(rows)
    while batch := list(islice(found, _BATCH)):
        yield batch


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise InputError(
            _("Parquet needs the package pyarrow, which is not installed."),
            _("`pip install 'qualcode[parquet]'` brings it; .csv and .jsonl need nothing."),
        ) from error
    return pyarrow, pyarrow.parquet
