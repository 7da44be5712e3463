"""Laws of choosing quotations: bounds hold, no site and no counter-example is lost, the same ones every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.codings import Coding, Quotation
from qualcode.report.choosing import chosen, in_turns
from qualcode.reportfile import Choosing

CODES, SITES, PEOPLE = ("a", "b"), ("lille", "lens", None), ("P1", "P2", "P3", "P4")


def quotation(
    number: int, code: str, site: str | None, people: Sequence[str], words: int = 3, **marks: bool
) -> Quotation:
    coding = Coding(number, "L01", number, number + 1, code, "ana", 1, int(marks.get("key", False)))
    coding = coding._replace(counter=int(marks.get("counter", False)))
    return Quotation(coding, " ".join(["word"] * words), tuple(people), site, f"L01 §{number}")


@st.composite
def several(draw: st.DrawFn) -> list[Quotation]:
    rows = draw(st.lists(st.tuples(
        st.sampled_from(CODES), st.sampled_from(SITES), st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True),
        st.integers(1, 9), st.booleans(), st.booleans(),
    ), max_size=25))  # fmt: skip
    return [
        quotation(number, code, site, people, words, key=key, counter=counter)
        for number, (code, site, people, words, key, counter) in enumerate(rows, start=1)
    ]


bounds = st.builds(
    Choosing,
    per_participant=st.integers(0, 3), per_theme=st.integers(0, 5), longest=st.sampled_from((0, 5)),
    each_site=st.booleans(), key_first=st.booleans(),
)  # fmt: skip


def length(one: Quotation) -> int:
    return len(one.text.split())


def ids(found: Sequence[Quotation]) -> list[int]:
    return [one.coding.id for one in found]


def of_code(found: Sequence[Quotation], code: str) -> list[Quotation]:
    return [one for one in found if one.coding.code == code]


@given(several(), bounds, st.randoms())
def test_the_same_ones_are_chosen_in_whichever_order_they_come(
    found: list[Quotation], rules: Choosing, any_order: object
) -> None:
    shuffled = list(found)
    any_order.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = chosen(found, rules, length), chosen(shuffled, rules, length)
    assert set(ids(first.shown)) == set(ids(second.shown))
    assert ids(first.shown) == [number for number in ids(found) if number in set(ids(first.shown))]
    assert first.of == len(found)


@given(several(), bounds)
def test_none_is_longer_and_the_longer_ones_are_counted(found: list[Quotation], rules: Choosing) -> None:
    told = chosen(found, rules, length)
    if rules.longest:
        assert all(length(one) <= rules.longest for one in told.shown)
        assert told.too_long == sum(length(one) > rules.longest for one in found)


@given(several(), bounds)
def test_a_theme_and_a_person_have_no_more_than_the_bounds_but_for_what_must_not_be_missing(
    found: list[Quotation], rules: Choosing
) -> None:
    for code in CODES:
        shown = of_code(chosen(found, rules, length).shown, code)
        sites = {one.site for one in shown}
        musts = (len(sites) if rules.each_site else 0) + 1
        if rules.per_theme:
            assert len(shown) <= max(rules.per_theme, musts)
        if rules.per_participant:
            of_people = Counter(person for one in shown for person in one.participants)
            assert all(count <= rules.per_participant + musts for count in of_people.values())


@given(several(), st.integers(1, 3))
def test_without_such_musts_nobody_has_more_than_k(found: list[Quotation], k: int) -> None:
    found = [one._replace(coding=one.coding._replace(counter=False)) for one in found]
    for code in CODES:
        shown = of_code(chosen(found, Choosing(per_participant=k), length).shown, code)
        assert max(Counter(person for one in shown for person in one.participants).values(), default=0) <= k


@given(several(), bounds)
def test_with_each_site_no_site_is_lost(found: list[Quotation], rules: Choosing) -> None:
    rules = Choosing(rules.per_participant, rules.per_theme or 1, rules.longest, each_site=True)
    fitting = [one for one in found if not rules.longest or length(one) <= rules.longest]
    shown = chosen(found, rules, length).shown
    for code in CODES:
        assert {one.site for one in of_code(shown, code)} == {one.site for one in of_code(fitting, code)}


@given(several(), bounds)
def test_a_counter_example_stays_in_sight(found: list[Quotation], rules: Choosing) -> None:
    fitting = [one for one in found if not rules.longest or length(one) <= rules.longest]
    shown = chosen(found, rules, length).shown
    for code in CODES:
        assert any(one.coding.counter for one in of_code(shown, code)) == any(
            one.coding.counter for one in of_code(fitting, code)
        )


@given(several(), st.integers(1, 5))
def test_key_quotations_go_before_others(found: list[Quotation], n: int) -> None:
    found = [one._replace(coding=one.coding._replace(counter=False)) for one in found]
    for code in CODES:
        mine, shown = (
            of_code(found, code),
            of_code(chosen(found, Choosing(per_theme=n, key_first=True), length).shown, code),
        )
        keys = sum(bool(one.coding.key) for one in mine)
        assert sum(bool(one.coding.key) for one in shown) == min(n, keys)
        assert len(shown) == min(n, len(mine))


@given(several(), st.booleans())
def test_without_bounds_all_are_shown(found: list[Quotation], each_site: bool) -> None:
    assert chosen(found, Choosing(each_site=each_site, key_first=True, context=2), length) == (found, len(found), 0)


def test_sites_and_people_come_in_turns() -> None:
    found = [
        quotation(1, "a", "lille", ["P1"]), quotation(2, "a", "lille", ["P1"]), quotation(3, "a", "lille", ["P2"]),
        quotation(4, "a", "lens", ["P3"]), quotation(5, "a", "lens", ["P3"], key=True),
    ]  # fmt: skip
    assert ids(in_turns(found, key_first=False)) == [1, 4, 3, 5, 2]
    assert ids(in_turns(found, key_first=True)) == [5, 1, 4, 3, 2]
    assert ids(chosen(found, Choosing(per_theme=2), length).shown) == [1, 4]
    assert ids(chosen(found, Choosing(per_theme=1, each_site=True), length).shown) == [1, 4]
    assert ids(chosen(found, Choosing(per_participant=1), length).shown) == [1, 3, 4]
