"""Headings within a dialogue, as minutes have them: `2. The budget`, `REPORTS`, `## Next steps`; nobody says them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

_LONGEST = 100
_BLANK = r"[ \t\u00a0\u202f]"
_LINE = re.compile(
    rf"""
    ^{_BLANK}*[*_]{{0,3}}
    (?:
      (?P<marked>\#{{1,6}}{_BLANK}+\S)
    | (?P<numbered>(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[.)]|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}|[IVX]{{1,5}}[.)]|[A-H][.)])
      {_BLANK}+[«“"]?[^\W\d_a-zà-öø-ÿ])
    | (?P<capitals>[^\W\d_a-zà-öø-ÿ]{{2}})
    )[^\n]*$
    """,
    re.VERBOSE | re.MULTILINE,
)
_SENTENCE_END = re.compile(r"[.!?…,;:][\"”»*_)\s]*$")
_SAID = re.compile(r"[.!?…][\"”»)\]\s]*$")
_WORD = re.compile(r"[^\W\d_]+")


def headings(text: str, labelled: Sequence[int]) -> Iterator[int]:
    """Where lines begin that are headings; `labelled` are the starts of lines with a speaker's label, in order.

    A heading is short, numbered, in capitals or marked with `#`, ends as no sentence does, and stands by itself: below
    a blank line (a numbered one between two), or after a finished sentence and right before a label.
    """
    for match in _LINE.finditer(text):
        start, line = match.start(), match[0].strip()
        if len(line) > _LONGEST or _is_in(labelled, start) or _SENTENCE_END.search(line):
            continue
        if match["capitals"] and not _shouts(line):
            continue
        if _stands_alone(text, start, match.end(), labelled, titled=match["numbered"] is None):
            yield start


def _shouts(line: str) -> bool:
    """Whether a line is a title in capitals: two words of some length at least, or one long one."""
    words = {word for word in _WORD.findall(line) if len(word) > 3}
    return line == line.upper() and (len(words) > 1 or any(len(word) > 7 for word in words))


def _stands_alone(text: str, start: int, end: int, labelled: Sequence[int], *, titled: bool) -> bool:
    """Whether nothing goes on into a line or from it; below a title, the date may follow at once."""
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)].strip()
    after = text[end + 1 : (text.find("\n", end + 1) + 1 or len(text) + 1) - 1].strip()
    if _is_in(labelled, end + 1):
        return not before or bool(_SAID.search(before))
    return not before and (titled or not after)


def _is_in(places: Sequence[int], place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place
