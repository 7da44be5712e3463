"""The rows of people as acts change them, so that each change can be taken back for itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from qualcode.model.people import Participant
from qualcode.store.acts.performing import Writing, refuse_built_on
from qualcode.store.database.sqlite import Connection

Person = list[Any]
"""A person's row: id, site, role, variables and what differs of them by wave, both as JSON."""
Change = Sequence[Any]
"""A person's id, the row before and the row after; None where there was, or is, no such person."""


def person(connection: Connection, name: str) -> Person | None:
    """The row of a person, None if the study knows nobody of that id."""
    query = "SELECT id, site, role, variables, waves FROM participant WHERE id = ?"
    row = connection.execute(query, (name,)).fetchone()
    return list(row) if row else None


def put(connection: Connection, name: str, row: Sequence[Any] | None) -> Change:
    """Write a person's row whole, or take it out; somebody who speaks in a document is never taken out."""
    before = person(connection, name)
    if row is None:
        unheard = "NOT EXISTS (SELECT 1 FROM speaker WHERE participant = ?1)"
        connection.execute(f"DELETE FROM participant WHERE id = ?1 AND {unheard}", (name,))
    elif before is None:
        # Not an upsert: before one SQLite writes the text index out, once a document instead of once an act.
        query = "INSERT INTO participant(id, site, role, variables, waves) VALUES (?, ?, ?, ?, ?)"
        connection.execute(query, tuple(_whole(row)))
    elif before != _whole(row):
        query = "UPDATE participant SET site = ?2, role = ?3, variables = ?4, waves = ?5 WHERE id = ?1"
        connection.execute(query, tuple(_whole(row)))
    return name, before, person(connection, name)


def meet(connection: Connection, said: Participant) -> Change:
    """Add what is said of a person, who is made if unknown; the site and role already known stay."""
    _name, site, role, variables, waves = person(connection, said.id) or (said.id, None, None, "{}", "{}")
    learned = json.dumps(json.loads(variables) | dict(said.variables), ensure_ascii=False)
    return put(connection, said.id, [said.id, site or said.site, role or said.role, learned, waves])


def take_back(writing: Writing, changes: Sequence[Change]) -> list[Change]:
    """Undo changes, the last first, where people are still as these left them; answers what that changed."""
    if made := [name for name, before, _after in changes if before is None]:
        refuse_built_on(writing, "participant", made)
    unchanged = [change for change in reversed(changes) if _is_as_left(writing.connection, change)]
    return [put(writing.connection, name, before) for name, before, _after in unchanged]


def _is_as_left(connection: Connection, change: Change) -> bool:
    name, _before, after = change
    return person(connection, name) == (after and _whole(after))


def _whole(row: Sequence[Any]) -> Person:
    """A row with all its columns: one kept by an older version knows nothing of waves."""
    return [*row, "{}"][:5]
