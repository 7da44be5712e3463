"""Pieces of documents × codes: what one person says in a turn, or a passage that somebody coded.

A code is on a turn where a passage of it holds more of the turn than blank space. Words are those of the turn, each
once; passages those that reach into it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.store.counting.themes import covers
from qualcode.store.reading.coded import Guided, Marked, Uttered, guided, marked, text_of, uttered
from qualcode.store.reading.dimensions import NO_GROUP, Grouping, Voices, voices
from qualcode.tables.datasets import (
    BETWEEN,
    NOT_YET_CODED,
    PASSAGE,
    About,
    Asked,
    Cell,
    Column,
    Dataset,
    code_columns,
    known_of,
    meaning_of,
    rule,
)
from qualcode.tables.themes import resolved

if TYPE_CHECKING:
    from qualcode.holdings import Holdings

Tell = Callable[[str], None]
_TURN = (Column("document"), Column("turn", "integer"), Column("time", "number"), Column("participant"))
_PASSAGE = (Column("document"), Column("start", "integer"), Column("end", "integer"), Column("participants"))


@dataclass(slots=True)
class _Tally:
    """What a theme comes to in a turn: its passages, its words, and how far the words are counted."""

    segments: set[int] = field(default_factory=set)
    words: int = 0
    reach: int = 0


def turn_table(study: Holdings, table: str, asked: Asked, tell: Tell | None = None) -> Dataset:
    """A row for each turn of the people interviewed, coded or not."""
    asked, pieces = _prepared(study, asked)
    sizes = (Column("words", "integer"), Column(NOT_YET_CODED))
    about = About(study, known_of(study, asked.unit), (column.name for column in (*_TURN, *sizes)))
    columns = (*_TURN, *about.columns, *sizes)
    rows = pieces.turns(about, table, tell)
    said = rule(asked, pieces.coder, meaning_of(table))
    return Dataset(table, (*columns, *code_columns(pieces.codes, columns)), rows, said, pieces.coder)


def passage_table(study: Holdings, table: str, asked: Asked, tell: Tell | None = None) -> Dataset:
    """A row for each distinct passage of one coder that bears one of the codes."""
    if table != "wide":
        raise InputError(
            _("--unit {unit}: each passage is one, there is nothing to count.").format(unit=PASSAGE),
            _("Leave --table out, or write --table wide."),
        )
    asked, pieces = _prepared(study, asked)
    about = About(study, known_of(study, asked.unit), (column.name for column in _PASSAGE))
    columns = (*_PASSAGE, *about.columns)
    said = rule(asked, pieces.coder, _("1: the passage bears the code; 0: it does not."))
    rows = pieces.passages(about, tell)
    return Dataset(table, (*columns, *code_columns(pieces.codes, columns)), rows, said, pieces.coder)


def _prepared(study: Holdings, asked: Asked) -> tuple[Asked, _Pieces]:
    asked = asked._replace(where=resolved(study, asked.where))
    return asked, _Pieces(study, asked)


class _Pieces:
    """The pieces of one coder's documents, read document by document."""

    def __init__(self, study: Holdings, asked: Asked) -> None:
        self._study, self._asked = study, asked
        self.coder = study.counted_coder(asked.coder)
        self.codes = asked.wanted(study.codebook)
        self._heard = voices(study.connection, Grouping(("participant",), asked.where))
        self._themes = {
            code.id: tuple(theme.id for theme in asked.under(study.codebook, code.id)) for code in study.codebook.codes
        }

    def turns(self, about: About, table: str, tell: Tell | None) -> Iterator[list[Cell]]:
        """Each turn with what is known of it and what its codes come to."""
        coded = _Following(self._marked())
        for document in guided(self._study.connection, self.coder):
            if tell:
                tell(document.id)
            turns = uttered(self._study.connection, document.id)
            found = coded.of(document.id)
            text = text_of(self._study.connection, document.id) if found else ""
            tallies = self._tallied(turns, text, found)
            empty, unknown = self._where_nothing(document)
            for turn, said in zip(turns, tallies, strict=True):
                if turn.speaker is not None and (who := _person(self._heard, turn.speaker)):
                    cells = [_value(said[code], table) if code in said else empty[code] for code in self.codes]
                    known = about.of(document.id, (turn.speaker,))
                    uncoded = " ".join(code for code in unknown if code not in said) or None
                    yield [document.id, turn.number, turn.time, who, *known, turn.words, uncoded, *cells]

    def passages(self, about: About, tell: Tell | None) -> Iterator[list[Cell]]:
        """Each passage with what is known of it and whether it bears each code."""
        for document, found in self._marked():
            if tell:
                tell(document)
            segments: defaultdict[int, list[Marked]] = defaultdict(list)
            for one in found:
                segments[one.segment].append(one)
            for those in segments.values():
                borne = {theme for one in those for theme in self._themes[one.code]}
                if not borne.isdisjoint(self.codes):
                    heard = tuple(dict.fromkeys(one.speaker for one in those if one.speaker is not None))
                    people = dict.fromkeys(filter(None, (_person(self._heard, one) for one in heard)))
                    place: list[Cell] = [document, those[0].start, those[0].end, BETWEEN.join(people) or None]
                    yield [*place, *about.of(document, heard), *(int(code in borne) for code in self.codes)]

    def _marked(self) -> Iterator[tuple[str, list[Marked]]]:
        """The codings whose speakers are counted, or whose documents are where nobody speaks."""
        for document, found in marked(self._study.connection, Grouping((), self._asked.where), self.coder):
            if counted := [one for one in found if self._counts(one)]:
                yield document, counted

    def _counts(self, one: Marked) -> bool:
        if one.speaker is None:
            return one.document in self._heard.documents
        return one.speaker in self._heard.speakers

    def _tallied(self, turns: Sequence[Uttered], text: str, found: Iterable[Marked]) -> list[dict[str, _Tally]]:
        """What each theme comes to in each turn."""
        tallies: list[dict[str, _Tally]] = [{} for _turn in turns]
        starts, ranks = [turn.start for turn in turns], [turn.first_word for turn in turns]
        for one in found:
            if one.speaker is not None:
                for at in _reached(turns, starts, text, one):
                    for theme in self._themes[one.code]:
                        tallies[at].setdefault(theme, _Tally()).segments.add(one.segment)
                if one.last_word > one.first_word:
                    at = bisect_right(ranks, one.first_word) - 1
                    for theme in self._themes[one.code]:
                        _add_words(tallies[at].setdefault(theme, _Tally()), one)
        return tallies

    def _where_nothing(self, document: Guided) -> tuple[Mapping[str, Cell], tuple[str, ...]]:
        """The cell of each code where a turn bears nothing of it; the codes of which it is not known yet."""
        guide = self._study.guides.get(document.guide) if document.guide is not None else None
        book = self._study.codebook
        wanted = self.codes
        asked = [code for code in wanted if guide is None or covers(book, guide.asks, code)]
        if document.done:
            return {code: 0 if code in asked else None for code in wanted}, ()
        return dict.fromkeys(wanted), tuple(asked)


class _Following:
    """Documents in order with what is marked in them, asked for in the same order."""

    def __init__(self, found: Iterator[tuple[str, list[Marked]]]) -> None:
        self._found = found
        self._next = next(found, None)

    def of(self, document: str) -> list[Marked]:
        """What is marked in a document, which may be nothing."""
        if self._next is None or self._next[0] != document:
            return []
        marks = self._next[1]
        self._next = next(self._found, None)
        return marks


def _reached(turns: Sequence[Uttered], starts: Sequence[int], text: str, one: Marked) -> Iterator[int]:
    """The turns of the speaker of whom a passage holds more than blank space."""
    at = max(0, bisect_right(starts, one.start) - 1)
    while at < len(turns) and turns[at].start < one.end:
        turn = turns[at]
        if turn.speaker == one.speaker and text[max(one.start, turn.start) : min(one.end, turn.end)].strip():
            yield at
        at += 1


def _add_words(tally: _Tally, one: Marked) -> None:
    """Add the words that lie beyond those counted: passages come in order of their starts."""
    if one.last_word > tally.reach:
        tally.words += one.last_word - max(one.first_word, tally.reach)
        tally.reach = one.last_word


def _person(heard: Voices, speaker: int) -> str | None:
    """The id of who speaks, if it is somebody who counts."""
    found = heard.speakers.get(speaker)
    return None if found is None or found[1] == NO_GROUP else found[1]


def _value(tally: _Tally, table: str) -> Cell:
    return {"wide": 1, "counts": len(tally.segments), "words": tally.words}[table]
