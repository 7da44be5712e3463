"""What the history holds of a stretch of time, a line for each thing that was done and still stands.

Acts that were taken back are not read. What an act did is told by its inverse: it names what was made, and holds what
was there before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from qualcode.store.database.sqlite import Connection
from qualcode.store.reading.texts import load_text

END = "~"
"""Stands after every moment of a day or a month that is written before it."""
_STANDING = """
WITH standing AS (
    SELECT id, at, coder, inverse FROM event
    WHERE undoes IS NULL AND undone_by IS NULL AND at >= :since AND at <= :until),
part(event, at, coder, act, said) AS (
    SELECT id, at, coder, inverse ->> '$.act', inverse FROM standing
    WHERE inverse ->> '$.act' NOT IN ('Together', 'Reshape', 'TakenBack')
    UNION ALL
    SELECT standing.id, at, coder, one.value ->> '$.act', one.value FROM standing, json_each(inverse, '$.acts') AS one
    WHERE inverse ->> '$.act' IN ('Together', 'Reshape', 'TakenBack'))
"""
_GONE = """, gone(id, document, start, finish) AS MATERIALIZED (
    SELECT one.value ->> '$.id', one.value ->> '$.document', one.value ->> '$.start', one.value ->> '$.end'
    FROM event, json_tree(inverse) AS one
    WHERE undoes IS NULL AND undone_by IS NULL AND at >= :since AND inverse LIKE '%"RestoreCodings"%'
        AND one.type = 'object' AND one.value ->> '$.memos' IS NOT NULL)
"""
"""The places of codings taken off since; a coding that is still there has its own row."""
_PLACE = 'coalesce(coding.document, gone.document), coalesce(coding.start, gone.start), coalesce("end", finish)'
_ADDED = f"""{_STANDING}{_GONE}
SELECT 'added', part.coder, {_PLACE}, count(*)
FROM part, json_each(said, '$.ids') AS made LEFT JOIN coding ON coding.id = made.value
LEFT JOIN gone ON gone.id = made.value WHERE act = 'RemoveCodings' GROUP BY 2, 3, 4, 5
UNION ALL
SELECT 'added', coding.coder, coding.document, start, "end", count(*) FROM part
JOIN coding ON coding.id BETWEEN said ->> '$.codings[0]' AND said ->> '$.codings[1]'
WHERE act = 'RemoveReceived' GROUP BY 2, 3, 4, 5
UNION ALL
SELECT 'removed', part.coder, one.value ->> '$.document', one.value ->> '$.start', one.value ->> '$.end', count(*)
FROM part, json_each(said, '$.rows') AS one WHERE act = 'RestoreCodings' GROUP BY 2, 3, 4, 5
UNION ALL SELECT 'recoded', part.coder, {_PLACE}, count(*)
FROM part LEFT JOIN coding ON coding.id = said ->> '$.coding' LEFT JOIN gone ON gone.id = said ->> '$.coding'
WHERE act = 'RestoreCoding' AND said -> '$.before.code' IS NOT NULL GROUP BY 2, 3, 4, 5
UNION ALL SELECT 'recoded', part.coder, {_PLACE}, count(*)
FROM part, json_each(said, '$.changes') AS change, json_each(change.value, '$[0]') AS changed
LEFT JOIN coding ON coding.id = changed.value LEFT JOIN gone ON gone.id = changed.value
WHERE act = 'ChangeCodings' AND change.value -> '$[2].code' IS NOT NULL GROUP BY 2, 3, 4, 5
"""
_SITES_OF_SEGMENTS = """
SELECT DISTINCT d.id, segment.start, segment."end", coalesce(p.site, part.site, d.site)
FROM segment JOIN document AS d ON d.id = segment.document JOIN passage ON passage.segment = segment.id
LEFT JOIN speaker ON speaker.id = passage.speaker LEFT JOIN participant AS p ON p.id = speaker.participant
LEFT JOIN part ON part.id = speaker.part WHERE d.id IN (SELECT value FROM json_each(?))
"""
_SITES_OF_SPEAKERS = """
SELECT speaker.id, coalesce(p.site, part.site, d.site) FROM document AS d LEFT JOIN speaker ON speaker.document = d.id
LEFT JOIN participant AS p ON p.id = speaker.participant LEFT JOIN part ON part.id = speaker.part WHERE d.id = ?
UNION ALL SELECT NULL, site FROM document WHERE id = ?
"""

Place = tuple[str, int, int]
"""A document and a span of it."""


class Coded(NamedTuple):
    """How many codings a coder added, removed or recoded at a place (None: it is not known any more)."""

    what: str
    coder: str
    document: str | None
    start: int | None
    end: int | None
    codings: int

    @property
    def place(self) -> Place | None:
        """Where it was done."""
        if self.document is None or self.start is None or self.end is None:
            return None
        return self.document, self.start, self.end


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
    """What was done last in the time to the summary of a cell; `confirmed`: the same words were said to hold still."""

    theme: str
    holder: str
    text: str
    coder: str
    at: str
    confirmed: bool = False


def coded(connection: Connection, since: str, until: str) -> list[Coded]:
    """Codings added, removed and recoded, by coder and place."""
    return [Coded(*row) for row in connection.execute(_ADDED, _time(since, until))]


def sites_of(connection: Connection, places: Iterable[Place]) -> dict[Place, frozenset[str | None]]:
    """The sites of places by the counting rule: those of the people who speak there, else the document's."""
    wanted = set(places)
    documents = {document for document, _start, _end in wanted}
    found: defaultdict[Place, set[str | None]] = defaultdict(set)
    for *place, site in connection.execute(_SITES_OF_SEGMENTS, (json.dumps(sorted(documents)),)):
        found[place[0], place[1], place[2]].add(site)
    known = {place: frozenset(found[place]) for place in wanted if place in found}
    for document, those in groupby(sorted(wanted - known.keys()), key=itemgetter(0)):
        known |= _sites_in(connection, document, those)
    return known


def _sites_in(connection: Connection, document: str, places: Iterable[Place]) -> dict[Place, frozenset[str | None]]:
    """The sites of places of which no coding is left: who speaks there is looked up in the text."""
    sites = dict(connection.execute(_SITES_OF_SPEAKERS, (document, document)).fetchall())
    if not sites:
        return {}
    text = load_text(connection, document)
    return {place: frozenset(sites.get(row[0]) for row in text.heard(*place[1:])[2]) for place in places}


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
    """Changes of the codebook of which no version is kept, in order; of an edit by hand, the text before and after."""
    rows = connection.execute(
        f"""{_STANDING}
        SELECT at, coder, act, coalesce(said ->> '$.code', said ->> '$.id'), said ->> '$.language',
            CASE act WHEN 'RestoreLabel' THEN said ->> '$.label' WHEN 'RestoreText' THEN said ->> '$.text' END,
            CASE act WHEN 'RestoreLabel' THEN said ->> '$.left' WHEN 'RestoreText' THEN said ->> '$.expected' END
        FROM part WHERE event NOT IN (SELECT event FROM codebook_version) AND (act IN ('RemoveCode', 'RestoreLabel')
            OR act = 'RestoreText' AND said ->> '$.file' = 'codebook.yaml') ORDER BY event""",
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


_SUMMED = """
SELECT theme, holder, text, coder, at, same FROM (
    SELECT *, text IS lag(text) OVER (PARTITION BY theme, holder ORDER BY id) AS same FROM summary_version)
WHERE at >= :since AND at <= :until ORDER BY id
"""


def summed(connection: Connection, since: str, until: str) -> list[Summed]:
    """Summaries of the framework matrix: of each cell the last one written, and that it was confirmed after that.

    One that was taken away is none.
    """
    last: dict[tuple[str, str, bool], Summed] = {}
    for theme, holder, text, coder, at, same in connection.execute(_SUMMED, _time(since, until)):
        if not same:
            last.pop((theme, holder, True), None)
        last[theme, holder, bool(same)] = Summed(theme, holder, text, coder, at, bool(same))
    return [summary for summary in last.values() if summary.text]


_MEMOS = f"""{_STANDING}
SELECT coalesce(said ->> '$.memo', memo.id), event, part.at, said ->> '$.row' IS NULL
FROM part LEFT JOIN memo ON act = 'RestoreMemo' AND memo.target = said ->> '$.target'
    AND memo.coder = said ->> '$.coder' AND memo.kind = said ->> '$.kind'
WHERE act = 'PutMemo' AND said ->> '$.left' IS NOT NULL OR act = 'RestoreMemo' ORDER BY event
"""


class Moment(NamedTuple):
    """When a memo was written; `first`: it was not there before."""

    at: str
    first: bool


def memo_moments(connection: Connection) -> dict[int, list[Moment]]:
    """The moments at which each memo was written, and written anew."""
    found: defaultdict[int, list[Moment]] = defaultdict(list)
    for memo, _event, at, first in connection.execute(_MEMOS, _time("", "")):
        if memo is not None:
            found[memo].append(Moment(at, bool(first)))
    return dict(found)


def _time(since: str, until: str) -> dict[str, str]:
    return {"since": since, "until": until + END}
