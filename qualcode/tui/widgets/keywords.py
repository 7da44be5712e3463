"""Places found, a line each: how far one is with it, where it is, what stands around it, aligned on the words found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.binding import BindingType

from qualcode.looks import UNKNOWN, Look
from qualcode.model.codings import Coding, Hit
from qualcode.safetext import safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.line import LineList, fitted

_CITED, _NARROW = 16, 70
_STATE = 4
"""Cells for the signs of what a place carries."""


class Keywords(LineList):
    """Keywords in context."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.searching())


def keyword_line(
    hit: Hit, codings: Sequence[Coding], skipped: bool, looks: Mapping[str, Look], hues: Mapping[str, Style], width: int
) -> Text:
    """A place on a line: ✓ and the signs of what it carries, – where it was passed over; then the words."""
    line = _state(codings, skipped, looks, hues)
    cited = _CITED if width >= _NARROW else _CITED - 6
    line.append(fitted(safe_line(hit.citation), cited) + " ", style="dim")
    room = max(10, width - _STATE - cited - 2)
    left = room * 2 // 5
    line.append(_end_of(safe_line(_in_one(hit.before + "|")[:-1]), left))
    line.append(safe_line(_in_one(hit.text)), style="bold")
    return line.append(safe_line(_in_one("|" + hit.after)[1:]))


def _in_one(words: str) -> str:
    return " ".join(words.split())


def _state(codings: Sequence[Coding], skipped: bool, looks: Mapping[str, Look], hues: Mapping[str, Style]) -> Text:
    if not codings:
        return Text().append((" –" if skipped else "").ljust(_STATE), style="dim")
    line = Text().append("✓", style="bold")
    for code in dict.fromkeys(coding.code for coding in codings[: _STATE - 2]):
        look = looks.get(code, UNKNOWN)
        line.append(look.glyph, style=Style(color=hues[look.hue].color))
    line.append(" " * max(1, _STATE - cell_len(line.plain)))
    return line


def _end_of(words: str, room: int) -> str:
    """The last words in so many cells, set to the right."""
    short = words[-room:]
    while cell_len(short) > room:
        short = short[1:]
    return " " * (room - cell_len(short)) + short
