"""The appendix as a tagged PDF, set by Typst from data alone and from fonts that are the same on every machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.report.anchors import Names
from qualcode.report.document import (
    Block,
    Entry,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Report,
    Table,
    label,
    linking,
    place,
)
from qualcode.report.glyphs import drawable
from qualcode.report.typography import shown

_HERE = Path(__file__).parent


def write(report: Report, path: Path) -> None:
    """The whole PDF; a character that no font of ours can draw is written as its number, `[U+4E2D]`."""
    try:
        import typst
    except ImportError as missing:
        raise QualcodeError(
            _("A PDF cannot be written: the package typst is not installed."),
            _("Install typst, or choose another format."),
        ) from missing
    document = drawable(json.dumps(data(report), ensure_ascii=False))
    try:
        made = _set(document, "ua-1")
    except typst.TypstError:  # a mark on a letter whose font lacks it: the accessible standard refuses all for it
        made = _set(document, None)
    path.write_bytes(made)


def _set(document: str, standard: Literal["ua-1"] | None) -> bytes:
    import typst

    return typst.compile(
        _HERE / "page.typ",
        format="pdf",
        sys_inputs={"report": document},
        font_paths=[_HERE / "fonts"],
        ignore_system_fonts=True,
        pdf_standards=standard,
    )


def data(report: Report) -> dict[str, Any]:
    """The report as plain data for the template."""
    names = Names()
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "contents": report.contents,
        "language": report.language,
        "sections": [
            {
                "title": section.title,
                "place": section.name,
                "level": section.level,
                "wide": section.wide,
                "blocks": [_block(block, report.language, names) for block in section.blocks],
            }
            for section in report.sections
        ],
    }


def _block(block: Block, language: str, names: Names) -> dict[str, Any]:
    match block:
        case Quote(text, citation):
            return {"kind": "quote", "text": text, "citation": citation, "place": names.of_quote(block)}
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": text}
        case Paragraph(text):
            return {"kind": "paragraph", "pieces": list(linking(text, block.refers))}
        case Entry(parts):
            return {"kind": "entry", "parts": parts}
        case Figure(_name, caption, svg, alternative):
            named = _named(caption, names)
            return {"kind": "figure", "caption": caption, "svg": svg, "alternative": alternative, "place": named}
        case Table():
            return _table(block, language) | {"place": _named(block.caption, names)}


def _named(caption: str, names: Names) -> str:
    """The name of the place of a numbered table or figure, where the same was not given before."""
    named = place(label(caption))
    return named if named and names.first(named) else ""


def _table(table: Table, language: str) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "note": table.note,
        "widths": table.percentages,
        "numbers": [column.number for column in table.columns],
        "titles": [column.title for column in table.columns],
        "rows": [
            [list(table.linked(column, shown(cell, language))) for column, cell in zip(table.columns, row, strict=True)]
            for row in table.rows
        ],
    }
