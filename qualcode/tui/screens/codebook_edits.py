"""What was changed in codebook.yaml by hand, shown line by line before it is taken in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.codebook import read_codebook
from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.safetext import safe_line
from qualcode.store.kept import CODEBOOK

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.app import QualcodeApp

_AROUND = 2
"""Lines that stand around those that changed."""
_MOST = 2_000
"""Lines of a difference that are shown."""


class Edited(NamedTuple):
    """A codebook.yaml edited by hand: the lines that changed, each with its sign, and what is wrong in it."""

    lines: tuple[str, ...]
    problem: str


def edited(study: Study, theirs: str) -> Edited:
    """What somebody changed in codebook.yaml that the study does not know yet."""
    try:
        read_codebook(theirs, CODEBOOK)
        problem = ""
    except QualcodeError as error:
        problem = str(error)
    return Edited(tuple(difference(study.text_of(CODEBOOK), theirs)), problem)


def difference(before: str, after: str) -> Iterator[str]:
    """The lines that differ, each with its sign, and a few around them; `@` begins each stretch with its line."""
    from difflib import unified_diff

    lines = unified_diff(before.split("\n"), after.split("\n"), n=_AROUND, lineterm="")
    for line in lines:
        if line.startswith("@@"):
            yield "@ " + line.split("+")[1].split(",")[0].split(" ")[0]
        elif not line.startswith(("---", "+++")):
            yield line


class EditedScreen(ModalScreen[bool]):
    """The lines that changed; Enter takes them in, Escape leaves them for now."""

    app: QualcodeApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", show=False, priority=True),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, edited: Edited) -> None:
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
