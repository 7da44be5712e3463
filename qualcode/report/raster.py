"""A drawing as a PNG: the SVG set by Typst, in fonts that are the same on every machine."""

from __future__ import annotations

from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.report.glyphs import drawable

_HERE = Path(__file__).parent


def png(drawing: str, width: int) -> bytes:
    """An SVG as a picture so many pixels wide; a character that no font of ours has is written as its number."""
    try:
        import typst
    except ImportError as missing:
        raise QualcodeError(
            _("A PNG cannot be written: the package typst is not installed."), _("Install typst, or write an SVG.")
        ) from missing
    return typst.compile(
        _HERE / "drawing.typ",
        format="png",
        ppi=72,
        sys_inputs={"drawing": drawable(drawing), "width": str(width)},
        font_paths=[_HERE / "fonts"],
        ignore_system_fonts=True,
    )
