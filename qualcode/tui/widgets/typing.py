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
from qualcode.tui.widgets.line import BETWEEN, fitted

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

    def __init__(self, value: str, complete: Complete, example: str = "", *, id: str | None = None) -> None:  # noqa: A002
        """`example` is shown while nothing is typed, or what may be chosen among where there is none."""
        super().__init__(safe_line(value), id=id, select_on_focus=False)
        self._complete = complete
        self._example = example or (complete.shown if isinstance(complete, Among) else "")

    def on_resize(self) -> None:
        """As much of the example as there is room for."""
        self.placeholder = fitted(safe_line(self._example), max(2, self.content_size.width - 1)).rstrip()

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


class Among:
    """Completion from known names, accents and case ignored; where one of them stands already, all are offered."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(filter(None, names)))

    @property
    def shown(self) -> str:
        """What may be chosen, in a line; in brackets where there is no choice but to leave it."""
        return BETWEEN.join(self.names) if len(self.names) > 1 else "".join(f"({name})" for name in self.names)

    def __call__(self, typed: str) -> Sequence[str]:
        """The names that begin as what is typed."""
        begun = [name for name in self.names if fold(name).startswith(fold(typed.strip()))]
        return self.names if begun == [typed.strip()] else begun


class AmongSeveral(Among):
    """Completion of the last of several names with commas between."""

    def __call__(self, typed: str) -> Sequence[str]:
        """What is typed, with each name that may stand last."""
        before, comma, last = typed.rpartition(",")
        return [f"{before}{comma}{' ' if comma else ''}{name}" for name in super().__call__(last)]


def among(names: Iterable[str]) -> Among:
    """Completion from known names."""
    return Among(names)


def nothing(_typed: str) -> Sequence[str]:
    """No completion."""
    return ()
