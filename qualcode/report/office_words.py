"""The words of an office file: pandoc lays out marks, and the words are put where these stand.

Pandoc keeps every word and every cell as an object of its own, which takes gigabytes for the tables of a large study.
So it is given a mark for each text, and one row of each table, which is repeated for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from qualcode.report.document import Column, Report
from qualcode.report.html import Body, Contents, Pieces, escape

_BLANKS = re.compile(r"[ \t\r]+")
_NO_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_BOOKMARK = 1_000_000
"""Above those that pandoc numbers."""

Said = tuple[list[tuple[str, str]], str]
"""A text in pieces, each with the place that it leads to, if any; and the name of its own place, if any."""


class MarkedBody(Body):
    """The sections with marks in place of the words of paragraphs, quotations and cells, a row of each table."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        told = "\0".join((report.title, report.subtitle, report.at.isoformat()))
        self._mark = f"words{sha256(told.encode()).hexdigest()[:16]}"
        """What no text of the report has in it."""
        self._texts: list[Said] = []
        self._tables: list[list[list[Said]]] = []

    def words(self, pieces: Pieces, name: str) -> str:
        """The mark of a text."""
        self._texts.append((list(pieces), name))
        return _marked(f"{self._mark}n{len(self._texts) - 1}n")

    def rows(self, columns: Sequence[Column], rows: Iterable[Contents]) -> Iterator[str]:
        """One row of marks, for all that there are."""
        self._tables.append([[(list(pieces), name) for pieces, name in row] for row in rows])
        if self._tables[-1]:
            table = len(self._tables) - 1
            yield self.row(columns, (_marked(f"{self._mark}t{table}c{cell}c") for cell in range(len(columns))))

    def filled(self, xml: str, dialect: Dialect) -> str:
        """The XML that pandoc made, with the words where the marks stand, and with all rows."""
        numbers = count(_FIRST_BOOKMARK)

        def written(said: Said) -> str:
            return dialect.said(*said, next(numbers))

        texts = re.compile(dialect.run.format(f"{self._mark}n([0-9]+)n"))
        xml = texts.sub(lambda found: written(self._texts[int(found[1])]), xml)
        cells = re.compile(dialect.run.format(f"{self._mark}t[0-9]+c[0-9]+c"))
        done, pieces = 0, []
        for table, rows in enumerate(self._tables):
            if rows:
                mark = xml.index(f"{self._mark}t{table}c0c")
                start, end = xml.rindex(dialect.row, 0, mark), xml.index(dialect.row_end, mark) + len(dialect.row_end)
                first, *others = cells.split(xml[start:end])
                pieces.append(xml[done:start])
                pieces.extend(first + "".join(_woven(map(written, row), others)) for row in rows)
                done = end
        return "".join((*pieces, xml[done:]))


def _marked(mark: str) -> str:
    """A mark in an element of its own, so that no word is joined to it."""
    return f'<span class="words">{mark}</span>'


def _woven(words: Iterable[str], between: Sequence[str]) -> Iterator[str]:
    for said, after in zip(words, between, strict=True):
        yield said
        yield after


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a format writes a text: what stands around a mark, how a row begins and ends, and a text with its name."""

    run: str
    row: str
    row_end: str
    said: Callable[[list[tuple[str, str]], str, int], str]


def _word_said(pieces: list[tuple[str, str]], name: str, number: int) -> str:
    words = "".join(
        f'<w:hyperlink w:anchor="{to}">{_runs(text, _WORD_LINK)}</w:hyperlink>' if to else _runs(text)
        for text, to in pieces
    )
    if not name:
        return words
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}" />{words}<w:bookmarkEnd w:id="{number}" />'


_WORD_LINK = '<w:rPr><w:rStyle w:val="Hyperlink" /></w:rPr>'


def _runs(text: str, looks: str = "") -> str:
    lines = (f'<w:r>{looks}<w:t xml:space="preserve">{line}</w:t></w:r>' if line else "" for line in _lines(text))
    return "<w:r><w:br /></w:r>".join(lines)


def _odt_said(pieces: list[tuple[str, str]], name: str, _number: int) -> str:
    words = "".join(
        f'<text:a xlink:type="simple" xlink:href="#{to}" office:name="">'
        f'<text:span text:style-name="Definition">{_broken(text)}</text:span></text:a>'
        if to
        else _broken(text)
        for text, to in pieces
    )
    if not (name and words):
        return f'<text:bookmark text:name="{name}" />' if name else words
    return f'<text:bookmark-start text:name="{name}" />{words}<text:bookmark-end text:name="{name}" />'


def _broken(text: str) -> str:
    return "<text:line-break />".join(_lines(text))


def _lines(text: str) -> Iterator[str]:
    """The lines of a text as text of XML, with blanks as a page has them."""
    return (_BLANKS.sub(" ", line) for line in escape(_NO_XML.sub("", text)).split("\n"))


WORD = Dialect('<w:r><w:t xml:space="preserve">{}</w:t></w:r>', "<w:tr>", "</w:tr>", _word_said)
ODT = Dialect("{}", "<table:table-row>", "</table:table-row>", _odt_said)
