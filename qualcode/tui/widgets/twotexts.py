"""A passage as it was and as it is: both texts side by side, one below the other where there is less room."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Static

from qualcode.anchoring.wording import COME, GONE, SAME, Piece, worded
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.safetext import safe_block
from qualcode.tui.widgets.line import Line

_WIDE = 100
"""Columns from which the two stand side by side."""
_AROUND = 240
_LONGEST = 6_000
"""Code points shown around a passage, and of it."""


class TwoTexts(Container):
    """The former text and the present one, each around a passage; what is gone is struck out, what came is bold."""

    def compose(self) -> ComposeResult:
        """A line above each that says where it is."""
        for name in ("old", "new"):
            with Vertical(classes="half"):
                yield Line(id=f"{name}-head")
                with VerticalScroll(id=f"{name}-text", can_focus=False):
                    yield Static()

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self.set_class(self.app.size.width >= _WIDE, "across")

    def show(self, old: tuple[str, Span], new: tuple[str, Span] | None, heads: tuple[str, str] | None = None) -> None:
        """Show a span of each text; without one in the new text it stands nowhere yet."""
        heads = heads or (_("as it was"), _("as it is"))
        for name, head in zip(("old", "new"), heads, strict=True):
            self.query_one(f"#{name}-head", Line).say(Text(f" {head}", style="dim"))
        words = old[0][old[1].start : min(old[1].end, old[1].start + _LONGEST)]
        if new is None:
            self._show("old", *old, Text(safe_block(words), style="bold"))
            self.query_one("#new-text Static", Static).update(Text(_("It stands nowhere yet."), style="dim"))
            return
        other = new[0][new[1].start : min(new[1].end, new[1].start + _LONGEST)]
        gone, come = _marked(words, other)
        self._show("old", *old, gone)
        self._show("new", *new, come)

    def _show(self, name: str, text: str, span: Span, words: Text) -> None:
        before, after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
        whole = Text(safe_block(before.lstrip()), style="dim")
        above = len(whole)
        whole.append_text(words).append(safe_block(after.rstrip()), style="dim")
        self.query_one(f"#{name}-text Static", Static).update(_undimmed(whole, above, len(words)))
        self.call_after_refresh(self._reveal, name, whole[:above])

    def _reveal(self, name: str, above: Text) -> None:
        """Bring the passage in sight, a line of what stands before it above."""
        box = self.query_one(f"#{name}-text", VerticalScroll)
        lines = above.wrap(self.app.console, max(1, box.scrollable_content_region.width))
        box.scroll_to(y=max(0, len(lines) - 2), animate=False, force=True)


def _undimmed(whole: Text, start: int, length: int) -> Text:
    whole.stylize("not dim", start, start + length)
    return whole


def _marked(old: str, new: str) -> tuple[Text, Text]:
    """Both wordings, each with what the other lacks marked."""
    pieces = worded(old, new)
    return _text(pieces, GONE, "strike"), _text(pieces, COME, "bold underline")


def _text(pieces: Sequence[Piece], sign: str, style: str) -> Text:
    text = Text()
    for piece, words in pieces:
        if piece in (SAME, sign):
            text.append(safe_block(words), style=style if piece == sign else "")
    return text
