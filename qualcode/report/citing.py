"""Citations in tables that lead to the quotation, wherever in the report its words are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from qualcode.report.anchors import of_quote
from qualcode.report.document import Block, Lazy, Quote, Reference, Report, Section, Table, quoted_at


def cited(report: Report) -> Report:
    """The report in which citations lead to quotations; those of what it does not show lead nowhere.

    The quotations are looked through once, and only where something cites them.
    """

    @cache
    def places() -> Mapping[str, str]:
        return dict(_shown(report))

    def block(one: Block) -> Block:
        return _leading(one, places()) if isinstance(one, Table) and one.cites else one

    def section(one: Section) -> Section:
        blocks = one.blocks
        return one if isinstance(blocks, tuple) else replace(one, blocks=Lazy(lambda: map(block, blocks)))

    return replace(report, sections=tuple(map(section, report.sections)))


def _shown(report: Report) -> Iterator[tuple[str, str]]:
    """Each coding whose words are quoted, with the name of the first place where they are."""
    seen = set()
    for section in report.sections:
        for block in section.blocks if any(table.name == "quotations" for table in section.sheets) else ():
            if isinstance(block, Quote) and block.coding and block.coding not in seen:
                seen.add(block.coding)
                yield quoted_at(block.coding), of_quote(block)


def _leading(table: Table, places: Mapping[str, str]) -> Table:
    """The table whose citations lead to these places."""
    return replace(table, cites={words: tuple(_found(those, places)) for words, those in table.cites.items()})


def _found(those: tuple[Reference, ...], places: Mapping[str, str]) -> Iterator[Reference]:
    return (Reference(one.called, places.get(one.place, "")) for one in those)
