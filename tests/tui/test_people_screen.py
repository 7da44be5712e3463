"""People, documents and sites in the screen: what is typed is checked at once, kept, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from qualcode.acts import SetParts
from qualcode.model.people import Participant
from qualcode.model.texts import Part
from qualcode.study import Study
from qualcode.tui.screens.turns import spelled
from qualcode.variables.tables import matching, table

VARIABLES = """
variables:
  participant:
    age: number
    mood: {choices: [low, high]}
    score: {type: number, by: wave}
  document:
    wave: {choices: [T0, T6]}
  site:
    posts: number
"""


@pytest.fixture
def declared(study: Study) -> Study:
    file = study.folder / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + VARIABLES, encoding="utf-8")
    study.take_in_edits()
    return study


def people(study: Study) -> dict[str, Participant]:
    return {person.id: person for person in study.participants()}


def screen(seen) -> str:
    return "\n".join(seen.rows)


def test_a_value_is_typed_kept_and_taken_back(declared: Study, drive) -> None:
    seen = drive(declared, "f8 right right enter 4 1 , 5 enter")
    assert people(declared)["CAMILLE"].variables == {"age": "41.5"}
    assert "CAMILLE · age  41.5" in screen(seen)
    drive(declared, "f8 u")
    assert people(declared)["CAMILLE"].variables == {}


def test_a_value_that_cannot_be_is_said_at_once_and_not_kept(declared: Study, drive) -> None:
    seen = drive(declared, "f8 right right enter o l d enter")
    assert "age: old is not a number" in screen(seen)
    assert seen.screen == "Form"
    assert people(declared)["CAMILLE"].variables == {}


def test_a_choice_is_chosen_from_a_list_and_x_clears_it(declared: Study, drive) -> None:
    seen = drive(declared, "f8 down right right right enter down down enter")
    assert people(declared)["SOL"].variables == {"mood": "high"}
    assert "(low, high)" in screen(seen)
    drive(declared, "f8 down right right right x")
    assert people(declared)["SOL"].variables == {}


def test_at_a_wave_every_value_may_differ(declared: Study, drive) -> None:
    drive(declared, "f8 right right enter 4 1 enter w down down enter enter ctrl+u 4 2 enter")
    camille = people(declared)["CAMILLE"]
    assert (camille.variables, camille.waves) == ({"age": "41"}, {"T6": {"age": "42"}})
    seen = drive(declared, "f8 w down enter")
    assert "at T0" in screen(seen)
    assert "41" in screen(seen)


def test_documents_and_sites_are_tables_too(declared: Study, drive) -> None:
    drive(declared, "f8 t right right enter 2 0 1 3 - 0 6 enter")
    assert declared.described()[0].date == "2013-06"
    seen = drive(declared, "f8 t t down end right right enter 4 enter")
    assert {site.id: site.attributes for site in declared.sites}["sud"] == {"posts": "4"}
    assert 'sud: {label: Sud, posts: "4"}' in (declared.folder / "study.yaml").read_text(encoding="utf-8")
    assert "Sites · 3 rows" in screen(seen)


def test_rows_are_filtered_by_words(declared: Study, drive) -> None:
    seen = drive(declared, "f8 slash s u d enter")
    assert "People · 1 row · with “sud”" in screen(seen)
    assert "SOL" in screen(seen)
    assert "CAMILLE" not in screen(seen)
    assert matching(table(declared, "participants"), "nowhere") == []
    assert "Nothing here" in screen(drive(declared, "f8 slash z z z enter enter x w escape"))


@pytest.mark.parametrize("size", [(80, 24), (40, 8)])
def test_the_cursor_stays_in_sight_in_a_small_terminal(declared: Study, drive, size: tuple[int, int]) -> None:
    seen = drive(declared, "f8 right right right right right right right down", size=size)
    assert "score@T6" in screen(seen)
    assert "SOL" in screen(seen)


def test_help_tells_the_keys_of_the_tables(declared: Study, drive) -> None:
    assert "the values of one wave" in screen(drive(declared, "f8 question_mark", size=(100, 40)))


# ------------------------------------------------------------------ whose turns


def who(study: Study) -> list[tuple[str, str | None]]:
    speakers = {speaker.label: speaker.participant for speaker in study.transcript("L01").speakers}
    return [(turn.speaker or "", speakers[turn.speaker or ""]) for turn in study.transcript("L01").turns]


BEFORE = [("Nurse", None), ("Camille", "CAMILLE"), ("Nurse", None), ("Camille", "CAMILLE")]


def test_two_labels_become_one_person_and_two_again(study: Study, drive) -> None:
    drive(study, "S m enter")
    assert [person for _label, person in who(study)] == ["CAMILLE"] * 4
    drive(study, "S u")
    assert who(study) == BEFORE


def test_a_speaker_is_split_from_a_turn_on(study: Study, drive) -> None:
    drive(study, "S down s down enter down Z o é enter")
    assert who(study) == [*BEFORE[:3], ("Zoé", "L01-P1")]
    drive(study, "S u")
    assert who(study) == BEFORE


def test_turns_are_given_to_somebody_and_none_that_is_not_there(study: Study, drive) -> None:
    seen = drive(study, "S r 9 tab N u r s e enter")
    assert "L01 has no turn 9" in screen(seen)
    drive(study, "S r 1 , 4 tab C a m tab tab enter")
    assert who(study) == [BEFORE[1], BEFORE[1], BEFORE[0], BEFORE[1]]


def test_numbers_are_spelled_in_runs() -> None:
    assert spelled([4, 3, 5, 8, 1]) == "1,3-5,8"
    assert spelled([]) == ""


def test_the_part_of_the_turn_in_hand_is_told(study: Study, drive) -> None:
    study.do(SetParts("L01", (Part(3, 4, "sud", "T6"),)))
    assert "sud · T6" not in drive(study, "t").status
    assert "sud · T6" in drive(study, "t end").status


def test_our_columns_have_words_of_the_interface_and_variables_their_names(
    study: Study, drive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_LANG", "fr")
    rows = drive(study, "f8").rows
    assert rows[1].split()[:2] == ["site", "rôle"]
    assert rows[-2].split()[2] == "site"
