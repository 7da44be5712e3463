"""What a project for another program takes from the tables as they stand: codings with their moments, its seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from qualcode.store.database.sqlite import Connection

_CODINGS = """
SELECT id, segment, start, "end", code, coder, round, key, counter, at FROM coding WHERE document = ?
ORDER BY start, "end", segment, id
"""


class Placed(NamedTuple):
    """A coding in a document, with the segment it is on and when it was made."""

    id: int
    segment: int
    start: int
    end: int
    code: str
    coder: str
    round: int
    key: int
    counter: int
    at: str


def placed(connection: Connection, document: str) -> Iterator[Placed]:
    """The codings of a document, by place."""
    return map(Placed._make, connection.execute(_CODINGS, (document,)))


def consents(connection: Connection) -> dict[int, str]:
    """By coding whether its passage may be quoted, `yes` or `no`, where that was asked of this one."""
    rows = connection.execute("SELECT consent.coding, given FROM consent JOIN coding ON coding.id = consent.coding")
    return {number: "yes" if given else "no" for number, given in rows}


def renderings(connection: Connection) -> dict[int, list[list[str]]]:
    """By coding its excerpt and translations: language, text, who made it, the words it was made of."""
    found: dict[int, list[list[str]]] = {}
    query = """SELECT coding, language, text, author, quote FROM rendering
        WHERE EXISTS (SELECT 1 FROM coding WHERE id = rendering.coding) ORDER BY coding, language"""
    for number, *row in connection.execute(query):
        found.setdefault(number, []).append(row)
    return found


def seed(connection: Connection) -> bytes:
    """What no two studies share and never changes: a digest of the first act on record."""
    row = connection.execute("SELECT at, coder, act, data FROM event ORDER BY id LIMIT 1").fetchone()
    return hashlib.sha256("\n".join(map(str, row or ())).encode()).digest()


def original(connection: Connection, document: str) -> bytes:
    """The bytes a document was read from."""
    row = connection.execute("SELECT original FROM document_text WHERE document = ?", (document,)).fetchone()
    return bytes(row[0]) if row else b""
