"""Several programs on one study, and programs that die: nothing that was answered is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCode, AddCoding, SetDone
from qualcode.errors import StudyError
from qualcode.store import history
from qualcode.store.database import sqlite
from qualcode.study import Study

CODE_AND_TELL = """
import sys
from qualcode.study import Study
from qualcode.acts import AddCoding
folder, coder, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
study = Study.open(folder, coder)
print("ready", flush=True)
sys.stdin.readline()
for place in range(first, first + count):
    print(study.do(AddCoding("L01", place % 40, place % 40 + 1 + place // 40, "nearness")).codings[0], flush=True)
"""


def program(folder: Path, coder: str, first: int, count: int) -> subprocess.Popen[str]:
    """Another program that codes when it is told to, and prints each coding's id once it is on disk."""
    command = [sys.executable, "-c", CODE_AND_TELL, str(folder), coder, str(first), str(count)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def told_to_begin(*programs: subprocess.Popen[str]) -> None:
    for one in programs:
        assert one.stdout and one.stdin
        assert one.stdout.readline() == "ready\n"
    for one in programs:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()


def test_two_programs_writing_at_once_lose_no_coding(study: Study) -> None:
    others = [program(study.folder, coder, 0, 60) for coder in ("ben", "cléo")]
    told_to_begin(*others)
    mine = [study.do(AddCoding("L01", place, place + 1, "access")).codings[0] for place in range(60)]
    answered = [int(line) for other in others for line in other.communicate()[0].split()]
    assert sorted(coding.id for coding in study.codings()) == sorted(mine + answered)
    assert len(mine + answered) == 180
    assert study.damage() == ""


def test_a_program_killed_while_coding_loses_no_coding_it_told(study: Study) -> None:
    rng, told = random.Random(1), []
    for round_ in range(15):
        with program(study.folder, "ben", 60 * round_, 60) as other:
            told_to_begin(other)
            assert other.stdout
            told += [int(other.stdout.readline()) for _ in range(rng.randrange(1, 40))]
            other.kill()
            told += [int(line) for line in other.stdout.read().split("\n")[:-1]]
        with Study.open(study.folder) as again:
            assert set(told) <= {coding.id for coding in again.codings()}
            assert again.damage() == ""
            assert len(again.codings()) == len([event for event in again.events() if event.act == "AddCoding"])


def test_a_writer_waits_and_then_says_so(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    with Study.open(study.folder) as other:
        study.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StudyError, match="another program is writing"):
            other.do(SetDone("L01", True))
        assert [document.done for document in other.documents()] == [(), (), ()]
        study.connection.execute("ROLLBACK")
        other.do(SetDone("L01", True))
    assert study.document("L01").done


def test_what_another_program_wrote_is_seen(study: Study) -> None:
    assert study.codebook["distance"]
    with Study.open(study.folder, "ben") as other:
        assert not study.changed()
        other.do(AddCode("new", {"": "New"}))
        assert study.changed()
        assert not study.changed()
        assert "new" in study.codebook
        study.do(AddCoding("L01", 1, 2, "new"))
        assert not study.changed()
        assert other.changed()
        assert [coding.code for coding in other.codings()] == ["new"]


def test_two_programs_adding_codes_keep_each_others(study: Study) -> None:
    with Study.open(study.folder, "ben") as other:
        for number in range(5):
            study.do(AddCode(f"mine-{number}", {"": f"Mine {number}"}))
            other.do(AddCode(f"theirs-{number}", {"": f"Theirs {number}"}))
    study.changed()
    assert len(study.codebook.codes) == 14
    assert (study.folder / "codebook.yaml").read_text(encoding="utf-8") == study.text_of("codebook.yaml")


def test_an_interrupt_in_the_middle_of_an_act_leaves_nothing_of_it(
    study: Study, monkeypatch: pytest.MonkeyPatch, state_of: Callable[[Study], Any]
) -> None:
    before = state_of(study)
    with monkeypatch.context() as patched:
        patched.setattr(history, "to_data", lambda _act: signal.raise_signal(signal.SIGINT))
        with pytest.raises(KeyboardInterrupt):
            study.do(AddCoding("L01", 1, 2, "access"))
    assert not study.connection.in_transaction
    assert state_of(study) == before
    assert study.do(AddCoding("L01", 1, 2, "access")).codings == (1,)


def test_a_file_that_an_interrupt_left_unwritten_is_written_at_the_next_opening(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("qualcode.files.replace_file", lambda *_: signal.raise_signal(signal.SIGINT))
        with pytest.raises(KeyboardInterrupt):
            study.do(AddCode("new", {"": "New"}))
    path = study.folder / "codebook.yaml"
    assert "new" not in path.read_text(encoding="utf-8")
    with Study.open(study.folder) as again:
        assert "new" in again.codebook
        assert path.read_text(encoding="utf-8") == again.text_of("codebook.yaml")
        assert [event.act for event in again.events(1)] == ["AddCode"]
