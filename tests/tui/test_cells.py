"""What a cell of the themes table counts is what it lists, for every grouping of the demonstration study."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest

from qualcode.demonstration import make_demonstration
from qualcode.model import Filter
from qualcode.study import Study

PAIRS = tuple(permutations(("site", "region", "role", "wave", "guide"), 2))


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    folder = tmp_path_factory.mktemp("demo") / "study"
    for _step in make_demonstration(folder):
        pass
    with Study.open(folder) as study:
        yield study


def passages(study: Study, where: Filter) -> int:
    return len({(q.coding.document, q.coding.span) for q in study.quotations(where)})


def test_a_cell_lists_the_passages_it_counts(demonstration: Study) -> None:
    groupings = [*((name,) for name in demonstration.dimensions()), *PAIRS]
    for by in groupings:
        table = demonstration.themes(by, coder="consensus")
        for row in table.rows:
            for group, cell in row.cells.items():
                where = Filter(code=row.code, coder="consensus", cell=(by, group))
                assert passages(demonstration, where) == cell.segments, (by, group, row.code)


def test_a_page_of_a_cell_is_a_part_of_its_list(demonstration: Study) -> None:
    where = Filter(coder="consensus", cell=(("region", "role"), "nord-pas-de-calais / worker"))
    whole = demonstration.quotations(where)
    assert len(whole) > 4
    assert demonstration.quotations(where, 3, 2) == whole[2:5]
    assert demonstration.quotation_ids(where) == tuple(quotation.coding.id for quotation in whole)
