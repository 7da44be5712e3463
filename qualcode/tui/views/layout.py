"""Answers as rows of a given width: columns as wide as they need, what does not fit beside stands below. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from qualcode.pictures.terminal import Line, Piece, fitted, paragraph
from qualcode.safetext import columns as columns_of
from qualcode.safetext import safe_line
from qualcode.sections import Lead, Leads, Section, as_read
from qualcode.tui.views import Answer, Drawn, Row, Spot

_GAP = 2
_HEADING = 8
"""Columns that a heading may take beyond what stands under it before its words go below each other."""
_SAMPLE = 400
"""Rows that are looked at for the width of a column."""


def rows_of(answer: Answer, width: int) -> list[Row]:
    """Everything one below the other, a blank row between."""
    found: list[Row] = []
    for part in answer.parts:
        if found:
            found.append(())
        found += _drawn(part, width) if isinstance(part, Drawn) else _section(as_read(part), width)
    return found


def _drawn(part: Drawn, width: int) -> Iterator[Row]:
    """The picture's rows, without blank ones before the first that is not."""
    for line in dropwhile(_is_blank, part.picture.lines(width)):
        yield tuple(Spot(piece, part.lead(piece.spot)) for piece in line)


def _is_blank(line: Line) -> bool:
    return not any(piece.text.strip() for piece in line)


def _section(section: Section, width: int) -> Iterator[Row]:
    if section.title:
        yield from _prose(section.title, width, bold=True)
    for said in section.before:
        yield from _prose(said, width)
    if section.rows:
        yield from _table(section, width)
    for said in section.after:
        yield from _prose(said, width, dim=True)


def _prose(said: str, width: int, *, bold: bool = False, dim: bool = False) -> Iterator[Row]:
    for line in paragraph(said, width, dim=dim):
        yield tuple(Spot(piece._replace(bold=bold)) for piece in line)


def _table(section: Section, width: int) -> Iterator[Row]:
    """The table in as many panels as it takes, the first column in each."""
    widths = _widths(section, width)
    panels = _panels(widths, section.names, width)
    for place, panel in enumerate(panels):
        if place:
            yield ()
        yield from _head(section, panel, widths)
        for number, cells in enumerate(section.rows):
            leads = section.leads[number] if section.leads else ()
            yield tuple(_cells(section, cells, leads, panel, widths))


def _widths(section: Section, width: int) -> list[int]:
    """What each column needs. Where that is too much, the widest of words give way, to half of the room; where it still
    is, only those that name the row do, and the others take what is left beside them."""
    sample = section.rows[:_SAMPLE]
    needed = [max((_columns(row[at]) for row in sample), default=1) for at in range(len(section.header))]
    widths = [max(need, _heading(title)) for need, title in zip(needed, section.header, strict=True)]
    wordy = [at for at in range(len(widths)) if at not in section.numbers and widths[at] > _HEADING]
    shrunk = _shrunk(widths, wordy, width)
    if _breadth(shrunk) <= width:
        return shrunk
    named = _shrunk(widths[: section.names], [at for at in wordy if at < section.names], width // 2)
    beside = width - _breadth(named) - _GAP
    return [*named, *(min(size, beside) for size in widths[section.names :])]


def _shrunk(widths: Sequence[int], wordy: Sequence[int], width: int) -> list[int]:
    """The widths with the widest of some columns made narrower, until all fit or these have half of the room."""
    shrunk, narrowest = list(widths), width // 2 // max(1, len(wordy))
    for _cell in range(max(0, _breadth(widths) - width)):
        widest = max(wordy, key=shrunk.__getitem__, default=None)
        if widest is None or shrunk[widest] <= narrowest:
            break
        shrunk[widest] -= 1
    return shrunk


def _breadth(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _heading(title: str) -> int:
    """The least a heading takes, its words below each other."""
    title = safe_line(title)
    longest = max(map(columns_of, title.split(" ")), default=0)
    return max(longest, min(columns_of(title), _HEADING))


def _columns(cell: str) -> int:
    return len(cell) if cell.isascii() else columns_of(safe_line(cell))


def _panels(widths: Sequence[int], names: int, width: int) -> list[list[int]]:
    """Which columns stand side by side: those that name the row, and as many others as fit."""
    panels = [list(range(names))]
    first = _breadth(widths[:names])
    used = first
    for at in range(names, len(widths)):
        if used + _GAP + widths[at] > width and len(panels[-1]) > names:
            panels.append(list(range(names)))
            used = first
        panels[-1].append(at)
        used += _GAP + widths[at]
    return panels


def _head(section: Section, panel: Sequence[int], widths: Sequence[int]) -> Iterator[Row]:
    """The headings, as many lines as the tallest of them takes, standing on the table."""
    wrapped = [textwrap.wrap(safe_line(section.header[at]), max(1, widths[at]), break_on_hyphens=False) for at in panel]
    high = max(map(len, wrapped))
    for line in range(high):
        said = [lines[line - high + len(lines)] if line >= high - len(lines) else "" for lines in wrapped]
        aligned = (_aligned(section, words_, at, widths[at]) for words_, at in zip(said, panel, strict=True))
        yield (Spot(Piece((" " * _GAP).join(aligned).rstrip(), dim=True)),)


def _cells(
    section: Section, cells: Sequence[str], leads: Leads, panel: Sequence[int], widths: Sequence[int]
) -> Iterator[Spot]:
    for at in panel:
        indent = " " * (len(cells[at]) - len(cells[at].lstrip())) if at not in section.numbers else ""
        said = indent + _aligned(section, cells[at], at, widths[at] - len(indent))
        yield Spot(Piece(said + " " * _GAP), _lead(leads, at))


def _aligned(section: Section, said: str, at: int, width: int) -> str:
    """A cell, made safe, in its column; what is plain and fits needs no measuring."""
    if said.isascii() and said.isprintable() and len(said) <= width:
        return said.rjust(width) if at in section.numbers else said.ljust(width)
    return fitted(said, width, ">" if at in section.numbers else "<")


def _lead(leads: Leads, at: int) -> Lead | None:
    """One lead for the whole row, or one for each cell."""
    if len(leads) == 1:
        return leads[0]
    return leads[at] if at < len(leads) else None
