"""Queries on the command line: asked, saved by name, and acts on all that they answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def ids(run: Any, demo: Path, *words: object) -> list[int]:
    return [row["id"] for row in run("quotes", demo, *words, "--json").data]


def test_a_query_is_asked_in_words_of_either_language(demo: Path, run: Any) -> None:
    asked = ids(run, demo, "--where", "nearness and site=lille and not role=nurse")
    assert asked
    assert asked == ids(run, demo, "--where", "« Proximité et accessibilité » et site=Lille et non role=nurse")
    assert asked == ids(run, demo, "--where", "nearness", "--where", "site=lille", "--where", "not role=nurse")
    assert set(asked) < set(ids(run, demo, "--code", "nearness"))


def test_conditions_as_they_were_typed_before_mean_what_they_meant(demo: Path, run: Any) -> None:
    whole = run("quotes", demo, "--json").data
    kind = [row["id"] for row in whole if row["document"] in _documents(run, demo, "focus group")]
    assert ids(run, demo, "--where", "kind=focus group") == kind
    assert ids(run, demo, "--where", "kind!=focus group") == [row["id"] for row in whole if row["id"] not in kind]
    assert ids(run, demo, "--code", "nearness", "--where", "kind=focus group") == [
        number for number in ids(run, demo, "--code", "nearness") if number in kind
    ]


def _documents(run: Any, demo: Path, kind: str) -> set[str]:
    return {row["id"] for row in run("documents", demo, "--json").data if row["kind"] == kind}


def test_answers_are_sorted_and_shown_with_their_turns(demo: Path, run: Any) -> None:
    found = run("quotes", demo, "--where", "nearness", "--sort", "length", "--context", 1, "--limit", 5, "--json").data
    assert [len(row["text"]) for row in found] == sorted(len(row["text"]) for row in found)
    assert all(row["before"] or row["after"] for row in found)
    shown = run("quotes", demo, "--where", "nearness", "--sort", "length", "--context", 1, "--limit", 1).out
    assert f"[{found[0]['text']}]" in shown
    sites = [row["site"] for row in run("quotes", demo, "--where", "coder=c1", "--sort", "site", "--json").data]
    order = [site["id"] for site in run("sites", demo, "--json").data]
    assert sites == sorted(sites, key=order.index)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("nearness adn bilingualism", "Write nearness and bilingualism."),
        ("nearness bilingualism", "Write nearness and bilingualism."),
        ("nearness and siite=lille", "Column 14: nothing is called siite that a condition could name. Write site."),
        ("site=lile", "Write lille."),
        ("nearness role=nurse", "Write nearness and role=…."),
        ("key=perhaps", "Write yes or no."),
        ("role", "Write role=…."),
        ("nearness and (", "Column 15"),
        ("coder=nobody", "Nobody called nobody"),
        ("nearness near b", "near(10 words)"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence_with_its_column(query: str, said: str, demo: Path, run: Any) -> None:
    ran = run("quotes", demo, "--where", query)
    assert ran.status == 1
    assert said in ran.err
    assert "Column " in ran.err
    assert ran.out == ""


def test_queries_are_saved_listed_asked_and_taken_out(demo: Path, run: Any) -> None:
    before = (demo / "study.yaml").read_bytes()
    assert run("queries", "save", demo, "Près de Lille", "nearness and site=lille").status == 0
    assert run("queries", demo, "--json").data == [
        {"name": "Près de Lille", "query": "nearness and site=lille", "wrong": None}
    ]
    assert ids(run, demo, "--query", "pres de lille") == ids(run, demo, "--where", "nearness and site=lille")
    assert ids(run, demo, "--query", "pres de lille", "--where", "key=yes") == ids(
        run, demo, "--where", "nearness and site=lille and key=yes"
    )
    assert "Près de Lille" in run("queries", "list", demo).out
    assert run("quotes", demo, "--query", "Près de Lile").err.strip().endswith("Write Près de Lille.")
    assert run("queries", "save", demo, "wrong", "nearnes").status == 1
    assert run("queries", "remove", demo, "près de lille").status == 0
    assert (demo / "study.yaml").read_bytes() == before
    assert run("undo", demo).status == 0
    assert run("undo", demo).status == 0
    assert (demo / "study.yaml").read_bytes() == before


def test_a_query_in_the_file_that_cannot_be_meant_is_refused_with_its_place(demo: Path, run: Any) -> None:
    path = demo / "study.yaml"
    text = path.read_text(encoding="utf-8") + "queries:\n  near: nearness near b\n"
    path.write_text(text, encoding="utf-8")
    line = len(text.splitlines())
    ran = run("quotes", demo)
    assert ran.status == 1
    assert f"study.yaml:{line}:18: the query near: near says how near." in ran.err


def test_a_saved_query_whose_code_is_gone_is_told_by_check(demo: Path, run: Any) -> None:
    path = demo / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "queries: {old: nearnes}\n", encoding="utf-8")
    assert "the query old: Column 1: There is no code nearnes" in run("check", demo).out
    assert run("queries", demo, "--json").data[0]["wrong"].startswith("Column 1: ")


def test_several_are_recoded_as_one_act_and_none_is_put_on_twice(demo: Path, run: Any) -> None:
    before = run("codings", demo, "--json").data
    asked = run("recode", demo, "testifying", "--where", "nearness", "--dry-run", "--json").data
    assert asked["done"] is False
    assert run("codings", demo, "--json").data == before
    done = run("recode", demo, "testifying", "--where", "nearness", "--json").data
    assert {**done, "done": False} == asked
    now = {row["id"]: row["code"] for row in run("codings", demo, "--json").data}
    assert {number for number in done["codings"] if now[number] == "testifying"} == set(done["codings"])
    assert len([row for row in before if row["code"] == "nearness"]) == done["count"] + done["left"]
    assert run("undo", demo).status == 0
    assert run("codings", demo, "--json").data == before


def test_several_by_id_or_by_query_are_untagged_marked_and_given_a_memo(demo: Path, run: Any) -> None:
    before = run("codings", demo, "--json").data
    first, second = before[0]["id"], before[1]["id"]
    assert "2 codings would change" in run("untag", demo, first, second, "--dry-run").err
    assert run("untag", demo, first, second).status == 0
    assert len(run("codings", demo, "--json").data) == len(before) - 2
    assert run("undo", demo).status == 0
    for words, where in ((("key",), "key=yes"), (("counter",), "counter=yes")):
        assert run(*words, demo, "--where", "bilingualism").status == 0
        assert set(ids(run, demo, "--where", "bilingualism")) <= set(ids(run, demo, "--where", where))
    assert run("memo", demo, "relire", "--where", "bilingualism and site=lille").status == 0
    assert run("memo", demo, f"coding:{first},{second}", "relire").status == 0
    read = ids(run, demo, "--where", "memo~relire")
    assert set(read) == {first, second, *ids(run, demo, "--where", "bilingualism and site=lille")}
    for _ in range(4):
        assert run("undo", demo).status == 0
    assert run("codings", demo, "--json").data == before


@pytest.mark.parametrize(
    "words", [["untag"], ["untag", 1, "--where", "nearness"], ["key"], ["memo", "a", "b", "--where", "nearness"]]
)
def test_which_codings_are_meant_must_be_said_once(words: list[object], demo: Path, run: Any) -> None:
    assert run(words[0], demo, *words[1:]).status == 2


def test_an_act_on_nothing_is_refused(demo: Path, run: Any) -> None:
    ran = run("untag", demo, "--where", "nearness and text~zzzz")
    assert ran.status == 1
    assert "nothing was changed" in ran.err
