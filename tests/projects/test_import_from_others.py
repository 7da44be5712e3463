"""Projects of other programs, taken in by the command: what each says it brought is what the study has then."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.cli import main
from qualcode.study import Study

Import = Callable[..., Any]
TABLE = """\
document,quote,code,coder
Late,this line,distance,ana
Late,l,distance,ana
Late,nowhere,distance,ana
"""
SURVEY = "Case;Age;Why?\nID4;41;No bus.\nID5;30;Too far.\n"
SOURCE = "[[coderId=ana]]\nThe bell rings. [[bell>ringing]]\n[[uid=1]] Nobody comes.\n"


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Import:
    """Imports something into one study, and answers what the command says of it as JSON, and its status."""
    for name in ("QUALCODE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUALCODE_CODER", "me")

    def run(*args: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main([str(arg) for arg in args])
        return int(str(left.value.code or 0)), capsys.readouterr().out

    run("init", tmp_path / "study", "--language", "en")

    def take(*args: object) -> tuple[int, Any]:
        status, out = run("import", tmp_path / "study", *args, "--yes", "--json")
        return status, json.loads(out) if out else None

    return take


def test_one_study_takes_in_what_every_other_program_has(
    taken: Import, tmp_path: Path, qualcoder: Path, rqda: Path, taguette: Path, qc: Path
) -> None:
    source = tmp_path / "bell.rock"
    source.write_text(SOURCE)
    wanted = {qualcoder: (2, 4, 2), rqda: (1, 2, 2), taguette: (1, 3, 3), qc: (1, 2, 4), source: (1, 2, 1)}
    for path, (documents, _codes, codings) in wanted.items():
        status, said = taken(path)
        assert (status, said["documents"], said["codings"]) == (0, documents, codings), path
        assert taken(path)[1]["codings"] == 0, path
    with Study.open(tmp_path / "study") as study:
        assert len(study.documents()) == 6
        assert len(study.codings()) == 12
        by_coder = {coder: len(study.codings(coder=coder)) for coder in study.coders()}
        late = next(document.id for document in study.catalogue() if document.name == "Late")
        assert study.transcript(late).text == "Only this line.\n"
        assert "ana" in by_coder and "ben" in by_coder
        study.undo("me")
        assert len(study.codings()) == 11


def test_a_table_of_codings_and_answers_to_a_survey(taken: Import, tmp_path: Path, qualcoder: Path) -> None:
    assert taken(qualcoder)[0] == 0
    table, answers = tmp_path / "codings.csv", tmp_path / "answers.csv"
    table.write_text(TABLE)
    status, planned = taken(table, "--dry-run")
    status, said = taken(table)
    assert planned == said and status == 1
    assert (said["codings"], said["lost"], [row["line"] for row in said["refused"]]) == (
        1,
        {"row that cannot be used": 2},
        [3, 4],
    )
    assert "Give start and end: " in said["refused"][0]["error"]
    answers.write_text(SURVEY)
    status, said = taken(answers, "--open", "Why?", "--respondent", "Case", "--closed", "Age", "--site", "lens")
    assert (status, said["documents"], said["lost"]) == (0, 2, {})
    with Study.open(tmp_path / "study") as study:
        assert {document.site for document in study.documents()} == {None, "lens"}
        person = next(one for one in study.participants() if one.id == "ID4")
        assert person.variables == {"age": "41"}  # as the study calls it already


def test_somebody_at_a_terminal_is_shown_where_words_stand_and_chooses(
    taken: Import, tmp_path: Path, qualcoder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert taken(qualcoder)[0] == 0
    table, answers = tmp_path / "codings.csv", iter((0, 2))
    table.write_text("document,quote,code\nLate,l,distance\nLate,l,distance\n")
    monkeypatch.setattr("qualcode.cli.other_sources.may_ask", lambda _options: True)
    monkeypatch.setattr("click.prompt", lambda *_asked, **_how: next(answers))
    with pytest.raises(SystemExit):
        main(["import", str(tmp_path / "study"), str(table)])
    assert "2) …Only this [l] ine.…" in capsys.readouterr().err
    with Study.open(tmp_path / "study") as study:
        coding = study.codings(coder="me")[0]
        assert (coding.start, coding.end) == (10, 11)


def test_options_that_do_not_fit_are_refused(taken: Import, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wrong = {
        ("a.csv", "--closed", "Age"): "--closed is for survey answers",
        ("a.csv", "b.csv", "--open", "Why?"): "one spreadsheet",
        ("--comments-as-codes",): "Name Word documents",
        ("a.docx", "--comments-as-codes", "--open", "Why?"): "different files",
        ("a.docx", "--comments-as-codes", "--wave", "T0"): "--wave is for transcripts",
    }
    for args, why in wrong.items():
        with pytest.raises(SystemExit):
            main(["import", str(tmp_path / "study"), *args])
        assert why in capsys.readouterr().err
