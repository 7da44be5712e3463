"""The appendix as one HTML file: no address in it, readable aloud, good on paper; its body also feeds Word and ODT."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape as escape_all
from itertools import chain, groupby
from pathlib import Path

from qualcode.i18n import translations
from qualcode.report.anchors import Names
from qualcode.report.document import (
    Block,
    Column,
    Entry,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Report,
    Row,
    Section,
    Table,
    label,
    linking,
    place,
)
from qualcode.report.typography import shown

_STYLE = Path(__file__).parent / "page.css"
_TEXT = "appendix-text"
_ADDRESS = re.compile(r' xmlns(?::\w+)?="[^"]*"')
Pieces = Iterable[tuple[str, str]]
"""A text in pieces, each with the place that it leads to, if any."""
Contents = Sequence[tuple[Pieces, str]]
"""What stands in each cell of a row, and the name of its place, if any."""


def escape(text: str) -> str:
    """The text as text of a page, where quotation marks need no escape."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def write(report: Report, path: Path) -> None:
    """The whole file, a block at a time."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The file's text in pieces: head, contents, body."""
    yield f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(report.title)}</title>\n<style>\n{_STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n"
    _ = translations(report.language).gettext
    skip = escape(_("Go to the text"))
    yield f'<a class="skip" href="#{_TEXT}">{skip}</a>\n'
    yield f"<header>\n<h1>{escape(report.title)}</h1>\n<p>{escape(report.subtitle)}</p>\n</header>\n"
    yield f'<nav aria-label="{escape_all(report.contents)}">\n{"".join(_contents(report.sections))}</nav>\n'
    yield f'<main id="{_TEXT}">\n'
    yield from Body(report)
    yield "</main>\n</body>\n</html>\n"


def _contents(sections: Sequence[Section]) -> Iterator[str]:
    """The list of the sections, those of a chapter in a list of their own."""
    level = 1
    for part in sections:
        if part.level > level:
            yield "<ol>\n" * (part.level - level)
        else:
            yield "</li>\n" + "</ol>\n</li>\n" * (level - part.level)
        yield f'<li><a href="#{part.name}">{escape(part.title)}</a>'
        level = part.level
    yield "</li>\n</ol>\n" * (level - 1)


def inlined(figure: Figure) -> str:
    """The drawing itself as an element of the page, which names no address there, with its words for who cannot see."""
    drawing = figure.svg[figure.svg.index("<svg") :]
    head, end, rest = drawing.partition(">")
    head = _ADDRESS.sub("", head)
    if "aria-label" not in head:
        head = f'{head} role="img" aria-label="{escape_all(figure.alternative)}"'
    return head + end + rest.strip()


class Body:
    """The sections alone, without head or contents, as elements of a page."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._names = Names()

    def __iter__(self) -> Iterator[str]:
        for section in self._report.sections:
            wide = ' class="wide"' if section.wide else ""
            yield f'<section{wide} aria-labelledby="{section.name}">\n'
            yield f'<h{section.level} id="{section.name}">{escape(section.title)}</h{section.level}>\n'
            for are_quotes, blocks in groupby(section.blocks, lambda block: isinstance(block, Quote)):
                if are_quotes:
                    yield from self.quotes(block for block in blocks if isinstance(block, Quote))
                else:
                    yield from chain.from_iterable(map(self._block, blocks))
            yield "</section>\n"

    def drawing(self, figure: Figure) -> str:
        """The element that shows a figure's drawing."""
        return inlined(figure)

    def words(self, pieces: Pieces, name: str) -> str:
        """What stands in a paragraph, a quotation, a cell: the pieces of a text, and the name of its place, if any."""
        return _anchored(_linked(pieces), name)

    def quotes(self, quotes: Iterable[Quote]) -> Iterator[str]:
        """Quotations that follow each other."""
        return (self.quote(*(self.words(*text) for text in self.quoted(one))) for one in quotes)

    def quoted(self, quote: Quote) -> Contents:
        """The words of a quotation and its citation, each with the name of its place, if any."""
        names = self._names
        return ((((quote.text, ""),), names.of_quote(quote)), (((quote.citation, ""),), names.of_citation(quote)))

    def quote(self, said: str, cited: str) -> str:
        """One quotation."""
        return f"<blockquote><p><bdi>{said}</bdi> <cite>({cited})</cite></p></blockquote>\n"

    def rows(self, columns: Sequence[Column], rows: Iterable[Contents]) -> Iterator[str]:
        """The rows of a table."""
        return (self.row(columns, (self.words(*text) for text in row)) for row in rows)

    def row(self, columns: Sequence[Column], cells: Iterable[str]) -> str:
        """One row of cells; the first says what the others are about."""
        head, *rest = cells
        others = "".join(f"<td{_align(column)}>{cell}</td>" for cell, column in zip(rest, columns[1:], strict=True))
        return f'<tr><th scope="row">{head}</th>{others}</tr>\n'

    def _block(self, block: Block) -> Iterator[str]:
        names = self._names
        match block:
            case Heading(level, text):
                yield f"<h{level}>{_anchored(escape(text), names.of_heading(block))}</h{level}>\n"
            case Paragraph(text):
                yield f"<p>{self.words(linking(text, block.refers), names.of_paragraph(block))}</p>\n"
            case Entry(parts):
                items = "".join(f"<dt>{escape(title)}</dt><dd>{_lines(text)}</dd>\n" for title, text in parts)
                yield f"<dl>\n{items}</dl>\n" if parts else ""
            case Figure():
                caption = f"<figcaption>{_captioned(block.caption, names)}</figcaption>"
                yield f"<figure>\n{self.drawing(block)}\n{caption}\n</figure>\n"
            case Table():
                yield from self._table(block)

    def _table(self, table: Table) -> Iterator[str]:
        names = self._names
        scrolled = f' tabindex="0" role="region" aria-label="{escape_all(table.caption)}"' if table.wide else ""
        yield f'<div class="table"{scrolled}>\n<table>\n'
        yield f"<caption>{_anchored(_captioned(table.caption, names), names.of_caption(table))}</caption>\n<colgroup>"
        yield from (f'<col style="width: {width}%">' for width in table.percentages)
        yield "</colgroup>\n<thead>\n<tr>"
        yield from map(_title, table.columns, names.of_titles(table))
        yield "</tr>\n</thead>\n<tbody>\n"
        language = self._report.language
        yield from self.rows(table.columns, (_cells(table, *row, language) for row in names.of_rows(table, language)))
        yield "</tbody>\n</table>\n"
        note = _anchored(escape(table.note), names.of_rule(table))
        yield f'<div class="note"><p>{note}</p></div>\n</div>\n' if note else "</div>\n"


def _cells(table: Table, row: Row, names: Sequence[str], language: str) -> Contents:
    """What stands in each cell of a row, and the name of its place."""
    told = ((column, shown(cell, language), name) for column, cell, name in zip(table.columns, row, names, strict=True))
    return [(table.linked(column, text), name) for column, text, name in told]


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _linked(pieces: Pieces) -> str:
    """The pieces of a text, those with a place as links to it."""
    return "".join([f'<a href="#{to}">{_lines(words)}</a>' if to else _lines(words) for words, to in pieces])


def _captioned(caption: str, names: Names) -> str:
    """A caption; a link can lead to its number, where the same was not given before."""
    called = label(caption)
    if not called:
        return escape(caption)
    named = f' id="{place(called)}"' if names.first(place(called)) else ""
    return f'<span class="label"{named}>{called}</span>{escape(caption[len(called) :])}'


def _anchored(markup: str, name: str) -> str:
    """The words in an element of this name: pandoc makes bookmarks of a span, and of no other."""
    return f'<span id="{name}">{markup}</span>' if name else markup


def _title(column: Column, name: str) -> str:
    return f'<th scope="col"{_align(column)}>{_anchored(escape(column.title), name)}</th>'


def _align(column: Column) -> str:
    return ' class="number" style="text-align: right"' if column.number else ""
