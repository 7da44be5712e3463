"""Studies that cannot be opened or written: the message names the file, the place and the way out; status 3."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from qualcode.errors import DiskError
from qualcode.store.database.sqlite import connect, create, sqlite3, translated

HOLDER = """
import sys
from qualcode.store.database.sqlite import connect
from pathlib import Path
connection = connect(Path(sys.argv[1]))
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
COMMANDS = ("documents my-study", "tag my-study L01 5 30 nearness", "themes my-study", "check my-study")


def spoil(name: str, content: bytes | None) -> None:
    for file in Path("my-study").glob(f"{name}*"):
        file.unlink()
    if content is not None:
        Path("my-study", name).write_bytes(content)


@pytest.mark.parametrize("line", COMMANDS)
@pytest.mark.parametrize(
    ("content", "word"), [(None, "no database"), (b"hello", "not a database"), (b"", "not a database")]
)
def test_a_database_that_is_none_is_named_with_the_way_out(
    content: bytes | None, word: str, line: str, demo: Path, run: Any
) -> None:
    spoil("study.db", content)
    ran = run(*line.split())
    assert (ran.status, ran.out) == (3, "")
    assert "my-study/study.db" in ran.err
    assert word in ran.err
    assert "backups" in ran.err


def test_a_truncated_and_a_foreign_database_are_told_apart(demo: Path, run: Any) -> None:
    whole = Path("my-study/study.db").read_bytes()
    spoil("study.db", whole[: len(whole) // 2])
    ran = run("documents", demo)
    assert ran.status == 3
    assert "truncated" in ran.err
    foreign = bytearray(whole)
    foreign[68:72] = b"\0\0\0\1"
    spoil("study.db", bytes(foreign))
    ran = run("documents", demo)
    assert ran.status == 3
    assert "another program" in ran.err


def test_a_damaged_page_is_damage_never_a_fault(demo: Path, run: Any) -> None:
    whole = bytearray(Path("my-study/study.db").read_bytes())
    for page in range(2, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    spoil("study.db", bytes(whole))
    for line in COMMANDS:
        ran = run(*line.split())
        assert ran.status in (1, 3), (line, ran.err)
        assert "damaged" in ran.err + ran.out


def test_damage_met_while_a_study_is_opened_is_damage_too(demo: Path, run: Any) -> None:
    whole = bytearray(Path("my-study/study.db").read_bytes())
    for page in range(2, 14):
        whole[page * 4096 : (page + 1) * 4096] = b"x" * 4096
    spoil("study.db", bytes(whole))
    for line in COMMANDS:
        ran = run(*line.split())
        assert (ran.status, ran.out) == (3, ""), (line, ran.err)
        assert "my-study/study.db: the database is damaged" in ran.err


def test_a_disk_without_room_is_full_whatever_sqlite_calls_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=0))
    with pytest.raises(DiskError, match=r"study\.db: the disk is full"), translated(tmp_path / "study.db"):
        raise sqlite3.OperationalError("disk I/O error")


def test_a_backup_that_has_no_room_leaves_nothing(demo: Path, run: Any) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        ran = run("backup", demo)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (ran.status, ran.out) == (3, "")
    assert "my-study/backups/" in ran.err
    assert list((demo / "backups").iterdir()) == []


def test_a_study_is_made_whole_or_not_at_all(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps the log from being written into the database, as a full disk does, leaves nothing behind."""
    readers = []

    def read_on(path: Path) -> Any:
        made = create(path)
        made.execute("PRAGMA busy_timeout = 0")
        made.execute("CREATE TABLE other(x)")
        readers.append(connect(path))
        readers[-1].execute("BEGIN")
        readers[-1].execute("SELECT * FROM other").fetchall()
        return made

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("qualcode.newstudy.create", read_on)
    ran = run("init", "my-study")
    readers[0].close()
    assert (ran.status, ran.out) == (3, "")
    assert not Path("my-study").exists()
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert run("init", "my-study").status == 0


def test_another_writer_is_waited_for_and_then_named_while_readers_go_on(
    demo: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.store.database.sqlite.BUSY_SECONDS", 0)
    command = [sys.executable, "-c", HOLDER, "my-study/study.db"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline()
        assert run("documents", demo).status == 0
        assert run("themes", demo).status == 0
        ran = run("tag", demo, "L01", 5, 30, "nearness")
        assert (ran.status, ran.out) == (3, "")
        assert "another program is writing" in ran.err
        stream = run("tag", demo, "-", stdin=b'{"document":"L01","start":5,"end":30,"code":"nearness"}\n')
        assert "another program" in stream.answers[0]["error"]
        holder.communicate()
    assert run("tag", demo, "L01", 5, 30, "nearness").status == 0


def test_a_study_on_a_medium_that_cannot_be_written_is_read_and_says_so_when_written(
    demo: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_args, **_kwargs: False)
    assert len(run("documents", demo, "--json").data) == 13
    assert run("themes", demo).status == 0
    ran = run("tag", demo, "L01", 5, 30, "nearness")
    assert (ran.status, ran.out) == (3, "")
    assert "read-only" in ran.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    label:", "\tlabel:"),
        ("id: bilingualism", "id: nearness"),
        ("    pin: 1", "    pim: 1"),
    ],
)
def test_a_codebook_broken_by_hand_is_told_by_line_and_column(old: str, new: str, demo: Path, run: Any) -> None:
    file = Path("my-study/codebook.yaml")
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), encoding="utf-8")
    ran = run("documents", demo)
    assert ran.status == 1
    line = before[: before.index(old)].count("\n") + 1
    assert f"my-study/codebook.yaml:{line}:" in ran.err
    restored = run("codes", demo, "--yaml")
    assert (restored.status, restored.out) == (0, before)
    file.write_text(restored.out, encoding="utf-8")
    assert run("documents", demo).status == 0


def test_a_code_in_use_that_is_gone_is_named_with_what_uses_it(demo: Path, run: Any) -> None:
    file = Path("my-study/codebook.yaml")
    before = file.read_text(encoding="utf-8")
    file.write_text("title: Mine\ncodes:\n  - {id: other, label: Other}\n", encoding="utf-8")
    ran = run("quotes", demo)
    assert ran.status == 1
    assert "my-study/codebook.yaml" in ran.err
    assert "qualcode codes --yaml" in ran.err
    assert run("codes", demo, "--yaml").out == before


def test_a_study_file_broken_by_hand_can_be_had_back(demo: Path, run: Any) -> None:
    file = Path("my-study/study.yaml")
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("sites:", "sitse:", 1), encoding="utf-8")
    ran = run("documents", demo)
    assert ran.status == 1
    assert "my-study/study.yaml:" in ran.err
    assert "sites" in ran.err
    assert run("sites", demo, "--yaml").out == before


def test_a_study_is_never_made_over_another(demo: Path, run: Any) -> None:
    ran = run("init", demo)
    assert ran.status == 3
    assert "already" in ran.err
    assert run("init", "/proc/nowhere").status == 4


def test_check_finds_a_passage_that_lost_its_words(demo: Path, run: Any) -> None:
    connection = connect(Path("my-study/study.db"))
    connection.execute("UPDATE segment SET quote = 'other words' WHERE id = 1")
    connection.close()
    ran = run("check", demo, "--json")
    assert ran.status == 1
    assert len(ran.data) == 1
    assert "does not carry the words" in ran.data[0]


@pytest.mark.parametrize("name", ["study.yaml", "codebook.yaml"])
def test_a_yaml_file_that_was_lost_is_written_again(name: str, demo: Path, run: Any) -> None:
    before = (demo / name).read_bytes()
    (demo / name).unlink()
    assert run("documents", demo).status == 0
    assert (demo / name).read_bytes() == before
