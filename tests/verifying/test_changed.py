"""The study goes on after an appendix was handed in: what holds no more is told, and nobody altered it."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.acts import (
    AddCoding,
    RecodeCoding,
    RemoveCoding,
    RenameCode,
    SetConsent,
    SetParticipant,
)
from qualcode.errors import InputError
from qualcode.model.asking import Filter
from qualcode.report.choices import Choices
from qualcode.report.output import write_appendix
from qualcode.report.releasing import Release
from qualcode.revising import replaced
from qualcode.study import Study
from qualcode.verifying.checking import check, read
from qualcode.verifying.findings import Finding

if TYPE_CHECKING:
    from .conftest import Hand

ENDINGS = pytest.mark.parametrize("ending", [".docx", ".odt", ".html", ".md", ".xlsx"])


def coding(study: Study, words: str) -> int:
    return next(each.coding.id for each in study.quotations() if words in each.text)


def of(findings: list[Finding], number: int) -> list[tuple[str, str]]:
    return [(finding.state, finding.what) for finding in findings if finding.coding == number]


@ENDINGS
def test_a_coding_that_is_gone_withdraws_its_quotation(ending: str, place: Path, study: Study) -> None:
    number = coding(study, "stayed")
    study.do(RemoveCoding(number))
    verified = check(study, place / f"a{ending}").verified
    assert of(list(verified.findings), number) == [("withdrawn", "words")]
    assert verified.quotations == {"unchanged": 6, "withdrawn": 1}
    assert verified.numbers["changed"] > 0
    assert not verified.altered


@ENDINGS
def test_another_code_is_told(ending: str, place: Path, study: Study) -> None:
    number = coding(study, "stayed")
    study.do(RecodeCoding(number, "money"))
    verified = check(study, place / f"a{ending}").verified
    assert of(list(verified.findings), number) == [("changed", "code")]
    assert verified.quotations == {"unchanged": 6, "changed": 1}


@ENDINGS
def test_a_corrected_text_is_told_word_by_word(ending: str, place: Path, study: Study) -> None:
    number = coding(study, "two metres")
    revision = replaced(study, "L02", "two metres", "six feet")
    assert revision.act is not None
    study.do(revision.act)
    [finding] = [each for each in check(study, place / f"a{ending}").verified.findings if each.coding == number]
    assert (finding.state, finding.what) == ("changed", "words")
    assert [tuple(each) for each in finding.words] == [("two metres", "six feet")]


@ENDINGS
def test_who_takes_back_their_consent_is_quoted_no_more(ending: str, place: Path, study: Study) -> None:
    study.do(SetParticipant("E01-P1", role="worker", variables={"consent": "no"}))
    study.do(SetConsent((coding(study, "stayed"),), False))
    verified = check(study, place / f"a{ending}").verified
    assert verified.quotations == {"unchanged": 4, "withdrawn": 3}
    assert not verified.altered


@pytest.mark.parametrize("ending", [".docx", ".odt", ".html", ".md"])
def test_a_renamed_code_changes_its_heading(ending: str, place: Path, study: Study) -> None:
    study.do(RenameCode("money", "en", "Pay"))
    verified = check(study, place / f"a{ending}").verified
    told = [each for each in verified.findings if each.what == "heading"]
    assert [(each.state, each.document, each.study) for each in told] == [("changed", "Money", "Pay")]
    assert verified.quotations == {"unchanged": 5, "changed": 2}


@ENDINGS
def test_counts_that_are_others_now_are_told(ending: str, place: Path, study: Study) -> None:
    study.do(AddCoding("E01", 0, 4, "distance"))
    verified = check(study, place / f"a{ending}").verified
    assert verified.quotations == {"unchanged": 7}
    assert verified.numbers["changed"] >= 3
    assert {finding.state for finding in verified.findings} == {"changed"}


def test_what_was_written_is_known_though_the_study_went_on(hand: Hand, study: Study) -> None:
    name = hand.named("q", "two metres")
    hand.say(name, hand.said(name).replace("two", "ten"))
    hand.save()
    revision = replaced(study, "L02", "two metres", "six feet")
    assert revision.act is not None
    study.do(revision.act)
    number = coding(study, "six feet")
    [finding] = [each for each in check(study, hand.path).verified.findings if each.coding == number]
    assert finding.state == "altered"
    assert [tuple(each) for each in finding.words] == [("two", "ten")]
    assert "six feet" in str(finding.study)


def test_a_quotation_that_was_taken_out_is_left_out(hand: Hand, study: Study) -> None:
    number = coding(study, "stayed")
    hand.cut(hand.named("q", "stayed"), "paragraph")
    hand.save()
    verified = check(study, hand.path).verified
    assert of(list(verified.findings), number) == [("left out", "words")]
    assert verified.quotations == {"unchanged": 6}
    assert not verified.altered


def test_words_brought_up_to_date_by_hand_hold(hand: Hand, study: Study) -> None:
    revision = replaced(study, "L02", "two metres", "six feet")
    assert revision.act is not None
    study.do(revision.act)
    name = hand.named("q", "two metres")
    hand.say(name, hand.said(name).replace("two metres", "six feet"))
    hand.save()
    assert check(study, hand.path).verified.quotations == {"unchanged": 7}


# ---------------------------------------------------------------------- prose around it


def test_prose_edited_in_word_alters_nothing(place: Path, study: Study) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(place / "a.docx")
    for paragraph in list(document.paragraphs):
        paragraph.insert_paragraph_before("As the next shows, 3 of 4 people say so (see L01-P1 §1).")
    quoted = [each for each in document.paragraphs if "two metres" in each.text]
    quoted[0].runs[0].bold = True
    quoted[0].add_run(" We come back to it in chapter 4.")
    document.add_heading("Discussion", 1)
    document.add_table(2, 2).cell(0, 0).text = "17"
    document.save(place / "a.docx")
    assert check(study, place / "a.docx").verified.findings == []


def test_prose_edited_around_alters_nothing(hand: Hand, study: Study) -> None:
    name = hand.named("q", "two metres")
    hand.add(hand.named("d", "Passages coded by"), " We return to 12 of them below.")
    hand.add(name, " – as she said")
    hand.save()
    assert check(study, hand.path).verified.findings == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", [".docx", ".odt", ".xlsx"])
def test_saved_again_by_libreoffice_it_is_the_same(ending: str, place: Path, study: Study, tmp_path: Path) -> None:
    (place / "again").mkdir()
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", ending[1:],
         "--outdir", str(place / "again"), str(place / f"a{ending}")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    shutil.copy(place / "manifest.json", place / "again")
    verified = check(study, place / "again" / f"a{ending}").verified
    assert verified.findings == []
    assert verified.quotations == {"unchanged": 7}


# ---------------------------------------------------------------------- workbooks


def test_a_workbook_is_verified_in_any_order_of_its_rows(place: Path, study: Study) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(place / "a.xlsx")
    sheet = next(each for each in book.worksheets if "Quotations" in each.title)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=10)]
    for at, row in enumerate(reversed(rows), 4):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column).value = value
    book.save(place / "a.xlsx")
    assert check(study, place / "a.xlsx").verified.findings == []


@pytest.mark.parametrize(
    ("sheet", "before", "after", "found"),
    [
        ("Quotations", "She sat down beside me and stayed.", "She sat down beside me.", ("quotation", "words")),
        ("Quotations", "L02-P1 §2", "L01-P1 §2", ("quotation", "citation")),
        ("Quotations", "money", "distance", ("quotation", "code")),
        ("Quotations", "lens", "lille", ("quotation", "site")),
        ("Themes", 2, 20, ("number", "number")),
        ("Themes", "said", "not asked", ("text", "text")),
        ("Themes", "Segments", "People", ("text", "title")),
    ],
)
def test_what_is_typed_over_in_a_workbook_is_found(
    place: Path, study: Study, sheet: str, before: object, after: object, found: tuple[str, str]
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(place / "a.xlsx")
    spoilt = next(each for each in book.worksheets if sheet in each.title)
    cell = next(cell for row in spoilt.iter_rows() for cell in row if cell.value == before)
    cell.value = after
    book.save(place / "a.xlsx")
    verified = check(study, place / "a.xlsx").verified
    assert found in [(each.kind, each.what) for each in verified.findings if each.state == "altered"]


def test_a_row_taken_out_of_a_workbook_is_missed(place: Path, study: Study) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(place / "a.xlsx")
    next(each for each in book.worksheets if "Themes" in each.title).delete_rows(5)
    next(each for each in book.worksheets if "Quotations" in each.title).delete_rows(5)
    book.save(place / "a.xlsx")
    verified = check(study, place / "a.xlsx").verified
    assert {(each.state, each.what) for each in verified.findings} == {
        ("altered", "row left out"), ("left out", "words"),
    }  # fmt: skip


# ---------------------------------------------------------------------- choices, and files that are none


@pytest.mark.parametrize("ending", [".html", ".xlsx"])
def test_the_usual_choices_are_found_without_a_manifest(ending: str, place: Path, study: Study) -> None:
    path = write_appendix(study, place / f"fr{ending}", language="fr", release=Release(letters=True)).path
    assert check(study, path).verified.findings == []
    for manifest in place.glob("*manifest.json"):
        manifest.unlink()
    told: list[str] = []
    assert check(study, path, told.append).verified.findings == []
    assert "No manifest lies beside" in told[0]


def test_the_filter_of_the_manifest_holds(place: Path, study: Study) -> None:
    from qualcode.conditions import parse_condition

    where = Filter(site="lille", conditions=(parse_condition("site=lille"),))
    for letters in (False, True):
        name = f"lille-{letters}.html"
        path = write_appendix(study, place / name, language="en", where=where, release=Release(letters=letters)).path
        verified = check(study, path).verified
        assert verified.findings == []
        assert verified.quotations == {"unchanged": 5}


def test_what_is_no_appendix_is_refused(place: Path, study: Study, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Nothing of ours</p>")
    (tmp_path / "a.docx").write_bytes(b"not a zip")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    for name in ("a.html", "a.docx", "a.pdf"):
        with pytest.raises(InputError, match=name):
            check(study, tmp_path / name)


def test_a_document_that_declares_entities_is_refused(place: Path) -> None:
    with zipfile.ZipFile(place / "a.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(place / "a.docx", "w") as archive:
        for name, data in (parts | {"word/document.xml": bomb}).items():
            archive.writestr(name, data)
    with pytest.raises(InputError, match="entities"):
        read(place / "a.docx")


def test_blanks_that_were_coded_are_not_missed(study: Study, tmp_path: Path) -> None:
    end = study.transcript("L01").text.index("\n")
    study.do(AddCoding("L01", end, end + 1, "money"))
    where = write_appendix(study, tmp_path / "blank.xlsx", where=Filter(code="money")).path
    assert check(study, where).verified.findings == []


def test_no_choice_is_forgotten() -> None:
    """What a manifest says of an appendix is all that there is to choose."""
    read_back = {"language", "codebook_languages", "coder", "where", "letters", "unconsented", "outline", "quotations"}
    assert set(Choices.__slots__) - {"settings"} == read_back


def test_what_was_just_let_out_despite_findings_holds_with_its_record(study: Study, tmp_path: Path) -> None:
    before = len(study.events())
    where = write_appendix(study, tmp_path / "let-out.md", release=Release(despite="agreed", coder="ada")).path
    assert len(study.events()) == before + 1
    verified = check(study, where).verified
    assert (verified.numbers["changed"], verified.numbers["altered"]) == (0, 0)
    assert not verified.findings
