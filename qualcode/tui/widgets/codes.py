"""The tree of codes with their pins, and the card of the code in hand: the rules in sight while coding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.message import Message

from qualcode.i18n import _
from qualcode.looks import UNKNOWN, Look
from qualcode.model import Words, in_language
from qualcode.model.codes import Code, Codebook
from qualcode.safetext import safe_block
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.line import LineList, TextBox


class CodesPane(LineList):
    """The codebook: digit, stripe, tag, label, and how often each code stands in this document."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(keys.codes())]

    class Wanted(Message):
        """A code is wanted on the selection."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class MemoWanted(Wanted):
        """A memo on the code is wanted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: list[tuple[Code, int]] = []
        self._looks: Mapping[str, Look] = {}
        self._counts: Mapping[str, int] = {}
        self._hues: Mapping[str, Style] = {}

    def show(
        self, codebook: Codebook, looks: Mapping[str, Look], counts: Mapping[str, int], hues: Mapping[str, Style]
    ) -> None:
        """Show a codebook."""
        self._rows = list(codebook.walk())
        self._looks, self._counts, self._hues = looks, counts, hues
        self.set_lines(self._draw, len(self._rows), self.index)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """The numbers changed, the codes did not."""
        self._counts = counts
        self.refresh()

    @property
    def current(self) -> str | None:
        """The code of the cursor's line."""
        return self._rows[self.index][0].id if self._rows else None

    def reveal(self, code: str | None) -> None:
        """Bring a code's line in sight, as the cursor's."""
        at = next((at for at, (row, _depth) in enumerate(self._rows) if row.id == code), None)
        if at is not None:
            with self.prevent(LineList.Highlighted):
                self.move_to(at)

    def _draw(self, index: int, width: int) -> Text:
        code, depth = self._rows[index]
        look = self._looks.get(code.id, UNKNOWN)
        hue = self._hues.get(look.hue, Style())
        count = str(self._counts.get(code.id) or "")
        line = Text().append(f"{(not code.retired and code.pin) or ' '} ", style="bold")
        line.append(f"{look.glyph}", style=Style(color=hue.color))
        retired = " " + _("(retired)") if code.retired else ""
        line.append(f" {'  ' * depth}{look.label}{retired}", style="dim" if retired else "" if depth else "bold")
        line.truncate(max(1, width - len(count) - 5), overflow="ellipsis", pad=True)
        line.append(f" {look.tag}", style=Style(color=hue.color))
        return line.append(f" {count} ", style="dim")

    def action_choose(self) -> None:
        """Put the code on; a retired one is not offered."""
        if self.current and not self._rows[self.index][0].retired:
            self.post_message(self.Wanted(self.current))

    def action_memo(self) -> None:
        """Write about the code."""
        if self.current:
            self.post_message(self.MemoWanted(self.current))


class CodeCard(TextBox):
    """What the code in hand means: brief, use when, not when, an example."""

    _shown: tuple[Code, Look, Style | None] | None = None

    def show(self, code: Code, look: Look, hues: Mapping[str, Style], language: str) -> None:
        """Show a code; nothing happens when it is there already."""
        shown = (code, look, hues.get(look.hue))
        if shown != self._shown:
            self._shown = shown
            self.say(card(code, look, hues, language))


def card(code: Code, look: Look, hues: Mapping[str, Style], language: str) -> Text:
    """The card of a code as text."""
    hue = hues.get(look.hue, Style())
    text = Text.assemble((f"{look.glyph} ", Style(color=hue.color)), (look.label, "bold"))
    if brief := _words(code.brief, language):
        text.append("\n" + brief)
    for heading, words in (
        (_("Use when"), code.use_when),
        (_("Not when"), code.not_when),
        (_("Example"), code.examples[0] if code.examples else {}),
        (_("Near miss"), code.near_misses[0] if code.near_misses else {}),
    ):
        if said := _words(words, language):
            text.append(f"\n\n{heading}\n", style="dim").append(said)
    return text


def _words(words: Words, language: str) -> str:
    return safe_block(" ".join(in_language(words, language).split()))
