"""How two wordings differ, word by word: for a person who reads both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from qualcode.anchoring.aligning import Alignment
from qualcode.model import Span

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
_OUTRIGHT = 250_000  # pairs of words that are compared one with each
SAME, GONE, COME = " ", "-", "+"


class Piece(NamedTuple):
    """Words that both wordings have, or one of them: `sign` is SAME, GONE or COME."""

    sign: str
    text: str


class Difference(NamedTuple):
    """A stretch of the old text and what stands there in the new one; one of them may be empty."""

    old: Span
    new: Span


def worded(old: str, new: str) -> list[Piece]:
    """The words of both in order, each once where they are the same."""
    ours, theirs = _PIECE.findall(old), _PIECE.findall(new)
    if len(ours) * len(theirs) > _OUTRIGHT:
        return [Piece(GONE, old), Piece(COME, new)]
    return list(_pieces(ours, theirs))


def _pieces(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Piece]:
    for what, i, i_end, j, j_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(SAME, "".join(ours[i:i_end]))
            continue
        if i < i_end:
            yield Piece(GONE, "".join(ours[i:i_end]))
        if j < j_end:
            yield Piece(COME, "".join(theirs[j:j_end]))


def differences(alignment: Alignment, old: str, new: str) -> list[Difference]:
    """Where two texts differ, in order; each reaches to the ends of its words, and those that touch are one."""
    found: list[Difference] = []
    for start, end, new_start, new_end in alignment.gaps():
        back = min(_inside(old, start), _inside(new, new_start)) if start and new_start else 0
        on = min(_rest(old, end), _rest(new, new_end))
        here = Difference(Span(start - back, end + on), Span(new_start - back, new_end + on))
        if found and here.old.start <= found[-1].old.end:
            here = Difference(Span(found[-1].old.start, here.old.end), Span(found[-1].new.start, here.new.end))
            found.pop()
        found.append(here)
    return found


def _inside(text: str, place: int) -> int:
    """How many letters of a word that a place cuts stand before it."""
    if place >= len(text) or not text[place].isalnum():
        return 0
    start = place
    while start and text[start - 1].isalnum():
        start -= 1
    return place - start


def _rest(text: str, place: int) -> int:
    """How many letters of a word that a place cuts stand after it."""
    if not place or not text[place - 1].isalnum():
        return 0
    end = place
    while end < len(text) and text[end].isalnum():
        end += 1
    return end - place
