"""The table of themes in the screen: rows, columns, measure and conditions by a few keys, and down to the passages."""

from __future__ import annotations

import pytest

from qualcode.acts import AddCoding
from qualcode.model.counts import Cell, ThemeRow
from qualcode.sections.themes import share_text
from qualcode.study import Study
from qualcode.tui.screens.narrowing import conditions_in
from qualcode.tui.screens.themes import chosen_rows
from qualcode.tui.widgets.matrix import SHADES, shade


@pytest.fixture
def coded(study: Study) -> Study:
    """A passage on distance in each document."""
    for document in ("L01", "S01"):
        start = study.transcript(document).text.index("a distance")
        study.do(AddCoding(document, start, start + 10, "distance"), coder="c1")
    return study


def typed(words: str) -> str:
    names = {"=": "equals_sign", ">": "greater_than_sign", " ": "space"}
    return " ".join(names.get(letter, letter) for letter in words)


def test_a_condition_narrows_the_table_and_the_passages_of_its_cells(coded: Study, drive) -> None:
    whole = "\n".join(drive(coded, "f3").rows)
    assert "N = 2" in whole
    assert "2/2" in whole
    seen = drive(coded, f"f3 w {typed('site=lille')} enter")
    table = "\n".join(seen.rows)
    assert "site=lille" in seen.rows[0]
    assert "Sud" not in table
    assert "Only where site=lille." in " ".join(table.split())
    listed = drive(coded, f"f3 w {typed('site=lille')} enter end l l enter")
    assert "L01" in "\n".join(listed.rows)
    assert "S01" not in "\n".join(listed.rows[:5])


def test_a_condition_that_nothing_meets_is_refused_where_it_is_typed(coded: Study, drive) -> None:
    seen = drive(coded, f"f3 w {typed('site=lile')} enter")
    assert seen.screen == "Form"
    assert "Write lille" in "\n".join(seen.rows)


def test_the_total_leads_to_the_passages_of_all(coded: Study, drive) -> None:
    rows = "\n".join(drive(coded, "f3 l l enter").rows)
    assert "L01" in rows
    assert "S01" in rows


def test_rows_and_measure_are_a_key_each(coded: Study, drive) -> None:
    themes = "\n".join(drive(coded, "f3 r down enter").rows)
    assert "Distance" in themes
    assert "Nearness" not in themes
    assert "– (1/1)" in "\n".join(drive(coded, "f3 m").rows)
    assert "█" in "\n".join(drive(coded, "f3 s").rows)


def test_rows_of_one_theme_are_it_and_what_is_below_it() -> None:
    nothing = Cell(0, 0, 0, 0, 0, 0.0, "not_raised")
    rows = [ThemeRow(code, code, depth, {}, nothing) for code, depth in (("a", 0), ("b", 1), ("c", 2), ("d", 0))]
    named = {name: [row.code for row in chosen_rows(rows, name)] for name in ("", "*", "a", "b", "d")}
    assert named == {"": ["a", "b", "c", "d"], "*": ["a", "d"], "a": ["a", "b", "c"], "b": ["b", "c"], "d": ["d"]}


def test_conditions_stand_side_by_side_on_a_line() -> None:
    assert [str(each) for each in conditions_in("role=nurse & date>=2013 &")] == ["role=nurse", "date>=2013"]


def test_shades_go_from_nothing_to_the_most() -> None:
    assert [shade(number, 8) for number in (0, 0.1, 2, 2.1, 8)] == [0, 1, 1, 2, SHADES]
    assert shade(0, 0) == 0


def test_a_share_is_a_dash_where_people_are_few() -> None:
    assert share_text(1, 4) == "– (1/4)"
    assert share_text(2, 5) == "40 % [12–77]"
