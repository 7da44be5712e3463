"""Keymaps: no preset loses an act or puts two on one key, and what one writes is checked before it holds."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections import defaultdict
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser

import qualcode.tui
from qualcode.settingsfile import PRESETS, OwnKeys
from qualcode.tui import keymaps
from qualcode.tui.keymaps import key_name, made, panes, shown, with_keymap
from qualcode.tui.keys import Key

LEFT = {*"qwertasdfgzxcvbQWERTASDFGZXCVB12345", "space", "tab", "escape", *"&é\"'(", "f1", "f2", "f3", "f4", "f5"}
"""Under the left hand on a French and an English keyboard alike, with shift, ctrl and the thumb."""
FREQUENT = (
    "next_unit", "previous_unit", "extend_down", "extend_up", "word_right", "word_left", "character_right",
    "character_left", "other_edge", "by_sentence", "by_turn", "next_coding", "previous_coding", "page_on", "page_back",
    "pin_1", "pin_2", "pin_3", "pin_4", "pin_5", "pick", "repeat", "in_vivo", "edit", "remove", "key_quotation",
    "counter_example", "memo", "undo", "redo", "done", "auto_advance", "find", "next_hit", "help", "go_coding",
    "go_themes", "go_quotations", "go_memos", "quit",
)  # fmt: skip


def groups() -> dict[str, tuple[Key, ...]]:
    """Every group of the grammar, by the function that gives it."""
    names = [found.name for found in pkgutil.iter_modules(qualcode.tui.__path__) if re.match("keys(_|$)", found.name)]
    modules = [import_module(f"qualcode.tui.{name}") for name in names]
    ours = [
        (f"{module.__name__}.{name}", group)
        for module in modules
        for name, group in inspect.getmembers(module, inspect.isfunction)
        if group.__module__ == module.__name__ and name[0] != "_" and not inspect.signature(group).parameters
    ]
    return {name: group() for name, group in ours}


def test_every_group_of_the_grammar_is_in_a_pane() -> None:
    there = {key.id for pane in panes().values() for key in pane}
    assert {name: [key.id for key in group if key.id not in there] for name, group in groups().items()} == {
        name: [] for name in groups()
    }


def test_a_name_means_the_same_keys_wherever_it_stands() -> None:
    found: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    for group in groups().values():
        for key in group:
            found[key.id].add(frozenset(key.keys))
    assert {name: kinds for name, kinds in found.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_does_two_things_in_one_pane(preset: str) -> None:
    assert keymaps.clashes(made(preset, ()).keymap) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_loses_an_act_or_names_one_that_is_not_there(preset: str) -> None:
    keymap = made(preset, ()).keymap
    assert set(keymap) <= set(keymaps.actions())
    for pane in panes().values():
        now = list(with_keymap(pane, keymap))
        assert [key.id for key in now] == [key.id for key in pane]
        assert all(key.keys and key.shown for key in now)
    assert all(key_name(name) == name for names in keymap.values() for name in names)


def test_what_is_frequent_lies_under_the_left_hand() -> None:
    keymap = made("left-hand", ()).keymap
    now = {key.id: key for key in with_keymap(panes()["text"], keymap)}
    far = [name for name in FREQUENT if not any(bare(each) in LEFT for each in now[name].keys)]
    assert far == []


def bare(name: str) -> str:
    """A key without what the same hand holds down with it."""
    last = name.removeprefix("ctrl+").removeprefix("shift+")
    return {"ampersand": "&", "quotation_mark": '"', "apostrophe": "'", "left_parenthesis": "("}.get(last, last)


@pytest.mark.parametrize("sign", [*"abzAZé0!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~£§ç"])
def test_a_sign_has_the_name_under_which_it_comes_from_a_terminal(sign: str) -> None:
    (event,) = XTermParser().feed(sign)
    assert key_name(sign) == event.key
    assert shown((event.key,)) == sign


@pytest.mark.parametrize(
    ("written", "name"),
    [("F5", "f5"), ("Ctrl+F", "ctrl+f"), ("shift+Down", "shift+down"), ("esc", "escape"), ("f25", None), ("dwn", None),
     ("", None), ("slash", "slash"), ("colon", "colon"), ("ctrl+", None)],
)  # fmt: skip
def test_keys_are_written_as_people_write_them(written: str, name: str | None) -> None:
    assert key_name(written) == name


def own(**named: str) -> list[OwnKeys]:
    return [
        OwnKeys(action, tuple(written.split()), f"s.yaml:{line}:5")
        for line, (action, written) in enumerate(named.items(), 1)
    ]


def test_own_keys_go_over_those_of_the_preset() -> None:
    keymap = made("left-hand", own(next_unit="f7 down", go_framework="f11")).keymap
    assert keymap["next_unit"] == ("f7", "down")
    assert keymap["undo"][0] == "z"


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        ({"next_unt": "x"}, "s.yaml:1:5: no action is called next_unt. Did you mean next_unit"),
        ({"next_unit": "x"}, "s.yaml:1:5: x is remove already"),
        ({"undo": "ù", "redo": "ù"}, "s.yaml:2:5: ù is undo already, it cannot be redo too"),
        ({"quit": "q"}, "s.yaml:1:5: q cannot be quit, which has to work while one types"),
        ({"undo": "udno"}, "s.yaml:1:5: udno is no key"),
        ({"undo": ""}, "s.yaml:1:5: undo has no key"),
    ],
)
def test_what_cannot_be_is_said_and_the_preset_holds(named: dict[str, str], problem: str) -> None:
    found = made("vim", own(**named))
    assert any(said.startswith(problem) for said in found.problems), found.problems
    assert found.keymap == made("vim", ()).keymap


@given(st.dictionaries(st.sampled_from(sorted(keymaps.actions())), st.sampled_from(["f20", "f21", "ctrl+k", "x", "ù"])))
def test_a_keymap_that_holds_has_every_act_on_a_key_of_its_own(chosen: dict[str, str]) -> None:
    found = made("default", own(**chosen))
    assert keymaps.clashes(found.keymap) == []
    if not found.problems:
        assert all(found.keymap[name] == (key,) for name, key in chosen.items())
