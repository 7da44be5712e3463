"""The appendix as Markdown (CommonMark with pipe tables), every mark in a text escaped."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

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
    Table,
    label,
    linking,
    place,
)
from qualcode.report.typography import shown

# What CommonMark, pandoc or GitHub takes for a mark anywhere, for an emoji's name or an address, or at a line's start.
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>#|~$@^&]|:(?=[\w/+-])|(?<=www)\.")
_AT_START = re.compile(r"^[ \t]*([-+=%:])|^[ \t]+", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d+)([.)])", re.MULTILINE)


def write(report: Report, path: Path) -> None:
    """The whole file, a block at a time."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The file's text in pieces, each with the empty line after it."""
    names = Names()
    yield f"# {line(report.title)}\n\n{text(report.subtitle)}\n\n"
    for section in report.sections:
        yield f"{'#' * section.level} {_anchored(line(section.title), section.name)}\n\n"
        for block in section.blocks:
            yield _block(block, report.language, names)


def text(words: str) -> str:
    """The words with every mark escaped; a line end stays one."""
    words = _ANYWHERE.sub(r"\\\g<0>", words)
    words = _AT_START.sub(lambda found: "\\" + found[1] if found[1] else "", words)
    return _NUMBERED.sub(r"\1\\\2", words).replace("\n", "\\\n")


def line(words: str) -> str:
    """The words escaped on one line, for a heading."""
    return text(words.replace("\n", " "))


def cell(words: str) -> str:
    """The words escaped for a cell, where a line cannot end."""
    return "<br>".join(text(each) for each in words.split("\n"))


def _block(block: Block, language: str, names: Names) -> str:
    match block:
        case Quote(words, citation):
            said = _anchored(text(words), names.of_quote(block))
            cited = _anchored(line(citation), names.of_citation(block))
            return _quoted(f"{said} ({cited})") + "\n\n"
        case Heading(level, words):
            return f"{'#' * level} {_anchored(line(words), names.of_heading(block))}\n\n"
        case Paragraph():
            return _anchored(_paragraph(block), names.of_paragraph(block)) + "\n\n"
        case Entry(parts):
            return "".join(f"**{line(title)}.** {text(words)}\n\n" for title, words in parts)
        case Figure():
            return f"![{line(block.alternative)}]({_data(block)})\n\n**{_captioned(block.caption, names)}**\n\n"
        case Table():
            return "".join(_table(block, language, names))


def _data(figure: Figure) -> str:
    """The drawing as an address that holds it whole: the file stands alone."""
    return f"data:image/svg+xml;base64,{base64.b64encode(figure.svg.encode()).decode()}"


def _quoted(words: str) -> str:
    return "\n".join("> " + each for each in words.split("\n"))


def _paragraph(block: Paragraph) -> str:
    """The words of a paragraph, those that name another place as links to it."""
    if not block.refers:
        return text(block.text)
    return "".join(f"[{text(words)}](#{to})" if to else text(words) for words, to in linking(block.text, block.refers))


def _cell(table: Table, column: Column, words: str) -> str:
    """The words of a cell, those that name another place as links to it."""
    if not column.refers:
        pieces = table.linked(column, words)
        return "".join(f"[{cell(words)}](#{to})" if to else _within(words) for words, to in pieces)
    pieces = ((words.strip("\n"), to) for words, to in table.linked(column, words))
    return "<br>".join(f"[{text(words)}](#{to})" if to else text(words) for words, to in pieces)


def _within(words: str) -> str:
    """The words escaped for a cell, with the blanks that part them from a link before them."""
    return words[: len(words) - len(words.lstrip(" "))] + cell(words)


def _captioned(caption: str, names: Names) -> str:
    """A caption; a link can lead to its number, where the same was not given before."""
    called = label(caption)
    if not called or not names.first(place(called)):
        return line(caption)
    return _anchored(line(called), place(called)) + line(caption[len(called) :])


def _anchored(markup: str, name: str) -> str:
    """The words in an element of this name, which shows nothing of itself and which pandoc makes a bookmark of."""
    return f'<span id="{name}">{markup}</span>' if name else markup


def _table(table: Table, language: str, names: Names) -> Iterator[str]:
    yield f"**{_anchored(_captioned(table.caption, names), names.of_caption(table))}**\n\n"
    titles = zip(table.columns, names.of_titles(table), strict=True)
    yield _row([_anchored(cell(column.title), name) for column, name in titles])
    yield "|" + "|".join(_rule(column) for column in table.columns) + "|\n"
    for row, found in names.of_rows(table, language):
        cells = zip(table.columns, row, found, strict=True)
        yield _row([_anchored(_cell(table, column, shown(each, language)), name) for column, each, name in cells])
    yield f"\n*{_anchored(line(table.note), names.of_rule(table))}*\n\n" if table.note else "\n"


def _rule(column: Column) -> str:
    return " ---: " if column.number else " --- "


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
