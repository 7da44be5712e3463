"""Importing by a bare script: read a text, let spaCy's sentencizer split it, insert text, sentences and index."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import plain

_TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE document(id INTEGER PRIMARY KEY, name TEXT, text TEXT);
CREATE TABLE sentence(document INTEGER, start INTEGER, "end" INTEGER);
CREATE VIRTUAL TABLE found USING fts5(body, content='');
"""


@cache
def engine() -> Any:
    """The sentencizer."""
    import spacy

    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    return nlp


def bare_import(database: Path, files: list[Path]) -> int:
    """Bring files in, one transaction each; answers how many documents there are."""
    db = plain.connect(str(database))
    db.isolation_level = None
    db.executescript(_TABLES)
    for number, file in enumerate(files, start=1):
        text = file.read_text(encoding="utf-8")
        spans = [(number, span.start_char, span.end_char) for span in engine()(text).sents]
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO document VALUES (?, ?, ?)", (number, file.name, text))
        db.executemany("INSERT INTO sentence VALUES (?, ?, ?)", spans)
        lines = ((number * 100_000 + place, line) for place, line in enumerate(text.split("\n")))
        db.executemany("INSERT INTO found(rowid, body) VALUES (?, ?)", lines)
        db.execute("COMMIT")
    count = int(db.execute("SELECT count(*) FROM document").fetchone()[0])
    db.close()
    return count
