"""A report as plain data that knows neither the study nor a format; every writer is given the same `Report`.

A section is told twice from the same facts: `blocks` are for pages (Word, HTML, PDF, …), `sheets` for spreadsheets
(XLSX, CSV), one flat table each with numbers as numbers. Both may be generators behind `Lazy`, so that sixty
thousand quotations are never held as blocks at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, count
from typing import Generic, NamedTuple, TypeVar

from qualcode.office import unhurried

Item = TypeVar("Item")
Cell = str | int | float
Row = tuple[Cell, ...]

WIDE = 7
"""A section with a table of more columns than this is turned to landscape on paper."""


def unlike(names: Iterable[str]) -> Iterator[str]:
    """The names, each once: what is called `quotations` for the second time is `quotations-2`."""
    taken: set[str] = set()
    for name in names:
        numbered = (f"{name}-{number}" for number in count(2))
        taken.add(own := next(each for each in chain((name,), numbered) if each not in taken))
        yield own


_NUMBERED = re.compile(r"(\w+[ \xa0]\d+)(?=\. )")


def label(caption: str) -> str:
    """What a caption calls its table or figure, `Table 3`; nothing where it is not numbered."""
    found = _NUMBERED.match(caption)
    return found[1] if found else ""


def place(label: str) -> str:
    """The name of the place of a numbered table or figure, which a link leads to: `table-3`."""
    return "-".join(label.casefold().split())


class Reference(NamedTuple):
    """Words that name another place of the report, and the name of that place, which a link leads to."""

    called: str
    place: str


def quoted_at(coding: int) -> str:
    """The place where a coding's words are quoted, by a name that stands for it until the quotations are known."""
    return f"coding-{coding}"


def linking(text: str, refers: Iterable[Reference]) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the place that it leads to, if any; references are found in their order."""
    for called, there in refers:
        before, found, after = text.partition(called)
        if found:
            yield from ((before, ""), (found, there))
            text = after
    yield text, ""


class Lazy(Generic[Item]):
    """Something to iterate over as often as wanted, made anew each time by calling `make`."""

    def __init__(self, make: Callable[[], Iterable[Item]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Item]:
        return iter(self._make())


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, whether it holds numbers, and its width relative to the others.

    `key` tells the column from the others of its table whatever the language; where it is empty, no cell of it is
    traced back to the study. Cells of one that `refers` name other places of the report, one a line.
    """

    title: str
    number: bool = False
    share: int = 1
    key: str = ""
    refers: bool = False

    @property
    def weight(self) -> int:
        """Its width relative to the others, never less than the longest word of its title needs."""
        return max(8 * self.share, *(len(word) + 3 for word in self.title.split(" ")), 0)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption above and its counting rule below; `name` is a file's name.

    `sheet` is what its sheet is called in a workbook, where that is not what its section is called. `keys` tell the
    rows from each other whatever the language and the order, one a row; none where no cell is traced. `see` are, a row
    each, the parts of the appendix that say more, and `refers` what a column that refers names of them. `cites` are the
    places that the words of other cells name, by these words, in their order.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    note: str = ""
    sheet: str = ""
    keys: tuple[str, ...] = ()
    see: tuple[tuple[str, ...], ...] = ()
    refers: tuple[Reference, ...] = ()
    cites: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)

    def linked(self, column: Column, words: str) -> Iterator[tuple[str, str]]:
        """The words of a cell in pieces, each with the place that it leads to, if any."""
        if not column.refers:
            yield from linking(words, self.cites.get(words, ()))
            return
        places = dict(self.refers)
        for at, line in enumerate(words.split("\n")):
            yield ("\n" + line if at else line), places.get(line, "")

    @property
    def wide(self) -> bool:
        """Whether the paper has to be turned for it."""
        return len(self.columns) > WIDE

    @property
    def percentages(self) -> tuple[int, ...]:
        """The columns' widths in whole percents."""
        weights = [column.weight for column in self.columns]
        return tuple(round(100 * weight / sum(weights)) for weight in weights)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section: level 3 under the section's own 2, then 4; one more within a chapter.

    `key` tells it from the others whatever the language, where quotations stand below it.
    """

    level: int
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `key` tells it from other paragraphs where the numbers in it are the study's.

    `refers` are the places of the report that it names, in the order in which it does. One without text stands for the
    sentence that refers to the parts of the appendix in `see`, as far as the appendix has them.
    """

    text: str
    key: str = ""
    refers: tuple[Reference, ...] = ()
    see: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the codebook: pairs of a part's name and its text, only those that are filled."""

    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its quotation marks, and its citation; `coding` is the coding it is the words of, if one.

    `place` is the key of the heading that it stands under.
    """

    text: str
    citation: str
    coding: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption below it; `alternative` says in words what it shows. `name` is a file's name."""

    name: str
    caption: str
    svg: str
    alternative: str


Block = Heading | Paragraph | Table | Entry | Quote | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the appendix: `name` is its stable anchor; a `wide` one is turned to landscape on paper.

    `level` is that of its heading: 2, or 3 within a chapter, and then its own headings begin at 4.
    """

    name: str
    title: str
    blocks: Iterable[Block]
    sheets: tuple[Table, ...] = ()
    wide: bool = False
    level: int = 2


@dataclass(frozen=True, slots=True)
class Report:
    """The whole appendix. `at` is the time of the study's last event and the only date a file may carry.

    `contents` is what a list of the sections is called in the report's language. `waiting` is called now and then while
    another program writes it; what it raises stops that.
    """

    title: str
    subtitle: str
    contents: str
    language: str
    at: datetime
    sections: tuple[Section, ...]
    waiting: Callable[[], None] = unhurried
