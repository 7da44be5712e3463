"""Laws of the balance of quotations: shares, who is quoted too often, and themes that come from one site only."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.codes import Code, Codebook
from qualcode.model.codings import Candidate
from qualcode.model.people import Participant, Site
from qualcode.report.balance import FEWEST, TIMES, Balance, balance_of
from qualcode.report.parts import Facts

CODES, SITES, PEOPLE = ("a", "b", "c"), ("lille", "lens"), ("P1", "P2", "P3", "P4", "P5")
FACTS = Facts(
    participants=[Participant(name, SITES[number % 2], None, {}) for number, name in enumerate(PEOPLE)],
    documents=(),
    sites=[Site(name, {"": name}) for name in SITES],
    codebook=Codebook({}, tuple(Code(name, {"": name}) for name in CODES)),
    spoken={},
    language="en",
)


def quotation(number: int, code: str, site: str | None, people: Sequence[str]) -> Candidate:
    return Candidate(number, "L01", number, number + 1, code, 0, 0, tuple(people), site)


@st.composite
def several(draw: st.DrawFn) -> list[Candidate]:
    rows = draw(st.lists(st.tuples(
        st.sampled_from(CODES), st.sampled_from((*SITES, None)),
        st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True),
    ), max_size=20))  # fmt: skip
    return [quotation(number, *row) for number, row in enumerate(rows, 1)]


def balanced(found: list[Candidate], said: list[Candidate] | None = None) -> Balance:
    everything = found if said is None else said
    return balance_of(found, {code: {one.site for one in everything if one.code == code} for code in CODES}, FACTS)


@given(several())
def test_everybody_interviewed_is_there_and_counts_add_up(found: list[Candidate]) -> None:
    told = balanced(found)
    assert sorted(one.participant for one in told.people) == list(PEOPLE)
    assert sum(one.quotations for one in told.people) == sum(len(one.participants) for one in found)
    assert sum(one.quotations for one in told.sites) == len(found) == told.quotations
    assert sum(one.participants for one in told.sites) == len(PEOPLE) == told.participants
    assert sum(one.participant_share for one in told.sites) == pytest.approx(100)
    assert all(0 <= one.share <= 100 for one in (*told.people, *told.sites))


@given(several())
def test_who_is_quoted_too_often_is_what_the_rule_says(found: list[Candidate]) -> None:
    alike = sum(len(one.participants) for one in found) / len(PEOPLE)
    for one in balanced(found).people:
        assert one.overused == (one.quotations >= FEWEST and one.quotations > TIMES * alike)


@given(several(), st.data())
def test_a_theme_of_one_site_is_quoted_from_there_alone(said: list[Candidate], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(said), max_size=len(said)))
    shown = [one for one, keep in zip(said, kept, strict=True) if keep]
    told = {one.code: one for one in balanced(shown, said).one_site}
    for code in CODES:
        sites = {one.site for one in shown if one.code == code}
        assert (code in told) == (len(sites) == 1)
        if code in told:
            assert {told[code].site} == sites
            assert told[code].sites_said == len({one.site for one in said if one.code == code})


def test_nothing_quoted_is_no_division() -> None:
    told = balanced([])
    assert told.quotations == 0 and not told.one_site and not any(one.overused for one in told.people)
