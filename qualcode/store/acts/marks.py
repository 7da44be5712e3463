"""Acts beside coding: documents marked as coded, who a speaker is, what is known of a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.acts import MapSpeaker, SetDone, SetParticipant
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.store.acts.book import require_site
from qualcode.store.acts.codings import rebuild_passages
from qualcode.store.acts.people import Change, person, put, take_back
from qualcode.store.acts.performing import Performed, Writing, inverse, perform

inverse(SetDone)


@inverse
@dataclass(frozen=True, slots=True)
class RestoreSpeaker:
    """Put back who a speaker was, if it is still who it was `left` as, and what the change made of people."""

    document: str
    label: str
    interviewer: int
    participant: str | None
    left: Sequence[Any]
    people: Sequence[Change]


@inverse
@dataclass(frozen=True, slots=True)
class RestorePerson:
    """Put back what was known of a person, if nobody has changed it since."""

    change: Change


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
    idle = act.done == (was is not None)
    return Performed(SetDone(act.document, was is not None), summary, frozenset((act.document,)), idle=idle)


@perform.register
def map_speaker(act: MapSpeaker, writing: Writing) -> Performed:
    """Who a speaker is; a person the study does not know yet is made."""
    if act.interviewer == bool(act.participant):
        raise InputError(_("A speaker is either an interviewer or one participant."))
    require_site(writing.connection, act.site)
    people = []
    if act.participant:
        known = person(writing.connection, act.participant) or [act.participant, None, None, "{}", "{}"]
        name, site, role, *rest = known
        people = [put(writing.connection, name, [name, act.site or site, act.role or role, *rest])]
    return _point_speaker(writing, act.document, act.label, (int(act.interviewer), act.participant), people)


@perform.register
def restore_speaker(act: RestoreSpeaker, writing: Writing) -> Performed:
    """Who a speaker was before, unless somebody has said otherwise since.

    Where only the person was told anew, the speaker may be gone from the document meanwhile.
    """
    if tuple(act.left) == (act.interviewer, act.participant) and not _speaks(writing, act.document, act.label):
        summary = {"document": act.document, "speaker": act.label, "participant": act.participant}
        back = replace(act, people=take_back(writing, act.people))
        return Performed(back, summary, frozenset((act.document,)))
    if _speaker(writing, act.document, act.label) != tuple(act.left):
        raise InputError(
            _("{document}: {name} has been mapped anew since; this cannot be taken back.").format(
                document=act.document, name=act.label
            )
        )
    made = [change for change in act.people if change[1]]
    people = take_back(writing, made)
    performed = _point_speaker(writing, act.document, act.label, (act.interviewer, act.participant), people)
    gone = take_back(writing, [change for change in act.people if not change[1]])
    return replace(performed, inverse=replace(performed.inverse, people=[*gone, *people]))


@perform.register
def set_participant(act: SetParticipant, writing: Writing) -> Performed:
    """A person's own site, role and variables."""
    _require_person(writing, act.participant)
    require_site(writing.connection, act.site)
    variables, waves = (json.dumps(said, ensure_ascii=False) for said in (dict(act.variables), dict(act.waves)))
    row = [act.participant, act.site, act.role, variables, waves]
    change = put(writing.connection, act.participant, row)
    return Performed(RestorePerson(change), {"participant": act.participant}, idle=change[1] == change[2])


@perform.register
def restore_person(act: RestorePerson, writing: Writing) -> Performed:
    """What was known of a person, written whole."""
    name = act.change[0]
    _require_person(writing, name)
    changes = take_back(writing, [act.change])
    if not changes:
        raise InputError(
            _("What is known of {name} has been changed since; this cannot be taken back.").format(name=name)
        )
    return Performed(RestorePerson(changes[0]), {"participant": name})


def _point_speaker(
    writing: Writing, document: str, label: str, who: tuple[int, str | None], people: Sequence[Change]
) -> Performed:
    """Say who a speaker is: whether an interviewer, and which participant."""
    old = _speaker(writing, document, label)
    writing.connection.execute(
        "UPDATE speaker SET interviewer = ?, participant = ? WHERE document = ? AND label = ?", (*who, document, label)
    )
    writing.texts.pop(document, None)
    rebuild_passages(writing, document)
    touched = frozenset((document,))
    summary = {"document": document, "speaker": label, "participant": who[1]}
    return Performed(RestoreSpeaker(document, label, *old, who, people), summary, touched, reread=touched)


def _require_person(writing: Writing, name: str) -> None:
    if person(writing.connection, name) is None:
        raise NotFoundError(_("There is no participant {name} in this study.").format(name=name))


def _speaks(writing: Writing, document: str, label: str) -> bool:
    query = "SELECT 1 FROM speaker WHERE document = ? AND label = ?"
    return writing.connection.execute(query, (document, label)).fetchone() is not None


def _speaker(writing: Writing, document: str, label: str) -> tuple[int, str | None]:
    _require_document(writing, document)
    query = "SELECT interviewer, participant FROM speaker WHERE document = ? AND label = ?"
    row: tuple[int, str | None] | None = writing.connection.execute(query, (document, label)).fetchone()
    if row is None:
        raise NotFoundError(_("{document} has no speaker {name}.").format(document=document, name=label))
    return row


def _require_document(writing: Writing, document: str) -> None:
    if writing.connection.execute("SELECT 1 FROM document WHERE id = ?", (document,)).fetchone() is None:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=document))
