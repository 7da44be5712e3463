"""The one filter every string from data passes before a terminal: same length, no control ever acts; and its room."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
UNSAFE_BEYOND_ASCII = r"\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
"""What no terminal may get, as part of a pattern's class: controls, line ends, direction marks, lone surrogates."""
# Patterns, since `str.translate` looks up every single letter and takes ten times as long; compiled when first needed.
_IN_LINE = rf"[\x00-\x1f{UNSAFE_BEYOND_ASCII}]"
_IN_BLOCK = rf"[\x00-\x08\x0b-\x1f{UNSAFE_BEYOND_ASCII}]"


def safe_line(text: str) -> str:
    """One line for a terminal: each control, line end, direction mark and lone surrogate becomes U+FFFD."""
    return text if text.isprintable() else re.sub(_IN_LINE, REPLACEMENT, text)


def safe_block(text: str) -> str:
    """Lines for a terminal: as `safe_line`, but tabs and line feeds stay."""
    return text if text.isprintable() else re.sub(_IN_BLOCK, REPLACEMENT, text)


def columns(text: str) -> int:
    """How many columns a terminal gives to a text."""
    return sum(1 + (east_asian_width(letter) in "WF") for letter in text if category(letter) not in ("Mn", "Me", "Cf"))
