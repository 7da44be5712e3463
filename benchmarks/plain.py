"""The same answers by plain SQL on the same database, as good as we could write it; also a script of its own.

`python benchmarks/plain.py DATABASE NAME [VALUE…]` prints an answer as JSON, and loads SQLite alone.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

Connection = sqlite3.Connection
CODER = "ana"

THEMES = """
WITH RECURSIVE above(code, theme) AS (
    SELECT id, id FROM code UNION ALL SELECT above.code, code.parent FROM above JOIN code ON code.id = above.theme
    WHERE code.parent IS NOT NULL),
voice(speaker, participant, document, site) AS MATERIALIZED (
    SELECT speaker.id, p.rowid, d.rowid, coalesce(p.site, d.site) FROM speaker
    JOIN participant AS p ON p.id = speaker.participant JOIN document AS d ON d.id = speaker.document),
spoken AS (
    SELECT theme, passage.speaker, coding.segment, first_word, last_word FROM coding
    CROSS JOIN above ON above.code = coding.code
    CROSS JOIN passage ON passage.segment = coding.segment AND passage.speaker IS NOT NULL WHERE coding.coder = :coder),
measured AS (
    SELECT theme, speaker, segment, max(0, last_word - max(first_word, coalesce(max(last_word) OVER (
        PARTITION BY theme, speaker ORDER BY first_word ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS words
    FROM spoken),
said AS (
    SELECT theme, site, participant, segment, document, words FROM measured CROSS JOIN voice USING (speaker)
    UNION ALL
    SELECT theme, d.site, NULL, coding.segment, d.rowid, 0 FROM passage
    CROSS JOIN coding ON coding.segment = passage.segment AND coding.coder = :coder
    CROSS JOIN above ON above.code = coding.code
    CROSS JOIN segment ON segment.id = passage.segment CROSS JOIN document AS d ON d.id = segment.document
    WHERE passage.speaker IS NULL)
"""
BY_SITE = """
SELECT theme, site, count(DISTINCT participant), count(DISTINCT segment), count(DISTINCT document), sum(words)
FROM said GROUP BY theme, site
"""
IN_ALL = """
SELECT theme, count(DISTINCT segment), count(DISTINCT participant), count(DISTINCT document) FROM said GROUP BY theme
"""
SIZES = """
SELECT coalesce(p.site, d.site), count(DISTINCT p.id) FROM speaker
JOIN participant AS p ON p.id = speaker.participant JOIN document AS d ON d.id = speaker.document GROUP BY 1
"""
QUOTES = """
SELECT coding.id, coding.document, coding.start, coding."end", s.quote, coding.code, coding.coder, coding.round,
    coding.key, s.first_turn, s.last_turn, d.site, (SELECT group_concat(participant) FROM (
        SELECT participant FROM passage JOIN speaker ON speaker.id = passage.speaker WHERE passage.segment = s.id
        GROUP BY participant ORDER BY min(first_word))){more}
FROM coding CROSS JOIN segment AS s ON s.id = coding.segment CROSS JOIN document AS d ON d.id = coding.document
{where} ORDER BY coding.document, coding.start, coding."end", coding.id LIMIT :limit
"""
MARKS = """, coding.counter, coding.definition,
    coalesce((SELECT group_concat(text, char(10)) FROM memo WHERE target = 'coding:' || coding.id), '')"""
"""What else a coding says of itself."""
SPANS = f"""
SELECT id, document, start, "end", code, coder, round, key{MARKS} FROM coding WHERE document = ?
ORDER BY start, "end", id
"""
TURNS = """
SELECT turn.document, number, turn.body, turn."end", participant FROM turn_index JOIN turn ON turn.id = turn_index.rowid
LEFT JOIN speaker ON speaker.id = turn.speaker WHERE turn_index MATCH ? ORDER BY turn_index.rowid
"""


def connect(database: str) -> Connection:
    """A connection with the memory that ours has."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def frequencies(db: Connection) -> Any:
    """How many codings each code has; the study has one coder."""
    return dict(db.execute("SELECT code, count(*) FROM coding GROUP BY code").fetchall())


def codes(db: Connection) -> Any:
    """Segments, people and documents of each code with its sub-codes, as unions."""
    return {theme: counts for theme, *counts in db.execute(THEMES + IN_ALL, {"coder": CODER})}


def themes(db: Connection) -> Any:
    """`N` of each site, and of each theme and site people, segments, documents and words, as unions."""
    cells = {f"{theme} {site}": counts for theme, site, *counts in db.execute(THEMES + BY_SITE, {"coder": CODER})}
    return {"N": dict(db.execute(SIZES).fetchall()), "cells": cells}


def spans(db: Connection, document: str) -> Any:
    """The codings of a document in order of place."""
    return db.execute(SPANS, (document,)).fetchall()


def first(db: Connection, code: str) -> Any:
    """The first fifty segments of a code in order of place, as an index has them."""
    return first_where(db, "WHERE coding.code = :code", code=code)


def first_where(db: Connection, where: str, **values: Any) -> Any:
    """The first fifty quotations where a condition holds."""
    return _quotes(db, where, MARKS, limit=50, **values)


def quotes(db: Connection, code: str = "") -> Any:
    """All quotations of a code; or of all, without what a report has no use for."""
    if code:
        return _quotes(db, "WHERE coding.code = :code", MARKS, code=code, limit=-1)
    return _quotes(db, "", "", limit=-1)


def _quotes(db: Connection, where: str, more: str, **values: Any) -> Any:
    return [
        [*row[:9], _citation(row[1], row[9], row[10], row[12]), row[12].split(",") if row[12] else [], row[11],
         *row[13:]]
        for row in db.execute(QUOTES.format(where=where, more=more), values)
    ]  # fmt: skip


def _citation(document: str, first_turn: int, last_turn: int, people: str | None) -> str:
    turns = f"§{first_turn}" if first_turn == last_turn else f"§{first_turn}–{last_turn}"
    return f"{people.replace(',', ', ') if people else document} {turns}"


def find(db: Connection, words: str, context: int = 60) -> Any:
    """Where two words stand side by side, case ignored (the words are given with their accents)."""
    pattern = re.compile(r"\b" + r"\W+".join(words.split()) + r"\b", re.IGNORECASE)
    found, loaded, text = [], None, ""
    for document, number, body, end, person in db.execute(TURNS, (f'"{words}"',)):
        if document != loaded:
            loaded = document
            text = db.execute("SELECT text FROM document_text WHERE document = ?", (document,)).fetchone()[0]
        for match in pattern.finditer(text, body, end):
            start, stop = match.span()
            before, after = text[max(0, start - context) : start], text[stop : stop + context]
            citation = f"{person or document} §{number}"
            found.append([document, start, stop, before, text[start:stop], after, citation])
    return found


NAMES = {
    "quotes": ("id", "document", "start", "end", "text", "code", "coder", "round", "key", "citation", "participants",
               "site", "counter", "definition", "memo"),
    "find": ("document", "start", "end", "before", "text", "after", "citation"),
}  # fmt: skip
"""What the fields of a row are called where an answer is printed: the same names as the command's."""


def main() -> None:
    """Print one answer."""
    _script, database, name, *values = sys.argv
    answer = globals()[name](connect(database), *values)
    if name in NAMES:
        answer = [dict(zip(NAMES[name], row, strict=True)) for row in answer]
    print(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
