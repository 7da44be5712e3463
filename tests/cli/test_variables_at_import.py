"""Values of people and documents that come in with transcripts: checked, at their wave, each error with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

VARIABLES = """
variables:
  participant:
    age: number
    aware: boolean
    score: {type: number, by: wave}
  document:
    wave: {choices: [T0, T6]}
    held: date
"""


@pytest.fixture
def study(empty: Path) -> Path:
    file = empty / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + VARIABLES, encoding="utf-8")
    for name in "ab":
        Path(f"{name}.txt").write_text(f"I: Well?\nNadia: I know it {name}.\n", encoding="utf-8")
    return empty


def people(run, study: Path) -> dict[str, dict]:
    return {person["id"]: person for person in run("participants", study, "--json").data}


def test_what_a_manifest_says_of_people_is_kept_at_the_wave_of_its_row(run, study: Path) -> None:
    Path("m.csv").write_text(
        "file;participant;wave;age;aware;score;held\na.txt;MSP1;t0;41,0;oui;12;2012-10\nb.txt;MSP1;T6;;;15,5;\n",
        encoding="cp1252",
    )
    ran = run("import", study, "--manifest", "m.csv", "--interviewer", "I")
    assert ran.status == 0, ran.err
    person = people(run, study)["MSP1"]
    assert person["variables"] == {"age": "41", "aware": "true"}
    assert person["waves"] == {"T0": {"score": "12"}, "T6": {"score": "15.5"}}
    run("undo", study)
    assert people(run, study)["MSP1"]["waves"] == {"T0": {"score": "12"}}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("T0;forty;;", ["m.csv:2", "age: forty", "12.5"]),
        ("T1;;;", ["m.csv:2", "wave: T1", "T0, T6"]),
        ("T0;;perhaps;", ["m.csv:2", "aware: perhaps", "yes or no"]),
        ("T0;;;11/06/2013", ["m.csv:2", "held: 11/06/2013", "2013-04-02"]),
    ],
)
def test_a_wrong_value_in_a_manifest_is_named_with_its_line_and_column(run, study, cells: str, said: list[str]) -> None:
    Path("m.csv").write_text(f"file;participant;wave;age;aware;held\na.txt;MSP1;{cells}\n", encoding="utf-8")
    ran = run("import", study, "--manifest", "m.csv", "--interviewer", "I")
    assert ran.status == 1
    assert [word for word in said if word not in ran.err] == []
    assert json.loads(run("documents", study, "--json").out) == []


def test_a_speakers_table_says_what_people_are_like_before_and_after_the_import(run, study: Path) -> None:
    Path("s.csv").write_text("document,speaker,participant,role,age\na,I,,interviewer,\na,Nadia,MSP1,,41\n")
    assert run("import", study, "a.txt", "--speakers", "s.csv").status == 0
    assert people(run, study)["MSP1"]["variables"] == {"age": "41"}
    Path("s.csv").write_text("document,speaker,participant,role,age,aware\nD01,Nadia,MSP1,worker,42,no\n")
    assert run("import", study, "--speakers", "s.csv").status == 0
    person = people(run, study)["MSP1"]
    assert (person["role"], person["variables"]) == ("worker", {"age": "42", "aware": "false"})
    Path("s.csv").write_text("document,speaker,participant,age\nD01,Nadia,MSP1,old\n")
    ran = run("import", study, "--speakers", "s.csv")
    assert (ran.status, "s.csv:2: age: old" in ran.err) == (1, True)


def test_what_is_asked_for_at_each_wave_needs_one_and_is_kept_at_its_document_s(run, study: Path) -> None:
    Path("m.csv").write_text("file,participant,score\na.txt,MSP1,12\n")
    ran = run("import", study, "--manifest", "m.csv", "--interviewer", "I")
    assert ran.status == 1
    assert "m.csv:2" in ran.err
    assert "score: it is asked for at each wave, and none is named" in ran.err
    Path("s.csv").write_text("document,speaker,participant,role,score\na,I,,interviewer,\na,Nadia,MSP1,,41\n")
    assert run("import", study, "a.txt", "--speakers", "s.csv", "--wave", "T6").status == 0
    assert people(run, study)["MSP1"]["waves"] == {"T6": {"score": "41"}}
    assert run("import", study, "b.txt", "--interviewer", "I").status == 0
    Path("s.csv").write_text("document,speaker,participant,score\nD01,Nadia,MSP1,42\nD02,Nadia,MSP1,43\n")
    ran = run("import", study, "--speakers", "s.csv")
    assert (ran.status, "D02: Nadia: score: it is asked for at each wave" in ran.err) == (1, True)
    Path("s.csv").write_text("document,speaker,participant,score\nD01,Nadia,MSP1,42\n")
    assert run("import", study, "--speakers", "s.csv").status == 0
    person = people(run, study)["MSP1"]
    assert (person["variables"], person["waves"]) == ({}, {"T6": {"score": "42"}})


def test_a_value_without_a_wave_is_refused_and_one_from_before_is_told(run, study: Path) -> None:
    assert run("import", study, "a.txt", "--interviewer", "I", "--participant", "MSP1").status == 0
    for typed in ("score=3", "score@=3"):
        ran = run("variables", "set", study, "participant:MSP1", typed)
        assert (ran.status, "as in score@T6" in ran.err or "Write for example score@T6" in ran.err) == (1, True)
    assert run("variables", "set", study, "participant:MSP1", "age=40").status == 0
    file = study / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("age: number", "age: {type: number, by: wave}"))
    ran = run("check", study)
    assert (ran.status, "MSP1: age: it is asked for at each wave" in ran.out + ran.err) == (1, True)
    assert run("variables", "set", study, "participant:MSP1", "age=-").status == 0
    assert run("check", study).status == 0
