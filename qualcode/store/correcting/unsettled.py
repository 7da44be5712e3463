"""Codings that are to be looked at since their text was corrected: the list of them, and the acts that settle each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from qualcode.acts import ConfirmCorrected, DropCodings, PlaceCoding
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.model.codes import Codebook
from qualcode.naming import find_code
from qualcode.store.acts.codings import RestoreCodings
from qualcode.store.acts.performing import Performed, Writing, inverse, perform, refuse_other_text, to_data
from qualcode.store.acts.together import Together
from qualcode.store.database import kept
from qualcode.store.database.sqlite import Connection, Row
from qualcode.store.reading.states import insert_rows

_LISTED = """
SELECT unsettled.coding, unsettled.document, state, version, unsettled.start, unsettled."end", unsettled.quote,
    candidates, coalesce(coding.code, aside ->> '$.code'), coalesce(coding.coder, aside ->> '$.coder')
FROM unsettled LEFT JOIN coding ON coding.id = unsettled.coding
    AND json_extract(candidates, '$[0][0]') = coding.start AND json_extract(candidates, '$[0][1]') = coding."end"
WHERE (state <> 'changed' OR coding.id IS NOT NULL) AND (?1 IS NULL OR unsettled.document = ?1)
ORDER BY unsettled.document, unsettled.version, unsettled.start, unsettled."end", unsettled.coding
"""


class Unsettled(NamedTuple):
    """A coding that is to be looked at: where it stood with which words, in which version, and where it may stand.

    `state` is `changed` (it stands at `places[0]`, on corrected words), `ambiguous` or `lost` (it is aside).
    """

    coding: int
    document: str
    state: str
    version: int
    before: Span
    quote: str
    places: tuple[Span, ...]
    code: str
    coder: str


@inverse
@dataclass(frozen=True, slots=True)
class RestoreUnsettled:
    """Put rows back into the list, as they were."""

    rows: Sequence[Sequence[Any]]


@inverse
@dataclass(frozen=True, slots=True)
class RemoveUnsettled:
    """Take codings from the list."""

    codings: Sequence[int]


def unsettled(connection: Connection, document: str | None = None) -> list[Unsettled]:
    """The codings to be looked at, of one document or of all, in order of the text they stood in.

    One that was moved or taken off since its words were corrected has been looked at.
    """
    return [_unsettled(row) for row in connection.execute(_LISTED, (document,))]


def _unsettled(row: Row) -> Unsettled:
    number, document, state, version, start, end, quote, candidates, code, coder = row
    places = tuple(Span(*each) for each in json.loads(candidates))
    return Unsettled(number, document, state, version, Span(start, end), quote, places, code, coder)


@perform.register
def place_coding(act: PlaceCoding, writing: Writing) -> Performed:
    """A coding that was aside put on a place, with its number, date and memos."""
    row = _rows(writing, (act.coding,))[0]
    if row[-1] is None:
        raise InputError(
            _("Coding {number} has a place; it is on corrected words.").format(number=act.coding),
            _("Confirm it, or move it with `qualcode move`."),
        )
    aside = {**json.loads(row[-1]), "start": act.start, "end": act.end, "segment": None}
    aside["code"] = _present_code(writing.connection, aside["code"])
    taken = perform(RemoveUnsettled((act.coding,)), writing)
    placed = perform(RestoreCodings((aside,)), writing)
    back = Together([to_data(placed.inverse), to_data(taken.inverse)])
    return replace(placed, inverse=back)


@perform.register
def drop_codings(act: DropCodings, writing: Writing) -> Performed:
    """Codings that were aside, given up."""
    rows = _rows(writing, act.codings)
    if standing := [row[0] for row in rows if row[-1] is None]:
        raise InputError(
            _("Coding {number} stands on corrected words.").format(number=standing[0]),
            _("Take it off with `qualcode untag`."),
        )
    return perform(RemoveUnsettled(act.codings), writing)


@perform.register
def confirm_corrected(act: ConfirmCorrected, writing: Writing) -> Performed:
    """Codings on corrected words, seen to."""
    if aside := [row[0] for row in _rows(writing, act.codings) if row[-1] is not None]:
        raise InputError(
            _("Coding {number} has no place in the text yet.").format(number=aside[0]),
            _("Place it, or drop it."),
        )
    return perform(RemoveUnsettled(act.codings), writing)


@perform.register
def remove_unsettled(act: RemoveUnsettled, writing: Writing) -> Performed:
    """Codings off the list."""
    rows = _rows(writing, act.codings)
    writing.connection.executemany("DELETE FROM unsettled WHERE coding = ?", [row[:1] for row in rows])
    return Performed(RestoreUnsettled(rows), _said(rows), frozenset(row[1] for row in rows), tuple(act.codings))


@perform.register
def restore_unsettled(act: RestoreUnsettled, writing: Writing) -> Performed:
    """Codings on the list again."""
    refuse_other_text(writing, {row[1] for row in act.rows})
    insert_rows(writing.connection, "unsettled", act.rows)
    numbers = tuple(row[0] for row in act.rows)
    return Performed(RemoveUnsettled(numbers), _said(act.rows), frozenset(row[1] for row in act.rows), numbers)


def _present_code(connection: Connection, code: str) -> str:
    """The id under which a code is known now: it may have been merged or renamed while the coding was aside."""
    book = Codebook({}, kept.codes(connection))
    found = None if code in book else find_code(book, code)
    return found.id if found else code


def _rows(writing: Writing, codings: Sequence[int]) -> list[list[Any]]:
    query = "SELECT * FROM unsettled WHERE coding IN (SELECT value FROM json_each(?)) ORDER BY coding"
    rows = [list(row) for row in writing.connection.execute(query, (json.dumps(list(codings)),))]
    if gone := set(codings) - {row[0] for row in rows}:
        raise NotFoundError(
            _("Coding {number} is not among those to be settled.").format(number=min(gone)),
            _("`qualcode revise --list` lists them."),
        )
    return rows


def _said(rows: Sequence[Sequence[Any]]) -> dict[str, object]:
    if len(rows) != 1:
        return {"codings": len(rows)}
    return {"coding": rows[0][0], "document": rows[0][1]}
