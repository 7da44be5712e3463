"""The words of an office file: pandoc lays out marks, and the words are put where these stand.

Pandoc keeps every word and every cell as an object of its own, which takes gigabytes for the tables of a large study.
So it is given a mark for each text, and the first row of a table, the first quotation of several, to be repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from qualcode.report.document import Column, Quote, Report
from qualcode.report.html import Body, Contents, Pieces, escape

_BLANKS = re.compile(r"[ \t\r]+")
_NO_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_BOOKMARK = 1_000_000
"""Above those that pandoc numbers."""

Said = tuple[list[tuple[str, str]], str]
"""A text in pieces, each with the place that it leads to, if any; and the name of its own place, if any."""


class MarkedBody(Body):
    """The sections with marks in place of words, one row of each table, one of quotations that follow each other."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        told = "\0".join((report.title, report.subtitle, report.at.isoformat()))
        self._mark = f"words{sha256(told.encode()).hexdigest()[:16]}"
        """What no text of the report has in it."""
        self._texts: list[Said] = []
        self._repeated: list[tuple[str, list[list[Said]]]] = []
        """What comes once for many: a quotation or a row, each with the words of those many."""

    def words(self, pieces: Pieces, name: str) -> str:
        """The mark of a text."""
        self._texts.append((list(pieces), name))
        return _marked(f"{self._mark}n{len(self._texts) - 1}n")

    def quotes(self, quotes: Iterable[Quote]) -> Iterator[str]:
        """One quotation of marks, for all that there are."""
        yield self.quote(*self._once("quote", map(self.quoted, quotes), 2))

    def rows(self, columns: Sequence[Column], rows: Iterable[Contents]) -> Iterator[str]:
        """One row of marks, for all that there are."""
        marks = self._once("row", rows, len(columns))
        if self._repeated[-1][1]:
            yield self.row(columns, marks)

    def _once(self, kind: str, those: Iterable[Contents], texts: int) -> list[str]:
        """Marks for the texts of one, which is to be repeated."""
        number = len(self._repeated)
        self._repeated.append((kind, [[(list(pieces), name) for pieces, name in one] for one in those]))
        return [_marked(f"{self._mark}r{number}t{text}t") for text in range(texts)]

    def filled(self, xml: str, dialect: Dialect) -> str:
        """The XML that pandoc made, with the words where the marks stand, and with all rows."""
        numbers = count(_FIRST_BOOKMARK)

        def written(said: Said) -> str:
            return dialect.said(*said, next(numbers))

        texts = re.compile(dialect.run.format(f"{self._mark}n([0-9]+)n"))
        xml = texts.sub(lambda found: written(self._texts[int(found[1])]), xml)
        inside = re.compile(dialect.run.format(f"{self._mark}r[0-9]+t[0-9]+t"))
        done, pieces = 0, []
        for number, (kind, those) in enumerate(self._repeated):
            if those:
                mark, (opening, closing) = xml.index(f"{self._mark}r{number}t0t"), dialect.around[kind]
                start, end = xml.rindex(opening, 0, mark), xml.index(closing, mark) + len(closing)
                first, *others = inside.split(xml[start:end])
                pieces.append(xml[done:start])
                pieces.extend(first + "".join(_woven(map(written, one), others)) for one in those)
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
    """How a format writes: what stands around a mark; how a row and a quotation begin and end; a text with its name."""

    run: str
    around: Mapping[str, tuple[str, str]]
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


WORD = Dialect(
    '<w:r><w:t xml:space="preserve">{}</w:t></w:r>',
    {"row": ("<w:tr>", "</w:tr>"), "quote": ("<w:p>", "</w:p>")},
    _word_said,
)
ODT = Dialect("{}", {"row": ("<table:table-row>", "</table:table-row>"), "quote": ("<text:p ", "</text:p>")}, _odt_said)
