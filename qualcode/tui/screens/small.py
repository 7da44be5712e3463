"""What stands over every screen while the terminal is too small for it: no key acts on what nobody can see."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.geometry import Size

from qualcode.i18n import _
from qualcode.tui.screens.dialog import Dialog
from qualcode.tui.widgets.line import TextBox

_SMALLEST = Size(40, 8)


def too_small(size: Size) -> bool:
    """Whether a terminal shows too little to work in."""
    return size.width < _SMALLEST.width or size.height < _SMALLEST.height


class SmallScreen(Dialog[None]):
    """Says how large the terminal has to be; goes when it is."""

    def compose(self) -> ComposeResult:
        """The one sentence."""
        yield TextBox()

    def on_mount(self) -> None:
        """Say it."""
        words = _("Widen the terminal: {columns} columns by {rows} rows at least.")
        self.query_one(TextBox).say(Text(words.format(columns=_SMALLEST.width, rows=_SMALLEST.height)))
