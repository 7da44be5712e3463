"""A report that tells how far it has been read, so that whoever has it written can show that, and stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeVar

from qualcode.report.document import Lazy, Report, Section

Item = TypeVar("Item")
Tell = Callable[[int, int], None]
"""Hears how many sections have been read, of how many; what it raises stops the reading."""


def unheard(_done: int, _count: int) -> None:
    """Where nobody wants to hear it."""


def watched(report: Report, tell: Tell) -> Report:
    """The same report, which calls `tell` before each block and row that a writer takes of it, and while it waits."""
    count = len(report.sections)
    sections = [_section(each, partial(tell, place, count)) for place, each in enumerate(report.sections)]
    return replace(report, sections=tuple(sections), waiting=partial(tell, max(0, count - 1), count))


def _section(section: Section, tell: Callable[[], None]) -> Section:
    sheets = (replace(table, rows=Lazy(partial(_told, table.rows, tell))) for table in section.sheets)
    return replace(section, blocks=Lazy(partial(_told, section.blocks, tell)), sheets=tuple(sheets))


def _told(items: Iterable[Item], tell: Callable[[], None]) -> Iterator[Item]:
    tell()
    for item in items:
        yield item
        tell()
