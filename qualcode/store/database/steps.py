"""Steps of the tables' history that came after the first ones: their SQL, in order."""

from __future__ import annotations

REVISED = """
CREATE TABLE former (
    document TEXT NOT NULL REFERENCES document(id),
    version INTEGER NOT NULL CHECK (version > 0),
    at TEXT NOT NULL,
    coder TEXT NOT NULL REFERENCES coder(name),
    sha256 TEXT NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (document, version)
) STRICT;
CREATE INDEX former_coder ON former(coder);
CREATE INDEX former_sha256 ON former(sha256);
CREATE TABLE unsettled (
    coding INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document(id),
    state TEXT NOT NULL CHECK (state IN ('changed', 'ambiguous', 'lost')),
    version INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL CHECK (start < "end"),
    quote TEXT NOT NULL,
    candidates TEXT NOT NULL CHECK (json_valid(candidates)),
    aside TEXT CHECK (json_valid(aside) AND (aside IS NULL) = (state = 'changed'))
) STRICT;
CREATE INDEX unsettled_document ON unsettled(document);
"""
"""Texts that were corrected: each former version of a document, whole, until when and by whom it was replaced; and the
codings that are to be looked at since. One that is not carried over is kept `aside`, with its memos, until it is placed
or dropped; the place and quote are those in the version of the text where it stood last.
"""


CONSENT = """
CREATE TABLE consent (
    coding INTEGER PRIMARY KEY,
    given INTEGER NOT NULL CHECK (given IN (0, 1))
) STRICT;
"""
"""Whether a passage may be quoted, where somebody was asked about it. Nothing in it leads to a coding that
must be there.
"""


EXCERPTS = """
CREATE TABLE rendering (
    coding INTEGER NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (coding, language)
) STRICT;
"""
"""How a quotation is shown beside its own words: shortened (no language), or translated into a language, by whom, and
the words it was made of. As with consents, nothing leads to a coding that must be there.
"""


FOREIGN = """
CREATE TABLE reception (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    origin TEXT NOT NULL,
    coder TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE foreign_id (
    noun TEXT NOT NULL,
    own TEXT NOT NULL,
    guid TEXT NOT NULL,
    holder TEXT NOT NULL,
    name TEXT NOT NULL,
    more TEXT NOT NULL CHECK (json_valid(more)),
    reception INTEGER NOT NULL,
    PRIMARY KEY (noun, own, guid)
) STRICT, WITHOUT ROWID;
CREATE INDEX foreign_guid ON foreign_id(guid, noun) WHERE noun <> 'coding';
CREATE TABLE aside (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    what TEXT NOT NULL,
    name TEXT NOT NULL,
    element BLOB NOT NULL,
    files TEXT NOT NULL CHECK (json_valid(files)),
    reception INTEGER NOT NULL
) STRICT;
"""
"""Projects of other programs that were taken in: what each thing was called there, and what no study can hold.

A `noun` and `own` name a thing of the study (`code`, `document`, `coding`, `coder`, `participant`, `memo`), `guid` and
`name` are the project's for it; `holder` is the project's id of what it stood in, `more` what else the project said of
it. What has no place of its own (a set, a link, a case that is nobody) is there whole, with an empty `own`. Nothing in
them leads to what must be there.
"""
