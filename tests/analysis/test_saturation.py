"""Code saturation: the published case, the examples worked by hand, and what must hold of any list of interviews."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.saturation import Criterion, band, reached, richness, saturation

EXAMPLES = Path(__file__).parents[2] / ".." / "shared" / "data" / "agreement" / "examples.json"
CODES = st.frozensets(st.sampled_from("abcdefgh"))
INTERVIEWS = st.lists(CODES, max_size=8)
CRITERIA = st.builds(Criterion, st.integers(1, 4), st.integers(1, 3), st.sampled_from([0.0, 0.05, 0.2, 0.5, 1.0]))


def interviews(new: list[int]) -> list[tuple[str, list[str]]]:
    """Interviews that bring so many new codes each, and say again what the one before brought."""
    made: list[tuple[str, list[str]]] = []
    for number, count in enumerate(new):
        again = made[-1][1][-1:] if made else []
        made.append((f"D{number}", [*again, *(f"{number}-{place}" for place in range(count))]))
    return made


def test_in_the_published_case_eleven_percent_is_not_saturation_and_three_percent_is() -> None:
    found = saturation(interviews([19, 9, 5, 4, 4, 3, 1, 0]), Criterion(base=4, run=2, threshold=0.05))
    assert found.base_codes == 37
    assert [step.run_new for step in found.steps] == [None] * 5 + [7, 4, 1]
    assert [round(100 * step.ratio) for step in found.steps if step.ratio is not None] == [19, 11, 3]
    assert (found.reached, found.notation) == (6, "6+2")


def examples() -> list[Any]:
    if not EXAMPLES.exists():
        return []
    return [one for one in json.loads(EXAMPLES.read_text())["shared"] if "saturation_guest2020" in one["coefficients"]]


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the worked examples are not here")
def test_the_worked_examples_come_out() -> None:
    assert len(examples()) == 3
    for example in examples():
        data, expected = example["data"], example["expected"]
        criterion = Criterion(data["base"], data["run"], data["threshold"])
        made = [(str(number), list(map(str, codes))) for number, codes in enumerate(data["codes_per_interview"])]
        found = saturation(made, criterion)
        assert found.base_codes == expected["base_themes"]
        assert [len(step.new) for step in found.steps] == expected["new_per_interview"]
        ratios = [step.ratio for step in found.steps if step.ratio is not None]
        assert ratios[: len(expected["ratios"])] == pytest.approx(expected["ratios"], abs=1e-6)
        assert (found.reached, found.notation) == (expected["saturation_at"], expected["notation"])


def test_a_share_that_is_exactly_the_threshold_is_little_however_floats_are_rounded() -> None:
    assert Criterion(threshold=0.29).is_met(29, 100)
    assert not Criterion(threshold=0.29).is_met(30, 100)


def test_too_few_interviews_and_a_base_without_codes_reach_nothing() -> None:
    few = saturation(interviews([3, 1, 0]), Criterion(), orders=10)
    assert (few.too_few, few.reached, few.notation, few.band) == (True, None, "", None)
    empty = saturation(interviews([0] * 8), Criterion(), orders=10)
    assert (empty.too_few, empty.reached, empty.richness.coverage) == (False, None, None)
    assert empty.band is not None
    assert empty.band.share == 0


@given(INTERVIEWS, CRITERIA)
def test_every_code_is_new_once_and_the_curve_ends_with_all(found: list[frozenset[str]], criterion: Criterion) -> None:
    made = saturation([(str(number), sorted(codes)) for number, codes in enumerate(found)], criterion)
    assert sorted(code for step in made.steps for code in step.new) == sorted(frozenset().union(*found))
    curve = [step.cumulative for step in made.steps]
    assert curve == sorted(curve)
    assert curve[-1:] == [made.richness.codes][: len(curve)]
    if made.reached is not None:
        ratio = made.steps[made.reached + criterion.run - 1].ratio
        assert ratio is not None
        assert ratio <= criterion.threshold + 1e-12
        assert made.reached >= criterion.base


def rank(values: list[int | None], percent: int) -> int | None:
    """The percentile by counting: the least value that so many percent do not exceed."""
    for value in sorted({value for value in values if value is not None}):
        if 100 * sum(one is not None and one <= value for one in values) >= percent * len(values):
            return value
    return None


@given(st.lists(CODES, min_size=3, max_size=5), CRITERIA, st.integers(0, 9))
def test_a_band_is_that_of_real_orders(found: list[frozenset[str]], criterion: Criterion, seed: int) -> None:
    drawn = band(found, criterion, 40, seed)
    assert drawn == band(found, criterion, 40, seed)
    curves = [[len(frozenset().union(*order[: place + 1])) for place in range(len(order))]
              for order in permutations(found)]  # fmt: skip
    for place, spread in enumerate(drawn.cumulative):
        possible = {curve[place] for curve in curves}
        assert {spread.low, spread.middle, spread.high} <= possible
    assert drawn.cumulative[-1].low == drawn.cumulative[-1].high == len(frozenset().union(*found))


def test_with_many_orders_a_band_comes_near_that_of_all_orders() -> None:
    found = [frozenset(codes) for codes in ("abcd", "ab", "ce", "f", "", "abf")]
    criterion = Criterion(2, 2, 0.2)
    curves, stops = [], []
    for order in permutations(found):
        met: frozenset[str] = frozenset()
        new = []
        for codes in order:
            new.append(len(codes - met))
            met |= codes
        stops.append(reached(new, criterion))
        curves.append(new)
    drawn = band(found, criterion, 4000, 3)
    assert drawn.share == pytest.approx(sum(stop is not None for stop in stops) / len(stops), abs=0.03)
    assert (drawn.reached.low, drawn.reached.middle) == (rank(stops, 5), rank(stops, 50))
    after_two = [sum(new[:2]) for new in curves]
    assert drawn.cumulative[1].middle == rank([*after_two], 50)


def test_coverage_and_the_codes_there_may_be_are_those_worked_by_hand() -> None:
    found = richness(["abcd", "abc", "ae", "a"])  # a 4, b 2, c 2, d 1, e 1; ten incidences in four interviews
    assert (found.codes, found.incidences, found.once, found.twice) == (5, 10, 2, 2)
    assert found.coverage == pytest.approx(1 - 2 / 10 * (3 * 2 / (3 * 2 + 2 * 2)))
    assert found.expected == pytest.approx(5 + 3 / 4 * 2**2 / (2 * 2))


@given(INTERVIEWS)
def test_coverage_is_a_share_and_no_fewer_codes_are_expected_than_were_met(found: list[frozenset[str]]) -> None:
    estimate = richness(found)
    if estimate.coverage is not None and estimate.expected is not None:
        assert 0 <= estimate.coverage <= 1
        assert estimate.expected >= estimate.codes
