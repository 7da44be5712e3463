"""Acts on codings: add, remove, move, recode, mark as key quotation or counter-example.

A segment lives as long as a coding uses it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from operator import itemgetter
from typing import Any

from qualcode.acts import (
    AddCoding,
    AddCodings,
    MoveCoding,
    RecodeCoding,
    RemoveCoding,
    RemoveCodings,
    SetCounter,
    SetKey,
)
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
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
from qualcode.store.database.sqlite import Connection, IntegrityError
from qualcode.store.reading.texts import StoredText

CONTEXT = 32
Place = tuple[str, int, int]
"""A document and a span of it."""

_SNAPSHOTS = """
SELECT coding.id, segment, document, start, "end", code, coder, round, coding.key, at, counter, definition,
    (SELECT json_group_array(json_array(id, target, coder, kind, at, text, date)) FROM memo
        WHERE target = 'coding:' || coding.id)
FROM json_each(?) AS wanted JOIN coding ON coding.id = wanted.value
"""
_INSERT = """
INSERT INTO coding(id, segment, document, start, "end", code, coder, round, key, at, counter, definition)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
COLUMNS = ("id", "segment", "document", "start", "end", "code", "coder", "round", "key", "at", "counter",
           "definition")  # fmt: skip
"""The columns of a coding's row, in this order."""
FRESH = {"key": 0, "counter": 0, "definition": 1}
"""What a coding is marked as where an older version wrote nothing of it."""

inverse(RemoveCodings)


@inverse
@dataclass(frozen=True, slots=True)
class RestoreCodings:
    """Put codings back as they were, with their ids, dates and memos."""

    rows: Sequence[Mapping[str, Any]]


@inverse
@dataclass(frozen=True, slots=True)
class RestoreCoding:
    """Put back what was changed of a coding (bounds, code, marks), if it is still as it was left."""

    coding: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@perform.register
def add_coding(act: AddCoding, writing: Writing) -> Performed:
    """One coding, new in its segment."""
    return add_codings(AddCodings((act,)), writing)


@perform.register
def add_codings(act: AddCodings, writing: Writing) -> Performed:
    """Many codings as one act; one that is there already is an error, and then none is added."""
    require_codes(writing, (coding.code for coding in act.codings))
    places = [(coding.document, coding.start, coding.end) for coding in act.codings]
    under = {code: present_definition(writing, code) for code in {coding.code for coding in act.codings}}
    coder, at, numbers = writing.coder, writing.at, count(next_id(writing.connection, "coding"))
    rows = [
        (number, segment, *place, coding.code, coder, coding.round, 0, at, 0, under[coding.code])
        for coding, place, segment, number in zip(
            act.codings, places, segments_at(writing, places), numbers, strict=False
        )
    ]
    insert_codings(writing, rows)
    ids = tuple(row[0] for row in rows)
    return Performed(RemoveCodings(ids), _added(act, ids), frozenset(place[0] for place in places), ids)


@perform.register
def remove_coding(act: RemoveCoding, writing: Writing) -> Performed:
    """One coding off."""
    return remove_codings(RemoveCodings((act.coding,)), writing)


@perform.register
def remove_codings(act: RemoveCodings, writing: Writing) -> Performed:
    """Codings off, with their memos; segments that nobody uses any more go too."""
    refuse_built_on(writing, "coding", act.ids)
    rows = _snapshots(writing, act.ids)
    ids = [(row["id"],) for row in rows]
    writing.connection.executemany("DELETE FROM memo WHERE target = 'coding:' || ?", ids)
    writing.connection.executemany("DELETE FROM coding WHERE id = ?", ids)
    drop_unused(writing, {row["segment"] for row in rows})
    return Performed(RestoreCodings(rows), _brief(rows), frozenset(row["document"] for row in rows), tuple(act.ids))


@perform.register
def restore_codings(act: RestoreCodings, writing: Writing) -> Performed:
    """Codings back with the ids they had."""
    require_codes(writing, (row["code"] for row in act.rows))
    refuse_other_text(writing, {row["document"] for row in act.rows})
    places = [_place(row) for row in act.rows]
    wanted = {place: row["segment"] for place, row in zip(places, act.rows, strict=True)}
    segments = segments_at(writing, places, wanted)
    insert_codings(
        writing,
        [
            (row["id"], segment, *place, *(row.get(name, FRESH.get(name)) for name in COLUMNS[5:]))
            for row, segment, place in zip(act.rows, segments, places, strict=True)
        ],
    )
    writing.connection.executemany(
        "INSERT INTO memo(id, target, coder, kind, at, text, date) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [[*memo, None][:7] for row in act.rows for memo in row["memos"]],
    )
    ids = tuple(row["id"] for row in act.rows)
    return Performed(RemoveCodings(ids), _brief(act.rows), frozenset(row["document"] for row in act.rows), ids)


@perform.register
def move_coding(act: MoveCoding, writing: Writing) -> Performed:
    """Other bounds for a coding."""
    return _change(writing, _snapshot(writing, act.coding), {"start": act.start, "end": act.end})


@perform.register
def recode_coding(act: RecodeCoding, writing: Writing) -> Performed:
    """Another code for a coding."""
    require_codes(writing, (act.code,))
    return _change(writing, _snapshot(writing, act.coding), coded(writing, act.code))


@perform.register
def set_key(act: SetKey, writing: Writing) -> Performed:
    """A coding marked as key quotation, or no longer."""
    return _change(writing, _snapshot(writing, act.coding), {"key": int(act.key)})


@perform.register
def set_counter(act: SetCounter, writing: Writing) -> Performed:
    """A coding marked as counter-example, or no longer."""
    return _change(writing, _snapshot(writing, act.coding), {"counter": int(act.counter)})


@perform.register
def restore_coding(act: RestoreCoding, writing: Writing) -> Performed:
    """What a coding was before, unless somebody has changed that since; nothing is to be done where it is so again."""
    row = _snapshot(writing, act.coding)
    if all(row[name] == act.before[name] for name in act.after):
        nothing = RestoreCoding(act.coding, {}, {})
        return Performed(nothing, _brief([row]), frozenset((row["document"],)), (row["id"],), idle=True)
    if any(row[name] != value for name, value in act.after.items()):
        raise InputError(
            _("Coding {number} has been changed since; this cannot be taken back.").format(number=act.coding)
        )
    require_codes(writing, [act.before["code"]] if "code" in act.before else [])
    refuse_other_text(writing, [row["document"]] if "start" in act.before else [])
    return _change(writing, row, act.before)


def segments_at(writing: Writing, places: Sequence[Place], wanted: Mapping[Place, int] | None = None) -> list[int]:
    """The ids of the segments at these places; those that are not there are made, with the `wanted` id if they had one.

    An id once given is never given to another place, so a wanted one is always free.
    """
    wanted, known = wanted or {}, dict[Place, int]()
    numbers = count(next_id(writing.connection, "segment"))
    for document, group in groupby(sorted(set(places)), key=itemgetter(0)):
        among = list(group)
        known |= _known_segments(writing, document, among[0][1], among[-1][1])
        fresh = {place: wanted.get(place) or next(numbers) for place in among if place not in known}
        _write_segments(writing.connection, writing.text(document), fresh)
        known |= fresh
    return [known[place] for place in places]


def _known_segments(writing: Writing, document: str, first: int, last: int) -> dict[Place, int]:
    """The segments of a document that begin between two places: one range of an index."""
    query = 'SELECT document, start, "end", id FROM segment WHERE document = ? AND start BETWEEN ? AND ?'
    rows = writing.connection.execute(query, (document, first, last))
    return {(name, start, end): number for name, start, end, number in rows}


def _write_segments(connection: Connection, stored: StoredText, fresh: Mapping[Place, int]) -> None:
    """Insert segments of one text, with what participants say in them."""
    text, rows, passages = stored.text, [], []
    length = len(text)
    for place, number in fresh.items():
        document, start, end = place
        if not 0 <= start < end <= length:
            check_span(place, length)
        first, last, said = stored.heard(start, end)
        before = text[start - CONTEXT if start > CONTEXT else 0 : start]
        rows.append((number, document, start, end, first, last, before, text[start:end], text[end : end + CONTEXT]))
        for speaker, first_word, last_word in said:
            passages.append((number, speaker, first_word, last_word))
    connection.executemany("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO passage VALUES (?, ?, ?, ?)", passages)


def check_span(place: Place, length: int) -> None:
    """Refuse a span that is empty or reaches outside the text."""
    document, start, end = place
    if 0 <= start < end <= length:
        return
    raise InputError(
        _("{document}: {start}–{end} is not a passage of its text, which has {length} characters.").format(
            document=document, start=start, end=end, length=length
        ),
        _("Give a start from 0 and an end after it, at most {length}.").format(length=length),
    )


def rebuild_passages(writing: Writing, document: str) -> None:
    """Work out anew who speaks in each segment of a document, after its speakers were said to be others."""
    stored = writing.text(document)
    connection = writing.connection
    segments = connection.execute('SELECT id, start, "end" FROM segment WHERE document = ?', (document,)).fetchall()
    connection.executemany("DELETE FROM passage WHERE segment = ?", [(segment,) for segment, *_bounds in segments])
    connection.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?)",
        [(segment, *row) for segment, start, end in segments for row in stored.heard(start, end)[2]],
    )


def insert_codings(writing: Writing, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert codings; the rule that none stands twice is the table's own, said in words here."""
    try:
        writing.connection.executemany(_INSERT, rows)
    except IntegrityError:
        _refuse_twins(writing, rows)
        raise


def _refuse_twins(writing: Writing, rows: Sequence[tuple[Any, ...]]) -> None:
    asked = Counter(row[1:8] for row in rows)
    query = "SELECT 1 FROM coding WHERE segment = ? AND code = ? AND coder = ? AND round = ? AND id <> ?"
    for number, segment, *place, code, coder, round_, _key, _at, _counter, _definition in rows:
        twins = asked[segment, *place, code, coder, round_]
        if twins > 1 or writing.connection.execute(query, (segment, code, coder, round_, number)).fetchone():
            raise _twin((place[0], place[1], place[2]), code, coder)


def _twin(place: Place, code: str, coder: str) -> InputError:
    document, start, end = place
    return InputError(
        _("{document}: {start}–{end} carries {code} by {coder} already.").format(
            document=document, start=start, end=end, code=code, coder=coder
        )
    )


def _change(writing: Writing, row: Mapping[str, Any], values: Mapping[str, Any]) -> Performed:
    """Write other bounds, another code or another mark into a coding, given as it is now."""
    new = {**row, **values}
    place = _place(new)
    segment = segments_at(writing, [place], {place: new["segment"]} if "segment" in values else None)[0]
    try:
        writing.connection.execute(
            'UPDATE coding SET segment = ?, document = ?, start = ?, "end" = ?, code = ?, key = ?, counter = ?,'
            " definition = ? WHERE id = ?",
            (segment, *place, new["code"], new["key"], new["counter"], new["definition"], row["id"]),
        )
    except IntegrityError:
        raise _twin(place, new["code"], row["coder"]) from None
    if segment != row["segment"]:
        drop_unused(writing, (row["segment"],))
    after = {name: value for name, value in values.items() if name != "segment"}
    before = {name: row[name] for name in after}
    home = {"segment": row["segment"]} if "start" in values else {}
    return Performed(
        RestoreCoding(row["id"], before | home, after),
        {**_brief([new]), "before": before},
        frozenset((row["document"],)),
        (row["id"],),
        idle=before == after,
    )


def coded(writing: Writing, code: str) -> dict[str, Any]:
    """What a coding gets with another code: the present wording of its definition too."""
    return {"code": code, "definition": present_definition(writing, code)}


def _place(row: Mapping[str, Any]) -> Place:
    return row["document"], row["start"], row["end"]


def _snapshot(writing: Writing, coding: int) -> dict[str, Any]:
    return _snapshots(writing, (coding,))[0]


def _snapshots(writing: Writing, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The codings' rows with their places and memos, as `RestoreCodings` takes them."""
    found = {row[0]: row for row in writing.connection.execute(_SNAPSHOTS, (json.dumps(ids),))}
    if gone := [number for number in ids if number not in found]:
        raise NotFoundError(
            _("There is no coding {number} in this study.").format(number=gone[0]),
            _("`qualcode codings` lists those there are."),
        )
    return [
        {**dict(zip(COLUMNS, found[number], strict=False)), "memos": json.loads(found[number][-1])}
        for number in dict.fromkeys(ids)
    ]


def drop_unused(writing: Writing, segments: Iterable[int]) -> None:
    """Take out those of the segments that no coding uses any more."""
    unused = " AND NOT EXISTS (SELECT 1 FROM coding WHERE coding.segment = ?1)"
    rows = [(segment,) for segment in segments]
    writing.connection.executemany(f"DELETE FROM passage WHERE segment = ?1{unused}", rows)
    writing.connection.executemany(f"DELETE FROM segment WHERE id = ?1{unused}", rows)


def require_codes(writing: Writing, codes: Iterable[str]) -> None:
    """Refuse a code that the codebook does not have."""
    for code in dict.fromkeys(codes):
        if writing.connection.execute("SELECT 1 FROM code WHERE id = ?", (code,)).fetchone() is None:
            raise NotFoundError(
                _("There is no code {name} in the codebook.").format(name=code), _("`qualcode codes` lists them.")
            )


def _added(act: AddCodings, ids: Sequence[int]) -> dict[str, object]:
    if len(ids) != 1:
        codes = dict.fromkeys(coding.code for coding in act.codings)
        return {"codings": len(ids), "acts": [{"code": code} for code in codes]}
    (coding,) = act.codings
    return {"coding": ids[0], "document": coding.document, "start": coding.start, "end": coding.end,
            "code": coding.code}  # fmt: skip


def _brief(rows: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    if len(rows) != 1:
        return {"codings": len(rows)}
    (row,) = rows
    return {"coding": row["id"], **{name: row[name] for name in ("document", "start", "end", "code")}}
