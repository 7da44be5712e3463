"""An institution's template gives its looks and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.errors import InputError
from qualcode.report import office_files
from qualcode.report.document import Report
from qualcode.report.template import kind, reference

OURS = Path(office_files.__file__).parent
SECRET = "Ingrid Somebody"


def rewritten(path: Path, source: Path, **changes: bytes | None) -> Path:
    """A copy of a zip with parts changed, added, or (None) left out; `__` in a name stands for `/`, `_dot_` for `.`."""
    parts = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changes.items()}
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(path, "w") as after:
        held = {name: before.read(name) for name in before.namelist()} | parts
        for name, content in held.items():
            if content is not None:
                after.writestr(name, content)
    return path


@pytest.fixture
def word(tmp_path: Path) -> Path:
    """A Letter page with a header, a red heading, an author, a comment, and words of its own."""
    import docx
    from docx.shared import Cm, RGBColor

    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = SECRET
    made.core_properties.comments = f"C:\\Users\\{SECRET}"
    made.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0x00, 0x30)
    page = made.sections[0]
    page.page_width, page.page_height, page.left_margin = Cm(21.59), Cm(27.94), Cm(3.5)
    page.header.paragraphs[0].text = "University of Somewhere"
    page.different_first_page_header_footer = True
    made.add_paragraph(f"Written by {SECRET}")
    made.save(str(tmp_path / "bare.docx"))
    app = f"<Properties><Company>{SECRET}</Company><Template>{SECRET}.dotm</Template></Properties>".encode()
    return rewritten(tmp_path / "university.docx", tmp_path / "bare.docx", docProps__app_dot_xml=app)


@pytest.fixture
def odt(tmp_path: Path) -> Path:
    """An OpenDocument file with blue headings and no page on its side, by somebody."""
    styles = zipfile.ZipFile(OURS / "reference.odt").read("styles.xml").decode()
    before, _own, after = styles.partition('<style:master-page style:name="Landscape"')
    after = after.partition("</style:master-page>")[2]
    styles = (before + after).replace("#17365d", "#0000ee")
    meta = f"<office:meta>{SECRET}</office:meta>".encode()
    return rewritten(
        tmp_path / "university.odt",
        OURS / "reference.odt",
        styles_dot_xml=styles.encode(),
        meta_dot_xml=meta,
        Thumbnails__thumbnail_dot_png=SECRET.encode(),
    )


@pytest.fixture
def report(report_of: Callable[[str], Report]) -> Report:
    [part] = report_of("x").sections
    return replace(report_of("x"), sections=(part, replace(part, name="w", wide=True), replace(part, name="z")))


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(name + archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_word_has_the_template_s_styles_page_and_header_on_every_part(
    report: Report, word: Path, tmp_path: Path
) -> None:
    import docx

    office_files.write_docx(report, tmp_path / "a.docx", word)
    read = docx.Document(str(tmp_path / "a.docx"))
    assert str(read.styles["Heading 1"].font.color.rgb) == "C00030"
    pages = [(round((page.page_width or 0) / 360000, 1), round((page.page_height or 0) / 360000, 1))
             for page in read.sections]  # fmt: skip
    assert pages == [(21.6, 27.9), (27.9, 21.6), (21.6, 27.9)]
    assert [page.different_first_page_header_footer for page in read.sections] == [True, False, False]
    for page in read.sections:
        assert round((page.left_margin or 0) / 360000, 1) == 3.5
        assert page.header.paragraphs[0].text == "University of Somewhere"


def test_word_keeps_our_styles_where_the_template_has_none(report: Report, word: Path, tmp_path: Path) -> None:
    import docx

    office_files.write_docx(report, tmp_path / "a.docx", word)
    read = docx.Document(str(tmp_path / "a.docx"))
    names = {style.name for style in read.styles}
    assert {"Table Caption", "Block Text", "Tablenote"} <= names
    ids = [style.style_id for style in read.styles]
    assert len(ids) == len(set(ids))
    xml = zipfile.ZipFile(tmp_path / "a.docx").read("word/document.xml").decode()
    used = {piece.partition('"')[0] for piece in xml.split('<w:pStyle w:val="')[1:]}
    assert used <= set(ids)


def test_nobody_is_named_who_made_the_template(report: Report, word: Path, odt: Path, tmp_path: Path) -> None:
    office_files.write_docx(report, tmp_path / "a.docx", word)
    office_files.write_odt(report, tmp_path / "a.odt", odt)
    for made in ("a.docx", "a.odt"):
        text = everything(tmp_path / made)
        assert SECRET not in text
        assert "university" not in text
        assert str(tmp_path) not in text


def test_opendocument_has_the_template_s_styles_and_its_page_on_its_side(
    report: Report, odt: Path, tmp_path: Path
) -> None:
    office_files.write_odt(report, tmp_path / "a.odt", odt)
    styles = zipfile.ZipFile(tmp_path / "a.odt").read("styles.xml").decode()
    assert styles.count('<style:master-page style:name="Landscape"') == 1
    assert 'style:name="QualcodeLandscape"' in styles


def test_opendocument_begins_on_the_page_that_the_template_begins_on(odt: Path, tmp_path: Path) -> None:
    front = ' style:master-page-name="First_20_Page"'
    content = zipfile.ZipFile(odt).read("content.xml").decode()
    begun, paragraphs = content.partition("<office:text")[0], '<office:text><text:p text:style-name="P901">x</text:p>'
    style = f'<style:style style:name="P901" style:family="paragraph"{front}/></office:automatic-styles>'
    begun = begun.replace("</office:automatic-styles>", style).replace(
        "<office:automatic-styles/>", f"<office:automatic-styles>{style}"
    )
    made = f"{begun}{paragraphs}</office:text></office:body></office:document-content>".encode()
    styles = {}
    for name, changes in (("plain", {}), ("front", {"content_dot_xml": made})):
        template = rewritten(tmp_path / f"{name}.odt", odt, **changes)
        styles[name] = zipfile.ZipFile(io.BytesIO(reference(template))).read("styles.xml").decode()
    assert styles["plain"] == styles["front"].replace(front, "", 1)
    assert re.search(rf'<style:style{front}[^>]* style:name="Title"', styles["front"])


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_the_same_template_gives_the_same_bytes(
    report: Report, word: Path, odt: Path, tmp_path: Path, form: str
) -> None:
    write = {"docx": office_files.write_docx, "odt": office_files.write_odt}[form]
    for name in ("a", "b"):
        write(report, tmp_path / name, {"docx": word, "odt": odt}[form])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_word_template_file_is_taken_as_a_document_is(report: Report, word: Path, tmp_path: Path) -> None:
    import docx

    types = zipfile.ZipFile(word).read("[Content_Types].xml")
    types = types.replace(b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml")
    with zipfile.ZipFile(word) as before, zipfile.ZipFile(tmp_path / "u.dotx", "w") as after:
        for name in before.namelist():
            after.writestr(name, types if name == "[Content_Types].xml" else before.read(name))
    office_files.write_docx(report, tmp_path / "a.docx", tmp_path / "u.dotx")
    assert docx.Document(str(tmp_path / "a.docx")).sections[0].header.paragraphs[0].text == "University of Somewhere"


def test_what_is_no_template_is_refused_in_one_sentence(word: Path, odt: Path, tmp_path: Path) -> None:
    (tmp_path / "text.docx").write_text("not a zip", encoding="utf-8")
    (tmp_path / "cut.docx").write_bytes(word.read_bytes()[:2000])
    macros = rewritten(tmp_path / "m.docx", word, word__vbaProject_dot_bin=b"x")
    scripts = rewritten(tmp_path / "m.odt", odt, Basic__Standard__Module1_dot_xml=b"x")
    bent = rewritten(tmp_path / "bent.docx", word, word__styles_dot_xml=b"<w:styles>")
    typed = rewritten(tmp_path / "typed.docx", word, word__styles_dot_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    bare = rewritten(tmp_path / "bare.odt", odt, styles_dot_xml=None)
    for path, said in (
        (tmp_path / "none.docx", "cannot be read"),
        (tmp_path / "text.docx", "broken"),
        (tmp_path / "cut.docx", "broken"),
        (bent, "broken"),
        (typed, "broken"),
        (bare, "broken"),
        (macros, "macros"),
        (scripts, "macros"),
        (tmp_path / "x.dotm", "macros"),
        (tmp_path / "x.pdf", "ends in"),
    ):
        with pytest.raises(InputError, match=said) as refused:
            reference(path)
        assert path.name in str(refused.value)
    assert kind(Path("a.DOTX")) == "docx"
