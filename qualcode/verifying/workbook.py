"""A workbook of the appendix read back: its hidden column says which cells are traced, in whatever order rows are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from qualcode.i18n import LANGUAGES
from qualcode.report.anchors import anchored, written
from qualcode.report.typography import shown
from qualcode.sheets import Rows, read_sheets
from qualcode.verifying.found import Gathered, Place

_MARK = re.compile(r"(row|c\d+)([=+])(\S+)")
_MARKS = re.compile(r"(?:(?:row|c\d+)[=+]\S+ ?)+")
_LABEL = re.compile(r"c\d+")
_SIGN = re.compile(r"qualcode [a-z]{2}")


class _Mark(NamedTuple):
    """What the hidden column says of one cell: in which column it was, whether a text goes on there, its name."""

    column: str
    goes_on: bool
    name: str


def read_workbook(path: Path) -> Gathered:
    """The words of a workbook at each place; numbers as they were written in the appendix's language."""
    found = Gathered()
    for rows in read_sheets(path).values():
        _read(rows, found)
    return found


def _read(rows: Rows, found: Gathered) -> None:
    found.table()
    labels: dict[str, int] = {}
    known: dict[str, Place] = {}
    for row in rows:
        found.row()
        if any(_SIGN.fullmatch(cell) for cell in row):
            labels = {cell: at for at, cell in enumerate(row) if _LABEL.fullmatch(cell)}
            continue
        marks = {mark.column: mark for mark in _marks(row)}
        _row(row, marks, labels, found, known)
    found.table_ended()


def _row(
    row: list[str], marks: dict[str, _Mark], labels: dict[str, int], found: Gathered, known: dict[str, Place]
) -> None:
    """The cells of a row, each with its place; a text that goes on is added to where it began."""
    if whole := marks.get("row"):
        found.opened(whole.name)
        found.said(next((cell for cell in row if cell), ""))
        found.closed(whole.name)
        return
    columns = {at: label for label, at in labels.items()}
    for at in range(max([len(row), *(at + 1 for at in columns)])):
        found.cell()
        mark, text = marks.get(columns.get(at, "")), row[at] if at < len(row) else ""
        if mark is None:
            found.said("" if _MARKS.fullmatch(text) else text)
        elif mark.goes_on and mark.name in known:
            _go_on(known[mark.name], text)
        else:
            found.opened(mark.name)
            found.said(_as_written(mark.name, text))
            found.closed(mark.name)
            if anchored(mark.name):
                known[mark.name] = found.places[-1]
        found.cell_ended()


def _marks(row: list[str]) -> Iterator[_Mark]:
    """What the hidden cell of a row says of the others."""
    hidden = next((cell for cell in reversed(row) if _MARKS.fullmatch(cell)), "")
    yield from (_Mark(column, sign == "+", name) for column, sign, name in _MARK.findall(hidden))


def _go_on(place: Place, text: str) -> None:
    """Add what stands in a row below to where the text began."""
    place.text += text
    if place.cell is not None:
        place.cell.text += text


def _as_written(name: str, text: str) -> str:
    """A number as the appendix writes it, if that is what was written there; else as the cell has it."""
    meant = anchored(name)
    if meant is None:
        return text
    return next((each for each in _readings(text) if written(each) == meant.written), text)


def _readings(text: str) -> Iterator[str]:
    yield text
    try:
        values: tuple[int | float, ...] = (float(text), *((int(text),) if text.lstrip("-").isdigit() else ()))
    except ValueError:
        return
    yield from (shown(value, language) for value in values for language in LANGUAGES)
