"""Acts on a document's text: correct it, take the former one back whole, and correct it again."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from qualcode.anchoring.aligning import Alignment, align
from qualcode.anchoring.judging import Verdict, judge
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.model.people import Participant
from qualcode.model.texts import Transcript
from qualcode.store.acts.people import Change, meet, take_back
from qualcode.store.acts.performing import Performed, Writing, inverse, next_id, perform
from qualcode.store.correcting.carrying import STANDING, Carrying, Fate, Fresh, Texts, counted, fates, spans_of
from qualcode.store.correcting.remarking import BookmarkFate, bookmark_fates
from qualcode.store.database.sqlite import Connection
from qualcode.store.reading.states import State, columns_of, digest, lay_state, pack, read_state, unpack

_PLACED = 'SELECT id, start, "end", code, coder, round FROM coding WHERE document = ? ORDER BY id'
_MARKED = 'SELECT id, start, "end", coder FROM bookmark WHERE document = ? ORDER BY id'


@dataclass(frozen=True, slots=True)
class ReviseDocument:
    """A corrected text of a document, made upon the one whose SHA-256 is `upon`.

    `original` are the bytes of the file it comes from, or would come from. `verdicts` are what is known already of the
    places in the old text. `people` are those its new speakers name.
    """

    document: str
    transcript: Transcript
    sha256: str
    upon: str
    original: bytes
    name: str = ""
    people: tuple[Participant, ...] = ()
    alignment: Alignment | None = None
    verdicts: Mapping[Span, Verdict] = field(default_factory=dict)


@inverse
@dataclass(frozen=True, slots=True)
class RestoreFormer:
    """Put back the former text with all that stood on it, if nobody has worked on the present one since."""

    document: str
    version: int
    left: str
    people: Sequence[Change] = ()


@inverse
@dataclass(frozen=True, slots=True)
class ReviseAgain:
    """Put the corrected text in place again, whole as it was; when and by whom it was first made stays on record."""

    document: str
    packed: str
    left: str
    at: str
    coder: str
    people: Sequence[Change] = ()


class Weighed(NamedTuple):
    """What two texts share, what becomes of each place in the old one, and of the codings and bookmarks one by one."""

    alignment: Alignment
    verdicts: Mapping[Span, Verdict]
    fates: Sequence[Fate]
    bookmarks: Sequence[BookmarkFate]


def weighed(connection: Connection, document: str, new: str, alignment: Alignment | None = None) -> Weighed:
    """What would become of all that stands on a document's text."""
    state = read_state(connection, document, STANDING)
    old = connection.execute("SELECT text FROM document_text WHERE document = ?", (document,)).fetchone()[0]
    alignment = alignment or align(old, new)
    verdicts = judge(old, new, spans_of(state, _columns(connection)), alignment)
    codings = fates(connection.execute(_PLACED, (document,)), old, new, verdicts)
    marks = bookmark_fates(connection.execute(_MARKED, (document,)), old, new, verdicts, alignment)
    return Weighed(alignment, verdicts, codings, marks)


@perform.register
def revise_document(act: ReviseDocument, writing: Writing) -> Performed:
    """A corrected text in the place of the former one, which is kept."""
    connection, document = writing.connection, act.document
    was = _read(connection, document)
    _check(connection, act, was)
    people = [meet(connection, said) for said in act.people]
    version = last_version(connection, document)
    carrying = Carrying(was, _texts(was, act, connection), _fresh(connection, version), _columns(connection))
    now, told = carrying.state(act.original, act.sha256)
    _keep(writing, document, version, was, (writing.at, writing.coder))
    performed = _lay(writing, document, now, version + 1)
    back = RestoreFormer(document, version, digest(connection, document), people)
    said = {**performed.summary, "name": act.name or None, **counted(told), "memos": carrying.homeless_memos or None}
    summary = {name: value for name, value in said.items() if value is not None}
    return replace(performed, inverse=back, summary=summary)


@perform.register
def restore_former(act: RestoreFormer, writing: Writing) -> Performed:
    """The former text with its turns, speakers, codings and memos, row for row."""
    connection, document = writing.connection, act.document
    _refuse_changed(document, digest(connection, document), act.left)
    now = read_state(connection, document)
    at, coder, packed = connection.execute(
        "SELECT at, coder, packed FROM former WHERE document = ? AND version = ?", (document, act.version)
    ).fetchone()
    connection.execute("DELETE FROM former WHERE document = ? AND version = ?", (document, act.version))
    before = unpack(packed)
    now["memo"] += _told_of_the_document(connection, document, before)
    performed = _lay(writing, document, before, act.version)
    people = take_back(writing, act.people)
    again = ReviseAgain(document, base64.b64encode(pack(now)).decode(), digest(connection, document), at, coder, people)
    return replace(performed, inverse=again)


@perform.register
def revise_again(act: ReviseAgain, writing: Writing) -> Performed:
    """The corrected text once more, as it was."""
    connection, document = writing.connection, act.document
    _refuse_changed(document, digest(connection, document), act.left)
    was = read_state(connection, document)
    people = take_back(writing, act.people)
    version = last_version(connection, document)
    _keep(writing, document, version, was, (act.at, act.coder))
    now = unpack(base64.b64decode(act.packed))
    performed = _lay(writing, document, now, version + 1)
    left = digest(connection, document)
    return replace(performed, inverse=RestoreFormer(document, version, left, people))


def _told_of_the_document(connection: Connection, document: str, before: State) -> list[list[Any]]:
    """The memos on the document that were on passages of the former text."""
    query = "SELECT * FROM memo WHERE target = 'document:' || ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id"
    numbers = json.dumps([row[0] for row in before["memo"]])
    return [list(row) for row in connection.execute(query, (document, numbers))]


def last_version(connection: Connection, document: str) -> int:
    """The number of the version of a document's text that holds, counted from 1."""
    query = "SELECT coalesce(max(version), 0) + 1 FROM former WHERE document = ?"
    return int(connection.execute(query, (document,)).fetchone()[0])


def _read(connection: Connection, document: str) -> State:
    state = read_state(connection, document)
    if not state["document"]:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=document))
    return state


def _columns(connection: Connection) -> dict[str, list[str]]:
    return {table: columns_of(connection, table) for table in ("coding", "bookmark", "memo")}


def _texts(was: State, act: ReviseDocument, connection: Connection) -> Texts:
    """Both texts with what is known of them; places that came since it was found out are judged now."""
    old, new = was["document_text"][0][1], act.transcript.text
    alignment = act.alignment or align(old, new)
    missing = [place for place in spans_of(was, _columns(connection)) if place not in act.verdicts]
    verdicts = {**act.verdicts, **judge(old, new, missing, alignment)} if missing else act.verdicts
    return Texts(old, act.transcript, alignment, verdicts)


def _check(connection: Connection, act: ReviseDocument, was: State) -> None:
    """Refuse a text made upon another one than is there, and the bytes of another document."""
    if was["document"][0][2] != act.upon:
        raise InputError(
            _("The text of {document} has been corrected by somebody else since.").format(document=act.document),
            _("Look at it as it is now, and do it again."),
        )
    query = """SELECT id FROM document WHERE sha256 = ?1
        UNION ALL SELECT document FROM former WHERE sha256 = ?1 AND document <> ?2"""
    if row := connection.execute(query, (act.sha256, act.document)).fetchone():
        raise InputError(_("The same text is in the study already, as {document}.").format(document=row[0]))


def _fresh(connection: Connection, version: int) -> Fresh:
    return Fresh(next_id(connection, "turn"), next_id(connection, "speaker"), version)


def _keep(writing: Writing, document: str, version: int, was: State, made: tuple[str, str]) -> None:
    """Keep a state as a former version, with when and through whom it was replaced."""
    row = (document, version, *made, was["document"][0][2], pack(was))
    writing.connection.execute("INSERT INTO former VALUES (?, ?, ?, ?, ?, ?)", row)


def _lay(writing: Writing, document: str, state: State, version: int) -> Performed:
    lay_state(writing.connection, document, state)
    writing.texts.pop(document, None)
    touched = frozenset((document,))
    ids: tuple[Any, ...] = tuple(row[0] for row in state["coding"])
    return Performed(None, {"document": document, "version": version}, touched, ids, reread=touched)


def _refuse_changed(document: str, now: str, left: str) -> None:
    if now != left:
        raise InputError(
            _("Somebody has worked on {document} since; its text cannot be exchanged any more.").format(
                document=document
            ),
            _("Whoever did takes that back first; `qualcode log` shows who."),
        )
