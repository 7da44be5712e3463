"""Where quotes stand in a text: all of them in one pass over its words, however many quotes there are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_SIZES = (16, 8, 4, 2, 1)
_LONG = 4_000
"""Quotes longer than this are looked for one by one, in the whole text: they are few."""


class Sought(NamedTuple):
    """A quote and where in it a word begins that begins one in its text too; -1 if none does."""

    quote: str
    word: int


def sought(text: str, start: int, end: int) -> Sought:
    """The passage of a text as it is looked for."""
    inside = start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_")
    first = _WORD.match(text, start, end) if inside else None
    word = _WORD.search(text, first.end() if first else start, end)
    return Sought(text[start:end], word.start() - start if word else -1)


def places(text: str, quotes: Iterable[Sought], windows: Sequence[tuple[int, int]]) -> dict[Sought, list[int]]:
    """Where each quote begins in a text, in order; those longer than a few pages anywhere, others within windows.

    Windows are disjoint and in order. A quote that begins with a word is found where a word begins.
    """
    found: dict[Sought, list[int]] = {each: [] for each in quotes}
    by_key: dict[str, list[Sought]] = {}
    for each in found:
        if len(each.quote) > _LONG:
            found[each] = list(_one_by_one(text, each.quote, 0, len(text)))
        elif each.word < 0:
            found[each] = [place for window in windows for place in _one_by_one(text, each.quote, *window)]
        else:
            by_key.setdefault(_key(each), []).append(each)
    heads = _heads(by_key)
    for start, end in windows if by_key else ():
        for place in (match.start() for match in _WORD.finditer(text, start, end)):
            for size, known in heads:
                head = text[place : place + size]
                if head not in known:
                    break
                for each in by_key.get(head, ()):
                    begin = place - each.word
                    if begin >= 0 and text.startswith(each.quote, begin):
                        found[each].append(begin)
    return found


def _heads(keys: Collection[str]) -> list[tuple[int, set[str]]]:
    """How keys of each size and those longer begin, the shortest first: what begins as none of these needs no more."""
    sizes = sorted({len(key) for key in keys})
    return [(size, {key[:size] for key in keys if len(key) >= size}) for size in sizes]


def _key(each: Sought) -> str:
    """What is looked up of a quote: as much of it from its first whole word on as one of the sizes."""
    rest = len(each.quote) - each.word
    size = next(size for size in _SIZES if size <= rest)
    return each.quote[each.word : each.word + size]


def _one_by_one(text: str, quote: str, start: int, end: int) -> Iterator[int]:
    place = text.find(quote, start, end)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1, end)
