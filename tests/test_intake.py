"""What an imported file becomes in a study: its id, its site, its people; what was said wrongly is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from qualcode.acts import AddCoding
from qualcode.errors import InputError
from qualcode.intake import Admission, Description, Person, Source, admit, already_there, next_id, site_id
from qualcode.model.people import Site
from qualcode.model.texts import Listed, Speaker, Transcript
from qualcode.study import Study

Admit = Callable[..., Admission]


@pytest.fixture
def source(document: Callable[..., Any]) -> Callable[..., Source]:
    """A file as an importer reads it, of turns whose speakers but `I` are not interviewers."""

    def read(*turns: tuple[str, str], name: str = "nadia.docx") -> Source:
        made: Transcript = document("x", turns).transcript
        speakers = tuple(Speaker(speaker.label, speaker.label == "I") for speaker in made.speakers)
        original = f"{name} {made.text}".encode()
        transcript = Transcript(made.text, made.turns, speakers, made.sentences)
        return Source(name, transcript, original, hashlib.sha256(original).hexdigest(), "fr")

    return read


DIALOGUE = (("I", "Et vous ?"), ("Nadia", "Je vais bien."))


def listed(*documents: tuple[str, str | None]) -> list[Listed]:
    return [Listed(name, f"{name}.txt", site, "interview") for name, site in documents]


@pytest.mark.parametrize(
    ("site", "known", "expected"),
    [
        ("lille", (), "L01"),
        ("lille", (("L01", "lille"), ("L07", "lille")), "L08"),
        ("lens", (("L01", "lille"),), "LE01"),
        ("lens", (("L01", "lille"), ("LE01", "lens")), "LE02"),
        ("lille", (("L01", "lille"), ("LE01", "lens")), "L02"),
        (None, (), "D01"),
        ("évry", (), "E01"),
        ("paris-13", (("P01", "paris-14"), ("PA01", "paris-14")), "PAR01"),
        ("lille", (("LOUISE", "lens"),), "L01"),
    ],
)
def test_an_id_is_the_shortest_beginning_of_its_site_that_no_other_site_bears(
    site: str | None, known: tuple[tuple[str, str | None], ...], expected: str
) -> None:
    assert next_id(site, listed(*known)) == expected


def test_a_sites_id_is_made_of_its_name_and_new() -> None:
    assert site_id("Saint-Étienne  (nord)", []) == "saint-etienne-nord"
    assert site_id("Lille", [Site("lille", {"": "Lille"})]) == "lille-2"
    assert site_id("?", []) == "site"


def test_a_file_becomes_a_document_with_its_people(study: Study, source: Callable[..., Source]) -> None:
    admitted = admit(study, source(*DIALOGUE), Description(site="LILLE", role="worker", date="2013-04"))
    study.do(*admitted.acts)
    found = study.document("L03")
    assert (found.site, found.participants, found.date) == ("lille", ("L03-P1",), "2013-04")
    person = next(person for person in study.participants() if person.id == "L03-P1")
    assert (person.site, person.role) == (None, "worker")
    assert study.transcript("L03").speakers[0] == Speaker("I", interviewer=True)


def test_ids_and_citations_carry_no_name_of_a_person(study: Study, source: Callable[..., Source]) -> None:
    study.do(*admit(study, source(*DIALOGUE), Description(site="lille")).acts)
    study.do(AddCoding("L03", 20, 25, "access"))
    assert study.quotations()[0].citation == "L03-P1 §2"


def test_a_new_site_is_added_and_said(study: Study, source: Callable[..., Source]) -> None:
    admitted = admit(study, source(*DIALOGUE), Description(site="Armentières"))
    assert any("armentieres" in note for note in admitted.notes)
    study.do(*admitted.acts)
    assert study.sites[-1] == Site("armentieres", {"": "Armentières"})
    assert "Armentières" in (study.folder / "study.yaml").read_text(encoding="utf-8")


def test_a_site_that_is_nearly_another_is_refused_unless_insisted(study: Study, source: Callable[..., Source]) -> None:
    with pytest.raises(InputError, match="toulon") as caught:
        admit(study, source(*DIALOGUE), Description(site="Toulo"))
    assert "--new-site" in caught.value.hint
    assert admit(study, source(*DIALOGUE), Description(site="Toulo"), new_site=True).document.site == "toulo"


def test_any_language_may_be_said_and_nothing_else(study: Study, source: Callable[..., Source]) -> None:
    for code in ("de", "pt-BR", "rcf"):
        assert admit(study, source(*DIALOGUE), Description(language=code)).document.language == code
    for wrong in ("xx", "fran", "f"):
        with pytest.raises(InputError, match="no code of a language"):
            admit(study, source(*DIALOGUE), Description(language=wrong))


def test_the_same_bytes_are_known_by_their_document(study: Study, source: Callable[..., Source]) -> None:
    file = source(*DIALOGUE)
    assert already_there(study, file.sha256) is None
    study.do(*admit(study, file, Description(site="lille")).acts)
    assert already_there(study, file.sha256) == "L03"
    with pytest.raises(InputError, match="L03"):
        study.do(*admit(study, file, Description(site="lille")).acts)


def test_other_bytes_under_the_same_name_never_overwrite_a_coded_document(
    study: Study, source: Callable[..., Source]
) -> None:
    study.do(*admit(study, source(*DIALOGUE), Description(site="lille")).acts)
    study.do(AddCoding("L03", 20, 25, "access"))
    other = admit(study, source(*DIALOGUE, ("I", "Deux lignes de plus.")), Description(site="lille"))
    assert other.notes
    study.do(*other.acts)
    assert [document.id for document in study.catalogue() if document.name == "nadia.docx"] == ["L03", "L04"]
    assert [coding.document for coding in study.codings()] == ["L03"]


def test_a_person_of_two_documents_is_one_where_mapped(study: Study, source: Callable[..., Source]) -> None:
    group = source(("I", "Alors ?"), ("Nadia", "Oui."), ("Karim", "Non."))
    people = (Person("nadia", "n1", "worker", "lens"), Person("Karim", role="interviewer"))
    study.do(*admit(study, source(*DIALOGUE), Description(site="lille", participant="n1")).acts)
    study.do(*admit(study, group, Description(kind="focus group", people=people)).acts)
    assert study.themes(()).groups[""] == 4
    assert [speaker.interviewer for speaker in study.transcript("D01").speakers] == [True, False, True]
    person = next(person for person in study.participants() if person.id == "n1")
    assert (person.site, person.role) == ("lens", "worker")


@pytest.mark.parametrize("kind", ["focus group", "Focus Group", "groupe de discussion"])
def test_a_kind_is_known_by_its_name_in_either_language(study: Study, source: Callable[..., Source], kind: str) -> None:
    study.do(*admit(study, source(*DIALOGUE), Description(kind=kind)).acts)
    assert study.catalogue()[0].kind == "focus group"


def test_one_participant_for_two_voices_is_refused(study: Study, source: Callable[..., Source]) -> None:
    with pytest.raises(InputError, match="Nadia, Karim"):
        admit(study, source(*DIALOGUE, ("Karim", "Non.")), Description(participant="n1"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Description(id="../x"), "../x"),
        (Description(id="L01"), "L01"),
        (Description(date="12/04/2013"), "12/04/2013"),
        (Description(date="2013-13"), "2013-13"),
        (Description(guide="nearr"), "near"),
        (Description(variables={"group": "3"}), "1, 2"),
        (Description(variables={"gruop": "1"}), "group"),
    ],
)
def test_what_is_said_wrongly_is_named(
    study: Study, source: Callable[..., Source], said: Description, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        admit(study, source(*DIALOGUE), said)
    assert words in str(caught.value)


def test_variables_go_to_the_people_they_are_declared_for(study: Study, source: Callable[..., Source]) -> None:
    study.do(*admit(study, source(*DIALOGUE), Description(site="lille", variables={"group": "2"})).acts)
    assert study.participants()[2].variables == {"group": "2"}
    assert study.themes(("group",)).groups == {"2": 1, "—": 3}


def test_a_label_mistyped_once_is_the_same_person_and_said(study: Study, source: Callable[..., Source]) -> None:
    turns = [turn for _ in range(10) for turn in (("I", "Et ?"), ("Participant", "Bien."))]
    admitted = admit(study, source(*turns, ("Particpant", "Oui.")), Description(participant="MSP09"))
    who = {speaker.label: speaker.participant for speaker in admitted.document.transcript.speakers}
    assert who == {"I": None, "Participant": "MSP09", "Particpant": "MSP09"}
    assert ["Particpant" in note for note in admitted.notes] == [True]


def test_a_label_that_comes_back_is_a_person_of_its_own(study: Study, source: Callable[..., Source]) -> None:
    turns = (("Catherine", "Bien."), ("Catherina", "Mal."), ("Catherine", "Ah."), ("Catherina", "Oui."))
    admitted = admit(study, source(*turns), Description())
    assert len({speaker.participant for speaker in admitted.document.transcript.speakers}) == 2
    assert ["may be a misspelt" in note for note in admitted.notes] == [True]
    people = (Person("Catherine", "MSP01"), Person("Catherina", "MSP02"))
    assert admit(study, source(*turns), Description(people=people)).notes == ()
