"""How far coding has come, what is recent, what rests on one: laws over plain data."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.thinness import Evidence, Progress, is_recent, months_before, newest, progress

PAPERS = st.sets(st.sampled_from("ABCDEF"))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2013-11-26", 6, "2013-05-26"),
        ("2013-08-31", 6, "2013-02-28"),
        ("2012-08-31", 6, "2012-02-29"),
        ("2013-01-15", 1, "2012-12-15"),
        ("2013-06", 12, "2012-06-01"),
        ("2013", 0, "2013-01-01"),
        ("0001-02-03", 99, "0001-01-03"),
    ],
)
def test_so_many_months_before_a_day_is_a_day(day: str, months: int, before: str) -> None:
    assert months_before(day, months) == before


@given(st.dates(min_value=date(200, 1, 1)), st.integers(0, 1200))
def test_a_day_is_recent_from_so_many_months_before_it(day: date, months: int) -> None:
    since = months_before(day.isoformat(), months)
    assert date.fromisoformat(since) <= day
    assert is_recent(day.isoformat(), since)
    assert months == 0 or not is_recent(since, day.isoformat())


def test_a_month_alone_is_recent_where_a_day_of_it_could_be() -> None:
    assert is_recent("2013-05", "2013-05-26")
    assert not is_recent("2013-04", "2013-05-26")
    assert is_recent("2013-05-01", "2013-05")
    assert not is_recent(None, "2013")
    assert newest([None, "2013-05", "2013-05-02", "2012"]) == "2013-05-02"
    assert newest([None]) is None


@given(st.dictionaries(st.sampled_from("xyz"), PAPERS), PAPERS, PAPERS)
def test_units_with_documents_are_done_begun_or_untouched(
    units: dict[str, set[str]], done: set[str], begun: set[str]
) -> None:
    found = progress(units, done, begun)
    assert sorted(name for part in found for name in part) == sorted(name for name in units if units[name])
    assert all(units[name] <= done for name in found.done)
    assert all(units[name].isdisjoint(done | begun) for name in found.untouched)


def test_one_document_of_two_that_is_done_is_a_beginning() -> None:
    assert progress({"lille": {"A", "B"}, "lens": set()}, {"A"}, set()) == Progress((), ("lille",), ())


def test_what_there_is_one_of_is_named() -> None:
    one = Evidence("access", frozenset("p"), frozenset(("lille", "lens")), frozenset("D"), 3, 1)
    assert one.rests_on_one == {"person": "p", "document": "D"}
    assert Evidence("access", frozenset(), frozenset(), frozenset(), 0, 0).rests_on_one == {}
