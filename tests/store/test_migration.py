"""A study written by an older qualcode opens with all it held, after a backup, and its history goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import (
    AddCoding,
    AddCodings,
    EditDefinition,
    MoveCoding,
    RecodeCoding,
    RemoveCoding,
    SetDone,
    SetKey,
    SetMemo,
)
from qualcode.care.changelog import changelog
from qualcode.care.reviewing import stale_codings
from qualcode.model.asking import Filter
from qualcode.store.database import schema, sqlite
from qualcode.study import Study

_COPIED = ("meta", "site", "code", "coder", "participant", "document", "document_text", "speaker", "turn", "segment",
           "passage", "coding", "done", "memo", "event")  # fmt: skip


def made_by_version_1(study: Study, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the same study in the tables of the first version: the rows as that version wrote them."""
    shutil.copytree(study.folder, folder, ignore=shutil.ignore_patterns("study.db*"))
    path = folder / "study.db"
    connection = sqlite.create(path)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "STEPS", schema.STEPS[:1])
        schema.migrate(connection, path)
    connection.execute("ATTACH ? AS new", (str(study.database),))
    connection.execute("BEGIN")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in _COPIED:
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})"))
        connection.execute(f"INSERT INTO {table} SELECT {columns} FROM new.{table}")
    connection.execute("DELETE FROM sqlite_sequence")
    connection.execute("INSERT INTO sqlite_sequence SELECT * FROM new.sqlite_sequence")
    connection.execute("INSERT INTO turn_index(rowid, body) SELECT turn.id, substr(text, body + 1, \"end\" - body)"
                       " FROM turn JOIN document_text USING (document)")  # fmt: skip
    connection.execute("COMMIT")
    connection.close()
    return folder


@pytest.fixture
def coded(study: Study) -> Study:
    """Codings by two coders, moved, marked, annotated and taken off; the last one given is gone again."""
    first, second = study.do(
        AddCodings((AddCoding("L01", 5, 9, "access"), AddCoding("T01", 3, 20, "nearness")))
    ).codings
    study.do(AddCoding("L01", 5, 9, "access"), coder="ben")
    study.do(MoveCoding(first, 5, 12), SetKey(second, True), SetMemo(f"coding:{second}", "hm"), SetDone("L01", True))
    study.do(RecodeCoding(second, "language"))
    study.do(RemoveCoding(study.do(AddCoding("L02", 1, 8, "distance")).codings[0]))
    return study


def rows_of(study: Study, state_of: Callable[[Study], Any]) -> Any:
    """A study's rows, but for the versions of its codebook: those of a study that is migrated begin then."""
    return {name: rows for name, rows in state_of(study).items() if name not in ("definition", "codebook_version")}


def seen(study: Study) -> Any:
    """What a reader sees of a study."""
    return (study.codings(), study.quotations(), study.documents(), study.memos(), study.find("distance"),
            [study.themes((by,), coder="ana") for by in ("site", "role")], study.events())  # fmt: skip


def test_a_study_of_version_1_opens_with_all_it_held(
    coded: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state_of: Callable[[Study], Any]
) -> None:
    folder = made_by_version_1(coded, tmp_path / "old", monkeypatch)
    with Study.open(folder, "ana") as old:
        assert seen(old) == seen(coded)
        assert rows_of(old, state_of) == rows_of(coded, state_of)
        assert old.damage() == ""
        tables = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%sqlite%' ORDER BY name"
        assert old.connection.execute(tables).fetchall() == coded.connection.execute(tables).fetchall()
    (backup,) = (folder / "backups").glob("*-before-version-*.db")
    copy = sqlite.connect(backup)
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("SELECT count(*) FROM coding").fetchone() == (3,)
    copy.close()


def test_what_was_done_in_version_1_is_undone_and_done_again(
    coded: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state_of: Callable[[Study], Any]
) -> None:
    folder = made_by_version_1(coded, tmp_path / "old", monkeypatch)
    with Study.open(folder, "ana") as old:
        for act in (Study.undo,) * 7 + (Study.redo,) * 7:
            assert (act(old) is None) == (act(coded) is None)
            assert state_of(old)["coding"] == state_of(coded)["coding"]


def test_a_coding_s_number_is_not_given_again_after_the_migration(
    coded: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last coding made was taken off before: its number must not come back as another's."""
    folder = made_by_version_1(coded, tmp_path / "old", monkeypatch)
    with Study.open(folder, "ana") as old:
        assert old.do(AddCoding("L02", 2, 6, "access")).codings == (5,)


def test_an_empty_study_of_version_1_opens_too(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Study.open(made_by_version_1(study, tmp_path / "old", monkeypatch), "ana") as old:
        assert old.quotations(Filter()) == []
        assert old.do(AddCoding("L01", 5, 9, "access")).codings == (1,)


def test_what_was_coded_in_version_1_is_under_the_first_definition(
    coded: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made_by_version_1(coded, tmp_path / "old", monkeypatch)
    with Study.open(folder, "ana") as old:
        assert {coding.definition for coding in old.codings()} == {1}
        assert stale_codings(old) == ()
        old.do(EditDefinition("access", "full", "Getting in.", reason="clearer"))
        assert stale_codings(old) == tuple(coding.id for coding in old.codings() if coding.code == "access")
        last = changelog(old)[-1]
        assert (last.version, last.code, last.what, last.fields) == (2, "access", "redefined", ("full",))
        assert old.undo()
        assert stale_codings(old) == ()
