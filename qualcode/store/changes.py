"""What the history holds of a stretch of time, a line for each thing that was done and still stands.

Acts that were taken back are not read. What an act did is told by its inverse: it names what was made, and holds what
was there before.
"""

from __future__ import annotations

from typing import NamedTuple

from qualcode.store.sqlite import Connection

END = "~"
"""Stands after every moment of a day or a month that is written before it."""
_STANDING = """
WITH standing AS (
    SELECT id, at, coder, inverse FROM event
    WHERE undoes IS NULL AND undone_by IS NULL AND at >= :since AND at <= :until),
part(event, at, coder, act, said) AS (
    SELECT id, at, coder, inverse ->> '$.act', inverse FROM standing WHERE inverse ->> '$.act' <> 'Together'
    UNION ALL
    SELECT standing.id, at, coder, one.value ->> '$.act', one.value FROM standing, json_each(inverse, '$.acts') AS one
    WHERE inverse ->> '$.act' = 'Together')
"""
_GONE = """, gone(id, document) AS MATERIALIZED (
    SELECT one.value ->> '$.id', one.value ->> '$.document'
    FROM event, json_tree(inverse) AS one
    WHERE undoes IS NULL AND undone_by IS NULL AND at >= :since AND inverse LIKE '%"RestoreCodings"%'
        AND one.type = 'object' AND one.value ->> '$.memos' IS NOT NULL)
"""
"""The documents of codings taken off since; a coding that is still there has its own row."""
_ADDED = f"""{_STANDING}{_GONE}
SELECT 'added', part.coder, coalesce(coding.document, gone.document), count(*)
FROM part, json_each(said, '$.ids') AS made LEFT JOIN coding ON coding.id = made.value
LEFT JOIN gone ON gone.id = made.value WHERE act = 'RemoveCodings' GROUP BY 2, 3
UNION ALL SELECT 'removed', part.coder, one.value ->> '$.document', count(*)
FROM part, json_each(said, '$.rows') AS one WHERE act = 'RestoreCodings' GROUP BY 2, 3
UNION ALL SELECT 'recoded', part.coder, coalesce(coding.document, gone.document), count(*)
FROM part LEFT JOIN coding ON coding.id = said ->> '$.coding' LEFT JOIN gone ON gone.id = said ->> '$.coding'
WHERE act = 'RestoreCoding' AND said -> '$.before.code' IS NOT NULL GROUP BY 2, 3
"""


class Coded(NamedTuple):
    """How many codings a coder added, removed or recoded in a document (None: it is not in the study any more)."""

    what: str
    coder: str
    document: str | None
    codings: int


class Imported(NamedTuple):
    """When a document was brought in, and by whom."""

    document: str
    at: str
    coder: str


class Booked(NamedTuple):
    """A change of the codebook: a code added, a label changed (`language`), or the file's whole text by hand."""

    at: str
    coder: str
    act: str
    code: str | None
    language: str | None
    before: str | None
    after: str | None


class Summed(NamedTuple):
    """The last summary of a cell that was written in the time."""

    theme: str
    holder: str
    text: str
    coder: str
    at: str


def coded(connection: Connection, since: str, until: str) -> list[Coded]:
    """Codings added, removed and recoded, by coder and document."""
    return [Coded(*row) for row in connection.execute(_ADDED, _time(since, until))]


def done(connection: Connection, since: str, until: str) -> list[tuple[str, str]]:
    """Coders with the documents that they marked done, unless they took the mark away again."""
    rows = connection.execute(
        f"{_STANDING} SELECT coder, said ->> '$.document', said ->> '$.done' FROM part"
        " WHERE act = 'SetDone' ORDER BY event",
        _time(since, until),
    )
    last = {(coder, document): before for coder, document, before in rows}
    return [mark for mark, before in last.items() if not before]


def imported(connection: Connection, since: str, until: str) -> list[Imported]:
    """Documents brought in, in that order."""
    rows = connection.execute(
        f"{_STANDING} SELECT said ->> '$.id', at, coder FROM part WHERE act = 'RemoveDocument' ORDER BY event",
        _time(since, until),
    )
    return [Imported(*row) for row in rows]


def booked(connection: Connection, since: str, until: str) -> list[Booked]:
    """Changes of the codebook in their order; of an edit by hand, the text before and after."""
    rows = connection.execute(
        f"""{_STANDING}
        SELECT at, coder, act, coalesce(said ->> '$.code', said ->> '$.id'), said ->> '$.language',
            CASE act WHEN 'RestoreLabel' THEN said ->> '$.label' WHEN 'RestoreText' THEN said ->> '$.text' END,
            CASE act WHEN 'RestoreLabel' THEN said ->> '$.left' WHEN 'RestoreText' THEN said ->> '$.expected' END
        FROM part WHERE act IN ('RemoveCode', 'RestoreLabel')
            OR act = 'RestoreText' AND said ->> '$.file' = 'codebook.yaml' ORDER BY event""",
        _time(since, until),
    )
    return [Booked(*row) for row in rows]


class Heard(NamedTuple):
    """A person in a document or a part of it, with the site, role and date there."""

    participant: str
    document: str
    site: str | None
    role: str | None
    date: str | None


def heard(connection: Connection) -> list[Heard]:
    """Who speaks where, a line for each part in which they do."""
    rows = connection.execute(
        "SELECT DISTINCT p.id, d.id, coalesce(p.site, part.site, d.site), p.role, coalesce(part.date, d.date)"
        " FROM speaker JOIN participant AS p ON p.id = speaker.participant"
        " JOIN document AS d ON d.id = speaker.document LEFT JOIN part ON part.id = speaker.part"
        " WHERE EXISTS (SELECT 1 FROM turn WHERE turn.speaker = speaker.id) ORDER BY 1, 2"
    )
    return [Heard(*row) for row in rows]


def summed(connection: Connection, since: str, until: str) -> list[Summed]:
    """Summaries of the framework matrix, the last of each cell; one that was taken away is none."""
    rows = connection.execute(
        "SELECT theme, holder, text, coder, at FROM summary_version WHERE at >= :since AND at <= :until ORDER BY id",
        _time(since, until),
    )
    last = {row[:2]: Summed(*row) for row in rows}
    return [summary for summary in last.values() if summary.text]


def _time(since: str, until: str) -> dict[str, str]:
    return {"since": since, "until": until + END}
