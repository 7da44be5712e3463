"""The line to type words to find in the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from qualcode.i18n import _
from qualcode.tui.widgets.typing import TypedLine


class FindBar(TypedLine):
    """Enter finds, escape leaves; either way the line goes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, found: Callable[[str], None]) -> None:
        super().__init__(placeholder=_("words to find; * for any ending; enter finds, esc leaves"))
        self._found = found

    def on_mount(self) -> None:
        """Ready to type."""
        self.focus()

    def on_input_submitted(self) -> None:
        """The words."""
        words = self.value.strip()
        self.remove()
        self._found(words)

    def action_leave(self) -> None:
        """No words."""
        self.remove()
        self._found("")
