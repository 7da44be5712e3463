"""What the coding screen says in its lines: the heading, the status, and the last line with what was done or a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.i18n import _
from qualcode.model.codings import Coding
from qualcode.safetext import safe_line
from qualcode.tui.keymaps import hint_now, renamed, text_keys
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.status import (
    codes_in_words,
    only_in_words,
    pinned,
    pins_in_words,
    selection_in_words,
    status_line,
    unit_in_words,
)
from qualcode.tui.widgets.documents import title_of
from qualcode.tui.widgets.line import BETWEEN, Line, Said, fitting

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

_HIGH = 20
"""Lines of a screen that has two for the pinned codes."""


class Telling:
    """The lines of one coding screen. What was said last has been read by the next move; a hint comes back then."""

    def __init__(self, screen: CodingScreen) -> None:
        self._screen = screen
        self._desk = screen.desk
        self.task = ""
        """What goes on beside the coding, if anything does."""
        self.read = False
        """Whether what was said in the last line may go."""

    def heading(self) -> None:
        """Say which document it is, and what is shown of it."""
        desk, style = self._desk, self._screen.app.style
        if desk.document is None:
            self._say("heading", Text())
            return
        text = Text(" " + title_of(desk.document, desk.study.sites, desk.language), style="bold")
        only = desk.only
        for words, colour in (
            ("✓ " + _("done") if desk.coder in desk.document.done else "", "success"),
            (self.task, "warning"),
            (only_in_words(only.code and desk.label(only.code), only.coder, desk.coder), "accent"),
        ):
            text.append("  " + safe_line(words) if words else "", style=style(colour))
        self._say("heading", text)

    def status(self, codings: list[Coding]) -> None:
        """Say what is selected, what codes it has, how one moves."""
        screen, desk, cursor = self._screen, self._desk, self._screen.pane.cursor
        turns = desk.transcript.turns
        turn = turns[screen.pane.ground.turn_index(cursor.span.start)] if turns else None
        part = safe_line(desk.part_at(turn.number)) if turn else ""
        where = selection_in_words(desk.transcript.text, cursor, turn) + (f" · {part}" if part else "")
        codes = codes_in_words(codings, desk.label, desk.coder)
        how = f"{unit_in_words(cursor, screen.app.auto_advance)} · {safe_line(desk.coder)}"
        self._say("status", status_line(where, codes, how, screen.app.study_title, screen.size.width))
        if self.read and not screen.acts:
            self.hint()

    def hint(self) -> None:
        """Say what keys do; where the codes are not in sight, which are pinned."""
        screen, desk = self._screen, self._desk
        words = self.keys_now(_("? keys · 1–9 pinned codes · c any code · u undo · F3 themes · ctrl+q leave"))
        if screen.query_one("#right").display or not pinned(desk.codebook):
            text = Text(" " + fitting(words.split(BETWEEN), screen.size.width - 1), style="dim")
        else:
            (width, high), hues = screen.size, screen.pane.paint.hues
            last = words.partition(BETWEEN)[0]
            text = pins_in_words(desk.codebook, desk.looks, hues, width, two=high >= _HIGH, last=last)
        screen.query_one("#message", Said).least = 1 + text.plain.count("\n")
        self.read = False
        self._say("message", text)

    def keys_now(self, words: str) -> str:
        """What keys do, with the keys as they are now."""
        keymap = self._screen.app.keymap
        if not keymap:
            return words
        now = renamed(text_keys(), keymap)
        return BETWEEN.join(hint_now(part, now) for part in words.split(BETWEEN))

    def message(self, words: str, colour: str) -> None:
        """Say something in the last line, on the screen above too if there is one."""
        screen = self._screen
        text = Text(" " + safe_line(words), style=screen.app.style(colour))
        self._say("message", text)
        screen.call_later(self._let_go)
        if isinstance(screen.app.screen, StudyScreen):
            screen.app.screen.tell(text)

    def _let_go(self) -> None:
        self.read = True

    def _say(self, line: str, text: Text) -> None:
        self._screen.query_one(f"#{line}", Line).say(text)
