"""The rows of people as acts change them, so that each change can be taken back for itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qualcode.store.performing import Writing, refuse_built_on
from qualcode.store.sqlite import Connection

Person = list[Any]
"""A person's row: id, site, role, variables as JSON."""
Change = Sequence[Any]
"""A person's id, the row before and the row after; None where there was, or is, no such person."""


def person(connection: Connection, name: str) -> Person | None:
    """The row of a person, None if the study knows nobody of that id."""
    row = connection.execute("SELECT id, site, role, variables FROM participant WHERE id = ?", (name,)).fetchone()
    return list(row) if row else None


def put(connection: Connection, name: str, row: Sequence[Any] | None) -> Change:
    """Write a person's row whole, or take it out; somebody who speaks in a document is never taken out."""
    before = person(connection, name)
    if row is None:
        unheard = "NOT EXISTS (SELECT 1 FROM speaker WHERE participant = ?1)"
        connection.execute(f"DELETE FROM participant WHERE id = ?1 AND {unheard}", (name,))
    elif before is None:
        connection.execute("INSERT INTO participant(id, site, role, variables) VALUES (?, ?, ?, ?)", tuple(row))
    elif before != list(row):
        query = "UPDATE participant SET site = ?2, role = ?3, variables = ?4 WHERE id = ?1"
        connection.execute(query, tuple(row))
    return name, before, person(connection, name)


def take_back(writing: Writing, changes: Sequence[Change]) -> list[Change]:
    """Undo changes, the last first, where people are still as these left them; answers what that changed."""
    refuse_built_on(writing, "participant", [name for name, before, _after in changes if before is None])
    unchanged = [change for change in reversed(changes) if person(writing.connection, change[0]) == change[2]]
    return [put(writing.connection, name, before) for name, before, _after in unchanged]
