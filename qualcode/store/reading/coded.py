"""Codings one by one as they are read: in rows that say all of each, or document by document with who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from qualcode.model.asking import Filter
from qualcode.store.database.sqlite import Connection, Row
from qualcode.store.reading.dimensions import Grouping
from qualcode.store.reading.queries import condition_of, opening

_ROWS = """
{opening} SELECT coding.id, coding.document, coding.start, coding."end", coding.code, coding.coder, coding.round,
    coding.key, coding.counter, coding.definition, coding.at, first_turn, last_turn,
    (SELECT time FROM turn WHERE turn.document = coding.document AND turn.number = first_turn),
    segment.quote,
    (SELECT group_concat(text, char(10)) FROM memo WHERE target = 'coding:' || coding.id),
    (SELECT group_concat(speaker) FROM
        (SELECT speaker FROM passage WHERE passage.segment = segment.id ORDER BY passage.rowid)),
    (SELECT coalesce(sum(last_word - first_word), 0) FROM passage JOIN speaker ON speaker.id = passage.speaker
        WHERE passage.segment = segment.id AND speaker.participant IS NOT NULL)
FROM coding CROSS JOIN segment ON segment.id = coding.segment CROSS JOIN document AS d ON d.id = coding.document
{condition} ORDER BY coding.document, coding.start, coding."end", coding.id
"""
_MARKED = """
SELECT coding.document, coding.start, coding."end", coding.segment, coding.code, passage.speaker, first_word, last_word
FROM coding CROSS JOIN passage ON passage.segment = coding.segment
WHERE coding.coder = ? AND {codings} ORDER BY coding.document, coding.start, coding."end", coding.segment
"""
_TURNS = """SELECT number, speaker, body, "end", first_word, words, time FROM turn WHERE document = ? ORDER BY number"""
_GUIDED = """
SELECT id, guide, EXISTS (SELECT 1 FROM done WHERE done.document = document.id AND done.coder = ?)
FROM document ORDER BY id
"""


class FullCoding(NamedTuple):
    """All that is known of a coding; `time` is when its first turn was said, in seconds; `speakers` are keys."""

    id: int
    document: str
    start: int
    end: int
    code: str
    coder: str
    round: int
    key: int
    counter: int
    definition: int
    at: str
    first_turn: int
    last_turn: int
    time: float | None
    text: str
    memo: str | None
    speakers: tuple[int, ...]
    words: int


class Marked(NamedTuple):
    """A code on a segment, in which one speaker says words from the first to before the last."""

    document: str
    start: int
    end: int
    segment: int
    code: str
    speaker: int | None
    first_word: int
    last_word: int


class Uttered(NamedTuple):
    """A turn: its speaker's key, where its words stand in the text, and which of the document's words they are."""

    number: int
    speaker: int | None
    start: int
    end: int
    first_word: int
    words: int
    time: float | None


class Guided(NamedTuple):
    """A document with the guide it was led by, and whether a coder has marked it as done."""

    id: str
    guide: str | None
    done: bool


def coded(connection: Connection, where: Filter, codes: frozenset[str] | None) -> Iterator[FullCoding]:
    """The codings that a filter means, of some codes if these are given, in order of document and place."""
    condition, values = condition_of(where, codes)
    for row in connection.execute(_ROWS.format(opening=opening(where), condition=condition), values):
        yield FullCoding._make((*row[:16], _keys(row[16]), row[17]))


def marked(connection: Connection, grouping: Grouping, coder: str | None) -> Iterator[tuple[str, list[Marked]]]:
    """What one coder marked, document by document, in order of place; documents without any are left out."""
    rows = connection.execute(_MARKED.format(codings=grouping.of_codings()), (coder,))
    for document, found in groupby(rows, key=itemgetter(0)):
        yield document, [Marked(*row) for row in found]


def uttered(connection: Connection, document: str) -> list[Uttered]:
    """The turns of a document in order."""
    return [Uttered(*row) for row in connection.execute(_TURNS, (document,))]


def text_of(connection: Connection, document: str) -> str:
    """The text of a document that is there."""
    row = connection.execute("SELECT text FROM document_text WHERE document = ?", (document,)).fetchone()
    return str(row[0])


def guided(connection: Connection, coder: str | None) -> list[Guided]:
    """All documents by id."""
    rows: list[Row] = connection.execute(_GUIDED, (coder,)).fetchall()
    return [Guided(name, guide, bool(done)) for name, guide, done in rows]


def _keys(speakers: str | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(int, speakers.split(",")))) if speakers else ()
