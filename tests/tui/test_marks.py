"""Codings by place: looking up a stretch answers what a plain search would, whatever came and went before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.codings import Coding
from qualcode.tui.marks import Marks

SPANS = st.tuples(st.integers(0, 9_000), st.integers(1, 3_000)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def coding(number: int, span: tuple[int, int]) -> Coding:
    return Coding(number, "L01", span[0], span[1], f"code-{number % 3}", "c1")


@given(st.lists(SPANS, max_size=25), st.lists(st.integers(0, 24)), SPANS)
def test_touching_is_what_a_plain_search_finds(
    spans: list[tuple[int, int]], gone: list[int], at: tuple[int, int]
) -> None:
    half = len(spans) // 2
    codings = {number: coding(number, span) for number, span in enumerate(spans)}
    marks = Marks(list(codings.values())[:half])
    for number in range(half, len(spans)):
        marks.add(codings[number])
    for number in gone:
        assert marks.remove(number) == codings.pop(number, None)
    found = {item.id for item in marks.touching(*at)}
    assert found == {item.id for item in codings.values() if item.start < at[1] and at[0] < item.end}
    assert +marks.counts == marks.counts.__class__(item.code for item in codings.values())


@given(st.lists(SPANS, min_size=2, max_size=25))
def test_codings_in_one_lane_never_overlap(spans: list[tuple[int, int]]) -> None:
    marks = Marks()
    for number, span in enumerate(spans):
        marks.add(coding(number, span))
    for one in marks.all():
        for other in marks.touching(one.start, one.end):
            assert one == other or marks.lane(one) != marks.lane(other)


@given(st.lists(SPANS, min_size=1, max_size=25, unique=True))
def test_next_and_previous_walk_all_places_in_order(spans: list[tuple[int, int]]) -> None:
    marks = Marks(coding(number, span) for number, span in enumerate(spans))
    walked, here = [], marks.after(-1, -1)
    while here is not None:
        walked.append((here.start, here.end))
        here = marks.after(here.start, here.end)
    assert walked == sorted(spans)
    back = marks.before(*walked[-1])
    assert (back and (back.start, back.end)) == (walked[-2] if len(walked) > 1 else None)
