"""A project of REFI-QDA put into SQLite by a plain script: `python benchmarks/plain_import.py PROJECT DATABASE`.

The rows that a study has of it, in tables with few indexes: the project read by lxml, texts decoded, cut into turns
where a line begins with a label, and indexed word for word by FTS5; passages with the words around them; codings.
Nothing is checked, asked, cut into sentences or kept to be taken back.
"""

from __future__ import annotations

import hashlib
import re
import sys
import zipfile
from bisect import bisect_right
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

TABLES = """
CREATE TABLE code (guid TEXT PRIMARY KEY, name TEXT, parent TEXT);
CREATE TABLE document (id INTEGER PRIMARY KEY, guid TEXT, name TEXT, text TEXT, original BLOB, sha256 TEXT);
CREATE TABLE turn (id INTEGER PRIMARY KEY, document INTEGER, speaker TEXT, start INTEGER, body INTEGER, "end" INTEGER,
    words INTEGER);
CREATE VIRTUAL TABLE turn_index USING fts5(body, content='', tokenize="unicode61 remove_diacritics 2");
CREATE TABLE segment (id INTEGER PRIMARY KEY, guid TEXT, document INTEGER, start INTEGER, "end" INTEGER,
    first_turn INTEGER, last_turn INTEGER, before TEXT, quote TEXT, after TEXT);
CREATE TABLE coding (id INTEGER PRIMARY KEY, guid TEXT, segment INTEGER, code TEXT, coder TEXT, at TEXT);
CREATE INDEX turn_document ON turn(document);
CREATE INDEX segment_place ON segment(document, start);
CREATE INDEX coding_segment ON coding(segment);
CREATE INDEX coding_code ON coding(code);
"""
_Q = "{urn:QDA-XML:project:1.0}"
_LABEL = re.compile(r"^([^\s:][^\n:]{0,30}):\s+", re.MULTILINE)
_AROUND = 32


def take(path: str, database: str) -> None:
    """Put all of a project into a new database."""
    db = sqlite3.connect(database, isolation_level=None)
    db.executescript(TABLES)
    db.execute("BEGIN")
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"), etree.XMLParser(huge_tree=True))
        users = {user.get("guid"): user.get("name") for user in root.iter(f"{_Q}User")}
        codes = ((code.get("guid"), code.get("name"), code.getparent().get("guid")) for code in root.iter(f"{_Q}Code"))
        db.executemany("INSERT INTO code VALUES (?, ?, ?)", codes)
        turns = count(1)
        for document, source in enumerate(root.iter(f"{_Q}TextSource"), 1):
            original = archive.read(source.get("plainTextPath").replace("internal://", "sources/"))
            text = original.decode("utf-8-sig").replace("\r\n", "\n")
            sha256 = hashlib.sha256(original).hexdigest()
            row = (document, source.get("guid"), source.get("name"), text, original, sha256)
            db.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)", row)
            _passages(db, document, text, source, _turns(db, document, text, turns), users)
    db.execute("COMMIT")


def _turns(db: sqlite3.Connection, document: int, text: str, numbers: count[int]) -> list[int]:
    labels = list(_LABEL.finditer(text))
    starts = [label.start() for label in labels]
    rows, bodies = [], []
    for label, end, number in zip(labels, (*starts[1:], len(text)), numbers, strict=False):
        body = text[label.end() : end]
        rows.append((number, document, label[1], label.start(), label.end(), end, len(body.split())))
        bodies.append((number, body))
    db.executemany("INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    db.executemany("INSERT INTO turn_index(rowid, body) VALUES (?, ?)", bodies)
    return starts


def _passages(
    db: sqlite3.Connection, document: int, text: str, source: Any, turns: list[int], users: Mapping[str, str]
) -> None:
    for one in source.iterfind(f"{_Q}PlainTextSelection"):
        start, end = int(one.get("startPosition")), int(one.get("endPosition"))
        first, last = bisect_right(turns, start), bisect_right(turns, end - 1)
        around = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
        row = (one.get("guid"), document, start, end, first, last, *around)
        segment = db.execute("INSERT INTO segment VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row).lastrowid
        codings = [
            (coding.get("guid"), segment, coding.find(f"{_Q}CodeRef").get("targetGUID"),
             users[coding.get("creatingUser")], coding.get("creationDateTime"))
            for coding in one.iterfind(f"{_Q}Coding")
        ]  # fmt: skip
        db.executemany("INSERT INTO coding VALUES (NULL, ?, ?, ?, ?, ?)", codings)


if __name__ == "__main__":
    take(*sys.argv[1:3])
