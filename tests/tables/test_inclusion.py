"""Inclusions summed and set beside those interviewed, by hand; what cannot be meant is refused with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.checking import problems, remarks
from qualcode.conditions import parse_condition
from qualcode.errors import InputError, NotFoundError
from qualcode.model.people import Participant
from qualcode.study import Study
from qualcode.tables.inclusion import COUNTS, Counts, inclusions, summed

HEAD = "group,wave,site," + ",".join(COUNTS) + "\n"
ROWS = (
    HEAD
    + "1,T0,lille,31,6,4,21,26\n1,T0,lens,24,4,3,17,20\n2,T0,lille,2,0,1,1,2\n2,T0,toulon,8,2,1,5,8\n1,T6,lille,,,,7,\n"
)


@pytest.fixture
def included(tmp_path: Path, new_study: Callable[..., Study], document: Callable[..., Any]) -> Iterator[Study]:
    """Two of group 2 from Lille at T0, one of group 1 who comes back at T6, a nurse who is in no group."""
    with new_study(tmp_path / "study", fields="  document:\n    wave: {choices: [T0, T6]}\n") as study:
        people = (("D1", "u1", "1", "T0"), ("D2", "u2", "2", "T0"), ("D3", "u3", "2", "T0"), ("D4", "u1", "1", "T6"),
                  ("D5", "n1", "", "T0"))  # fmt: skip
        for name, person, group, wave in people:
            own = Participant(person, "lille", "user" if group else "nurse", {"group": group})
            study.do(document(name, [("P", f"Oui, {name}.")], {"P": own}, wave=wave))
        (study.folder / "inclusion.csv").write_text(ROWS, encoding="utf-8")
        yield study


def test_sums_by_group_and_wave_beside_those_interviewed(included: Study) -> None:
    table = inclusions(included)
    assert table.by == ("group", "wave")
    assert table.groups == {
        "1 / T0": Counts(55, 10, 7, 38, 46),
        "1 / T6": Counts(None, None, None, 7, None),
        "2 / T0": Counts(10, 2, 2, 6, 10),
    }
    assert table.interviewed == {"1 / T0": 1, "1 / T6": 1, "2 / T0": 2}
    assert (table.total, table.total_interviewed) == (Counts(None, None, None, 51, None), 3)
    assert table.groups["1 / T0"].of_eligible == 38 / 55
    assert table.groups["1 / T0"].of_expected == 38 / 46
    assert table.total.of_eligible is None
    (doubt,) = table.doubts
    assert doubt.endswith("inclusion.csv:4: T0 / Lille / 2: 2 were interviewed (u2, u3), 1 included.")


def test_sites_count_in_their_region(included: Study) -> None:
    table = inclusions(included, by=["region"])
    assert {group: counts.included for group, counts in table.groups.items()} == {"north": 46, "south": 5}
    assert table.interviewed == {"north": 3, "south": 0}
    assert "South: 5 included, nobody of them interviewed." in table.doubts


@pytest.mark.parametrize(
    ("typed", "included_then", "interviewed"),
    [
        ("wave=T6", {"north": 7}, 1),
        ("wave>=T6", {"north": 7}, 1),
        ("group!=1", {"north": 1, "south": 5}, 2),
        ("site=north", {"north": 46}, 3),
        ("region=south", {"south": 5}, 0),
        ("site~lill", {"north": 29}, 3),
        ("role=nurse", {"north": 46, "south": 5}, 0),
    ],
)
def test_a_condition_on_a_column_narrows_the_rows_and_any_other_the_people(
    included: Study, typed: str, included_then: dict[str, int], interviewed: int
) -> None:
    table = inclusions(included, by=["region"], where=[parse_condition(typed)])
    assert {group: counts.included for group, counts in table.groups.items()} == included_then
    assert table.total.included == sum(included_then.values())
    assert table.total_interviewed == interviewed
    said = "Interviewed only where role=nurse." if typed == "role=nurse" else "Only where "
    assert said in table.rule
    assert ("Interviewed only" in table.rule) == (typed == "role=nurse")


def test_sums_that_do_not_add_up_and_people_without_a_row_are_said(included: Study) -> None:
    file = included.folder / "inclusion.csv"
    file.write_text(HEAD + "1,T0,lille,31,6,4,20,26\n1,T6,lille,5,,,7,9\n", encoding="utf-8")
    doubts = inclusions(included).doubts
    assert doubts[0] == f"{file}:2: 6 refused, 4 missed and 20 included are not 31 eligible."
    assert doubts[1] == f"{file}:3: ? refused, ? missed and 7 included are not 5 eligible."
    assert "the table has no row, and 2 were interviewed there (u2, u3)" in doubts[2]


def test_a_region_in_the_column_of_sites_has_the_people_of_its_premises(included: Study) -> None:
    (included.folder / "inclusion.csv").write_text("site,included\nNorth,9\nsouth,2\n", encoding="utf-8")
    assert inclusions(included).interviewed == {"north": 4, "south": 0}


def test_a_region_s_own_row_stands_for_it_and_is_compared_with_its_premises(included: Study) -> None:
    file = included.folder / "inclusion.csv"
    rows = "1,T0,north,60,10,7,43,50\n1,T0,lille,31,6,4,21,26\n1,T0,lens,24,4,3,17,20\n1,T0,toulon,8,2,1,5,8\n"
    file.write_text(HEAD + rows, encoding="utf-8")
    table = inclusions(included, by=["region"])
    assert table.groups == {"north": Counts(60, 10, 7, 43, 50), "south": Counts(8, 2, 1, 5, 8)}
    assert table.total == inclusions(included, by=["group"]).total == Counts(68, 12, 8, 48, 58)
    assert table.interviewed == {"north": 3, "south": 0}
    assert f"{file}:2: T0 / North / 1: 43 included, its premises’ rows together 38." in table.doubts
    assert "its premises’ rows are compared with it" in table.rule
    by_site = inclusions(included, by=["site"])
    assert {site: counts.included for site, counts in by_site.groups.items()} == {
        "north": 43, "lille": 21, "lens": 17, "toulon": 5,
    }  # fmt: skip
    assert (by_site.interviewed["north"], by_site.interviewed["lille"], by_site.total.included) == (1, 3, 48)
    only = inclusions(included, by=["region"], where=[parse_condition("site=lille")])
    assert {region: counts.included for region, counts in only.groups.items()} == {"north": 21}
    file.write_text(HEAD + "1,T0,north,,,,43,50\n1,T0,lille,31,6,4,21,26\n1,T0,lens,24,4,3,22,20\n", encoding="utf-8")
    assert not any("43 included, its premises" in doubt for doubt in inclusions(included).doubts)
    assert any("50 expected, its premises’ rows together 46" in doubt for doubt in inclusions(included).doubts)


def test_the_study_s_check_reads_the_table(included: Study) -> None:
    found = [*remarks(included)]
    assert any(
        said.endswith("inclusion.csv:4: T0 / Lille / 2: 2 were interviewed (u2, u3), 1 included.") for said in found
    )
    assert [*problems(included, ())] == []
    (included.folder / "inclusion.csv").write_text(HEAD + "1,T9,lille,31,6,4,21,26\n", encoding="utf-8")
    (wrong,) = problems(included, ())
    assert "inclusion.csv:2: wave: T9" in wrong
    (included.folder / "inclusion.csv").unlink()
    assert [*problems(included, ())] == []


def test_yaml_says_the_same(included: Study) -> None:
    names = HEAD.strip().split(",")
    cells = [zip(names, line.split(","), strict=True) for line in ROWS.splitlines()[1:]]
    rows = ["- {" + ", ".join(f"{name}: {cell}" for name, cell in row if cell) + "}" for row in cells]
    before = inclusions(included)
    (included.folder / "inclusion.csv").unlink()
    for text in ("\n".join(rows), "inclusion:\n  " + "\n  ".join(rows)):
        (included.folder / "inclusion.yaml").write_text(f"# ours\n{text}\n", encoding="utf-8")
        table = inclusions(included)
        assert (table.groups, table.interviewed) == (before.groups, before.interviewed)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (HEAD + "1,T0,lille,31,6,4,x,26\n", "inclusion.csv:2: x is not a whole number from 0 up"),
        (HEAD + "1,T0,lille,31,6,4,-2,26\n", "inclusion.csv:2: -2 is not a whole number"),
        (HEAD + "3,T0,lille,31,6,4,21,26\n", "inclusion.csv:2: group: 3 is not one of those in study.yaml"),
        (HEAD + "1,T1,lille,31,6,4,21,26\n", "inclusion.csv:2: wave: T1 is not one of those"),
        (HEAD + "1,T0,toulom,31,6,4,21,26\n", "inclusion.csv:2: There is no site toulom in this study. Write toulon."),
        (HEAD + "1,,lille,31,6,4,21,26\n1,T0,lens,,,,3,\n", "inclusion.csv:2: wave is empty"),
        (HEAD + "1,T0,lille,,,,2,\n1,T0,Lille,,,,3,\n", "inclusion.csv:3: the same is said at"),
        ("group,wave,elligible,included\n", "inclusion.csv:1: there is no column elligible. Write eligible."),
        ("group,eligible\n1,3\n", "inclusion.csv:1: the column included is missing"),
        ("included\n3\n", "inclusion.csv: no row says whom it is about"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_its_line(included: Study, rows: str, said: str) -> None:
    (included.folder / "inclusion.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        inclusions(included)
    assert said in str(refused.value)


def test_yaml_that_cannot_be_meant_is_refused_with_line_and_column(included: Study) -> None:
    file = included.folder / "of-2013.yaml"
    for text, said in (
        (
            "- {group: 1, includet: 3}\n",
            "of-2013.yaml:1:14: the key includet is not known here. Write included.",
        ),
        ("- {group: 1, included: many}\n", "of-2013.yaml:1:3: many is not a whole number"),
        ("group: 1\n", "of-2013.yaml:1:1: the key group is not known here"),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as refused:
            inclusions(included, file)
        assert said in str(refused.value)


def test_no_table_and_two_tables_are_each_told(included: Study) -> None:
    (included.folder / "inclusion.yaml").write_text("[]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"inclusion\.csv and .*inclusion\.yaml both hold inclusions"):
        inclusions(included)
    for name in ("inclusion.csv", "inclusion.yaml"):
        (included.folder / name).unlink()
    with pytest.raises(NotFoundError, match=r"no table of inclusions.*eligible, refused"):
        inclusions(included)
    with pytest.raises(InputError, match="cannot be read"):
        inclusions(included, included.folder / "nowhere.yaml")


BALANCED = st.tuples(*(st.integers(0, 400),) * 4).map(lambda row: Counts(sum(row[:3]), *row))


@given(st.lists(BALANCED, min_size=1))
def test_rows_that_add_up_have_sums_that_do_and_include_no_more_than_were_eligible(rows: list[Counts]) -> None:
    total = summed(rows)
    assert not total.unbalanced
    assert total.included is not None and total.eligible is not None
    assert total.included <= total.eligible
    assert total.of_eligible is None or 0 <= total.of_eligible <= 1
