"""How numbers, quotations and awkward characters are written, in French and in English."""

from __future__ import annotations

import re

from qualcode.report.document import Cell

NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
# What XML cannot hold, and the controls that no reader shows; tab and line feed stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with each character that a document cannot hold replaced by U+FFFD, one for one."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def number(value: float, language: str) -> str:
    """A count as an integer, a rate with one decimal; thousands set apart as the language does."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text.translate({ord(","): NARROW, ord("."): ","}) if language == "fr" else text


def shown(cell: Cell, language: str) -> str:
    """A cell as a reader sees it on a page."""
    return cell if isinstance(cell, str) else number(cell, language)


def marks(language: str) -> tuple[str, str]:
    """The opening and closing quotation marks, with the spaces that belong to them."""
    return ("«" + NO_BREAK, NO_BREAK + "»") if language == "fr" else ("“", "”")
