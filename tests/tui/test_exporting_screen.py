"""The study for other programs, from the screen: told before it is written, nothing written over unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCoding, AddCodings, SetMemo
from qualcode.errors import QualcodeError
from qualcode.exporting import write_project, write_tables
from qualcode.projects.project import Group, Project, ProjectCode
from qualcode.receiving import Choices, look
from qualcode.revising import replaced
from qualcode.study import Study
from qualcode.tables.datasets import Asked
from qualcode.tui.screens.exporting import told, wanted_by

Walk = Callable[..., list[str]]
NAMES = ("files", "table", "unit", "code", "coder", "where", "program", "pseudonyms")


@pytest.fixture(autouse=True)
def coded(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One coding and one memo on the study; files go to a folder of the test."""
    study.do(AddCodings((AddCoding("L01", 40, 60, "distance"),)), SetMemo("study", "Why at all?"), coder="c1")
    monkeypatch.chdir(tmp_path)


def answers(**said: str) -> dict[str, str]:
    return {**dict.fromkeys(NAMES, ""), **said}


def lines(study: Study, **said: str) -> dict[str, str]:
    return {one.name: one.said for one in told(study, wanted_by(study, answers(**said)), lambda _done: None)}


def test_each_file_says_what_it_holds_and_what_it_leaves_out(study: Study) -> None:
    table = lines(study, files="t.csv", unit="document", code="distance")
    assert "columns" in table["wide"] and table["memos that are on no coding"] == "1"
    assert {"wide", "counts", "words", "long", "codes"} <= set(lines(study, files="tables"))
    project = lines(study, files="p.qdpx", program="nvivo", pseudonyms="yes")
    assert (project["codings"], project["memos"], project["documents"]) == ("1", "1", "2")
    assert "UTF-16" in project["positions are counted"] and "memos that name coders" not in project
    study.do(SetMemo("study", "C1 asked why."), coder="c1")
    assert lines(study, files="p.qdpx", pseudonyms="yes")["memos that name coders"] == "1"
    book = lines(study, files="b.qdc")
    assert (book["codes"], book["texts of documents"], book["codings"]) == ("4", "2", "1")


def test_a_codebook_lists_its_sets_of_codes(study: Study) -> None:
    of_codes = Group("G", "Taken together", codes=("C",))
    came = Project("Other", codes=(ProjectCode("C", "Other code"),), groups=(of_codes,))
    study.do(look(study, came, Choices(), "c1").act)
    assert lines(study, files="b.qdc")["sets of codes"] == "1"
    project = lines(study, files="p.qdpx")
    assert (project["sets of codes"], project["sets of documents"]) == ("1", str(len(study.sites)))


def test_codings_to_be_settled_are_said_to_stay_wherever_a_study_goes_out(study: Study) -> None:
    words = study.transcript("L01")
    turn = next(turn for turn in words.turns if turn.end - turn.body > 40)
    study.do(AddCodings((AddCoding("L01", turn.body + 5, turn.end - 5, "distance"),)), coder="c1")
    study.do(SetMemo("coding:2", "Mind this."), coder="c1")
    study.do(replaced(study, "L01", words.text[turn.body + 2 : turn.end - 2], "").act, coder="c1")
    for file in ("p.qdpx", "tables"):
        told_of = lines(study, files=file)
        assert (told_of["codings to be settled"], told_of["memos on codings to be settled"]) == ("2", "1")
    project = write_project(study, Path("p.qdpx"), nvivo=False, pseudonyms=False, tell=lambda _document: None)
    assert (project.data["codings"], project.data["left_out"]["codings to be settled"]) == (0, 2)
    assert "codings to be settled (2), memos on codings to be settled (1), " in project.lines[-1]
    codes = write_tables(study, Path("c.csv"), ("codes",), Asked(), lambda _document: None)
    wide = write_tables(study, Path("t.csv"), ("wide",), Asked(), lambda _document: None)
    assert "to be settled" in wide.lines[-1] and "to be settled" not in codes.lines[-1]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"files": "a.csv b.csv"},
        {"files": "study.pdf"},
        {"files": "t.csv", "table": "wide, long"},
        {"files": "t.csv", "table": "width"},
        {"files": "t.csv", "program": "nvivo"},
        {"files": "p.qdpx", "table": "wide"},
        {"files": "p.qdpx", "program": "atlas"},
        {"files": "b.qdc", "program": "nvivo"},
        {"files": "t.csv", "coder": "nobody"},
    ],
)
def test_what_means_nothing_to_a_file_is_refused(study: Study, said: dict[str, str]) -> None:
    with pytest.raises(QualcodeError):
        wanted_by(study, answers(**said))


def test_each_line_of_the_form_shows_what_it_may_be(study: Study, drive: Callable[..., Any]) -> None:
    shown = "\n".join(drive(study, "X down", size=(80, 24)).rows)
    assert "wide · counts · words · long · codes" in shown and "participant · turn · passage" in shown
    assert "yes · no" in shown and "(nvivo)" in shown


def test_what_is_longer_than_its_room_is_read_on_by_a_key(study: Study, drive: Callable[..., Any]) -> None:
    asked = "X t . c s v enter"
    begun, read = drive(study, asked, size=(80, 24)).rows, drive(study, f"{asked} ctrl+down", size=(80, 24)).rows
    assert begun[-2].strip() == "… ctrl+↓"
    words = " ".join(" ".join((*begun[17:-2], *read[17:-1])).split())
    assert "each person, passage and document once" in words and "participant · site" in words


def test_a_project_is_told_written_and_not_written_over_unasked(
    study: Study, walk_through: Walk, tmp_path: Path
) -> None:
    def told_there(app) -> bool:
        return type(app.screen).__name__ == "ExportScreen" and bool(app.screen._told)

    def written(app) -> bool:
        return (tmp_path / "p.qdpx").exists() and app.writing is None

    rows = walk_through(study, "escape", "X", "p full_stop q d p x enter", told_there, "enter", written, size=(80, 24))
    assert any("what has no place in it" in row.casefold() for row in rows)
    assert any("p.qdpx is written: 1 coding." in row for row in rows)
    before = (tmp_path / "p.qdpx").stat().st_mtime_ns
    rows = walk_through(study, "escape", "X", "p full_stop q d p x enter", told_there, "enter", size=(80, 24))
    assert any("p.qdpx is there already" in row for row in rows)
    assert (tmp_path / "p.qdpx").stat().st_mtime_ns == before
