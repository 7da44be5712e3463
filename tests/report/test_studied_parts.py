"""Memos, saturation, themes not asked and figures in the appendix say what the study's own tables say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AddCoding, AddMemo, SetDone
from qualcode.analysis.saturation import Criterion
from qualcode.disclosure.letters import letters
from qualcode.errors import YamlError
from qualcode.model.counts import Cell, ThemeRow
from qualcode.model.people import Participant
from qualcode.report.appendix import build, choose
from qualcode.report.disclosing import check, found_in
from qualcode.report.document import Column, Figure, Paragraph, Section, Table
from qualcode.report.figures import ROWS_A_FIGURE, panels
from qualcode.report.parts import gather
from qualcode.study import Study
from qualcode.tables.saturating import Plan, code_saturation

LANGUAGES = ("en", "fr")


@pytest.fixture
def study(tmp_path: Path, new_study: Any, document: Any) -> Iterator[Study]:
    """Seven interviews at two sites; the guide of those at Toulon asks for the language alone."""
    with new_study(tmp_path / "seven") as study:
        for name, site, guide in (
            *((f"L0{number}", "lille", "near") for number in range(1, 5)),
            *((f"T0{number}", "toulon", "tongue") for number in range(1, 4)),
        ):
            turns = [("I", "Et vous ?"), ("Zoé Petit", "J’ai perdu la distance. On se comprend, toujours.")]
            person = Participant(f"{name}-P1", role="worker")
            study.do(document(name, turns, {"Zoé Petit": person}, site=site, guide=guide))
            study.do(AddCoding(name, 30, 50, "language"), SetDone(name, True))
        study.do(AddCoding("L02", 30, 40, "nearness"))
        study.do(AddMemo("document:L02", "Zoé Petit rit, puis 06 12 34 56 78. " + "Encore un mot. " * 20, "analytic"))
        study.do(AddMemo("site:lille", "Une demi-journée.", "logbook", "2013-06-18"))
        yield study


def of(study: Study, name: str, language: str = "en", *, letters: bool = False) -> Section:
    report = build(study, replace(choose(study, language), letters=letters))
    (found,) = (each for each in report.sections if each.name == name)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_memo_is_in_the_index_by_its_day_and_begins_without_names(study: Study, language: str) -> None:
    found = of(study, "memos", language)
    (table,) = found.sheets
    days = [row[1] for row in table.rows]
    assert days == sorted(days)
    assert sorted(table.keys) == sorted(str(memo.id) for memo in study.memos())
    first, beginning = (str(row[6]) for row in table.rows)
    assert first == "Une demi-journée."
    assert beginning.startswith("[…] rit, puis […]. Encore un mot.")
    assert beginning.endswith(" …")
    assert "Petit" not in beginning


def test_digests_that_look_like_a_telephone_number_are_no_finding(study: Study) -> None:
    columns = (Column("Document"), Column("SHA-256", key="sha256-begins"))
    report = build(study, choose(study, "en", outline=()))

    def found(*row: str) -> list[str]:
        table = Table("texts", "", columns, [row])
        shown = replace(report, sections=(Section("audit", "", (table,), (table,)),))
        return [one.kind for one in found_in(study, shown)]

    assert found("A01", "061234567890") == found("A01", "0612345678") == []
    assert found("0612345678", "") == ["telephone"]


def test_the_disclosure_check_finds_nothing_in_the_index_of_memos(study: Study) -> None:
    choices = choose(study, "en")
    report = build(study, choices)
    found = check(study, report, gather(study, "en"), choices)
    assert [one for one in found if one.section == "memos"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_saturation_is_that_of_the_command_interview_by_interview(study: Study, language: str) -> None:
    table = code_saturation(study)
    steps, sites = of(study, "saturation", language).sheets
    assert list(steps.keys) == [step.document for step in table.whole.steps]
    assert [row[2:5] for row in steps.rows] == [
        (step.codes, len(step.new), step.cumulative) for step in table.whole.steps
    ]
    assert list(sites.keys) == ["lille", "toulon"]
    told = [block.text for block in of(study, "saturation", "en").blocks if isinstance(block, Paragraph)]
    assert table.whole.notation == "4+2"
    assert told[0].startswith("Code saturation: 4+2.")


def test_the_outline_says_by_which_criterion_and_the_methods_say_the_same(study: Study) -> None:
    said = "report:\n  outline:\n    - saturation: {base: 2, run: 1, threshold: 0%}\n    - methods\n"
    path = study.folder / "study.yaml"
    path.write_text(path.read_text("utf-8") + said, "utf-8")
    with Study.open(study.folder) as anew:
        told = [block.text for block in of(anew, "saturation").blocks if isinstance(block, Paragraph)]
        methods = " ".join(block.text for block in of(anew, "methods").blocks if isinstance(block, Paragraph))
    plan = Plan(Criterion(2, 1, 0.0))
    assert code_saturation(study, plan).whole.notation == "2+1"
    assert told[0].startswith("Code saturation: 2+1.")
    assert told[0] in methods


@pytest.mark.parametrize("said", ["{base: 0}", "{run: two}", "{threshold: 500%}", "{bases: 4}"])
def test_a_criterion_that_cannot_be_meant_is_an_error_with_its_place(study: Study, said: str) -> None:
    path = study.folder / "study.yaml"
    path.write_text(path.read_text("utf-8") + f"report:\n  outline:\n    - saturation: {said}\n", "utf-8")
    with Study.open(study.folder) as anew, pytest.raises(YamlError, match=r"study\.yaml:\d+:\d+"):
        choose(anew, "en")


def test_saturation_says_percentages_as_the_language_does(study: Study) -> None:
    told = {each: str(next(iter(of(study, "saturation", each).blocks)).text) for each in LANGUAGES}  # type: ignore[union-attr]
    assert "0%" in told["en"]
    assert "0\N{NARROW NO-BREAK SPACE}%" in told["fr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_asked_is_what_the_themes_table_says(study: Study, language: str) -> None:
    sheet, guides = of(study, "not-asked", language).sheets
    cells = {
        (row.code, site) for row in study.themes().rows for site, cell in row.cells.items() if cell.state == "not_asked"
    }
    assert {(row[0], row[2]) for row in sheet.rows} == cells == {tuple(key.split("|")) for key in sheet.keys}
    assert {row[2]: row[5] for row in sheet.rows} == {"toulon": "tongue"} | (
        {"lille": "near"} if any(site == "lille" for _code, site in cells) else {}
    )
    assert [row[1:3] for row in guides.rows] == [(1, 4), (1, 3), ("", 0)]


def test_a_study_without_guides_has_no_sheet_of_what_was_not_asked(tmp_path: Path) -> None:
    with Study.create(tmp_path / "s", study_text="title: T\n", codebook_text="title: T\ncodes: []\n") as empty:
        assert "not-asked" not in [section.name for section in build(empty, choose(empty)).sections]


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_drawings_with_the_same_in_words(study: Study, language: str) -> None:
    drawn = [block for block in of(study, "figures", language).blocks if isinstance(block, Figure)]
    assert len(drawn) == len({one.name for one in drawn}) == 2
    for number, one in enumerate(drawn, start=1):
        assert ElementTree.fromstring(one.svg).tag.endswith("svg")
        assert one.alternative
        assert f" {number}." in one.caption.replace("\xa0", " ")


@given(st.lists(st.integers(0, 2), max_size=150))
def test_pictures_hold_every_row_once_in_order_and_never_more_than_a_page(depths: list[int]) -> None:
    nothing = Cell(0, 0, 0, 0, 0, 0.0, "not_raised")
    rows = [ThemeRow(str(place), "", depth, {}, nothing) for place, depth in enumerate(depths)]
    parts = panels(rows)
    assert [row for part in parts for row in part] == rows
    assert all(0 < len(part) <= ROWS_A_FIGURE for part in parts)


def test_sites_have_letters_before_anything_is_drawn(study: Study) -> None:
    known = letters(study.sites)
    drawn = [one for one in of(study, "figures", letters=True).blocks if isinstance(one, Figure)]
    for one in drawn:
        text = "".join(ElementTree.fromstring(one.svg).itertext()) + one.alternative
        assert not [name for name in ("Lille", "Toulon", "lille", "toulon") if name in text]
    heat = drawn[0]
    assert known["lille"] in "".join(ElementTree.fromstring(heat.svg).itertext())


@pytest.mark.parametrize("name", ["memos", "saturation", "not-asked", "agreement", "methods", "audit", "coreq", "srqr"])
def test_the_traced_rows_have_a_key_each_and_the_same_in_both_languages(study: Study, name: str) -> None:
    tables = {
        language: [each for each in (*of(study, name, language).blocks, *of(study, name, language).sheets)
                   if isinstance(each, Table)] for language in LANGUAGES
    }  # fmt: skip
    for one, other in zip(tables["en"], tables["fr"], strict=True):
        assert (one.name, one.keys, [column.key for column in one.columns]) == (
            other.name, other.keys, [column.key for column in other.columns]
        )  # fmt: skip
        assert len(one.keys) == len(list(one.rows))
        traced = [key for key in one.keys if key]
        assert len(set(traced)) == len(traced)
