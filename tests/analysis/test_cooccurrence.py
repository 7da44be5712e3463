"""Codes that come together: the sweep against the definition read naively, and what must hold of any codings."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.cooccurrence import Network, Pair, Paper, Relation, Segment, bits, networks, stretches

CODES = ("a", "b", "c", "d")
OVERLAP, CONTAINS, TURN = Relation("overlap"), Relation("contains"), Relation("turn")
FOLLOWS = Relation("follows", 3)
RELATIONS = (OVERLAP, CONTAINS, TURN, FOLLOWS)
Marks = dict[tuple[int, int], tuple[int, frozenset[int]]]
SPANS = st.tuples(st.integers(0, 12), st.integers(1, 8)).map(lambda place: (place[0], place[0] + place[1]))
MARKS = st.dictionaries(SPANS, st.tuples(st.integers(1, 15), st.frozensets(st.integers(1, 3))), max_size=8)


def paper(marks: Marks, group: str = "") -> Paper:
    """Segments whose ruler is the character."""
    found = [Segment(*span, codes, people, *span) for span, (codes, people) in sorted(marks.items())]
    return Paper(group, found, found)


PAPERS = st.lists(MARKS.map(paper), max_size=3)


def network(papers: Iterable[Paper], relation: Relation) -> Network:
    return networks(papers, relation, CODES).get("", Network(0, (), ()))


def meets(relation: Relation, one: Segment, other: Segment) -> bool:
    """Whether two units come together, by the words of the definition."""
    if one is other:
        return relation.name != "follows"
    if relation.name == "overlap":
        return bool(set(range(one.start, one.end)) & set(range(other.start, other.end)))
    if relation.name == "contains":
        return set(range(other.start, other.end)) <= set(range(one.start, one.end))
    return relation.name == "follows" and one.end <= other.start <= one.end + 3


def naive(papers: list[Paper], relation: Relation) -> set[Pair]:
    def bearing(place: int, found: Paper) -> list[Segment]:
        return [unit for unit in found.units if place in bits(unit.codes)]

    def letters(place: int) -> set[tuple[int, int]]:
        return {(n, x) for n, one in enumerate(papers) for unit in bearing(place, one)
                for x in range(unit.start, unit.end)}  # fmt: skip

    pairs = set()
    for a in range(len(CODES)):
        for b in range(len(CODES)):
            meetings = [(n, one, other) for n, found in enumerate(papers) for one in bearing(a, found)
                        for other in bearing(b, found) if meets(relation, one, other)]  # fmt: skip
            if meetings and (a != b if relation.directed else a < b):
                pairs.add(Pair(
                    CODES[a], CODES[b],
                    sum(len(bearing(a, found)) for found in papers), sum(len(bearing(b, found)) for found in papers),
                    len({(n, one) for n, one, _other in meetings}), len({(n, other) for n, _one, other in meetings}),
                    len({person for _n, one, other in meetings for person in one.people & other.people}),
                    len({n for n, _one, _other in meetings}),
                    len(letters(a) & letters(b)), len(letters(a) | letters(b)),
                    sum(len(found.units) for found in papers),
                ))  # fmt: skip
    return pairs


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
@given(papers=PAPERS)
def test_the_sweep_finds_what_the_definition_says(relation: Relation, papers: list[Paper]) -> None:
    found = network(papers, relation)
    assert len(set(found.pairs)) == len(found.pairs)
    assert set(found.pairs) == naive(papers, relation)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
@given(papers=PAPERS)
def test_together_never_exceeds_either_and_every_share_is_one(relation: Relation, papers: list[Paper]) -> None:
    for pair in network(papers, relation).pairs:
        assert 0 < pair.together <= min(pair.first_count, pair.second_count)
        assert 0 < pair.c <= 1
        assert 0 <= pair.jaccard <= 1
        assert max(pair.of_first, pair.of_second) <= 1
        assert pair.documents <= len(papers)


@given(papers=PAPERS)
def test_symmetric_relations_are_the_same_from_either_side(papers: list[Paper]) -> None:
    def swapped(unit: Segment) -> Segment:
        return unit._replace(codes=sum(1 << len(CODES) - 1 - place for place in bits(unit.codes)))

    mirrored = [Paper("", *([swapped(unit) for unit in found.segments],) * 2) for found in papers]
    names = dict(zip(CODES, reversed(CODES), strict=True))
    for relation in (OVERLAP, TURN):
        there = {(pair.first, pair.second): pair for pair in network(mirrored, relation).pairs}
        for pair in network(papers, relation).pairs:
            back = there[names[pair.second], names[pair.first]]
            assert (back.together, back.c, back.lift) == (pair.together, pair.c, pair.lift)
            assert (back.first_meets, back.of_second) == (pair.second_meets, pair.of_first)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
@given(papers=PAPERS, random=st.randoms())
def test_the_order_of_documents_does_not_matter(relation: Relation, papers: list[Paper], random: Random) -> None:
    shuffled = list(papers)
    random.shuffle(shuffled)
    assert network(shuffled, relation) == network(papers, relation)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
@given(first=MARKS, second=MARKS)
def test_splitting_a_text_where_nothing_meets_changes_only_documents(
    relation: Relation, first: Marks, second: Marks
) -> None:
    further = {(start + 100, end + 100): mark for (start, end), mark in second.items()}
    apart = network([paper(first), paper(second)], relation)
    whole = network([paper(first | further)], relation)
    assert whole.codes == apart.codes
    assert [_without_documents(pair) for pair in whole.pairs] == [_without_documents(pair) for pair in apart.pairs]


def _without_documents(pair: Pair) -> tuple[object, ...]:
    return tuple(getattr(pair, name) for name in Pair.__dataclass_fields__ if name != "documents")


@given(MARKS.filter(bool))
def test_a_code_that_stands_wherever_another_does_is_wholly_with_it(marks: Marks) -> None:
    both = paper(dict.fromkeys(marks, (0b11, frozenset({1}))))
    pair = network([both], OVERLAP).pair("a", "b")
    assert pair is not None
    assert (pair.c, pair.jaccard, pair.of_first, pair.participants, pair.documents) == (1, 1, 1, 1, 1)


@given(MARKS)
def test_stretches_cover_each_character_once_with_all_its_codes(marks: Marks) -> None:
    found = paper(marks).segments
    by_letter: dict[int, int] = {}
    for segment in found:
        for place in range(segment.start, segment.end):
            by_letter[place] = by_letter.get(place, 0) | segment.codes
    expected: dict[int, int] = {}
    for codes in by_letter.values():
        expected[codes] = expected.get(codes, 0) + 1
    counted: dict[int, int] = {}
    for codes, length in stretches(found):
        counted[codes] = counted.get(codes, 0) + length
    assert {codes: length for codes, length in counted.items() if length} == expected


def test_c_is_that_of_the_manual() -> None:
    pair = Pair("a", "b", 100, 10, 5, 8, 0, 0, 0, 1, 105)
    assert pair.together == 5
    assert pair.c == pytest.approx(0.048, abs=0.0005)
    assert pair.unequal
    assert not Pair("a", "b", 50, 10, 5, 8, 0, 0, 0, 1, 105).unequal


def test_a_theme_makes_no_pair_with_its_own_sub_code_and_groups_are_apart() -> None:
    one = paper({(0, 5): (0b011, frozenset({1})), (2, 4): (0b100, frozenset({1}))}, "north")
    two = paper({(0, 5): (0b011, frozenset({2}))}, "south")
    found = networks([one, two], OVERLAP, CODES, kin=(0b011, 0b011, 0b100, 0b1000))
    assert [(pair.first, pair.second) for pair in found["north"].pairs] == [("a", "c"), ("b", "c")]
    assert found["south"].pairs == ()
    assert found["south"].units == 1
