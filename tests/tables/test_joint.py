"""A joint display of four people at three waves, counted by hand; its states are those of the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCoding, SetDone, SetParticipant
from qualcode.analysis.trajectories import Change, Numbers
from qualcode.conditions import parse_condition
from qualcode.errors import InputError
from qualcode.model.people import Participant
from qualcode.study import Study
from qualcode.tables.joint import Joint, joint_display

FIELDS = """\
    score: {type: number, by: wave}
    age: number
  document:
    wave: {choices: [T0, T6, T12]}
"""
INTERVIEWS = (
    ("A0", "ana", "T0", None), ("A6", "ana", "T6", None), ("B0", "bob", "T0", None), ("B6", "bob", "T6", "near"),
    ("C0", "cat", "T0", None), ("C12", "cat", "T12", None), ("D0", "dan", "T0", None), ("D6", "dan", "T6", None),
)  # fmt: skip
"""Document, person, wave, guide: `near` asks for nearness (so for distance) and not for language."""


@pytest.fixture
def followed(tmp_path: Path, new_study: Callable[..., Study], document: Callable[..., Any]) -> Iterator[Study]:
    """Ana speaks of language at T0 only, Bob too but is not asked again, Cat skips T6; D6 is not yet coded."""
    with new_study(tmp_path / "study", fields=FIELDS) as study:
        for name, person, wave, guide in INTERVIEWS:
            group = {"group": "1" if person in ("ana", "bob") else "2"}
            who = {"P": Participant(person, "lille", variables=group)}
            study.do(document(name, [("P", f"Il faut traduire, {name}.")], who, wave=wave, guide=guide))
            if name != "D6":
                study.do(SetDone(name, True))
        for name in ("A0", "B0", "C0", "C12"):
            study.do(AddCoding(name, 3, 11, "language"))
        study.do(AddCoding("A0", 3, 8, "nearness"), AddCoding("A6", 3, 8, "access"))
        yield study


def one(joint: Joint, code: str) -> Any:
    return next(theme for theme in joint.themes if theme.code == code)


def test_who_keeps_loses_and_never_raises_a_theme_and_who_was_not_asked_again(followed: Study) -> None:
    joint = joint_display(followed)
    assert joint.waves == ("T0", "T6", "T12")
    assert joint.table.by == ("group", "wave")
    assert joint.people(one(joint, "language")) == {
        "ana": ("said", "not_raised", "not_interviewed"),
        "bob": ("said", "not_asked", "not_interviewed"),
        "cat": ("said", "not_interviewed", "said"),
        "dan": ("not_raised", "not_coded", "not_interviewed"),
    }
    assert one(joint, "language").changes == (
        Change("T0", "T6", (), ("ana",), (), (), ("bob", "dan")),
        Change("T0", "T12", ("cat",), (), (), (), ()),
    )


def test_a_theme_is_kept_where_another_of_its_sub_codes_is_raised(followed: Study) -> None:
    joint = joint_display(followed)
    assert one(joint, "distance").changes[0] == Change("T0", "T6", ("ana",), (), (), ("bob",), ("dan",))
    assert one(joint, "nearness").changes[0].lost == ("ana",)
    assert one(joint, "access").changes[0].gained == ("ana",)


def test_conditions_and_themes_narrow_what_is_followed(followed: Study) -> None:
    joint = joint_display(followed, ["wave"], themes=["language"], where=[parse_condition("group=2")])
    assert [theme.code for theme in joint.themes] == [row.code for row in joint.table.rows] == ["language"]
    assert joint.people(joint.themes[0]).keys() == {"cat", "dan"}
    assert joint.table.groups == {"T0": 2, "T6": 1, "T12": 1}


def test_numbers_by_wave_stand_beside_themes_also_of_who_was_not_interviewed_then(followed: Study) -> None:
    scores = {"ana": {"T0": "4", "T6": "10"}, "bob": {"T0": "6"}, "cat": {"T6": "7.5"}}
    for person in followed.participants():
        waves = {wave: {"score": value} for wave, value in scores.get(person.id, {}).items()}
        followed.do(SetParticipant(person.id, person.site, person.role, {**person.variables, "age": "40"}, waves))
    (score,) = joint_display(followed).numbers
    assert score.groups == {
        "1 / T0": Numbers(2, 5.0, 4.0, 6.0, None),
        "1 / T6": Numbers(1, 10.0, 10.0, 10.0, None),
        "2 / T6": Numbers(1, 7.5, 7.5, 7.5, None),
    }
    assert score.people == {"ana": (4.0, 10.0, None), "bob": (6.0, None, None), "cat": (None, 7.5, None)}
    (age,) = joint_display(followed, ["group"], sources=["age"]).numbers
    assert age.groups == {"1": Numbers(2, 40.0, 40.0, 40.0, None), "2": Numbers(2, 40.0, 40.0, 40.0, None)}
    with pytest.raises(InputError, match=r"scoer is neither.*Write score"):
        joint_display(followed, sources=["scoer"])


def numbers(followed: Study, tmp_path: Path, text: str, *by: str, where: str = "") -> Joint:
    file = tmp_path / "numbers.csv"
    file.write_text(text, encoding="utf-8")
    return joint_display(followed, by, sources=[str(file)], where=[parse_condition(where)] if where else [])


def test_a_table_gives_numbers_of_people_of_groups_and_of_others_than_those_interviewed(
    followed: Study, tmp_path: Path
) -> None:
    rows = "participant;group;wave;Days\nana;;T0;3\nbob;;T0;5,5\nzoe;1;T0;2\n;2;T0;40\ndan;;T12;\n"
    (days,) = numbers(followed, tmp_path, rows, "group", "wave").numbers
    assert days.groups == {"1 / T0": Numbers(3, 3.5, 2.0, 5.5, 3.0), "2 / T0": Numbers(1, 40.0, 40.0, 40.0, None)}
    assert days.people == {"ana": (3.0, None, None), "bob": (5.5, None, None)}
    narrowed = numbers(followed, tmp_path, rows, "group", "wave", where="group=2")
    assert list(narrowed.numbers[0].groups) == ["2 / T0"]
    assert narrowed.left_out == 3
    (by_site,) = numbers(followed, tmp_path, "site,wave,posts\nLille,T0,3\nToulon,T0,1\n", "region").numbers
    assert by_site.groups == {"north": Numbers(1, 3.0, 3.0, 3.0, None), "south": Numbers(1, 1.0, 1.0, 1.0, None)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("participant,wave,x\nana,T0,12\nana,T0,13\n", "numbers.csv:3: the same is in line 2 already"),
        ("participant,wave,x\nana,T0,twelve\n", "numbers.csv:2: x: twelve is not a number"),
        ("participant,wave,x\nana,T1,12\n", "numbers.csv:2: wave: T1 is not one of"),
        ("site,wave,x\nmars,T0,12\n", "no site mars in this study. `qualcode sites` lists them"),
        ("site,wave,x\ntoulom,T0,12\n", "numbers.csv:2: There is no site toulom in this study. Write toulon"),
        ("participant,wave,x\nana,T0,12\nzoe,T0,3\n", "numbers.csv:3: there is no person zoe in this study."),
        ("participant,wave,x\nand,T0,3\n", "Alike are: ana, dan. The row of somebody never interviewed names a group"),
        ("participant,wave\nana,T0\n", "has no column of numbers"),
        ("wave,x\nT0,3\n", "numbers.csv:2: names neither a person nor a group"),
        ("group,wave,x\n9,T0,3\n", "numbers.csv:2: group: 9 is not one of those in study.yaml"),
    ],
)
def test_what_cannot_be_a_number_of_somebody_is_refused_with_its_line(
    followed: Study, tmp_path: Path, rows: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        numbers(followed, tmp_path, rows, "wave")
    assert said in str(refused.value)


def test_documents_and_themes_are_told_before_they_are_counted_and_whoever_hears_may_stop(followed: Study) -> None:
    heard: list[str] = []
    joint_display(followed, tell=heard.append)
    coded = {coding.document for coding in followed.codings()}
    assert heard[: len(coded)] == sorted(coded)
    assert heard[len(coded) :] == [code.id for code, _depth in followed.codebook.walk()]

    def stop(name: str) -> None:
        raise KeyboardInterrupt(name)

    with pytest.raises(KeyboardInterrupt, match=heard[0]):
        joint_display(followed, tell=stop)


def test_states_are_those_of_a_table_by_person_and_wave(demonstration: Path) -> None:
    with Study.open(demonstration) as study:
        joint, table = joint_display(study), study.themes(("participant", "wave"))
    for theme, row in zip(joint.themes, table.rows, strict=True):
        states = {f"{who} / {wave}": state for wave, people in theme.waves.items() for who, state in people.items()}
        assert states == {group: cell.state for group, cell in row.cells.items()}
        for change in theme.changes:
            both = theme.waves[change.earlier].keys() & theme.waves[change.later].keys()
            assert change.both == len(both)
