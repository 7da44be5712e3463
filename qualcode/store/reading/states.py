"""A document's text with all that stands on it, as rows: read, laid down again, told from any other state."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from qualcode.store.database.sqlite import Connection

Rows = list[list[Any]]
State = dict[str, Rows]
"""Rows by table. Of `document` only what tells of its text: length, number of turns, SHA-256."""

COUNTED = ("length", "turns", "sha256")
_MEMOS = """(target >= 'passage:' || ?1 || ':' AND target < 'passage:' || ?1 || ';')
    OR target IN (SELECT 'coding:' || id FROM coding WHERE document = ?1)"""
_TABLES = {
    "document_text": "document = ?1",
    "part": "document = ?1",
    "speaker": "document = ?1",
    "turn": "document = ?1",
    "segment": "document = ?1",
    "passage": "segment IN (SELECT id FROM segment WHERE document = ?1)",
    "memo": _MEMOS,
    "coding": "document = ?1",
    "bookmark": "document = ?1",
    "unsettled": "document = ?1",
}
"""What is laid down, each table after those it refers to."""
_TAKEN_OUT = ("unsettled", "bookmark", "memo", "coding", "passage", "segment", "turn", "speaker", "part",
              "document_text")  # fmt: skip
_TOLD = ("document", "part", "speaker", "memo", "coding", "bookmark", "unsettled")
"""The tables in which others may have written since: they tell one state from another."""


def read_state(connection: Connection, document: str, tables: Iterable[str] = ("document", *_TABLES)) -> State:
    """The rows of a document's text and of what stands on it: all, or those of some tables."""
    return {table: _table(connection, table, document) for table in tables}


def _table(connection: Connection, table: str, document: str) -> Rows:
    if table == "document":
        return _rows(connection, f"SELECT {', '.join(COUNTED)} FROM document WHERE id = ?1", document)
    order = "segment, first_word, last_word, speaker" if table == "passage" else "1"
    return _rows(connection, f"SELECT * FROM {table} WHERE {_TABLES[table]} ORDER BY {order}", document)


def lay_state(connection: Connection, document: str, state: State) -> None:
    """Put a state in the place of the one that is there, row for row."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    turns = connection.execute("SELECT id FROM turn WHERE document = ?", (document,)).fetchall()
    connection.executemany("DELETE FROM turn_index WHERE rowid = ?", turns)
    for table in _TAKEN_OUT:
        connection.execute(f"DELETE FROM {table} WHERE {_TABLES[table]}", (document,))
    connection.executemany("DELETE FROM memo WHERE id = ?", [row[:1] for row in state["memo"]])
    assigned = ", ".join(f"{column} = ?" for column in COUNTED)
    connection.execute(f"UPDATE document SET {assigned} WHERE id = ?", (*state["document"][0], document))
    for table in _TABLES:
        insert_rows(connection, table, state[table])
    text = state["document_text"][0][1]
    bodies = [(row[0], text[row[5] : row[6]]) for row in state["turn"]]
    connection.executemany("INSERT INTO turn_index(rowid, body) VALUES (?, ?)", bodies)


def insert_rows(connection: Connection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Rows as they were copied; a copy that an older version made lacks the columns that came since, the last ones."""
    if not rows:
        return
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")][: len(rows[0])]
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table}({columns}) VALUES ({marks})", rows)


def columns_of(connection: Connection, table: str) -> list[str]:
    """The names of a table's columns, in order."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def digest(connection: Connection, document: str) -> str:
    """What tells the state that is there from any other: who speaks, what is coded where, what was said of it."""
    told = json.dumps(read_state(connection, document, _TOLD), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def pack(state: State) -> bytes:
    """A state as one blob; bytes are wrapped so that JSON can hold them."""
    plain = json.dumps(state, ensure_ascii=False, default=lambda blob: {"base64": base64.b64encode(blob).decode()})
    return zlib.compress(plain.encode(), 1)


def unpack(packed: bytes) -> State:
    """The state that `pack` wrote."""
    state: State = json.loads(zlib.decompress(packed))
    for row in state["document_text"]:
        row[:] = [base64.b64decode(value["base64"]) if isinstance(value, dict) else value for value in row]
    return state


def _rows(connection: Connection, query: str, document: str) -> Rows:
    return [list(row) for row in connection.execute(query, (document,))]
