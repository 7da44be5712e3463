"""Coding what was found: which passage a place stands for, and that nothing is coded twice."""

from __future__ import annotations

import pytest

from qualcode.acts import AddCoding
from qualcode.language.patterns import Wanted
from qualcode.searching.coding import plan
from qualcode.study import Study


def words(
    study: Study, unit: str, code: str = "nearness", wanted: str = "distance | comprend"
) -> tuple[list[str], list[str]]:
    """What would be coded and what is already, as texts."""
    made = plan(study, study.each_hit(Wanted(wanted)), unit, code, "ana")
    text = study.transcript("L01").text
    return [text[place.start : place.end] for place in made.fresh], [
        text[place.start : place.end] for place in made.there
    ]


@pytest.mark.parametrize(
    ("unit", "passages"),
    [
        ("hit", ["distance", "comprend"]),
        ("sentence", ["J'ai perdu la distance.", "On se comprend."]),
        ("turn", ["J'ai perdu la distance. On se comprend."]),
    ],
)
def test_a_place_stands_for_its_words_its_sentence_or_its_turn(study: Study, unit: str, passages: list[str]) -> None:
    assert words(study, unit) == (passages, [])


def test_a_place_across_sentences_stands_for_both(study: Study) -> None:
    assert words(study, "sentence", wanted="distance on") == (["J'ai perdu la distance. On se comprend."], [])


def test_what_lies_within_a_coding_of_the_code_by_the_coder_carries_it(study: Study) -> None:
    start = study.transcript("L01").text.index("J'ai")
    study.do(AddCoding("L01", start, start + 23, "nearness"))
    study.do(AddCoding("L01", start, start + 40, "nearness"), coder="ben")
    assert words(study, "sentence") == (["On se comprend."], ["J'ai perdu la distance."])
    assert words(study, "sentence", "access")[1] == []


def test_all_of_it_is_one_act_that_can_be_taken_back(study: Study) -> None:
    before = study.codings()
    made = plan(study, study.each_hit(Wanted("d*|p*|v*")), "turn", "nearness", "ana")
    assert len(made.fresh) > 2
    assert len(study.do(made.act).codings) == len(made.fresh)
    assert plan(study, study.each_hit(Wanted("d*|p*|v*")), "turn", "nearness", "ana").fresh == ()
    study.undo()
    assert study.codings() == before
