"""The appendix for Word and OpenDocument: pandoc makes them of our own HTML, in the styles of the reference files.

`reference.docx` and `reference.odt` can be opened in an office program and their styles changed there.
"""

from __future__ import annotations

import base64
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from html import escape
from pathlib import Path

from qualcode.office import write_office
from qualcode.report.document import Figure, Report
from qualcode.report.office_words import ODT, WORD, MarkedBody
from qualcode.report.raster import png
from qualcode.report.template import reference

_HERE = Path(__file__).parent
_OLDEST = (1980, 1, 1, 0, 0, 0)
# A landscape part that ends the document: its page has to be the last one, or an empty page would follow it.
_WIDE_END = re.compile(
    r"<w:p><w:pPr><w:sectPr>(?:<w:(?:header|footer)Reference [^>]*>)*"
    r'<w:type w:val="nextPage" ?/>(<w:pgSz [^>]*landscape[^>]*>)'
    r"(?:(?!</w:p>).)*</w:p>(\s*<w:sectPr\b(?:(?!<w:pgSz).)*)<w:pgSz [^>]*>",
    re.DOTALL,
)
_PIXELS = 1360
_EMPTY = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
"""A picture of one pixel; readers pass over what follows its end, which tells one from another."""
_BROADEST, _HIGHEST = 15.9, 22.0
"""The room for a picture on a page with common margins, in centimetres."""
_SOURCE = re.compile(r' descr="data:image/[^"]*"')
_FRAME = re.compile(r'<draw:frame draw:name="img\d+".*?(?=</draw:frame>)', re.DOTALL)
_STYLED = re.compile(r'style:name="(P\d+)" style:family="paragraph" style:parent-style-name="([^"]*)"')
_SEQUENCE = re.compile(r'<text:sequence text:name="([^"]*)"')
_PROGRAM = "docProps/app.xml"
_NO_PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
"""The reference file's own statistics, template and program, which are not the report's."""
_BREAK = re.compile(r'<w:sectPr><w:type w:val="nextPage" ?/>(<w:pgSz [^>]*>)<w:pgMar [^>]*>')
_RUNNING = re.compile(r"<w:(?:header|footer)Reference [^>]*>")
_SIZE = re.compile(r"<w:pgSz [^>]*>")
_MARGINS = re.compile(r"<w:pgMar [^>]*>")
_FRONT = re.compile(r"<w:titlePg [^>]*>")
"""That the first page has a header of its own: the document's, and not that of its last part."""
_HEAD = re.compile(r"<w:trPr><w:tblHeader .*?</w:tr>", re.DOTALL)
_LANGUAGE = re.compile(r'(<w:(?:lang|themeFontLang)\b[^>]*? w:val=")[^"]*')
_SIDE = re.compile(r'w:([wh])="([0-9]+)"')
_ODT_WIDE_END = re.compile(r'<text:p text:style-name="Portrait" ?/>(\s*(?:</text:section>\s*)*</office:text>)')
_ODT_HEAD = re.compile(r"(<table:table-header-rows>\s*<table:table-row)>")
_ODT_WHOLE = (
    '<style:style style:name="WholeRow" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>'
)
_ODT_BORDERS = (
    ("TableHeaderRowCell", 'fo:border-top="1pt solid #000000" fo:border-bottom="0.75pt solid #000000"'),
    ("TableRowCell", 'fo:border-bottom="0.5pt solid #bfbfbf"'),
)


Changes = dict[str, Callable[[str], str]]
"""What becomes of parts of a file, by their names in it."""


def write_docx(report: Report, path: Path, template: Path | None = None) -> None:
    """The report for Word, with real tables whose header rows repeat, in the looks of a template if one is given."""
    body = _OfficeBody(report)
    made = _converted(report, "docx", _page(report, body), template)
    named = partial(_in_language, language=report.language)
    changes: Changes = {"word/document.xml": lambda xml: body.filled(_paged(xml), WORD)}
    changes |= {"word/styles.xml": named, "word/settings.xml": named}
    path.write_bytes(_rewritten(made, changes, body.pictures))


def write_odt(report: Report, path: Path, template: Path | None = None) -> None:
    """The report for LibreOffice and others, in the looks of a template if one is given."""
    body = _OfficeBody(report)
    made = _converted(report, "odt", _page(report, body), template)

    def changed(xml: str) -> str:
        return body.filled(_described(_counting(_bordered(xml)), body.drawn), ODT)

    path.write_bytes(_rewritten(made, {"content.xml": changed}, body.pictures))


class _OfficeBody(MarkedBody):
    """The sections as pandoc lays them out, each figure as an empty picture of the same size.

    `drawn` are the figures, `pictures` what stands in the file in place of the empty ones.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.drawn: list[Figure] = []
        self.pictures: dict[bytes, bytes] = {}

    def drawing(self, figure: Figure) -> str:
        """A figure as a picture of pixels, which every version of an office program shows."""
        self.drawn.append(figure)
        picture = png(figure.svg, _PIXELS)
        width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))  # where a PNG says its size
        across = min(_BROADEST, _HIGHEST * width / height)
        size = f'width="{across:.2f}cm" height="{across * height / width:.2f}cm"'
        empty = _EMPTY + len(self.drawn).to_bytes(4)
        self.pictures[empty] = picture
        data = base64.b64encode(empty).decode()
        return f'<img src="data:image/png;base64,{data}" alt="{escape(figure.alternative)}" {size}>'


def _converted(report: Report, form: str, page: str, template: Path | None) -> bytes:
    filters = [_HERE / "office.lua"]
    if template is None:
        return write_office(page, form, _HERE / f"reference.{form}", filters, report.at, report.waiting)
    with tempfile.TemporaryDirectory() as place:
        looks = Path(place) / f"reference.{form}"
        looks.write_bytes(reference(template))
        return write_office(page, form, looks, filters, report.at, report.waiting)


def _page(report: Report, body: Iterable[str]) -> str:
    """The report for pandoc."""
    head = f'<!DOCTYPE html><html lang="{report.language}"><head><title>{escape(report.title)}</title></head><body>'
    return f"{head}<p>{escape(report.subtitle)}</p>{_contents(report)}{''.join(body)}</body></html>"


def _contents(report: Report) -> str:
    """The list of the sections for the filter, each with the level of its heading."""
    entries = (
        f'<div data-level="{part.level - 1}"><p><a href="#{part.name}">{escape(part.title)}</a></p></div>'
        for part in report.sections
    )
    return f'<div class="contents"><p>{escape(report.contents)}</p>{"".join(entries)}</div>'


def _counting(xml: str) -> str:
    """The sequences by which captions are numbered, told at the beginning of the text."""
    names = dict.fromkeys(_SEQUENCE.findall(xml))
    told = (f'<text:sequence-decl text:display-outline-level="0" text:name="{name}"/>' for name in names)
    decls = f"<text:sequence-decls>{''.join(told)}</text:sequence-decls>"
    return xml.replace("<office:text>", f"<office:text>{decls}", 1) if names else xml


def _described(xml: str, figures: list[Figure]) -> str:
    """The pictures with what they show in words, which pandoc leaves out."""
    said = iter(figures)
    return _FRAME.sub(lambda frame: f"{frame[0]}<svg:desc>{escape(next(said).alternative)}</svg:desc>", xml)


def _rewritten(made: bytes, changes: Changes, pictures: Mapping[bytes, bytes]) -> bytes:
    """The zip with some of its parts changed, with its pictures, and with dates that are the same on any day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            if change := changes.get(entry.filename):
                content = change(content.decode()).encode()
            elif entry.filename == _PROGRAM:
                content = _NO_PROGRAM
            content = pictures.get(content, content)
            after.writestr(zipfile.ZipInfo(entry.filename, _OLDEST), content, entry.compress_type)
    return out.getvalue()


def _in_language(xml: str, language: str) -> str:
    """The styles or settings of a French document in the French of France: programs ask for a country."""
    return _LANGUAGE.sub(r"\1fr-FR", xml) if language == "fr" else xml


def _paged(xml: str) -> str:
    """Every part on the reference file's page, with its headers and footers, and no empty page at the end."""
    last = xml[xml.rindex("<w:sectPr") :]
    running, size, margins = "".join(_RUNNING.findall(last)), _SIZE.search(last), _MARGINS.search(last)
    front = _FRONT.findall(last)[:1]

    def part(found: re.Match[str]) -> str:
        own = _turned(size[0]) if size and "landscape" in found[1] else size[0] if size else found[1]
        first = front.pop() if front else ""
        return f'<w:sectPr>{running}<w:type w:val="nextPage"/>{own}{margins[0] if margins else ""}{first}'

    xml, parts = _BREAK.subn(part, xml)
    if parts:
        text, section, end = xml.rpartition("<w:sectPr")
        xml = text + section + _FRONT.sub("", end)
    return _SOURCE.sub(' descr=""', _WIDE_END.sub(r"\2\1", _HEAD.sub(_whole, xml)))


def _whole(head: re.Match[str]) -> str:
    """The row of titles, not parted by the end of a page, nor from the row below: LibreOffice loses rows otherwise."""
    row = head[0].replace("<w:trPr>", "<w:trPr><w:cantSplit />", 1)
    return row.replace('<w:pStyle w:val="Compact" />', '<w:pStyle w:val="Compact" /><w:keepNext />')


def _turned(size: str) -> str:
    """A page of this size on its side; one that lies on its side stays."""
    sides = dict(_SIDE.findall(size))
    short, long = sorted((int(sides["w"]), int(sides["h"])))
    return f'<w:pgSz w:w="{long}" w:h="{short}" w:orient="landscape"/>'


def _bordered(xml: str) -> str:
    """The table cells with thin lines, which pandoc leaves without any, titles whole, and no empty page at the end."""
    for style, borders in _ODT_BORDERS:
        bare = rf'(<style:style style:name="{style}"[^>]*>\s*<style:table-cell-properties) fo:border="none"'
        xml = re.sub(bare, rf'\1 fo:padding="0.04in" {borders}', xml)
    xml = _ODT_HEAD.sub(r'\1 table:style-name="WholeRow">', xml)
    xml = xml.replace("</office:automatic-styles>", f"{_ODT_WHOLE}</office:automatic-styles>", 1)
    return _parented(_ODT_WIDE_END.sub(r"\1", xml))


def _parented(xml: str) -> str:
    """The paragraph styles of the text, none resting on another of the text: programs would take it for no style."""
    parents = dict(_STYLED.findall(xml))

    def based(found: re.Match[str]) -> str:
        parent = found[2]
        while parent in parents:
            parent = parents[parent]
        return f'style:name="{found[1]}" style:family="paragraph" style:parent-style-name="{parent}"'

    styles, end, text = xml.partition("</office:automatic-styles>")
    return _STYLED.sub(based, styles) + end + text
