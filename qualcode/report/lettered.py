"""A report in which sites have letters for names: every cell, caption, rule and quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape, unescape
from typing import Any

from qualcode.disclosure.letters import Lettered
from qualcode.report.document import (
    Block,
    Cell,
    Column,
    Entry,
    Figure,
    Heading,
    Lazy,
    Paragraph,
    Quote,
    Reference,
    Report,
    Row,
    Section,
    Table,
)

QUOTED = frozenset((4, 12, 14, 15))
"""The columns of the quotations' sheet with what was said: the words, a translation, what stands before and after."""
_SAID = re.compile(r"(?<=>)[^<>]*\w[^<>]*(?=<)")


def lettered(report: Report, change: Lettered) -> Report:
    """The same report with letters for the names of sites."""
    sections = tuple(_section(section, change) for section in report.sections)
    return replace(report, title=change(report.title), subtitle=change(report.subtitle), sections=sections)


def lettered_data(data: Any, change: Lettered) -> Any:
    """Plain data, as in a manifest, with letters for the names of sites; names of keys stay."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Mapping):
        return {key: lettered_data(value, change) for key, value in data.items()}
    return [lettered_data(each, change) for each in data] if isinstance(data, Sequence) else data


def _section(section: Section, change: Lettered) -> Section:
    return replace(
        section,
        title=change(section.title),
        blocks=Lazy(lambda: (_block(block, change) for block in section.blocks)),
        sheets=tuple(_table(table, change) for table in section.sheets),
    )


def _block(block: Block, change: Lettered) -> Block:
    match block:
        case Table():
            return _table(block, change)
        case Entry(parts):
            return Entry(tuple((title, change(text)) for title, text in parts))
        case Figure():
            words = {"caption": change(block.caption), "alternative": change(block.alternative)}
            return replace(block, svg=_drawing(block.svg, change), **words)
        case Heading():
            return replace(block, text=change(block.text), key=change(block.key))
        case Paragraph():
            return replace(block, text=change(block.text))
        case Quote(text, citation):
            return replace(block, text=change.quoted(text), citation=change(citation), place=change(block.place))


def _drawing(svg: str, change: Lettered) -> str:
    """A drawing with letters in its texts alone."""
    return _SAID.sub(lambda said: escape(change(unescape(said[0])), quote=False), svg)


def _table(table: Table, change: Lettered) -> Table:
    quoted = QUOTED if table.name == "quotations" else frozenset[int]()
    columns = tuple(_column(column, change, named=not quoted) for column in table.columns)
    keys = table.keys if quoted else tuple(map(change, table.keys))
    rows = Lazy(lambda: _rows(table, change, quoted))
    caption, note = change(table.caption), change(table.note)
    cites = {change(words): tuple(_reference(one, change) for one in those) for words, those in table.cites.items()}
    return replace(table, columns=columns, rows=rows, keys=keys, caption=caption, note=note, cites=cites)


def _reference(one: Reference, change: Lettered) -> Reference:
    return one._replace(called=change(one.called))


def _column(column: Column, change: Lettered, named: bool) -> Column:
    """A column whose key does not name its site either; those of the quotations name none."""
    return replace(column, title=change(column.title), key=change(column.key) if named else column.key)


def _rows(table: Table, change: Lettered, quoted: frozenset[int]) -> Iterator[Row]:
    for row in table.rows:
        yield tuple(_cell(cell, change, at in quoted) for at, cell in enumerate(row))


def _cell(cell: Cell, change: Lettered, quoted: bool) -> Cell:
    if not isinstance(cell, str):
        return cell
    return change.quoted(cell) if quoted else change(cell)
