"""Links in a summary: `[#123]` cites coding 123. Whoever writes sees `[#123 L03-P2 §47]`; the number alone is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import NamedTuple

GONE = "?"
"""What stands for the citation of a coding that is no longer there."""
_LINK = re.compile(r"\[#(?P<coding>\d{1,15})(?P<shown> (?:[^\[\]\n§]{1,200} §[\d–]{1,20}|\?))?\]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


class Link(NamedTuple):
    """A link in a text: the coding it cites, and its place `[start, end)`."""

    coding: int
    start: int
    end: int


def links(text: str) -> Iterator[Link]:
    """The links of a text in order, with or without citations."""
    return (Link(int(found["coding"]), *found.span()) for found in _LINK.finditer(text))


def kept(text: str) -> str:
    """The text as a study keeps it: links without citations, one kind of line end, nothing a file could not hold."""
    text = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", text))
    return _replaced(text, lambda coding: f"[#{coding}]").strip()


def written(coding: int, citation: str) -> str:
    """A link as a person who writes sees it."""
    return f"[#{coding} {citation}]"


def for_writing(text: str, citations: Mapping[int, str]) -> str:
    """The text with its links as a person who writes sees them."""
    return _replaced(text, lambda coding: written(coding, citations.get(coding, GONE)))


def for_reading(text: str, citations: Mapping[int, str]) -> str:
    """The text with a citation in brackets for each link, without its number."""
    return _replaced(text, lambda coding: f"[{citations.get(coding, GONE)}]")


def relinked(text: str, others: Mapping[int, int]) -> str:
    """The text as a study keeps it, with links to other codings in the place of those that are gone."""
    return _replaced(text, lambda coding: f"[#{others.get(coding, coding)}]")


def unlinked(text: str, known: Container[int]) -> str:
    """The text where only links to codings that are known stay links; others become words: `(#17)`."""
    return _replaced(text, lambda coding: f"[#{coding}]" if coding in known else f"(#{coding})")


def _replaced(text: str, say: Callable[[int], str]) -> str:
    return _LINK.sub(lambda found: say(int(found["coding"])), text)
