"""Settings: what a text says is what was meant, an edit touches its line alone, and a broken file stops nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import settings, settingsfile
from qualcode.errors import InputError, YamlError
from qualcode.i18n import language, prefer
from qualcode.study import default_coder

VALUES = {
    "language": st.sampled_from(["en", "fr", "FR"]),
    "coder": st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12),
    "theme": st.sampled_from(["qualcode-light", "nord"]),
    "unit": st.sampled_from(["turn", "sentence"]),
    "auto_advance": st.sampled_from(["yes", "no", "true", "Off"]),
    "keymap.preset": st.sampled_from(settingsfile.PRESETS),
    "keymap.keys.next_unit": st.sampled_from(["down n", "d", "' \"", "é : #"]),
    "keymap.keys.undo": st.sampled_from(["z", "ctrl+z"]),
}
CHANGES = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), st.none() | VALUES[name])), max_size=8
)
BEGINNINGS = st.sampled_from([
    "", "# mine\n", "unit: turn # why not\n", "{unit: turn}\n", "keymap: {preset: vim}\n",
    "keymap:\n  preset: vim   # as ever\n  keys:\n    undo: z\n\n# the end\n", "coder: Zoé", settingsfile.new_text(),
])  # fmt: skip


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALCODE_SETTINGS", str(tmp_path / "deep" / "settings.yaml"))
    return tmp_path / "deep" / "settings.yaml"


def edited(text: str, name: str, value: str | None) -> str:
    if value is None:
        return settingsfile.without(text, "s.yaml", name)
    return settingsfile.changed(text, "s.yaml", name, value)


@given(BEGINNINGS, CHANGES)
def test_what_is_set_is_read_and_nothing_else_changes(text: str, changes: list[tuple[str, str | None]]) -> None:
    for name, value in changes:
        before = settingsfile.read(text, "s.yaml")
        text = edited(text, name, value)
        after = settingsfile.read(text, "s.yaml")
        assert after.problems == ()
        default = settingsfile.Settings().value(name)
        assert after.value(name) == (default if value is None else settingsfile.canonical(name, value))
        others = [other for other in VALUES if other != name]
        assert [after.value(other) for other in others] == [before.value(other) for other in others]


@given(BEGINNINGS, st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name])))
def test_an_edit_keeps_every_other_line(text: str, change: tuple[str, str]) -> None:
    lines, after = text.rstrip("\n").split("\n"), edited(text, *change).split("\n")
    key = change[0].split(".")[-1]
    kept = [line for line in lines if key not in line and "{" not in line]
    assert [line for line in after if line in kept][: len(kept)] == kept


def test_taking_a_setting_out_of_a_new_file_leaves_it_as_it_was_made() -> None:
    new = settingsfile.new_text()
    for name in settingsfile.SCALARS:
        value = {"unit": "turn", "auto_advance": "yes"}.get(name, "fr")
        assert edited(edited(new, name, value), name, None) == new


def test_a_comment_on_the_line_outlives_the_setting() -> None:
    assert edited("unit: turn  # for focus groups\n", "unit", None) == "# unit: turn  # for focus groups\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("unt: turn\n", "s.yaml:1:1: the key unt is not known here. Write unit."),
        ("unit: turn\nunit: sentence\n", "s.yaml:2:1: the key unit is already there, at line 1. "),
        ("coder: Zoé\nunit: turns\n", "s.yaml:2:7: unit: turns is not one of its values. Write turn."),
        ("keymap:\n  preste: vim\n", "s.yaml:2:3: the key preste is not known here. Write preset."),
        ("keymap: vim\n", "s.yaml:1:9: keymap should hold keys and values. Write them as key: value."),
        ("- unit\n", "s.yaml:1:1: the file should hold keys and values."),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_the_nearest_known(text: str, problem: str) -> None:
    (said,) = settingsfile.read(text, "s.yaml").problems
    assert said.startswith(problem)


def test_what_is_right_in_a_file_holds_beside_what_is_wrong() -> None:
    found = settingsfile.read("unit: turns\ncolour: red\ncoder: Zoé\n", "s.yaml")
    assert (found.coder, found.unit, len(found.problems)) == ("Zoé", "sentence", 2)


@pytest.mark.parametrize("data", [b"unit: [", b"\tunit: turn", b"unit: \xff", b"a: &b c"])
def test_a_broken_file_stops_nobody_and_is_not_written_over(own_file: Path, data: bytes) -> None:
    own_file.parent.mkdir()
    own_file.write_bytes(data)
    found = settings.stored()
    assert found.problems and str(own_file) in found.problems[0]
    assert default_coder() and settings.begin() == found.problems
    with pytest.raises((InputError, YamlError)):
        settings.save("unit", "turn")
    assert own_file.read_bytes() == data


def test_a_folder_in_the_place_of_the_file_is_said(own_file: Path) -> None:
    own_file.mkdir(parents=True)
    assert str(own_file) in settings.stored().problems[0]


def test_the_file_is_made_with_the_first_change_and_its_comments_explain(own_file: Path) -> None:
    settings.save("unit", "turn")
    text = own_file.read_text("utf-8")
    assert "\nunit: turn\n" in text
    assert all(f"# {name}: " in text for name in settingsfile.SCALARS if name != "unit")
    assert [path.name for path in own_file.parent.iterdir()] == [own_file.name]


def test_the_comments_are_in_the_language_that_is_set(own_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.settingsfile._", lambda message: f"«{message}»")
    assert settingsfile.new_text().startswith("# «")


def test_the_environment_wins_over_the_file_and_the_file_over_the_login_name(
    own_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_CODER", "env")
    settings.save("coder", "Zoé")
    assert default_coder() == "env"
    monkeypatch.delenv("QUALCODE_CODER")
    assert default_coder() == "Zoé"
    told = {one.name: (one.value, one.source) for one in settings.held(settings.stored(), {"coder": "opt"})}
    assert told["coder"] == ("opt", "option")
    assert told["language"] == ("en", "environment")
    assert told["unit"] == ("sentence", "default")
    own_file.unlink()
    monkeypatch.setenv("LOGNAME", "login")
    assert default_coder() == "login"


def test_a_program_begins_in_the_language_of_the_file(own_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUALCODE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    settings.save("language", "fr")
    try:
        assert settings.begin() == ()
        assert language() == "fr"
        prefer("")
        monkeypatch.setenv("QUALCODE_LANG", "en")
        settings.begin()
        assert language() == "en"
    finally:
        prefer("")


def test_nobody_s_own_configuration_is_touched_by_the_tests(own_file: Path) -> None:
    assert settings.place() == own_file


def test_without_a_word_the_file_lies_in_the_user_s_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUALCODE_SETTINGS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings.place().name == "settings.yaml"
    assert settings.place().parent.name == "qualcode"


def test_a_folder_that_may_not_be_entered_stops_nobody(own_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_args: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    monkeypatch.setenv("LOGNAME", "somebody")
    monkeypatch.setattr("os.stat", forbidden)
    assert (settings.begin(), settings.coder()) == ((), "somebody")


def test_one_key_that_is_not_known_leaves_the_others_as_they_are() -> None:
    made = settingsfile.read("keymap:\n  prest: azerty\n  preset: vim\n  keys: {undo: z}\n", "s.yaml")
    assert (made.preset, [own.action for own in made.keys]) == ("vim", ["undo"])
    assert len(made.problems) == 1
