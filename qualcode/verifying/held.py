"""What a report holds at each place that a document of it names: the words it would be written with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from qualcode.report.anchors import (
    CAPTIONED,
    CITATION,
    LABEL,
    QUOTATION,
    RULE,
    RUNNING,
    TITLE,
    cell_id,
    digits,
    place_id,
    unnumbered,
    written,
)
from qualcode.report.document import Block, Column, Heading, Paragraph, Quote, Report, Table
from qualcode.report.typography import shown


class HeldCell(NamedTuple):
    """What stands in a cell: its words, and what tells its row and column; `where` says that for a reader.

    `name` is that of its table; `table` tells it from others of that name. `anchor` is the name of its place without
    the letter of its kind.
    """

    text: str
    name: str
    table: str
    row: str
    column: str
    where: str
    number: bool
    anchor: str = ""


class Cited(NamedTuple):
    """A citation, with the place it stands under."""

    text: str
    place: str


@dataclass(slots=True)
class Held:
    """The words, citations and places of codings; headings by their digest; cells by theirs."""

    words: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    cited: dict[int, list[Cited]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[str, Heading] = field(default_factory=dict)
    cells: dict[str, list[HeldCell]] = field(default_factory=lambda: defaultdict(list))
    _given: Counter[str] = field(default_factory=Counter)

    def cell(self, cell: str, name: str = "") -> HeldCell | None:
        """What stands in a cell, where there is one; of what several tables have, that which is called so."""
        found = self.cells.get(cell)
        return next((one for one in found if one.anchor == name[1:]), found[0]) if found else None

    def meant(self, cell: str, name: str) -> HeldCell | None:
        """The cell that a place is, where that is beyond doubt."""
        one = self.cell(cell, name)
        return one if one is None or one.anchor == name[1:] or len(self.cells[cell]) == 1 else None

    def hold(self, cell: str, one: HeldCell) -> None:
        """Add a cell, called as a document calls it: numbered from the second time on that it says the same."""
        plain = f"{cell}_{written(one.text)}"
        self._given[plain] += 1
        number = f"_{self._given[plain]}" if self._given[plain] > 1 else ""
        self.cells[cell].append(one._replace(anchor=plain + number))


def held_in(report: Report, *, sheets: bool) -> Held:
    """What the pages of a report hold, or its sheets."""
    held = Held()
    for section in report.sections:
        for block in section.sheets if sheets else section.blocks:
            _hold(held, block, report.language)
    return held


def _hold(held: Held, block: Block, language: str) -> None:
    match block:
        case Quote() if block.coding:
            held.words[block.coding].append(block.text)
            held.cited[block.coding].append(Cited(block.citation, block.place))
        case Heading() if block.key:
            held.headings[place_id(block.key)] = block
        case Paragraph() if block.key:
            cell = cell_id(RUNNING, block.key, "")
            said, where = digits(block.text), block.text[:60]
            held.hold(cell, HeldCell(said, RUNNING, RUNNING, block.key, "", where, number=True))
        case Table() if block.keys:
            for cell, what in _cells(block, language, held):
                held.hold(cell, what)


def _cells(table: Table, language: str, held: Held) -> Iterator[tuple[str, HeldCell]]:
    """The traced cells of a table; quotations and their citations go where those of pages do."""
    first = next((column.key for column in table.columns if column.key and column.key != LABEL), "")
    caption = unnumbered(table.caption)
    if caption:
        yield _cell(table, CAPTIONED, first, caption, caption)
    if table.note:
        yield _cell(table, RULE, "", table.note, caption)
    for column in table.columns:
        if column.key:
            yield _cell(table, TITLE, column.key, column.title, caption)
    at = next((at for at, column in enumerate(table.columns) if column.key == LABEL), 0)
    for key, row in ((key, row) for key, row in zip(table.keys, table.rows, strict=True) if key):
        name = " ".join(shown(row[at], language).split())
        for column, cell in zip(table.columns, row, strict=True):
            text = shown(cell, language)
            if column.key == QUOTATION:
                held.words[int(key)].append(text)
            elif column.key == CITATION:
                held.cited[int(key)].append(Cited(text, ""))
            elif column.key:
                yield _cell(table, key, column.key, text, f"{caption}: {name} × {_titled(column)}", column.number)


def _cell(table: Table, row: str, column: str, text: str, where: str, number: bool = False) -> tuple[str, HeldCell]:
    one = HeldCell(text, table.name, f"{table.name} {unnumbered(table.caption)}", row, column, where, number)
    return cell_id(table.name, row, column), one


def _titled(column: Column) -> str:
    return " ".join(column.title.split())
