"""How a quotation is shown beside its own words: an excerpt or a translation, written and checked where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static, TextArea

from qualcode.acts import SetExcerpt, SetTranslation
from qualcode.errors import InputError
from qualcode.excerpting import excerpt_of, spoken
from qualcode.i18n import _
from qualcode.model.codings import Coding, Rendering
from qualcode.model.texts import Transcript
from qualcode.report.quoting import quoted, voices
from qualcode.safetext import safe_block, safe_line
from qualcode.tui.screens.dialog import Dialog
from qualcode.tui.screens.dialogs import MemoArea
from qualcode.tui.widgets.line import Line, Said
from qualcode.tui.widgets.typing import TypedLine

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

_SHOWN = 220
"""Characters of a passage that stand below its translation."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is written: an excerpt, or a translation with its language and whoever made it."""

    text: str
    language: str = ""
    translator: str = ""


Check = Callable[[Rendered], str]
"""What is wrong with it, in a sentence; empty if nothing is."""


class WriteRendering(Dialog[Rendered | None]):
    """A text to write, of a translation its language and translator too; an empty text takes it away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", show=False, priority=True),
        Binding("ctrl+g", "leave", show=False, priority=True),
    ]

    def __init__(self, title: str, before: Rendered, check: Check, hint: str, *, translated: bool) -> None:
        super().__init__()
        self._title, self._check, self._hint = title, check, hint
        self._before = Rendered(safe_block(before.text), safe_line(before.language), safe_line(before.translator))
        self._translated = translated

    def compose(self) -> ComposeResult:
        """What it is about, who translated into what, the place to write, what is wrong."""
        lines = (("language", _("into (en, fr, …)"), self._before.language),
                 ("translator", _("translated by"), self._before.translator))  # fmt: skip
        with Vertical(classes="box tall wide form"):
            yield Line(id="about")
            for name, label, value in lines if self._translated else ():
                with Horizontal():
                    yield Static(Text(label, style="dim"))
                    yield TypedLine(value, select_on_focus=False, id=name)
            yield MemoArea(self._before.text, soft_wrap=True, show_line_numbers=False)
            yield Said(id="wrong")
            yield Static(Text(self._hint, style="dim"))
            yield Static(Text(_("esc keeps it · ctrl+g leaves it as it was · empty takes it away"), style="dim"))

    def on_mount(self) -> None:
        """The words first, or the language where none is named."""
        self.query_one("#about", Line).say(Text(safe_line(self._title), style="bold"))
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        if self._translated and not self._before.language:
            self.query_one("#language", TypedLine).focus()
        else:
            area.focus()

    @property
    def _written(self) -> Rendered:
        text = self.query_one(TextArea).text
        if not self._translated:
            return Rendered(text)
        return Rendered(text, *(self.query_one(name, TypedLine).value.strip() for name in ("#language", "#translator")))

    def action_keep(self) -> None:
        """The answer, if it is another and will do."""
        written = self._written
        if written == self._before:
            self.dismiss(None)
        elif wrong := self._check(written):
            self.query_one("#wrong", Line).say(Text(safe_line(wrong), style=self.app.theme_variables["error"]))
        else:
            self.dismiss(written)

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


def ask_for_excerpt(screen: CodingScreen, coding: Coding, words: str) -> None:
    """Ask for the excerpt of a coding; where there is none yet, its words as they are quoted stand there."""
    desk, transcript = screen.desk, _transcript(screen, coding)
    turns = [(turn.start, turn.body if turn.speaker else turn.start, turn.end) for turn in transcript.turns]
    own = spoken(transcript.text, coding.span, turns).strip()
    kept = _kept(screen, coding, lambda one: not one.language)

    def wrong(written: Rendered) -> str:
        try:
            if written.text.strip():
                excerpt_of(written.text, own)
        except InputError as error:
            return error.message
        return ""

    def answered(written: Rendered | None) -> None:
        if written is not None:
            screen.act(lambda: desk.record(SetExcerpt(coding.id, written.text)))

    title = _("Excerpt: {coding}").format(coding=words)
    hint = _("[…] for words left out · [words of yours] in brackets")
    who = voices(transcript.turns, transcript.speakers)
    whole = quoted(transcript.text[coding.start : coding.end], coding.start, coding.end, who)
    before = Rendered(kept.text if kept else whole)
    screen.app.push_screen(WriteRendering(title, before, wrong, hint, translated=False), answered)


def ask_for_translation(screen: CodingScreen, coding: Coding, words: str) -> None:
    """Ask for a translation of a coding's words: the first there is, or a new one."""
    desk = screen.desk
    kept = _kept(screen, coding, lambda one: bool(one.language))

    def wrong(written: Rendered) -> str:
        if not written.language:
            return _("Say into which language it is translated.")
        return "" if written.translator or not written.text.strip() else _("Say who translated it.")

    def answered(written: Rendered | None) -> None:
        if written is not None:
            act = SetTranslation(coding.id, written.language, written.text, written.translator)
            screen.act(lambda: desk.record(act))

    title = _("Translation: {coding}").format(coding=words)
    before = Rendered(kept.text, kept.language, kept.author) if kept else Rendered("")
    passage = " ".join(_transcript(screen, coding).text[coding.start : coding.end].split())
    hint = safe_line(passage if len(passage) <= _SHOWN else passage[:_SHOWN] + "…")
    screen.app.push_screen(WriteRendering(title, before, wrong, hint, translated=True), answered)


def _kept(screen: CodingScreen, coding: Coding, wanted: Callable[[Rendering], bool]) -> Rendering | None:
    found = screen.attempt(screen.desk.study.renderings) or {}
    return next(filter(wanted, found.get(coding.id, ())), None)


def _transcript(screen: CodingScreen, coding: Coding) -> Transcript:
    """The transcript that the coding stands in, which need not be the one on the coding screen."""
    desk = screen.desk
    here = desk.document is not None and desk.document.id == coding.document
    return desk.transcript if here else desk.study.transcript(coding.document)
