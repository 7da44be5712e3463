"""What is known of people, documents and sites from the command line, on the demonstration study."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def of(run: Any, study: Path, name: str) -> dict[str, str]:
    (found,) = (
        person for person in run("variables", study, "participants", "--json").data if person["participant"] == name
    )
    return dict(found)


def test_the_tables_are_printed_as_columns_and_as_json(run: Any, demo: Path) -> None:
    ran = run("variables", demo)
    assert [line for line in ran.out.splitlines() if line in ("Participants", "Documents", "Sites")] == [
        "Participants",
        "Documents",
        "Sites",
    ]
    assert "recovery_score@T0" in ran.out
    data = run("variables", demo, "--json").data
    assert set(data) == {"participants", "documents", "sites"}
    assert {"site": "lille", "label": "Lille", "parent": "nord-pas-de-calais", "type": "sector", "posts": "3",
            "opened": "2012-02"} in data["sites"]  # fmt: skip
    assert run("variables", "show", demo, "sites", "--json").data == data["sites"]


def test_what_is_exported_is_taken_back_without_a_change(run: Any, demo: Path) -> None:
    events = len(run("log", demo, "--json").data)
    assert run("variables", "export", demo, "-o", "t.xlsx").status == 0
    assert "everything is as the table has it" in run("variables", "import", demo, "t.xlsx").err
    for kind in ("participants", "documents", "sites"):
        assert run("variables", "export", demo, "-o", "t.csv", "--of", kind).status == 0
        assert "everything is as the table has it" in run("variables", "import", demo, "t.csv").err
    assert len(run("log", demo, "--json").data) == events


def test_a_table_is_looked_at_taken_in_and_taken_back_as_one(run: Any, demo: Path) -> None:
    Path("t.csv").write_text("participant,wave,hospital_days,diagnosis\nUSA04,T12,,\nUSA06,T6,12,\nUSA03,,,Mood\n")
    ran = run("variables", "import", demo, "t.csv", "--dry-run")
    assert (ran.status, "Would change: 2 values of 2 people" in ran.err) == (0, True)
    assert "hospital_days@T6" not in of(run, demo, "USA06")
    data = run("variables", "import", demo, "t.csv", "--json").data
    assert data["changed"] == {"participants": {"USA06": {"hospital_days@T6": "12"}, "USA03": {"diagnosis": "mood"}}}
    assert of(run, demo, "USA06")["hospital_days@T6"] == "12"
    run("undo", demo)
    assert of(run, demo, "USA03")["diagnosis"] == "psychotic"
    assert "hospital_days@T6" not in of(run, demo, "USA06")


def test_one_wrong_cell_leaves_all_as_it_was(run: Any, demo: Path) -> None:
    Path("t.csv").write_text("participant,age,diagnosis\nUSA03,37,\nUSA04,old,moood\n")
    ran = run("variables", "import", demo, "t.csv", "--json")
    assert ran.status == 1
    assert [line["place"] for line in ran.data["refused"]] == ["t.csv:3", "t.csv:3"]
    assert "Nothing was changed." in ran.err
    assert of(run, demo, "USA03")["age"] == "36"


def test_values_are_set_one_by_one_at_a_wave_and_cleared(run: Any, demo: Path) -> None:
    assert run("variables", "set", demo, "participant:usa03", "recovery_score=60,5", "--wave", "T12").status == 0
    assert of(run, demo, "USA03")["recovery_score@T12"] == "60.5"
    assert run("variables", "set", demo, "participant:USA03", "diagnosis=").status == 0
    assert "diagnosis" not in of(run, demo, "USA03")
    assert run("variables", "set", demo, "document:L03", "wave=t6", "date=2013-06").status == 0
    (found,) = (each for each in run("documents", demo, "--json").data if each["id"] == "L03")
    assert (found["wave"], found["date"]) == ("T6", "2013-06")
    assert run("variables", "set", demo, "site:lille", "posts=4").status == 0
    text = (demo / "study.yaml").read_text(encoding="utf-8")
    assert "lille: {label: Lille, type: sector, posts: 4, opened: 2012-02}" in text
    for target, value, why in (
        ("USA03", "age=1", "participant:MSP03"),
        ("person:USA03", "age=1", "participant:MSP03"),
        ("participant:USA03", "age", "NAME=VALUE"),
        ("participant:USA03", "agee=1", "agee"),
        ("site:lile", "posts=1", "Write lille"),
        ("document:L03", "guide=users-2012", "users-2012"),
    ):
        ran = run("variables", "set", demo, target, value)
        assert (ran.status, why in ran.err) == (1, True), (target, value, ran.err)


def test_check_tells_of_guides_and_of_values_that_no_longer_fit(run: Any, demo: Path) -> None:
    ran = run("check", demo)
    assert (ran.status, "Without a guide, counted as asked everything: A01, L02, P01, T02." in ran.err) == (0, True)
    file = demo / "study.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("choices: [psychotic, mood, other]", "choices: [psychotic, other]")
        + "\n  empty:\n    title: Nothing yet\n    questions: [{text: Well?}]\n  slip: {asks: [bilinguism]}\n",
        encoding="utf-8",
    )
    ran = run("check", demo)
    assert ran.status == 1
    assert "USA04: diagnosis: mood" in ran.out
    assert "guide slip asks for bilinguism, which is no code. Write bilingualism." in ran.out
    assert f"study.yaml:{len(file.read_text(encoding='utf-8').splitlines())}:17: " in ran.out
    assert "the guide empty asks for nothing" in ran.err
