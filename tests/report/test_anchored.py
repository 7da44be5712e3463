"""The words at every named place of a document are exactly those that were written there, read by another's reader."""

from __future__ import annotations

import csv
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qualcode.disclosure.letters import Lettered
from qualcode.model.people import Site
from qualcode.report import csv_folder, html, latex, markdown, office_files, xlsx
from qualcode.report.anchors import QUOTATION, Names, anchored, of_cell, of_quote, written
from qualcode.report.document import Cell, Column, Quote, Report, Section, Table
from qualcode.report.lettered import lettered
from qualcode.report.typography import shown

QUOTES = (
    Quote("«\u00a0Bonjour à tous.\u00a0»", "L01-P1 §1", 1),
    Quote("“[L01-P1] Bonjour,\n[I] et la distance ?\n[L01-P1]  deux  blancs”", "L01 §1–3", 2),
    Quote("“=cmd()| <b>x</b> \\ $1$ & 😀 שלום مرحبا `y` *z* _u_\t[a](b)”", "L02 §4", 3),
    Quote("“e\u0301te\u0301 l’été”", "L02 §5", 4),
    Quote("“- tiret\n1. un\n# non\n> ni”", "L02 §6", 5),
    Quote("“of nobody”", "L03"),
)
COLUMNS = (
    Column("Theme", key=""),
    Column("n/N", key="lille"),
    Column("Segments", number=True, key="segments"),
    Column("Rate", number=True, key="rate"),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("a", "3/4", 1234, 12.0),
    ("b", "not\nasked", 0, 1234.56),
    ("c", "1 | 2", 7, 0.04),
)
TABLE = Table("themes", "Table 1. Themes", COLUMNS, ROWS, "Rule.", keys=("a", "b", "c"))


@pytest.fixture(params=["fr", "en"])
def report(request: pytest.FixtureRequest) -> Report:
    blocks = (*QUOTES, QUOTES[0], TABLE)
    section = Section("s", "S", blocks, (TABLE,))
    return Report("T", "Sub", "Contents", request.param, datetime(2026, 1, 2, tzinfo=UTC), (section,))


def flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def expected(report: Report) -> dict[str, str]:
    """The words at each place of the page, by the name of the place."""
    names = Names()
    [section] = report.sections
    found: dict[str, str] = {}
    for block in section.blocks:
        if isinstance(block, Quote):
            found[names.of_quote(block)] = flat(block.text)
        elif isinstance(block, Table):
            for row, given in names.of_rows(block, report.language):
                found |= {name: flat(shown(cell, report.language)) for cell, name in zip(row, given, strict=True)}
    del found[""]
    return found


def whole(report: Report) -> dict[str, str]:
    """Those, and what stands with them: citations, the table's caption, its titles, the rule below it."""
    names = Names()
    [section] = report.sections
    cited = {names.of_citation(block): block.citation for block in section.blocks if isinstance(block, Quote)}
    titles = dict(zip(names.of_titles(TABLE), [column.title for column in COLUMNS], strict=True))
    others = cited | titles | {names.of_caption(TABLE): TABLE.caption, names.of_rule(TABLE): TABLE.note}
    return expected(report) | {name: words for name, words in others.items() if name}


class Spans(HTMLParser):
    """The words within each element that has a name of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            return self.handle_data("\n")
        if tag == "span":
            self._open.append(dict(attrs).get("id"))
        return None

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for name in filter(None, self._open):
            self.found[name] = self.found.get(name, "") + data

    def words(self) -> dict[str, str]:
        return {name: flat(words) for name, words in self.found.items() if anchored(name)}


class Bookmarks:
    """The words between the start and the end of each bookmark of ours, from the elements of an office file."""

    def __init__(self, path: Path, part: str) -> None:
        self.found: dict[str, str] = {}
        self._open: dict[str, str] = {}
        self._walk(ET.fromstring(zipfile.ZipFile(path).read(part)))

    def _walk(self, element: ET.Element) -> None:
        tag = element.tag.partition("}")[2]
        of = {key.partition("}")[2]: value for key, value in element.attrib.items()}
        if tag in ("bookmarkStart", "bookmark-start"):
            assert of["name"] not in self.found
            self._open[of.get("id") or of["name"]] = of["name"]
            self.found[of["name"]] = ""
        elif tag in ("bookmarkEnd", "bookmark-end"):
            del self._open[of.get("id") or of["name"]]
        elif tag in ("br", "line-break"):
            self._said("\n")
        elif tag in ("s", "tab"):
            self._said(" " * int(of.get("c", "1")))
        if tag != "instrText":  # a field's instruction; what it shows comes after it
            self._said(element.text or "")
        for child in element:
            self._walk(child)
            self._said(child.tail or "")

    def _said(self, words: str) -> None:
        for name in self._open.values():
            self.found[name] += words

    def words(self) -> dict[str, str]:
        return {name: flat(words) for name, words in self.found.items() if anchored(name)}


def test_every_name_is_given_once(report: Report) -> None:
    names = list(expected(report))
    assert len(names) == len(QUOTES) - 1 + 1 + 9
    assert names[5] == names[0] + "_2"
    assert anchored(names[5]) == anchored(names[0])
    assert all(len(name) <= 40 for name in names)


def test_a_name_says_what_is_written(report: Report) -> None:
    for name, words in expected(report).items():
        found = anchored(name)
        assert found is not None
        assert found.written == written(words)


def test_html_names_the_words_themselves(report: Report, tmp_path: Path) -> None:
    html.write(report, tmp_path / "a.html")
    page = Spans()
    page.feed((tmp_path / "a.html").read_text("utf-8"))
    assert page.words() == whole(report)


def test_word_has_bookmarks_around_the_words_themselves(report: Report, tmp_path: Path) -> None:
    office_files.write_docx(report, tmp_path / "a.docx")
    assert Bookmarks(tmp_path / "a.docx", "word/document.xml").words() == whole(report)


def test_opendocument_has_bookmarks_around_the_words_themselves(report: Report, tmp_path: Path) -> None:
    office_files.write_odt(report, tmp_path / "a.odt")
    assert Bookmarks(tmp_path / "a.odt", "content.xml").words() == whole(report)


@pytest.mark.parametrize("dialect", ["commonmark_x-smart", "gfm", "markdown-smart"])
def test_markdown_names_the_words_and_shows_nothing_of_it(report: Report, tmp_path: Path, dialect: str) -> None:
    import pypandoc

    markdown.write(report, tmp_path / "a.md")
    page = Spans()
    page.feed(pypandoc.convert_file(str(tmp_path / "a.md"), "html", format=dialect, extra_args=["--wrap=preserve"]))
    assert page.words() == whole(report)


def test_latex_labels_the_places(report: Report, tmp_path: Path) -> None:
    latex.write(report, tmp_path / "a.tex")
    labels = re.findall(r"\\label\{([^}]*)\}", (tmp_path / "a.tex").read_text("utf-8"))
    assert [label for label in labels if anchored(label)] == list(expected(report))


def test_a_workbook_names_its_cells_in_a_column_that_nobody_sees(report: Report, tmp_path: Path) -> None:
    import openpyxl

    xlsx.write(report, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    numbered = [cell.value for cell in sheet[xlsx.TRACED_ROW + 1]]
    assert numbered == [None, "c2", "c3", "c4", f"qualcode {report.language}"]
    assert sheet.row_dimensions[xlsx.TRACED_ROW + 1].hidden
    assert sheet.column_dimensions["E"].hidden
    first = sheet[xlsx.FIRST_ROW + 1]
    assert [cell.value for cell in first[:-1]] == list(ROWS[0])
    assert first[-1].value == " ".join(
        f"c{at}={of_cell(TABLE, 'a', COLUMNS[at - 1], ROWS[0][at - 1], report.language)}" for at in (2, 3, 4)
    )


def test_a_long_quotation_of_a_workbook_says_where_it_goes_on() -> None:
    columns = (Column("Code"), Column("Quotation", key=QUOTATION))
    words = "é" * (xlsx.CELL_LIMIT + 5)
    table = Table("quotations", "", columns, [("a", words)], keys=("12",))
    name = f"q12_{written(words)}"
    assert list(xlsx.traced(table, Names(), "fr")) == [
        ("a", words[: xlsx.CELL_LIMIT], f"c2={name}"),
        ("a", words[xlsx.CELL_LIMIT :], f"c2+{name}"),
    ]


def test_a_folder_of_tables_names_its_cells_in_a_file_of_their_own(report: Report, tmp_path: Path) -> None:
    csv_folder.write(report, tmp_path / "csv")
    with (tmp_path / "csv" / "anchors.csv").open(encoding="utf-8-sig", newline="") as file:
        named = {(row["file"], row["row"], row["column"]): row["anchor"] for row in csv.DictReader(file)}
    assert len(named) == 9
    assert named["themes.csv", "2", "3"] == of_cell(TABLE, "b", COLUMNS[2], 0, report.language)


def test_without_keys_no_cell_is_named(report: Report, tmp_path: Path) -> None:
    [section] = report.sections
    bare = replace(TABLE, keys=())
    plain = replace(report, sections=(replace(section, blocks=(bare,), sheets=(bare,)),))
    csv_folder.write(plain, tmp_path / "csv")
    assert not (tmp_path / "csv" / "anchors.csv").exists()
    assert not [name for name in re.findall(r'id="([^"]*)"', "".join(html.Body(plain))) if anchored(name)]


def test_the_names_are_those_of_the_words_with_letters_for_sites(report: Report) -> None:
    site = Site("lille", {"fr": "Lille"}, None)
    [section] = lettered(
        replace(report, sections=(Section("s", "S", (Quote("« à Lille »", "L01", 3),)),)), Lettered((site,))
    ).sections
    [quote] = section.blocks
    assert isinstance(quote, Quote)
    assert quote.coding == 3
    assert "Lille" not in quote.text
    assert of_quote(quote) == f"q3_{written(quote.text)}"
