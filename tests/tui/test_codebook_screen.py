"""The codebook in the screen: codes are made, moved, defined, merged, split and reviewed by keys, and taken back."""

from __future__ import annotations

import pytest

from qualcode.acts import AddCoding, EditDefinition
from qualcode.study import Study


@pytest.fixture
def coded(study: Study) -> Study:
    """Two codings of distance, one of nearness, one of the alliance."""
    for document, start, end, code in (
        ("L01", 47, 58, "distance"), ("L01", 60, 80, "nearness"), ("S01", 6, 20, "distance"), ("S01", 10, 30, "alliance"),
    ):  # fmt: skip
        study.do(AddCoding(document, start, end, code), coder="c1")
    return study


def screen(seen) -> str:
    return "\n".join(seen.rows)


def shape(study: Study) -> list[tuple[str, str | None]]:
    """The codes with their parents, in order."""
    return [(code.id, code.parent) for code, _depth in study.codebook.walk()]


def test_the_tree_counts_unions_and_the_card_tells_the_code_in_hand(coded: Study, drive) -> None:
    seen = drive(coded, "f10", size=(120, 40))
    assert seen.screen == "CodebookScreen"
    row = next(row for row in seen.rows if "Distance" in row)
    assert row.split()[:6] == ["1", "▌", "Distance", "DI", "3", "2"]
    assert "Keeping apart" in screen(seen)
