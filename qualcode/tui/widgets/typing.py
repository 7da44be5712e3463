"""Lines to type in: what is pasted is made safe and stays on one line; some know how what is typed may go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from qualcode.names import fold
from qualcode.safetext import safe_line

Complete = Callable[[str], Sequence[str]]
"""What a line may become, whole, from what is typed so far; the best first."""


class TypedLine(Input):
    """One line to type in."""

    def _on_paste(self, event: events.Paste) -> None:
        """Several lines become one; nothing pasted acts on the terminal."""
        event.stop()
        event.prevent_default()
        self.replace(safe_line(" ".join(event.text.split())), *self.selection)


class Completing(TypedLine):
    """A line that tab completes; where there is nothing to complete, tab goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False, priority=True)]

    class Candidates(Message):
        """What the line in focus may become."""

        def __init__(self, found: Sequence[str]) -> None:
            super().__init__()
            self.found = found

    def __init__(self, value: str, complete: Complete, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(safe_line(value), id=id, select_on_focus=False)
        self._complete = complete

    def action_complete(self) -> None:
        """As much as is certain, else on to the next line."""
        longer = completed(self.value, self._complete(self.value)) if self.value else None
        if longer is None:
            self.screen.focus_next()
        else:
            self.value = longer
            self.cursor_position = len(longer)

    def say_candidates(self) -> None:
        """Say what the line may become."""
        self.post_message(self.Candidates(self._complete(self.value)))

    def on_focus(self) -> None:
        """Another line is typed in."""
        self.say_candidates()

    def on_input_changed(self) -> None:
        """More is typed."""
        if self.has_focus:
            self.say_candidates()


def completed(value: str, found: Sequence[str]) -> str | None:
    """What a value becomes where it is certain how it goes on: the only candidate, or what all begin with."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*found, strict=False))
    longer = "".join(letters[0] for letters in alike)
    return longer if longer != value and fold(longer).startswith(fold(value)) else None


def among(names: Iterable[str]) -> Complete:
    """Completion from known names, accents and case ignored."""
    known = list(dict.fromkeys(filter(None, names)))
    return lambda typed: [name for name in known if fold(name).startswith(fold(typed.strip()))]


def nothing(_typed: str) -> Sequence[str]:
    """No completion."""
    return ()
