"""Conditions as they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.conditions import SIGNS, in_words, parse_condition
from qualcode.errors import InputError
from qualcode.model.asking import Condition

WORD = st.text("abcdéèà0123456789-' ", min_size=1).map(str.strip).filter(bool)


@given(WORD, st.sampled_from(SIGNS), WORD)
def test_a_condition_reads_back_as_it_is_shown(name: str, sign: str, value: str) -> None:
    condition = Condition(name, sign, (value,))
    assert parse_condition(str(condition)) == condition


def test_several_values_are_any_of_them() -> None:
    assert parse_condition("role = nurse, worker") == Condition("role", "=", ("nurse", "worker"))


def test_without_a_value_nothing_is_known_or_something_is() -> None:
    assert parse_condition("group=") == Condition("group", "=", ())
    assert parse_condition(str(parse_condition("group != "))) == Condition("group", "!=", ())
    assert in_words((Condition("group", "=", ()), Condition("age", "!=", ()))) == "group is not known; age is known"


def test_conditions_stand_on_one_line() -> None:
    assert in_words((parse_condition("role=nurse"), parse_condition("date>=2013"))) == "role=nurse; date>=2013"


@pytest.mark.parametrize("text", ["", "role", "=nurse", "role~", "role>", "role=,", "role=a,,b", "date>1,2"])
def test_what_is_no_condition_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError) as error:
        parse_condition(text)
    assert error.value.hint
