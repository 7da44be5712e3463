"""The methods, the checklists and the audit trail say what the study holds, and mark what only researchers can say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCode, AddCoding, AddMemo, SetDone
from qualcode.model.asking import Condition, Filter
from qualcode.model.people import Participant
from qualcode.report.appendix import build, choose
from qualcode.report.document import Paragraph, Report, Row, Section, Table
from qualcode.report.items import coreq_items, srqr_items
from qualcode.study import Study
from qualcode.tables.trail import trail

LANGUAGES = ("en", "fr")
KINDS = ("coreq", "srqr")


@pytest.fixture
def study(interviews: Study) -> Study:
    """Three interviews, with nothing coded yet."""
    return interviews


def section(report: Report, name: str) -> Section:
    (found,) = (each for each in report.sections if each.name == name)
    return found


def of(study: Study, name: str, language: str = "en") -> Section:
    return section(build(study, choose(study, language)), name)


def numbers(found: Section) -> dict[str, Any]:
    """By the keys of its rows, what stands in the second column of a section's first sheet."""
    table = found.sheets[0]
    return {key: row[1] for key, row in zip(table.keys, table.rows, strict=True)}


def rows(found: Section) -> list[tuple[str, Row]]:
    """The items of a checklist as its pages have them, with the keys of those that are filled."""
    tables = [block for block in found.blocks if isinstance(block, Table)]
    return [pair for table in tables for pair in zip(table.keys, table.rows, strict=True)]


def coded(study: Study) -> Study:
    """Two coders on one document, a code that came while coding, and memos of two kinds."""
    study.do(AddCoding("L01", 10, 20, "distance"), coder="ana")
    study.do(AddCoding("L01", 10, 18, "distance"), AddCoding("L01", 20, 30, "language"), coder="ben")
    study.do(AddCode("hedgehog", {"fr": "Ni hérisson"}), AddCoding("T01", 5, 15, "hedgehog"), coder="ana")
    study.do(SetDone("L01", True), coder="ana")
    study.do(SetDone("L01", True), coder="ben")
    study.do(AddMemo("study", "I was a nurse.", "reflexive"), coder="ana")
    study.do(AddMemo("site:lille", "Half a day.", "logbook", "2013-06-18"), coder="ben")
    return study


@pytest.fixture
def made(study: Study) -> Study:
    return coded(study)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "count"), [("coreq", 32), ("srqr", 21)])
def test_a_checklist_has_its_items_in_order_and_each_once(made: Study, name: str, count: int, language: str) -> None:
    found = section(build(made, choose(made, language, coder="ana")), name)
    assert [row[0] for _key, row in rows(found)] == list(range(1, count + 1))
    assert [row[1] for row in found.sheets[0].rows] == list(range(1, count + 1))
    assert len({row[1] for _key, row in rows(found)}) == count
    assert all(row[3] for _key, row in rows(found))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KINDS)
def test_an_item_is_traced_where_nothing_is_left_to_complete(made: Study, name: str, language: str) -> None:
    found = section(build(made, choose(made, language, coder="ana")), name)
    marked = [str(row[3]).endswith("]") for _key, row in rows(found)]
    assert [not key for key, _row in rows(found)] == marked
    assert {True, False} == set(marked)


@pytest.mark.parametrize("items", [coreq_items, srqr_items])
def test_an_item_about_which_nothing_is_said_rests_on_nothing(tmp_path: Path, items: Callable[..., Any]) -> None:
    name = items.__name__.removesuffix("_items")
    with Study.create(tmp_path / "s", study_text="title: T\n", codebook_text="title: T\ncodes: []\n") as empty:
        said = {row[0]: str(row[3]) for _key, row in rows(of(empty, name))}
    unsaid = [item.number for domain in items(str) for item in domain.items if not item.sentences]
    assert [said[number] for number in unsaid] == ["[to complete]"] * len(unsaid)


def test_filled_items_say_what_the_study_holds(made: Study) -> None:
    found = section(build(made, choose(made, coder="ana", language="en")), "coreq")
    said = {row[0]: str(row[3]) for _key, row in rows(found)}
    assert said[12] == "3 people were interviewed: worker (3)."
    assert said[24].startswith("2 coders: ana, ben. 1 round of coding. The codings of ana are what is counted.")
    assert "5 codes" in said[25]
    assert said[26].startswith("4 codes were in the codebook before the first coding (deductive). 1 came while coding")
    assert said[20] == "1 entry of a site’s logbook."
    assert said[8].startswith("1 reflexive memo was kept. [to complete: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_of_the_methods_are_those_of_the_study(made: Study, language: str) -> None:
    found = numbers(section(build(made, choose(made, language, coder="ana")), "methods"))
    assert found["documents"] == len(made.documents())
    assert found["words"] == sum(document.words for document in made.documents())
    assert found["people"] == len(made.participants())
    assert found["codings"] == len(made.codings(coder="ana")) == 2
    assert found["codes"] == len(made.codebook.codes)
    assert (found["deductive"], found["inductive"], found["in-vivo"]) == (4, 1, 0)
    assert (found["coders"], found["coded"], found["memos"]) == (2, 1, 2)


def test_each_code_has_one_origin_and_one_in_vivo_is_never_deductive(made: Study) -> None:
    path = made.folder / "codebook.yaml"
    path.write_text(
        path.read_text("utf-8").replace("label: Nearness", "label: Nearness\n        in_vivo: true"), "utf-8"
    )
    with Study.open(made.folder) as anew:
        origins = trail(anew).origins
        assert sorted(code for those in origins for code in those) == sorted(code.id for code in anew.codebook.codes)
    assert (origins.since, origins.in_vivo) == (("hedgehog",), ("nearness",))


def test_running_text_of_the_study_is_traced_and_what_is_to_be_completed_is_not(made: Study) -> None:
    found = section(build(made, choose(made, "en", coder="ana")), "methods")
    paragraphs = [block for block in found.blocks if isinstance(block, Paragraph) and not block.refers]
    assert all(("[to complete" in one.text) != bool(one.key) for one in paragraphs[1:])
    assert len({one.key for one in paragraphs if one.key}) == sum(bool(one.key) for one in paragraphs) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_audit_trail_counts_what_is_there_in_six_classes(made: Study, language: str) -> None:
    flat, texts = section(build(made, choose(made, language, coder="ana")), "audit").sheets
    counts = {key: row[3] for key, row in zip(flat.keys, flat.rows, strict=True)}
    assert sorted({row[0] for row in flat.rows}) == [1, 2, 3, 4, 5, 6]
    assert counts["raw/documents-interview"] == len(made.documents())
    assert counts["raw/logbooks"] == counts["intentions/reflexive"] == 1
    assert counts["reduction/codings-ana-1"] == len(made.codings(coder="ana"))
    assert counts["reduction/codings-ben-1"] == len(made.codings(coder="ben"))
    assert counts["process/acts"] == len(made.events())
    assert counts["instruments/guides"] == len(made.guides)
    assert {row[0]: row[-1] for row in texts.rows} == {each.id: each.sha256 for each in made.documents()}


def test_every_line_of_the_audit_trail_is_on_a_page_and_in_the_sheet_with_the_same_number(made: Study) -> None:
    found = section(build(made, choose(made, "en", coder="ana")), "audit")
    page = next(block for block in found.blocks if isinstance(block, Table))
    on_pages = {key: row[1:] for key, row in zip(page.keys, page.rows, strict=True) if key}
    assert on_pages == {key: row[3:] for key, row in zip(found.sheets[0].keys, found.sheets[0].rows, strict=True)}


def test_what_is_taken_back_leaves_the_trail_as_it_was(made: Study) -> None:
    before = trail(made)
    made.do(AddMemo("study", "A thought.", "analytic"), coder="ana")
    assert trail(made).memos != before.memos
    made.undo("ana")
    assert trail(made).memos == before.memos


def test_conditions_do_not_narrow_the_methods_and_their_rule_says_so(made: Study) -> None:
    where = Filter(conditions=(Condition("site", "=", ("toulon",)),))
    narrowed = section(build(made, choose(made, "en", coder="ana", where=where)), "methods")
    assert numbers(narrowed) == numbers(section(build(made, choose(made, "en", coder="ana")), "methods"))
    assert "not only where site=toulon" in narrowed.sheets[0].note


def test_no_name_of_a_speaker_is_in_the_methods(document: Any, study: Study) -> None:
    people = {"Karim Benali": Participant("L09-P1", role="worker")}
    study.do(document("L09", [("Karim Benali", "Bonjour à tous.")], people, site="lille"))
    found = of(study, "methods")
    text = " ".join(block.text for block in found.blocks if isinstance(block, Paragraph))
    assert "In 1 text kept in the study, speakers’ labels look like names." in text
    assert "Benali" not in text
