"""Lines of a page to paragraphs, by where they stand; words broken at line ends are whole again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from qualcode.importers.labels import labels
from qualcode.importers.speakers import spoken

_LETTERS = r"[^\W\d_]+"
_JOINT = "[\ufffe\x02]"  # what PDFium leaves of a hyphen at a line end, mostly with the two lines made one
_BROKEN_WORD = re.compile(rf"({_LETTERS})(?:[-‐\u00ad]\n|{_JOINT}\n?)({_LETTERS})")
_BREAKABLE = re.compile(rf"\w(?:[-‐\u00ad]|{_JOINT})$")
_HYPHEN_AT_END = re.compile(rf"(?<=\w)(?:(?P<hyphen>[-‐])\n|{_JOINT}\n?)")
_FINISHED = re.compile(r"[.?!…:»\"”)\]]$")
_WORD = re.compile(rf"{_LETTERS}(?:-{_LETTERS})*")
_WIDER_GAP = 1.35  # times the pitch of lines, from where on a gap parts paragraphs
_SHARE_OF_GAPS = 0.05
_FEWEST_LINES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, its edges in points from the left and the foot; `marginal` at the page's head or foot."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    marginal: bool


def paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """Lines joined to paragraphs.

    A new one starts at a speaker's label and after a gap wider than between lines. In a text that sets no such gaps
    it starts after a line that had room left for the next one's first word; so it does over the turn of a page, if a
    sentence ends there.
    """
    known = _words_unbroken(lines)
    return (_mended(paragraph, known) for paragraph in _grouped(lines))


def _grouped(lines: Sequence[Line]) -> Iterator[str]:
    """The lines of each paragraph, still with their line ends."""
    if not lines:
        return
    widest, edges, labelled = _widest_gap(lines), _right_edges(lines), _labelled(lines)
    paragraph = [lines[0].text]
    for index, (above, line) in enumerate(pairwise(lines), 1):
        if index in labelled or _parts(above, line, widest, edges[above.page]):
            yield "\n".join(paragraph)
            paragraph = []
        paragraph.append(line.text)
    yield "\n".join(paragraph)


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
    return {page: max(rights) if len(rights) > _FEWEST_LINES else overall for page, rights in by_page.items()}


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
    over_the_page = above.page != line.page
    if _BREAKABLE.search(above.text) or (over_the_page and not _FINISHED.search(above.text)):
        return False
    letter = (above.right - above.left) / max(len(above.text), 1)
    needed = letter * (len(line.text.split()[0]) + 2)
    return above.right + needed < edge


def _words_unbroken(lines: Sequence[Line]) -> frozenset[str]:
    """The words that stand in the text unbroken, in small letters: they tell how a broken one is written."""
    text = "\n".join(line.text for line in lines)
    return frozenset(_WORD.findall(_BROKEN_WORD.sub(" ", text).lower()))


def _mended(paragraph: str, known: frozenset[str]) -> str:
    """A paragraph as one line, its broken words whole."""

    def whole(match: re.Match[str]) -> str:
        return _whole_word(match[1], match[2], known)

    text = _BROKEN_WORD.sub(whole, paragraph)
    return _HYPHEN_AT_END.sub("-", text).replace("\n", " ")


def _whole_word(head: str, tail: str, known: frozenset[str]) -> str:
    """`experi-` and `mental` are one word, `Jean-` and `Paul`, `two-` and `way` keep their hyphen.

    As the text writes it elsewhere; else with a hyphen before a capital, or where both halves are words of the text.
    """
    joined, hyphened = head + tail, f"{head}-{tail}"
    if joined.lower() in known:
        return joined
    both = head.lower() in known and tail.lower() in known
    return hyphened if hyphened.lower() in known or both or not tail[0].islower() else joined
