"""Who speaks, put right in the screen: counts follow, undo leads back, nobody is taken for another."""

from __future__ import annotations

import pytest

from qualcode.acts import AddCoding, MapSpeaker
from qualcode.errors import InputError
from qualcode.intake import Person
from qualcode.model.people import Participant
from qualcode.study import Study
from qualcode.tui.screens.form import is_yes
from qualcode.tui.voices import said_anew, voices
from qualcode.tui.widgets.typing import AmongSeveral, among, completed


def who(study: Study, document: str = "L01") -> dict[str, str | None]:
    return {voice.label: voice.person and voice.person.id for voice in voices(study, [document])}


def say(study: Study, label: str, **said: str) -> Participant | None:
    (voice,) = (voice for voice in voices(study, ["L01"]) if voice.label == label)
    study.do(*said_anew(study, voice, Person(label, **said)))
    return next(voice.person for voice in voices(study, ["L01"]) if voice.label == label)


def test_speakers_are_listed_with_turns_and_first_words(study: Study, drive) -> None:
    rows = "\n".join(drive(study, "S").rows)
    assert all(words in rows for words in ("Nurse", "interviewer", "CAMILLE", "worker", "En février."))


def test_a_key_makes_a_participant_an_interviewer_and_undo_leads_back(study: Study, drive) -> None:
    drive(study, "S down i")
    assert who(study) == {"Nurse": None, "Camille": None}
    drive(study, "S u")
    assert who(study) == {"Nurse": None, "Camille": "CAMILLE"}


def test_an_interviewer_becomes_a_person_of_a_new_id(study: Study, drive) -> None:
    seen = drive(study, "S i escape")
    assert who(study) == {"Nurse": "L01-P1", "Camille": "CAMILLE"}
    assert seen.screen == "CodingScreen"


def test_who_it_is_is_typed_with_completion(study: Study, drive) -> None:
    drive(study, "S enter S O tab tab ctrl+u n u r s e tab l i l tab enter")
    nurse, _camille = voices(study, ["L01"])
    assert nurse.person == Participant("SOL", "lille", "nurse")


def test_counts_follow_who_speaks(study: Study, drive) -> None:
    start = study.transcript("L01").text.index("Et après")
    study.do(AddCoding("L01", start, start + 8, "distance"), coder="c1")
    assert study.code_counts("c1")["distance"].participants == 0
    drive(study, "S i")
    assert study.code_counts("c1")["distance"].participants == 1


def test_another_persons_role_and_site_stay_their_own(study: Study) -> None:
    assert say(study, "Camille", participant="SOL", role="worker", site="lille") == Participant("SOL", "sud", "worker")


def test_what_is_emptied_is_taken_away_and_one_undo_brings_it_back(study: Study) -> None:
    assert say(study, "Camille", participant="CAMILLE", role="", site="lille") == Participant("CAMILLE", "lille", None)
    study.undo()
    (_nurse, camille) = voices(study, ["L01"])
    assert camille.person == Participant("CAMILLE", "lille", "worker")


def test_a_site_nobody_knows_is_said_and_nothing_changes(study: Study, drive) -> None:
    seen = drive(study, "S down enter down down ctrl+u l i l e enter")
    assert seen.screen == "Form"
    assert any("No site is called lile; there is lille" in row for row in seen.rows)
    assert who(study)["Camille"] == "CAMILLE"


def test_a_new_site_is_added_with_who_is_of_it_and_one_undo_takes_both_back(study: Study, drive) -> None:
    drive(study, "S down enter down down ctrl+u B r e s t enter")
    assert study.participants()[0].site == "brest"
    drive(study, "S u")
    assert "brest" not in {site.id for site in study.sites}
    assert study.participants()[0].site == "lille"


def test_a_near_name_can_be_insisted_on(study: Study, drive) -> None:
    drive(study, "S down enter down down ctrl+u L i l e down y e s enter")
    assert "lile" in {site.id for site in study.sites}


def test_a_table_says_who_speaks_or_nothing_changes(study: Study, drive, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "who.csv"
    table.write_text("document,speaker,participant,role,site\nL01,Nurse,N1,nurse,Brest\nL01,Camille,N2,user,Brest\n")
    drive(study, "S T w tab enter")
    assert who(study) == {"Nurse": "N1", "Camille": "N2"}
    assert {person.site for person in study.participants() if person.id in ("N1", "N2")} == {"brest"}
    table.write_text("document,speaker,participant\nL01,Nobody,N3\n")
    seen = drive(study, "S T w tab enter")
    assert any("has no speaker Nobody" in row for row in seen.rows)


def test_what_another_program_says_of_speakers_is_dim_in_the_text(study: Study, look) -> None:
    import asyncio

    from qualcode.tui.app import QualcodeApp

    async def run() -> frozenset[str]:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape")
            with Study.open(study.folder, "c1") as other:
                other.do(MapSpeaker("L01", "Camille", interviewer=True), coder="c2")
            app.poll()
            return app.coding.pane._interviewers

    assert asyncio.run(run()) == {"Nurse", "Camille"}


@pytest.mark.parametrize(
    ("typed", "longer"),
    [
        ("li", "Lille"),
        ("LI", "Lille"),
        ("ar", "Armentières"),
        ("armentie", "Armentières"),
        ("x", None),
        ("Lille", None),
    ],
)
def test_a_line_is_completed_as_far_as_is_certain(typed: str, longer: str | None) -> None:
    assert completed(typed, among(("Lille", "Armentières", "Paris 13e", "Paris 14e"))(typed)) == longer
    assert completed("p", ("Paris 13e", "Paris 14e")) == "Paris 1"


def test_of_what_stands_already_all_choices_are_offered_and_of_several_the_last_is_completed() -> None:
    assert list(among(("names", "letters"))("names")) == ["names", "letters"]
    several = AmongSeveral(("wide", "long", "codes"))
    assert (completed("wi", several("wi")), completed("wide, l", several("wide, l"))) == ("wide", "wide, long")
    assert completed("wide", several("wide")) is None


@pytest.mark.parametrize(
    ("typed", "meant"), [("", False), ("no", False), ("Non", False), ("yes", True), ("OUI", True), ("peut-être", None)]
)
def test_a_line_says_yes_or_no_and_nothing_else(
    typed: str, meant: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_LANG", "fr")
    if meant is None:
        with pytest.raises(InputError):
            is_yes(typed)
    else:
        assert is_yes(typed) is meant
