"""PDF to paragraphs: the words by PDFium, the paragraphs by where its lines stand on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.paragraphs import Line, paragraphs

_JOINTS = "\ufffe\x02"
_LINE_END = re.compile(rf"(\r\n|(?<=[{_JOINTS}])(?!\r\n))")
_PAGE_NUMBER = re.compile(r"(?i)(?:p(?:age)?\.?\s*)?[-–—]?\s*\d{1,4}\s*(?:(?:/|\||of|sur|de|von)\s*\d{1,4})?\s*[-–—]?")
_NUMBER = re.compile(r"(\d{1,5})(?:\s+|$)")
_MARGIN = 0.08  # the share of a page's height at its head and foot where its number and running title stand
_FEWEST_NUMBERED = 5
_MOST_REPEATED = 3
_SHORTEST_REPEATED = 30


def read_pdf(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF, a line for each paragraph, and what to tell the user about it.

    Page numbers, line numbers, running titles and lines printed again on the next page are left out. Raises
    InputError for a PDF that is damaged, locked by a password, or only pictures of pages.
    """
    lines = _pages(data)
    if not lines:
        raise InputError(
            _("the PDF has no text, only pictures of pages"),
            _("Run it through text recognition (OCR), or import the file it was made from."),
        )
    kept = _without_repeats(_without_margins(_without_line_numbers(lines)))
    text = "".join(f"{paragraph}\n" for paragraph in paragraphs(kept))
    left_out = len(lines) - len(kept)
    note = _("page numbers, line numbers, running titles and lines printed twice were left out ({count} lines)").format(
        count=left_out
    )
    return text, (note,) if left_out else ()


def _pages(data: bytes) -> list[Line]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            return [line for number in range(len(document)) for line in _lines(document[number], number)]
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(
                _("the PDF is locked by a password"), _("Save a copy without the password and import that.")
            ) from error
        raise InputError(
            _("the PDF is damaged and cannot be read"), _("Save it again from the program that made it.")
        ) from error


def _lines(page: Any, number: int) -> Iterator[Line]:
    """The lines of a page that are not blank. PDFium counts characters in UTF-16 units.

    Where a word is broken it gives both lines as one, with U+FFFE for the hyphen; they are two here.
    """
    words = page.get_textpage()
    height = page.get_height()
    place = 0
    for text, end in _cut(words.get_text_range()):
        if text.strip():
            left, bottom, _right, top = words.get_charbox(place, loose=True)
            _left, _bottom, right, _top = words.get_charbox(place + _units(text.rstrip(_JOINTS)) - 1, loose=True)
            marginal = top < height * _MARGIN or bottom > height * (1 - _MARGIN)
            yield Line(text.strip(), number, left, right, bottom, marginal)
        place += _units(text) + len(end)


def _cut(text: str) -> Iterator[tuple[str, str]]:
    """Lines, each with what ends it; a joint stays with the line it ends."""
    parts = _LINE_END.split(text)
    return zip(parts[::2], [*parts[1::2], ""], strict=True)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _without_margins(lines: Sequence[Line]) -> list[Line]:
    """The lines but page numbers and titles that come back at the head or foot of most pages."""
    pages = len({line.page for line in lines})
    often = Counter(_masked(line) for line in lines if line.marginal)
    return [
        line
        for line in lines
        if not line.marginal
        or not (_PAGE_NUMBER.fullmatch(line.text) or (pages > 2 and often[_masked(line)] > pages / 2))
    ]


def _without_repeats(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that a page prints again from the foot of the page before, as browsers do."""
    pages = [list(page) for _number, page in groupby(lines, key=lambda line: line.page)]
    kept = pages[:1]
    for above, page in pairwise(pages):
        again = next((count for count in range(_MOST_REPEATED, 0, -1) if _repeats(above, page, count)), 0)
        kept.append(page[again:])
    return [line for page in kept for line in page]


def _repeats(above: Sequence[Line], page: Sequence[Line], count: int) -> bool:
    last, first = [line.text for line in above[-count:]], [line.text for line in page[:count]]
    return last == first and len(first[0]) > _SHORTEST_REPEATED


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _without_line_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines without numbers of lines, whether these stand by themselves or before the words."""
    alone = [index for index, line in enumerate(lines) if line.text.isdecimal()]
    runs = _consecutive([int(lines[index].text) for index in alone])
    counted_out = {lines[alone[place]].text for place in runs}
    numbers = {index for index in alone if lines[index].text in counted_out}
    kept = [line for index, line in enumerate(lines) if index not in numbers]
    before = [_NUMBER.match(line.text) for line in kept]
    counted = _consecutive([int(match[1]) if match else -1 for match in before])
    if len(counted) < 0.8 * len(kept):
        return kept
    return [replace(line, text=_NUMBER.sub("", line.text, count=1)) for line in kept if line.text]


def _consecutive(numbers: Sequence[int]) -> set[int]:
    """The places in `numbers` that belong to runs, long enough, of numbers each one more than the one before."""
    places: set[int] = set()
    run: list[int] = []
    for place, number in enumerate(numbers):
        if run and number != numbers[run[-1]] + 1:
            run = []
        run.append(place)
        if len(run) >= _FEWEST_NUMBERED:
            places.update(run)
    return places
