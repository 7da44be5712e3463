"""What reaches a terminal or a pipe: no control from data acts, any encoding works, data apart from narration."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ESCAPE = "\x1b]0;owned\x07\x1b[31m"
EVERY_READER = (
    "documents", "codes", "codings", "participants", "sites", "speakers", "show X01", "show X01 --json", "themes",
    "themes --by participant", "themes --by role", "quotes", "find hello", "memo", "log", "check",
)  # fmt: skip


@pytest.fixture
def hostile(empty: Path, run: Any) -> Path:
    """A study in which whatever a person or a file can say holds an escape sequence."""
    Path(f"a{ESCAPE}.txt").write_text(f"I: Hello?\nP: Hello {ESCAPE} there\u202e \x9b31m.\n", encoding="utf-8")
    Path("speakers.csv").write_text(
        f"document,speaker,participant,role\nX01,P,P{ESCAPE},role{ESCAPE}\n", encoding="utf-8"
    )
    said = run("import", empty, f"a{ESCAPE}.txt", "--id", "X01", "--speakers", "speakers.csv", "--kind", f"k{ESCAPE}")
    assert said.status == 0, said.err
    assert run("codebook", "add", empty, f"Label {ESCAPE}", "--id", "odd").status in (0, 1)
    for line in (("tag", empty, "X01", 13, 24, "nearness", "--coder", f"c{ESCAPE}"),
                 ("memo", empty, "coding:1", f"memo {ESCAPE}", "--coder", f"c{ESCAPE}"),
                 ("memo", empty, "document:X01", f"memo {ESCAPE}")):  # fmt: skip
        said = run(*line)
        assert said.status == 0, said.err
        assert "\x1b" not in said.err
    return empty


@pytest.mark.parametrize("line", EVERY_READER)
def test_no_escape_sequence_from_data_reaches_stdout_or_stderr(line: str, hostile: Path, run: Any) -> None:
    command, *rest = line.split()
    for json in ((), ("--json",)) if "--json" not in line else ((),):
        ran = run(command, hostile, *rest, *json)
        assert ran.status == 0, ran.err
        assert not set(ran.out + ran.err) & {"\x1b", "\x07", "\x9b", "\u202e"}
        assert ran.out or command == "check"


def test_json_carries_the_very_text_although_nothing_in_it_acts(hostile: Path, run: Any) -> None:
    assert ESCAPE in run("show", hostile, "X01", "--json").data["text"]
    assert run("documents", hostile, "--json").data[0]["name"] == f"a{ESCAPE}.txt"


def test_what_was_typed_does_not_act_either(hostile: Path, run: Any) -> None:
    for line in (("show", hostile, ESCAPE), (f"--{ESCAPE}",), (ESCAPE,), ("quotes", hostile, "--code", ESCAPE)):
        ran = run(*line)
        assert ran.status in (1, 2)
        assert "\x1b" not in ran.out + ran.err


@pytest.mark.parametrize("charset", ["ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize(
    "line", ["documents", "codes", "show P01", "show P01 --json", "quotes", "themes", "sites --json", "find distance"]
)
def test_every_encoding_of_a_terminal_does(charset: str, line: str, demo: Path, run: Any) -> None:
    command, *rest = line.split()
    ran = run(command, demo, *rest, charset=charset)
    assert ran.status == 0, ran.err
    if "--json" in line:
        assert ran.data == run(command, demo, *rest).data


@pytest.mark.parametrize("lang", ["fr_FR.UTF-8", "C", "POSIX", "fr_FR.ISO8859-1", "xx", ""])
def test_every_language_setting_does(lang: str, demo: Path) -> None:
    surroundings = {**os.environ, "LANG": lang, "LC_ALL": lang, "PYTHONIOENCODING": ""}
    for line in ("--help", "themes my-study", "show my-study L01", "show my-study L99"):
        command = [sys.executable, "-m", "qualcode", *line.split()]
        ran = subprocess.run(command, env=surroundings, capture_output=True, check=False)
        assert ran.returncode == (1 if line.endswith("L99") else 0), ran.stderr
        assert b"Traceback" not in ran.stderr


def test_a_reader_who_has_seen_enough_is_no_error(demo: Path) -> None:
    line = f"{sys.executable} -m qualcode quotes my-study | head -n 1; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_stdout_is_the_disk_s_fault(demo: Path) -> None:
    line = f"{sys.executable} -m qualcode quotes my-study > /dev/full"
    ran = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert ran.returncode == 4
    assert ran.stderr.startswith("Error: No space left on device.")


@pytest.mark.parametrize(("no_color", "styled"), [(None, True), ("1", False)])
def test_no_color_is_honoured_on_a_terminal(no_color: str | None, styled: bool, demo: Path) -> None:
    surroundings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    surroundings |= {"NO_COLOR": no_color} if no_color else {}
    assert (b"\x1b[1m" in on_terminal(["documents", "my-study"], surroundings)) == styled


def test_progress_shows_an_estimate_on_a_terminal_and_narration_stands_above_it(demo: Path) -> None:
    for number in range(3):
        Path(f"n{number}.txt").write_text(f"I: Hello?\nP: Number {number} speaks.\n")
    seen = on_terminal(["import", "my-study", "n0.txt", "n1.txt", "n2.txt"], dict(os.environ)).decode()
    assert "Importing" in seen
    assert "100%" in seen
    for number in range(3):
        assert f"\r\x1b[2Kn{number}.txt is" in seen


def on_terminal(args: list[str], surroundings: dict[str, str]) -> bytes:
    """What a command shows on a terminal of its own."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "qualcode", *args]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                break
            seen += part
        assert process.wait() == 0
    os.close(ours)
    return seen


def test_a_program_stopped_while_it_loads_ends_quietly(tmp_path: Path) -> None:
    stopping = "import signal, os\nos.kill(os.getpid(), signal.SIGINT)\n"
    (tmp_path / "click.py").write_text(stopping, encoding="utf-8")
    lines = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\nfrom qualcode.__main__ import start\nstart()"
    ran = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")
