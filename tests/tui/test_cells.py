"""What a cell of the themes table counts is what it lists, for every grouping of the demonstration study."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from qualcode.model.asking import Filter
from qualcode.study import Study

PAIRS = tuple(permutations(("site", "region", "role", "wave", "guide"), 2))


@pytest.fixture(scope="module")
def demo(demonstration: Path) -> Iterator[Study]:
    with Study.open(demonstration) as study:
        yield study


def passages(study: Study, where: Filter) -> int:
    return len({(q.coding.document, q.coding.span) for q in study.quotations(where)})


def test_a_cell_lists_the_passages_it_counts(demo: Study) -> None:
    groupings = [*((name,) for name in demo.dimensions()), *PAIRS]
    for by in groupings:
        table = demo.themes(by, coder="consensus")
        for row in table.rows:
            for group, cell in row.cells.items():
                where = Filter(code=row.code, coder="consensus", cell=(by, group))
                assert passages(demo, where) == cell.segments, (by, group, row.code)


def test_a_page_of_a_cell_is_a_part_of_its_list(demo: Study) -> None:
    where = Filter(coder="consensus", cell=(("region", "role"), "nord-pas-de-calais / worker"))
    whole = demo.quotations(where)
    assert len(whole) > 4
    assert demo.quotations(where, 3, 2) == whole[2:5]
    assert demo.quotation_ids(where) == tuple(quotation.coding.id for quotation in whole)
