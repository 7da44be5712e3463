"""Choosing a code by a few letters, in any language of the codebook; the last line makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from qualcode.i18n import _
from qualcode.looks import UNKNOWN, Look
from qualcode.model import in_language
from qualcode.model.codes import Code, Codebook
from qualcode.safetext import safe_line
from qualcode.tui.fuzzy import ranked
from qualcode.tui.screens.dialog import Dialog
from qualcode.tui.widgets.line import LineList
from qualcode.tui.widgets.typing import TypedLine


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen: a code that is there, or a label for a new one."""

    code: str | None = None
    new: str = ""


class Picker(Dialog[Picked | None]):
    """Type a few letters, Enter. `nobody` names a first line that stands for no code, where that is an answer.

    Where a code is chosen to be put on, so that a new one may be made, retired ones are not offered.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("pagedown", "step(8)", show=False, priority=True),
        Binding("pageup", "step(-8)", show=False, priority=True),
    ]

    def __init__(
        self, title: str, codebook: Codebook, looks: Mapping[str, Look], hues: Mapping[str, Style], language: str,
        *, nobody: str = "", create: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self._title, self._codebook, self._looks, self._hues = title, codebook, looks, hues
        self._language, self._nobody, self._create = language, nobody, create
        self._codes: list[Code | None] = []

    def compose(self) -> ComposeResult:
        """The line to type in and the codes that fit."""
        with Vertical(classes="box wide"):
            yield Static(Text(self._title, style="bold"))
            yield TypedLine(placeholder=_("a few letters of a label, an alias, a definition"))
            yield LineList()
            yield Static(Text(_("enter chooses · ↓ ↑ · esc leaves"), style="dim"))

    def on_mount(self) -> None:
        """All codes at first."""
        lines = self.query_one(LineList)
        lines.can_focus = False
        lines.styles.height = 12
        self._list("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Those that fit."""
        self._list(event.value)

    def on_input_submitted(self) -> None:
        """The one of the cursor."""
        self._choose(self.query_one(LineList).index)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """The one clicked."""
        self._choose(event.index)

    def action_step(self, step: int) -> None:
        """Another line."""
        self.query_one(LineList).action_step(step)

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)

    def _typed(self) -> str:
        return self.query_one(Input).value.strip()

    def _list(self, query: str) -> None:
        nobody: list[Code | None] = [None] if self._nobody and not query.strip() else []
        offered = (code for code in ranked(query, self._codebook) if not (self._create and code.retired))
        self._codes = [*nobody, *offered]
        create = self._create and bool(query.strip())
        self.query_one(LineList).set_lines(self._draw, len(self._codes) + create)

    def _choose(self, index: int) -> None:
        if index < len(self._codes):
            code = self._codes[index]
            self.dismiss(Picked(code.id if code else None))
        elif self._create and self._typed():
            self.dismiss(Picked(new=self._typed()))

    def _draw(self, index: int, width: int) -> Text:
        if index >= len(self._codes):
            return Text(" + " + _("new code “{label}”").format(label=safe_line(self._typed())), style="italic")
        code = self._codes[index]
        if code is None:
            return Text(f"   {self._nobody}", style="italic")
        look = self._looks.get(code.id, UNKNOWN)
        hue = self._hues.get(look.hue, Style())
        parents = self._codebook.path(code.id)[:-1]
        line = Text.assemble((f" {look.glyph} ", Style(color=hue.color)), look.label)
        if parents:
            names = " › ".join(self._looks.get(parent.id, UNKNOWN).label for parent in parents)
            line.append(f"  {names}", style="dim")
        elif brief := in_language(code.brief, self._language):
            line.append(f"  {safe_line(brief)}", style="dim")
        line.truncate(max(1, width - 4), overflow="ellipsis", pad=True)
        return line.append(f" {code.pin or ' '} ", style="bold")
