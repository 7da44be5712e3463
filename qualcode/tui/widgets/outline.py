"""The list of the appendix's parts, and the lines of one that is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.message import Message

from qualcode.tui import keys_preview
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.line import LineList

AHEAD = 200
"""So many lines beyond those in view are laid out already."""


class OutlineList(LineList):
    """The parts of the appendix, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_preview.outline())


class PartText(LineList):
    """The lines of a part, laid out as far as one reads: `reach(count)` answers the lines there are by then."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_preview.part())

    class Widened(Message):
        """The lines may be laid out for another width."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._reach: Callable[[int], list[Text]] = lambda _count: []
        self._lines: list[Text] = []

    def read(self, reach: Callable[[int], list[Text]], index: int = 0) -> None:
        """Show other lines, from one on."""
        self._reach = reach
        self._lines = reach(index + AHEAD)
        self.set_lines(lambda line, _width: self._lines[line], len(self._lines), index)

    def move_to(self, index: int) -> None:
        """Go to a line; those that follow it are laid out first."""
        self._lay(index)
        super().move_to(index)

    def action_edge(self, side: int) -> None:
        """The first line, or the last; what is not laid out yet comes bit by bit, so that no key waits for it."""
        before = self.count
        super().action_edge(side)
        self._lay(self.index)
        if side > 0 and self.count > before:
            self.call_later(self._go_on, self.index)

    def _go_on(self, index: int) -> None:
        if index == self.index:  # nobody has gone elsewhere meanwhile
            self.action_edge(1)

    def _lay(self, index: int) -> None:
        if index + AHEAD // 2 > self.count:
            self._lines = self._reach(index + AHEAD)
            if len(self._lines) != self.count:
                self.set_count(len(self._lines))

    def on_resize(self) -> None:
        """Another width."""
        super().on_resize()
        self.post_message(self.Widened())
