"""A quotation of any words is text in every format, named around exactly its words, and no spreadsheet runs it."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qualcode.report import csv_folder, html, latex, markdown, office_files, pdf, xlsx
from qualcode.report.anchors import QUOTATION, of_quote
from qualcode.report.document import Column, Quote, Report, Section, Table
from qualcode.report.typography import clean

WORDS = (
    "😀 👩‍👩‍👧 fin",
    "שלום مرحبا and back",
    '<b>bold</b><img src=x onerror="alert(1)">',
    "a | b || c",
    "back\\slash \\input{secret} $x^2$ %",
    "=cmd()|'/c calc'!A1",
    "@SUM(1) +1 -1",
    "bell\x07 escape\x1b[31m null\x00",
    "]]> --> </span></bdi> <!-- ",
    "Anticonstitutionnellement" * 40,
    "a page and more: " + "les mots reviennent, encore et encore. " * 300,
)


def report_of(*words: str) -> Report:
    quotes = tuple(Quote(f"« {clean(each)} »", "L01 §1", number) for number, each in enumerate(words, 1))
    columns = (Column("Code"), Column("Quotation", key=QUOTATION))
    rows = [("a", clean(each)) for each in words]
    sheet = Table("quotations", "Quotations", columns, rows, "Rule.", keys=tuple(map(str, range(1, len(words) + 1))))
    section = Section("quotations", "Quotations", quotes, (sheet,))
    return Report("T", "Sub", "Contents", "fr", datetime(2026, 1, 2, tzinfo=UTC), (section,))


def flat(text: str) -> str:
    return " ".join(text.split())


class Named(HTMLParser):
    """The words in each named span, and every element there is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: dict[str, str] = {}
        self.tags: set[str] = set()
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "span":
            self._open.append(dict(attrs).get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for name in self._open:
            self.words[name] = self.words.get(name, "") + data


@pytest.fixture
def report() -> Report:
    return report_of(*WORDS)


def quotes(report: Report) -> dict[str, str]:
    [section] = report.sections
    return {of_quote(block): flat(block.text) for block in section.blocks if isinstance(block, Quote)}


def test_in_html(report: Report, tmp_path: Path) -> None:
    html.write(report, tmp_path / "a.html")
    page = Named((tmp_path / "a.html").read_text("utf-8"))
    assert {name: flat(page.words[name]) for name in quotes(report)} == quotes(report)
    assert not page.tags & {"b", "img", "script"}


def test_in_word(report: Report, tmp_path: Path) -> None:
    import docx

    office_files.write_docx(report, tmp_path / "a.docx")
    said = [flat(each.text) for each in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert all(f"{words} (L01 §1)" in said for words in quotes(report).values())


def test_in_opendocument(report: Report, tmp_path: Path) -> None:
    from qualcode.office import read_office

    office_files.write_odt(report, tmp_path / "a.odt")
    text = flat(read_office(tmp_path / "a.odt", "odt"))
    assert all(words in text for words in quotes(report).values())


def test_in_markdown(report: Report, tmp_path: Path) -> None:
    import pypandoc

    markdown.write(report, tmp_path / "a.md")
    for dialect in ("commonmark_x-smart", "gfm"):
        page = Named(pypandoc.convert_file(str(tmp_path / "a.md"), "html", format=dialect))
        assert {name: flat(page.words[name]) for name in quotes(report)} == quotes(report)
        assert not page.tags & {"b", "img", "script", "code", "table"}


def test_in_a_workbook(report: Report, tmp_path: Path) -> None:
    import openpyxl

    xlsx.write(report, tmp_path / "a.xlsx")
    cells = [row[1] for row in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(min_row=4)]
    assert [str(cell.value) for cell in cells[: len(WORDS)]] == [clean(words) for words in WORDS]
    assert {cell.data_type for cell in cells[: len(WORDS)]} == {"s"}
    sheet = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_in_a_folder_of_tables(report: Report, tmp_path: Path) -> None:
    csv_folder.write(report, tmp_path / "csv")
    for file in (tmp_path / "csv").iterdir():
        for line in file.read_text("utf-8-sig").splitlines():
            assert not re.search(r'(?:^|,)"?[=+@-]', line)


def test_in_latex(report: Report, tmp_path: Path) -> None:
    latex.write(report, tmp_path / "a.tex")
    text = (tmp_path / "a.tex").read_text("utf-8")
    assert "\\input{" not in text
    assert text.count("\\end{document}") == 1
    assert "\x07" not in text


def test_in_a_pdf(report: Report, tmp_path: Path) -> None:
    from pypdf import PdfReader

    pdf.write(report, tmp_path / "a.pdf")
    read = [page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages]
    assert max(len(line) for page in read for line in page.split("\n")) < 250
    pages = [flat(page) for page in read]
    text = " ".join(pages)
    assert len(pages) > 2
    assert text.count("les mots") == 300
    for words in ("=cmd()", "a | b || c", "<b>bold</b>", "\\input{secret} $x^2$ %"):
        assert words in text
