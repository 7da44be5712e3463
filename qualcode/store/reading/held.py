"""What a study holds of each kind, how much and from when to when: the facts of an audit trail, in few statements."""

from __future__ import annotations

from typing import Any, NamedTuple

from qualcode.store.database.sqlite import Connection


class Held(NamedTuple):
    """So many of one thing, with the first and the last day of it in UTC; empty where there is none or no day."""

    number: int = 0
    first: str = ""
    last: str = ""


_DAYS = "count(*), coalesce(substr(min({at}), 1, 10), ''), coalesce(substr(max({at}), 1, 10), '')"
_WRITTEN = _DAYS.format(at="at")


def codings(connection: Connection) -> dict[tuple[str, int], Held]:
    """The codings of each coder in each round."""
    rows = connection.execute(f"SELECT coder, round, {_WRITTEN} FROM coding GROUP BY 1, 2 ORDER BY 1, 2")
    return {(coder, number): Held(*held) for coder, number, *held in rows}


def first_coding(connection: Connection) -> str:
    """When the first coding that is there was made; empty where there is none."""
    return str(connection.execute("SELECT coalesce(min(at), '') FROM coding").fetchone()[0])


def marked(connection: Connection, mark: str) -> Held:
    """The codings marked as `key` quotations, or as a `counter`-example, by anybody."""
    return _one(connection, f"SELECT {_WRITTEN} FROM coding WHERE {mark} = 1")


def documents(connection: Connection) -> dict[str, Held]:
    """The documents of each kind, by their own dates."""
    rows = connection.execute(f"SELECT kind, {_DAYS.format(at='date')} FROM document GROUP BY 1 ORDER BY 1")
    return {kind: Held(*held) for kind, *held in rows}


def timed_documents(connection: Connection) -> int:
    """How many documents have the times of a recording."""
    query = "SELECT count(DISTINCT document) FROM turn WHERE time IS NOT NULL"
    return int(connection.execute(query).fetchone()[0])


def memos(connection: Connection) -> dict[str, Held]:
    """The memos of each kind; entries of a logbook by the day that they are about."""
    day = "coalesce(date, at)"
    rows = connection.execute(f"SELECT kind, {_DAYS.format(at=day)} FROM memo GROUP BY 1 ORDER BY 1")
    return {kind: Held(*held) for kind, *held in rows}


def summaries(connection: Connection) -> dict[str, Held]:
    """The summaries of the framework matrix that hold, of each kind of holder: `participant`, `site`."""
    rows = connection.execute(
        f"SELECT substr(version.holder, 1, instr(version.holder, ':') - 1), {_WRITTEN} FROM summary"
        " JOIN summary_version AS version ON version.id = summary.version WHERE text <> '' GROUP BY 1 ORDER BY 1"
    )
    return {holder: Held(*held) for holder, *held in rows}


def versions(connection: Connection, table: str) -> Held:
    """The versions in `summary_version`, `codebook_version`, `definition` or `former` (texts that were corrected)."""
    return _one(connection, f"SELECT {_WRITTEN} FROM {table}")


def acts(connection: Connection) -> Held:
    """The acts on record."""
    return _one(connection, f"SELECT {_WRITTEN} FROM event")


def acts_called(connection: Connection, name: str) -> Held:
    """The acts of one name that stand."""
    return _one(connection, f"SELECT {_WRITTEN} FROM event WHERE act = ? AND undone_by IS NULL", name)


def acts_taken_back(connection: Connection) -> Held:
    """The acts that are taken back just now."""
    return _one(connection, f"SELECT {_WRITTEN} FROM event WHERE undone_by IS NOT NULL")


def _one(connection: Connection, query: str, *values: Any) -> Held:
    return Held(*connection.execute(query, values).fetchone())
