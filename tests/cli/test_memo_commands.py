"""Memos as commands: written, narrowed, answered, edited, taken away; a site's logbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def noted(unnoted: Path, run: Any) -> Path:
    for words in (
        ("study", "Je doute.", "--kind", "reflexive"),
        ("site:Lille", "Deux absents.", "--kind", "logbook", "--date", "2013-04-02"),
        ("code:nearness", "Une limite ? [#5]", "--kind", "question"),
        ("passage:L01:10-40", "Ici.", "--coder", "c1"),
    ):
        assert run("memos", "add", unnoted, *words).status == 0
    return unnoted


def test_memos_are_listed_with_what_they_are_on_in_words(noted: Path, run: Any) -> None:
    ran = run("memos", noted)
    assert [line for line in ran.out.split("\n") if line[:1].isdigit()] == [
        line for line in ran.out.split("\n") if any(f"  {about}" in line for about in (
            "the study", "Lille", "Nearness and accessibility", "L01 §1"))]  # fmt: skip
    assert "Une limite ? [A01 INF01 §6]" in ran.out
    rows = run("memos", "show", noted, "--json").data
    assert [(row["id"], row["kind"], row["about"], row["site"], row["date"]) for row in rows] == [
        (1, "reflexive", "the study", None, None), (2, "logbook", "Lille", "lille", "2013-04-02"),
        (3, "question", "Nearness and accessibility", None, None), (4, "analytic", "L01 §1", "lille", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--kind", "question"), [3]), (("--target", "site"), [2]), (("--target", "code:Nearness"), [3]),
        (("--coder", "c1"), [4]), (("--site", "nord-pas-de-calais"), [2, 4]), (("--until", "2013-04"), [2]),
        (("--since", "2013-05"), [1, 3, 4]), (("--text", "LIMITE une"), [3]), (("--site", "toulon"), []),
    ],
)  # fmt: skip
def test_each_option_narrows_the_list(noted: Path, run: Any, options: tuple[str, ...], found: list[int]) -> None:
    assert [row["id"] for row in run("memos", noted, *options, "--json").data] == found


def test_a_question_is_answered_a_memo_edited_and_taken_away_and_undone(noted: Path, run: Any) -> None:
    assert run("memos", "answer", noted, 3, "Oui.", "--coder", "c1").status == 0
    assert "Oui." in run("memos", noted, "--kind", "answered").out
    assert "no open question" in run("memos", "answer", noted, 3, "Non.").err
    assert run("memos", "edit", noted, 2, "--date", "2013-04-03").status == 0
    assert run("memos", "edit", noted, 1, "Je pense.").status == 0
    rows = {row["id"]: row for row in run("memos", noted, "--json").data}
    assert (rows[2]["text"], rows[2]["date"], rows[1]["text"]) == ("Deux absents.", "2013-04-03", "Je pense.")
    assert run("memos", "remove", noted, 4).status == 1, "it is another's"
    assert run("memos", "remove", noted, 1).status == 0
    assert run("undo", noted).status == 0
    assert len(run("memos", noted, "--json").data) == 4


def test_a_memo_is_written_in_the_editor(noted: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "sed -i s/doute/pense/")
    monkeypatch.delenv("VISUAL", raising=False)
    assert run("memos", "edit", noted, 1, "--edit").status == 0
    assert run("memos", noted, "--kind", "reflexive", "--json").data[0]["text"] == "Je pense."
    monkeypatch.setenv("EDITOR", "true")
    assert "Nothing was changed." in run("memo", noted, "study", "--kind", "reflexive", "--edit").err


def test_the_quick_memo_takes_the_place_of_the_first(noted: Path, run: Any) -> None:
    for text in ("un", "deux"):
        assert run("memo", noted, "code:Nearness", text).status == 0
    assert [row["text"] for row in run("memo", noted, "code:nearness", "--json").data] == ["Une limite ? [#5]", "deux"]
    assert run("memo", noted, "code:nearness", "").status == 0
    assert [row["id"] for row in run("memo", noted, "code:nearness", "--json").data] == [3]


def test_a_logbook_is_a_timeline_and_takes_entries(noted: Path, run: Any) -> None:
    assert run("logbook", noted, "Lille", "--add", "-", "--date", "2012-10", stdin=b"Premier jour.\n").status == 0
    rows = run("logbook", noted, "lille", "--json").data
    assert [(row["day"], row["document"] or row["memo"]["text"]) for row in rows] == [
        ("2012-10", "Premier jour."), ("2012-10-09", "L01"), ("2012-11-20", "L03"), ("2013-04-02", "Deux absents."),
        ("2013-06-18", "A01"), ("2013-10-15", "L02"), ("2013-12-03", "L04")]  # fmt: skip
    assert "Deux absents." in run("logbook", noted, "nord-pas-de-calais").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("memos", "add", "planet:mars", "m"), "planet:mars"), (("memos", "add", "study"), "--edit"),
        (("memos", "edit", 99, "m"), "99"), (("memos", "remove", 99), "99"), (("logbook", "Lile"), "lille"),
        (("memos", "show", "--since", "soon"), "2013-04-02"), (("memos", "show", "--site", "lile"), "lille"),
        (("memos", "add", "site:lille", "m", "--kind", "logbook", "--date", "avril"), "2013-04-02"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(noted: Path, run: Any, words: tuple[Any, ...], said: str) -> None:
    verb = 2 if words[0] == "memos" else 1
    ran = run(*words[:verb], noted, *words[verb:])
    assert ran.status == 1
    assert said in ran.err


def test_the_demonstration_holds_memos_of_every_kind_but_answers(demo: Path, run: Any) -> None:
    rows = run("memos", demo, "--json").data
    assert {row["kind"] for row in rows} == {"logbook", "question", "analytic", "methodological", "reflexive"}
    assert {row["site"] for row in rows if row["kind"] == "logbook"} == {"toulon", "lille", "bobigny"}
