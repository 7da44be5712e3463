"""Bad input at the store's door: each is refused in a sentence that names the file, and changes nothing."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from qualcode.acts import AddCode, AddCoding
from qualcode.errors import DiskError, InputError, QualcodeError, StudyError, YamlError
from qualcode.model.people import Participant
from qualcode.store.database import schema
from qualcode.study import Study


@pytest.fixture
def closed(study: Study) -> Path:
    """The folder of a study that nobody has open."""
    study.do(AddCoding("L01", 10, 15, "nearness"))
    study.close()
    return study.folder


def refused(folder: Path, *said: str, kind: type[QualcodeError] = StudyError) -> QualcodeError:
    with pytest.raises(kind) as caught:
        Study.open(folder).close()
    message = str(caught.value)
    assert "study.db" in message or str(folder) in message
    assert all(words in message for words in said)
    return caught.value


def test_no_study_is_told_with_the_way_to_make_one(tmp_path: Path) -> None:
    assert "qualcode init" in refused(tmp_path, "no study here").hint
    assert refused(tmp_path / "nowhere").exit_code == 3


def test_a_missing_database_is_told_with_the_backups(closed: Path) -> None:
    (closed / "study.db").unlink()
    refused(closed, "no database", "backups")


@pytest.mark.parametrize("content", [b"", b"SQLite", b"id,name\n1,Nadia\n" * 20, b"\0" * 4096])
def test_what_is_no_database_is_refused(closed: Path, content: bytes) -> None:
    (closed / "study.db").write_bytes(content)
    refused(closed, "not a database")
    assert (closed / "study.db").read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_alone(closed: Path) -> None:
    path = closed / "study.db"
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    content = path.read_bytes()
    refused(closed, "another program")
    assert path.read_bytes() == content


def test_a_truncated_database_is_refused(closed: Path) -> None:
    path = closed / "study.db"
    content = path.read_bytes()
    for size in (120, 4096, len(content) - 1):
        path.write_bytes(content[:size])
        refused(closed, "truncated")


def test_a_database_whose_last_pages_are_still_in_the_log_is_whole(study: Study, tmp_path: Path) -> None:
    study.connection.execute("PRAGMA wal_autocheckpoint = 0")
    for place in range(40):
        study.do(AddCoding("L01", 0, place + 1, "nearness"))
    copy = tmp_path / "copy"
    shutil.copytree(study.folder, copy)
    log = (copy / "study.db-wal").read_bytes()
    study.connection.execute("PRAGMA wal_checkpoint(FULL)")
    whole, first = (study.folder / "study.db").read_bytes(), (copy / "study.db").read_bytes()
    assert len(whole) > len(first)
    (copy / "study.db").write_bytes(whole[:4096] + first[4096:])  # a kill after the first page was copied back
    (copy / "study.db-wal").write_bytes(log)
    with Study.open(copy) as again:
        assert len(again.codings()) == 40
        assert again.damage() == ""


def test_a_newer_study_is_refused_with_the_version(closed: Path) -> None:
    with sqlite3.connect(closed / "study.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    refused(closed, "newer qualcode", "99")


def test_damage_inside_is_told_when_it_is_met(closed: Path, document: Callable[..., Any]) -> None:
    with Study.open(closed) as study:
        study.do(document("X01", [("P", "un mot " * 4000)], {"P": Participant("x")}))
    path = closed / "study.db"
    content = bytearray(path.read_bytes())
    for page in range(4096 * 4, len(content), 4096):
        content[page : page + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(StudyError, match="damaged"), Study.open(closed) as study:
        assert study.damage()
        study.codings()
        study.documents()
        study.themes()


def test_a_full_disk_writes_nothing_of_an_act(
    study: Study, document: Callable[..., Any], state_of: Callable[[Study], Any]
) -> None:
    before = state_of(study)
    pages = study.connection.execute("PRAGMA page_count").fetchone()[0]
    study.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskError, match="disk is full"):
        study.do(document("X01", [("P", "un mot " * 9000)], {"P": Participant("x")}))
    assert state_of(study) == before
    study.connection.execute("PRAGMA max_page_count = 1000000")
    assert study.do(document("X01", [("P", "un mot " * 9000)], {"P": Participant("x")}))


def test_a_disk_too_full_for_the_codebook_keeps_the_act_and_says_so(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(DiskError, match=r"codebook\.yaml.*the study is opened next"):
            study.do(AddCode("new", {"": "New"}))
    assert sorted(path.name for path in study.folder.glob(".*")) == []
    with Study.open(study.folder) as again:
        assert "new" in again.codebook
        assert "id: new" in (study.folder / "codebook.yaml").read_text(encoding="utf-8")


# --------------------------------------------------------------------- a study that cannot be written


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder to be read by whoever has no rights here; as root, the test goes on as somebody who has none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            if os.geteuid() == 0:
                os.setresuid(65534, 65534, 0)
            yield folder
        finally:
            if os.getresuid()[2] == 0:
                os.setresuid(0, 0, 0)


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="permissions are tried where a process can lose its rights")
@pytest.mark.parametrize("kept", ["file", "folder"])
def test_a_read_only_study_is_read_and_not_written(closed: Path, nobody: Path, kept: str) -> None:
    if os.getresuid()[2] == 0:
        os.setresuid(0, 0, 0)
    folder = nobody / "study"
    shutil.copytree(closed, folder)
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o444 if kept == "file" else 0o644)
    folder.chmod(0o777 if kept == "file" else 0o555)
    if os.geteuid() == 0:
        os.setresuid(65534, 65534, 0)
    with Study.open(folder, "ana") as study:
        assert len(study.codings()) == 1
        assert study.themes().rows
        for act in (AddCoding("L01", 1, 2, "access"), AddCode("new", {"": "New"})):
            with pytest.raises(StudyError, match="read-only"):
                study.do(act)
        assert len(study.codings()) == 1


# --------------------------------------------------------------------- the two files, edited by hand


def edit(folder: Path, file: str, old: str, new: str) -> str:
    """Change a file by hand; answers what it was."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return text


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("codebook.yaml", "      - id: nearness\n        label: Nearness\n", "", ("nearness", "1 coding uses it")),
        ("codebook.yaml", "id: nearness", "id: closeness", ("nearness", "qualcode codes --yaml")),
        ("codebook.yaml", "pin: 1", "pin: eins", ("codebook.yaml:5", "eins")),
        ("codebook.yaml", "  - id: language", "\t- id: language", ("codebook.yaml:11", "tab")),
        ("study.yaml", "      lille: {label: Lille}\n", "", ("lille",)),
        ("study.yaml", "title: A study", "title: [A study", ("study.yaml:",)),
    ],
)
def test_a_hand_edit_that_cannot_be_is_told_and_stays_in_the_file(
    closed: Path, file: str, old: str, new: str, said: tuple[str, ...]
) -> None:
    before = edit(closed, file, old, new)
    error = refused(closed, *said, kind=InputError)
    assert str(closed / file) in error.message
    assert new in (closed / file).read_text(encoding="utf-8")
    (closed / file).write_text(before, encoding="utf-8")
    with Study.open(closed) as study:
        assert len(study.codings()) == 1


def test_a_guide_in_use_cannot_go(closed: Path, document: Callable[..., Any]) -> None:
    with Study.open(closed) as study:
        study.do(document("G01", [("P", "Oui.")], {"P": Participant("g")}, guide="near"))
    edit(closed, "study.yaml", "  near: {asks: [nearness]}\n", "")
    refused(closed, "guide near", "G01", kind=InputError)


def test_a_hand_edit_comes_in_as_an_act_of_its_own(closed: Path) -> None:
    edit(closed, "codebook.yaml", "label: Nearness", "label: Proximité  # better")
    with Study.open(closed, "zoé") as study:
        assert study.codebook["nearness"].label == {"": "Proximité"}
        assert [(event.act, event.coder) for event in study.events(1)] == [("EditText", "zoé")]
        assert [coding.code for coding in study.codings()] == ["nearness"]
    with Study.open(closed) as study:
        assert study.events(1)[0].coder == "zoé"


def test_a_hand_edit_made_while_the_study_is_open_is_kept(study: Study) -> None:
    edit(study.folder, "codebook.yaml", "label: Nearness", "label: Proximité  # better")
    study.do(AddCode("new", {"": "New"}))
    assert study.codebook["nearness"].label == {"": "Proximité"}
    assert "# better" in (study.folder / "codebook.yaml").read_text(encoding="utf-8")
    edit(study.folder, "codebook.yaml", "# better", "# best")
    study.undo()
    assert "# best" in (study.folder / "codebook.yaml").read_text(encoding="utf-8")
    assert "new" not in study.codebook


def test_a_half_typed_hand_edit_does_not_stop_the_coding_hand(study: Study) -> None:
    edit(study.folder, "codebook.yaml", "pin: 1", "pin: ")
    assert study.do(AddCoding("L01", 1, 5, "access"))
    assert study.undo()
    with pytest.raises(YamlError):
        study.do(AddCode("new", {"": "New"}))
    assert "pin: \n" in (study.folder / "codebook.yaml").read_text(encoding="utf-8")


def test_comments_and_order_survive_a_session(study: Study) -> None:
    before = (study.folder / "codebook.yaml").read_bytes()
    study.do(AddCode("a-code", {"fr": "Ni paillasson, ni hérisson : « l'été »", "en": "Æ"}, "distance"))
    after = (study.folder / "codebook.yaml").read_text(encoding="utf-8")
    assert "# the first theme" in after
    assert [code.id for code in study.codebook.codes] == ["distance", "nearness", "access", "a-code", "language"]
    assert study.codebook["a-code"].label["fr"] == "Ni paillasson, ni hérisson : « l'été »"
    study.undo()
    assert (study.folder / "codebook.yaml").read_bytes() == before


@pytest.mark.parametrize("file", ["study.yaml", "codebook.yaml"])
def test_a_file_that_is_gone_is_written_again(closed: Path, file: str) -> None:
    text = (closed / file).read_bytes()
    (closed / file).unlink()
    Study.open(closed).close()
    assert (closed / file).read_bytes() == text


def test_a_linked_codebook_stays_a_link(study: Study, tmp_path: Path) -> None:
    path, real = study.folder / "codebook.yaml", tmp_path / "shared.yaml"
    path.rename(real)
    path.symlink_to(real)
    study.do(AddCode("new", {"": "New"}))
    assert path.is_symlink()
    assert "id: new" in real.read_text(encoding="utf-8")


# --------------------------------------------------------------------- beginnings and versions


def test_a_study_is_not_made_over_another_nor_over_a_codebook(closed: Path, tmp_path: Path) -> None:
    new = {"study_text": "title: T\n", "codebook_text": "title: C\ncodes: []\n"}
    with pytest.raises(StudyError, match="already"):
        Study.create(closed, **new)
    other = tmp_path / "other"
    other.mkdir()
    (other / "codebook.yaml").write_text("codes: []\n", encoding="utf-8")
    with pytest.raises(StudyError, match="codebook here already"):
        Study.create(other, **new)
    assert (other / "codebook.yaml").read_text(encoding="utf-8") == "codes: []\n"


def test_a_study_from_a_wrong_codebook_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(YamlError, match=r"codebook\.yaml:3"):
        Study.create(tmp_path / "new", study_text="title: T\n", codebook_text="title: T\ncodes:\n  - od: a\n")
    assert not (tmp_path / "new").exists()


def test_a_study_whose_making_was_cut_short_can_be_made_again(tmp_path: Path) -> None:
    (tmp_path / ".study.db.partial").write_bytes(b"half")
    (tmp_path / ".study.db.partial-wal").write_bytes(b"half")
    with Study.create(tmp_path, study_text="title: A study\n", codebook_text="codes: []\n") as study:
        assert sorted(path.name for path in tmp_path.glob(".*")) == []
        (tmp_path / "study.yaml").unlink()
    with Study.open(tmp_path) as study:  # the database was in place, the files were not yet
        assert study.title == {"": "A study"}
        assert (tmp_path / "study.yaml").exists()


def add_colour(database: Any) -> None:
    database.execute("ALTER TABLE memo ADD COLUMN colour TEXT")


def take_away_and_fail(database: Any) -> NoReturn:
    database.execute("DELETE FROM coding")
    raise DiskError("the lamp went out")


def test_an_older_study_is_brought_up_to_date_after_a_backup(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("colour", add_colour)))
    with Study.open(closed) as study:
        assert study.connection.execute("SELECT count(colour) FROM memo").fetchone() == (0,)
        assert len(study.codings()) == 1
    Study.open(closed).close()
    (backup,) = (closed / "backups").iterdir()
    assert backup.name.endswith(f"before-version-{len(schema.STEPS)}.db")
    monkeypatch.undo()
    shutil.copy(backup, closed / "study.db")
    with Study.open(closed) as study:
        assert len(study.codings()) == 1


def test_a_step_that_fails_leaves_the_study_as_it_was(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(schema, "STEPS", (*schema.STEPS, ("fine", add_colour), ("bad", take_away_and_fail)))
        with pytest.raises(DiskError):
            Study.open(closed)
    with Study.open(closed) as study:
        assert len(study.codings()) == 1
        assert "colour" not in [row[1] for row in study.connection.execute("PRAGMA table_info(memo)")]


def test_a_backup_is_a_whole_study(study: Study) -> None:
    study.do(AddCoding("L01", 1, 5, "access"))
    backup = study.back_up("by-hand")
    study.undo()
    with Study.open(study.folder) as other:
        assert other.codings() == []
    other_folder = study.folder / "restored"
    other_folder.mkdir()
    shutil.copy(backup, other_folder / "study.db")
    with Study.open(other_folder) as restored:
        assert [coding.code for coding in restored.codings()] == ["access"]
        assert [hit.document for hit in restored.find("distance")] == ["L01"]
        assert restored.damage() == ""
