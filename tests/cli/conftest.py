"""Commands as typed: `run("show", "L01")` answers status, stdout and stderr; `demo` is a study to spoil."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qualcode.cli import main
from qualcode.study import Study


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def answers(self) -> list[dict[str, Any]]:
        """What it printed, a line of JSON at a time."""
        return [json.loads(line) for line in self.out.split("\n") if line]


Run = Callable[..., Ran]


def _run(*args: object, stdin: bytes = b"", charset: str = "utf-8") -> Ran:
    status: object = None
    with CliRunner(charset=charset).isolation(input=stdin) as (out, err, _both):
        try:
            main([str(arg) for arg in args])
        except SystemExit as left:
            status = left.code
        spoken = "utf-8" if charset == "ascii" else charset  # click takes a terminal of ASCII for one set up wrongly
        answer = out.getvalue().decode(spoken), err.getvalue().decode(spoken)
    assert isinstance(status, int), f"left with {status!r}"
    return Ran(status, *answer)


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, nobody's settings, no colour."""
    for name in ("QUALCODE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUALCODE_CODER", "ana")


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs a command in this process."""
    return _run


@pytest.fixture
def demo(demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demonstration study called `my-study`, and the shell standing beside it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(demonstration, tmp_path / "my-study")
    return Path("my-study")


@pytest.fixture
def unnoted(demo: Path) -> Path:
    """The demonstration study as it was before its coders wrote memos."""
    with Study.open(demo) as study:
        for statement in (
            "DELETE FROM memo",
            "DELETE FROM event WHERE act = 'AddMemo'",
            "DELETE FROM sqlite_sequence WHERE name = 'memo'",
        ):
            study.connection.execute(statement)
    return demo


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study without documents, the shell standing beside it."""
    monkeypatch.chdir(tmp_path)
    assert _run("init", "my-study", "--codebook", "experiential-knowledge", "--language", "fr").status == 0
    return Path("my-study")
