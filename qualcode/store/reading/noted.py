"""Reading memos: each with where it lies, narrowed by kind, target, author, site, day and words in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qualcode.model.codings import Memo
from qualcode.store.database.sqlite import Connection, Row


class Noted(NamedTuple):
    """A memo with where it lies: a site, a document and a span of it, a code; None where it lies in none.

    A coding's site is that of who speaks in it first, a person's their own, else that of a document they speak in.
    """

    memo: Memo
    site: str | None = None
    document: str | None = None
    start: int | None = None
    end: int | None = None
    code: str | None = None


class MemoFilter(NamedTuple):
    """Which memos are meant; None does not restrict, all that is said must hold.

    `target` is a target, or a noun (`code`) for all targets of it. A site means those in it. `since` and `until` are
    days, or months, both included: of an entry of a logbook its own, else the day it was written, or written anew.
    Every one of `words` stands in the text, case and accents aside.
    """

    kind: str | None = None
    target: str | None = None
    coder: str | None = None
    site: str | None = None
    since: str | None = None
    until: str | None = None
    words: str | None = None


DAY = "coalesce(memo.date, substr(memo.at, 1, 10))"
_NOUN = "substr(memo.target, 1, instr(memo.target || ':', ':') - 1)"
_NAME = "substr(memo.target, instr(memo.target || ':', ':') + 1)"
_NOTED = f"""
WITH noted AS (
    SELECT memo.id, target, memo.coder, memo.at, memo.text, memo.kind, memo.date, {_NOUN} AS noun, {_NAME} AS name,
        {DAY} AS day FROM memo),
placed AS (
    SELECT noted.*, coding.document AS coded, coding.start, coding."end", coding.code, coding.segment,
        CASE noun WHEN 'document' THEN name WHEN 'coding' THEN coding.document
            WHEN 'passage' THEN substr(name, 1, instr(name, ':') - 1) END AS document
    FROM noted LEFT JOIN coding ON coding.id = CASE noun WHEN 'coding' THEN cast(name AS INTEGER) END),
listed AS (
    SELECT placed.*, CASE placed.noun WHEN 'site' THEN placed.name
        WHEN 'participant' THEN (SELECT coalesce(p.site, part.site, d.site) FROM participant AS p
            LEFT JOIN speaker ON speaker.participant = p.id LEFT JOIN part ON part.id = speaker.part
            LEFT JOIN document AS d ON d.id = speaker.document WHERE p.id = placed.name ORDER BY speaker.id LIMIT 1)
        WHEN 'coding' THEN coalesce((SELECT coalesce(p.site, part.site) FROM passage
            JOIN speaker ON speaker.id = passage.speaker LEFT JOIN part ON part.id = speaker.part
            LEFT JOIN participant AS p ON p.id = speaker.participant
            WHERE passage.segment = placed.segment ORDER BY first_word LIMIT 1), d.site)
        ELSE d.site END AS site
    FROM placed LEFT JOIN document AS d ON d.id = placed.document)
SELECT id, target, coder, at, text, kind, date, site, document, start, "end", code, noun, name FROM listed
"""
_BELOW = """site IN (WITH RECURSIVE below(id) AS (
    SELECT ? UNION SELECT site.id FROM site JOIN below ON site.parent = below.id) SELECT id FROM below)"""


def noted(connection: Connection, where: MemoFilter) -> list[Noted]:
    """The memos a filter means, in the order in which they were written."""
    conditions = list(_conditions(where))
    clause = " AND ".join(sql for sql, _value in conditions) or "1"
    rows = connection.execute(f"{_NOTED} WHERE {clause} ORDER BY at, id", [value for _sql, value in conditions])
    return [_read(row) for row in rows]


def _conditions(where: MemoFilter) -> Iterator[tuple[str, str]]:
    if where.target is not None:
        yield ("target = ?" if ":" in where.target else "noun = ?"), where.target
    for name, value in (("kind", where.kind), ("coder", where.coder)):
        if value is not None:
            yield f"{name} = ?", value
    if where.site is not None:
        yield _BELOW, where.site
    if where.since is not None:
        yield f"substr(day, 1, {len(where.since)}) >= ?", where.since
    if where.until is not None:
        yield f"substr(day, 1, {len(where.until)}) <= ?", where.until
    for word in (where.words or "").split():
        yield "instr(fold(text), fold(?)) > 0", word


def _read(row: Row) -> Noted:
    memo, (site, document_id, start, end, code, noun, name) = Memo(*row[:7]), row[7:]
    if noun == "passage":
        first, _dash, last = name.rpartition(":")[2].partition("-")
        start, end = int(first), int(last)
    return Noted(memo, site, document_id, start, end, name if noun == "code" else code)


def numbers_of_turns(connection: Connection, places: Iterable[tuple[str, int, int]]) -> dict[tuple[str, int, int], str]:
    """The citation of stretches of text without a code: `L03 §4`, `L03 §4–6`."""
    query = 'SELECT min(number), max(number) FROM turn WHERE document = ? AND "end" > ? AND start < ?'
    found = {}
    for place in dict.fromkeys(places):
        first, last = connection.execute(query, place).fetchone()
        found[place] = f"{place[0]} §{first}" if first == last else f"{place[0]} §{first}–{last}"
    return found


class DocumentAt(NamedTuple):
    """A document, or the part of one that is of another site, with its site and date."""

    document: str
    kind: str
    site: str
    date: str | None


def documents_at(connection: Connection, site: str) -> list[DocumentAt]:
    """Documents of a site and those in it, and parts of documents that are theirs."""
    rows = connection.execute(
        f"""SELECT id, kind, site, date FROM document WHERE {_BELOW}
        UNION SELECT d.id, kind, part.site, coalesce(part.date, d.date)
        FROM part JOIN document AS d ON d.id = part.document WHERE part.{_BELOW} ORDER BY 1""",
        (site, site),
    )
    return [DocumentAt(*row) for row in rows]


def coders_of_memos(connection: Connection) -> list[str]:
    """Everyone who has written a memo that is there, by name."""
    return [row[0] for row in connection.execute("SELECT DISTINCT coder FROM memo ORDER BY coder")]
