"""Saturation and co-occurrence: the study's answers, warm, against plain SQL."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

from benchmarks import plain, plain_analysis
from benchmarks.measuring import Benchmark, Figures, alternate
from benchmarks.places import Places
from qualcode.study import Study
from qualcode.tables.cooccurring import Cooccurrences, cooccurrences
from qualcode.tables.saturating import Plan, SaturationTable, code_saturation

BOUNDS = {"M": 2.0, "L": 2.0}
PLAN = Plan(kinds=("interview", "focus group", "visit note"), order="id", orders=0)


def _row(
    ours: Callable[[Study], Any], theirs: Callable[[plain.Connection], Any], form: Callable[[Any], Any]
) -> Callable[[Places], Figures]:
    def measure(places: Places) -> Figures:
        with Study.open(places.study()) as study, closing(plain.connect(str(study.database))) as db:
            return alternate(lambda: ours(study), lambda: theirs(db), form)

    return measure


def _steps(table: SaturationTable) -> Any:
    return [[step.document, step.codes, len(step.new)] for step in table.whole.steps if step.codes]


def _steps_by_site(table: SaturationTable) -> Any:
    return sorted(
        [site, step.document, step.codes, len(step.new)]
        for site, found in table.groups.items()
        for step in found.steps
        if step.codes
    )


def _pairs(table: Cooccurrences) -> Any:
    """Pairs as the plain statements have them: the lesser name first."""
    return {
        (min(pair.first, pair.second), max(pair.first, pair.second)): (
            *_sides(pair.first < pair.second, pair.first_count, pair.second_count),
            *_sides(pair.first < pair.second, pair.first_meets, pair.second_meets),
            pair.documents,
            pair.participants,
            pair.shared,
            pair.covered,
        )
        for pair in table.groups[""].pairs
    }


def _sides(forward: bool, first: int, second: int) -> tuple[int, int]:
    return (first, second) if forward else (second, first)


ROWS = (
    Benchmark(
        "analysis: saturation",
        BOUNDS,
        _row(lambda study: code_saturation(study, PLAN), plain_analysis.saturation, _steps),
    ),
    Benchmark(
        "analysis: saturation by site",
        BOUNDS,
        _row(
            lambda study: code_saturation(study, PLAN, by=["site"]), plain_analysis.saturation_by_site, _steps_by_site
        ),
    ),
    Benchmark("analysis: co-occurrence", BOUNDS, _row(cooccurrences, plain_analysis.cooccurrence, _pairs)),
)
