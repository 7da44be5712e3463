"""From files and tables to what is asked of the study: which files go together, what is said of each, who speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.errors import InputError
from qualcode.importing import (
    Job,
    Reading,
    bring_in,
    check_people,
    jobs_from_files,
    jobs_from_manifest,
    read_people,
    speakers_said,
    with_people,
)
from qualcode.intake import Description, Person
from qualcode.model.texts import Listed
from qualcode.study import Study

NOTHING = Description()


def test_one_job_a_file_and_what_is_said_holds_for_each() -> None:
    said = Description(site="lille")
    assert jobs_from_files([Path("a.txt"), Path("b.txt")], said) == [
        Job((Path("a.txt"),), said),
        Job((Path("b.txt"),), said),
    ]


@pytest.mark.parametrize("said", [Description(id="L01"), Description(participant="MSP1")])
def test_one_id_or_one_person_cannot_be_those_of_several_files(said: Description) -> None:
    assert jobs_from_files([Path("a.txt")], said)
    with pytest.raises(InputError, match="2 documents"):
        jobs_from_files([Path("a.txt"), Path("b.txt")], said)


def test_a_manifest_fills_in_what_it_says_and_leaves_the_rest(tmp_path: Path) -> None:
    table = tmp_path / "m.csv"
    table.write_text("file,site,role,group\na.txt,lille,,1\nx_d.TextGrid; x_p.TextGrid,,nurse,\n")
    first, second = jobs_from_manifest(table, Description(site="toulon", role="worker"), ("group",))
    assert first.said == Description(site="lille", role="worker", variables={"group": "1"})
    assert second.said == Description(site="toulon", role="nurse")
    assert second.paths == (tmp_path / "x_d.TextGrid", tmp_path / "x_p.TextGrid")
    assert (second.name, second.place) == ("x", f"{table}:3")


def test_each_column_of_a_manifest_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("file,sit\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        jobs_from_manifest(tmp_path / "m.csv", NOTHING, ("wave", "group"))
    assert error.value.hint.endswith("date, language, kind, wave, guide, group.")


def test_a_row_of_a_manifest_without_a_file_is_told(tmp_path: Path) -> None:
    table = tmp_path / "m.csv"
    table.write_text("file,site\n,lille\n")
    with pytest.raises(InputError, match=r"m\.csv:2"):
        jobs_from_manifest(table, NOTHING, ())


def test_people_are_found_by_the_document_s_id_its_file_or_its_stem(tmp_path: Path) -> None:
    table = tmp_path / "s.csv"
    table.write_text("document,speaker,participant,role,site\na,N,P1,worker,lille\na.txt,M,,,\nL09,K,,,\n")
    people = read_people(table)
    job = Job((Path("a.txt"),), Description(id="L09"))
    assert set(with_people(job, people).said.people) == {Person("N", "P1", "worker", "lille"), Person("M"), Person("K")}
    assert with_people(Job((Path("b.txt"),), NOTHING), people).said.people == ()


def test_a_speakers_table_may_name_what_comes_in_and_what_is_there_alone() -> None:
    jobs, known = [Job((Path("a.txt"),), NOTHING)], [Listed("L01", "old.txt", None, "interview")]
    check_people(["a", "a.txt", "L01", "old", "old.txt"], jobs, known)
    with pytest.raises(InputError, match="interview-b"):
        check_people(["interview-b"], [Job((Path("interview-a.txt"),), NOTHING)], known)


def test_looking_adds_nothing_and_counts_with_what_is_planned(tmp_path: Path, study: Study) -> None:
    before = study.catalogue()
    planned: list[Listed] = []
    for number in (1, 2):
        file = tmp_path / f"{number}.txt"
        file.write_text(f"I: Hello?\nP: Number {number}.\n")
        job = Job((file,), Description(site="lille"))
        planned.append(bring_in(study, job, Reading(), planned=planned).document)
    assert [each.id for each in planned] == ["L03", "L04"]
    assert study.catalogue() == before


def test_speakers_are_told_with_their_turns(study: Study) -> None:
    assert speakers_said(study.transcript("L01")) == [("I", "interviewer", 2), ("P", "L01-P1", 2)]
