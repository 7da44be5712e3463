"""A project of another program on the screen: told before it comes in, settled where it is to be, taken back whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from qualcode.intake import Description
from qualcode.projects.project import Group, Mark, Project, ProjectCode, ProjectText, User
from qualcode.projects.refi_out import write_project
from qualcode.receiving import Choices
from qualcode.study import Study
from qualcode.tui.bringing import Wanted, bring
from qualcode.tui.receiving import Looking, Said, comes, rows, ways

Walk = Callable[..., list[str]]
WORDS = "\U0001f600\U0001f600 days: " + " ".join("abcdefghijklmnopqrstuvwxyz" * 2) + ".\n"
"""Two characters beyond the first plane, then words of a letter: counted either way, edges stand at words."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two people's codings in one text, whose positions two ways of counting fit; temporary folders beside it."""
    marks = (Mark(13, 22, "c1", "u1", id="m1"), Mark(31, 44, "c2", "u2", id="m2"))
    found = Project(
        "Days",
        users=(User("u1", "Ana"), User("u2", "c1")),
        codes=(ProjectCode("c1", "Bilingualisme"), ProjectCode("c2", "Weather")),
        texts=(ProjectText("t1", "day one", WORDS, WORDS.encode(), marks),),
        groups=(Group("g1", "North", texts=("t1",)),),
    )
    write_project(found, tmp_path / "days.qdpx")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "days.qdpx"


@pytest.fixture(autouse=True)
def any_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known of how the program that wrote it counts."""
    monkeypatch.setattr("qualcode.projects.refi_out.ORIGINS", {"strict": "a program", "nvivo": "a program"})


def still(app) -> bool:
    """The project was looked at."""
    screen = app.screen
    return type(screen).__name__ == "ReceivingScreen" and screen._looked is not None and not screen._aside.busy


def left(project: Path) -> list[str]:
    """What lies in temporary folders."""
    return [one.name for one in (project.parent / "temporary").iterdir() if one.name.startswith("qualcode-")]


ASKED = ("escape", "I", "d a y s full_stop q d p x enter", still)


def heard(*_told: object) -> None:
    """Nobody listens."""


def test_lines_say_what_comes_and_what_is_to_be_settled(empty: Study, project: Path, tmp_path: Path) -> None:
    looking = Looking(project, tmp_path)
    looked = looking.look(empty, "c1", Said(), heard)
    lines = {(row.about, row.name): row for row in rows(looked, Said())}
    assert comes(looked.plan) and empty.documents() == []
    assert lines["count", "codings"].said == "2"
    assert lines["code", "Bilingualisme"].said == "is bilingualism"
    assert lines["coder", "Ana"].said == "is Ana · new here"
    assert lines["sets", "sets of documents"].said.startswith("1 · as variables")
    source = lines["way", "day one"].key
    assert [one.unit for one, _passage in ways(looked, source)] == ["code points", "utf-16"]
    assert {row.about for row in lines.values() if row.open} == {"code", "way"}
    utf_16, passage = ways(looked, source)[1]
    code = lines["code", "Bilingualisme"].key
    said = Said({source: utf_16}, Choices({"Ana": "c1"}, {code: ""}, "sites"))
    settled = looking.look(empty, "c1", said, heard)
    lines = {(row.about, row.name): row for row in rows(settled, said)}
    assert not any(row.open for row in lines.values())
    text = settled.project.texts[0]
    assert text.text[slice(*text.marks[0][:2])] == passage
    assert lines["coder", "Ana"].said == "is c1 · codes here already"
    assert [one.site for one in settled.plan.act.sites] == ["north"]
    doubted = settled._replace(plan=replace(settled.plan, doubts={"changed": 1, "lost": 2}))
    assert ("note", "Nothing is lost.") in lines and ("", "What is lost") not in lines
    losing = settled._replace(plan=replace(settled.plan, lost={"pdf": 2, "note": 1}, kept={"pdf": 1}))
    told_of = {(row.about, row.name): row.said for row in rows(losing, said)}
    assert (told_of["lost", "pdf"], told_of["lost", "note"], told_of["kept", "pdf"]) == ("1", "1", "1")
    assert ("note", "Nothing is lost.") not in told_of
    assert ("codings to be looked at", "changed 1 · lost 2") in {(row.name, row.said) for row in rows(doubted, said)}


def test_a_project_is_settled_taken_in_and_taken_back(empty: Study, project: Path, walk_through: Walk) -> None:
    rows = walk_through(empty, *ASKED, size=(80, 24))
    assert "2 to settle" in rows[0]
    assert any("2 ways are close · code points · line end 1" in row for row in rows)
    assert any("2 lines are not settled" in row for row in walk_through(empty, *ASKED, "enter"))
    assert empty.documents() == [] and left(project) == []
    walk_through(empty, *ASKED, lambda _app: left(project), "escape", lambda app: app.screen is app.coding)
    assert left(project) == []
    rows = walk_through(empty, *ASKED, "n y y", still, "enter", lambda app: app.screen is app.coding)
    assert any("Taken in: 1 document, 1 code, 2 codings" in row for row in rows)
    assert left(project) == []
    assert [(one.code, one.coder, one.start) for one in empty.codings()] == [
        ("bilingualism", "Ana", 13), ("weather", "c1", 31)]  # fmt: skip
    walk_through(empty, "escape", "u", lambda app: not app.study.documents())
    assert empty.codings() == [] and "weather" not in empty.codebook


def test_what_is_stopped_before_all_of_it_is_there_leaves_nothing(
    empty: Study, project: Path, walk_through: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = Event()

    def endless(_act: object, writing) -> None:
        writing.connection.create_function("rest", 0, lambda: never.wait(0.0005))
        writing.connection.execute(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT rest() FROM n) SELECT max(x) FROM n"
        )

    def writes(app) -> bool:
        return app.screen._writing is not None

    monkeypatch.setattr("qualcode.store.receiving.projects.bring", endless)
    rows = walk_through(empty, *ASKED, "n y y", still, "enter", writes, "escape", lambda app: not writes(app))
    assert any("Given up: nothing of it is in the study" in row for row in rows)
    assert empty.documents() == [] and empty.coders() == ["c1"]


def test_a_project_among_transcripts_says_how_it_comes_in(empty: Study, project: Path) -> None:
    asked = Wanted((project,), Description())
    count, refused = bring(empty.folder, "c1", asked, look=True)
    assert count == 1 and "name it alone" in refused.error


def test_a_project_takes_nothing_that_is_said_of_transcripts(empty: Study, project: Path, walk_through: Walk) -> None:
    rows = walk_through(empty, "escape", "I", "d a y s full_stop q d p x tab l i l l e enter")
    assert any("leave the other lines empty" in row for row in rows)
