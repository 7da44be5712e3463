"""A part of the appendix as lines to read in a terminal: headings, paragraphs, quotations, tables. Pure but for `Laid`.

Lines are made a block at a time, as they come in view: sixty thousand quotations are never laid out at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.style import Style
from rich.text import Text

from qualcode.i18n import translations
from qualcode.safetext import safe_block, safe_line

if TYPE_CHECKING:
    from qualcode.report.document import Block, Section, Table

_BROADEST, _NARROWEST = 40, 5
_GAP = 2
_CONSOLE = Console(width=200, color_system=None)
_SPACES = {0xE000: "\u00a0", 0xE001: "\u202f"}
"""What stands for the spaces that allow no break while lines are broken: rich takes those for any other."""
_KEPT = {ord(space): chr(point) for point, space in _SPACES.items()}
DIM, BOLD = Style(dim=True), Style(bold=True)


class Laid:
    """The lines of some sections at a width, laid out as far as they are wanted."""

    def __init__(self, sections: Sequence[Section], width: int, accent: Style, language: str) -> None:
        self._lines: list[Text] = []
        self._coming = _lines(sections, max(20, width), accent, language)

    def reach(self, count: int) -> list[Text]:
        """The lines that are laid out once there are so many, or all if there are fewer."""
        self._lines += islice(self._coming, max(0, count - len(self._lines)))
        return self._lines


def _lines(sections: Sequence[Section], width: int, accent: Style, language: str) -> Iterator[Text]:
    for section in sections:
        yield from _wrapped(section.title, width, accent + BOLD)
        yield Text("─" * min(width, cell_len(safe_line(section.title))), style=accent)
        for block in section.blocks:
            yield from block_lines(block, width, accent, language)
        yield Text()


def block_lines(block: Block, width: int, accent: Style, language: str) -> Iterator[Text]:
    """The lines of one block, an empty one before it."""
    from qualcode.report.document import Entry, Figure, Heading, Paragraph, Quote

    yield Text()
    if isinstance(block, Heading):
        yield from _wrapped(block.text, width, accent + BOLD if block.level < 4 else BOLD)
    elif isinstance(block, Paragraph):
        yield from _wrapped(block.text, width)
    elif isinstance(block, Quote):
        yield from _wrapped(block.text, width, indent=2)
        yield from _wrapped(block.citation, width, DIM, indent=4)
    elif isinstance(block, Entry):
        for name, words in block.parts:
            yield from _wrapped(name, width, DIM)
            yield from _wrapped(words, width, indent=2)
    elif isinstance(block, Figure):
        yield from _wrapped(block.caption, width, BOLD)
        yield from _wrapped(block.alternative, width, indent=2)
    else:
        yield from table_lines(block, width, language)


def table_lines(table: Table, width: int, language: str) -> Iterator[Text]:
    """A table: in columns if they fit, else each row as lines of its columns' titles and what stands in them."""
    from qualcode.report.typography import shown

    yield from _wrapped(table.caption, width, BOLD)
    rows = [tuple(safe_block(shown(cell, language)) for cell in row) for row in table.rows]
    titles = tuple(safe_line(column.title) for column in table.columns)
    room = widths([titles, *rows], width)
    if room:
        numbers = [column.number for column in table.columns]
        for line in _row(titles, room, numbers):
            line.stylize(DIM)
            yield line
        yield Text("─" * (sum(room) + _GAP * (len(room) - 1)), style=DIM)
        for row in rows:
            yield from _row(row, room, numbers)
    else:
        yield from _records(titles, rows, width, language)
    if table.note:
        yield from _wrapped(table.note, width, DIM)


def widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """How wide each column is, the widest made narrower until all fit; none where they cannot.

    Words stay whole where there is room for all of them.
    """
    columns = list(zip_longest(*rows, fillvalue=""))
    found = [min(_BROADEST, max((_size(cell) for cell in column), default=1)) for column in columns]
    room = width - _GAP * (len(found) - 1)
    words = [max((_size(cell.replace(" ", "\n")) for cell in column), default=1) for column in columns]
    whole = [min(size, max(word, _NARROWEST)) for size, word in zip(found, words, strict=True)]
    least = whole if sum(whole) <= room else [min(size, _NARROWEST) for size in found]
    if not found or sum(least) > room:
        return []
    while (over := sum(found) - room) > 0:
        widest = max(range(len(found)), key=lambda place: found[place] - least[place])
        second = max((size for place, size in enumerate(found) if place != widest), default=least[widest])
        found[widest] = max(least[widest], min(found[widest] - 1, max(second, found[widest] - over)))
    return found


def _size(words: str) -> int:
    """The cells that the longest line of some words takes; one at least."""
    return max(1, *map(cell_len, words.split("\n")))


def _row(cells: Sequence[str], room: Sequence[int], numbers: Sequence[bool]) -> Iterator[Text]:
    """One row, as many lines as its longest cell needs."""
    wrapped = [[line.plain for line in _wrapped(cell, size)] for cell, size in zip(cells, room, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        shown = [
            " " * max(0, size - cell_len(part)) + part if number else set_cell_size(part, size)
            for part, size, number in zip(parts, room, numbers, strict=True)
        ]
        yield Text((" " * _GAP).join(shown).rstrip())


def _records(titles: Sequence[str], rows: Iterable[Sequence[str]], width: int, language: str) -> Iterator[Text]:
    said = translations(language).gettext("{name}: {value}")
    for row in rows:
        yield Text()
        for title, cell in zip(titles, row, strict=True):
            if cell:
                yield from _wrapped(said.format(name=title, value=cell), width, indent=2)


def _wrapped(words: str, width: int, style: Style | None = None, indent: int = 0) -> Iterator[Text]:
    """Words in lines, each line break of theirs kept, and none made at a space that allows no break."""
    text = Text(safe_block(words).translate(_KEPT))
    for line in text.wrap(_CONSOLE, max(1, width - indent)):
        yield Text(" " * indent + line.plain.rstrip().translate(_SPACES), style=style or "")
