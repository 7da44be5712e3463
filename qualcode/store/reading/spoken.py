"""What participants say, document by document: the text with the turns that count, and where it is coded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from qualcode.model import Span
from qualcode.spans import union
from qualcode.store.database.sqlite import Connection
from qualcode.store.reading.dimensions import Grouping, voices

_TURNS = 'SELECT number, body, "end", speaker FROM turn WHERE document = ? AND speaker IS NOT NULL ORDER BY number'
_SPANS = 'SELECT start, "end", code FROM coding WHERE document = ? AND coder = ? ORDER BY start, "end"'
_TEXT = "SELECT text FROM document_text WHERE document = ?"


class Said(NamedTuple):
    """One turn of a participant: the keys of the speaker and the person, the group, where in its document's text."""

    number: int
    speaker: int
    person: int
    group: str
    start: int
    end: int


class Spoken(NamedTuple):
    """A document's text with the turns of the participants whom a grouping counts."""

    document: str
    language: str
    text: str
    turns: Sequence[Said]


def spoken(connection: Connection, grouping: Grouping, tell: Callable[[str], None] | None = None) -> Iterator[Spoken]:
    """The documents in which somebody counted speaks, one at a time, by id.

    `tell` hears of each document before it is read, and may raise to stop.
    """
    heard = {speaker: (who, group) for speaker, (who, group) in voices(connection, grouping).speakers.items() if who}
    documents = connection.execute("SELECT id, language FROM document ORDER BY id").fetchall()
    for document, language in documents:
        if tell:
            tell(document)
        rows = connection.execute(_TURNS, (document,))
        turns = [Said(number, who, *heard[who], body, end) for number, body, end, who in rows if who in heard]
        if turns:
            text = connection.execute(_TEXT, (document,)).fetchone()[0]
            yield Spoken(document, language, text, turns)


def spans_of(
    connection: Connection, document: str, coder: str | None, themes: Mapping[str, Iterable[str]]
) -> dict[str, list[Span]]:
    """Where a coder put the codes of each theme on a document, as unions in order."""
    rows = connection.execute(_SPANS, (document, coder)).fetchall()
    found = {theme: [Span(start, end) for start, end, code in rows if code in codes] for theme, codes in themes.items()}
    return {theme: union(spans) for theme, spans in found.items() if spans}
