"""What the study keeps beside the tables of codings, as it is read: the YAML texts, the codes, the sites.

Reading them needs no YAML: each code is kept as plain data, each setting as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.codes import Code
from qualcode.model.people import Site
from qualcode.names import fold
from qualcode.store.database.sqlite import Connection

DATABASE = "study.db"
CODEBOOK = "codebook.yaml"
STUDY = "study.yaml"
UNWRITTEN = "not yet"
"""What stands for a file's state from the act that changes its text until the file is written."""
FILE_ACTS = frozenset(
    ("AddCode", "RenameCode", "MoveCode", "MergeCodes", "SplitCode", "RetireCode", "RestoreCode", "EditDefinition",
     "RemoveCode", "AddSite", "SetSites", "SaveQuery", "RemoveQuery", "ReceiveProject")
)  # fmt: skip
"""The acts of a coder that change a YAML file, by their names in the history."""
_TUPLES = ("examples", "near_misses", "also_under", "aliases")


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Keep a value under a key of the study itself."""
    query = "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
    connection.execute(query, (key, value))


def get_meta(connection: Connection, key: str) -> str:
    """The value kept under a key, empty if there is none."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def codes(connection: Connection) -> tuple[Code, ...]:
    """The codes in the researcher's order."""
    rows = connection.execute("SELECT definition FROM code ORDER BY position")
    return tuple(code_from_data(json.loads(row[0])) for row in rows)


def code_of(connection: Connection, code: str) -> Code:
    """One code; an `InputError` names one that is not there."""
    row = connection.execute("SELECT definition FROM code WHERE id = ?", (code,)).fetchone()
    if row is None:
        raise InputError(_("There is no code {name} in the codebook.").format(name=code))
    return code_from_data(json.loads(row[0]))


def sites(connection: Connection) -> tuple[Site, ...]:
    """The sites, regions before their premises, in the researcher's order."""
    rows = connection.execute("SELECT id, label, parent, attributes FROM site ORDER BY position")
    return tuple(Site(id_, json.loads(label), parent, json.loads(rest)) for id_, label, parent, rest in rows)


def code_to_data(code: Code) -> dict[str, Any]:
    """A code as plain data for JSON, without the fields that say nothing."""
    values = {field.name: getattr(code, field.name) for field in fields(code)}
    return {name: _to_data(value) for name, value in values.items() if value not in (None, (), {}, False)}


def _to_data(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return [_to_data(item) for item in value] if isinstance(value, tuple) else value


def code_from_data(data: Mapping[str, Any]) -> Code:
    """The code that `code_to_data` made the data from."""
    lists = {name: tuple(data[name]) for name in _TUPLES if name in data}
    return Code(**{**data, **lists})


def former_names(connection: Connection) -> dict[str, str]:
    """Every alias that a code was ever given, folded, with the id of that code."""
    rows = connection.execute(
        "SELECT alias.value, changed.key FROM codebook_version, json_each(changes) AS changed,"
        " json_each(changed.value, '$[1].aliases') AS alias ORDER BY number"
    )
    return {fold(alias): str(code) for alias, code in rows}
