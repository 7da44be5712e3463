"""How a query may go on: codes in either language, names of conditions and their values, operators, distances."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.query.completing import Known, complete
from qualcode.query.reading import parse
from qualcode.query.words import QueryError

CODES = (
    ("Nearness", "Proximité", "nearness"),
    ("The slow alliance", "L’alliance lente", "alliance"),
    ("Ni paillasson", "in-vivo"),
)
VALUES = {"site": ["lille", "lens", "ile-de-france"], "kind": ["focus group", "minutes"]}
KNOWN = Known(CODES, ("site", "kind", "role", "text"), lambda name: VALUES.get(name, []))


def completed(typed: str) -> list[str]:
    """The query with each candidate in its place; `|` is the cursor."""
    before, _bar, after = typed.partition("|")
    found = complete(before + after, len(before), KNOWN)
    return [(before + after)[: one.start] + one.text + (before + after)[one.end :] for one in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nea|", "Nearness"),
        ("prox|", "Proximité"),
        ("the slo|", '"The slow alliance"'),
        ("slow|", '"The slow alliance"'),
        ('"the s|', '"The slow alliance"'),
        ("« ni|", '"Ni paillasson"'),
        ("=al|", "=alliance"),
        ("not pro|", "not Proximité"),
        ("(nea|", "(Nearness"),
        ("si|", "site="),
        ("site=l|", "site=lille"),
        ("site=lille,le|", "site=lille,lens"),
        ("kind=fo|", 'kind="focus group"'),
        ("nearness and kind=m|", "nearness and kind=minutes"),
        ("nearness a|", "nearness and"),
        ("nearness |", "nearness and"),
        ("nearness n|", "nearness near(10 words)"),
        ("nearness near|", "nearness near(10 words)"),
        ("nearness near(|", "nearness near(same turn"),
        ("nearness near(3|", "nearness near(3 turns"),
        ("nearness near(3 turns) al|", "nearness near(3 turns) alliance"),
        ("(a or b) f|", "(a or b) follows"),
        ("nea| and site=lille", "Nearness and site=lille"),
    ],
)
def test_what_comes_first(typed: str, first: str) -> None:
    assert completed(typed)[0] == first


def test_at_the_beginning_stand_codes_then_conditions() -> None:
    assert completed("|")[:3] == ["Nearness", '"The slow alliance"', '"Ni paillasson"']
    assert "site=" in completed("|")


def test_what_stands_there_already_is_no_candidate() -> None:
    assert completed("site=lille|") == []


@given(st.text("ab ()=<>~!,\"“”«»'\\and or not near10words", max_size=30), st.integers(0, 30))
def test_a_candidate_never_touches_what_is_after_the_cursor(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    for one in complete(text, cursor, KNOWN):
        assert 0 <= one.start <= one.end == cursor


@pytest.mark.parametrize("typed", ["nea|", "site=|", "kind=f|", "nearness and |", "not |"])
def test_what_is_completed_can_be_meant_or_goes_on(typed: str) -> None:
    for query in completed(typed):
        try:
            parse(query)
        except QueryError as error:
            assert error.place == len(query)
