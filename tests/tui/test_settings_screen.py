"""The settings on the screen: a key or two each, at work at once, and in the file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode import settings
from qualcode.acts import AddCoding
from qualcode.i18n import prefer
from qualcode.settingsfile import Settings
from qualcode.study import Study
from qualcode.tui.app import QualcodeApp


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALCODE_SETTINGS", str(tmp_path / "settings.yaml"))
    return tmp_path / "settings.yaml"


@pytest.fixture
def journey(look: Callable[..., Any]) -> Callable[..., Any]:
    """`journey(study, keys)` answers the app's plain state and the app, in the settings that are stored."""

    def run(study: Study, keys: str, coder: str = "c1", size: tuple[int, int] = (80, 24)) -> tuple[Any, QualcodeApp]:
        async def go() -> tuple[Any, QualcodeApp]:
            app = QualcodeApp(study, coder, None, settings.stored())
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                for key in keys.split():
                    await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause()
                return look(app), app

        try:
            return asyncio.run(go())
        finally:
            prefer("")

    return run


def test_each_setting_takes_a_key_or_two_is_at_work_and_in_the_file(study: Study, journey: Any, own_file: Path) -> None:
    seen, app = journey(study, "f12 u a p down down enter t down enter escape")
    stored = settings.stored()
    assert (stored.unit, stored.auto_advance, stored.preset, stored.theme) == ("turn", True, "vim", "qualcode-light")
    assert (app.theme, app.auto_advance, app.keymap["redo"][0]) == ("qualcode-light", True, "ctrl+r")
    assert "by turns, moves on" in seen.status
    assert seen.screen == "CodingScreen"


def test_what_was_set_holds_when_the_screen_opens_again(study: Study, journey: Any) -> None:
    for name, value in (("unit", "turn"), ("theme", "qualcode-light"), ("auto_advance", "yes")):
        settings.save(name, value)
    seen, app = journey(study, "down")
    assert seen.selection.startswith("En février.") and seen.selection.endswith("n’en reviens pas.")
    assert app.theme == "qualcode-light"


def test_the_language_changes_at_once_everywhere(study: Study, journey: Any) -> None:
    seen, app = journey(study, "f12 l escape", size=(120, 30))
    assert app.desk.language == "fr"
    assert any("Proximité" in row for row in seen.rows)
    assert "mots" in seen.status or "phrases" in seen.status
    assert settings.stored().language == "fr"


def test_another_coder_codes_from_now_on(study: Study, journey: Any) -> None:
    study.do(AddCoding("L01", 0, 5, "distance"), coder="Camille")
    seen, _app = journey(study, "f12 c Z o é enter escape 1")
    assert {coding.coder for coding in study.codings()} == {"Camille", "Zoé"}
    assert settings.stored().coder == "Zoé"
    assert "Zoé" in seen.status


def test_a_coder_whose_name_is_nearly_known_is_asked_about(study: Study, journey: Any) -> None:
    study.do(AddCoding("L01", 0, 5, "distance"), coder="Camille")
    name = " ".join("Camile")
    assert journey(study, f"f12 c {name} enter enter")[1].desk.coder == "Camille"
    assert journey(study, f"f12 c {name} enter down enter")[1].desk.coder == "Camile"


@pytest.mark.parametrize("key", ["1", "d"])
def test_the_left_hand_codes_alone(study: Study, journey: Any, key: str) -> None:
    settings.save("keymap.preset", "left-hand")
    seen, _app = journey(study, "d d 1")
    assert seen.selection == "Trois jours par semaine au centre, avec l’équipe."
    assert seen.codings == [("distance", seen.selection)]
    seen, _app = journey(study, "d d e z")
    assert seen.codings == []


def test_help_hints_and_first_steps_show_the_keys_as_they_are(study: Study, journey: Any) -> None:
    settings.save("keymap.preset", "left-hand")
    settings.save("keymap.keys.pick", "f11")
    settings.save("keymap.keys.new", "ctrl+k")
    seen, _app = journey(study, "", size=(120, 30))
    assert seen.message == "F1 keys · 1–9 pinned codes · F11 any code · z undo · F3 themes · ctrl+q leave"
    rows = "\n".join(journey(study, "f1", size=(120, 60))[0].rows)
    assert "d ↓" in rows and "F11" in rows and "ctrl+f /" in rows
    assert "ctrl+k new" in journey(study, "f5")[0].rows[-1]


def test_own_keys_that_cannot_be_are_said_and_stop_nobody(study: Study, journey: Any, own_file: Path) -> None:
    own_file.write_text("keymap:\n  preset: vim\n  keys:\n    next_unit: x\n", "utf-8")
    seen, app = journey(study, "")
    assert seen.screen == "Page" and "x is remove already" in "\n".join(seen.rows)
    assert app.keymap["redo"][0] == "ctrl+r" and "next_unit" not in app.keymap


def test_a_broken_file_is_said_and_a_change_holds_for_now(study: Study, journey: Any, own_file: Path) -> None:
    own_file.write_text("unit: [", "utf-8")
    seen, app = journey(study, "space f12 a", size=(160, 30))
    assert app.auto_advance
    assert "settings.yaml:1:" in "\n".join(seen.rows)
    assert own_file.read_text("utf-8") == "unit: ["


def test_the_default_holds_again(study: Study, journey: Any) -> None:
    settings.save("theme", "qualcode-light")
    _seen, app = journey(study, "f12 down down x")
    assert app.theme == "qualcode-dark"
    assert settings.stored() == Settings()


def test_the_file_is_edited_in_one_s_own_editor_and_holds_then(
    study: Study, journey: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.tui.app.QualcodeApp.suspend", lambda _app: __import__("contextlib").nullcontext())
    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\nprintf 'theme: nord\\n' >> \"$1\"\n")
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    _seen, app = journey(study, "f12 e")
    assert app.theme == "nord"


def test_a_look_chosen_by_its_name_in_the_palette_is_kept(study: Study, journey: Any) -> None:
    async def go() -> None:
        app = QualcodeApp(study, "c1")
        async with app.run_test() as pilot:
            app.search_themes()
            await pilot.pause()
            await pilot.press(*"nord", "enter")
            await pilot.pause(0.3)
            await pilot.press("enter")
            await pilot.pause()

    asyncio.run(go())
    assert settings.stored().theme == "nord"
