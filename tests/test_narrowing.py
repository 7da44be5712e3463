"""What conditions on a table mean: days of a year, waves in their order, values of their type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.conditions import parse_condition
from qualcode.errors import InputError, NotFoundError
from qualcode.model.asking import Condition
from qualcode.model.people import Participant
from qualcode.study import Study
from qualcode.tables.joint import joint_display
from qualcode.tables.themes import resolved
from qualcode.variables.tables import Known

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


def test_waves_follow_one_another_whether_they_are_declared_or_not(followed: Study) -> None:
    assert joint_display(followed, ["wave"]).waves == ("T0", "T6", "T12")
    assert Known(followed).waves == ("T0", "T6", "T12")


def test_a_region_is_not_taken_for_a_site_of_its_name(tmp_path: Path, new_study: Callable[..., Study]) -> None:
    with new_study(tmp_path / "study") as study:
        text = study.text_of("study.yaml").replace("lens: {label: Lens}", "lens: {label: North}")
        (study.folder / "study.yaml").write_text(text, encoding="utf-8")
    with Study.open(tmp_path / "study", coder="ana") as study:
        assert resolved(study, [parse_condition("region=North")]) == (Condition("region", "=", ("north",)),)
        assert resolved(study, [parse_condition("site=Lille,LENS")]) == (Condition("site", "=", ("lille", "lens")),)
        assert resolved(study, [parse_condition("site=north")]) == (Condition("site", "=", ("north",)),)
        with pytest.raises(NotFoundError, match="the study has no lille"):
            resolved(study, [parse_condition("region=lille")])
