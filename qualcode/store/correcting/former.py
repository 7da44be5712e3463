"""Former versions of a document's text, as they were with what stood on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from qualcode.errors import NotFoundError
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.model.texts import Speaker, Transcript, Turn
from qualcode.store.database.sqlite import Connection
from qualcode.store.reading.states import State, columns_of, unpack
from qualcode.store.reading.texts import unpack_sentences


class TextVersion(NamedTuple):
    """A version of a document's text; until when it held, and who replaced it: None for the one that holds."""

    number: int
    sha256: str
    until: str | None = None
    by: str | None = None


class Stood(NamedTuple):
    """A coding as it stood in a former version."""

    id: int
    start: int
    end: int
    code: str
    coder: str


class Former(NamedTuple):
    """A former version: its text with turns and speakers, and the codings that stood in it, in order of place."""

    version: TextVersion
    transcript: Transcript
    codings: tuple[Stood, ...]


def versions(connection: Connection, document: str) -> list[TextVersion]:
    """All versions of a document's text, the first one first, the present one last."""
    query = "SELECT version, sha256, at, coder FROM former WHERE document = ? ORDER BY version"
    found = [TextVersion(*row) for row in connection.execute(query, (document,))]
    row = connection.execute("SELECT sha256 FROM document WHERE id = ?", (document,)).fetchone()
    return [*found, TextVersion(len(found) + 1, row[0])] if row else []


def former(connection: Connection, document: str, number: int) -> Former:
    """One former version; `NotFoundError` where there is none of that number."""
    query = "SELECT version, sha256, at, coder, packed FROM former WHERE document = ? AND version = ?"
    row = connection.execute(query, (document, number)).fetchone()
    if row is None:
        last = len(versions(connection, document))
        raise NotFoundError(
            _("{document} has no version {number}.").format(document=document, number=number),
            _("Its versions are numbered from 1 to {last}.").format(last=last),
        )
    state = unpack(row[4])
    codings = map(Stood._make, _picked(connection, state, "coding", Stood._fields))
    in_place = sorted(codings, key=lambda coding: (coding.start, coding.end, coding.id))
    return Former(TextVersion(*row[:4]), _transcript(state), tuple(in_place))


class Past(NamedTuple):
    """A former version as one finds again what stood in it: its words, its codings, its memos on passages.

    Codings are id, start, end, code, coder, round; memos id, target, coder, text.
    """

    document: str
    number: int
    text: str
    codings: tuple[tuple[int, int, int, str, str, int], ...]
    memos: tuple[tuple[int, str, str, str], ...]


def of_bytes(connection: Connection, sha256: str) -> list[tuple[str, int]]:
    """The former versions that came as these bytes, by document and number, the last one first."""
    query = "SELECT document, version FROM former WHERE sha256 = ? ORDER BY version DESC"
    return [(str(document), int(number)) for document, number in connection.execute(query, (sha256,))]


def words(connection: Connection) -> Iterator[tuple[str, int, str]]:
    """The words of each former version, with its document and number, the last one of a document last."""
    for document, number, packed in connection.execute("SELECT document, version, packed FROM former ORDER BY version"):
        yield str(document), int(number), str(unpack(packed)["document_text"][0][1])


def past(connection: Connection, document: str, number: int) -> Past:
    """One former version that is there."""
    query = "SELECT packed FROM former WHERE document = ? AND version = ?"
    state = unpack(connection.execute(query, (document, number)).fetchone()[0])
    codings = _picked(connection, state, "coding", ("id", "start", "end", "code", "coder", "round"))
    memos = _picked(connection, state, "memo", ("id", "target", "coder", "text"))
    return Past(document, number, str(state["document_text"][0][1]), codings, memos)


def _picked(connection: Connection, state: State, table: str, names: Sequence[str]) -> tuple[Any, ...]:
    columns = columns_of(connection, table)
    places = [columns.index(name) for name in names]
    return tuple(tuple(row[place] for place in places) for row in state[table])


def _transcript(state: State) -> Transcript:
    _document, text, sentences, _original = state["document_text"][0]
    starts, ends, _ranks = unpack_sentences(sentences)
    labels = {row[0]: row[3] or None for row in state["speaker"]}
    turns = tuple(Turn(row[2], labels.get(row[3]), *row[4:8]) for row in state["turn"])
    voices: dict[str, tuple[int, Speaker]] = {}
    for _id, _name, position, label, interviewer, participant, _part in state["speaker"]:
        if label:
            voices.setdefault(label, (position, Speaker(label, bool(interviewer), participant)))
    speakers = tuple(speaker for _position, speaker in sorted(voices.values(), key=lambda voice: voice[0]))
    return Transcript(text, turns, speakers, tuple(map(Span, starts, ends)))
