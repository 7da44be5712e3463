"""The whole document at a glance: its rows tile the text, and a row shows what covers most of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import read_codebook
from qualcode.model.codings import Coding
from qualcode.tui.marks import Marks
from qualcode.tui.portrait import Portrait, lanes_for

CODES = ("a", "a1", "b", "c")
BOOK = read_codebook(
    "title: T\ncodes:\n  - id: a\n    label: A\n    codes:\n      - {id: a1, label: A1}\n"
    "  - {id: b, label: B}\n  - {id: c, label: C}\n",
    "codebook.yaml",
)
SPANS = st.tuples(st.integers(0, 500), st.integers(1, 200), st.sampled_from(CODES))


def marks(spans: list[tuple[int, int, str]]) -> Marks:
    return Marks(Coding(at, "D", start, start + length, code, "me") for at, (start, length, code) in enumerate(spans))


@given(st.integers(1, 3_000), st.integers(1, 60))
def test_rows_tile_the_text_and_each_position_has_its_row(length: int, rows: int) -> None:
    portrait = Portrait(length, rows)
    for offset in range(length):
        row = portrait.row_of(offset)
        assert 0 <= row < rows
        start, end = portrait.bounds(row)
        assert start <= offset < end
    assert [portrait.row_of(portrait.bounds(row)[0]) for row in range(rows)] == sorted(
        portrait.row_of(portrait.bounds(row)[0]) for row in range(rows)
    )


@given(st.integers(1, 500), st.integers(1, 40), st.integers(0, 499), st.integers(1, 100))
def test_the_rows_of_a_stretch_are_those_that_show_any_of_it(length: int, rows: int, start: int, size: int) -> None:
    portrait = Portrait(length, rows)
    start, end = min(start, length - 1), min(start + size, length)
    if start < end:
        assert set(portrait.rows_of(start, end)) >= {portrait.row_of(offset) for offset in range(start, end)}


@given(st.lists(SPANS, max_size=12), st.integers(1, 20))
def test_a_theme_keeps_its_lane_and_shows_its_heaviest_code(spans: list[tuple[int, int, str]], rows: int) -> None:
    portrait, lanes, found = Portrait(700, rows), lanes_for(BOOK, 4), marks(spans)
    for row in range(rows):
        start, end = portrait.bounds(row)
        cover = {
            code: sum(
                max(0, min(end, first + length) - max(start, first)) for first, length, one in spans if one == code
            )
            for code in CODES
        }
        shown = portrait.codes(row, found, lanes)
        for lane, family in enumerate((("a", "a1"), ("b",), ("c",))):
            most = max(cover[code] for code in family)
            assert (shown[lane] is None) == (most == 0)
            assert shown[lane] is None or cover[shown[lane]] == most


@given(st.lists(SPANS, max_size=12))
def test_of_more_themes_than_lanes_the_heaviest_are_shown_in_their_order(spans: list[tuple[int, int, str]]) -> None:
    portrait, lanes = Portrait(700, 7), lanes_for(BOOK, 2)
    for row in range(7):
        shown = [code for code in portrait.codes(row, marks(spans), lanes) if code]
        assert len(shown) <= 2
        places = [lanes.themes[code] for code in shown]
        assert places == sorted(set(places))


def test_an_empty_text_has_a_first_row() -> None:
    assert Portrait(0, 10).row_of(5) == 0
    assert Portrait(0, 10).codes(0, Marks(), lanes_for(BOOK, 4)) == [None] * 3
