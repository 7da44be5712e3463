"""Paths typed or dropped into a line: what is written out is what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.tui.paths import completions, files_named, paths_named
from qualcode.tui.progress import how_far

NAMES = ("L03 Nadia.txt", "L04.txt", "été.docx", "it's.md", ".hidden.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "focus groups").mkdir()
    for name in NAMES:
        (tmp_path / name).touch()
    (tmp_path / "focus groups" / "P01.vtt").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(line: str) -> list[str]:
    return [path.name for path in files_named(line)]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("L04.txt", ["L04.txt"]),
        ("L03 Nadia.txt", ["L03 Nadia.txt"]),
        (r"L03\ Nadia.txt L04.txt", ["L03 Nadia.txt", "L04.txt"]),
        ("'L03 Nadia.txt' \"it's.md\"", ["L03 Nadia.txt", "it's.md"]),
        ("*.txt", ["L03 Nadia.txt", "L04.txt"]),
        (".*.txt", [".hidden.txt"]),
        ("L*.txt L04.txt", ["L03 Nadia.txt", "L04.txt"]),
        ("'focus groups'", ["P01.vtt"]),
        ("focus*/*", ["P01.vtt"]),
        ("", []),
    ],
)
def test_what_a_line_means(folder: Path, line: str, meant: list[str]) -> None:
    assert names(line) == meant


def test_a_whole_path_or_pattern_means_the_same_from_anywhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert names(f"'{folder}'/L*") == ["L03 Nadia.txt", "L04.txt"]
    assert names(f"'{folder}/focus groups'") == ["P01.vtt"]


@pytest.mark.parametrize("line", ["L05.txt", "*.odt", "L04.txt L05.txt", "'L03 Nad"])
def test_what_is_not_there_is_said(folder: Path, line: str) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        files_named(line)


def test_a_name_is_completed_and_means_its_file(folder: Path) -> None:
    for typed, name in (("L03", "L03 Nadia.txt"), ("et", "été.docx"), ("L04.txt it", "it's.md"), (".h", ".hidden.txt")):
        (line,) = completions(typed)
        assert names(line)[-1] == name
    assert completions("foc") == [r"focus\ groups/"]
    assert [names(line) for line in completions(r"focus\ groups/")] == [["P01.vtt"]]
    assert completions("nowhere/at all") == []
    assert not any("hidden" in line for line in completions(""))


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_it(line: str) -> None:
    completions(line)
    paths_named(line)


def test_how_far_a_task_is_in_words() -> None:
    assert how_far(0, 12, 3) == "0 of 12"
    assert how_far(3, 12, 3) == "3 of 12 · about 9 s left"
    assert how_far(1, 121, 2) == "1 of 121 · about 4 min left"
