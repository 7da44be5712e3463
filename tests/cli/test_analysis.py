"""Saturation and co-occurrence as typed, and on a study small enough to count by hand."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from qualcode.acts import AddCoding, SetDone
from qualcode.analysis.cooccurrence import Pair, Relation
from qualcode.errors import CancelledError
from qualcode.model.people import Participant
from qualcode.study import Study
from qualcode.tables.cooccurring import cooccurrences, relation_of
from qualcode.tables.saturating import Plan, code_saturation

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture
def coded(tmp_path: Path, new_study: Callable[..., Study], document: Callable[..., Any]) -> Iterator[Study]:
    """Two people of two sites in one group, one alone, a note; the text of D1 is known by heart below."""
    one, two = Participant("P1", site="lille"), Participant("P2", site="toulon")
    with new_study(tmp_path / "study") as study:
        turns = [("I", "Alors ?"), ("A", "Un deux trois. Quatre cinq six."), ("B", "Sept huit. Neuf dix.")]
        study.do(document("D1", turns, {"A": one, "B": two}, site="lille", kind="focus group", date="2013-02-01"))
        study.do(document("D2", [("A", "Un deux trois. Quatre.")], {"A": one}, site="lille", date="2012-05-01"))
        study.do(document("D3", [("", "Rien de dit.")], site="toulon", kind="visit note"))
        study.do(document("D4", [("B", "Un deux.")], {"B": two}, site="toulon"))
        yield study


def put(study: Study, name: str, *marks: tuple[str, str]) -> None:
    """Codes on the words of a document that are given."""
    text = study.transcript(name).text
    for words, code in marks:
        study.do(AddCoding(name, text.index(words), text.index(words) + len(words), code))


def pair(study: Study, first: str, second: str, relation: Relation, group: str = "", **choices: Any) -> Pair | None:
    return cooccurrences(study, relation, **choices).groups[group].pair(first, second)


def test_overlap_counts_segments_people_documents_and_letters(coded: Study) -> None:
    put(coded, "D1", ("Un deux trois.", "nearness"), ("trois. Quatre", "language"), ("Un", "language"))
    put(coded, "D2", ("Un deux", "access"), ("deux trois", "language"))
    found = pair(coded, "distance", "language", Relation("overlap"))
    assert found is not None
    assert (found.first_count, found.second_count, found.units) == (2, 3, 5)
    assert (found.first_meets, found.second_meets, found.together) == (2, 3, 2)
    assert (found.participants, found.documents) == (1, 2)
    assert (found.shared, found.covered) == (len("trois.") + len("Un") + len("deux"), 14 + 7 + 7 + 6)
    assert found.c == 2 / (2 + 3 - 2)
    assert pair(coded, "distance", "nearness", Relation("overlap")) is None
    by_code = pair(coded, "nearness", "language", Relation("overlap"), level="code")
    assert by_code is not None
    assert (by_code.first_count, by_code.second_count, by_code.first_meets, by_code.second_meets) == (1, 3, 1, 2)


def test_one_code_contains_another_and_equal_segments_each_other(coded: Study) -> None:
    put(coded, "D1", ("Un deux trois.", "nearness"), ("deux", "language"), ("Sept", "nearness"), ("Sept", "language"))
    there, back = (pair(coded, *names, Relation("contains")) for names in (("nearness", "language"),
                                                                          ("language", "nearness")))  # fmt: skip
    assert there is not None
    assert back is not None
    assert (there.first_meets, there.second_meets) == (2, 2)
    assert (back.first_meets, back.second_meets) == (1, 1)


def test_codes_of_one_turn_meet_in_it_and_the_interviewers_turn_is_none(coded: Study) -> None:
    put(coded, "D1", ("Alors", "nearness"), ("?", "language"), ("Un", "nearness"), ("six", "language"))
    put(coded, "D1", ("Sept", "access"))
    found = pair(coded, "distance", "language", Relation("turn"))
    assert found is not None
    assert (found.first_count, found.second_count, found.together, found.units) == (2, 1, 1, 2)
    put(coded, "D3", ("Rien", "nearness"), ("dit", "language"))
    again = pair(coded, "distance", "language", Relation("turn"))
    assert again is not None
    assert (again.together, again.participants, again.documents) == (2, 1, 2)


@pytest.mark.parametrize(
    ("within", "met"),
    [("turn", {"Quatre"}), ("sentence", {"Quatre"}), ("0", set()), ("1", {"Quatre"}), ("3", {"Quatre"}),
     ("4", {"Quatre", "Sept"})],
)  # fmt: skip
def test_a_code_follows_within_a_turn_a_sentence_or_so_many_words(coded: Study, within: str, met: set[str]) -> None:
    put(coded, "D1", ("deux", "nearness"), ("Quatre", "language"), ("Sept", "language"))
    found = pair(coded, "nearness", "language", relation_of("follows", within))
    assert (found.second_meets if found else 0) == len(met)
    assert pair(coded, "language", "nearness", relation_of("follows", within)) is None


def test_no_whole_sentence_lies_between_what_follows_within_a_sentence(coded: Study) -> None:
    put(coded, "D1", ("Un", "nearness"), ("Sept", "language"))
    assert pair(coded, "nearness", "language", relation_of("follows", "sentence")) is None
    put(coded, "D1", ("six", "nearness"))
    assert pair(coded, "nearness", "language", relation_of("follows", "sentence")) is not None


def test_groups_are_the_speakers_own(coded: Study) -> None:
    put(coded, "D1", ("Un deux", "nearness"), ("deux", "language"), ("Sept huit", "nearness"), ("Sept", "access"))
    table = cooccurrences(coded, by=["site"])
    assert list(table.groups) == ["lille", "toulon"]
    assert [(one.first, one.second) for one in table.groups["lille"].pairs] == [
        ("distance", "language"),
        ("nearness", "language"),
    ]
    assert [(one.first, one.second) for one in table.groups["toulon"].pairs] == [("nearness", "access")]


def test_whoever_waits_hears_of_each_document_and_can_stop(coded: Study) -> None:
    put(coded, "D1", ("Un", "nearness"))
    put(coded, "D2", ("Un", "language"))
    heard: list[str] = []
    cooccurrences(coded, tell=heard.append)
    assert heard == ["D1", "D2"]

    def stop(_done: object) -> None:
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        cooccurrences(coded, tell=stop)


def test_saturation_counts_the_interviews_that_are_coded_in_order_of_date(coded: Study) -> None:
    put(coded, "D1", ("Un", "nearness"), ("Sept", "language"), ("Neuf", "access"))
    put(coded, "D2", ("Un", "nearness"), ("deux", "distance"))
    coded.do(SetDone("D4", True))
    table = code_saturation(coded, Plan(orders=5), by=["site"])
    assert [step.document for step in table.whole.steps] == ["D2", "D1", "D4"]
    assert [step.new for step in table.whole.steps] == [("distance", "nearness"), ("access", "language"), ()]
    assert (table.left_out.other_kinds, table.left_out.not_coded, table.undated) == (1, 0, 1)
    assert {group: [(step.document, step.new) for step in found.steps] for group, found in table.groups.items()} == {
        "lille": [("D2", ("distance", "nearness")), ("D1", ())],
        "toulon": [("D1", ("access", "language")), ("D4", ())],
    }
    given = code_saturation(coded, Plan(order=("D4", "D1"), kinds=("interview", "focus group")))
    assert [step.document for step in given.whole.steps] == ["D4", "D1"]
    assert given.left_out.not_listed == 1


# ------------------------------------------------------------------ as typed


def test_saturation_is_shown_with_its_criterion_its_curve_and_what_to_beware_of(demo: Path, run: Any) -> None:
    ran = run("saturation", demo, "--base", 3, "--run", 1, "--threshold", "0,5", "--by", "site", "--order", "id")
    assert ran.status == 0
    assert "Code saturation" in ran.out
    assert "first 3; run: 1" in ran.out
    assert "50 %" in ran.out
    assert "reflexive" in ran.out
    assert "█" in ran.out


def test_saturation_as_json_is_complete_and_the_same_for_the_same_seed(demo: Path, run: Any) -> None:
    words = ("saturation", demo, "--by", "region", "--orders", 50, "--seed", 7, "--json")
    data = run(*words).data
    assert data == run(*words).data
    assert data["by"] == ["region"]
    assert data["whole"]["documents"] == len(data["whole"]["steps"]) == len(data["whole"]["band"]["cumulative"])
    assert data["whole"]["steps"][-1]["cumulative"] == data["whole"]["codes"]
    assert {"group", "steps", "reached", "notation", "richness", "band"} <= data["groups"][0].keys()
    assert [step["document"] for step in data["whole"]["steps"]] != []


def test_the_order_can_be_a_file_of_ids_and_what_is_wrong_in_it_is_named(demo: Path, run: Any) -> None:
    ids = [row["id"] for row in run("documents", demo, "--json").data]
    Path("order.txt").write_text("\n".join(reversed(ids)) + "\n\n", encoding="utf-8")
    shown = [
        step["document"] for step in run("saturation", demo, "--order", "order.txt", "--json").data["whole"]["steps"]
    ]
    assert shown == [name for name in reversed(ids) if name in shown]
    for text, why in ((f"{ids[0]}\nnowhere\n", "order.txt:2: there is no document nowhere"),
                      (f"{ids[0]}\n{ids[0]}\n", "order.txt:2: " + ids[0]), ("\n", "lists no document")):  # fmt: skip
        Path("order.txt").write_text(text, encoding="utf-8")
        ran = run("saturation", demo, "--order", "order.txt")
        assert (ran.status, ran.out) == (1, "")
        assert why in ran.err


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        ("saturation my-study --threshold much", 2, "5% or 0.05"),
        ("saturation my-study --threshold 7", 2, "5% or 0.05"),
        ("saturation my-study --base 0", 2, "--base"),
        ("saturation my-study --kind gossip", 1, "gossip"),
        ("saturation my-study --by regoin", 1, "Write region"),
        ("saturation my-study --by=", 1, "--by '': a dimension is missing"),
        ("themes my-study --by=", 1, "Write one, or two with a comma"),
        ("themes my-study --by site,", 1, "a dimension is missing"),
        ("themes my-study --by site,site", 1, "site stands twice among the dimensions"),
        ("joint my-study --by=", 1, "a dimension is missing"),
        ("inclusion my-study --by wave,wave", 1, "wave stands twice"),
        ("picture my-study heatmap --by=", 1, "a dimension is missing"),
        ("saturation my-study --order nowhere.txt", 1, "nowhere.txt"),
        ("saturation my-study --where wrong", 1, "not a condition"),
        ("cooccurrence my-study --within 3", 1, "--relation follows"),
        ("cooccurrence my-study --relation follows --within soon", 1, "number of words"),
        ("cooccurrence my-study --code nowhere", 1, "no code nowhere"),
        ("cooccurrence my-study --by regoin", 1, "Write region"),
        ("cooccurrence my-study --by role,role", 1, "role stands twice"),
        ("cooccurrence my-study -o net.doc", 1, ".graphml .csv"),
        ("cooccurrence my-study --coder nobody", 1, "nobody"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(demo: Path, run: Any, words: str, status: int, why: str) -> None:
    ran = run(*words.split())
    assert (ran.status, ran.out) == (status, "")
    assert why in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("relation", ["overlap", "contains", "turn", "follows"])
@pytest.mark.parametrize("measure", ["together", "c", "lift"])
def test_a_matrix_is_shown_with_its_rule(demo: Path, run: Any, relation: str, measure: str) -> None:
    ran = run("cooccurrence", demo, "--relation", relation, "--measure", measure)
    assert ran.status == 0
    assert "n12" in ran.out
    assert "Nearness" in ran.out


def test_the_partners_of_one_code_are_those_of_the_json_most_frequent_first(demo: Path, run: Any) -> None:
    words = ("cooccurrence", demo, "--relation", "turn", "--code", "nearness")
    pairs = run(*words, "--json").data["groups"][0]["pairs"]
    assert all("nearness" in (pair["first"], pair["second"]) for pair in pairs)
    assert [pair["together"] for pair in pairs] == sorted((pair["together"] for pair in pairs), reverse=True)
    shown = [line.split() for line in run(*words).out.split("\n\n")[0].split("\n")[1:]]
    assert len(shown) == len(pairs) > 0


def test_one_code_meets_another_as_often_from_either_side(demo: Path, run: Any) -> None:
    data = run("cooccurrence", demo, "--relation", "follows", "--within", 30, "--by", "region,role", "--json").data
    assert data["by"] == ["region", "role"]
    for group in data["groups"]:
        assert " / " in group["group"]
        units = {code["code"]: code["units"] for code in group["codes"]}
        for pair in group["pairs"]:
            assert pair["together"] == min(pair["first_meets"], pair["second_meets"])
            assert (pair["first_count"], pair["second_count"]) == (units[pair["first"]], units[pair["second"]])


def test_files_hold_the_same_figures(demo: Path, run: Any) -> None:
    data = run("cooccurrence", demo, "--relation", "turn", "--json").data["groups"][0]
    assert run("cooccurrence", demo, "--relation", "turn", "-o", "net.graphml").out == ""
    root = ElementTree.parse("net.graphml").getroot()
    weights = [int(value.text or 0) for value in root.iter(f"{NAMESPACE}data") if value.get("key") == "edge-weight"]
    assert weights == [pair["together"] for pair in data["pairs"]]
    run("cooccurrence", demo, "--relation", "turn", "-o", "net.csv")
    with Path("net.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["first"], row["second"], int(row["together"])) for row in rows] == [
        (pair["first"], pair["second"], pair["together"]) for pair in data["pairs"]
    ]


def test_an_empty_study_has_nothing_to_show(empty: Path, run: Any) -> None:
    assert "too few interviews (0)" in run("saturation", empty).out
    assert "No two codes come together" in run("cooccurrence", empty).out
