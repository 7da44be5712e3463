"""Cross-references: which part of the appendix refers to which, and their words once it is known which there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from qualcode.i18n import Say
from qualcode.report.document import (
    Block,
    Column,
    Figure,
    Lazy,
    Paragraph,
    Reference,
    Row,
    Section,
    Table,
    label,
    place,
)
from qualcode.report.typography import marks

SEE: Mapping[str, tuple[str, ...]] = {
    "participants": ("sites", "inclusion"),
    "sites": ("participants", "inclusion"),
    "inclusion": ("joint", "participants"),
    "codebook": ("codes", "codebook-history", "quotations"),
    "codes": ("codebook", "themes"),
    "codebook-history": ("codebook", "audit"),
    "quotations": ("balance", "codebook"),
    "balance": ("quotations",),
    "framework": ("themes", "quotations"),
    "themes": ("not-asked", "figures", "quotations"),
    "not-asked": ("themes",),
    "joint": ("themes", "inclusion", "not-asked"),
    "coverage": ("themes", "saturation"),
    "figures": ("themes", "not-asked"),
    "agreement": ("codebook", "methods"),
    "saturation": ("coverage", "codes"),
    "audit": ("codebook-history", "memos", "methods"),
    "coreq": ("methods", "audit"),
    "srqr": ("methods", "audit"),
}
"""The sections that each section refers to, by their names."""
_FIRST = 8
"""A section's first table or figure is among so many blocks, if it has one to be named by."""


class _Place(NamedTuple):
    """Where a section stands: the name of its place, its title, its first numbered table or figure."""

    name: str
    title: str
    first: str


def referred(made: Sequence[Section], named: Sequence[Section], language: str, _: Say) -> Iterator[Section]:
    """The sections as they are `named`, with the references of those that were `made` to each other.

    A reference to a section that is not there, or to the one it stands in, vanishes.
    """
    places: dict[str, _Place] = {}
    for before, section in zip(made, named, strict=True):
        places.setdefault(before.name, _Place(section.name, section.title, _first(section)))
    for before, section in zip(made, named, strict=True):
        others = {name: there for name, there in places.items() if name != before.name}
        yield _Referring(others, language, _).section(section, SEE.get(before.name, ()))


def _first(section: Section) -> str:
    """What the first table or figure of a section is called, if it is numbered."""
    found = (each for each in islice(section.blocks, _FIRST) if isinstance(each, Table | Figure))
    return next((label(each.caption) for each in found), "")


class _Referring:
    """Puts references in words, of the places that there are."""

    def __init__(self, places: Mapping[str, _Place], language: str, say: Say) -> None:
        self._places = places
        self._opening, self._closing = marks(language)
        self._say = say

    def section(self, section: Section, see: Sequence[str]) -> Section:
        """The section with its references, and a sentence that refers to others, before what it shows."""
        blocks: Iterable[Block] = section.blocks
        made = Lazy(lambda: self._blocks(blocks, self._sentence(see)))
        sheets = tuple(self._table(table) for table in section.sheets)
        return replace(section, blocks=tuple(made) if isinstance(blocks, tuple) else made, sheets=sheets)

    def _blocks(self, blocks: Iterable[Block], sentence: Paragraph | None) -> Iterator[Block]:
        for block in blocks:
            if sentence and not isinstance(block, Paragraph):
                yield sentence
                sentence = None
            if isinstance(block, Table):
                yield self._table(block)
            elif isinstance(block, Paragraph) and block.see:
                yield from filter(None, (self._sentence(block.see),))
            else:
                yield block

    def _sentence(self, see: Sequence[str]) -> Paragraph | None:
        """The sentence that refers to what there is of these, None where there is nothing."""
        there = self._there(see)
        if not there:
            return None
        _ = self._say
        words = ", ".join(self._called(each) for each in there)
        refers = (one for each in there for one in (Reference(each.title, each.name), _numbered(each)) if one.called)
        return Paragraph(_("See {parts}.").format(parts=words), refers=tuple(refers))

    def _called(self, there: _Place) -> str:
        title = f"{self._opening}{there.title}{self._closing}"
        return f"{title} ({there.first})" if there.first else title

    def _there(self, see: Sequence[str]) -> list[_Place]:
        return [self._places[name] for name in dict.fromkeys(see) if name in self._places]

    def _table(self, table: Table) -> Table:
        """The table with a column more, of what its rows refer to, where they refer to something that there is."""
        named = [[_shortly(each) for each in self._there(see)] for see in table.see]
        if not any(named):
            return table
        _ = self._say
        cells = ["\n".join(one.called for one in those) for those in named]
        rows = Lazy(lambda: _with(table.rows, cells))
        refers = tuple(dict.fromkeys(one for those in named for one in those))
        columns = (*table.columns, Column(_("See"), share=2, refers=True))
        return replace(table, columns=columns, rows=rows, refers=refers)


def _numbered(there: _Place) -> Reference:
    return Reference(there.first, place(there.first))


def _shortly(there: _Place) -> Reference:
    """A reference in a cell: to the first table, else to the section."""
    return _numbered(there) if there.first else Reference(there.title, there.name)


def _with(rows: Iterable[Row], cells: Sequence[str]) -> Iterator[Row]:
    yield from ((*row, cell) for row, cell in zip(rows, cells, strict=True))
