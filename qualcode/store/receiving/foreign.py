"""What things of a study were called in projects of other programs that were taken in, and what was kept aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from qualcode.store.database.sqlite import Connection

ASIDE = "aside"
"""The folder of a study for files it cannot hold otherwise."""


class Foreign(NamedTuple):
    """What a project said of a thing: `noun` and `own` name it in the study, `guid` and `name` in the project.

    `holder` is the project's id of what it stood in, `more` whatever else it said. What is nothing in the study (a set,
    a link, a case that is nobody) has an empty `own` and says all of itself in `more`.
    """

    noun: str
    own: str
    guid: str
    holder: str = ""
    name: str = ""
    more: Mapping[str, Any] = {}


class Kept(NamedTuple):
    """What was kept aside: its kind, its name, its element as it was written, and the files it names.

    `files` leads from the name in the project to that in the folder `aside`.
    """

    what: str
    name: str
    element: bytes
    files: Mapping[str, str] = {}


def foreign_ids(connection: Connection, noun: str) -> list[Foreign]:
    """What is known of one kind of thing; of several projects the last one taken in comes last."""
    rows = connection.execute(
        "SELECT noun, own, guid, holder, name, more FROM foreign_id WHERE noun = ? ORDER BY reception, own", (noun,)
    )
    return [Foreign._make((*row[:-1], json.loads(row[-1]))) for row in rows]


def received(connection: Connection, noun: str) -> dict[tuple[str, str], str]:
    """When the projects were taken in that said something of one kind of thing, by its name here and there."""
    query = """SELECT own, guid, reception.at FROM foreign_id JOIN reception ON reception.id = foreign_id.reception
        WHERE noun = ?"""
    return {(own, guid): at for own, guid, at in connection.execute(query, (noun,))}


def kept_aside(connection: Connection) -> list[Kept]:
    """What was kept aside, in the order in which it came."""
    rows = connection.execute("SELECT what, name, element, files FROM aside ORDER BY id")
    return [Kept(what, name, bytes(element), json.loads(files)) for what, name, element, files in rows]


def says_more(connection: Connection, found: Iterable[Foreign]) -> bool:
    """Whether a project has a set, a link, or a user who is no coder, that is not on record yet."""
    found = tuple(found)
    known = {one.guid for one in found if one.noun == "coder"}
    for noun in ("set", "link", "user"):
        known |= {one.guid for one in foreign_ids(connection, noun)}
    return any(one.noun in ("set", "link", "user") and one.guid not in known for one in found)


def insert_foreign(connection: Connection, reception: int, found: Iterable[Foreign]) -> None:
    """Keep what a project said; what is on record already stays as it is."""
    connection.executemany(
        "INSERT OR IGNORE INTO foreign_id VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((*one[:4], _storable(one.name), _json(one.more) if one.more else "{}", reception) for one in found),
    )


def insert_kept(connection: Connection, reception: int, found: Sequence[Kept]) -> None:
    """Keep aside what a study cannot hold."""
    connection.executemany(
        "INSERT INTO aside(what, name, element, files, reception) VALUES (?, ?, ?, ?, ?)",
        ((one.what, _storable(one.name), one.element, _json(one.files), reception) for one in found),
    )


def forget_coders(connection: Connection, names: Iterable[str] | None = None) -> list[str]:
    """Take out those coders (of all, if none are named) to whom nothing leads; answers who they were."""
    if names is None:
        names = [row[0] for row in connection.execute("SELECT name FROM coder")]
    query = (
        'SELECT holder.name, key."from" FROM sqlite_schema AS holder, pragma_foreign_key_list(holder.name) AS key'
        " WHERE holder.type = 'table' AND key.\"table\" = 'coder'"
    )
    used = " AND ".join(
        f'NOT EXISTS (SELECT 1 FROM "{table}" WHERE "{column}" = ?1)' for table, column in connection.execute(query)
    )
    return [
        name for name in names if connection.execute(f"DELETE FROM coder WHERE name = ?1 AND {used}", (name,)).rowcount
    ]


def _json(data: Any) -> str:
    return json.dumps(dict(data))


def _storable(name: str) -> str:
    """A name that SQLite can hold, whatever a program wrote."""
    return name if name.isascii() else name.encode("utf-8", "replace").decode()
