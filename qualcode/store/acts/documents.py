"""Acts on documents: bring one in with its text, turns, speakers and people; take one out again, and put it back."""

from __future__ import annotations

import base64
import json
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _, ngettext
from qualcode.language.words import word_ranks
from qualcode.model.people import Participant
from qualcode.model.texts import Transcript
from qualcode.store.acts.book import require_site
from qualcode.store.acts.people import Change, meet, take_back
from qualcode.store.acts.performing import Performed, Writing, inverse, next_id, perform, refuse_built_on
from qualcode.store.database.sqlite import Connection
from qualcode.store.reading.states import insert_rows
from qualcode.store.reading.texts import pack_sentences

_PARTS = ("document_text", "part", "speaker", "turn", "done", "bookmark")
"""The tables that hold what belongs to one document, each after those it refers to."""
_MEMOS = "target = 'document:' || ?1 OR (target >= 'passage:' || ?1 || ':' AND target < 'passage:' || ?1 || ';')"
"""The memos on a document and on its passages."""


@dataclass(frozen=True, slots=True)
class ImportDocument:
    """A document to bring in. `people` are the participants its speakers name; those unknown to the study are made."""

    id: str
    name: str
    site: str | None
    kind: str
    language: str
    transcript: Transcript
    original: bytes
    sha256: str
    date: str | None = None
    wave: str | None = None
    guide: str | None = None
    variables: Mapping[str, object] = field(default_factory=dict)
    people: tuple[Participant, ...] = ()


@inverse
@dataclass(frozen=True, slots=True)
class RemoveDocument:
    """Take a document out, and take back what it changed of people: the inverse of bringing it in."""

    id: str
    people: Sequence[Change]


@inverse
@dataclass(frozen=True, slots=True)
class RestoreDocument:
    """Put a document back from a packed copy of its rows, and its people as they were."""

    id: str
    packed: str
    people: Sequence[Change]


@perform.register
def import_document(act: ImportDocument, writing: Writing) -> Performed:
    """A document with all its rows; its people where they are new."""
    connection, document = writing.connection, act.transcript
    _refuse_known(connection, act.id, act.sha256)
    for site in (act.site, *(said.site for said in act.people)):
        require_site(connection, site)
    people = [meet(connection, said) for said in act.people]
    connection.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (act.id, act.name, act.site, act.kind, act.language, act.date, act.wave, act.guide, _json(act.variables),
         len(document.text), len(document.turns), act.sha256),
    )  # fmt: skip
    ranks = document.ranks or word_ranks(document.text, document.sentences)
    sentences = pack_sentences(document.sentences, ranks)
    connection.execute(
        "INSERT INTO document_text VALUES (?, ?, ?, ?)", (act.id, document.text, sentences, act.original)
    )
    _insert_turns(writing, act.id, document, _insert_speakers(writing, act.id, document), ranks)
    summary = {"document": act.id, "name": act.name, "sha256": act.sha256}
    return Performed(RemoveDocument(act.id, people), summary, frozenset((act.id,)), reread=frozenset((act.id,)))


@perform.register
def remove_document(act: RemoveDocument, writing: Writing) -> Performed:
    """A document out of the study; refused while a coding is on it."""
    connection = writing.connection
    refuse_built_on(writing, "document", (act.id,))
    _refuse_coded(writing, act.id)
    copy = _copy(writing, act.id)
    writing.texts.pop(act.id, None)
    connection.executemany("DELETE FROM turn_index WHERE rowid = ?", [(row[0],) for row in copy["turn"]])
    connection.execute(f"DELETE FROM memo WHERE {_MEMOS}", (act.id,))
    for table in reversed(_PARTS):
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (act.id,))
    connection.execute("DELETE FROM document WHERE id = ?", (act.id,))
    back = RestoreDocument(act.id, _pack(copy), take_back(writing, act.people))
    touched = frozenset((act.id,))
    return Performed(back, {"document": act.id}, touched, reread=touched)


@perform.register
def restore_document(act: RestoreDocument, writing: Writing) -> Performed:
    """A document back, row for row."""
    copy = _unpack(act.packed)
    _id, _name, site, *_others, sha256 = copy["document"][0]
    _refuse_known(writing.connection, act.id, sha256)
    require_site(writing.connection, site)
    people = take_back(writing, act.people)
    for table in ("document", *_PARTS, "memo"):
        if rows := copy.get(table):
            insert_rows(writing.connection, table, rows)
    writing.connection.executemany(
        "INSERT INTO turn_index(rowid, body) VALUES (?, ?)", _bodies(copy["document_text"][0][1], copy["turn"])
    )
    touched = frozenset((act.id,))
    return Performed(RemoveDocument(act.id, people), {"document": act.id}, touched, reread=touched)


def _refuse_known(connection: Connection, document: str, sha256: str) -> None:
    """Refuse an id that is taken, and bytes that are in the study already, be it as a former version."""
    query = "SELECT id, sha256 = ?2 FROM document WHERE id = ?1 OR sha256 = ?2"
    if row := connection.execute(query, (document, sha256)).fetchone():
        if row[1]:
            raise InputError(_("The same text is in the study already, as {document}.").format(document=row[0]))
        raise InputError(_("There is a document {name} in the study already.").format(name=document))
    if row := connection.execute("SELECT document FROM former WHERE sha256 = ?", (sha256,)).fetchone():
        said = _("The same text is in the study already, as a former version of {document}.")
        raise InputError(said.format(document=row[0]))


def _insert_speakers(writing: Writing, document: str, transcript: Transcript) -> dict[str, int]:
    keys = {}
    for position, speaker in enumerate(transcript.speakers):
        cursor = writing.connection.execute(
            "INSERT INTO speaker(document, position, label, interviewer, participant) VALUES (?, ?, ?, ?, ?)",
            (document, position, speaker.label, int(speaker.interviewer), speaker.participant),
        )
        keys[speaker.label] = int(cursor.lastrowid or 0)
    return keys


def _insert_turns(
    writing: Writing, document: str, transcript: Transcript, speakers: Mapping[str, int], ranks: Sequence[int]
) -> None:
    """The turns with their words: those of the sentences in them, whose ranks are given."""
    starts = [span.start for span in transcript.sentences]
    rows, bodies = [], []
    for number, turn in enumerate(transcript.turns, start=next_id(writing.connection, "turn")):
        first, last = ranks[bisect_left(starts, turn.body)], ranks[bisect_left(starts, turn.end)]
        speaker = None if turn.speaker is None else speakers[turn.speaker]
        place = (turn.start, turn.body, turn.end, turn.time)
        rows.append((number, document, turn.number, speaker, *place, first, last - first))
        bodies.append((number, transcript.text[turn.body : turn.end]))
    writing.connection.executemany("INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    writing.connection.executemany("INSERT INTO turn_index(rowid, body) VALUES (?, ?)", bodies)


def _refuse_coded(writing: Writing, document: str) -> None:
    count, coders = writing.connection.execute(
        "SELECT count(*), group_concat(DISTINCT coder) FROM coding WHERE document = ?", (document,)
    ).fetchone()
    if count:
        raise InputError(
            ngettext(
                "{document} carries {count} coding by {coders}.",
                "{document} carries {count} codings by {coders}.",
                count,
            ).format(document=document, count=count, coders=coders),
            _("Take them off first."),
        )


def _copy(writing: Writing, document: str) -> dict[str, list[list[Any]]]:
    """Every row of a document, by table."""
    copy = {
        table: _rows(writing, f"SELECT * FROM {table} WHERE {column} = ?", document)
        for table, column in (("document", "id"), *((table, "document") for table in _PARTS))
    }
    copy["memo"] = _rows(writing, f"SELECT * FROM memo WHERE {_MEMOS}", document)
    return copy


def _rows(writing: Writing, query: str, document: str) -> list[list[Any]]:
    return [list(row) for row in writing.connection.execute(query, (document,))]


def _bodies(text: str, turns: Iterable[list[Any]]) -> list[tuple[int, str]]:
    return [(row[0], text[row[5] : row[6]]) for row in turns]


def _pack(copy: Mapping[str, Any]) -> str:
    """Rows as text for the history; bytes are wrapped so that JSON can hold them."""
    plain = json.dumps(copy, ensure_ascii=False, default=lambda blob: {"base64": base64.b64encode(blob).decode()})
    return base64.b64encode(zlib.compress(plain.encode())).decode()


def _unpack(packed: str) -> dict[str, Any]:
    plain = zlib.decompress(base64.b64decode(packed)).decode()
    copy: dict[str, Any] = json.loads(plain)
    for row in copy["document_text"]:
        row[:] = [base64.b64decode(value["base64"]) if isinstance(value, dict) else value for value in row]
    return copy


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), ensure_ascii=False)
