"""One act, one transaction, one event with its inverse: doing, undoing without limit, redoing, and the list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import qualcode.store.acts.book
import qualcode.store.acts.bookmarks
import qualcode.store.acts.codes
import qualcode.store.acts.codings
import qualcode.store.acts.consents
import qualcode.store.acts.documents
import qualcode.store.acts.fields
import qualcode.store.acts.marks
import qualcode.store.acts.memos
import qualcode.store.acts.merging
import qualcode.store.acts.parts
import qualcode.store.acts.recoding
import qualcode.store.acts.renderings
import qualcode.store.acts.saved
import qualcode.store.acts.summaries
import qualcode.store.correcting.revising
import qualcode.store.correcting.unsettled
import qualcode.store.receiving.projects  # noqa: F401  # these modules register how their acts are performed
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.store.acts.performing import Performed, Writing, from_data, perform, to_data
from qualcode.store.acts.together import name_of, names_in, perform_all
from qualcode.store.acts.versions import Made, settle
from qualcode.store.database.sqlite import Connection, transaction
from qualcode.store.events import Outcome
from qualcode.store.obstacles import way_out
from qualcode.store.reading.texts import StoredText

_LAST_ACT = """
SELECT id, inverse, act FROM event
WHERE coder = ? AND undoes IS NULL AND undone_by IS NULL AND act NOT IN ('EditText', 'OverrideDisclosure')
ORDER BY id DESC LIMIT 1
"""
_LAST_UNDONE = """
SELECT act.id, undoing.id, undoing.inverse, act.act, act.at
FROM event AS act JOIN event AS undoing ON undoing.id = act.undone_by
WHERE act.coder = ?1 AND act.undone_by >
    (SELECT coalesce(max(id), 0) FROM event
    WHERE coder = ?1 AND undoes IS NULL AND act NOT IN ('EditText', 'OverrideDisclosure'))
ORDER BY act.undone_by DESC LIMIT 1
"""


@contextmanager
def _a_way_out(connection: Connection, event: int) -> Iterator[None]:
    """Where an act can no longer be taken back or done again, say what stands in the way, and how it could be."""
    try:
        yield
    except (InputError, NotFoundError) as error:
        usual = _("Whoever changed it takes that back first; `qualcode log` shows who.")
        error.hint = way_out(connection, event) or error.hint or usual
        raise


class _IdleError(Exception):
    """All is as an act would make it: its transaction is given up."""


class History:
    """The acts of a study, done and undone through one connection; texts stay read while no one else writes."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._texts: dict[str, StoredText] = {}
        self._seen = -1

    def do(self, *acts: Any, coder: str) -> Outcome:
        """Carry out acts of a coder as one: one transaction, one event, one undo. When this returns, it is on disk.

        What changes nothing is no act: nothing is written, the event is 0, and undo goes on to the act before.
        """
        try:
            return self._done(acts, coder)
        except _IdleError:
            return Outcome(0, name_of(acts), frozenset(), (), frozenset(), frozenset())

    def _done(self, acts: Sequence[Any], coder: str) -> Outcome:
        with self._act():
            writing = self._writing(coder)
            performed = perform_all(acts, writing)
            if performed.idle:
                raise _IdleError
            outcome = _record(writing, name_of(acts), performed)
            settle(writing, Made(outcome.event, writing.at, coder))
            return outcome

    def undo(self, coder: str) -> Outcome | None:
        """Take back the coder's own last act that still stands; None if there is none.

        Edits of a YAML file by hand, and what was handed out despite a check, are on record and stay there.
        """
        with self._act():
            row = self._connection.execute(_LAST_ACT, (coder,)).fetchone()
            if row is None:
                return None
            writing = self._writing(coder, since=row[0])
            with _a_way_out(self._connection, row[0]):
                performed = perform(from_data(json.loads(row[1])), writing)
            outcome = _record(writing, "Undo", performed, undoes=row[0])
            settle(writing, Made(outcome.event, writing.at, coder), reverses=(row[0],))
            self._connection.execute("UPDATE event SET undone_by = ? WHERE id = ?", (outcome.event, row[0]))
            return outcome

    def redo(self, coder: str) -> Outcome | None:
        """Do again what the coder took back last, unless a new act came since; None if there is nothing."""
        with self._act():
            row = self._connection.execute(_LAST_UNDONE, (coder,)).fetchone()
            if row is None:
                return None
            writing = self._writing(coder, since=row[1])
            with _a_way_out(self._connection, row[1]):
                performed = perform(from_data(json.loads(row[2])), writing)
            outcome = _record(writing, "Redo", performed, undoes=row[1])
            settle(writing, Made(row[0], row[4], coder), reverses=(row[1],))
            self._connection.execute("UPDATE event SET undone_by = NULL WHERE id = ?", (row[0],))
            return outcome

    def next_undo(self, coder: str) -> tuple[str, ...]:
        """The kinds of act that `undo` would take back."""
        row = self._connection.execute(_LAST_ACT, (coder,)).fetchone()
        return names_in(row[2]) if row else ()

    def next_redo(self, coder: str) -> tuple[str, ...]:
        """The kinds of act that `redo` would do again."""
        row = self._connection.execute(_LAST_UNDONE, (coder,)).fetchone()
        return names_in(row[3]) if row else ()

    @contextmanager
    def _act(self) -> Iterator[None]:
        """One transaction; what was read in one that failed is forgotten."""
        try:
            with transaction(self._connection, self._path):
                yield
        except BaseException:
            self._texts.clear()
            raise

    def _writing(self, coder: str, since: int | None = None) -> Writing:
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._seen:
            self._texts.clear()
            self._seen = version
        self._connection.execute("INSERT OR IGNORE INTO coder VALUES (?)", (coder,))
        return Writing(self._connection, coder, self._texts, since)


def _record(writing: Writing, act: str, performed: Performed, undoes: int | None = None) -> Outcome:
    cursor = writing.connection.execute(
        "INSERT INTO event(at, coder, act, data, inverse, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        (writing.at, writing.coder, act, _json(dict(performed.summary)), _json(to_data(performed.inverse)), undoes),
    )
    return Outcome(
        int(cursor.lastrowid or 0), act, performed.documents, performed.codings, performed.files, performed.reread
    )


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
