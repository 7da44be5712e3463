"""The first screen of a query's answers, against plain SQL; a distance in words, which plain SQL cannot tell, alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks import plain_queries
from benchmarks.measuring import Benchmark, Figures, alone
from benchmarks.places import Places
from benchmarks.plain import Connection
from benchmarks.reading import call, quotes
from qualcode.model.asking import Filter
from qualcode.model.codings import Quotation
from qualcode.retrieving import query_of
from qualcode.study import Study

FIRST = 50
BESIDE = {"M": 2.0, "L": 2.0}
ALONE = {"S": 200.0, "M": 200.0, "L": 200.0}


def _asked(study: Study, query: str) -> list[Quotation]:
    return study.quotations(Filter(query=query_of(study, query)), FIRST)


def _row(name: str, query: str, theirs: Callable[[Connection], Any]) -> Benchmark:
    return Benchmark(f"query: {name}", BESIDE, call(lambda study: _asked(study, query), theirs, quotes))


def _alone(query: str) -> Callable[[Places], Figures]:
    def measure(places: Places) -> Figures:
        with Study.open(places.study()) as study:
            return alone(lambda: _asked(study, query))

    return measure


ROWS = (
    _row("first 50 of two codes together", "c-1-1 and c-2-2", plain_queries.both),
    _row("first 50 of a theme without a code", "theme-1 and not c-2-2", plain_queries.without),
    _row("first 50 within three turns", "c-1-1 near(3 turns) c-2-2", plain_queries.near),
    _row("first 50 that follow in a turn", "c-1-1 follows c-2-2", plain_queries.follows),
    _row("first 50 of a theme, nurses of a site", "theme-1 and role=nurse and site=site-1-1", plain_queries.nurses),
    Benchmark("query: first 50 within ten words", ALONE, _alone("c-1-1 near(10 words) c-2-2")),
    Benchmark("query: first 50 with a word in them", ALONE, _alone("theme-1 and text~noir")),
)
