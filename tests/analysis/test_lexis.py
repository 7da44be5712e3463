"""Association between words, and what is said more here than there."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.lexis import collocates, keyness, log_likelihood, look_around, pmi

COUNTS = st.integers(0, 200)
TURNS = st.lists(st.lists(st.sampled_from("abcde"), max_size=12), max_size=6)


def test_dunnings_own_table_gives_his_figure() -> None:
    """Dunning 1993, table 1: `the swiss` 110 times, `the` without 2442, `swiss` without 111, neither 29114."""
    assert log_likelihood(110, 110 + 2442, 111, 111 + 29114) == pytest.approx(270.72, abs=0.01)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_it_changes_its_sign_with_its_sides(inside: int, more: int, outside: int, others: int) -> None:
    here, there = inside + more, outside + others
    value = log_likelihood(inside, here, outside, there)
    assert value == pytest.approx(-log_likelihood(outside, there, inside, here), abs=1e-6)
    if here and there and inside * there == outside * here:
        assert value == pytest.approx(0, abs=1e-6)


def test_pmi_doubles_are_one() -> None:
    assert pmi(2, 10, 100, 1000) == pytest.approx(log2(2 / 1))


@given(TURNS, st.integers(1, 6))
def test_what_stands_near_is_counted_as_one_counts_by_hand(turns: list[list[str]], window: int) -> None:
    found = look_around(turns, {"a"}, window)
    near = [
        word
        for words in turns
        for place, word in enumerate(words)
        if word != "a" and any(words[at] == "a" and abs(at - place) <= window for at in range(len(words)))
    ]
    assert found.near.total() == len(near)
    assert all(found.near[word] == near.count(word) for word in "bcde")
    assert found.hits == sum(words.count("a") for words in turns)
    assert all(row.together <= row.times for row in collocates(found, 1))


def test_a_word_that_always_comes_along_comes_first() -> None:
    turns = [["bonne", "distance", "x", "y", "z", "x", "y"], ["la", "bonne", "distance"], ["x", "y", "z", "la", "x"]]
    assert collocates(look_around(turns, {"distance"}, 1), 2)[0].word == "bonne"


def test_keyness_is_of_each_group_against_all_else() -> None:
    found = keyness({"lille": 9, "toulon": 1}, {"lille": 100, "toulon": 900}, 10, 1000)
    assert found["lille"] == log_likelihood(9, 100, 1, 900)
    assert found["toulon"] == log_likelihood(1, 900, 9, 100) < 0
