"""What performing an act needs and answers: the shared words of the modules that carry acts out.

`perform` is a single-dispatch function: each module registers how its acts are carried out, and the inverse each has.
An inverse is itself an act, so that undo is one more act, and redo another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import singledispatch
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.codes import Code
from qualcode.store.database.sqlite import Connection
from qualcode.store.reading.texts import StoredText, load_text

LETTERS_KEPT = 4_000_000
"""How much text may stay read between acts: some eighty interviews, or one that is longer."""
_OTHERS_SINCE = """
SELECT coder FROM event
WHERE id > :since AND coder <> :coder AND undoes IS NULL AND undone_by IS NULL AND act <> 'EditText' AND EXISTS (
    SELECT 1 FROM json_tree(data) AS said
    WHERE said.key = :noun AND said.value IN (SELECT value FROM json_each(:names))
    OR said.key = 'target' AND said.value IN (SELECT :noun || ':' || value FROM json_each(:names)))
LIMIT 1
"""
_VERSION = """
SELECT data ->> '$.version' FROM event
WHERE id <= ? AND data LIKE '%"version"%' AND data ->> '$.document' = ? AND data ->> '$.version' IS NOT NULL
ORDER BY id DESC LIMIT 1
"""
_EVER = 2**62


def now() -> str:
    """The present moment in UTC, to the millisecond, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(slots=True)
class Writing:
    """One open transaction: who writes, when, the texts that were read, and what is taken back.

    `since` is the event that is undone or redone; None where a new act is carried out. `book` are the codes as they
    were before the first change of them; None until there is one. What `rewinds` goes back exactly the way it came: an
    act that changed nothing changes nothing on the way back either, though to do it again would.
    """

    connection: Connection
    coder: str
    texts: dict[str, StoredText]
    since: int | None = None
    book: tuple[Code, ...] | None = None
    at: str = field(default_factory=now)
    rewinds: bool = False

    def text(self, document: str) -> StoredText:
        """A document's text, read once while nobody changes it; only so much is kept."""
        if document not in self.texts:
            found = load_text(self.connection, document)
            if len(found.text) + sum(len(kept.text) for kept in self.texts.values()) > LETTERS_KEPT:
                self.texts.clear()
            self.texts[document] = found
        return self.texts[document]


@dataclass(frozen=True, slots=True)
class Performed:
    """An act carried out: its inverse, what the history says of it, and what it touched.

    `documents` and `codings` are to be shown anew, `files` (YAML) written, the texts of `reread` read again. `idle` is
    an act that found all as it would have made it.
    """

    inverse: Any
    summary: Mapping[str, object]
    documents: frozenset[str] = frozenset()
    codings: tuple[int, ...] = ()
    files: frozenset[str] = frozenset()
    reread: frozenset[str] = frozenset()
    idle: bool = False


@singledispatch
def perform(act: Any, writing: Writing) -> Performed:
    """Carry out an act in the open transaction; raises `QualcodeError` where the study does not allow it."""
    raise TypeError(type(act).__name__)


INVERSES: dict[str, type] = {}
"""Every act that can stand in the history as an inverse, by its name."""


def inverse(cls: type) -> type:
    """Register a dataclass as an act that the history can keep as an inverse."""
    INVERSES[cls.__name__] = cls
    return cls


def to_data(act: Any) -> dict[str, Any]:
    """An act as plain data for the history; an inverse holds nothing but what JSON can."""
    return {"act": type(act).__name__, **{each.name: getattr(act, each.name) for each in fields(act)}}


def from_data(data: Mapping[str, Any]) -> Any:
    """The act that `to_data` wrote."""
    fields = {key: value for key, value in data.items() if key != "act"}
    return INVERSES[data["act"]](**fields)


def next_id(connection: Connection, table: str) -> int:
    """The next id of a table whose ids are never given twice."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return int(row[0]) + 1 if row else 1


def refuse_built_on(writing: Writing, noun: str, names: Sequence[object]) -> None:
    """Refuse to take back what another coder has worked on since; `noun` and `names` are as the history names them."""
    if writing.since is None:
        return
    asked = {"since": writing.since, "coder": writing.coder, "noun": noun, "names": json.dumps(names)}
    if row := writing.connection.execute(_OTHERS_SINCE, asked).fetchone():
        raise InputError(
            _("{coder} has worked on this since; it cannot be taken back.").format(coder=row[0]),
            _("Ask {coder}, or undo what came after.").format(coder=row[0]),
        )


def refuse_other_text(writing: Writing, documents: Iterable[str]) -> None:
    """Refuse to put back what stood in a text that has been corrected since: its place may be other words now."""
    if writing.since is None:
        return
    for document in documents:
        then, now = (_version(writing.connection, document, event) for event in (writing.since, _EVER))
        if then != now:
            raise InputError(
                _("The text of {document} has been corrected since; this cannot be put back.").format(
                    document=document
                ),
                _("Take the correction back first; `qualcode log` shows whose it is."),
            )


def _version(connection: Connection, document: str, event: int) -> int:
    """The version of a document's text that held when an event was over."""
    row = connection.execute(_VERSION, (event, document)).fetchone()
    return int(row[0]) if row else 1
