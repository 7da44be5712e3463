"""Parts and turns from the command line, on the minutes of a committee that sat twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SECOND = {"first_turn": 30, "last_turn": 50, "site": "lille", "wave": "T6", "date": "2013-06-18"}


def parts_of(run: Any, study: Path) -> list[dict[str, Any]]:
    (found,) = (each["parts"] for each in run("documents", study, "--json").data if each["id"] == "A01")
    assert found == run("show", study, "A01", "--json").data["parts"]
    listed = run("parts", study, "A01", "--json").data
    assert listed == [{"document": "A01", **part} for part in found]
    return list(found)


def test_a_second_sitting_is_said_listed_shown_taken_back_and_cleared(run: Any, demo: Path) -> None:
    run("parts", demo, "A01", "--clear")
    assert parts_of(run, demo) == []
    said = ("--site", "Lille", "--wave", "t6", "--date", "2013-06-18")
    assert run("parts", demo, "A01", "--from", "Je commence par ce qui fâche", *said).status == 0
    assert parts_of(run, demo) == [SECOND]
    assert "—— lille · T6 · 2013-06-18 (§30–50)" in run("show", demo, "A01").out
    assert run("parts", demo, "A01", "--from", 35, "--to", 36, "--wave", "T12").status == 0
    assert [part["wave"] for part in parts_of(run, demo)] == ["T6", "T12", "T6"]
    run("undo", demo)
    assert parts_of(run, demo) == [SECOND]
    run("parts", demo, "A01", "--clear")
    assert parts_of(run, demo) == []
    Path("p.csv").write_text("document,from,site,wave,date\nA01,30,lille,T6,2013-06-18\n")
    assert run("parts", demo, "--table", "p.csv").status == 0
    assert parts_of(run, demo) == [SECOND]


def test_a_part_that_cannot_be_says_why_and_how(run: Any, demo: Path) -> None:
    before = parts_of(run, demo)
    for words, status, why in (
        (["A01", "--from", "99", "--wave", "T6"], 1, "from 1 to 50"),
        (["A01", "--from", "9"], 1, "a site, a wave or a date"),
        (["A01", "--wave", "T6"], 1, "--from"),
        (["--from", "9", "--wave", "T6"], 2, "Name the document"),
        (["A01", "--from", "9", "--wave", "T7"], 1, "T0, T6, T12"),
        (["A01", "--from", "9", "--site", "lile"], 1, "Write lille"),
        (["A01", "--clear", "--from", "9"], 2, "either"),
    ):
        ran = run("parts", demo, *words)
        assert (ran.status, why in ran.err) == (status, True), (words, ran.err)
    assert parts_of(run, demo) == before


def test_turns_are_given_to_a_new_person_to_a_known_one_and_back(run: Any, demo: Path) -> None:
    coded = run("codings", demo, "--document", "A01", "--json").data
    before = run("speakers", demo, "A01", "--json").data
    assert run("speakers", demo, "A01", "--turns", "2-3,30", "--to", "P2").status == 0
    speakers = {line["label"]: line for line in run("speakers", demo, "A01", "--json").data}
    assert (speakers["P2"]["who"], speakers["P2"]["turns"]) == ("A01-P1", 3)
    again = run("codings", demo, "--document", "A01", "--json").data
    assert [(one["id"], one["start"], one["text"]) for one in again] == [
        (one["id"], one["start"], one["text"]) for one in coded
    ]
    assert run("speakers", demo, "A01", "--turns", "30", "--to", "nadia ferhat").status == 0
    run("undo", demo)
    run("undo", demo)
    assert run("speakers", demo, "A01", "--json").data == before
    assert run("codings", demo, "--document", "A01", "--json").data == coded
    for words, status in (
        (["--turns", "99", "--to", "X"], 1),
        (["--turns", "2"], 2),
        (["--turns", "x", "--to", "X"], 1),
    ):
        assert run("speakers", demo, "A01", *words).status == status
