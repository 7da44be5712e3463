"""Each writer is given the same hostile words and its file is read back by another program's reader."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.report import csv_folder, html, latex, markdown, office_files, pdf, xlsx
from qualcode.report.document import Report
from qualcode.report.output import write_appendix
from qualcode.study import Study

HOSTILE = (
    "=cmd()|'/c calc'!A1",
    "+1+1",
    "@SUM(1)",
    "<b>bold</b><script>alert(1)</script>",
    "&amp; & &#60;",
    "a | b || c",
    "\\input{secret} \\\\ $x^2$ 100% #hash ~ _under_",
    "`code` *stars* **more** {{7*7}} {% if %} [link](x) ![i](y)",
    "# not a heading",
    "- not a list",
    "1. nor this",
    '#let x = 1; #read("x") @label <label> //no /*no*/ `raw`',
    "😀 👩‍👩‍👧 שלום مرحبا « quoi\u202f? » l’été",
    "two\nlines",
    "x" * 40_000,
)
CONTROL = "bell\x07escape\x1b[31m"


class Texts(HTMLParser):
    """The words and the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(params=HOSTILE, ids=lambda words: words[:12])
def words(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_html_shows_the_words_and_no_markup(words: str, report_of: Callable[[str], Report], tmp_path: Path) -> None:
    html.write(report_of(words), tmp_path / "a.html")
    page = Texts()
    page.feed((tmp_path / "a.html").read_text("utf-8"))
    assert flat("".join(page.words)).count(flat(words)) >= 9
    assert not {"b", "script"} & {tag for tag, _attributes in page.tags}


def test_html_is_readable_aloud_and_holds_no_address(report_of: Callable[[str], Report], tmp_path: Path) -> None:
    html.write(report_of("x"), tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text("utf-8")
    page = Texts()
    page.feed(text)
    assert ("html", {"lang": "fr"}) in page.tags
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    assert "caption" in dict(page.tags)
    assert "http" not in text and "src=" not in text


def test_word_shows_the_words_in_real_tables_with_repeating_heads(
    words: str, report_of: Callable[[str], Report], tmp_path: Path
) -> None:
    import docx

    office_files.write_docx(report_of(words), tmp_path / "a.docx")
    read = docx.Document(str(tmp_path / "a.docx"))
    assert flat(words) in flat("\n".join(each.text for each in read.paragraphs))
    [table] = read.tables
    assert flat(table.cell(1, 0).text) == flat(words)
    xml = zipfile.ZipFile(tmp_path / "a.docx").read("word/document.xml").decode()
    assert xml.count("<w:cantSplit /><w:tblHeader") == 1
    assert xml.count("<w:keepNext />") == len(table.columns)
    assert "<w:hyperlink r:id" not in xml


@pytest.mark.parametrize(("language", "called"), [("fr", ("fr-FR", "fr-FR")), ("en", ("en", "en-US"))])
def test_word_knows_the_language_of_a_document(
    language: str, called: tuple[str, str], report_of: Callable[[str], Report], tmp_path: Path
) -> None:
    office_files.write_docx(replace(report_of("x"), language=language), tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as made:
        styles, settings = (made.read(f"word/{part}.xml").decode() for part in ("styles", "settings"))
    assert set(re.findall(r'<w:lang\b[^>]*w:val="([^"]*)"', styles)) == {called[0]}
    assert f'<w:themeFontLang w:val="{called[1]}"' in settings


def test_opendocument_shows_the_words(words: str, report_of: Callable[[str], Report], tmp_path: Path) -> None:
    from qualcode.office import read_office

    office_files.write_odt(report_of(words), tmp_path / "a.odt")
    assert flat(read_office(tmp_path / "a.odt", "odt")).count(flat(words)) >= 6
    content = zipfile.ZipFile(tmp_path / "a.odt").read("content.xml").decode()
    assert re.search(r'<table:table-header-rows>\s*<table:table-row table:style-name="WholeRow">', content)


def test_a_workbook_holds_strings_and_no_formula(
    words: str, report_of: Callable[[str], Report], tmp_path: Path
) -> None:
    import openpyxl

    xlsx.write(report_of(words), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(min_row=xlsx.FIRST_ROW + 1))
    held = [row[0] for row in rows if isinstance(row[1].value, int)]
    assert "".join(str(cell.value) for cell in held) == words
    assert {cell.data_type for cell in held} == {"s"}
    assert not any(cell.hyperlink for cell in held)


def test_csv_cells_are_the_words_and_never_a_formula(
    words: str, report_of: Callable[[str], Report], tmp_path: Path
) -> None:
    csv_folder.write(report_of(words), tmp_path / "csv")
    [_titles, row] = csv.reader(io.StringIO((tmp_path / "csv" / "t.csv").read_text("utf-8-sig"), newline=""))
    assert row[0].removeprefix("'") == words
    assert row[0][0] not in "=+-@\t\r\n"
    assert row[1:] == ["1234", "1234.5"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_could_begin_a_formula_gets_an_apostrophe(start: str) -> None:
    assert csv_folder.harmless(start + "1") == "'" + start + "1"
    assert csv_folder.harmless(-1) == -1


def test_markdown_read_by_pandoc_gives_the_words_back(
    words: str, report_of: Callable[[str], Report], tmp_path: Path
) -> None:
    import pypandoc

    markdown.write(report_of(words), tmp_path / "a.md")
    text = (tmp_path / "a.md").read_text("utf-8")
    for dialect in ("commonmark_x-smart", "gfm", "markdown-smart"):
        page = Texts()
        page.feed(pypandoc.convert_text(text, "html", format=dialect, extra_args=["--wrap=preserve"]))
        assert flat("".join(page.words)).count(flat(words)) >= 6, dialect
        assert not {"b", "script", "a", "img", "code", "ul", "ol"} & {tag for tag, _attributes in page.tags}, dialect


def test_latex_escapes_every_command(words: str, report_of: Callable[[str], Report], tmp_path: Path) -> None:
    import pypandoc

    latex.write(report_of(words), tmp_path / "a.tex")
    text = (tmp_path / "a.tex").read_text("utf-8")
    assert not re.search(r"\\input|\\read\b|(?<!\\)[$#_&]", text.partition("\\maketitle")[2].replace(" & ", " "))
    body = re.sub(r"\\(?:sign|leftward)\{([^}]*)\}(?:\{\w+\})?", r"\1", latex.text(words))  # pandoc knows none of ours
    page = Texts()
    page.feed(pypandoc.convert_text(body, "html", format="latex", extra_args=["--wrap=preserve"]))
    expected = words.replace("'", "’").replace("`", "")  # pandoc does not know \\textasciigrave
    assert "".join("".join(page.words).split()) == "".join(expected.split())


def test_a_pdf_is_made_of_the_words(
    words: str, report_of: Callable[[str], Report], pdf_text: Callable[[Report], str]
) -> None:
    shown = pdf_text(report_of(words[:2_000]))
    for word in ("cmd()", "<script>", "secret", "{{7*7}}", "#let", "#read", "שלום"):
        assert (word in shown or word[::-1] in shown) == (word in words)


def test_a_control_character_stops_no_format(report_of: Callable[[str], Report], tmp_path: Path) -> None:
    from qualcode.report.typography import clean

    made = report_of(clean(CONTROL))
    for name, write in (("a.html", html.write), ("a.docx", office_files.write_docx), ("a.xlsx", xlsx.write)):
        write(made, tmp_path / name)
    pdf.write(made, tmp_path / "a.pdf")
    assert b"\x07" not in (tmp_path / "a.html").read_bytes()


def test_a_long_text_goes_on_in_the_rows_below() -> None:
    rows = list(xlsx.fitting([("a", "x" * (xlsx.CELL_LIMIT + 1), 7)]))
    assert [(row[0], len(str(row[1])), row[2]) for row in rows] == [("a", xlsx.CELL_LIMIT, 7), ("a", 1, 7)]


@pytest.mark.parametrize("last", [True, False])
def test_wide_parts_of_a_word_file_stand_on_landscape_pages_all_numbered(
    last: bool, report_of: Callable[[str], Report], tmp_path: Path
) -> None:
    import docx
    from docx.enum.section import WD_ORIENTATION

    [part] = report_of("x").sections
    wide = replace(part, wide=True)
    parts = (part, wide, wide) if last else (part, wide, wide, part)
    office_files.write_docx(replace(report_of("x"), sections=parts), tmp_path / "a.docx")
    pages = docx.Document(str(tmp_path / "a.docx")).sections
    turned = [page.orientation == WD_ORIENTATION.LANDSCAPE for page in pages]
    assert turned == ([False, True] if last else [False, True, False])
    assert all("PAGE" in page.footer._element.xml for page in pages)


def test_wide_parts_of_an_opendocument_file_leave_no_empty_page(
    report_of: Callable[[str], Report], tmp_path: Path
) -> None:
    [part] = report_of("x").sections
    office_files.write_odt(replace(report_of("x"), sections=(part, replace(part, wide=True))), tmp_path / "a.odt")
    content = zipfile.ZipFile(tmp_path / "a.odt").read("content.xml").decode()
    assert content.count('text:style-name="Landscape"') == 1
    assert 'text:style-name="Portrait"' not in content


@pytest.mark.parametrize("ending", [".docx", ".odt"])
def test_where_pandoc_has_not_the_memory_it_is_said_and_what_was_there_stays(
    study: Study, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pandoc"
    program.write_text("#!/bin/sh\ncat > /dev/null\nexit 251\n")  # as the real one ends there
    program.chmod(0o700)
    monkeypatch.setattr("qualcode.office.pandoc", lambda: str(program))
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / f"appendix{ending}"
    path.write_bytes(b"before")
    with pytest.raises(QualcodeError, match="memory") as refused:
        write_appendix(study, path)
    assert "--where" in refused.value.hint
    assert [file.name for file in folder.iterdir()] == [path.name]
    assert path.read_bytes() == b"before"
