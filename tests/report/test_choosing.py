"""Laws of choosing quotations: bounds hold, no site and no counter-example is lost, the same ones every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.codings import Candidate
from qualcode.report.choosing import chosen, in_turns
from qualcode.reportfile import Choosing

SITES, PEOPLE = ("lille", "lens", None), ("P1", "P2", "P3", "P4")


def quotation(
    number: int, code: str, site: str | None, people: Sequence[str], *, key: bool = False, counter: bool = False
) -> Candidate:
    return Candidate(number, "L01", number, number + 1, code, int(key), int(counter), tuple(people), site)


@st.composite
def several(draw: st.DrawFn) -> list[Candidate]:
    """Quotations of one theme, in order of place."""
    rows = draw(st.lists(st.tuples(
        st.sampled_from(SITES), st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True),
        st.booleans(), st.booleans(),
    ), max_size=25))  # fmt: skip
    return [
        quotation(number, "a", site, people, key=key, counter=counter)
        for number, (site, people, key, counter) in enumerate(rows, start=1)
    ]


bounds = st.builds(
    Choosing,
    per_participant=st.integers(0, 3), per_theme=st.integers(0, 5), longest=st.sampled_from((0, 5)),
    each_site=st.booleans(), key_first=st.booleans(),
)  # fmt: skip


def length(one: Candidate) -> int:
    """From one to nine words."""
    return one.coding * 7 % 9 + 1


def lengths(found: Sequence[Candidate]) -> list[int]:
    return list(map(length, found))


def ids(found: Sequence[Candidate]) -> list[int]:
    return [one.coding for one in found]


def fitting(found: Sequence[Candidate], rules: Choosing) -> list[Candidate]:
    return [one for one in found if not rules.longest or length(one) <= rules.longest]


@given(several(), bounds, st.randoms())
def test_the_same_ones_are_chosen_in_whichever_order_they_come(
    found: list[Candidate], rules: Choosing, any_order: object
) -> None:
    shuffled = list(found)
    any_order.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = chosen(found, rules, lengths), chosen(shuffled, rules, lengths)
    assert set(ids(first.shown)) == set(ids(second.shown))
    assert ids(first.shown) == [number for number in ids(found) if number in set(ids(first.shown))]
    assert first.of == len(found)


@given(several(), bounds)
def test_none_is_longer_and_the_longer_ones_are_counted(found: list[Candidate], rules: Choosing) -> None:
    told = chosen(found, rules, lengths)
    if rules.longest:
        assert all(length(one) <= rules.longest for one in told.shown)
        assert told.too_long == sum(length(one) > rules.longest for one in found)


@given(several(), bounds)
def test_a_theme_and_a_person_have_no_more_than_the_bounds_but_for_what_must_not_be_missing(
    found: list[Candidate], rules: Choosing
) -> None:
    shown = chosen(found, rules, lengths).shown
    sites = {one.site for one in shown}
    musts = (len(sites) if rules.each_site else 0) + 1
    if rules.per_theme:
        assert len(shown) <= max(rules.per_theme, musts)
    if rules.per_participant:
        of_people = Counter(person for one in shown for person in one.participants)
        assert all(count <= rules.per_participant + musts for count in of_people.values())


@given(several(), st.integers(1, 3))
def test_without_such_musts_nobody_has_more_than_k(found: list[Candidate], k: int) -> None:
    found = [one._replace(counter=0) for one in found]
    shown = chosen(found, Choosing(per_participant=k), lengths).shown
    assert max(Counter(person for one in shown for person in one.participants).values(), default=0) <= k


@given(several(), bounds)
def test_with_each_site_no_site_is_lost(found: list[Candidate], rules: Choosing) -> None:
    rules = Choosing(rules.per_participant, rules.per_theme or 1, rules.longest, each_site=True)
    shown = chosen(found, rules, lengths).shown
    assert {one.site for one in shown} == {one.site for one in fitting(found, rules)}


@given(several(), bounds)
def test_a_counter_example_stays_in_sight(found: list[Candidate], rules: Choosing) -> None:
    shown = chosen(found, rules, lengths).shown
    assert any(one.counter for one in shown) == any(one.counter for one in fitting(found, rules))


@given(several(), st.integers(1, 5))
def test_key_quotations_go_before_others(found: list[Candidate], n: int) -> None:
    found = [one._replace(counter=0) for one in found]
    shown = chosen(found, Choosing(per_theme=n, key_first=True), lengths).shown
    assert sum(one.key for one in shown) == min(n, sum(one.key for one in found))
    assert len(shown) == min(n, len(found))


@given(several(), st.booleans())
def test_without_bounds_all_are_shown(found: list[Candidate], each_site: bool) -> None:
    assert chosen(found, Choosing(each_site=each_site, key_first=True, context=2), lengths) == (found, len(found), 0)


def test_sites_and_people_come_in_turns() -> None:
    found = [
        quotation(1, "a", "lille", ["P1"]), quotation(2, "a", "lille", ["P1"]), quotation(3, "a", "lille", ["P2"]),
        quotation(4, "a", "lens", ["P3"]), quotation(5, "a", "lens", ["P3"], key=True),
    ]  # fmt: skip
    assert ids(in_turns(found, key_first=False)) == [1, 4, 3, 5, 2]
    assert ids(in_turns(found, key_first=True)) == [5, 1, 4, 3, 2]
    assert ids(chosen(found, Choosing(per_theme=2), lengths).shown) == [1, 4]
    assert ids(chosen(found, Choosing(per_theme=1, each_site=True), lengths).shown) == [1, 4]
    assert ids(chosen(found, Choosing(per_participant=1), lengths).shown) == [1, 3, 4]
