"""PDF to paragraphs: the words by PDFium, the paragraphs by where its lines stand on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import quantiles
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.labels import labels
from qualcode.importers.speakers import spoken

_PAGE_NUMBER = re.compile(r"(?i)(?:p(?:age)?\.?\s*)?[-–—]?\s*\d{1,4}\s*(?:(?:/|\||of|sur|de|von)\s*\d{1,4})?\s*[-–—]?")
_NUMBER = re.compile(r"(\d{1,5})(?:\s+|$)")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-‐\u00ad\ufffe\x02]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_MARGIN = 0.08  # the share of a page's height at its head and foot where its number and running title stand
_WIDER_GAP = 1.35  # times the pitch of lines, from where on a gap parts paragraphs
_SHARE_OF_GAPS = 0.05
_FEWEST_NUMBERED = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, its edges in points from the left and the foot; `marginal` at the page's head or foot."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    marginal: bool


def read_pdf(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF, a line for each paragraph, and what to tell the user about it.

    Page numbers, running titles and line numbers are left out. Raises InputError for a PDF that is damaged, locked by a
    password, or only pictures of pages.
    """
    lines = _pages(data)
    if not lines:
        raise InputError(
            _("the PDF has no text, only pictures of pages"),
            _("Run it through text recognition (OCR), or import the file it was made from."),
        )
    kept = _without_line_numbers(_without_margins(lines))
    text = "".join(f"{paragraph}\n" for paragraph in paragraphs(kept))
    left_out = len(lines) - len(kept)
    note = _("page numbers, running titles and line numbers were left out ({count} lines)").format(count=left_out)
    return text, (note,) if left_out else ()


def paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """Lines joined to paragraphs; a word broken at a line end is one again.

    A new one starts at a speaker's label and after a gap wider than between lines; over the turn of a page, and all
    through a text that sets no such gaps, after a line that had room left for the next one's first word.
    """
    if not lines:
        return
    widest = _widest_gap(lines)
    labelled = _labelled(lines)
    whole = {word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower())}
    edges = _right_edges(lines)
    paragraph = lines[0].text
    for index, (above, line) in enumerate(pairwise(lines), 1):
        if index in labelled or _parts(above, line, widest, edges[above.page]):
            yield paragraph
            paragraph = line.text
        else:
            paragraph = _rejoined(paragraph, line.text, whole)
    yield paragraph


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
    """The lines of a page that are not blank. PDFium counts characters in UTF-16 units."""
    words = page.get_textpage()
    height = page.get_height()
    start = 0
    for text in words.get_text_range().split("\r\n"):
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if text.strip():
            left, bottom, _right, top = words.get_charbox(start, loose=True)
            _left, _bottom, right, _top = words.get_charbox(start + units - 1, loose=True)
            marginal = top < height * _MARGIN or bottom > height * (1 - _MARGIN)
            yield Line(text.strip(), number, left, right, bottom, marginal)
        start += units + 2


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


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _without_line_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines without numbers of lines, whether these stand by themselves or before the words."""
    alone = [index for index, line in enumerate(lines) if line.text.isdecimal()]
    runs = _consecutive([int(lines[index].text) for index in alone])
    numbers = {alone[place] for place in runs}
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


def _widest_gap(lines: Sequence[Line]) -> float | None:
    """The widest gap between lines of one paragraph; None where the text does not set its paragraphs apart by gaps.

    The lower quarter of all gaps is taken for the usual pitch of lines.
    """
    gaps = [above.bottom - line.bottom for above, line in pairwise(lines) if above.page == line.page]
    down = [gap for gap in gaps if gap > 1]
    widest = _WIDER_GAP * quantiles(down, n=4, method="inclusive")[0] if len(down) > 1 else 0.0
    wide = sum(gap > widest for gap in down)
    return widest if wide > _SHARE_OF_GAPS * len(down) else None


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    """How far right the text of each page reaches; a page of a few lines reaches as far as the whole text."""
    by_page: dict[int, list[float]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line.right)
    overall = max(line.right for line in lines)
    return {page: max(rights) if len(rights) > _FEWEST_NUMBERED else overall for page, rights in by_page.items()}


def _labelled(lines: Sequence[Line]) -> set[int]:
    """The indices of lines that begin with a speaker's label."""
    text = "\n".join(line.text for line in lines)
    starts = {label.start for label in spoken(text, list(labels(text)))}
    found: set[int] = set()
    place = 0
    for index, line in enumerate(lines):
        if place in starts:
            found.add(index)
        place += len(line.text) + 1
    return found


def _parts(above: Line, line: Line, widest: float | None, edge: float) -> bool:
    """Whether a paragraph ends between two lines."""
    if above.page == line.page and widest is not None:
        return above.bottom - line.bottom > widest
    if _BROKEN_WORD.search(above.text):
        return False
    letter = (above.right - above.left) / max(len(above.text), 1)
    needed = letter * (len(line.text.split()[0]) + 2)
    return above.right + needed < edge


def _rejoined(paragraph: str, line: str, whole: set[str]) -> str:
    """A paragraph with its next line: a hyphen at its end stays only where the word is written so elsewhere."""
    broken, first = _BROKEN_WORD.search(paragraph), _FIRST_WORD.match(line)
    if not broken or not first:
        return f"{paragraph} {line}"
    head, tail = broken[1], first[0]
    hyphened = f"{head}-{tail}".lower() in whole and (head + tail).lower() not in whole
    if hyphened or not tail[0].islower():
        return f"{paragraph[:-1]}-{line}"
    return paragraph[:-1] + line
