"""The list of acts as it is read, and what an act answers."""

from __future__ import annotations

import json
from dataclasses import dataclass

from qualcode.model.codings import Event
from qualcode.store.database.sqlite import Connection


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act changed: its event, the documents to show anew, the codings made, restored or altered.

    The event is 0 where nothing was to be done, which is no act on record.
    """

    event: int
    act: str
    documents: frozenset[str]
    codings: tuple[int, ...]
    files: frozenset[str]
    reread: frozenset[str]


def events(connection: Connection, limit: int | None = None) -> list[Event]:
    """The acts on record, newest first; of several done together, one summary."""
    rows = connection.execute(
        "SELECT id, at, coder, act, json_remove(data, '$.acts'), undone_by IS NOT NULL"
        " FROM event ORDER BY id DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [Event(id_, at, coder, act, json.loads(data), bool(undone)) for id_, at, coder, act, data, undone in rows]
