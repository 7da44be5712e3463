"""Reading what is said of documents: their fields and variables, the parts they fall into."""

from __future__ import annotations

import json
from collections.abc import Mapping

from qualcode.model.texts import Described, Part
from qualcode.store.database.sqlite import Connection

_DESCRIBED = "SELECT id, site, kind, language, date, wave, guide, variables FROM document ORDER BY id"
_PARTS = """SELECT document, first_turn, last_turn, site, wave, date FROM part
WHERE ?1 IS NULL OR document = ?1 ORDER BY document, first_turn"""


def described(connection: Connection) -> list[Described]:
    """What is said of each document, by id."""
    return [Described._make((*said, json.loads(variables))) for *said, variables in connection.execute(_DESCRIBED)]


def parts(connection: Connection, document: str | None = None) -> Mapping[str, tuple[Part, ...]]:
    """The parts of the documents that have any, in order; of one document, or of all."""
    found: dict[str, list[Part]] = {}
    for name, *row in connection.execute(_PARTS, (document,)):
        found.setdefault(name, []).append(Part(*row))
    return {name: tuple(listed) for name, listed in found.items()}
