"""Bookmarks: acts that put them on and take them away, and the list of them. An id is never given twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.acts import AddBookmark, RemoveBookmark
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model.codings import Bookmark
from qualcode.store.acts.codings import check_span
from qualcode.store.acts.performing import Performed, Writing, inverse, next_id, perform, refuse_other_text
from qualcode.store.database.sqlite import Connection, IntegrityError
from qualcode.store.reading.queries import citation

_SHOWN = 200
"""Characters of a place that a list shows."""
_COLUMNS = 'id, document, start, "end", coder, at, quote'
_LIST = f"""
SELECT id, document, start, "end", coder, at, substr(quote, 1, {_SHOWN}),
    coalesce((SELECT max(number) FROM turn WHERE document = bookmark.document AND start <= bookmark.start), 1),
    coalesce((SELECT max(number) FROM turn WHERE document = bookmark.document AND start < bookmark."end"), 1)
FROM bookmark
WHERE (?1 IS NULL OR coder = ?1) AND (?2 IS NULL OR document = ?2) ORDER BY document, start, "end", id
"""


@inverse
@dataclass(frozen=True, slots=True)
class PutBookmark:
    """Put a bookmark back as it was, or take the one of that id away (None), if it is still there."""

    bookmark: int
    row: Sequence[Any] | None


@perform.register
def add_bookmark(act: AddBookmark, writing: Writing) -> Performed:
    """A new bookmark of the coder's."""
    found = writing.connection.execute("SELECT length FROM document WHERE id = ?", (act.document,)).fetchone()
    if found is None:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=act.document))
    check_span((act.document, act.start, act.end), found[0])
    number = next_id(writing.connection, "bookmark")
    row = [number, act.document, act.start, act.end, writing.coder, writing.at]
    row.append(writing.text(act.document).text[act.start : act.end])
    return put_bookmark(PutBookmark(number, row), writing)


@perform.register
def remove_bookmark(act: RemoveBookmark, writing: Writing) -> Performed:
    """A bookmark away."""
    row = _row(writing.connection, act.bookmark)
    if row is None:
        raise NotFoundError(
            _("There is no bookmark {number} in this study.").format(number=act.bookmark),
            _("`qualcode bookmarks` lists them."),
        )
    if row[4] != writing.coder:
        raise InputError(
            _("The bookmark is {coder}’s, not yours.").format(coder=row[4]), _("Put one of your own beside it.")
        )
    return put_bookmark(PutBookmark(act.bookmark, None), writing)


@perform.register
def put_bookmark(act: PutBookmark, writing: Writing) -> Performed:
    """A bookmark's row written, or taken out."""
    before = _row(writing.connection, act.bookmark)
    writing.connection.execute("DELETE FROM bookmark WHERE id = ?", (act.bookmark,))
    if act.row is not None:
        refuse_other_text(writing, (act.row[1],))
        _insert(writing.connection, act.row)
    said = act.row or before
    document = str(said[1]) if said else ""
    summary = {"bookmark": act.bookmark, **({"document": document, "start": said[2], "end": said[3]} if said else {})}
    return Performed(PutBookmark(act.bookmark, before), summary, frozenset(filter(None, (document,))))


def bookmarks(connection: Connection, coder: str | None = None, document: str | None = None) -> list[Bookmark]:
    """Bookmarks in order of document and place: of one coder, of one document, or all."""
    return [
        Bookmark._make((*row, citation(row[1], (), first, max(first, last))))
        for *row, first, last in connection.execute(_LIST, (coder, document))
    ]


def _insert(connection: Connection, row: Sequence[Any]) -> None:
    try:
        connection.execute(f"INSERT INTO bookmark({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", tuple(row))
    except IntegrityError:
        raise InputError(
            _("{document}: {start}–{end} has a bookmark of {coder}’s already.").format(
                document=row[1], start=row[2], end=row[3], coder=row[4]
            )
        ) from None


def _row(connection: Connection, number: int) -> list[Any] | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM bookmark WHERE id = ?", (number,)).fetchone()
    return list(row) if row else None
