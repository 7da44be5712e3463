"""Small projects of other programs, in the tables and files that those programs make."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

Rows = Mapping[str, Sequence[Mapping[str, object]]]

QUALCODER = """
CREATE TABLE project (databaseversion text, date text, memo text, about text, bookmarkfile integer, bookmarkpos integer,
  codername text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text,
  av_text_id integer, risid integer, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer,
  cid integer, memo text, date text, owner text, important integer);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text,
  date text, owner text, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text,
  date text, unique(fid, pos0, pos1, owner));
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text,
  owner text, unique(name, attr_type, id));
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text,
  date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
  owner text, date text, memo text, avid integer, important integer, unique(cid, fid, pos0, pos1, owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text,
  color text);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
"""
RQDA = """
CREATE TABLE source (name text, id integer, file text, memo text, owner text, date text, dateM text, status integer);
CREATE TABLE freecode (name text, memo text, owner text, date text, dateM text, id integer, status integer, color text);
CREATE TABLE treecode (cid integer, catid integer, date text, dateM text, memo text, status integer, owner text);
CREATE TABLE codecat (name text, cid integer, catid integer, owner text, date text, dateM text, memo text,
  status integer);
CREATE TABLE coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer, owner text,
  date text, memo text);
CREATE TABLE cases (name text, memo text, owner text, date text, dateM text, id integer, status integer);
CREATE TABLE caselinkage (caseid integer, fid integer, selfirst real, selend real, status integer, owner text,
  date text, memo text);
CREATE TABLE attributes (name text, status integer, date text, dateM text, owner text, memo text, class text);
CREATE TABLE caseAttr (variable text, value text, caseID integer, date text, dateM text, owner text, status integer);
CREATE TABLE journal (name text, journal text, date text, dateM text, owner text, status integer);
CREATE TABLE annotation (fid integer, position integer, annotation text, owner text, date text, dateM text,
  status integer);
"""
TAGUETTE = """
CREATE TABLE users (login VARCHAR(30) PRIMARY KEY, created DATETIME, hashed_password VARCHAR(192));
CREATE TABLE projects (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200), description TEXT, created DATETIME);
CREATE TABLE commands (id INTEGER PRIMARY KEY AUTOINCREMENT, date DATETIME, user_login VARCHAR(30), project_id INTEGER,
  document_id INTEGER, payload TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200), description TEXT,
  filename VARCHAR(200), created DATETIME, project_id INTEGER, text_direction VARCHAR(13), contents TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER, start_offset INTEGER,
  end_offset INTEGER, snippet TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER, path VARCHAR(200), description TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER, PRIMARY KEY (highlight_id, tag_id));
"""
QC = """
CREATE TABLE document (file_path VARCHAR PRIMARY KEY, file_hash VARCHAR);
CREATE TABLE document_index (id INTEGER PRIMARY KEY, name VARCHAR, time_series BOOLEAN, document_id VARCHAR);
CREATE TABLE location (id INTEGER PRIMARY KEY, start_line INTEGER, end_line INTEGER, document_index_id VARCHAR);
CREATE TABLE coded_line_location_association (coded_line_id INTEGER, location_id INTEGER);
CREATE TABLE code (name VARCHAR PRIMARY KEY);
CREATE TABLE coder (name VARCHAR PRIMARY KEY);
CREATE TABLE coded_line (id INTEGER PRIMARY KEY, line INTEGER, coder_id VARCHAR, code_id VARCHAR);
"""


SAID = "\ufeffAnna: I walk a long way. 🎉\nBen: The nurse knows me.\n"
"""A text with a mark before it and an emoji in it, as QualCoder keeps one."""


def made(path: Path, schema: str, rows: Rows) -> Path:
    """A database with these rows in its tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    for table, every in rows.items():
        for row in every:
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
    connection.commit()
    connection.close()
    return path


def _span(text: str, words: str) -> dict[str, object]:
    start = text.index(words)
    return {"pos0": start, "pos1": start + len(words), "seltext": words}


@pytest.fixture
def qualcoder(tmp_path: Path) -> Path:
    """A folder of QualCoder: two texts, a picture, nested categories, what stands on texts."""
    cat, code, source, coded, case = "code_cat", "code_name", "source", "code_text", "case_text"
    day = "2024-10-23 13:57:51"
    rows: Rows = {
        "project": [{"databaseversion": "v8", "about": "QualCoder 3.5", "memo": "What we ask", "codername": "ana"}],
        source: [
            {"id": 1, "name": "Anna", "fulltext": SAID, "mediapath": "/docs/Anna.docx", "owner": "ana", "date": day},
            {"id": 2, "name": "Late", "fulltext": "Only this line.\n", "memo": "came late", "owner": "ben"},
            {"id": 3, "name": "map.png", "mediapath": "/images/map.png", "owner": "ana"},
        ],
        cat: [{"catid": 1, "name": "Access"}, {"catid": 2, "name": "Ways", "supercatid": 1, "memo": "how they come"}],
        code: [
            {"cid": 1, "name": "distance", "memo": "far away", "catid": 2, "color": "#F79F81"},
            {"cid": 2, "name": "being known", "catid": None, "color": ""},
        ],
        coded: [
            {"ctid": 1, "cid": 1, "fid": 1, "owner": "ana", "date": day, "memo": "two hours", "important": 1}
            | _span(SAID, "a long way"),
            {"ctid": 2, "cid": 2, "fid": 1, "owner": "ben", "date": day} | _span(SAID, "The nurse knows me"),
            {"ctid": 3, "cid": 9, "fid": 1, "owner": "ben"} | _span(SAID, "nurse"),
            {"ctid": 4, "cid": 1, "fid": 2, "owner": "ben", "pos0": 900, "pos1": 905, "seltext": "words"},
            {"ctid": 5, "cid": 1, "fid": 2, "owner": "ben", "pos0": 5, "pos1": 5, "seltext": ""},
        ],
        "code_image": [
            {
                "imid": 1,
                "id": 3,
                "cid": 1,
                "x1": 10,
                "y1": 20,
                "width": 30.6,
                "height": 40,
                "memo": "the door",
                "date": day,
                "owner": "cleo",
                "important": 1,
            },
            {"imid": 2, "id": 3, "cid": 9, "x1": 1, "y1": 1, "width": 1, "height": 1},
        ],
        "cases": [{"caseid": 1, "name": "P01", "memo": "a user"}],
        case: [{"id": 1, "caseid": 1, "fid": 2, "pos0": 0, "pos1": 16}, {"id": 2, "caseid": 1, "fid": 3}],
        "attribute_type": [
            {"name": "age", "caseOrFile": "case", "valuetype": "numeric"},
            {"name": "wave", "caseOrFile": "file", "valuetype": "character"},
        ],
        "attribute": [
            {"attrid": 1, "name": "age", "attr_type": "case", "value": "41", "id": 1},
            {"attrid": 2, "name": "wave", "attr_type": "file", "value": "T0", "id": 1},
        ],
        "annotation": [{"anid": 1, "fid": 2, "pos0": 0, "pos1": 4, "memo": "why only?", "owner": "ben", "date": day}],
        "journal": [{"jid": 1, "name": "First day", "jentry": "It rained.", "owner": "ana", "date": day}],
    }
    made(tmp_path / "Clinic.qda" / "data.qda", QUALCODER, rows)
    return tmp_path / "Clinic.qda"


@pytest.fixture
def rqda(tmp_path: Path) -> Path:
    """A project of RQDA, with line ends of two characters and things that were deleted in it."""
    text = "Anna: I walk a long way.\r\nBen: The nurse knows me.\r\nAnna: She does.\r\n"
    day = "Wed Oct 23 13:57:51 2024"

    def at(words: str) -> dict[str, object]:
        return {"seltext": words, "selfirst": float(text.index(words)), "selend": float(text.index(words) + len(words))}

    def part(words: str) -> dict[str, object]:
        return {name: value for name, value in at(words).items() if name != "seltext"}

    on, off = {"status": 1}, {"status": 0}
    rows: Rows = {
        "source": [
            {"name": "Anna", "id": 1, "file": text, "owner": "ana", "date": day, **on},
            {"name": "gone", "id": 2, "file": "Gone.", **off},
        ],
        "freecode": [
            {"name": "distance", "id": 1, "memo": "far away", "color": "#112233", **on},
            {"name": "being known", "id": 2, **on},
            {"name": "gone", "id": 3, **off},
        ],
        "codecat": [{"name": "Access", "catid": 1, **on}, {"name": "Again", "catid": 2, **on}],
        "treecode": [{"cid": 1, "catid": 1, **on}, {"cid": 1, "catid": 2, **on}, {"cid": 2, "catid": 1, **off}],
        "coding": [
            {"cid": 1, "fid": 1, "owner": "ana", "date": day, **at("a long way"), **on},
            {"cid": 2, "fid": 1, "owner": "ana", "date": day, "memo": "warm", **at("The nurse knows me."), **on},
            {"cid": 2, "fid": 1, "owner": "ana", **at("She does"), **off},
        ],
        "cases": [{"name": "P01", "id": 1, **on}],
        "caselinkage": [{"caseid": 1, "fid": 1, **part("Ben: The nurse knows me."), **on}],
        "attributes": [{"name": "age", "class": "numeric", **on}],
        "caseAttr": [{"variable": "age", "value": "41", "caseID": 1, **on}],
        "annotation": [{"fid": 1, "position": text.index("nurse"), "annotation": "which one?", **on}],
        "journal": [{"name": "First day", "journal": "It rained.", "owner": "ana", "date": day, **on}],
    }
    return made(tmp_path / "Clinic.rqda", RQDA, rows)


@pytest.fixture
def taguette(tmp_path: Path) -> Path:
    """A project of Taguette: a page with tags inside words and letters of several bytes."""
    page = "<h1>Été 🎉</h1>\n<p>Anna: I <b>walk</b> a long\nway &amp; back.</p><p>Ben: The nurse kno<i>ws</i> me.</p>"
    counted = "Été 🎉\nAnna: I walk a long\nway & back.Ben: The nurse knows me.".encode()

    def at(words: str) -> dict[str, object]:
        start = counted.index(words.encode())
        return {"document_id": 1, "start_offset": start, "end_offset": start + len(words.encode()), "snippet": ""}

    rows: Rows = {
        "projects": [{"id": 1, "name": "Clinic", "description": "What we ask"}],
        "documents": [{"id": 1, "name": "Anna", "description": "", "project_id": 1, "contents": page}],
        "tags": [
            {"id": 1, "project_id": 1, "path": "access", "description": ""},
            {"id": 2, "project_id": 1, "path": "access.distance", "description": "far away"},
            {"id": 3, "project_id": 1, "path": "v1.0 known", "description": ""},
        ],
        "highlights": [
            {"id": 1, **at("a long\nway & back")},
            {"id": 2, **at("back.Ben: The nurse knows")},
            {"id": 3, **at("nurse")},
            {"id": 4, "document_id": 1, "start_offset": 9_000, "end_offset": 9_009, "snippet": ""},
        ],
        "highlight_tags": [
            {"highlight_id": 1, "tag_id": 2},
            {"highlight_id": 1, "tag_id": 3},
            {"highlight_id": 2, "tag_id": 3},
            {"highlight_id": 4, "tag_id": 3},
        ],
        "commands": [
            {"id": 1, "date": "2024-10-23 13:57:51.123456", "user_login": "ana", "project_id": 1, "document_id": 1,
             "payload": '{"type": "highlight_add", "highlight_id": 1}'},
            {"id": 2, "date": "2024-10-24 13:57:51", "user_login": "ben", "project_id": 1, "document_id": 1,
             "payload": '{"type": "highlight_add", "highlight_id": 1}'},
        ],
    }  # fmt: skip
    return made(tmp_path / "Clinic.sqlite3", TAGUETTE, rows)


@pytest.fixture
def qc(tmp_path: Path) -> Path:
    """A folder of qc: a codebook that is a list, lines of a file coded by two coders, a memo."""
    folder = tmp_path / "clinic"
    for name in ("corpus/wave1", "memos"):
        (folder / name).mkdir(parents=True)
    settings = "codebook: codebook.yaml\ncorpus_dir: corpus\ndatabase: qualitative_coding.sqlite3\nmemos_dir: memos\n"
    (folder / "settings.yaml").write_text(f"{settings}qc_version: 2.0.0\neditor: /usr/bin/vim\nautocode: {{}}\n")
    (folder / "codebook.yaml").write_text("- access:\n  - distance\n  - being known\n- being known\n")
    (folder / "corpus" / "wave1" / "anna.txt").write_bytes(b"Anna: I walk\r\n  a long way.\r\n\r\nBen: She knows me.")
    (folder / "memos" / "first.md").write_text("It rained.\n")
    lines = [(0, "ana", "distance"), (1, "ana", "distance"), (3, "ben", "being known"), (3, "ben", "met later"),
             (2, "ben", "distance"), (40, "ben", "distance")]  # fmt: skip
    rows: Rows = {
        "document_index": [{"id": 1, "name": "paragraphs", "document_id": "wave1/anna.txt"}],
        "location": [{"id": 1, "start_line": 0, "end_line": 4, "document_index_id": 1}],
        "coded_line": [
            {"id": key, "line": line, "coder_id": coder, "code_id": code}
            for key, (line, coder, code) in enumerate(lines, 1)
        ],
        "coded_line_location_association": [
            {"coded_line_id": key, "location_id": 1} for key in range(1, len(lines) + 1)
        ],
    }
    made(folder / "qualitative_coding.sqlite3", QC, rows)
    return folder
