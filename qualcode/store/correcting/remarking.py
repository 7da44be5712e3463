"""Where bookmarks stand in a corrected text: on their words, or as near to where these were as is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from qualcode.anchoring.aligning import Alignment
from qualcode.anchoring.judging import Verdict
from qualcode.model import Span

_WORD = re.compile(r"\S+")


class BookmarkFate(NamedTuple):
    """What becomes of one bookmark: where it stood and with which words, where it stands and on which.

    One that is ambiguous or lost stands at the nearest place. `joined` says that one of the same coder's stands there,
    with which it is one.
    """

    bookmark: int
    kind: str
    before: Span
    after: Span | None
    quote: str
    text: str
    joined: bool = False


def bookmark_fates(
    rows: Iterable[Sequence[Any]], old: str, new: str, verdicts: Mapping[Span, Verdict], alignment: Alignment
) -> list[BookmarkFate]:
    """What becomes of bookmarks, each given by number, start, end and coder; those on their words come first."""
    marks = [(number, Span(start, end), coder) for number, start, end, coder in rows]
    taken, told = set(), {}
    for number, before, coder in sorted(marks, key=lambda mark: verdicts[mark[1]].after is None):
        verdict = verdicts[before]
        after = verdict.after or _nearest(verdict, alignment.start(before.start)[0], new)
        words = (old[before.start : before.end], new[after.start : after.end] if after else "")
        told[number] = BookmarkFate(number, verdict.kind, before, after, *words, (after, coder) in taken)
        taken.add((after, coder))
    return [told[number] for number, _before, _coder in marks]


def _nearest(verdict: Verdict, place: int, new: str) -> Span | None:
    """The best of the places where the words may be, else the word that stands where they were; None in no words."""
    return next((each for each in verdict.candidates if len(each)), None) or _word_by(new, place)


def _word_by(text: str, place: int) -> Span | None:
    """The first word from a place on, else the last one."""
    if found := _WORD.search(text, place):
        return Span(*found.span())
    text = text.rstrip()
    return Span(len(text) - len(text.rsplit(maxsplit=1)[-1]), len(text)) if text else None
