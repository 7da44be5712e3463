"""Cases × codes: people, documents, sites or any other groups in rows, codes in columns, counted by the one rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.model.counts import Cell as Counted
from qualcode.store.counting.themes import count_themes
from qualcode.store.reading.dimensions import NO_GROUP, Grouping, voices
from qualcode.tables.datasets import (
    NOT_YET_CODED,
    About,
    Asked,
    Cell,
    Column,
    Dataset,
    code_columns,
    known_of,
    meaning_of,
    rule,
)
from qualcode.tables.themes import SEPARATOR, check_dimensions, in_order, is_somebody, resolved

if TYPE_CHECKING:
    from qualcode.holdings import Holdings

_Case = tuple[list[Cell], list[Counted]]
"""What is known of a case, and what its codes come to."""
_UNKNOWN = ("not_asked", "not_coded")
_VALUES: Mapping[str, Callable[[Counted], int]] = {
    "wide": lambda cell: int(cell.state == "said"),
    "counts": lambda cell: cell.segments,
    "words": lambda cell: cell.words,
}


def case_tables(
    study: Holdings, tables: Sequence[str], asked: Asked, tell: Callable[[str], None] | None = None
) -> Iterator[Dataset]:
    """The tables of these names, counted together. Unknown dimensions, people and coders are errors as in `themes`."""
    check_dimensions(asked.unit, study.dimensions())
    asked = asked._replace(where=resolved(study, asked.where))
    grouping, coder = Grouping(asked.unit, asked.where), study.counted_coder(asked.coder)
    counted = count_themes(study.connection, study.codebook, study.guides, grouping, coder, tell, asked.under)
    groups = in_order(study, asked.unit, filter(is_somebody(asked.unit), counted.people))
    fixed = [*map(Column, asked.unit)]
    if "participant" not in asked.unit:
        fixed.append(Column("people", "integer"))
    sizes = [Column("words", "integer"), Column(NOT_YET_CODED)]
    about = About(study, known_of(study, asked.unit), (column.name for column in (*fixed, *sizes)))
    known = about.of_groups(voices(study.connection, grouping), asked.unit)
    columns = [*fixed, *about.columns, *sizes]
    codes = asked.wanted(study.codebook)
    nothing: list[Cell] = [None] * len(about.columns)
    cases = [
        (
            [
                *_parts(group, asked.unit),
                *([counted.people[group]] if "participant" not in asked.unit else ()),
                *known.get(group, nothing),
                counted.words[group],
            ],
            [counted.cells[code][group] for code in codes],
        )
        for group in groups
    ]
    for table in tables:
        yield Dataset(
            table,
            (*columns, *code_columns(codes, columns)),
            _rows(cases, codes, _VALUES[table]),
            rule(asked, coder, meaning_of(table)),
            coder,
        )  # fmt: skip


def _rows(cases: Iterable[_Case], codes: Sequence[str], value: Callable[[Counted], int]) -> Iterator[list[Cell]]:
    for known, cells in cases:
        yield [*known, _uncoded(codes, cells), *(_shown(cell, value) for cell in cells)]


def _parts(group: str, unit: Sequence[str]) -> list[Cell]:
    parts = group.split(SEPARATOR) if len(unit) > 1 else [group]
    return [None if part == NO_GROUP else part for part in parts]


def _uncoded(codes: Sequence[str], cells: Sequence[Counted]) -> Cell:
    return " ".join(code for code, cell in zip(codes, cells, strict=True) if cell.state == "not_coded") or None


def _shown(cell: Counted, value: Callable[[Counted], int]) -> Cell:
    return None if cell.state in _UNKNOWN else value(cell)
