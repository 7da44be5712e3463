"""Quotations as lines, and one of them in full: citation, code, marks, words, what stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType

from qualcode.i18n import _
from qualcode.looks import UNKNOWN, Look
from qualcode.model.codings import Quotation
from qualcode.moments import clock
from qualcode.safetext import safe_block, safe_line
from qualcode.surroundings import Around
from qualcode.tui.bindings import bindings
from qualcode.tui.keys_retrieval import retrieval
from qualcode.tui.widgets.line import LineList, fitted

_LONGEST = 6_000
"""Characters of a passage that are shown in full; the rest is read in its place."""
_LINE = 300
"""Characters of a passage on its line; no terminal is wider."""
_WIDE = 100


class QuotationList(LineList):
    """The answers to a query."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(retrieval())


def quotation_line(quotation: Quotation, looks: Mapping[str, Look], hues: Mapping[str, Style], width: int) -> Text:
    """A quotation on a line."""
    coding = quotation.coding
    look = looks.get(coding.code, UNKNOWN)
    cited, label = (20, 26) if width >= _WIDE else (14, 16)
    line = Text(fitted(safe_line(quotation.citation), cited))
    line.append(f" {look.glyph} ", style=Style(color=hues[look.hue].color))
    line.append(fitted(look.label, label) + " ", style="dim")
    line.append(f"{coding.marks:<3}")
    return line.append(safe_line(" ".join(quotation.text[:_LONGEST].split())[:_LINE]))


def quotation_in_full(
    quotation: Quotation, looks: Mapping[str, Look], site: str, around: Around | None = None, room: int = 0
) -> Text:
    """A quotation with who, at which `site` and by whom; what stands around it is dim, at most `room` characters on
    each side."""
    coding = quotation.coding
    label = looks[coding.code].label if coding.code in looks else coding.code
    head = " · ".join(
        filter(None, (quotation.citation, clock(quotation.time), label, site, coding.coder, coding.marks))
    )
    text = Text().append(safe_line(head) + "\n", style="dim")
    if around and around.before:
        before = around.before.replace("\n\n", "\n")
        text.append("…" * (len(before) > room) + safe_block(before[-room:]), style="dim")
    text.append(safe_block(quotation.text[:_LONGEST]) + "…" * (len(quotation.text) > _LONGEST))
    if around and around.after:
        after = around.after.replace("\n\n", "\n")
        text.append(safe_block(after[:room]) + "…" * (len(after) > room), style="dim")
    if coding.memo:
        text.append("\n" + _("Memo") + ": " + safe_block(coding.memo), style="italic")
    return text
