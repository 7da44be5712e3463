"""A copy of a study taken back to an earlier event: each act after it reversed, the last one first, whoever did it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import qualcode.store.history  # noqa: F401  # it knows how every act is performed
from qualcode.store.acts.performing import Writing, from_data, perform
from qualcode.store.acts.versions import Made, settle
from qualcode.store.database.sqlite import Connection, connect, transaction, translated
from qualcode.store.reading.texts import StoredText
from qualcode.store.receiving.foreign import forget_coders

_COLUMNS = "id, at, coder, act, data, inverse, undoes"
_LAST = f"SELECT {_COLUMNS} FROM event WHERE id > ? ORDER BY id DESC LIMIT 1"
_BEFORE_UNDONE = """
SELECT min(undoing.id) - 1 FROM event AS redoing JOIN event AS undoing ON undoing.id = redoing.undoes
WHERE redoing.id > ?1 AND undoing.id <= ?1 AND undoing.undoes IS NOT NULL
"""


class _Event(NamedTuple):
    """An act on record, with its inverse as JSON, and the event that it takes back if any."""

    number: int
    at: str
    coder: str
    act: str
    data: str
    inverse: str
    undoes: int | None


def copied(connection: Connection, path: Path) -> Connection:
    """A copy of a database in a file that is not there yet, open; the original is left as it is, live or not."""
    with translated(path):
        path.touch(mode=0o600)
        connection.execute("VACUUM INTO ?", (str(path),))
    return connect(path)


def rewind(connection: Connection, path: Path, event: int) -> None:
    """Make a study's tables, and its record of acts, what they were when an event was over.

    What is taken back is gone for good: this is for copies.
    """
    texts: dict[str, StoredText] = {}
    again: list[tuple[_Event, Any]] = []
    with transaction(connection, path):
        start = _start(connection, event)
        while row := connection.execute(_LAST, (start,)).fetchone():
            taken = _Event._make(row)
            act = _reverse(connection, taken, texts)
            if taken.number <= event:
                again.append((taken, act))
        while again:
            _repeat(connection, *again.pop(), texts)
        forget_coders(connection)


def last_event_by(connection: Connection, moment: str) -> int:
    """The last event up to the end of a day, hour or minute in UTC, as in `2026-11-23T14`; 0 if there is none."""
    query = "SELECT coalesce(max(id), 0) FROM event WHERE substr(at, 1, length(?1)) <= ?1"
    return int(connection.execute(query, (moment,)).fetchone()[0])


def _start(connection: Connection, event: int) -> int:
    """The event back to which acts are reversed, before those up to the one meant are carried out again.

    It is earlier than the one meant where that lies between an undo and its redo: of what a redo put away, whether
    the undo had made versions of the codebook shows only on the way from the undo onwards.
    """
    earlier = connection.execute(_BEFORE_UNDONE, (event,)).fetchone()[0]
    return event if earlier is None else _start(connection, int(earlier))


def _reverse(connection: Connection, event: _Event, texts: dict[str, StoredText]) -> Any:
    """Take one event back, the last there is, with its line of the record; answers the act that carries it out."""
    writing = Writing(connection, event.coder, texts, event.number, rewinds=True)
    performed = perform(from_data(json.loads(event.inverse)), writing)
    made = Made(event.number, event.at, event.coder)
    reverses: tuple[int, ...] = (event.number,)
    if event.undoes is not None:
        made, act = _taken_back(connection, event.undoes)
        connection.execute("UPDATE event SET undone_by = NULL WHERE undone_by = ?", (event.number,))
        connection.execute("UPDATE event SET undone_by = ? WHERE id = ?", (event.undoes, act))
        reverses = (event.number,) if act is None else (event.number, act)
    settle(writing, made, reverses)
    connection.execute("DELETE FROM event WHERE id = ?", (event.number,))
    return performed.inverse


def _repeat(connection: Connection, event: _Event, act: Any, texts: dict[str, StoredText]) -> None:
    """Carry out again what was reversed, as it was done then, and put its line back."""
    writing = Writing(connection, event.coder, texts, event.number, rewinds=True)
    perform(act, writing)
    connection.execute(f"INSERT INTO event({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", event)
    made = Made(event.number, event.at, event.coder)
    if event.undoes is None:
        settle(writing, made)
        return
    _undone, redone = _taken_back(connection, event.undoes)
    if redone is not None:
        made, _nothing = _taken_back(connection, redone)
    settle(writing, made, (event.undoes,))
    which = (event.number, event.undoes) if redone is None else (None, redone)
    connection.execute("UPDATE event SET undone_by = ? WHERE id = ?", which)


def _taken_back(connection: Connection, number: int) -> tuple[Made, int | None]:
    """An event that another takes back, as the maker of versions; and what it took back itself, if it is an undo."""
    *made, undoes = connection.execute("SELECT id, at, coder, undoes FROM event WHERE id = ?", (number,)).fetchone()
    return Made._make(made), undoes
