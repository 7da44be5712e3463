"""`qualcode settings`: where the file is, what holds and why, one line changed at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALCODE_SETTINGS", str(tmp_path / "settings.yaml"))
    return tmp_path / "settings.yaml"


Run = Callable[..., Any]


def test_each_value_is_told_with_where_it_comes_from(run: Run, own_file: Path) -> None:
    assert run("settings", "set", "unit", "Turn").status == 0
    told = run("settings", "--coder", "Zoé", "--json").data
    assert told["file"] == str(own_file) and told["problems"] == []
    assert told["settings"]["unit"] == {"value": "turn", "from": "file"}
    assert told["settings"]["coder"] == {"value": "Zoé", "from": "option"}
    assert run("settings", "--json").data["settings"]["coder"] == {"value": "ana", "from": "environment"}
    assert told["settings"]["theme"] == {"value": "qualcode-dark", "from": "default"}
    assert str(own_file) in run("settings").out


def test_keys_of_one_s_own_are_set_by_name_and_taken_out(run: Run, own_file: Path) -> None:
    assert run("settings", "set", "keymap", "vim").status == 0
    assert run("settings", "set", "keymap.keys.next_unit", "down ù").status == 0
    assert "keymap:\n  preset: vim\n  keys:\n    next_unit: down ù\n" in own_file.read_text("utf-8")
    keys = {one["name"]: one["keys"] for one in run("settings", "keys", "--json").data}
    assert (keys["next_unit"], keys["redo"][0]) == (["down", "ù"], "ctrl+r")
    assert run("settings", "unset", "keymap.keys.next_unit").status == 0
    assert "next_unit: down ù" not in own_file.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("unti", "turn", "No setting is called unti. Write unit."),
        ("banana", "turn", "Choose among: language"),
        ("unit", "turns", "Write turn."),
        ("theme", "tokyo-nigt", "Write tokyo-night."),
        ("keymap.keys.next_unit", "n", "n is next_hit already"),
        ("keymap.keys.nxt_unit", "f9", "Did you mean next_unit"),
        ("keymap.preset", "lefthand", "left-hand"),
        ("coder", "a\nb", "one line"),
    ],
)
def test_what_cannot_be_set_is_said_and_nothing_is_written(
    run: Run, own_file: Path, name: str, value: str, said: str
) -> None:
    ran = run("settings", "set", name, value)
    assert ran.status == 1 and said in ran.err
    assert not own_file.exists()


def test_the_coder_of_the_file_codes_where_nobody_is_named(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "wins over it" in run("settings", "set", "coder", "Zoé").err
    monkeypatch.delenv("QUALCODE_CODER")
    assert run("tag", demo, "L01", "1", "20", "nearness").status == 0
    assert any(coding["coder"] == "Zoé" for coding in run("codings", demo, "--json").data)
    assert run("settings", "--json").data["settings"]["coder"] == {"value": "Zoé", "from": "file"}


def test_a_broken_file_is_named_in_the_answer(run: Run, own_file: Path) -> None:
    own_file.write_text("keymap:\n  keys:\n    next_unit: x\nunt: turn\n", "utf-8")
    problems = run("settings", "--json").data["problems"]
    assert problems[0].startswith(f"{own_file}:4:1: the key unt is not known here. Write unit.")
    assert f"{own_file}:3:5: x is remove already" in problems[1]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("unnnest: k", "no action is called unnnest"),
        ("undo: u\n    redo: u", "u is undo already"),
        ("next_unit: banana+q", "banana+q is no key"),
    ],
)
def test_keys_that_cannot_be_are_told_wherever_settings_are_shown(
    run: Run, own_file: Path, written: str, said: str
) -> None:
    own_file.write_text(f"keymap:\n  keys:\n    {written}\n", "utf-8")
    for words in ((), ("show",), ("keys",)):
        assert said in run("settings", *words).err


def test_lines_end_as_those_of_the_file_do(run: Run, own_file: Path) -> None:
    own_file.write_bytes(b"# mine\r\nunit: turn\r\n# coder: Ana\r\n")
    settings = {"coder": "Zoe", "unit": "sentence", "theme": "qualcode-light", "keymap.preset": "vim"}
    for name, value in settings.items():
        assert run("settings", "set", name, value).status == 0
    written = own_file.read_bytes()
    assert written.startswith(b"# mine\r\nunit: sentence\r\ncoder: Zoe\r\n")
    for name in ("theme", "keymap.preset", "unit"):
        assert written.count(b"\n") == written.count(b"\r\n")
        assert run("settings", "unset", name).status == 0
        written = own_file.read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n")


def test_a_broken_file_is_told_of_with_its_line(run: Run, own_file: Path) -> None:
    own_file.write_text("unit: [\n\n", "utf-8")
    (told,) = run("settings", "--json").data["problems"]
    assert told.startswith(f"{own_file}:1:7: ")
    assert told.endswith("Nothing of it holds; the defaults do. The line reads: unit: [")
