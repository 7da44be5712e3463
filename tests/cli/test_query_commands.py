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
        ("nearness and definition<abc", "Column 14: definition: abc is not a number."),
        ("round=x", "Column 1: round: x is not a number."),
        ("site=lille and proximité et accessibilité", 'quotation marks: "proximité et accessibilité".'),
        ("Proximité et accessibilité", "Column 1: Proximité et accessibilité is a code"),
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
    asked = run("recode", demo, "testifying", "--where", "nearness", "--everyone", "--dry-run", "--json").data
    assert asked["done"] is False
    assert run("codings", demo, "--json").data == before
    done = run("recode", demo, "testifying", "--where", "nearness", "--everyone", "--json").data
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
        assert run(*words, demo, "--where", "bilingualism", "--everyone").status == 0
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


@pytest.mark.parametrize("words", [["untag"], ["recode"], ["key"], ["counter"]])
def test_a_query_changes_ones_own_codings_and_says_whose_stay(words: list[str], demo: Path, run: Any) -> None:
    before = run("codings", demo, "--json").data
    others = [row for row in before if row["coder"] != "c1"]
    meant = (*words, demo, *(["testifying"] if words == ["recode"] else []))
    query = ("--where", "nearness", "--coder", "c1")
    tried = run(*meant, *query, "--dry-run")
    told = run(*meant, *query, "--dry-run", "--json").data
    assert (set(told["coders"]), told["everyone"], told["done"]) == ({"c1"}, False, False)
    assert set(told["stay"]) == {"c2", "consensus"}
    whose = ", ".join(f"{coder} {count}" for coder, count in told["stay"].items())
    assert f"Others' codings stay ({whose})" in tried.err
    assert f"Others' codings stay ({whose})" in run(*meant, *query).err
    assert [row for row in run("codings", demo, "--json").data if row["coder"] != "c1"] == others
    assert run("undo", demo, "--coder", "c1").status == 0
    assert "Others' codings were changed: c2 " in run(*meant, *query, "--everyone").err
    assert [row for row in run("codings", demo, "--json").data if row["coder"] != "c1"] != others


def test_a_query_that_finds_others_codings_alone_changes_nothing(demo: Path, run: Any) -> None:
    refused = run("untag", demo, "--where", "nearness", "--coder", "zoe")
    assert (refused.status, "nothing was changed" in refused.err, "--everyone" in refused.err) == (1, True, True)


def test_a_coding_named_by_its_id_is_changed_and_it_is_said_whose_it_was(demo: Path, run: Any) -> None:
    theirs = next(row["id"] for row in run("codings", demo, "--coder", "c2", "--json").data)
    assert "Others' codings were changed: c2 1." in run("untag", demo, theirs, "--coder", "c1").err


def test_what_commands_print_has_ids_where_labels_stand_and_no_file_names(demo: Path, run: Any) -> None:
    shown = [run("show", demo, one["id"], "--json").data for one in run("documents", demo, "--json").data]
    labels = {one["text"][turn["start"] : turn["body"]].strip() for one in shown for turn in one["turns"]}
    labels = {label for label in labels if len(label) > 4}
    assert labels
    over = max(shown, key=lambda one: len(one["participants"]))
    first, last = over["turns"][4], over["turns"][6]
    run("tag", demo, over["id"], first["body"], last["end"], "nearness", "--coder", "c1")
    for command in (
        ["quotes", demo, "--context", 1],
        ["quotes", demo],
        ["codings", demo],
        ["find", demo, "je", "--json"],
        ["find", demo, "distance"],
        ["memos", demo],
        ["memos", demo, "--json"],
    ):
        said = run(*command).out
        assert not [label for label in labels if label in said], command
        assert not [one["name"] for one in shown if one["name"] in said], command
    around = run("quotes", demo, "--context", 1, "--json").data
    assert not [label for label in labels for row in around if label in row["before"] + row["after"]]
