"""Completion as each shell asks for it: commands, studies, and the names in the study meant."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def completed(words: str, last: str = "", shell: str = "bash") -> list[str]:
    """What a shell is offered for the word `last` after these words."""
    line = f"qualcode {words}".split()
    asked = {
        "_QUALCODE_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join((*line, last)),
        "COMP_CWORD": last if shell == "fish" else str(len(line)),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "qualcode"], env={**os.environ, **asked}, capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    return ran.stdout.split("\n")


def values(words: str, last: str = "") -> set[str]:
    return {line.partition(",")[2] for line in completed(words, last) if line}


def test_commands_and_studies_come_first(demo: Path) -> None:
    assert {"themes", "my-study", "import"} <= values("")
    assert values("", "th") == {"themes"}
    assert values("", "my") == {"my-study"}
    assert "--coder" in values("themes", "--")


@pytest.mark.parametrize(
    ("words", "last", "wanted"),
    [
        ("show my-study", "L", {"L01", "L02", "L03", "L04"}),
        ("show", "my", {"my-study"}),
        ("documents", "my", {"my-study"}),
        ("quotes my-study --code", "nea", {"nearness"}),
        ("quotes my-study --site", "li", {"lille"}),
        ("quotes my-study --participant", "MSP0", {"MSP01", "MSP02", "MSP03", "MSP07"}),
        ("quotes my-study --role", "n", {"nurse"}),
        ("quotes my-study --wave", "T1", {"T12"}),
        ("themes my-study --coder", "con", {"consensus"}),
        ("themes my-study --by", "region,wa", {"region,wave"}),
        ("tag my-study L01 5 30", "bil", {"bilingualism"}),
        ("done my-study", "A", {"A01"}),
        ("codebook rename my-study", "tran", {"translating"}),
        ("open my-study --document", "L0", {"L01", "L02", "L03", "L04"}),
        ("my-study --document", "L0", {"L01", "L02", "L03", "L04"}),
        ("nosuch", "x", set()),
        ("show nosuch L01", "x", set()),
    ],
)
def test_names_of_the_study_are_completed(words: str, last: str, wanted: set[str], demo: Path) -> None:
    assert values(words, last) == wanted


def test_the_codebooks_that_travel_are_completed_and_files_too() -> None:
    offered = completed("init my-study --codebook", "ev")
    assert [line for line in offered if line] == ["plain,evaluation", "file,ev"]


def test_the_study_stood_in_is_known_too(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    assert values("show", "L") == {"L01", "L02", "L03", "L04"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_that_asks_us_back(shell: str, demo: Path) -> None:
    command = [sys.executable, "-m", "qualcode", "completion", shell]
    script = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert f"_QUALCODE_COMPLETE={shell}_complete" in script
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=script, text=True, check=True)
    assert any("themes" in line for line in completed("", "th", shell))


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes_with_our_script(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "qualcode"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m qualcode "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(qualcode completion bash)"; COMP_WORDS=(qualcode show my-study L0); COMP_CWORD=3; '
        '_qualcode_completion qualcode; echo "${COMPREPLY[@]}"'
    )
    surroundings = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    ran = subprocess.run(["bash", "-c", script], env=surroundings, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["L01", "L02", "L03", "L04"], ran.stderr
