"""The line in which a query is typed: what it may go on with is shown below it, tab takes it, enter asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from qualcode.i18n import _
from qualcode.query.completing import Completion
from qualcode.query.words import QueryError
from qualcode.safetext import safe_line
from qualcode.tui.widgets.typing import TypedLine

Complete = Callable[[str, int], Sequence[Completion]]


class QueryLine(TypedLine):
    """A query. Down and up choose among what it may go on with, tab takes the one chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", show=False, priority=True),
        Binding("down", "among(1)", show=False, priority=True),
        Binding("up", "among(-1)", show=False, priority=True),
    ]

    class Candidates(Message):
        """What the query may go on with is another, or another of it is chosen."""

    def __init__(self, value: str, complete: Complete) -> None:
        super().__init__(
            safe_line(value), placeholder=_("all quotations; / types a query, f builds one"), id="typed",
            select_on_focus=False,
        )  # fmt: skip
        self._complete = complete
        self.found: Sequence[Completion] = ()
        self.chosen = 0

    def action_take(self) -> None:
        """Write the one chosen in its place; where nothing can come, tab stays here."""
        if self.found:
            one = self.found[self.chosen]
            self.value = self.value[: one.start] + one.text + self.value[one.end :]
            self.cursor_position = one.start + len(one.text)

    def action_among(self, step: int) -> None:
        """Another one; down from nothing leads to the list."""
        if self.found:
            self.chosen = (self.chosen + step) % len(self.found)
            self.post_message(self.Candidates())
        elif step > 0:
            self.screen.focus_next()

    def on_input_changed(self) -> None:
        """More is typed."""
        if self.has_focus:
            self._look()

    def on_focus(self) -> None:
        """One begins to type."""
        self._look()

    def _look(self) -> None:
        self.found = self._complete(self.value, self.cursor_position)
        self.chosen = 0
        self.post_message(self.Candidates())

    def candidates(self, width: int) -> Text:
        """What the query may go on with, on one line, as far as there is room; the one chosen stands out."""
        text = Text(" ")
        first = max(0, self.chosen - 2)
        for place, one in enumerate(self.found[first:], first):
            shown = safe_line(one.text)
            if text.cell_len + cell_len(shown) + 2 > width:
                return text.append("…", style="dim")
            text.append(shown, style="reverse" if place == self.chosen else "dim").append("  ")
        return text

    def pointed(self, error: QueryError, width: int) -> Text:
        """What is wrong, below the line, after a caret under its place."""
        offset = cell_len(self.value[: error.place]) - self.scroll_offset.x + 1
        said = f"{error.what} {error.hint}".strip()
        at = max(0, min(offset, width - 3))
        lead = " " * at + "^"
        return Text(f"{lead} {said}" if at + cell_len(said) + 3 <= width else f"{lead}\n {said}")
