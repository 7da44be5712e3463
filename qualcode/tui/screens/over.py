"""What the screens that open over the coding screen have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.screen import Screen

from qualcode.tui.widgets.line import Line

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp


class StudyScreen(Screen[None]):
    """A screen that shows something of the study. Escape leads back."""

    app: QualcodeApp
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def show_anew(self) -> None:
        """Show the study as it is now."""
        raise NotImplementedError

    def let_go(self) -> bool:
        """Keep what would be lost when the screen goes; answers whether it may."""
        return True

    def tell(self, words: Text) -> None:
        """A sentence in the last line, where a hint stands otherwise."""
        self.query_one("#hint", Line).say(words)

    def action_leave(self) -> None:
        """Back to where this was opened from."""
        self.dismiss()
