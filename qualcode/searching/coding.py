"""Coding places found: which passage each one stands for, and which of them carry the code already."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from qualcode.acts import AddCoding, AddCodings
from qualcode.model import Span
from qualcode.model.codings import Hit
from qualcode.store.reading.texts import StoredText, load_text

if TYPE_CHECKING:
    from qualcode.model.codings import Coding
    from qualcode.study import Study


class Place(NamedTuple):
    """The passage that a place found stands for."""

    document: str
    start: int
    end: int


class Plan(NamedTuple):
    """What coding places found comes to: passages that get the code, and those that carry it already, each once."""

    code: str
    fresh: tuple[Place, ...]
    there: tuple[Place, ...]

    @property
    def act(self) -> AddCodings:
        """Everything that gets the code, as one act."""
        return AddCodings(tuple(AddCoding(*place, self.code) for place in self.fresh))


def plan(
    study: Study,
    hits: Iterable[Hit],
    unit: str,
    code: str,
    coder: str,
    tell: Callable[[str], None] | None = None,
) -> Plan:
    """Which passages coding all these places would code. A passage within one of this code and coder carries it.

    `tell` hears of each document before it is read, and may raise to stop.
    """
    fresh: list[Place] = []
    there: list[Place] = []
    passages = Passages(study, unit)
    for document, found in groupby(sorted(hits, key=attrgetter("document")), key=attrgetter("document")):
        if tell:
            tell(document)
        carried = [coding for coding in study.codings(document, coder) if coding.code == code]
        for place in sorted(dict.fromkeys(map(passages.place, found))):
            (there if is_carried(place, carried) else fresh).append(place)
    return Plan(code, tuple(fresh), tuple(there))


def is_carried(place: Place, codings: Iterable[Coding]) -> bool:
    """Whether one of these codings of a document covers the passage."""
    return any(coding.start <= place.start and place.end <= coding.end for coding in codings)


class Passages:
    """The passages that places found stand for; the text of the last document is kept."""

    def __init__(self, study: Study, unit: str) -> None:
        self._study, self._unit = study, unit
        self._document = ""
        self._stored: StoredText | None = None

    def place(self, hit: Hit) -> Place:
        """Its words alone, the sentences they are in, or the turn."""
        span = Span(hit.start, hit.end)
        if self._unit != "hit":
            span = widened(self.stored(hit.document), span, self._unit)
        return Place(hit.document, span.start, span.end)

    def stored(self, document: str) -> StoredText:
        """A document's text with its turns and sentences."""
        if self._stored is None or self._document != document:
            self._document, self._stored = document, load_text(self._study.connection, document)
        return self._stored


def widened(stored: StoredText, span: Span, unit: str) -> Span:
    """The sentences or the turn around a span that lies in one turn, without the blanks at the ends."""
    if unit == "turn":
        _start, body, end, *_rest = stored.turns[bisect_right(stored.turn_starts, span.start) - 1]
        said = stored.text[body:end]
        return Span(body + len(said) - len(said.lstrip()), body + len(said.rstrip()))
    first, last = (bisect_right(stored.starts, place) - 1 for place in (span.start, span.end - 1))
    start = stored.starts[first] if first >= 0 and span.start < stored.ends[first] else span.start
    end = stored.ends[last] if last >= 0 else span.end
    return Span(start, max(end, span.end))
