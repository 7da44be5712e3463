"""What a code meant when: each wording of its definition by number, and each state of the codebook.

An act that changes the codebook makes a version; taking the act back takes the version away again, unless somebody has
built on it: then what holds after it is a version of its own. So where two coders take back out of the order in which
they acted, the codebook is as it was, and versions stay: they are the history of what once held.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from qualcode.model.codes import Code, Codebook
from qualcode.store.acts.performing import Writing
from qualcode.store.database import kept
from qualcode.store.database.sqlite import Connection

DEFINING = ("full", "use_when", "not_when")
"""The fields whose wording decides what is coded: another makes a new version of the definition."""
_AFTER = "after"
Record = Mapping[str, Any]
"""A code as plain data, with the code it comes after among those of its parent."""
Changes = dict[str, list[Record | None]]
"""By id a code before and after; None where it was not there, or is no more."""


class Made(NamedTuple):
    """The event that makes a version, and whose it is."""

    event: int
    at: str
    coder: str


class CodebookVersion(NamedTuple):
    """A state of the codebook: when it came to be, through whom and which event (0: it was found so)."""

    number: int
    event: int
    at: str
    coder: str
    changes: Changes


class Definition(NamedTuple):
    """A wording of a code's definition."""

    code: str
    number: int
    event: int
    at: str
    coder: str
    fields: Mapping[str, Mapping[str, str]]


def present_definition(writing: Writing, code: str) -> int:
    """The number of a code's definition as it will be when the act in hand is on record."""
    last = _last_definition(writing.connection, code)
    if last is None:
        return 1
    changed = writing.book is not None and last.fields != defining(kept.code_of(writing.connection, code))
    return last.number + changed


def defining(code: Code) -> dict[str, Mapping[str, str]]:
    """The fields of a code whose wording decides what is coded, those that say nothing left out."""
    return {field: dict(words) for field in DEFINING if (words := getattr(code, field))}


def settle(writing: Writing, made: Made, reverses: Collection[int] = ()) -> None:
    """Put on record what an event made of the codebook; one that `reverses` others takes their versions away."""
    if writing.book is None:
        return
    before, after = writing.book, kept.codes(writing.connection)
    changes = changes_between(before, after)
    if not changes:
        return
    _settle_codebook(writing.connection, changes, made, reverses)
    now = {code.id: code for code in after}
    for code in changes:
        _settle_definition(writing.connection, code, now.get(code), made, reverses)


def changes_between(before: Iterable[Code], after: Iterable[Code]) -> Changes:
    """What is different, by code; one that only comes after another now is among them."""
    old, new = _records(before), _records(after)
    ids = dict.fromkeys((*old, *new))
    return {code: [old.get(code), new.get(code)] for code in ids if old.get(code) != new.get(code)}


def _records(codes: Iterable[Code]) -> dict[str, Record]:
    last: dict[str | None, str] = {}
    found: dict[str, Record] = {}
    for code in codes:
        found[code.id] = {**kept.code_to_data(code), _AFTER: last.get(code.parent)}
        last[code.parent] = code.id
    return found


def _settle_codebook(connection: Connection, changes: Changes, made: Made, reverses: Collection[int]) -> None:
    last = next(versions(connection, newest_first=True, limit=1), None)
    back = {code: [after, before] for code, (before, after) in changes.items()}
    if last is not None and last.event in reverses and last.changes == back:
        connection.execute("DELETE FROM codebook_version WHERE number = ?", (last.number,))
        return
    row = (
        last.number + 1 if last else 1,
        *_free(connection, "codebook_version WHERE event = ?1", made, ""),
        _json(changes),
    )
    connection.execute("INSERT INTO codebook_version VALUES (?, ?, ?, ?, ?)", row)


def _settle_definition(
    connection: Connection, code: str, now: Code | None, made: Made, reverses: Collection[int]
) -> None:
    last = _last_definition(connection, code)
    fields = None if now is None else defining(now)
    if last is not None and last.event in reverses and _is_reversed(connection, last, fields):
        connection.execute("DELETE FROM definition WHERE code = ? AND number = ?", (code, last.number))
    elif fields is not None and (last is None or last.fields != fields):
        row = (
            code,
            last.number + 1 if last else 1,
            *_free(connection, "definition WHERE event = ?1 AND code = ?2", made, code),
            _json(fields),
        )
        connection.execute("INSERT INTO definition VALUES (?, ?, ?, ?, ?, ?)", row)


def _is_reversed(connection: Connection, last: Definition, fields: Mapping[str, Any] | None) -> bool:
    """Whether a wording is gone again: the one before it holds, or the code is out; and nothing is coded under it."""
    if fields is None:
        return True
    query = "SELECT 1 FROM coding WHERE code = ? AND definition = ? LIMIT 1"
    if connection.execute(query, (last.code, last.number)).fetchone():
        return False
    before = definitions(connection, last.code)[-2:-1]
    return bool(before) and before[0].fields == fields


def _free(connection: Connection, rows: str, made: Made, code: str) -> Made:
    """The maker of a version; what an act made that is done again is its own again, unless that stands still."""
    if connection.execute(f"SELECT 1 FROM {rows} AND ?2 = ?2", (made.event, code)).fetchone() is None:
        return made
    latest = connection.execute("SELECT id, at, coder FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return Made(*latest)


# ---------------------------------------------------------------------- reading


def definitions(connection: Connection, code: str) -> list[Definition]:
    """Every wording of a code's definition, the oldest first."""
    query = "SELECT code, number, event, at, coder, fields FROM definition WHERE code = ? ORDER BY number"
    return [_definition(*row) for row in connection.execute(query, (code,))]


def _last_definition(connection: Connection, code: str) -> Definition | None:
    query = "SELECT code, number, event, at, coder, fields FROM definition WHERE code = ? ORDER BY number DESC LIMIT 1"
    row = connection.execute(query, (code,)).fetchone()
    return _definition(*row) if row else None


def _definition(code: str, number: int, event: int, at: str, coder: str, fields: str) -> Definition:
    return Definition(code, number, event, at, coder, json.loads(fields))


def versions(connection: Connection, *, newest_first: bool = False, limit: int = -1) -> Iterator[CodebookVersion]:
    """The states of the codebook in order, each with what was changed to come to it."""
    order = "DESC" if newest_first else "ASC"
    rows = connection.execute(
        f"SELECT number, event, at, coder, changes FROM codebook_version ORDER BY number {order} LIMIT ?", (limit,)
    ).fetchall()
    return (CodebookVersion._make((*row[:4], json.loads(row[4]))) for row in rows)


def former_codes(connection: Connection) -> frozenset[str]:
    """The ids of codes that are in the codebook no more."""
    rows = connection.execute(
        "SELECT changed.key FROM codebook_version, json_each(changes) AS changed"
        " WHERE changed.value -> '$[1]' = 'null' AND changed.key NOT IN (SELECT id FROM code)"
    )
    return frozenset(row[0] for row in rows)


def codebook_at(connection: Connection, number: int) -> Codebook:
    """The codebook as it was in a version."""
    for version, _before, after in states(connection):
        if version.number <= number:
            return after
    return Codebook({}, ())


def states(connection: Connection) -> Iterator[tuple[CodebookVersion, Codebook, Codebook]]:
    """Each version with the codebook before and after it, the newest first."""
    records = _records(kept.codes(connection))
    after = Codebook({}, tuple(_in_order(records)))
    for version in versions(connection, newest_first=True):
        for code, (old, _new) in version.changes.items():
            if old is None:
                records.pop(code, None)
            else:
                records[code] = old
        before = Codebook({}, tuple(_in_order(records)))
        yield version, before, after
        after = before


def _in_order(records: Mapping[str, Record]) -> Iterator[Code]:
    """Codes depth first, each among those of its parent after the one it names."""
    following = {(record.get("parent"), record[_AFTER]): code for code, record in records.items()}

    def below(parent: str | None) -> Iterator[Code]:
        code = following.get((parent, None))
        while code is not None:
            yield kept.code_from_data({key: value for key, value in records[code].items() if key != _AFTER})
            yield from below(code)
            code = following.get((parent, code))

    return below(None)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
