"""The tables of a study and how they came to be: each migration is one function, run once, in order.

Offsets are code points of the document's text, half-open. Word ranks (`first_word`, `last_word`) count the words of a
document's turns from its start, half-open, so that unions of passages can be measured in words by arithmetic alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import StudyError
from qualcode.i18n import _
from qualcode.store.database.backups import back_up
from qualcode.store.database.sqlite import Connection, transaction
from qualcode.store.database.steps import CONSENT, EXCERPTS, FOREIGN, REVISED
from qualcode.store.database.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
CREATE TABLE site (
    id TEXT PRIMARY KEY NOT NULL,
    parent TEXT REFERENCES site(id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    label TEXT NOT NULL CHECK (json_valid(label)),
    attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;
CREATE INDEX site_parent ON site(parent);
CREATE TABLE code (
    id TEXT PRIMARY KEY NOT NULL,
    parent TEXT REFERENCES code(id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    definition TEXT NOT NULL CHECK (json_valid(definition))
) STRICT;
CREATE INDEX code_parent ON code(parent);
CREATE TABLE coder (name TEXT PRIMARY KEY NOT NULL) STRICT;
CREATE TABLE participant (
    id TEXT PRIMARY KEY NOT NULL,
    site TEXT REFERENCES site(id),
    role TEXT,
    variables TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(variables))
) STRICT;
CREATE INDEX participant_site ON participant(site);
CREATE TABLE document (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    site TEXT REFERENCES site(id),
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    date TEXT,
    wave TEXT,
    guide TEXT,
    variables TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(variables)),
    length INTEGER NOT NULL,
    turns INTEGER NOT NULL,
    sha256 TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX document_site ON document(site);
CREATE TABLE document_text (
    document TEXT PRIMARY KEY NOT NULL REFERENCES document(id),
    text TEXT NOT NULL,
    sentences BLOB NOT NULL,
    original BLOB NOT NULL
) STRICT;
CREATE TABLE speaker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES document(id),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    interviewer INTEGER NOT NULL CHECK (interviewer IN (0, 1)),
    participant TEXT REFERENCES participant(id) CHECK (interviewer = (participant IS NULL)),
    UNIQUE (document, label)
) STRICT;
CREATE INDEX speaker_participant ON speaker(participant);
CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES document(id),
    number INTEGER NOT NULL,
    speaker INTEGER REFERENCES speaker(id),
    start INTEGER NOT NULL,
    body INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    time REAL,
    first_word INTEGER NOT NULL,
    words INTEGER NOT NULL,
    UNIQUE (document, number)
) STRICT;
CREATE INDEX turn_speaker ON turn(speaker, words);
CREATE VIRTUAL TABLE turn_index USING fts5(
    body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO turn_index(turn_index, rank) VALUES ('secure-delete', 1);
CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES document(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL CHECK (start < "end"),
    first_turn INTEGER NOT NULL,
    last_turn INTEGER NOT NULL,
    before TEXT NOT NULL,
    quote TEXT NOT NULL,
    after TEXT NOT NULL,
    UNIQUE (document, start, "end")
) STRICT;
CREATE TABLE passage (
    segment INTEGER NOT NULL REFERENCES segment(id),
    speaker INTEGER REFERENCES speaker(id),
    first_word INTEGER NOT NULL,
    last_word INTEGER NOT NULL
) STRICT;
CREATE INDEX passage_segment ON passage(segment, speaker, first_word, last_word);
CREATE INDEX passage_speaker ON passage(speaker, segment);
CREATE TABLE coding (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    segment INTEGER NOT NULL REFERENCES segment(id),
    code TEXT NOT NULL REFERENCES code(id),
    coder TEXT NOT NULL REFERENCES coder(name),
    round INTEGER NOT NULL,
    key INTEGER NOT NULL DEFAULT 0 CHECK (key IN (0, 1)),
    at TEXT NOT NULL,
    UNIQUE (segment, code, coder, round)
) STRICT;
CREATE INDEX coding_code ON coding(code, coder, segment);
CREATE INDEX coding_coder ON coding(coder);
CREATE TABLE done (
    document TEXT NOT NULL REFERENCES document(id),
    coder TEXT NOT NULL REFERENCES coder(name),
    PRIMARY KEY (document, coder)
) STRICT;
CREATE INDEX done_coder ON done(coder);
CREATE TABLE memo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL,
    coder TEXT NOT NULL REFERENCES coder(name),
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (target, coder, kind)
) STRICT;
CREATE INDEX memo_coder ON memo(coder);
CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    coder TEXT NOT NULL REFERENCES coder(name),
    act TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data)),
    inverse TEXT NOT NULL CHECK (json_valid(inverse)),
    undoes INTEGER REFERENCES event(id),
    undone_by INTEGER REFERENCES event(id)
) STRICT;
CREATE INDEX event_coder ON event(coder, id);
CREATE INDEX event_undoes ON event(undoes) WHERE undoes IS NOT NULL;
CREATE INDEX event_undone_by ON event(coder, undone_by) WHERE undone_by IS NOT NULL;
"""

PLACE = """
CREATE TABLE placed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    segment INTEGER NOT NULL REFERENCES segment(id),
    document TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    code TEXT NOT NULL REFERENCES code(id),
    coder TEXT NOT NULL REFERENCES coder(name),
    round INTEGER NOT NULL,
    key INTEGER NOT NULL DEFAULT 0 CHECK (key IN (0, 1)),
    at TEXT NOT NULL,
    UNIQUE (segment, code, coder, round)
) STRICT;
INSERT INTO sqlite_sequence SELECT 'placed', seq FROM sqlite_sequence WHERE name = 'coding';
INSERT INTO placed
    SELECT coding.id, segment, document, start, "end", code, coder, round, coding.key, at
    FROM coding JOIN segment ON segment.id = coding.segment ORDER BY coding.id;
DROP TABLE coding;
ALTER TABLE placed RENAME TO coding;
CREATE INDEX coding_place ON coding(document, start, "end");
CREATE INDEX coding_code ON coding(code, document, start, "end", coder, segment);
CREATE INDEX coding_coder ON coding(coder, document, start, "end", code, segment);
DROP INDEX turn_speaker;
CREATE INDEX turn_speaker ON turn(speaker, document, words);
"""
"""A coding repeats the place of its segment, so that each index of codings is in the order of the texts.

That a coding is never given a number again holds across the copy: `sqlite_sequence` is copied too.
"""

SUMMARY = """
CREATE TABLE summary_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    theme TEXT NOT NULL,
    holder TEXT NOT NULL,
    text TEXT NOT NULL,
    coder TEXT NOT NULL REFERENCES coder(name),
    at TEXT NOT NULL,
    counted TEXT,
    evidence TEXT NOT NULL CHECK (json_valid(evidence))
) STRICT;
CREATE INDEX summary_version_cell ON summary_version(theme, holder);
CREATE INDEX summary_version_coder ON summary_version(coder);
CREATE TABLE summary (
    theme TEXT NOT NULL,
    holder TEXT NOT NULL,
    version INTEGER NOT NULL UNIQUE REFERENCES summary_version(id),
    PRIMARY KEY (theme, holder)
) STRICT;
"""
"""The framework matrix. A theme or a holder that is taken out leaves its summaries: they are there again when it is."""


PEOPLE = """
ALTER TABLE participant ADD COLUMN waves TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(waves));
ALTER TABLE coding ADD COLUMN counter INTEGER NOT NULL DEFAULT 0 CHECK (counter IN (0, 1));
CREATE TABLE part (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES document(id),
    first_turn INTEGER NOT NULL,
    last_turn INTEGER NOT NULL CHECK (first_turn <= last_turn),
    site TEXT REFERENCES site(id),
    wave TEXT,
    date TEXT,
    UNIQUE (document, first_turn)
) STRICT;
CREATE INDEX part_site ON part(site);
PRAGMA defer_foreign_keys = ON;
CREATE TABLE speaker_before AS SELECT * FROM speaker;
DROP TABLE speaker;
CREATE TABLE speaker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES document(id),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    interviewer INTEGER NOT NULL CHECK (interviewer IN (0, 1)),
    participant TEXT REFERENCES participant(id) CHECK (interviewer = (participant IS NULL) OR label = ''),
    part INTEGER REFERENCES part(id)
) STRICT;
INSERT INTO speaker SELECT id, document, position, label, interviewer, participant, NULL FROM speaker_before;
DROP TABLE speaker_before;
CREATE UNIQUE INDEX speaker_label ON speaker(document, label, coalesce(part, 0));
CREATE INDEX speaker_participant ON speaker(participant);
CREATE INDEX speaker_part ON speaker(part) WHERE part IS NOT NULL;
CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL,
    coder TEXT NOT NULL REFERENCES coder(name),
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    date TEXT
) STRICT;
INSERT INTO sqlite_sequence SELECT 'note', seq FROM sqlite_sequence WHERE name = 'memo';
INSERT INTO note SELECT id, target, coder, kind, at, text, NULL FROM memo ORDER BY id;
DROP TABLE memo;
ALTER TABLE note RENAME TO memo;
CREATE INDEX memo_target ON memo(target, coder, kind);
CREATE INDEX memo_coder ON memo(coder);
"""
"""What an evaluation needs: variables that differ by wave, counter-examples, parts of a document with a site and a wave
of their own, several memos of one kind on one thing.

A speaker has a row for each part it speaks in; the row without a label is nobody's, for what no participant says there.
"""


DEFINITIONS = """
CREATE TABLE definition (
    code TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    event INTEGER NOT NULL,
    at TEXT NOT NULL,
    coder TEXT NOT NULL,
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    PRIMARY KEY (code, number)
) STRICT;
CREATE TABLE codebook_version (
    number INTEGER PRIMARY KEY,
    event INTEGER NOT NULL,
    at TEXT NOT NULL,
    coder TEXT NOT NULL,
    changes TEXT NOT NULL CHECK (json_valid(changes))
) STRICT;
ALTER TABLE coding ADD COLUMN definition INTEGER NOT NULL DEFAULT 1;
INSERT INTO definition SELECT id, 1, 0, coalesce((SELECT max(at) FROM event), ''), '', json_patch('{}', json_object(
    'full', json_extract(definition, '$.full'), 'use_when', json_extract(definition, '$.use_when'),
    'not_when', json_extract(definition, '$.not_when'))) FROM code;
INSERT INTO codebook_version SELECT 1, 0, max(at), '', '{}' FROM event WHERE EXISTS (SELECT 1 FROM code)
    HAVING max(at) IS NOT NULL;
"""
"""What a code meant when a passage was coded: each wording of its definition by number, and each state of the codebook
as what was changed in it, both ways. Nothing in them leads to a code that must still be there.
"""


BOOKMARKS = """
CREATE TABLE bookmark (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES document(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL CHECK (start < "end"),
    coder TEXT NOT NULL REFERENCES coder(name),
    at TEXT NOT NULL,
    quote TEXT NOT NULL,
    UNIQUE (coder, document, start, "end")
) STRICT;
CREATE INDEX bookmark_document ON bookmark(document, start);
"""
"""Places that a coder wants to come back to, each with its words. They count nowhere."""


MARKED = """
CREATE INDEX coding_key ON coding(document, start, "end") WHERE key = 1;
CREATE INDEX coding_counter ON coding(document, start, "end") WHERE counter = 1;
"""
"""Key quotations and counter-examples are few among many, and asked for by themselves."""


def migrate(connection: Connection, path: Path) -> None:
    """Bring the tables to this version, after a backup of what is there; a newer study is refused.

    All steps are one transaction: one that fails leaves the file as it was.
    """
    found, ours = connection.execute("PRAGMA user_version").fetchone()[0], len(STEPS)
    if found == ours:
        return
    _refuse_newer(found, path)
    if found:
        back_up(connection, path, f"before-version-{ours}")
    with transaction(connection, path):
        _apply_steps(connection)
        connection.execute(f"PRAGMA user_version = {ours}")


def check_version(connection: Connection, path: Path) -> None:
    """Refuse tables of another version where nothing may be written, so that they cannot be brought to ours."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    _refuse_newer(found, path)
    if found < len(STEPS):
        raise StudyError(
            _("{file}: written by an older qualcode, and nothing is changed where it is only read.").format(file=path),
            _("`qualcode check {folder}` brings it up to date.").format(folder=path.parent),
        )


def _refuse_newer(found: int, path: Path) -> None:
    if found > len(STEPS):
        raise StudyError(
            _("{file}: written by a newer qualcode (its tables are version {found}, ours {ours}).").format(
                file=path, found=found, ours=len(STEPS)
            ),
            _("Install the newer qualcode to open it."),
        )


def _apply_steps(connection: Connection) -> None:
    """Each step once, by name: what was applied is on record in the database."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("qualcode")
    for name, step in STEPS:
        migrations(name=name)(step)
    migrations.apply(Database(connection, execute_plugins=False))


def _script(text: str) -> Callable[[Database], None]:
    def step(database: Database) -> None:
        for statement in filter(str.strip, text.split(";\n")):
            database.execute(statement)

    return step


STEPS: tuple[tuple[str, Callable[[Database], None]], ...] = (
    ("first", _script(FIRST)),
    ("place", _script(PLACE)),
    ("summary", _script(SUMMARY)),
    ("people", _script(PEOPLE)),
    ("definitions", _script(DEFINITIONS)),
    ("revised", _script(REVISED)),
    ("bookmarks", _script(BOOKMARKS)),
    ("marked", _script(MARKED)),
    ("consent", _script(CONSENT)),
    ("excerpts", _script(EXCERPTS)),
    ("foreign", _script(FOREIGN)),
    ("views", _script(VIEWS)),
)
"""How the tables came to be, step by step; their number is the version of the tables."""
