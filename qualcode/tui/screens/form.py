"""A few lines to fill in: each with its name, completed by tab from what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from qualcode.i18n import _
from qualcode.safetext import safe_line
from qualcode.tui.screens.dialog import Dialog
from qualcode.tui.widgets.line import Line
from qualcode.tui.widgets.typing import Complete, Completing, nothing

Answers = Mapping[str, str]
Check = Callable[[Answers], str]
"""What is wrong with the answers, in a sentence; empty if nothing is."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line: the name of its answer, its label, what stands in it at first, how it is completed."""

    name: str
    label: str
    value: str = ""
    complete: Complete = nothing


def fine(_answers: Answers) -> str:
    """Any answers will do."""
    return ""


class Form(Dialog[Answers | None]):
    """Lines to fill in; Enter answers with all of them unless `check` finds something wrong, Escape with none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, title: str, fields: Sequence[Field], check: Check = fine) -> None:
        super().__init__()
        self._title, self._fields, self._check = title, fields, check

    def compose(self) -> ComposeResult:
        """The title, the lines, what the one in focus may become."""
        with VerticalScroll(classes="box wide form", can_focus=False):
            yield Static(Text(self._title, style="bold"))
            for field in self._fields:
                with Horizontal():
                    yield Static(Text(field.label, style="dim"))
                    yield Completing(field.value, field.complete, id=field.name)
            yield Line(id="candidates")
            yield Static(Text(_("enter goes on · tab completes · ↓ ↑ other lines · esc leaves"), style="dim"))

    def on_mount(self) -> None:
        """Start at the first line."""
        self.query(Completing).first().focus()

    def on_completing_candidates(self, event: Completing.Candidates) -> None:
        """What the line in focus may become."""
        shown = safe_line("  ".join(map(_last_part, event.found[:40])))
        self.query_one("#candidates", Line).say(Text(shown, style="italic dim"))

    def on_input_submitted(self) -> None:
        """The answers, if they will do."""
        answers = {str(line.id): line.value.strip() for line in self.query(Completing)}
        if wrong := self._check(answers):
            self.query_one("#candidates", Line).say(Text(safe_line(wrong), style=self.app.theme_variables["error"]))
        else:
            self.dismiss(answers)

    def action_leave(self) -> None:
        """No answers."""
        self.dismiss(None)


def _last_part(candidate: str) -> str:
    """Of a path, what tells it from the others of its folder."""
    head, slash, tail = candidate.rstrip("/").rpartition("/")
    return (tail or head) + ("/" if candidate.endswith("/") else "") if slash else candidate
