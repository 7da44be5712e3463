"""Inclusions, waves and thin evidence in the appendix say what the commands say, in the language of the appendix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.report.appendix import build, choose
from qualcode.report.document import Report, Section, Table
from qualcode.report.output import write_appendix
from qualcode.study import Study
from qualcode.tables.coverage import coverage
from qualcode.tables.inclusion import inclusions
from qualcode.tables.joint import joint_display


@pytest.fixture(scope="module")
def demo(demonstration: Path) -> Iterator[Study]:
    """The demonstration study, not to be changed."""
    with Study.open(demonstration) as study:
        yield study


def section(report: Report, name: str) -> Section:
    (found,) = (each for each in report.sections if each.name == name)
    return found


def tables(found: Section, name: str) -> list[Table]:
    return [block for block in found.blocks if isinstance(block, Table) and block.name == name]


def test_inclusions_are_those_of_the_command_with_every_row_in_the_spreadsheet(demo: Study) -> None:
    found = section(build(demo, choose(demo, "en")), "inclusion")
    (page,), (sheet,) = tables(found, "inclusion"), found.sheets
    table = inclusions(demo)
    rows = [tuple(row) for row in page.rows]
    assert [row[1:5] for row in rows[:-1]] == [counts[:4] for counts in table.groups.values()]
    assert [row[-1] for row in rows] == [*table.interviewed.values(), table.total_interviewed]
    assert rows[0][0] == "1 / T0"
    assert len(list(sheet.rows)) == 54
    assert "inclusion.csv" not in page.note


def test_changes_between_waves_name_the_people_and_numbers_stand_beside(demo: Study) -> None:
    found = section(build(demo, choose(demo, "en")), "joint")
    joint = joint_display(demo)
    (changes,) = tables(found, "changes")
    rows = {(str(row[0]).strip(), row[1]): row[2:] for row in changes.rows}
    assert rows["Outside the walls", "T0 → T12"] == (4, "0", "3 (MSP03, USA03, USA04)", "0", "1 (MSP07)", "0")
    (numbers,) = tables(found, "numbers")
    assert [row[2] for row in numbers.rows] == [one.n for beside in joint.numbers for one in beside.groups.values()]
    whole, ways, _numbers = found.sheets
    assert sum(1 for _row in whole.rows) == sum(len(theme.changes) for theme in joint.themes)
    assert ("USA03", "said", "not interviewed", "not asked") in {row[2:] for row in ways.rows}


def test_what_is_thin_is_named_and_the_whole_is_in_the_spreadsheet(demo: Study) -> None:
    found = section(build(demo, choose(demo, "fr")), "coverage")
    (thin,) = tables(found, "evidence")
    first, *others = [row[6] for row in thin.rows if row[6]]
    assert first == "MSP03, Lille, L01"
    assert {row.split(", ")[-1] for row in others} == {"Lille", "L04"}
    assert [row[:2] for table in tables(found, "quiet") for row in table.rows] == [("Armentières", "2012-12-11")]
    _coders, _words, evidence = found.sheets
    assert [row[6] for row in evidence.rows] == [one.against for one in coverage(demo).evidence]


def test_a_counter_example_says_so_beside_its_citation(demo: Study) -> None:
    (quotes,) = (each for each in build(demo, choose(demo, "en")).sections if each.name == "quotations")
    marked = [block for block in quotes.blocks if getattr(block, "citation", "").endswith("· counter-example")]
    assert len(marked) == 7


@pytest.mark.parametrize("ending", [".xlsx", ".md", ".tex", ".html"])
def test_every_format_takes_them(demo: Study, tmp_path: Path, ending: str) -> None:
    assert write_appendix(demo, tmp_path / f"a{ending}").path.stat().st_size > 10_000
