"""Counting, quotations and search: the store's calls, warm, against plain SQL; then the commands as whole processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from benchmarks import plain
from benchmarks.measuring import Benchmark, Figures, alternate, qualcode, run, script
from benchmarks.places import Places
from benchmarks.study import PHRASE
from qualcode.model.asking import Filter
from qualcode.model.codings import Coding, Hit, Quotation
from qualcode.model.counts import ThemeTable
from qualcode.study import Study

CODE, DOCUMENT = "c-1-1", "D0003"
CALLS = {"M": 1.5, "L": 1.5}
COMMANDS = {"M": 3.0, "L": 1.5}
Form = Callable[[Any], Any]


def call(
    ours: Callable[[Study], Any], theirs: Callable[[plain.Connection], Any], form: Form
) -> Callable[[Places], Figures]:
    """A row that asks an open study and an open plain connection in turn."""

    def measure(places: Places) -> Figures:
        with Study.open(places.study()) as study, closing(plain.connect(str(study.database))) as db:
            return alternate(lambda: ours(study), lambda: theirs(db), form)

    return measure


def _command(
    words: Sequence[str], plain_words: Sequence[str], form: Form, plain_form: Form = dict
) -> Callable[[Places], Figures]:
    """A row that runs `qualcode` and the plain script in turn, each as a process of its own."""

    def measure(places: Places) -> Figures:
        study = places.study()
        ours = qualcode(words[0], study, *words[1:], "--json")
        theirs = script("plain", study / "study.db", *plain_words)
        return alternate(lambda: run(*ours), lambda: run(*theirs), _parsed(form), _parsed(plain_form))

    return measure


def _parsed(form: Form) -> Form:
    return lambda text: form(json.loads(text))


def _cells(table: ThemeTable) -> Any:
    return _cells_of_data(
        {
            "groups": [{"group": group, "N": people} for group, people in table.groups.items()],
            "rows": [
                {"code": row.code, "cells": {group: _fields(cell, _COUNTED) for group, cell in row.cells.items()}}
                for row in table.rows
            ],
        }
    )


_COUNTED = ("participants", "segments", "documents", "words", "state")


def _fields(value: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _cells_of_data(data: Any) -> Any:
    """A table of themes as the plain script prints it: only the cells in which something was said."""
    return {
        "N": {group["group"]: group["N"] for group in data["groups"]},
        "cells": {
            f"{row['code']} {group}": [cell[name] for name in _COUNTED[:4]]
            for row in data["rows"]
            for group, cell in row["cells"].items()
            if cell["state"] == "said"
        },
    }


def _counts(found: dict[str, Any]) -> Any:
    return {
        code: [count.segments, count.participants, count.documents] for code, count in found.items() if count.segments
    }


def _counts_of_data(data: Any) -> Any:
    return {row["id"]: [row["segments"], row["participants"], row["documents"]] for row in data if row["segments"]}


def _places(codings: list[Coding]) -> Any:
    return [
        (one.id, one.document, one.start, one.end, one.code, one.coder, one.round, one.key, one.counter, one.definition,
         one.memo)
        for one in codings
    ]  # fmt: skip


def _frequencies(study: Study) -> dict[str, int]:
    """How many codings each code has by itself, over the program's tables and indexes."""
    return dict(study.connection.execute("SELECT code, count(*) FROM coding GROUP BY code").fetchall())


def quotes(found: list[Quotation]) -> Any:
    """Quotations in the shape in which the plain way has them."""
    return [
        [one.coding.id, one.coding.document, one.coding.start, one.coding.end, one.text, one.coding.code,
         one.coding.coder, one.coding.round, one.coding.key, one.citation, list(one.participants), one.site,
         one.coding.counter, one.coding.definition, one.coding.memo]
        for one in found
    ]  # fmt: skip


def _quotes_of_data(data: Any) -> Any:
    names = ("id", "document", "start", "end", "text", "code", "coder", "round", "key", "citation", "participants",
             "site", "counter", "definition", "memo")  # fmt: skip
    return [[row[name] for name in names] for row in data]


_HIT = ("document", "start", "end", "before", "text", "after", "citation")


def _hits(found: list[Hit]) -> Any:
    return [[getattr(hit, name) for name in _HIT] for hit in found]


def _hits_of_data(data: Any) -> Any:
    """Hits as a command prints them; around them it names people by their ids, the plain script by their labels."""
    return [[row[name] for name in _HIT if name not in ("before", "after")] for row in data]


ROWS = (
    Benchmark(
        "count: code frequencies",
        CALLS,
        call(_frequencies, plain.frequencies, dict),
    ),
    Benchmark("count: codes as unions", CALLS, call(lambda study: study.code_counts(), plain.codes, _counts)),
    Benchmark("count: themes by site", CALLS, call(lambda study: study.themes(), plain.themes, _cells)),
    Benchmark(
        "quotes: spans of a document",
        CALLS,
        call(lambda study: study.codings(DOCUMENT), lambda db: plain.spans(db, DOCUMENT), _places),
    ),
    Benchmark(
        "quotes: first 50 of a code",
        CALLS,
        call(lambda study: study.quotations(Filter(CODE), 50), lambda db: plain.first(db, CODE), quotes),
    ),
    Benchmark(
        "find: two words",
        CALLS,
        call(lambda study: study.find(PHRASE), lambda db: plain.find(db, PHRASE), _hits),
    ),
    Benchmark("command: themes", COMMANDS, _command(["themes", "--by", "site"], ["themes"], _cells_of_data)),
    Benchmark("command: codes", COMMANDS, _command(["codes"], ["codes"], _counts_of_data)),
    Benchmark(
        "command: quotes",
        COMMANDS,
        _command(["quotes", "--code", CODE], ["quotes", CODE], _quotes_of_data, _quotes_of_data),
    ),
    Benchmark("command: find", COMMANDS, _command(["find", PHRASE], ["find", PHRASE], _hits_of_data, _hits_of_data)),
)
