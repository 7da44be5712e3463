"""What things are called in a study: the names that a shell completes and that an option may give."""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.store.database.sqlite import Connection

_QUERIES: Mapping[str, str] = {
    "document": "SELECT id FROM document ORDER BY id",
    "code": "SELECT id FROM code ORDER BY position",
    "site": "SELECT id FROM site ORDER BY position",
    "participant": "SELECT id FROM participant ORDER BY id",
    "role": "SELECT DISTINCT role FROM participant WHERE role IS NOT NULL ORDER BY role",
    "kind": "SELECT DISTINCT kind FROM document ORDER BY kind",
    "wave": "SELECT wave FROM document WHERE wave IS NOT NULL UNION SELECT wave FROM part WHERE wave IS NOT NULL",
    "guide": "SELECT DISTINCT guide FROM document WHERE guide IS NOT NULL ORDER BY guide",
    "language": "SELECT DISTINCT language FROM document ORDER BY language",
    "coder": "SELECT name FROM coder ORDER BY name",
}


def names(connection: Connection, noun: str) -> list[str]:
    """The ids of all documents, codes, sites, participants; the roles, kinds, waves, … there are.

    None of a noun that is not one of these.
    """
    return [row[0] for row in connection.execute(_QUERIES[noun])] if noun in _QUERIES else []
