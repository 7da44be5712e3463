"""What performing an act needs and answers: the shared words of the modules that carry acts out.

`perform` is a single-dispatch function: each module registers how its acts are carried out, and the inverse each has.
An inverse is itself an act, so that undo is one more act, and redo another.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import singledispatch
from typing import Any

from qualcode.store.sqlite import Connection
from qualcode.store.texts import StoredText, load_text


def now() -> str:
    """The present moment in UTC, to the millisecond, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(slots=True)
class Writing:
    """One open transaction: who writes, when, and the texts that were read."""

    connection: Connection
    coder: str
    texts: dict[str, StoredText]
    at: str = field(default_factory=now)

    def text(self, document: str) -> StoredText:
        """A document's text, read once while nobody changes it."""
        if document not in self.texts:
            self.texts[document] = load_text(self.connection, document)
        return self.texts[document]


@dataclass(frozen=True, slots=True)
class Performed:
    """An act carried out: its inverse, what the history says of it, and what it touched.

    `documents` and `codings` are to be shown anew, `files` (YAML) written, the texts of `reread` read again.
    """

    inverse: Any
    summary: Mapping[str, object]
    documents: frozenset[str] = frozenset()
    codings: tuple[int, ...] = ()
    files: frozenset[str] = frozenset()
    reread: frozenset[str] = frozenset()


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
    """An act as plain data for the history."""
    return {"act": type(act).__name__, **dataclasses.asdict(act)}


def from_data(data: Mapping[str, Any]) -> Any:
    """The act that `to_data` wrote."""
    fields = {key: value for key, value in data.items() if key != "act"}
    return INVERSES[data["act"]](**fields)
