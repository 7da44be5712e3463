"""The small dialogs: type a line, choose from a few, write a memo, read a page. Escape leaves each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static, TextArea

from qualcode.i18n import _
from qualcode.names import fold
from qualcode.safetext import safe_block, safe_line
from qualcode.tui.screens.dialog import Dialog
from qualcode.tui.widgets.line import BETWEEN, Line, LineList, fitting
from qualcode.tui.widgets.typing import TypedLine

_LEAVE: list[BindingType] = [Binding("escape", "leave", show=False)]


class Ask(Dialog[str | None]):
    """One line to type; the words given are there to be kept or changed."""

    BINDINGS: ClassVar[list[BindingType]] = _LEAVE

    def __init__(self, title: str, value: str = "") -> None:
        super().__init__()
        self._title, self._value = title, safe_line(value)

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="box"):
            yield Static(Text(self._title, style="bold"))
            yield TypedLine(self._value, select_on_focus=True)
            yield Static(Text(_("enter keeps · esc leaves"), style="dim"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The answer."""
        self.dismiss(event.value.strip() or None)

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


class Choose(Dialog[int | None]):
    """A few things to choose from; answers the place of the chosen one. Letters leave those they stand in."""

    BINDINGS: ClassVar[list[BindingType]] = _LEAVE

    def __init__(self, title: str, options: Sequence[Text], index: int = 0) -> None:
        super().__init__()
        self._title, self._options, self._index = title, options, index
        self._typed = ""
        self._places: Sequence[int] = range(len(options))

    def compose(self) -> ComposeResult:
        """The question and the options."""
        with Vertical(classes="box"):
            yield Static(Text(self._title, style="bold"))
            yield LineList()
            yield Line(id="typed")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(LineList).focus()
        self._narrow("")

    def on_key(self, event: events.Key) -> None:
        """Letters narrow the list; one that fits nothing is not taken."""
        if event.is_printable or event.key == "backspace":
            event.stop()
            self._narrow(self._typed + event.character if event.is_printable and event.character else self._typed[:-1])

    def _narrow(self, typed: str) -> None:
        wanted = fold(typed)
        names = [fold(option.plain) for option in self._options]
        places = [place for place, name in enumerate(names) if wanted in name]
        if not places:
            return
        self._typed, self._places = typed, places
        first = next((at for at, place in enumerate(places) if f" {names[place]}".find(f" {wanted}") >= 0), 0)
        index = first if typed else self._index
        lines = self.query_one(LineList)
        lines.styles.height = min(len(places), 14)
        lines.set_lines(lambda at, width: self._options[places[at]], len(places), index)
        hint = _("{letters} · backspace widens · enter chooses · esc leaves").format(letters=safe_line(typed))
        said = hint if typed else _("enter chooses · letters narrow · esc leaves")
        self.query_one("#typed", Line).say(Text(fitting(said.split(BETWEEN), self._room), style="dim"))

    @property
    def _room(self) -> int:
        """Cells within the box, as the style sheet has it."""
        return min(64, self.app.size.width * 94 // 100) - 4

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """The answer."""
        self.dismiss(self._places[event.index])

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


class MemoArea(TextArea):
    """Lines to write; nothing pasted acts on the terminal."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(safe_block(event.text.replace("\r\n", "\n").replace("\r", "\n")), *self.selection)


class WriteMemo(Dialog[str | None]):
    """A memo to write; answers the text, empty to take it away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", show=False, priority=True),
        Binding("ctrl+g", "leave", show=False, priority=True),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, safe_block(text)

    def compose(self) -> ComposeResult:
        """What it is about, and the place to write."""
        with Vertical(classes="box tall"):
            yield Static(Text(self._title, style="bold"))
            yield MemoArea(self._text, soft_wrap=True, show_line_numbers=False)
            yield Static(Text(_("esc keeps it · ctrl+g leaves it as it was"), style="dim"))

    def on_mount(self) -> None:
        """Write on at the end."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def action_keep(self) -> None:
        """The answer, if it is another."""
        text = self.query_one(TextArea).text
        self.dismiss(None if text == self._text else text)

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


class Page(Dialog[None]):
    """Something to read; any key that does not scroll leaves it."""

    def __init__(self, words: RenderableType) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(classes="box page") as box:
            box.border_subtitle = _("↓ ↑ further · any other key leaves")
            yield Static(self._words)

    def on_key(self, event: events.Key) -> None:
        """Scroll, or leave."""
        if event.key not in ("up", "down", "pageup", "pagedown", "home", "end"):
            event.stop()
            self.dismiss(None)
