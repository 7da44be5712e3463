"""A few lines to fill in: each with its name, completed by tab from what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.names import fold
from qualcode.safetext import safe_line
from qualcode.tui.screens.dialog import Dialog
from qualcode.tui.widgets.line import BETWEEN, Said, fitted, wrapped
from qualcode.tui.widgets.typing import Among, Complete, Completing, nothing

Answers = Mapping[str, str]
Check = Callable[[Answers], str]
"""What is wrong with the answers, in a sentence; empty if nothing is."""
_NARROW, _BROAD = 16, 26
"""Cells of the labels, at least and at most."""
_OFFERED = 2
"""Lines of what the line in focus may become."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line: the name of its answer, its label, what stands in it at first, how it is completed.

    While it is empty it shows `example`, or else the names that it may be chosen among.
    """

    name: str
    label: str
    value: str = ""
    complete: Complete = nothing
    example: str = ""


def fine(_answers: Answers) -> str:
    """Any answers will do."""
    return ""


def yes_or_no() -> Among:
    """Completion of a line that is answered by yes or no."""
    return Among((_("yes"), _("no")))


def is_yes(typed: str) -> bool:
    """Whether a line says yes, in the language of the interface or in English; an empty one says no."""
    said = fold(typed.strip())
    if said in (fold(_("yes")), "yes"):
        return True
    if said in ("", fold(_("no")), "no"):
        return False
    raise InputError(_("{value} is neither {yes} nor {no}.").format(value=typed, yes=_("yes"), no=_("no")))


class Offered(Said):
    """What the line in focus may become, on two lines at most, or what is wrong with the answers, in full."""

    least = _OFFERED

    def offer(self, candidates: Sequence[str]) -> None:
        """Say what may be chosen; of what there is no room for, that there is more."""
        words = Text(safe_line(BETWEEN.join(map(_last_part, candidates))), style="italic dim")
        *lines, last = wrapped(words, max(1, self.size.width), _OFFERED)
        last.truncate(max(1, self.size.width), overflow="ellipsis")
        self.say(Text("\n").join((*lines, last)))


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
        broad = min(_BROAD, max(_NARROW, *(cell_len(field.label) + 1 for field in self._fields)))
        with VerticalScroll(classes="box wide form", can_focus=False):
            yield Static(Text(self._title, style="bold"))
            for field in self._fields:
                with Horizontal():
                    label = Static(Text(fitted(field.label, broad - 1), style="dim"))
                    label.styles.width = broad
                    yield label
                    yield Completing(field.value, field.complete, field.example, id=field.name)
            yield Offered(id="candidates")
            yield Static(Text(_("enter goes on · tab completes · ↓ ↑ other lines · esc leaves"), style="dim"))

    def on_mount(self) -> None:
        """Start at the first line."""
        self.query(Completing).first().focus()

    def on_completing_candidates(self, event: Completing.Candidates) -> None:
        """What the line in focus may become."""
        self.query_one(Offered).offer(event.found[:40])

    def on_input_submitted(self) -> None:
        """The answers, if they will do."""
        answers = {str(line.id): line.value.strip() for line in self.query(Completing)}
        if wrong := self._check(answers):
            self.query_one(Offered).say(Text(safe_line(wrong), style=self.app.theme_variables["error"]))
        else:
            self.dismiss(answers)

    def action_leave(self) -> None:
        """No answers."""
        self.dismiss(None)


def _last_part(candidate: str) -> str:
    """Of a path, what tells it from the others of its folder."""
    head, slash, tail = candidate.rstrip("/").rpartition("/")
    return (tail or head) + ("/" if candidate.endswith("/") else "") if slash else candidate
