"""Captions with numbers that links lead to, the list of contents, in each format."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qualcode.report import html, markdown, office_files, pdf
from qualcode.report.document import Column, Figure, Heading, Paragraph, Reference, Report, Section, Table, label, place

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 68 40" width="68" height="40"><g/></svg>'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
BOOKMARK_REF = f"{TEXT}bookmark-ref"
REFERS = (Reference("Tableau 2", "tableau-2"), Reference("Figure 1", "figure-1"), Reference("Tableau 9", "tableau-9"))


def table(caption: str) -> Table:
    return Table("t", caption, (Column("A"), Column("B", number=True)), [("x", 1)], "Rule.")


@pytest.fixture
def report() -> Report:
    first = (
        Paragraph("How many: see Tableau 2 and Figure 1.", refers=REFERS),
        table("Tableau 1. Gens & lieux"),
        Heading(3, "Dedans"),
    )
    second = (
        table("Tableau 2. Thèmes"),
        table("Tableau\u00a02. Thèmes (suite)"),
        table("Sans numéro"),
        Figure("f", "Figure 1. Courbe", SVG, "A curve"),
    )
    sections = (Section("first", "Première", first), Section("second", "Deuxième <2>", second, level=3))
    return Report("T", "Sub", "Sommaire", "fr", datetime(2026, 1, 2, tzinfo=UTC), sections)


def test_a_caption_says_what_its_table_is_called() -> None:
    assert label("Table 12. Sites") == "Table 12"
    assert label("Tableau 3. 1. Sites") == "Tableau 3"
    assert label("2 tables. More") == ""
    assert label("Tableau\u00a03. Sites") == "Tableau\u00a03"
    assert place("Table 12") == "table-12"
    assert place("Tableau\u00a03") == "tableau-3"


def test_a_page_has_links_to_the_first_of_a_number(report: Report, tmp_path: Path) -> None:
    html.write(report, tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text("utf-8")
    assert '<a href="#tableau-2">Tableau 2</a>' in text
    assert '<a href="#figure-1">Figure 1</a>' in text
    ids = re.findall(r' id="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert {"tableau-1", "tableau-2", "figure-1", "first", "second"} <= set(ids)
    assert set(re.findall(r'href="#([^"]*)"', text)) <= set(ids)


def test_markdown_has_them_too(report: Report, tmp_path: Path) -> None:
    markdown.write(report, tmp_path / "a.md")
    text = (tmp_path / "a.md").read_text("utf-8")
    assert "[Tableau 2](#tableau-2)" in text
    assert '**<span id="tableau-2">Tableau 2</span>. Thèmes**' in text
    assert text.count('id="tableau-2"') == 1


def test_word_numbers_its_captions_itself_and_lists_the_contents(report: Report, tmp_path: Path) -> None:
    import docx

    office_files.write_docx(report, tmp_path / "a.docx")
    root = ET.fromstring(zipfile.ZipFile(tmp_path / "a.docx").read("word/document.xml"))
    contents, *pages_and_sequences = [each.text for each in root.iter(f"{W}instrText")]
    assert contents == r' TOC \o "1-2" \h \z '
    pages, sequences = pages_and_sequences[:2], pages_and_sequences[2:]
    assert pages == [r" PAGEREF first \h ", r" PAGEREF second \h "]
    assert sequences == [
        r" SEQ Tableau \* ARABIC ",
        r" SEQ Tableau \* ARABIC ",
        r" SEQ Tableau \c \* ARABIC ",
        r" SEQ Figure \* ARABIC ",
    ]
    names = [each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")]
    links = [each.get(f"{W}anchor") for each in root.iter(f"{W}hyperlink")]
    assert links == ["first", "second", "tableau-2", "figure-1"]
    assert set(links) <= set(names)
    kinds = [each.get(f"{W}fldCharType") for each in root.iter(f"{W}fldChar")]
    inner = ["begin", "separate", "end"]
    assert kinds == ["begin", "separate", *inner * 2, "end", *inner * 4]
    captions = [each.text for each in docx.Document(str(tmp_path / "a.docx")).paragraphs if "2. Thèmes" in each.text]
    assert captions == ["Tableau 2. Thèmes", "Tableau 2. Thèmes (suite)"]


def test_opendocument_numbers_its_captions_itself_and_lists_the_contents(report: Report, tmp_path: Path) -> None:
    office_files.write_odt(report, tmp_path / "a.odt")
    root = ET.fromstring(zipfile.ZipFile(tmp_path / "a.odt").read("content.xml"))
    numbers = [(each.get(f"{TEXT}name"), each.text) for each in root.iter(f"{TEXT}sequence")]
    assert numbers == [("Tableau", "1"), ("Tableau", "2"), ("Tableau", "2"), ("Figure", "1")]
    assert {each.get(f"{TEXT}name") for each in root.iter(f"{TEXT}sequence-decl")} == {"Tableau", "Figure"}
    [contents] = root.iter(f"{TEXT}index-body")
    refs = [(each.get(f"{TEXT}ref-name"), each.get(f"{TEXT}reference-format")) for each in root.iter(BOOKMARK_REF)]
    assert refs == [("first", "page"), ("second", "page")]
    assert "".join(contents.itertext()).split() == ["Sommaire", "Première", "Deuxième", "<2>"]


def test_a_pdf_links_to_what_there_is(report: Report, tmp_path: Path) -> None:
    from pypdf import PdfReader

    pdf.write(report, tmp_path / "a.pdf")
    read = PdfReader(tmp_path / "a.pdf")
    text = "\n".join(page.extract_text() for page in read.pages)
    assert "Sommaire" in text
    assert text.count("Deuxième <2>") == 2
    assert text.count("Dedans") == 1
    links = [each for page in read.pages for each in page.get("/Annots", [])]
    assert len(links) == 4
