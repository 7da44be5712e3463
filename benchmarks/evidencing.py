"""Joint displays and coverage: the study's answers, warm, against plain SQL."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

from benchmarks import plain, plain_evidence
from benchmarks.measuring import Benchmark, Figures, alternate
from benchmarks.places import Places
from qualcode.study import Study
from qualcode.tables.coverage import Coverage, coverage
from qualcode.tables.joint import Joint, joint_display

BOUNDS = {"M": 2.0, "L": 2.0}


def _row(
    ours: Callable[[Study], Any], theirs: Callable[[plain.Connection], Any], form: Callable[[Any], Any]
) -> Callable[[Places], Figures]:
    def measure(places: Places) -> Figures:
        with Study.open(places.study()) as study, closing(plain.connect(str(study.database))) as db:
            return alternate(lambda: ours(study), lambda: theirs(db), form)

    return measure


def _joint(joint: Joint) -> Any:
    table = joint.table
    return {
        "N": dict(table.groups),
        "cells": {
            f"{row.code} {wave}": [cell.participants, cell.segments, cell.documents, cell.words]
            for row in table.rows
            for wave, cell in row.cells.items()
            if cell.state == "said"
        },
        "total": {
            row.code: [row.total.segments, row.total.participants, row.total.documents]
            for row in table.rows
            if row.total.segments
        },
        "said": {
            f"{theme.code} {wave}": people
            for theme in joint.themes
            for wave, states in theme.waves.items()
            if (people := sum(state == "said" for state in states.values()))
        },
    }


def _coverage(found: Coverage) -> Any:
    said = [one for one in found.evidence if one.segments]
    return {
        "themes": {one.theme: [one.segments, len(one.people), len(one.documents)] for one in said},
        "sites": {one.theme: len(one.sites) for one in said},
        "words": {one.id: one.coded for one in found.documents if one.coded},
        "begun": sorted((coder, one.id) for one in found.documents for coder in one.begun),
    }


ROWS = (
    Benchmark(
        "evidence: joint display by wave",
        BOUNDS,
        _row(lambda study: joint_display(study, ["wave"]), plain_evidence.joint, _joint),
    ),
    Benchmark("evidence: coverage", BOUNDS, _row(coverage, plain_evidence.coverage, _coverage)),
)
