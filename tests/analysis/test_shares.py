"""Shares of people: the published intervals, and what must hold of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.shares import ENOUGH, exactly, percent, rounded, share_of, wilson


def test_wilsons_interval_is_the_published_one() -> None:
    found = wilson(81, 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_figures_are_rounded_as_people_do() -> None:
    assert [percent(part / 200) for part in (1, 3, 5, 29, 199, 200)] == ["1 %", "2 %", "3 %", "15 %", "100 %", "100 %"]
    assert [exactly(share) for share in (0.0, 0.05, 0.0625, 0.00125, 1.0)] == ["0 %", "5 %", "6.3 %", "0.1 %", "100 %"]
    assert (exactly(0.0025, 2), percent(None)) == ("0.25 %", "")


@given(st.integers(0, 100_000), st.integers(1, 100_000))
def test_half_of_the_last_place_goes_up(count: int, total: int) -> None:
    assert int(rounded(100 * count / total)) == (200 * count + total) // (2 * total)


@given(st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_a_share_lies_within_its_interval_and_the_interval_between_none_and_all(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1


def test_of_too_few_people_no_share_is_said() -> None:
    assert share_of(1, ENOUGH - 1) is None
    assert share_of(ENOUGH + 1, ENOUGH) is None
    assert share_of(2, ENOUGH) == wilson(2, ENOUGH)
