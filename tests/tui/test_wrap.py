"""Layout laws: rows tile the text, none is wider than the pane, and offsets and rows agree both ways."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from qualcode.model.texts import Turn
from qualcode.tui.wrap import PIECE, Layout, RowCounts, pieces

LONG = ("x" * 30, "\t", "\u200b", "…")
WORDS = st.sampled_from(
    ("oui", "l’hôpital", "«\u00a0quoi\u202f?\u00a0»", "👩‍⚕️", "❤️", "日本語", "e\u0301te\u0301", "\x1b[31m", *LONG)
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "  ", "\n", "\n\n", ""])), max_size=60).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
WIDTHS = st.integers(2, 40)


def turns_of(text: str, every: int) -> tuple[Turn, ...]:
    cuts = [*range(0, len(text), every), len(text)]
    return tuple(
        Turn(number, f"P{number}", start, min(start + 2, end), end)
        for number, (start, end) in enumerate(pairwise(cuts), 1)
        if end > start
    )


def layout_of(text: str, width: int, every: int = 50) -> Layout:
    return Layout(text, pieces(text, turns_of(text, every)), width)


def rows_of(layout: Layout) -> list:
    layout.settle(10_000)
    return [layout.row(number) for number in range(layout.height)]


@given(TEXTS, WIDTHS)
def test_rows_tile_the_text(text: str, width: int) -> None:
    rows = rows_of(layout_of(text, width))
    assert "".join(text[row.start : row.end] for row in rows) == text
    assert all(row.start <= row.shown <= row.end for row in rows)


@given(TEXTS, WIDTHS)
@example("x: \t日本", 3)
def test_no_row_is_wider_than_the_pane(text: str, width: int) -> None:
    layout = layout_of(text, width)
    shown = (layout.text_of(row).rstrip(" \u200b") for row in rows_of(layout))  # blanks may hang over the edge
    assert all(cell_len(text) <= width for text in shown)


@given(TEXTS, WIDTHS)
def test_row_at_answers_the_row_that_holds_the_offset(text: str, width: int) -> None:
    layout = layout_of(text, width)
    for number, row in enumerate(rows_of(layout)):
        assert {layout.row_at(offset) for offset in range(row.start, row.end)} <= {number}


@given(TEXTS, WIDTHS, st.data())
def test_looking_in_any_order_gives_the_same_rows(text: str, width: int, data: st.DataObject) -> None:
    lazy, eager = layout_of(text, width), layout_of(text, width)
    offset = data.draw(st.integers(0, len(text)))
    lazy.row_at(offset)
    assert rows_of(lazy) == rows_of(eager)


@given(TEXTS.filter(lambda text: "\u200b" not in text), WIDTHS)
def test_a_row_is_cut_inside_a_word_only_where_the_word_fills_it(text: str, width: int) -> None:
    for row in rows_of(Layout(text, pieces(text, ()), width))[:-1]:
        shown = text[row.start : row.end]
        assert shown[-1] in " \t\n" or not re.search(r"\S[ \t]", shown)


def test_no_row_breaks_at_a_non_breaking_space() -> None:
    text = "il dit «\u00a0quoi\u202f?\u00a0» encore"
    rows = rows_of(Layout(text, pieces(text, ()), 12))
    assert [text[row.start : row.end] for row in rows] == ["il dit ", "«\u00a0quoi\u202f?\u00a0» ", "encore"]


def test_a_long_turn_is_cut_at_a_blank_and_opens_without_being_wrapped_whole() -> None:
    text = "mot " * 100_000
    layout = Layout(text, pieces(text, (Turn(1, None, 0, 0, len(text)),)), 60)
    assert layout.row(layout.row_at(200_000)).start <= 200_000
    assert not layout.settled
    assert all(len(piece_text) <= PIECE for piece_text in (text[p.start : p.end] for p in pieces(text, ())))


def test_characters_taken_as_narrow_take_one_cell() -> None:
    from qualcode.tui.wrap import _NARROW

    narrow = (chr(point) for point in range(0x20, 0x10000) if _NARROW.fullmatch(chr(point)))
    assert {get_character_cell_size(character) for character in narrow if character != "\t"} == {1}


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40), st.data())
def test_row_counts_are_running_sums_that_may_change(counts: list[int], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(counts) - 1))
    sums = RowCounts(counts)
    sums.set(index, counts[index] + 3)
    counts[index] += 3
    assert [sums.before(at) for at in range(len(counts) + 1)] == [sum(counts[:at]) for at in range(len(counts) + 1)]
    rows = [(at, row) for at, count in enumerate(counts) for row in range(count)]
    assert [sums.find(row) for row in range(sums.total)] == rows
