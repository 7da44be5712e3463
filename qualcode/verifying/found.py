"""What stands in a document at each place that has a name of ours, gathered as a reader goes through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from qualcode.report.anchors import anchored


class Spot(NamedTuple):
    """Where in a document a cell is: the table's number, the row, the column."""

    table: int
    row: int
    column: int


@dataclass(slots=True)
class Part:
    """A paragraph, or a cell of a table at its `spot`: its words as they are now, and the names that stand in it."""

    spot: Spot | None = None
    text: str = ""
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Place:
    """A named place: its words, the name of the last heading of ours above it, the paragraph and the cell it is in."""

    name: str
    text: str
    heading: str = ""
    paragraph: Part = field(default_factory=Part)
    cell: Part | None = None

    @property
    def spot(self) -> Spot | None:
        """Where in a table it stands, if in one."""
        return self.cell.spot if self.cell else None


@dataclass(slots=True)
class Gathered:
    """A document as a reader found it, filled from the beginning to the end.

    A reader says `paragraph`, `table`, `row` and `cell` where one begins, `opened` and `closed` where a named place
    does, `said` for words. Tables may stand within cells.
    """

    places: list[Place] = field(default_factory=list)
    paragraphs: list[Part] = field(default_factory=lambda: [Part()])
    cells: list[Part] = field(default_factory=list)
    _open: dict[str, Place] = field(default_factory=dict)
    _heading: str = ""
    _tables: int = 0
    _within: list[Spot] = field(default_factory=list)
    _cells_open: list[Part] = field(default_factory=list)

    def opened(self, name: str) -> None:
        """A named place begins here; other names are nobody's concern."""
        if not anchored(name):
            return
        cell = self._cells_open[-1] if self._cells_open else None
        place = Place(name, "", self._heading, self.paragraphs[-1], cell)
        if name.startswith("h"):
            self._heading = name
        self.places.append(place)
        self._open[name] = place
        for part in self._parts():
            part.names.append(name)

    def closed(self, name: str) -> None:
        """A named place ends here."""
        self._open.pop(name, None)

    def said(self, words: str) -> None:
        """Words, as a reader sees them."""
        for place in self._open.values():
            place.text += words
        for part in self._parts():
            part.text += words

    def _parts(self) -> list[Part]:
        return [self.paragraphs[-1], *self._cells_open[-1:]]

    def paragraph(self) -> None:
        """Another paragraph begins."""
        for place in self._open.values():
            place.text += "\n"
        for cell in self._cells_open[-1:]:
            cell.text += "\n"
        self.paragraphs.append(Part())

    def table(self) -> None:
        """A table begins."""
        self._tables += 1
        self._within.append(Spot(self._tables, -1, -1))

    def row(self) -> None:
        """A row of the table begins."""
        if self._within:
            last = self._within[-1]
            self._within[-1] = Spot(last.table, last.row + 1, -1)

    def cell(self) -> None:
        """A cell of the row begins."""
        if self._within:
            last = self._within[-1]
            self._within[-1] = last._replace(column=last.column + 1)
            self._cells_open.append(Part(self._within[-1]))
            self.cells.append(self._cells_open[-1])
            self.paragraphs.append(Part())

    def cell_ended(self) -> None:
        """The cell is over."""
        if self._cells_open:
            self._cells_open.pop()

    def table_ended(self) -> None:
        """The table is over."""
        if self._within:
            self._within.pop()
            self.paragraphs.append(Part())
