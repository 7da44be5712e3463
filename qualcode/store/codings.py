"""Acts on codings: add, remove, move, recode, mark as key quotation. A segment lives as long as a coding uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.acts import AddCoding, AddCodings, MoveCoding, RecodeCoding, RemoveCoding, SetKey
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.store.performing import Performed, Writing, inverse, perform
from qualcode.store.texts import StoredText

CONTEXT = 32


@inverse
@dataclass(frozen=True, slots=True)
class RemoveCodings:
    """Take codings off by id: the inverse of adding them."""

    ids: Sequence[int]


@inverse
@dataclass(frozen=True, slots=True)
class RestoreCodings:
    """Put codings back as they were, with their ids, dates and memos."""

    rows: Sequence[Mapping[str, Any]]


@inverse
@dataclass(frozen=True, slots=True)
class ReplaceSegment:
    """Give a coding back the bounds, and the segment row, it had."""

    coding: int
    start: int
    end: int
    segment: int


inverse(RecodeCoding)
inverse(SetKey)


@perform.register
def add_coding(act: AddCoding, writing: Writing) -> Performed:
    """One coding, new in its segment."""
    return add_codings(AddCodings((act,)), writing)


@perform.register
def add_codings(act: AddCodings, writing: Writing) -> Performed:
    """Many codings as one act; one that is there already is an error, and then none is added."""
    next_id = _next_coding_id(writing)
    segments = Segments(writing)
    rows = []
    for number, coding in enumerate(act.codings, start=next_id):
        _require_code(writing, coding.code)
        segment = segments.at(coding.document, Span(coding.start, coding.end))
        _refuse_twin(writing, segment, (coding.code, writing.coder, coding.round))
        rows.append((number, segment, coding.code, writing.coder, coding.round, writing.at))
    segments.write()
    writing.connection.executemany(
        "INSERT INTO coding(id, segment, code, coder, round, at) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    ids = tuple(row[0] for row in rows)
    return Performed(
        RemoveCodings(ids), _added(act, ids), frozenset(coding.document for coding in act.codings), ids
    )


@perform.register
def remove_coding(act: RemoveCoding, writing: Writing) -> Performed:
    """One coding off."""
    return remove_codings(RemoveCodings((act.coding,)), writing)


@perform.register
def remove_codings(act: RemoveCodings, writing: Writing) -> Performed:
    """Codings off, with their memos; segments that nobody uses any more go too."""
    rows = [_snapshot(writing, coding) for coding in act.ids]
    ids = [(row["id"],) for row in rows]
    writing.connection.executemany("DELETE FROM memo WHERE target = 'coding:' || ?", ids)
    writing.connection.executemany("DELETE FROM coding WHERE id = ?", ids)
    _drop_unused(writing, {row["segment"] for row in rows})
    summary = rows[0] if len(rows) == 1 else {"codings": len(rows)}
    return Performed(RestoreCodings(rows), _brief(summary), frozenset(row["document"] for row in rows), tuple(act.ids))


@perform.register
def restore_codings(act: RestoreCodings, writing: Writing) -> Performed:
    """Codings back with the ids they had."""
    segments = Segments(writing)
    for row in act.rows:
        _require_code(writing, row["code"])
    places = [segments.at(row["document"], Span(row["start"], row["end"]), row["segment"]) for row in act.rows]
    segments.write()
    writing.connection.executemany(
        "INSERT INTO coding(id, segment, code, coder, round, key, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (row["id"], place, row["code"], row["coder"], row["round"], row["key"], row["at"])
            for row, place in zip(act.rows, places, strict=True)
        ],
    )
    writing.connection.executemany(
        "INSERT INTO memo(id, target, coder, kind, at, text) VALUES (?, ?, ?, ?, ?, ?)",
        [memo for row in act.rows for memo in row["memos"]],
    )
    ids = tuple(row["id"] for row in act.rows)
    summary = act.rows[0] if len(act.rows) == 1 else {"codings": len(act.rows)}
    return Performed(RemoveCodings(ids), _brief(summary), frozenset(row["document"] for row in act.rows), ids)


@perform.register
def move_coding(act: MoveCoding, writing: Writing) -> Performed:
    """Other bounds for a coding."""
    return _replace_segment(writing, act.coding, Span(act.start, act.end), None)


@perform.register
def replace_segment(act: ReplaceSegment, writing: Writing) -> Performed:
    """The bounds a coding had before."""
    return _replace_segment(writing, act.coding, Span(act.start, act.end), act.segment)


@perform.register
def recode_coding(act: RecodeCoding, writing: Writing) -> Performed:
    """Another code for a coding."""
    row = _snapshot(writing, act.coding)
    _require_code(writing, act.code)
    _refuse_twin(writing, row["segment"], (act.code, row["coder"], row["round"]))
    writing.connection.execute("UPDATE coding SET code = ? WHERE id = ?", (act.code, act.coding))
    summary = {**_brief(row), "code": act.code, "before": row["code"]}
    return Performed(RecodeCoding(act.coding, row["code"]), summary, frozenset((row["document"],)), (act.coding,))


@perform.register
def set_key(act: SetKey, writing: Writing) -> Performed:
    """A coding marked as key quotation, or no longer."""
    row = _snapshot(writing, act.coding)
    writing.connection.execute("UPDATE coding SET key = ? WHERE id = ?", (int(act.key), act.coding))
    summary = {**_brief(row), "key": bool(act.key)}
    return Performed(SetKey(act.coding, bool(row["key"])), summary, frozenset((row["document"],)), (act.coding,))


class Segments:
    """Finds the segment of a span or prepares a new one; `write` inserts what was prepared, in one go."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._known: dict[tuple[str, int, int], int] = {}
        self._rows: list[tuple[object, ...]] = []
        self._passages: list[tuple[int, int | None, int, int]] = []
        self._next = writing.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM segment").fetchone()[0]

    def at(self, document: str, span: Span, wanted: int | None = None) -> int:
        """The id of the segment at a span, checked against the text; `wanted` is the id to give a new one if free."""
        place = (document, span.start, span.end)
        if place not in self._known:
            self._known[place] = self._find(place) or self._prepare(document, span, wanted)
        return self._known[place]

    def write(self) -> None:
        """Insert the segments that were not there."""
        connection = self._writing.connection
        connection.executemany(
            'INSERT INTO segment(id, document, start, "end", first_turn, last_turn, before, quote, after)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._rows,
        )
        connection.executemany("INSERT INTO passage VALUES (?, ?, ?, ?)", self._passages)

    def _find(self, place: tuple[str, int, int]) -> int | None:
        row = self._writing.connection.execute(
            'SELECT id FROM segment WHERE document = ? AND start = ? AND "end" = ?', place
        ).fetchone()
        return row[0] if row else None

    def _prepare(self, document: str, span: Span, wanted: int | None) -> int:
        stored = self._writing.text(document)
        check_span(document, span, len(stored.text))
        number = wanted if wanted is not None and self._is_free(wanted) else self._next
        self._next = max(self._next, number + 1)
        turns = stored.turns_of(span)
        self._rows.append((number, document, span.start, span.end, turns[0].number, turns[-1].number,
                           *_anchor(stored, span)))  # fmt: skip
        self._passages.extend((number, *passage) for passage in stored.passages(span))
        return number

    def _is_free(self, number: int) -> bool:
        query = "SELECT 1 FROM segment WHERE id = ?"
        taken = self._writing.connection.execute(query, (number,)).fetchone()
        return taken is None and number not in self._known.values()


def check_span(document: str, span: Span, length: int) -> None:
    """Refuse a span that is empty or reaches outside the text."""
    if 0 <= span.start < span.end <= length:
        return
    raise InputError(
        _("{document}: {start}–{end} is not a passage of its text, which has {length} characters.").format(
            document=document, start=span.start, end=span.end, length=length
        ),
        _("Give a start from 0 and an end after it, at most {length}.").format(length=length),
    )


def rebuild_passages(writing: Writing, document: str) -> None:
    """Work out anew who speaks in each segment of a document, after its speakers were said to be others."""
    stored = writing.text(document)
    connection = writing.connection
    segments = connection.execute('SELECT id, start, "end" FROM segment WHERE document = ?', (document,)).fetchall()
    connection.executemany("DELETE FROM passage WHERE segment = ?", [(segment,) for segment, *_bounds in segments])
    connection.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?)",
        [(segment, *row) for segment, start, end in segments for row in stored.passages(Span(start, end))],
    )


def _anchor(stored: StoredText, span: Span) -> tuple[str, str, str]:
    before = stored.text[max(0, span.start - CONTEXT) : span.start]
    return before, stored.text[span.start : span.end], stored.text[span.end : span.end + CONTEXT]


def _refuse_twin(writing: Writing, segment: int, coding: tuple[str, str, int]) -> None:
    """Refuse what would stand twice: `coding` is code, coder and round."""
    twin = writing.connection.execute(
        'SELECT document, start, "end" FROM segment JOIN coding ON coding.segment = segment.id'
        " WHERE segment.id = ? AND code = ? AND coder = ? AND round = ?",
        (segment, *coding),
    ).fetchone()
    if twin:
        document, start, end = twin
        raise InputError(
            _("{document}: {start}–{end} carries {code} by {coder} already.").format(
                document=document, start=start, end=end, code=coding[0], coder=coding[1]
            )
        )


def _replace_segment(writing: Writing, coding: int, span: Span, wanted: int | None) -> Performed:
    row = _snapshot(writing, coding)
    segments = Segments(writing)
    segment = segments.at(row["document"], span, wanted)
    segments.write()
    if segment != row["segment"]:
        _refuse_twin(writing, segment, (row["code"], row["coder"], row["round"]))
    writing.connection.execute("UPDATE coding SET segment = ? WHERE id = ?", (segment, coding))
    if segment != row["segment"]:
        _drop_unused(writing, {row["segment"]})
    back = ReplaceSegment(coding, row["start"], row["end"], row["segment"])
    summary = {**_brief(row), "start": span.start, "end": span.end, "before": [row["start"], row["end"]]}
    return Performed(back, summary, frozenset((row["document"],)), (coding,))


def _snapshot(writing: Writing, coding: int) -> dict[str, Any]:
    """A coding's row with its place and memos, as `RestoreCodings` takes it."""
    row = writing.connection.execute(
        'SELECT coding.id, segment, document, start, "end", code, coder, round, key, at'
        " FROM coding JOIN segment ON segment.id = coding.segment WHERE coding.id = ?",
        (coding,),
    ).fetchone()
    if row is None:
        raise NotFoundError(
            _("There is no coding {number} in this study.").format(number=coding),
            _("`qualcode codings` lists those there are."),
        )
    names = ("id", "segment", "document", "start", "end", "code", "coder", "round", "key", "at")
    memos = writing.connection.execute(
        "SELECT id, target, coder, kind, at, text FROM memo WHERE target = ?", (f"coding:{coding}",)
    )
    return {**dict(zip(names, row, strict=True)), "memos": [list(memo) for memo in memos]}


def _drop_unused(writing: Writing, segments: Iterable[int]) -> None:
    unused = " AND NOT EXISTS (SELECT 1 FROM coding WHERE coding.segment = ?1)"
    rows = [(segment,) for segment in segments]
    writing.connection.executemany(f"DELETE FROM passage WHERE segment = ?1{unused}", rows)
    writing.connection.executemany(f"DELETE FROM segment WHERE id = ?1{unused}", rows)


def _require_code(writing: Writing, code: str) -> None:
    if writing.connection.execute("SELECT 1 FROM code WHERE id = ?", (code,)).fetchone() is None:
        raise NotFoundError(
            _("There is no code {name} in the codebook.").format(name=code), _("`qualcode codes` lists them.")
        )


def _next_coding_id(writing: Writing) -> int:
    row = writing.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'coding'").fetchone()
    return int(row[0]) + 1 if row else 1


def _added(act: AddCodings, ids: Sequence[int]) -> dict[str, object]:
    if len(act.codings) > 1:
        return {"codings": len(ids)}
    (coding,) = act.codings
    return {"coding": ids[0], "document": coding.document, "start": coding.start, "end": coding.end,
            "code": coding.code}  # fmt: skip


def _brief(row: Mapping[str, Any]) -> dict[str, object]:
    if "document" not in row:
        return dict(row)
    return {"coding": row["id"], **{name: row[name] for name in ("document", "start", "end", "code")}}
