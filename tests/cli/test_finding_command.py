"""find, words, collocates and corpus as they are typed."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest


def test_find_narrows_to_people_and_sorts_by_what_stands_beside(demo: Path, run: Any) -> None:
    every = run("find", demo, "distance", "--json").data
    workers = run("find", demo, "distance", "--role", "worker", "--json").data
    assert 0 < len(workers) < len(every)
    assert all(row in every for row in workers)
    right = run("find", demo, "distance", "--sort", "right", "--json").data
    assert sorted(map(str, right)) == sorted(map(str, every))
    assert right != every
    assert len(run("find", demo, "distance", "--no-interviewers", "--json").data) <= len(every)


def test_keywords_stand_one_below_the_other(demo: Path, run: Any) -> None:
    lines = run("find", demo, "distance", "--context", "4w").out.rstrip("\n").split("\n")
    assert len({line.index("[") for line in lines}) == 1
    assert all(len(line[line.index("]") + 1 :].split()) <= 4 for line in lines)


def test_find_by_forms_and_by_expression(demo: Path, run: Any) -> None:
    forms = {row["text"].lower() for row in run("find", demo, "traduire", "--lemma", "--json").data}
    assert len(forms) > 1
    assert (
        run("find", demo, "traduire", "--forms", "--json").data
        == run("find", demo, "traduire", "--lemma", "--json").data
    )
    found = run("find", demo, r"\bdistances?\b", "--regex", "--json").data
    assert {row["text"].lower() for row in found} == {"distance"}
    assert (
        run("find", demo, "Équipe", "--exact", "--json").data != run("find", demo, "équipe", "--exact", "--json").data
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["(", "--regex"], "no regular expression"),
        (["...", "--regex", "--role", "nobody"], "is not in this study"),
        (["distance", "--where", "text~x"], "said of codings"),
        (["distance", "--context", "wide"], "no width of context"),
        (["distance", "--code", "nearnes"], "nearness"),
        ([r"(\w|\s|[a-z ])+\d{99}", "--regex"], "too long in"),
    ],
)
def test_what_cannot_be_found_is_refused_in_a_sentence(words: list[str], said: str, demo: Path, run: Any) -> None:
    ran = run("find", demo, *words)
    assert ran.status == 1
    assert said in ran.err


def test_all_that_is_found_is_coded_at_once_and_taken_back_at_once(demo: Path, run: Any) -> None:
    before = run("codings", demo, "--json").data
    typed = ["find", demo, "distance", "--code", "nearness", "--unit", "sentence", "--coder", "zoe"]
    dry = run(*typed, "--dry-run", "--json").data
    assert run("codings", demo, "--json").data == before
    assert {row["id"] for row in dry["coded"]} == {None}
    done = run(*typed, "--json").data
    assert [row | {"id": None} for row in done["coded"]] == dry["coded"]
    again = run(*typed, "--json").data
    assert (again["coded"], again["there"]) == (
        [],
        [{k: row[k] for k in ("document", "start", "end")} for row in done["coded"]],
    )
    assert "carry it already" in run(*typed).err
    assert run("undo", demo, "--coder", "zoe").status == 0
    assert run("codings", demo, "--json").data == before


def test_words_are_printed_written_and_told_to_scripts(demo: Path, run: Any, tmp_path: Path) -> None:
    data = run("words", demo, "--by", "site", "--json").data
    assert data.keys() >= {"rule", "by", "size", "people", "groups", "words"}
    assert sum(group["size"] for group in data["groups"]) == data["size"]
    first = data["words"][0]
    assert first.keys() == {"word", "count", "per_1000", "participants", "documents", "groups"}
    assert "key words" in run("words", demo, "--by", "site", "--top", "3").out
    file = tmp_path / "words.csv"
    assert run("words", demo, "-o", file, "--lemma").status == 0
    with file.open(encoding="utf-8-sig", newline="") as table:
        assert next(csv.reader(table)) == ["word", "count", "participants", "documents"]
    assert run("words", demo, "-o", tmp_path / "words.docx").status == 1
    assert "code" in run("words", demo, "--by", "code", "--json").data["by"]


def test_words_of_ones_own_are_left_out(demo: Path, run: Any) -> None:
    word = run("words", demo, "--json").data["words"][0]["word"]
    file = demo / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8") + f"stop_words: [{word.upper()}]\n", encoding="utf-8")
    assert word not in {row["word"] for row in run("words", demo, "--json").data["words"]}


def test_collocates_are_told_for_each_group(demo: Path, run: Any) -> None:
    data = run("collocates", demo, "distance", "--window", "3", "--no-stop", "--json").data
    assert (data["window"], data["forms"]) == (3, ["distance"])
    (group,) = data["groups"]
    assert all(row["together"] >= 2 and row["pmi"] > 0 for row in group["collocates"])
    assert "bonne" in run("collocates", demo, "distance").out
    assert run("collocates", demo, "two words").status == 1
    assert run("collocates", demo, "zzzz").status == 1


def test_a_corpus_goes_out_without_names_of_files(demo: Path, run: Any, tmp_path: Path) -> None:
    corpus, folder = tmp_path / "corpus.txt", tmp_path / "txm"
    ran = run("corpus", demo, "-o", corpus, "--for", "iramuteq")
    assert ran.status == 0
    assert f"{corpus.read_text(encoding='utf-8').count('****')} texts" in ran.err
    assert run("corpus", demo, "-o", folder, "--for", "txm", "--unit", "passage", "--code", "nearness").status == 0
    assert (folder / "metadata.csv").is_file()
    assert run("corpus", demo, "-o", folder, "--for", "txm").status == 1
