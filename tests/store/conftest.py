"""A study's rows as plain data, for comparing one state with another."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from qualcode.study import Study

MISPLACED = """
SELECT coding.id FROM coding JOIN segment ON segment.id = coding.segment
WHERE (coding.document, coding.start, coding."end") <> (segment.document, segment.start, segment."end")
"""
TABLES = ("site", "code", "participant", "document", "document_text", "speaker", "part", "turn", "segment", "passage",
          "coding", "former", "unsettled", "done", "memo", "bookmark", "summary", "summary_version", "definition",
          "codebook_version", "consent", "rendering")  # fmt: skip
State = dict[str, list[Any]]


@pytest.fixture(scope="session")
def memory() -> str | None:
    """A folder in memory, where the system has one: laws need many studies and no disk."""
    return next((folder for folder in ("/dev/shm",) if os.access(folder, os.W_OK)), None)


@pytest.fixture(scope="session")
def state_of() -> Callable[[Study], State]:
    """All that a study holds, as rows and files, but for the record of acts, coders' names and the times of files.

    Whatever was done, no row lacks its parent, and the place of a coding is that of its segment.
    """

    def state(study: Study) -> State:
        connection = study.connection
        rows = {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES}
        rows["meta"] = connection.execute("SELECT * FROM meta WHERE key NOT LIKE 'seen %' ORDER BY key").fetchall()
        connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab('main', 'turn_index', 'instance')"
        )
        rows["index"] = connection.execute('SELECT term, doc, "offset" FROM temp.word ORDER BY 1, 2, 3').fetchall()
        rows["files"] = [(study.folder / file).read_bytes() for file in ("study.yaml", "codebook.yaml")]
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        assert not connection.execute(MISPLACED).fetchall()
        return rows

    return state
