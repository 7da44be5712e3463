"""Keywords in context: their order, and how much stands beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.model.codings import Hit
from qualcode.searching.keywords import ORDERS, Context, context_of, cut, ordered

SIDES = st.text("abé \n", max_size=20)
HITS = st.lists(st.builds(lambda at, before, after: Hit("D", at, at + 1, before, "x", after, "D §1"),
                          st.integers(0, 9), SIDES, SIDES), max_size=8)  # fmt: skip


def hit(before: str, after: str) -> Hit:
    return Hit("D", 0, 1, before, "x", after, "D §1")


@given(HITS, st.sampled_from(ORDERS))
def test_every_order_has_every_place_once(hits: list[Hit], by: str) -> None:
    assert sorted(ordered(hits, by)) == sorted(hits)


def test_left_reads_backwards_and_neither_accents_nor_case_decide() -> None:
    hits = [hit("c a ", ""), hit("a b ", ""), hit("b À ", "")]
    assert [one.before for one in ordered(hits, "left")] == ["b À ", "c a ", "a b "]


def test_right_reads_on() -> None:
    hits = [hit("", ", b c"), hit("", " b a"), hit("", " Aé")]
    assert [one.after for one in ordered(hits, "right")] == [" Aé", " b a", ", b c"]


def test_a_width_is_typed_in_characters_or_words() -> None:
    assert (context_of("60"), context_of(" 10 words"), context_of("5w")) == (
        Context(60), Context(10, words=True), Context(5, words=True),
    )  # fmt: skip
    for wrong in ("", "-1", "w", "ten"):
        with pytest.raises(InputError, match="no width of context"):
            context_of(wrong)


def test_words_are_cut_on_both_sides() -> None:
    shown = cut(hit("un deux trois ", " quatre cinq six"), Context(2, words=True))
    assert (shown.before, shown.after) == ("deux trois ", " quatre cinq")
    assert cut(hit("un ", " deux"), Context(0, words=True)) == hit("", "")
    assert cut(hit("un ", " deux"), Context(9, words=True)) == hit("un ", " deux")
