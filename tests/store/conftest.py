"""A study's rows as plain data, for comparing one state with another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from qualcode.errors import QualcodeError
from qualcode.store.database.sqlite import Connection
from qualcode.store.rewinding import copied, rewind
from qualcode.study import Study

MISPLACED = """
SELECT coding.id FROM coding JOIN segment ON segment.id = coding.segment
WHERE (coding.document, coding.start, coding."end") <> (segment.document, segment.start, segment."end")
"""
TABLES = ("site", "code", "participant", "document", "document_text", "speaker", "part", "turn", "segment", "passage",
          "coding", "former", "unsettled", "done", "memo", "bookmark", "summary", "summary_version", "definition",
          "codebook_version", "consent", "rendering", "reception", "foreign_id", "aside")  # fmt: skip
WORDS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab('main', 'turn_index', 'instance')"
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
        connection.execute(WORDS)
        rows["index"] = connection.execute('SELECT term, doc, "offset" FROM temp.word ORDER BY 1, 2, 3').fetchall()
        rows["files"] = [(study.folder / file).read_bytes() for file in ("study.yaml", "codebook.yaml")]
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        assert not connection.execute(MISPLACED).fetchall()
        return rows

    return state


class Watched:
    """A study whose rows are looked at after each event, and can be compared with what taking them back gives."""

    def __init__(self, study: Study, memory: str | None) -> None:
        self._study, self._memory = study, memory
        self.seen: dict[int, State] = {}
        self.look()

    def look(self) -> None:
        """Keep the rows as they are after the last event."""
        self.seen.setdefault(self._study.last_event(), self.rows(self._study.connection))

    def attempt(self, act: Callable[[], Any]) -> None:
        """Carry something out that the study may refuse."""
        with suppress(QualcodeError):
            act()
        self.look()

    def rows(self, connection: Connection) -> State:
        """Everything that can be told apart, the record of acts and coders' names too."""
        names = (*TABLES, "consent", "event", "coder")
        rows = {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in names}
        rows["meta"] = connection.execute(
            "SELECT * FROM meta WHERE key NOT LIKE 'seen %' AND key NOT LIKE 'written %' ORDER BY key"
        ).fetchall()
        connection.execute(WORDS)
        rows["index"] = connection.execute('SELECT term, doc, "offset" FROM temp.word ORDER BY 1, 2, 3').fetchall()
        return rows

    def check(self) -> None:
        """Taken back to each event seen, from the last to the first, a copy has the rows it had then."""
        with TemporaryDirectory(dir=self._memory) as folder:
            path = Path(folder) / "copy.db"
            with closing(copied(self._study.connection, path)) as connection:
                for event, then in sorted(self.seen.items(), reverse=True):
                    rewind(connection, path, event)
                    now = self.rows(connection)
                    assert {table: rows for table, rows in now.items() if rows != then[table]} == {}, event
                    assert {table: rows for table, rows in then.items() if rows != now[table]} == {}, event
                    assert not connection.execute("PRAGMA foreign_key_check").fetchall()


@pytest.fixture(scope="session")
def watched(memory: str | None) -> Callable[[Study], Any]:
    """Watches a study from now on; at the end of the block it is taken back to everything that was seen."""

    @contextmanager
    def watch(study: Study) -> Iterator[Watched]:
        watching = Watched(study, memory)
        yield watching
        watching.check()

    return watch
