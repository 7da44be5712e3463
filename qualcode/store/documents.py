"""Acts on documents: bring one in with its text, turns, speakers and people; take one out again, and put it back."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _, ngettext
from qualcode.language.words import count_words
from qualcode.model import Participant, Transcript
from qualcode.store.performing import Performed, Writing, inverse, next_id, perform
from qualcode.store.texts import pack_sentences


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
    """Take a document out with the people who speak in no other."""

    id: str


@inverse
@dataclass(frozen=True, slots=True)
class RestoreDocument:
    """Put a document back from a packed copy of its rows."""

    id: str
    packed: str


@perform.register
def import_document(act: ImportDocument, writing: Writing) -> Performed:
    """A document with all its rows; its people where they are new."""
    connection, document = writing.connection, act.transcript
    for person in act.people:
        connection.execute(
            "INSERT INTO participant(id, site, role, variables) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " site = coalesce(site, excluded.site), role = coalesce(role, excluded.role),"
            " variables = json_patch(variables, excluded.variables)",
            (person.id, person.site, person.role, _json(person.variables)),
        )
    connection.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (act.id, act.name, act.site, act.kind, act.language, act.date, act.wave, act.guide, _json(act.variables),
         len(document.text), len(document.turns), act.sha256),
    )  # fmt: skip
    sentences = pack_sentences(document.text, document.sentences)
    connection.execute(
        "INSERT INTO document_text VALUES (?, ?, ?, ?)", (act.id, document.text, sentences, act.original)
    )
    _insert_turns(writing, act.id, document, _insert_speakers(writing, act.id, document))
    summary = {"document": act.id, "name": act.name, "sha256": act.sha256}
    return Performed(RemoveDocument(act.id), summary, frozenset((act.id,)), reread=frozenset((act.id,)))


@perform.register
def remove_document(act: RemoveDocument, writing: Writing) -> Performed:
    """A document out of the study; refused while a coding is on it."""
    connection = writing.connection
    _refuse_coded(writing, act.id)
    copy = _copy(writing, act.id)
    writing.texts.pop(act.id, None)
    connection.executemany("DELETE FROM turn_index WHERE rowid = ?", [(row[0],) for row in copy["turn"]])
    connection.execute("DELETE FROM memo WHERE target = ?", (f"document:{act.id}",))
    for table in ("done", "turn", "speaker", "document_text"):
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (act.id,))
    connection.execute("DELETE FROM document WHERE id = ?", (act.id,))
    connection.executemany(
        "DELETE FROM participant WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM speaker WHERE participant = ?1)",
        [(row[0],) for row in copy["participant"]],
    )
    touched = frozenset((act.id,))
    return Performed(RestoreDocument(act.id, _pack(copy)), {"document": act.id}, touched, reread=touched)


@perform.register
def restore_document(act: RestoreDocument, writing: Writing) -> Performed:
    """A document back, row for row."""
    copy = _unpack(act.packed)
    for table in ("participant", "document", "document_text", "speaker", "turn", "done", "memo"):
        rows = copy[table]
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            verb = "INSERT OR IGNORE" if table == "participant" else "INSERT"
            writing.connection.executemany(f"{verb} INTO {table} VALUES ({marks})", rows)
    writing.connection.executemany(
        "INSERT INTO turn_index(rowid, body) VALUES (?, ?)", _bodies(copy["document_text"][0][1], copy["turn"])
    )
    return Performed(RemoveDocument(act.id), {"document": act.id}, frozenset((act.id,)), reread=frozenset((act.id,)))


def _insert_speakers(writing: Writing, document: str, transcript: Transcript) -> dict[str, int]:
    keys = {}
    for position, speaker in enumerate(transcript.speakers):
        cursor = writing.connection.execute(
            "INSERT INTO speaker(document, position, label, interviewer, participant) VALUES (?, ?, ?, ?, ?)",
            (document, position, speaker.label, int(speaker.interviewer), speaker.participant),
        )
        keys[speaker.label] = int(cursor.lastrowid or 0)
    return keys


def _insert_turns(writing: Writing, document: str, transcript: Transcript, speakers: Mapping[str, int]) -> None:
    rows, bodies, rank = [], [], 0
    for number, turn in enumerate(transcript.turns, start=next_id(writing.connection, "turn")):
        body = transcript.text[turn.body : turn.end]
        words = count_words(body)
        speaker = None if turn.speaker is None else speakers[turn.speaker]
        rows.append((number, document, turn.number, speaker, turn.start, turn.body, turn.end, turn.time, rank, words))
        bodies.append((number, body))
        rank += words
    writing.connection.executemany("INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    writing.connection.executemany("INSERT INTO turn_index(rowid, body) VALUES (?, ?)", bodies)


def _refuse_coded(writing: Writing, document: str) -> None:
    count, coders = writing.connection.execute(
        "SELECT count(*), group_concat(DISTINCT coder) FROM coding JOIN segment ON segment.id = coding.segment"
        " WHERE document = ?",
        (document,),
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
        for table, column in (("document", "id"), ("document_text", "document"), ("speaker", "document"),
                              ("turn", "document"), ("done", "document"))
    }  # fmt: skip
    people = "SELECT * FROM participant WHERE id IN (SELECT participant FROM speaker WHERE document = ?)"
    copy["participant"] = _rows(writing, people, document)
    copy["memo"] = _rows(writing, "SELECT * FROM memo WHERE target = 'document:' || ?", document)
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
