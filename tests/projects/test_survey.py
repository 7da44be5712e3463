"""Answers to a survey: open ones are said in turn, closed ones are known of who gave them, the rest stays outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.errors import InputError
from qualcode.projects.survey import Columns, read_survey

TABLE = """\
Case;Name;Age;Why did you stop?;What would help?
ID4;Ada Low;41;"No bus: none at all.
Note: it rained.";A bus
ID5;Bo Hay;;No bus;
ID5;Cy Fen;x;  ;
ID5;Di Orr;30;No bus;
"""
WHY, HELP = "Why did you stop?", "What would help?"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Answers of four people."""
    path = tmp_path / "answers.csv"
    path.write_text(TABLE)
    return path


def test_each_respondent_is_a_conversation_of_open_questions(table: Path) -> None:
    project = read_survey(table, Columns((WHY, HELP), "case", ("Age",)))
    first = project.texts[0]
    assert first.text == f"Question: {WHY}\nID4: No bus: none at all.\nNote: it rained.\nQuestion: {HELP}\nID4: A bus\n"
    assert [(turn.speaker, first.text[turn.body : turn.end]) for turn in first.turns] == [
        ("Question", f"{WHY}\n"), ("ID4", "No bus: none at all.\nNote: it rained.\n"),
        ("Question", f"{HELP}\n"), ("ID4", "A bus\n"),
    ]  # fmt: skip
    assert [speaker.interviewer for speaker in first.people] == [True, False]
    assert [(case.name, case.values, case.texts) for case in project.cases] == [
        ("ID4", {"Age": "41"}, (first.id,)), ("ID5", {}, (project.texts[1].id,)),
        ("ID5 (2)", {"Age": "30"}, (project.texts[2].id,)),
    ]  # fmt: skip
    assert project.variables[0].kind == "Float"
    assert project.lost == {
        "respondent without an open answer": 1, "column that was not named": 1, "name that two respondents have": 1,
    }  # fmt: skip
    assert "Ada" not in repr(project)


def test_answers_apart_are_documents_and_rows_without_names_are_counted(table: Path) -> None:
    project = read_survey(table, Columns((WHY, HELP), apart=True))
    assert [text.name for text in project.texts] == [
        f"R001 – {WHY}",
        f"R001 – {HELP}",
        f"R002 – {WHY}",
        f"R004 – {WHY}",
    ]
    assert len({text.text for text in project.texts}) == 4
    assert project.cases[0].texts == (project.texts[0].id, project.texts[1].id)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        (Columns(("Why did you stop",)), "no column Why did you stop"),
        (Columns((WHY,), "Cases"), "no column Cases"),
        (Columns(("Nothing",)), "no column Nothing"),
    ],
)
def test_a_column_that_is_not_there_is_named(table: Path, columns: Columns, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_survey(table, columns)


def test_a_table_without_answers_is_refused(table: Path) -> None:
    table.write_text("a,b\n,1\n")
    with pytest.raises(InputError, match=r"nobody answered a"):
        read_survey(table, Columns(("a",)))
    table.write_text("a,a\nx,1\n")
    with pytest.raises(InputError, match="two columns a"):
        read_survey(table, Columns(("a",)))


def test_a_workbook_is_read_from_its_first_filled_sheet(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "answers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("empty")
        sheet = book.add_worksheet("answers")
        for number, row in enumerate((("Case", WHY), ("ID4", "No bus."), (), (5, "Too far."))):
            sheet.write_row(number, 0, row)
    project = read_survey(path, Columns((WHY,), "Case"))
    assert [text.text for text in project.texts] == [
        f"Question: {WHY}\nID4: No bus.\n", f"Question: {WHY}\n5: Too far.\n"
    ]  # fmt: skip
