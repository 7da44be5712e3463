"""How numbers, quotations and awkward characters are written, in French and in English."""

from __future__ import annotations

import re

from qualcode.report.document import Cell

NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
_OPENING, _CLOSING = '«“„"', '»”“"'
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


def between_marks(words: str, language: str) -> str:
    """The words between quotation marks; those that stand whole between marks of their own keep these alone.

    Where only the first or the last of them are a quotation, a narrow space stands between the two marks.
    """
    opening, closing = marks(language)
    if _is_quotation(words):
        return words
    before = NARROW if words[:1] in tuple(_OPENING) and language != "fr" else ""
    after = NARROW if words[-1:] in tuple(_CLOSING) and language != "fr" else ""
    return f"{opening}{before}{words}{after}{closing}"


def _is_quotation(words: str) -> bool:
    """Whether the words begin with a mark that is closed by their last character, and by none before."""
    pairs = dict(zip(_OPENING, _CLOSING, strict=True))
    closing = pairs.get(words[:1], "")
    return bool(closing) and words.find(closing, 1) == len(words) - 1 > 1
