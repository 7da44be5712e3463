"""What conditions on a table mean: days of a year, waves in their order, values of their type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.conditions import parse_condition
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Participant
from qualcode.study import Study

CHECKED = "    age: number\n    agreed: boolean\n    came: date\n  document:\n    wave: {choices: [T0, T6, T12]}\n"


@pytest.fixture(params=["declared", "undeclared"])
def followed(
    request: pytest.FixtureRequest, tmp_path: Path, new_study: Callable[..., Study], document: Callable[..., Any]
) -> Iterator[Study]:
    """One person at each of three waves, in three years."""
    fields = CHECKED if request.param == "declared" else CHECKED[: CHECKED.index("  document")]
    with new_study(tmp_path / "study", fields=fields) as study:
        for name, wave, day, age, agreed in (
            ("D1", "T0", "2012-11-30", "9", "true"),
            ("D2", "T6", "2013-05-02", "40", "false"),
            ("D3", "T12", "2014-01-15", "100", "true"),
        ):
            known = {"age": age, "agreed": agreed, "came": day}
            person = Participant(f"p-{name}", "lille", "user", known)
            study.do(document(name, [("P", "Oui.")], {"P": person}, wave=wave, date=day))
        yield study


@pytest.mark.parametrize(
    ("typed", "waves"),
    [
        ("date=2013", ["T6"]),
        ("date=2013-05", ["T6"]),
        ("date=2012,2014-01", ["T0", "T12"]),
        ("date!=2013", ["T0", "T12"]),
        ("date>=2013", ["T6", "T12"]),
        ("came=2013", ["T6"]),
        ("wave>=T6", ["T6", "T12"]),
        ("wave>t6", ["T12"]),
        ("wave<=T6", ["T0", "T6"]),
        ("wave<T12", ["T0", "T6"]),
        ("age=40.0", ["T6"]),
        ("age>=40", ["T6", "T12"]),
        ("agreed=yes", ["T0", "T12"]),
        ("agreed!=oui", ["T6"]),
    ],
)
def test_a_condition_means_what_is_written(followed: Study, typed: str, waves: list[str]) -> None:
    table = followed.themes(("wave",), where=[parse_condition(typed)])
    assert list(table.groups) == waves


@pytest.mark.parametrize("typed", ["date=spring", "date>=2013-13", "age>=old", "agreed=maybe", "came<x", "wave>T12"])
def test_a_value_that_cannot_be_is_refused_with_a_way_out(followed: Study, typed: str) -> None:
    with pytest.raises((InputError, NotFoundError)) as error:
        followed.themes(("wave",), where=[parse_condition(typed)])
    assert error.value.hint


def test_numbers_in_names_stand_by_their_size(followed: Study) -> None:
    assert list(followed.themes(("age",)).groups) == ["9", "40", "100"]
    assert list(followed.themes(("wave",)).groups) == ["T0", "T6", "T12"]
