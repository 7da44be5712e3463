"""Correcting a text from the screen: R with a file, what differs, what becomes of each coding; E for one turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AddCoding
from qualcode.safetext import safe_block
from qualcode.study import Study
from qualcode.tui.screens.editing import changed

QUOTES = ("Trois jours par semaine au centre, avec l’équipe.", "On m’a donné un badge.", "La distance, je la connais.")


def text_of(study: Study) -> str:
    return study.transcript("L01").text


@pytest.fixture
def coded(study: Study) -> Study:
    """Three codings of c1 in the first document."""
    for quote in QUOTES:
        start = text_of(study).index(quote)
        study.do(AddCoding("L01", start, start + len(quote), "nearness"), coder="c1")
    return study


@pytest.fixture
def corrected(coded: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two new lines, a word corrected, a sentence taken out."""
    text = text_of(coded).replace("Trois jours", "Quatre jours").replace("On m’a donné un badge. ", "")
    path = tmp_path / "relu.txt"
    path.write_text(f"Nurse : Relu.\n\nNurse : Deux fois.\n\n{text}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def quotes(study: Study) -> dict[int, str]:
    return {quotation.coding.id: quotation.text for quotation in study.quotations()}


def walk(study: Study, *steps: str | Callable[[Any], bool], size: tuple[int, int] = (100, 30)) -> Any:
    """Keys, and between them conditions that the app comes to meet; answers what is seen at the end."""
    from qualcode.tui.app import QualcodeApp

    async def run() -> Any:
        app = QualcodeApp(study, "c1", "L01")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for step in steps:
                if isinstance(step, str):
                    await pilot.press(*step.split())
                patience = iter(range(2_000))
                while callable(step) and not step(app):
                    assert next(patience, None) is not None, rows_of(app)
                    await pilot.pause(0.02)
            await pilot.pause()
            return type(app.screen).__name__, rows_of(app), app.desk.transcript.text

    return asyncio.run(run())


def rows_of(app: Any) -> list[str]:
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def on(name: str) -> Callable[[Any], bool]:
    return lambda app: type(app.screen).__name__ == name


def shows(words: str) -> Callable[[Any], bool]:
    return lambda app: any(words in row for row in rows_of(app))


def typed(words: str) -> str:
    named = {" ": "space", ".": "full_stop"}
    return " ".join(named.get(letter, letter) for letter in words)


COMPARED = ("R", typed("relu.txt"), "enter", on("RevisionScreen"), shows("differ"))
SETTLING = (*COMPARED, "enter", on("SettleScreen"))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_both_texts_are_shown_where_they_differ_and_nothing_is_done_yet(
    coded: Study, corrected: Path, size: tuple[int, int]
) -> None:
    before = text_of(coded)
    _screen, rows, _text = walk(coded, *COMPARED, "down", size=size)
    assert any("codings: kept 1 · changed 1 · ambiguous 0 · lost 1" in row for row in rows)
    assert any("Trois" in row and "Quatre" in row for row in rows)
    assert any("enter puts it in place" in row for row in rows)
    screen, _rows, text = walk(coded, *COMPARED, "escape")
    assert (screen, text, text_of(coded)) == ("CodingScreen", before, before)


def test_a_file_with_next_to_nothing_of_the_text_is_asked_about(coded: Study, corrected: Path) -> None:
    before = text_of(coded)
    corrected.write_text("Nurse : Bonjour.", encoding="utf-8")
    screen, rows, _text = walk(coded, *COMPARED, "enter", shows("Enter again"))
    assert (screen, text_of(coded)) == ("RevisionScreen", before)
    assert any("Only" in row and "%" in row for row in rows)
    assert walk(coded, *COMPARED, "enter", "enter", on("SettleScreen"))[2] == "Nurse : Bonjour."


def test_what_is_not_sure_is_settled_with_one_key_each(coded: Study, corrected: Path) -> None:
    _screen, rows, text = walk(coded, *SETTLING, "enter", "x", "escape")
    assert text == corrected.read_text(encoding="utf-8")
    assert quotes(coded) == {1: QUOTES[0].replace("Trois", "Quatre"), 3: QUOTES[2]}
    assert coded.unsettled() == []
    assert any("Quatre jours" in row for row in rows)


def test_settling_is_taken_back_and_waits_for_another_day(coded: Study, corrected: Path) -> None:
    _screen, rows, _text = walk(
        coded, *SETTLING, "enter", "u", "escape", "R", on("Choose"), "enter", on("SettleScreen")
    )
    assert any("2 codings to look at · 1 changed · 1 lost" in row for row in rows)
    assert [each.state for each in coded.unsettled()] == ["changed", "lost"]


def test_a_corrected_coding_that_was_given_up_is_taken_back(coded: Study, corrected: Path) -> None:
    walk(coded, *SETTLING, "x", "u")
    assert [each.state for each in coded.unsettled()] == ["changed", "lost"]
    assert 1 in quotes(coded)


def test_undo_before_anything_is_settled_brings_the_former_text_back(coded: Study, corrected: Path) -> None:
    before = text_of(coded)
    screen, _rows, text = walk(coded, *SETTLING, "u", on("CodingScreen"))
    assert (screen, text, coded.unsettled()) == ("CodingScreen", before, [])


def test_a_lost_coding_is_put_on_words_that_are_selected(coded: Study, corrected: Path) -> None:
    walk(coded, *SETTLING, "n", "h", on("CodingScreen"), "home", "R", on("Choose"), "enter", on("CodingScreen"))
    assert quotes(coded)[2] == "Relu."
    assert [each.coding for each in coded.unsettled()] == [1]


def test_undo_in_the_text_brings_the_former_text_back(coded: Study, corrected: Path) -> None:
    before = text_of(coded)
    _screen, rows, text = walk(coded, *SETTLING, "escape", "u")
    assert (text, text_of(coded)) == (before, before)
    assert quotes(coded) == dict(enumerate(QUOTES, start=1))
    assert not any("Relu" in row for row in rows)


def test_a_file_that_cannot_be_read_is_refused_and_said(coded: Study, tmp_path: Path) -> None:
    (tmp_path / "bild.txt").write_bytes(bytes(range(256)) * 20)
    steps = ("R", typed(str(tmp_path / "bild.txt")).replace("/", "slash"), "enter", on("RevisionScreen"), shows("bild"))
    screen, _rows, _text = walk(coded, *steps, "enter", "escape")
    assert screen == "CodingScreen"
    assert len(coded.versions("L01")) == 1


def test_a_typo_is_corrected_in_the_turn_under_the_cursor(coded: Study) -> None:
    walk(coded, "down down down down", "E", on("EditTurn"), "end", typed(" Vu."), "escape", shows("Corrected"))
    assert "Nurse : Et après ? Vu. \n\nCamille" in text_of(coded)
    assert quotes(coded) == dict(enumerate(QUOTES, start=1))
    coded.undo("c1")
    assert "Vu." not in text_of(coded)


def test_a_speaker_gets_another_name_and_stays_who_they_are(coded: Study) -> None:
    steps = ("down down", "E", on("EditTurn"), "shift+tab", "end", typed("X"), "escape", shows("Corrected"))
    _screen, rows, _text = walk(coded, *steps)
    assert text_of(coded).count("CamilleX : ") == 2
    assert [speaker.participant for speaker in coded.transcript("L01").speakers] == [None, "CAMILLE"]
    assert any("CamilleX" in row for row in rows)


def test_an_edit_that_is_left_changes_nothing(coded: Study) -> None:
    walk(coded, "E", on("EditTurn"), typed("zzz"), "ctrl+g", on("CodingScreen"), "E", on("EditTurn"), "escape")
    assert len(coded.versions("L01")) == 1


@given(st.text(), st.text())
def test_only_what_was_written_otherwise_is_changed(words: str, shown: str) -> None:
    """What a terminal cannot show stays as it is in the text, unless it was written over."""
    place, by = changed(words, shown)
    assert safe_block(words[: place.start]) + by + safe_block(words[place.end :]) == shown
    assert changed(words, safe_block(words))[1] == ""
