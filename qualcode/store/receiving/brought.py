"""The rows that a project brings besides its documents and codes: in as part of one act, out again, and back."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from qualcode.linking import relinked
from qualcode.store.acts.codings import drop_unused, insert_codings, require_codes, segments_at
from qualcode.store.acts.performing import (
    Performed,
    Writing,
    inverse,
    next_id,
    perform,
    refuse_built_on,
    refuse_other_text,
)
from qualcode.store.acts.versions import present_definition
from qualcode.store.reading.states import insert_rows
from qualcode.store.receiving.doubted import Row, list_doubts
from qualcode.store.receiving.foreign import ASIDE, Foreign, insert_foreign, insert_kept, says_more
from qualcode.store.receiving.received import ReceiveProject, Written


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


def bring(act: ReceiveProject, writing: Writing) -> Performed:
    """Codings, memos, what things were called and what is kept aside."""
    connection = writing.connection
    reception = next_id(connection, "reception")
    ids, rows, aside = _coding_rows(act, writing)
    insert_codings(writing, rows)
    new = sorted(row[0] for row in (*rows, *aside))
    _beside(act, writing, ids, set(new))
    memos = _memo_rows(act, writing, ids)
    doubts = {number: one for number, one in zip(ids, act.codings, strict=True) if one.doubt}
    held = list_doubts(writing, {number: doubts[number] for number in new if number in doubts}, aside, memos.values())
    connection.executemany(
        "INSERT INTO memo(id, target, coder, kind, at, text, date) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [memo for memo in memos.values() if memo[0] not in held],
    )
    row = (reception, act.name, act.origin, writing.coder, writing.at)
    connection.execute("INSERT INTO reception VALUES (?, ?, ?, ?, ?)", row)
    more = says_more(connection, act.foreign)
    insert_foreign(connection, reception, _called(act, ids, memos))
    insert_kept(connection, reception, act.kept)
    back = RemoveReceived(reception, _ends(new), _ends([memo[0] for memo in memos.values()]), list(act.made))
    idle = not (new or memos or act.kept or more)
    documents = frozenset(row[2] for row in (*rows, *aside))
    return Performed(back, {}, documents, tuple(new), _aside(len(act.kept)), idle=idle)


def _coding_rows(act: ReceiveProject, writing: Writing) -> tuple[list[int], list[Row], list[Row]]:
    """The id of each coding, be it there already or said twice; the rows of those that are new, and of those aside."""
    require_codes(writing, (one.code for one in act.codings))
    under = {code: present_definition(writing, code) for code in {one.code for one in act.codings}}
    query = "SELECT segment, code, coder, round, id FROM coding WHERE document = ?"
    standing = [(one.document, one.start, one.end) for one in act.codings if one.stands]
    known: dict[tuple[Any, ...], int] = {
        tuple(row[:4]): int(row[4])
        for document in {place[0] for place in standing}
        for row in writing.connection.execute(query, (document,))
    }
    numbers, segments = count(next_id(writing.connection, "coding")), iter(segments_at(writing, standing))
    ids, rows, aside = [], list[Row](), list[Row]()
    for one in act.codings:
        if one.number is not None:
            ids.append(one.number)
            continue
        place = (one.document, one.start, one.end)
        segment = next(segments) if one.stands else None
        wanted = (segment or place, one.code, one.coder, one.round)
        if wanted not in known:
            known[wanted] = number = next(numbers)
            at = one.at or writing.at
            row = (number, segment, *place, *wanted[1:], one.key, at, one.counter, under[one.code])
            (rows if one.stands else aside).append(row)
        ids.append(known[wanted])
    return ids, rows, aside


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
            yield Foreign("coding", str(number), one.guid, one.selection, "", one.said)
    for memo, row in memos.items():
        if memo.guid:
            more = {"changed": memo.changed} if any(memo.changed) else {}
            yield Foreign("memo", str(row[0]), memo.guid, "", memo.name, more)


def _ends(ids: Sequence[int]) -> list[int]:
    return [ids[0], ids[-1]] if ids else [0, -1]


# ---------------------------------------------------------------------- back, and again


@perform.register
def remove_received(act: RemoveReceived, writing: Writing) -> Performed:
    """All of it out again; refused where another coder has built on it."""
    first, last = act.codings
    refuse_built_on(writing, "coding", list(range(first, last + 1)))
    refuse_built_on(writing, "code", act.codes)
    connection = writing.connection
    copy = {table: _copied(connection, table, where, ends) for table, where, ends in _taken(act)}
    for table, where, ends in reversed(_taken(act)):
        connection.execute(f"DELETE FROM {table} WHERE {where}", ends)
    drop_unused(writing, {row[1] for row in copy["coding"]})
    documents = frozenset(row[2] for row in copy["coding"]) | {row[1] for row in copy["unsettled"]}
    files = _aside(len(copy["aside"]))
    return Performed(RestoreReceived(_pack(copy), act.codes), {}, documents, files=files)


@perform.register
def restore_received(act: RestoreReceived, writing: Writing) -> Performed:
    """All of it back, with the ids it had."""
    copy = _unpack(act.packed)
    codings = copy["coding"]
    require_codes(writing, (row[5] for row in codings))
    doubted = copy.setdefault("unsettled", [])  # a copy that an older version made has none
    refuse_other_text(writing, {row[2] for row in codings} | {row[1] for row in doubted})
    places = [(row[2], row[3], row[4]) for row in codings]
    segments = segments_at(writing, places, {place: row[1] for place, row in zip(places, codings, strict=True)})
    insert_codings(writing, [(row[0], segment, *row[2:]) for row, segment in zip(codings, segments, strict=True)])
    for table in ("consent", "rendering", "memo", "reception", "foreign_id", "aside", "unsettled"):
        insert_rows(writing.connection, table, copy[table])
    reception = copy["reception"][0][0]
    ids = tuple(sorted({row[0] for row in (*codings, *doubted)}))
    back = RemoveReceived(reception, _ends(ids), _ends([row[0] for row in copy["memo"]]), act.codes)
    documents = frozenset(row[2] for row in codings) | {row[1] for row in doubted}
    return Performed(back, {}, documents, ids, _aside(len(copy["aside"])))


def _aside(kept: int) -> frozenset[str]:
    """The folder of files kept aside, where any are to be settled."""
    return frozenset((ASIDE,)) if kept else frozenset()


def _taken(act: RemoveReceived) -> tuple[tuple[str, str, Sequence[int]], ...]:
    """The rows that a project brought, by table."""
    return (
        ("coding", "id BETWEEN ? AND ?", act.codings),
        ("unsettled", "coding BETWEEN ? AND ?", act.codings),
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
