"""Taking a project of another program in as one act: its documents, codes, codings, people and memos, all or nothing.

Codings keep their coder and the moment they were made; those that are there already are left as they are. Taking it
back leaves every table as it was, coders included.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from operator import itemgetter
from typing import Any, NamedTuple

from qualcode.book.editing import with_codes_added
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.linking import relinked
from qualcode.model.people import SiteChange
from qualcode.store.book import write_study
from qualcode.store.codings import Place, drop_unused, insert_codings, require_codes, segments_at
from qualcode.store.declaring import with_entries_added, with_variables_added
from qualcode.store.documents import ImportDocument
from qualcode.store.foreign import ASIDE, Foreign, Kept, forget_coders, insert_foreign, insert_kept
from qualcode.store.kept import CODEBOOK, STUDY, get_meta
from qualcode.store.lines import rewrite
from qualcode.store.performing import (
    Performed,
    Writing,
    from_data,
    inverse,
    next_id,
    perform,
    refuse_built_on,
    refuse_other_text,
    to_data,
)
from qualcode.store.states import insert_rows
from qualcode.store.versions import present_definition
from qualcode.studyfile import with_site_changes
from qualcode.variables.values import Variable
from qualcode.yamls.text import Plain


class Received(NamedTuple):
    """A coding as a project has it; `at` is None where it does not say when."""

    document: str
    start: int
    end: int
    code: str
    coder: str
    at: str | None = None
    round: int = 1
    key: int = 0
    counter: int = 0
    guid: str = ""
    selection: str = ""
    consent: int | None = None
    renderings: tuple[tuple[str, ...], ...] = ()


class Written(NamedTuple):
    """A memo as a project has it; `coding` is the place of the coding it is on, else `target` says what it is on.

    `links` leads from the numbers of codings it cites to the places of these.
    """

    target: str
    coder: str
    text: str
    at: str | None = None
    coding: int | None = None
    guid: str = ""
    name: str = ""
    kind: str = "analytic"
    date: str | None = None
    links: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiveProject:
    """A project to take in. `codes` are new ones as the codebook writes them, by the code they come under.

    `people` are acts that say more of people and documents; `settings` are new entries of study.yaml, by the key they
    stand under; `done` are documents with coders who had coded them.
    """

    name: str
    origin: str = ""
    coders: tuple[str, ...] = ()
    documents: tuple[ImportDocument, ...] = ()
    codes: Mapping[str | None, Sequence[Plain]] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    variables: Mapping[str, Mapping[str, Variable]] = field(default_factory=dict)
    sites: tuple[SiteChange, ...] = ()
    people: tuple[Any, ...] = ()
    codings: Sequence[Received] = ()
    memos: Sequence[Written] = ()
    foreign: Sequence[Foreign] = ()
    kept: Sequence[Kept] = ()
    settings: Mapping[str, Mapping[str, Plain]] = field(default_factory=dict)
    done: Sequence[tuple[str, str]] = ()


@inverse
@dataclass(frozen=True, slots=True)
class TakenBack:
    """Acts that take a project back, or bring it again; `said` is what the history says of it."""

    acts: Sequence[Mapping[str, Any]]
    said: Mapping[str, Any]


@inverse
@dataclass(frozen=True, slots=True)
class MeetCoders:
    """Let the study know coders from now on."""

    names: Sequence[str]


@inverse
@dataclass(frozen=True, slots=True)
class ForgetCoders:
    """Take coders out to whom nothing leads any more."""

    names: Sequence[str]


@inverse
@dataclass(frozen=True, slots=True)
class RemoveReceived:
    """Take out what a project brought besides its documents and codes: codings and memos by their first and last id."""

    reception: int
    codings: Sequence[int]
    memos: Sequence[int]
    codes: Sequence[str]


@inverse
@dataclass(frozen=True, slots=True)
class RestoreReceived:
    """Put all that back, row for row, from a packed copy."""

    packed: str
    codes: Sequence[str]


@inverse
@dataclass(frozen=True, slots=True)
class RestoreStudyText:
    """Put the text of study.yaml back, if it is still as it was left."""

    text: str
    left: str


@perform.register
def receive_project(act: ReceiveProject, writing: Writing) -> Performed:
    """Everything a project brings, in the order in which one thing rests on another."""
    done = [perform(MeetCoders(act.coders), writing), *_files(act, writing)]
    done += [perform(one, writing) for one in (*act.documents, *act.people)]
    done.append(_rows(act, writing))
    summary = {
        "project": act.name, "documents": len(act.documents), "codes": len(act.made),
        "codings": len(done[-1].codings),
        "acts": [*({"document": one.id} for one in act.documents), *({"code": code} for code in act.made)],
    }  # fmt: skip
    return _as_one(done, summary)


@perform.register
def taken_back(act: TakenBack, writing: Writing) -> Performed:
    """All acts, or none."""
    return _as_one([perform(from_data(data), writing) for data in act.acts], act.said)


def _as_one(done: Sequence[Performed], said: Mapping[str, Any]) -> Performed:
    return Performed(
        TakenBack([to_data(one.inverse) for one in reversed(done)], said),
        said,
        frozenset().union(*(one.documents for one in done)),
        tuple(coding for one in done for coding in one.codings),
        frozenset().union(*(one.files for one in done)),
        frozenset().union(*(one.reread for one in done)),
        all(one.idle for one in done),
    )


@perform.register
def meet_coders(act: MeetCoders, writing: Writing) -> Performed:
    """Coders whom the study did not know."""
    query = "INSERT OR IGNORE INTO coder VALUES (?)"
    met = [name for name in act.names if writing.connection.execute(query, (name,)).rowcount]
    return Performed(ForgetCoders(met), {}, idle=not met)


@perform.register
def forget_those(act: ForgetCoders, writing: Writing) -> Performed:
    """Coders out; who has done something here since stays."""
    return Performed(MeetCoders(forget_coders(writing.connection, act.names)), {})


def _files(act: ReceiveProject, writing: Writing) -> Iterator[Performed]:
    """The two YAML files, each edited once."""
    if act.codes:
        yield rewrite(writing, with_codes_added(get_meta(writing.connection, CODEBOOK), CODEBOOK, act.codes), {})
    if act.sites or act.settings or any(act.variables.values()):
        before = get_meta(writing.connection, STUDY)
        text = with_variables_added(with_site_changes(before, STUDY, act.sites), STUDY, act.variables)
        yield _study_text(writing, with_entries_added(text, STUDY, act.settings))


def _study_text(writing: Writing, text: str) -> Performed:
    before = get_meta(writing.connection, STUDY)
    write_study(writing, text)
    return Performed(RestoreStudyText(before, text), {}, files=frozenset((STUDY,)))


@perform.register
def restore_study_text(act: RestoreStudyText, writing: Writing) -> Performed:
    """The text of study.yaml as it was before, unless it has been changed since."""
    if get_meta(writing.connection, STUDY) != act.left:
        raise InputError(
            _("{file} has been changed since; this cannot be taken back.").format(file=STUDY),
            _("Edit {file} by hand.").format(file=STUDY),
        )
    return _study_text(writing, act.text)


def _rows(act: ReceiveProject, writing: Writing) -> Performed:
    """Codings, memos, what things were called and what is kept aside."""
    connection = writing.connection
    reception = next_id(connection, "reception")
    places = [(one.document, one.start, one.end) for one in act.codings]
    ids, rows = _coding_rows(act, writing, places)
    insert_codings(writing, rows)
    _beside(act, writing, ids, {row[0] for row in rows})
    memos = _memo_rows(act, writing, ids)
    connection.executemany(
        "INSERT INTO memo(id, target, coder, kind, at, text, date) VALUES (?, ?, ?, ?, ?, ?, ?)", memos.values()
    )
    row = (reception, act.name, act.origin, writing.coder, writing.at)
    connection.execute("INSERT INTO reception VALUES (?, ?, ?, ?, ?)", row)
    insert_foreign(connection, reception, _called(act, ids, memos))
    insert_kept(connection, reception, act.kept)
    made = tuple(row[0] for row in rows)
    back = RemoveReceived(reception, _ends(made), _ends([memo[0] for memo in memos.values()]), list(act.made))
    idle = not (rows or memos or act.kept)
    files = _aside(len(act.kept))
    return Performed(back, {}, frozenset(map(itemgetter(2), rows)), made, files, idle=idle)


def _coding_rows(
    act: ReceiveProject, writing: Writing, places: Sequence[Place]
) -> tuple[list[int], list[tuple[Any, ...]]]:
    """The id of each coding, be it there already or said twice, and the rows of those that are new."""
    require_codes(writing, (one.code for one in act.codings))
    under = {code: present_definition(writing, code) for code in {one.code for one in act.codings}}
    query = "SELECT segment, code, coder, round, id FROM coding WHERE document = ?"
    known = {
        tuple(row[:4]): int(row[4])
        for document in {place[0] for place in places}
        for row in writing.connection.execute(query, (document,))
    }
    numbers, ids, rows = count(next_id(writing.connection, "coding")), [], []
    for one, place, segment in zip(act.codings, places, segments_at(writing, places), strict=True):
        wanted = (segment, one.code, one.coder, one.round)
        if wanted not in known:
            known[wanted] = number = next(numbers)
            at = one.at or writing.at
            rows.append((number, segment, *place, *wanted[1:], one.key, at, one.counter, under[one.code]))
        ids.append(known[wanted])
    return ids, rows


def _beside(act: ReceiveProject, writing: Writing, ids: Sequence[int], new: Container[int]) -> None:
    """Consent to quote new codings, and how they are shown; who had coded what."""
    told = [(number, one) for number, one in zip(ids, act.codings, strict=True) if number in new]
    consents = [(number, one.consent) for number, one in told if one.consent is not None]
    writing.connection.executemany("INSERT OR REPLACE INTO consent VALUES (?, ?)", consents)
    shown = [(number, *row) for number, one in told for row in one.renderings]
    writing.connection.executemany("INSERT OR REPLACE INTO rendering VALUES (?, ?, ?, ?, ?)", shown)
    writing.connection.executemany("INSERT OR IGNORE INTO done VALUES (?, ?)", act.done)


def _memo_rows(act: ReceiveProject, writing: Writing, codings: Sequence[int]) -> dict[Written, tuple[Any, ...]]:
    """The rows of memos; one that stands there word for word already gets none."""
    rows: dict[Written, tuple[Any, ...]] = {}
    there = "SELECT 1 FROM memo WHERE target = ? AND coder = ? AND text = ?"
    numbers = count(next_id(writing.connection, "memo"))
    for one in act.memos:
        target = one.target if one.coding is None else f"coding:{codings[one.coding]}"
        text = relinked(one.text, {number: codings[place] for number, place in one.links})
        if one not in rows and not writing.connection.execute(there, (target, one.coder, text)).fetchone():
            rows[one] = (next(numbers), target, one.coder, one.kind, one.at or writing.at, text, one.date)
    return rows


def _called(act: ReceiveProject, codings: Sequence[int], memos: Mapping[Written, tuple[Any, ...]]) -> Iterator[Foreign]:
    """What the project calls each thing."""
    yield from act.foreign
    for one, number in zip(act.codings, codings, strict=True):
        if one.guid or one.selection:
            yield Foreign("coding", str(number), one.guid, one.selection)
    for memo, row in memos.items():
        if memo.guid:
            yield Foreign("memo", str(row[0]), memo.guid, "", memo.name)


def _ends(ids: Sequence[int]) -> list[int]:
    return [ids[0], ids[-1]] if ids else [0, -1]


# ---------------------------------------------------------------------- back, and again


@perform.register
def remove_received(act: RemoveReceived, writing: Writing) -> Performed:
    """All of it out again; refused where another coder has built on it."""
    first, last = act.codings
    refuse_built_on(writing, "coding", range_of(first, last))
    refuse_built_on(writing, "code", act.codes)
    connection = writing.connection
    copy = {table: _copied(connection, table, where, ends) for table, where, ends in _taken(act)}
    for table, where, ends in reversed(_taken(act)):
        connection.execute(f"DELETE FROM {table} WHERE {where}", ends)
    drop_unused(writing, {row[1] for row in copy["coding"]})
    documents, files = frozenset(row[2] for row in copy["coding"]), _aside(len(copy["aside"]))
    return Performed(RestoreReceived(_pack(copy), act.codes), {}, documents, files=files)


@perform.register
def restore_received(act: RestoreReceived, writing: Writing) -> Performed:
    """All of it back, with the ids it had."""
    copy = _unpack(act.packed)
    codings = copy["coding"]
    require_codes(writing, (row[5] for row in codings))
    refuse_other_text(writing, {row[2] for row in codings})
    places = [(row[2], row[3], row[4]) for row in codings]
    segments = segments_at(writing, places, {place: row[1] for place, row in zip(places, codings, strict=True)})
    insert_codings(writing, [(row[0], segment, *row[2:]) for row, segment in zip(codings, segments, strict=True)])
    for table in ("consent", "rendering", "memo", "reception", "foreign_id", "aside"):
        insert_rows(writing.connection, table, copy[table])
    reception = copy["reception"][0][0]
    ids = tuple(row[0] for row in codings)
    back = RemoveReceived(reception, _ends(ids), _ends([row[0] for row in copy["memo"]]), act.codes)
    return Performed(back, {}, frozenset(row[2] for row in codings), ids, _aside(len(copy["aside"])))


def _aside(kept: int) -> frozenset[str]:
    """The folder of files kept aside, where any are to be settled."""
    return frozenset((ASIDE,)) if kept else frozenset()


def range_of(first: int, last: int) -> list[int]:
    """The ids from the first to the last one."""
    return list(range(first, last + 1))


def _taken(act: RemoveReceived) -> tuple[tuple[str, str, Sequence[int]], ...]:
    """The rows that a project brought, by table."""
    return (
        ("coding", "id BETWEEN ? AND ?", act.codings),
        ("consent", "coding BETWEEN ? AND ?", act.codings),
        ("rendering", "coding BETWEEN ? AND ?", act.codings),
        ("memo", "id BETWEEN ? AND ?", act.memos),
        ("reception", "id = ?", (act.reception,)),
        ("foreign_id", "reception = ?", (act.reception,)),
        ("aside", "reception = ?", (act.reception,)),
    )


def _copied(connection: Any, table: str, where: str, ends: Sequence[int]) -> list[list[Any]]:
    return [list(row) for row in connection.execute(f"SELECT * FROM {table} WHERE {where}", ends)]


def _pack(copy: Mapping[str, Any]) -> str:
    plain = json.dumps(copy, ensure_ascii=False, default=lambda blob: {"base64": base64.b64encode(blob).decode()})
    return base64.b64encode(zlib.compress(plain.encode(), 1)).decode()


def _unpack(packed: str) -> dict[str, list[list[Any]]]:
    copy: dict[str, list[list[Any]]] = json.loads(zlib.decompress(base64.b64decode(packed)))
    for row in copy["aside"]:
        row[:] = [base64.b64decode(value["base64"]) if isinstance(value, dict) else value for value in row]
    return copy
