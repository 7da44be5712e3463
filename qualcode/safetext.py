"""The one filter every string from data passes before a terminal: same length, no control ever acts."""

from __future__ import annotations

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F)
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *_BIDI_CONTROLS)
UNSAFE_POINTS = (*_CONTROLS, *range(0xD800, 0xE000))
_LINE = dict.fromkeys(UNSAFE_POINTS, REPLACEMENT)
_BLOCK = {point: mark for point, mark in _LINE.items() if point not in (0x09, 0x0A)}


def safe_line(text: str) -> str:
    """One line for a terminal: each control, line end, direction mark and lone surrogate becomes U+FFFD."""
    return text.translate(_LINE)


def safe_block(text: str) -> str:
    """Lines for a terminal: as `safe_line`, but tabs and line feeds stay."""
    return text.translate(_BLOCK)
