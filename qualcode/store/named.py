"""What things are called in a study: the names that a shell completes and that an option may give."""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.store.sqlite import Connection

_QUERIES: Mapping[str, str] = {
    "document": "SELECT id FROM document ORDER BY id",
    "code": "SELECT id FROM code ORDER BY position",
    "site": "SELECT id FROM site ORDER BY position",
    "participant": "SELECT id FROM participant ORDER BY id",
    "role": "SELECT DISTINCT role FROM participant WHERE role IS NOT NULL ORDER BY role",
    "kind": "SELECT DISTINCT kind FROM document ORDER BY kind",
    "wave": "SELECT DISTINCT wave FROM document WHERE wave IS NOT NULL ORDER BY wave",
    "coder": "SELECT name FROM coder ORDER BY name",
}


def names(connection: Connection, noun: str) -> list[str]:
    """The ids of all documents, codes, sites, participants; the roles, kinds, waves, coders there are."""
    return [row[0] for row in connection.execute(_QUERIES[noun])]
