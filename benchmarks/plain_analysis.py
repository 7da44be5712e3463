"""Saturation and co-occurrence by plain SQL on the same database, as good as we could write it: unions, one coder.

Pairs are found from the earlier segment's side by a range of the index of places, and told from both. What is needed
several times is kept in temporary tables with the index that the next statement asks for.
"""

from __future__ import annotations

from typing import Any

from benchmarks.plain import CODER, Connection

CODED = """
WITH seen AS MATERIALIZED (SELECT DISTINCT document, code FROM coding WHERE coder = ?1),
first AS (SELECT code, min(document) AS document FROM seen GROUP BY code)
SELECT seen.document, count(*), count(first.document) FROM seen
LEFT JOIN first ON first.code = seen.code AND first.document = seen.document GROUP BY seen.document ORDER BY 1
"""
CODED_BY_SITE = """
WITH voice(speaker, document, site) AS MATERIALIZED (
    SELECT speaker.id, d.id, coalesce(p.site, d.site) FROM speaker
    JOIN participant AS p ON p.id = speaker.participant JOIN document AS d ON d.id = speaker.document),
seen AS MATERIALIZED (
    SELECT DISTINCT coalesce(voice.site, d.site) AS site, coding.document, coding.code FROM coding
    CROSS JOIN passage ON passage.segment = coding.segment CROSS JOIN document AS d ON d.id = coding.document
    LEFT JOIN voice ON voice.speaker = passage.speaker WHERE coding.coder = ?1),
first AS (SELECT site, code, min(document) AS document FROM seen GROUP BY site, code)
SELECT seen.site, seen.document, count(*), count(first.document) FROM seen
LEFT JOIN first ON first.site = seen.site AND first.code = seen.code AND first.document = seen.document
GROUP BY seen.site, seen.document ORDER BY 1, 2
"""
TABLES = (
    "above(code, theme)",
    "met(document, one, one_code, other, other_code)",
    "spoken(segment, person)",
    "island(theme, document, start, stop)",
)
FILL = (
    """
    INSERT INTO above WITH RECURSIVE up(code, theme) AS (
        SELECT id, id FROM code UNION ALL SELECT up.code, code.parent FROM up JOIN code ON code.id = up.theme
        WHERE code.parent IS NOT NULL) SELECT code, theme FROM up
    """,
    """
    INSERT INTO met
    SELECT a.document, a.segment, a.code, b.segment, b.code FROM coding AS a CROSS JOIN coding AS b
        ON b.coder = ?1 AND b.document = a.document AND b.start >= a.start AND b.start < a."end" WHERE a.coder = ?1
    UNION ALL
    SELECT a.document, b.segment, b.code, a.segment, a.code FROM coding AS a CROSS JOIN coding AS b
        ON b.coder = ?1 AND b.document = a.document AND b.start > a.start AND b.start < a."end" WHERE a.coder = ?1
    """,
    """
    INSERT INTO spoken SELECT DISTINCT passage.segment, participant FROM passage
    JOIN speaker ON speaker.id = passage.speaker ORDER BY 1
    """,
    "CREATE INDEX temp.spoken_segment ON spoken(segment, person)",
    """
    INSERT INTO island SELECT theme, document, min(start), max("end") FROM (
        SELECT theme, document, start, "end",
            sum(begins) OVER (PARTITION BY theme, document ORDER BY start, "end" ROWS UNBOUNDED PRECEDING) AS number
        FROM (
            SELECT theme, document, start, "end", start > coalesce(max("end") OVER (
                PARTITION BY theme, document ORDER BY start, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -1
            ) AS begins FROM coding JOIN above ON above.code = coding.code WHERE coder = ?1))
    GROUP BY theme, document, number
    """,
    "CREATE INDEX temp.island_place ON island(document, start, stop, theme)",
)
COUNTS = """
SELECT theme, count(DISTINCT segment) FROM coding JOIN above ON above.code = coding.code WHERE coder = ?1 GROUP BY theme
"""
LENGTHS = "SELECT theme, sum(stop - start) FROM island GROUP BY theme"
PAIRS = """
SELECT x.theme, y.theme, count(DISTINCT one), count(DISTINCT other), count(DISTINCT document)
FROM met CROSS JOIN above AS x ON x.code = one_code CROSS JOIN above AS y ON y.code = other_code AND x.theme < y.theme
GROUP BY 1, 2
"""
PEOPLE = """
SELECT x.theme, y.theme, count(DISTINCT a.person) FROM met
CROSS JOIN above AS x ON x.code = one_code CROSS JOIN above AS y ON y.code = other_code AND x.theme < y.theme
CROSS JOIN spoken AS a ON a.segment = one CROSS JOIN spoken AS b ON b.segment = other AND b.person = a.person
GROUP BY 1, 2
"""
SHARED = """
SELECT min(a.theme, b.theme), max(a.theme, b.theme), sum(min(a.stop, b.stop) - b.start)
FROM island AS a CROSS JOIN island AS b ON b.document = a.document AND b.start >= a.start AND b.start < a.stop
    AND (b.start > a.start OR a.theme < b.theme) AND a.theme <> b.theme
GROUP BY 1, 2
"""


def saturation(db: Connection) -> Any:
    """Each interview in order of id with its codes and those that no earlier one has."""
    return [list(row) for row in db.execute(CODED, (CODER,))]


def saturation_by_site(db: Connection) -> Any:
    """The same for each site, of what its people say."""
    return [list(row) for row in db.execute(CODED_BY_SITE, (CODER,))]


def cooccurrence(db: Connection) -> Any:
    """Each pair of themes whose segments overlap: units of each, those that meet, documents, people, characters.

    A theme makes no pair with its own sub-codes.
    """
    for table in TABLES:
        db.execute(f"DROP TABLE IF EXISTS temp.{table.partition('(')[0]}")
        db.execute(f"CREATE TEMP TABLE {table}")
    for statement in FILL:
        db.execute(statement, (CODER,) if "?1" in statement else ())
    counts, lengths = dict(db.execute(COUNTS, (CODER,)).fetchall()), dict(db.execute(LENGTHS).fetchall())
    people = {(one, other): count for one, other, count in db.execute(PEOPLE)}
    shared = {(one, other): count for one, other, count in db.execute(SHARED)}
    kin = {frozenset(pair) for pair in db.execute("SELECT code, theme FROM above")}
    return {
        (one, other): (
            counts[one],
            counts[other],
            first,
            second,
            documents,
            people.get((one, other), 0),
            shared[one, other],
            lengths[one] + lengths[other] - shared[one, other],
        )
        for one, other, first, second, documents in db.execute(PAIRS)
        if frozenset((one, other)) not in kin
    }
