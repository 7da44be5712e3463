"""The appendix as one HTML file: no address in it, readable aloud, good on paper; its body also feeds Word and ODT."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape as escape_all
from pathlib import Path

from qualcode.report.document import Block, Cell, Column, Entry, Heading, Paragraph, Quote, Report, Row, Table
from qualcode.report.typography import shown

escape = partial(escape_all, quote=False)
_STYLE = Path(__file__).parent / "page.css"


def write(report: Report, path: Path) -> None:
    """The whole file, a block at a time."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The file's text in pieces: head, contents, body."""
    yield f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(report.title)}</title>\n<style>\n{_STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n"
    yield f"<header>\n<h1>{escape(report.title)}</h1>\n<p>{escape(report.subtitle)}</p>\n</header>\n"
    yield f'<nav aria-label="{escape_all(report.contents)}">\n<ol>\n'
    yield from (f'<li><a href="#{part.name}">{escape(part.title)}</a></li>\n' for part in report.sections)
    yield "</ol>\n</nav>\n<main>\n"
    yield from body(report)
    yield "</main>\n</body>\n</html>\n"


def body(report: Report) -> Iterator[str]:
    """The sections alone, without head or contents."""
    for section in report.sections:
        wide = ' class="wide"' if section.wide else ""
        yield f'<section id="{section.name}"{wide}>\n<h2>{escape(section.title)}</h2>\n'
        for block in section.blocks:
            yield _block(block, report.language)
        yield "</section>\n"


def _block(block: Block, language: str) -> str:
    match block:
        case Quote(text, citation):
            return f"<blockquote><p><bdi>{_lines(text)}</bdi> <cite>({escape(citation)})</cite></p></blockquote>\n"
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>\n"
        case Paragraph(text):
            return f"<p>{_lines(text)}</p>\n"
        case Entry(parts):
            items = "".join(f"<dt>{escape(title)}</dt><dd>{_lines(text)}</dd>\n" for title, text in parts)
            return f"<dl>\n{items}</dl>\n" if parts else ""
        case Table():
            return "".join(_table(block, language))


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _table(table: Table, language: str) -> Iterator[str]:
    yield '<div class="table">\n<table>\n'
    yield f"<caption>{escape(table.caption)}</caption>\n<colgroup>"
    yield from (f'<col style="width: {width}%">' for width in table.percentages)
    yield "</colgroup>\n<thead>\n<tr>"
    yield from (f'<th scope="col"{_align(column)}>{escape(column.title)}</th>' for column in table.columns)
    yield "</tr>\n</thead>\n<tbody>\n"
    yield from (_row(row, table.columns, language) for row in table.rows)
    yield "</tbody>\n</table>\n"
    yield f'<div class="note"><p>{escape(table.note)}</p></div>\n</div>\n' if table.note else "</div>\n"


def _row(row: Row, columns: tuple[Column, ...], language: str) -> str:
    head, *rest = row
    cells = "".join(_cell(cell, column, language) for cell, column in zip(rest, columns[1:], strict=True))
    return f'<tr><th scope="row">{_lines(shown(head, language))}</th>{cells}</tr>\n'


def _cell(cell: Cell, column: Column, language: str) -> str:
    return f"<td{_align(column)}>{_lines(shown(cell, language))}</td>"


def _align(column: Column) -> str:
    return ' class="number" style="text-align: right"' if column.number else ""
