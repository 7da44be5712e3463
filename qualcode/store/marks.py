"""Acts beside coding: memos, documents marked as coded, who a speaker is, what is known of a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.acts import MapSpeaker, SetDone, SetMemo, SetParticipant
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.store.codings import rebuild_passages
from qualcode.store.performing import Performed, Writing, inverse, perform

inverse(SetDone)

_TARGETS = {"code": "code", "document": "document", "coding": "coding", "site": "site", "participant": "participant"}


@inverse
@dataclass(frozen=True, slots=True)
class RestoreMemo:
    """Put a memo back as it was, or take it away where there was none."""

    target: str
    coder: str
    kind: str
    row: Sequence[Any] | None


@inverse
@dataclass(frozen=True, slots=True)
class RestoreSpeaker:
    """Put back who a speaker was, and the people whom the change had made or altered."""

    document: str
    label: str
    interviewer: int
    participant: str | None
    made: str | None
    people: Sequence[Sequence[Any]]


@inverse
@dataclass(frozen=True, slots=True)
class RestoreParticipant:
    """Put back what was known of a person."""

    row: Sequence[Any]


@perform.register
def set_done(act: SetDone, writing: Writing) -> Performed:
    """A document marked as coded by this coder, or no longer."""
    _require_document(writing, act.document)
    mark = (act.document, writing.coder)
    was = writing.connection.execute("SELECT 1 FROM done WHERE document = ? AND coder = ?", mark).fetchone()
    if act.done:
        writing.connection.execute("INSERT OR IGNORE INTO done VALUES (?, ?)", mark)
    else:
        writing.connection.execute("DELETE FROM done WHERE document = ? AND coder = ?", mark)
    summary = {"document": act.document, "done": act.done}
    return Performed(SetDone(act.document, was is not None), summary, frozenset((act.document,)))


@perform.register
def set_memo(act: SetMemo, writing: Writing) -> Performed:
    """The coder's memo on a target, written, changed or taken away."""
    _require_target(writing, act.target)
    key = (act.target, writing.coder, act.kind)
    old = _memo(writing, *key)
    if act.text.strip():
        writing.connection.execute(
            "INSERT INTO memo(target, coder, kind, at, text) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET at = excluded.at, text = excluded.text",
            (*key, writing.at, act.text),
        )
    else:
        writing.connection.execute("DELETE FROM memo WHERE target = ? AND coder = ? AND kind = ?", key)
    return Performed(RestoreMemo(*key, old), {"target": act.target}, _documents_of(writing, act.target))


@perform.register
def restore_memo(act: RestoreMemo, writing: Writing) -> Performed:
    """A memo as it was before."""
    key = (act.target, act.coder, act.kind)
    old = _memo(writing, *key)
    writing.connection.execute("DELETE FROM memo WHERE target = ? AND coder = ? AND kind = ?", key)
    if act.row:
        writing.connection.execute(
            "INSERT INTO memo(id, target, coder, kind, at, text) VALUES (?, ?, ?, ?, ?, ?)", tuple(act.row)
        )
    return Performed(RestoreMemo(*key, old), {"target": act.target}, _documents_of(writing, act.target))


@perform.register
def map_speaker(act: MapSpeaker, writing: Writing) -> Performed:
    """Who a speaker is; a person the study does not know yet is made."""
    if act.interviewer == (act.participant is not None):
        raise InputError(_("A speaker is either an interviewer or one participant."))
    old = _speaker(writing, act.document, act.label)
    people = [] if act.participant is None else _person(writing, act.participant)
    made = act.participant if act.participant and not people else None
    if act.participant:
        writing.connection.execute(
            "INSERT INTO participant(id, site, role) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET"
            " site = coalesce(excluded.site, site), role = coalesce(excluded.role, role)",
            (act.participant, act.site, act.role),
        )
    _point_speaker(writing, act.document, act.label, act.interviewer, act.participant)
    summary = {"document": act.document, "speaker": act.label, "participant": act.participant}
    back = RestoreSpeaker(act.document, act.label, old[0], old[1], made, people)
    touched = frozenset((act.document,))
    return Performed(back, summary, touched, reread=touched)


@perform.register
def restore_speaker(act: RestoreSpeaker, writing: Writing) -> Performed:
    """Who a speaker was before."""
    interviewer, participant = _speaker(writing, act.document, act.label)
    people = [] if participant is None else _person(writing, participant)
    for row in act.people:
        _write_person(writing, row)
    _point_speaker(writing, act.document, act.label, bool(act.interviewer), act.participant)
    if act.made:
        writing.connection.execute("DELETE FROM participant WHERE id = ?", (act.made,))
    summary = {"document": act.document, "speaker": act.label, "participant": act.participant}
    back = RestoreSpeaker(act.document, act.label, interviewer, participant, None, people)
    touched = frozenset((act.document,))
    return Performed(back, summary, touched, reread=touched)


@perform.register
def set_participant(act: SetParticipant, writing: Writing) -> Performed:
    """A person's own site, role and variables."""
    row = [act.participant, act.site, act.role, json.dumps(dict(act.variables), ensure_ascii=False)]
    return restore_participant(RestoreParticipant(row), writing)


@perform.register
def restore_participant(act: RestoreParticipant, writing: Writing) -> Performed:
    """What is known of a person, written whole."""
    old = _person(writing, act.row[0])
    if not old:
        raise NotFoundError(_("There is no participant {name} in this study.").format(name=act.row[0]))
    _write_person(writing, act.row)
    return Performed(RestoreParticipant(old[0]), {"participant": act.row[0]})


def _point_speaker(writing: Writing, document: str, label: str, interviewer: bool, participant: str | None) -> None:
    writing.connection.execute(
        "UPDATE speaker SET interviewer = ?, participant = ? WHERE document = ? AND label = ?",
        (int(interviewer), participant, document, label),
    )
    writing.texts.pop(document, None)
    rebuild_passages(writing, document)


def _write_person(writing: Writing, row: Sequence[Any]) -> None:
    writing.connection.execute(
        "INSERT INTO participant(id, site, role, variables) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " site = excluded.site, role = excluded.role, variables = excluded.variables",
        tuple(row),
    )


def _person(writing: Writing, participant: str) -> list[list[Any]]:
    query = "SELECT id, site, role, variables FROM participant WHERE id = ?"
    return [list(row) for row in writing.connection.execute(query, (participant,))]


def _speaker(writing: Writing, document: str, label: str) -> tuple[int, str | None]:
    _require_document(writing, document)
    query = "SELECT interviewer, participant FROM speaker WHERE document = ? AND label = ?"
    row: tuple[int, str | None] | None = writing.connection.execute(query, (document, label)).fetchone()
    if row is None:
        raise NotFoundError(_("{document} has no speaker {name}.").format(document=document, name=label))
    return row


def _memo(writing: Writing, target: str, coder: str, kind: str) -> list[Any] | None:
    query = "SELECT id, target, coder, kind, at, text FROM memo WHERE target = ? AND coder = ? AND kind = ?"
    row = writing.connection.execute(query, (target, coder, kind)).fetchone()
    return list(row) if row else None


def _require_document(writing: Writing, document: str) -> None:
    if writing.connection.execute("SELECT 1 FROM document WHERE id = ?", (document,)).fetchone() is None:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=document))


def _require_target(writing: Writing, target: str) -> None:
    noun, _colon, name = target.partition(":")
    if target == "study":
        return
    table = _TARGETS.get(noun)
    if table is None:
        raise InputError(
            _("{target} is not something a memo can be on.").format(target=target),
            _("Write study, or one of {nouns} and its id, as in document:L03.").format(nouns=", ".join(_TARGETS)),
        )
    if writing.connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (name,)).fetchone() is None:
        raise NotFoundError(_("There is no {target} in this study.").format(target=target))


def _documents_of(writing: Writing, target: str) -> frozenset[str]:
    noun, _colon, name = target.partition(":")
    if noun == "document":
        return frozenset((name,))
    if noun != "coding":
        return frozenset()
    query = "SELECT document FROM coding JOIN segment ON segment.id = coding.segment WHERE coding.id = ?"
    return frozenset(row[0] for row in writing.connection.execute(query, (name,)))
