"""What making codes one does to their codings: which become one, and which passages of one coder overlap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from qualcode.store.database.sqlite import Connection

_TAKEN = """
WITH taken AS (
    SELECT id, segment, document, start, "end", coder, round, code, key, counter, max("end") OVER (
        PARTITION BY document, coder, round ORDER BY start, "end" DESC, id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM coding WHERE code IN (SELECT value FROM json_each(:codes))),
grouped AS (
    SELECT *, sum(reach IS NULL OR start >= reach) OVER (
        PARTITION BY document, coder, round ORDER BY start, "end" DESC, id) AS island FROM taken)
SELECT document, min(start), max("end"), coder, round, max(key), max(counter),
    coalesce(min(id) FILTER (WHERE code = :into), min(id)),
    json_group_array(json_array(id, code, start, "end", key, counter))
FROM grouped GROUP BY {group} HAVING count(*) > 1 AND sum(code <> :into) > 0
ORDER BY document, coder, round, min(start)
"""
"""`reach` is how far the passages before go: one that starts beyond it begins an island of passages that overlap."""
_ISLAND, _TWINS = "document, coder, round, island", "segment, coder, round"


class Member(NamedTuple):
    """A coding among those that become one, or overlap."""

    id: int
    code: str
    start: int
    end: int
    key: int
    counter: int


class Group(NamedTuple):
    """Codings of one coder in one round that lie on the same passage, or whose passages overlap one another.

    `survivor` is the one that stays if they become one; it then has `[start, end)`, and the marks of all of them.
    """

    document: str
    start: int
    end: int
    coder: str
    round: int
    key: int
    counter: int
    survivor: int
    members: tuple[Member, ...]


def twins(connection: Connection, codes: Sequence[str], into: str) -> list[Group]:
    """Codings on the same passage that become the same coding twice."""
    return _groups(connection, _TWINS, codes, into)


def overlapping(connection: Connection, codes: Sequence[str], into: str) -> list[Group]:
    """Passages that overlap when codes become one, those on the same passage among them."""
    return _groups(connection, _ISLAND, codes, into)


def _groups(connection: Connection, group: str, codes: Sequence[str], into: str) -> list[Group]:
    asked = {"codes": json.dumps([*codes, into]), "into": into}
    rows = connection.execute(_TAKEN.format(group=group), asked)
    return [Group._make((*row[:8], tuple(map(Member._make, sorted(json.loads(row[8])))))) for row in rows]


def count(connection: Connection, codes: Sequence[str]) -> dict[str, int]:
    """How many codings each code has itself."""
    query = "SELECT code, count(*) FROM coding WHERE code IN (SELECT value FROM json_each(?)) GROUP BY code"
    found = dict(connection.execute(query, (json.dumps(list(codes)),)).fetchall())
    return {code: int(found.get(code, 0)) for code in codes}


def memos(connection: Connection, codes: Sequence[str]) -> int:
    """How many memos are on the codes themselves."""
    query = "SELECT count(*) FROM memo WHERE target IN (SELECT 'code:' || value FROM json_each(?))"
    return int(connection.execute(query, (json.dumps(list(codes)),)).fetchone()[0])


def summaries(connection: Connection, codes: Sequence[str], into: str) -> list[tuple[str, str]]:
    """Themes and holders of the summaries with words that a merge concerns, those of `into` where another joins it."""
    names = json.dumps(list(codes))
    rows = connection.execute(
        "SELECT summary.theme, summary.holder FROM summary JOIN summary_version AS written ON written.id = version"
        " WHERE text <> '' AND (summary.theme IN (SELECT value FROM json_each(?1)) OR summary.theme = ?2"
        " AND summary.holder IN (SELECT holder FROM summary WHERE theme IN (SELECT value FROM json_each(?1))))"
        " ORDER BY summary.holder, summary.theme",
        (names, into),
    )
    return [(theme, holder) for theme, holder in rows]
