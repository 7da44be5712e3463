"""What was changed in codebook.yaml by hand, shown line by line before it is taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from qualcode.care.edits import Edit
from qualcode.i18n import _
from qualcode.safetext import safe_line
from qualcode.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

_MOST = 2_000
"""Lines of a difference that are shown."""


class EditedScreen(Dialog[bool]):
    """The lines that changed; Enter takes them in, Escape leaves them for now."""

    app: QualcodeApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", show=False, priority=True),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, edited: Edit) -> None:
        super().__init__()
        self._edited = edited

    def compose(self) -> ComposeResult:
        """What happened, the lines, what can be done."""
        with Vertical(classes="box wide tall"):
            yield Static(Text(_("codebook.yaml was changed in an editor."), style="bold"))
            if self._edited.problem:
                yield Static(Text(safe_line(self._edited.problem), style=self.app.style("error")))
            with VerticalScroll(id="difference"):
                yield Static(self._difference())
            yield Static(Text(self._hint(), style="dim"))

    def _hint(self) -> str:
        if self._edited.problem:
            return _("esc leaves it: nothing is taken in before the file is mended, and nothing is lost")
        return _("enter takes it in and goes on · esc not now · ↓ ↑")

    def _difference(self) -> Text:
        styles = {"+": self.app.style("success"), "-": self.app.style("error")}
        text = Text()
        for line in self._edited.lines[:_MOST]:
            if line.startswith("@"):
                text.append(_("line {number}").format(number=line[2:]) + "\n", style="dim")
            else:
                text.append(safe_line(line) + "\n", style=styles.get(line[:1], "dim"))
        return text.append("…" * (len(self._edited.lines) > _MOST))

    def on_mount(self) -> None:
        """The keys scroll the lines."""
        self.query_one("#difference").focus()

    def action_take(self) -> None:
        """Yes; not where it cannot be read."""
        if not self._edited.problem:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(False)
