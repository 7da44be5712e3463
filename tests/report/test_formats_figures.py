"""A figure in each format: the drawing, its caption, and the same in words for who cannot see it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qualcode.disclosure.letters import Lettered
from qualcode.model.people import Site
from qualcode.report import html, latex, markdown, office_files, pdf
from qualcode.report.document import Block, Figure, Report, Section
from qualcode.report.lettered import lettered

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" viewBox="0 0 68 40" width="68" '
    'height="40"><title id="t">Bars</title><desc id="d">Lille 3</desc><rect x="1" y="1" width="30" height="8"/>'
    "<text x='1' y='20'>Lille &amp; Lens</text></svg>\n"
)
WORDS = 'Bars: “Lille” 3 & <Lens> 1 of $5 "all"'
CAPTION = "Figure 1. Themes at Lille"


def report_with(*blocks: Block) -> Report:
    section = Section("figures", "Figures", blocks)
    return Report("T", "Sub", "Contents", "en", datetime(2026, 1, 2, tzinfo=UTC), (section,))


@pytest.fixture
def report() -> Report:
    return report_with(Figure("bars", CAPTION, SVG, WORDS), Figure("bars-2", "Figure 2. Again", SVG, "Again"))


def test_html_holds_the_drawing_itself_and_no_address(report: Report, tmp_path: Path) -> None:
    html.write(report, tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text("utf-8")
    assert text.count("<svg ") == 2
    assert 'role="img"' in text
    assert '<figcaption><span class="label" id="figure-1">Figure 1</span>. Themes at Lille</figcaption>' in text
    assert "http" not in text


def test_a_drawing_without_words_of_its_own_is_told_in_the_figure_s() -> None:
    bare = html.inlined(Figure("x", "", "<?xml version='1.0'?>\n<svg viewBox='0 0 1 1'><g/></svg>", 'a "b" <c>'))
    assert bare == '<svg viewBox=\'0 0 1 1\' role="img" aria-label="a &quot;b&quot; &lt;c&gt;"><g/></svg>'


def test_word_has_the_picture_with_its_words_and_caption(report: Report, tmp_path: Path) -> None:
    import docx

    office_files.write_docx(report, tmp_path / "a.docx")
    read = docx.Document(str(tmp_path / "a.docx"))
    assert [shape._inline.docPr.get("descr") for shape in read.inline_shapes] == [WORDS, "Again"]
    captions = [each.text for each in read.paragraphs if each.style is not None and "Caption" in str(each.style.name)]
    assert CAPTION in captions
    archive = zipfile.ZipFile(tmp_path / "a.docx")
    assert b"data:image" not in archive.read("word/document.xml")
    [*pictures] = (archive.read(name) for name in archive.namelist() if name.startswith("word/media/"))
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_opendocument_has_the_picture_with_its_words_and_caption(report: Report, tmp_path: Path) -> None:
    import xml.etree.ElementTree as ET

    office_files.write_odt(report, tmp_path / "a.odt")
    archive = zipfile.ZipFile(tmp_path / "a.odt")
    content = ET.fromstring(archive.read("content.xml"))
    assert [each.text for each in content.iter() if each.tag.endswith("}desc")] == [WORDS, "Again"]
    assert CAPTION in "".join(content.itertext())
    widths = [value for each in content.iter() if each.tag.endswith("}frame") for key, value in each.items()
              if key.endswith("}width")]  # fmt: skip
    assert widths
    assert all(width.endswith("in") and float(width[:-2]) < 6.5 for width in widths)
    assert [name for name in archive.namelist() if name.endswith(".png")]


def test_a_pdf_draws_it_and_tells_it(report: Report, tmp_path: Path) -> None:
    from pypdf import PdfReader

    pdf.write(report, tmp_path / "a.pdf")
    [page] = PdfReader(tmp_path / "a.pdf").pages
    assert CAPTION in page.extract_text()
    assert "Lille & Lens" in page.extract_text()


def test_markdown_holds_the_drawing_in_the_file(report: Report, tmp_path: Path) -> None:
    import pypandoc

    markdown.write(report, tmp_path / "a.md")
    made = pypandoc.convert_file(str(tmp_path / "a.md"), "html", format="commonmark_x-smart")
    assert made.count('src="data:image/svg+xml;base64,') == 2
    assert '<span id="figure-1">Figure 1</span>. Themes at Lille' in " ".join(made.split())


def test_latex_says_in_words_what_a_drawing_beside_it_would_show(report: Report, tmp_path: Path) -> None:
    latex.write(report, tmp_path / "a.tex")
    text = (tmp_path / "a.tex").read_text("utf-8")
    assert r"\IfFileExists{bars.pdf}" in text
    assert r"Bars: “Lille” 3 \& \textless{}Lens\textgreater{} 1 of \$5" in text
    assert f"}}{CAPTION}}}" in text


def test_a_figure_has_letters_for_sites(report: Report) -> None:
    sites = (Site("lille", {"en": "Lille"}, None), Site("lens", {"en": "Lens"}, None))
    [section] = lettered(report, Lettered(sites)).sections
    for figure in section.blocks:
        assert isinstance(figure, Figure)
        assert not re.search("Lille|Lens", figure.caption + figure.alternative + figure.svg)
        assert "A &amp; B</text>" in figure.svg
        assert figure.svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" role="img"')


@pytest.mark.parametrize("ending", ["docx", "odt", "pdf"])
def test_a_figure_is_the_same_bytes_every_time(report: Report, tmp_path: Path, ending: str) -> None:
    write = {"docx": office_files.write_docx, "odt": office_files.write_odt, "pdf": pdf.write}[ending]
    tall = replace(report.sections[0], blocks=(Figure("t", CAPTION, SVG.replace("40", "400"), WORDS),))
    made = replace(report, sections=(*report.sections, tall))
    write(made, tmp_path / "a")
    write(made, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
