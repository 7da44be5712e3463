"""Values as they are typed, and the one form in which each is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.variables.values import Variable, checked

GROUPS = Variable("choice", ("psychotic", "Mood", "autre"))
typed = st.one_of(
    st.tuples(st.just(Variable("number")), st.from_regex(r"[+-]?[0-9]{1,12}([.,][0-9]{1,6})?", fullmatch=True)),
    st.tuples(st.just(Variable("date")), st.dates().map(str)),
    st.tuples(
        st.just(Variable("boolean")), st.sampled_from(["yes", "No", "OUI", "non", "VRAI", "faux", "TRUE", "false"])
    ),
    st.tuples(st.just(GROUPS), st.sampled_from(["PSYCHOTIC", "mood", "Autre"])),
    st.tuples(st.just(Variable("text")), st.text()),
)


@given(typed)
def test_what_is_kept_is_typed_again_as_itself(said: tuple[Variable, str]) -> None:
    variable, value = said
    kept = checked("v", variable, value)
    assert checked("v", variable, kept) == kept


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("number", " 12,50 ", "12.5"),
        ("number", "1 234", "1234"),
        ("number", "1\N{NARROW NO-BREAK SPACE}234,5", "1234.5"),
        ("number", "007", "7"),
        ("number", "-0.0", "0"),
        ("number", "100", "100"),
        ("number", "2E3", "2000"),
        ("date", "2013", "2013"),
        ("date", "2013-04", "2013-04"),
        ("date", "2013-04-02 00:00:00", "2013-04-02"),
        ("boolean", "Faux", "false"),
        ("boolean", "oui", "true"),
        ("text", "a\r\nb\x00", "a\nb\N{REPLACEMENT CHARACTER}"),
        ("text", "  ", ""),
        ("number", "", ""),
    ],
)
def test_a_value_is_kept_in_one_form(kind: str, value: str, kept: str) -> None:
    assert checked("v", Variable(kind), value) == kept


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        (Variable("number"), "12 ans", ["age", "12 ans", "12.5"]),
        (Variable("number"), "1 23", ["1 23"]),
        (Variable("number"), "nan", ["nan"]),
        (Variable("number"), "1e999", ["1e999"]),
        (Variable("date"), "02/04/2013", ["age", "02/04/2013", "2013-04-02"]),
        (Variable("date"), "2013-02-30", ["2013-02-30"]),
        (Variable("boolean"), "maybe", ["age", "maybe", "yes or no"]),
        (GROUPS, "psychotik", ["age", "psychotik", "Write psychotic"]),
        (GROUPS, "7", ["age", "Choose among: psychotic, Mood, autre"]),
        (Variable(), "x" * 40_000, ["age", "40000"]),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_name_the_value_and_the_way_out(
    variable: Variable, value: str, said: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        checked("age", variable, value)
    assert [word for word in said if word not in str(caught.value)] == []
