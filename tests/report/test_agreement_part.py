"""What two coders share is counted from their codings; where there is one coder, there is a place for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AddCoding, SetDone
from qualcode.model import Span
from qualcode.report.appendix import build, choose
from qualcode.report.document import Paragraph, Section, Table
from qualcode.spans import union
from qualcode.study import Study
from qualcode.tables.agreeing import _common, pairs

spans = st.lists(st.builds(lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(1, 20)))


@pytest.fixture
def study(interviews: Study) -> Study:
    """Three interviews, with nothing coded yet."""
    return interviews


def of(study: Study, language: str = "en") -> Section:
    report = build(study, choose(study, language, coder="ana"))
    (found,) = (each for each in report.sections if each.name == "agreement")
    return found


@given(spans, spans)
def test_what_two_share_is_what_a_count_character_by_character_finds(one: list[Span], other: list[Span]) -> None:
    marked = [{place for span in own for place in range(span.start, span.end)} for own in (one, other)]
    assert _common(union(one), union(other)) == len(marked[0] & marked[1])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_with_one_coder_there_is_a_place_and_no_number(study: Study, language: str) -> None:
    study.do(AddCoding("L01", 10, 20, "distance"), SetDone("L01", True), coder="ana")
    found = of(study, language)
    assert [type(block) for block in found.blocks] == [Paragraph]
    assert found.sheets == ()


def test_two_coders_are_compared_code_by_code_in_documents_that_both_marked_as_coded(study: Study) -> None:
    study.do(AddCoding("L01", 10, 30, "distance"), AddCoding("L02", 10, 30, "distance"), coder="ana")
    study.do(AddCoding("L01", 20, 40, "distance"), AddCoding("L01", 5, 9, "language"), coder="ben")
    study.do(AddCoding("L02", 10, 30, "distance"), coder="ben")
    for coder in ("ana", "ben"):
        study.do(SetDone("L01", True), coder=coder)
    (pair,) = pairs(study)
    assert (pair.coders, pair.round, pair.documents, pair.passages) == (("ana", "ben"), 1, ("L01",), (1, 2))
    distance, language = pair.codes
    assert (distance.marked, distance.both, distance.either) == ((20, 20), 10, 30)
    assert (language.marked, language.share) == ((0, 4), 0.0)
    found = of(study)
    coders, codes = found.sheets
    assert [row[3:] for row in coders.rows] == [(1, 1, 2, 29.4)]
    assert [row[5:] for row in codes.rows] == [(1, 1, 20, 20, 10, 33.3), (0, 1, 0, 4, 0, 0.0)]
    assert codes.keys == ("ana|ben|1|distance", "ana|ben|1|language")
    page = [block for block in found.blocks if isinstance(block, Table)][1]
    assert [row[1:] for row in page.rows] == [row[5:] for row in codes.rows]


def test_no_coefficient_is_named_as_computed(study: Study) -> None:
    study.do(AddCoding("L01", 10, 30, "distance"), SetDone("L01", True), coder="ana")
    study.do(AddCoding("L01", 10, 30, "distance"), SetDone("L01", True), coder="ben")
    said = next(block.text for block in of(study).blocks if isinstance(block, Paragraph))
    assert "neither Krippendorff’s alpha nor Cohen’s kappa is computed" in said
