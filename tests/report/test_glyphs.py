from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from qualcode.report import pdf
from qualcode.report.document import Paragraph, Report, Section
from qualcode.report.glyphs import COVERED, drawable


def test_what_no_font_has_is_shown_by_its_number() -> None:
    assert drawable("né 😀 שלום مرحبا\n中") == "né 😀 שלום مرحبا\n[U+4E2D]"


def test_every_covered_character_can_be_set(tmp_path: Path) -> None:
    """The accessible standard refuses a character without a glyph, so a PDF that claims it is the proof."""
    ends = (run.split("-") for run in COVERED.split())
    points = (point for run in ends for point in range(int(run[0], 16), int(run[-1], 16) + 1))
    alone = [Paragraph(chr(point)) for point in points if not unicodedata.category(chr(point)).startswith("M")]
    report = Report("Title", "", "Contents", "en", datetime(2026, 1, 2, tzinfo=UTC), (Section("s", "S", alone),))
    pdf.write(report, tmp_path / "a.pdf")
    assert b"pdfuaid:part" in (tmp_path / "a.pdf").read_bytes()


def test_a_mark_that_its_letters_font_lacks_stops_nothing(
    report_of: Callable[[str], Report], pdf_text: Callable[[Report], str]
) -> None:
    assert "word" in pdf_text(report_of("word \N{HEBREW LETTER BET}\N{HEBREW ACCENT SEGOL} word"))
