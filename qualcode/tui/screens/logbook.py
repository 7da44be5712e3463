"""A site's logbook and timeline: its documents, entries and memos by date."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.errors import QualcodeError
from qualcode.i18n import _, known_word, ngettext
from qualcode.memos import Happening, for_readers, timeline
from qualcode.model import in_language
from qualcode.model.codings import LOGBOOK, Memo
from qualcode.safetext import safe_block, safe_line
from qualcode.tui import keys_memos
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.screens.days import ask_day
from qualcode.tui.screens.memo import MemoScreen
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted

_LINE = 300


class Happenings(LineList):
    """What happened at a site, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_memos.logbook())


class LogbookScreen(StudyScreen):
    """One site's timeline, a region's with that of its sites; what has no date stands last."""

    def __init__(self, desk: Desk, site: str) -> None:
        super().__init__()
        self._desk, self._site = desk, site
        self._found: list[Happening] = []

    def compose(self) -> ComposeResult:
        """Title, list, the entry in hand, hint."""
        yield Line(id="title")
        yield Happenings(id="lines")
        yield TextBox(id="detail")
        hint = _("enter opens · n new entry · u undo · esc back · ? keys")
        yield Hint(hint)

    def on_mount(self) -> None:
        """The latest is in hand."""
        lines = self.query_one(Happenings)
        lines.focus()
        self.show_anew()
        lines.move_to(len(self._found) - 1)

    def on_screen_resume(self) -> None:
        """What was written is seen when one comes back from it."""
        if self.is_mounted:
            self.show_anew()

    def show_anew(self) -> None:
        """The timeline as it is now."""
        try:
            self._found = timeline(self._desk.study, self._site)
        except QualcodeError as error:
            self.complain(error)
            return
        lines = self.query_one(Happenings)
        lines.set_lines(self._line, len(self._found), lines.index)
        count = sum(each.kind == LOGBOOK for each in self._found)
        said = ngettext("{count} entry", "{count} entries", count).format(count=count)
        head = Text(" " + safe_line(self._label(self._site)) + " · " + _("logbook and timeline"))
        self.query_one("#title", Line).say(head.append(f" · {said}", style="dim"))
        self._show_detail(lines.index)

    def _label(self, name: str) -> str:
        sites = self._desk.study.sites
        return next((in_language(site.label, self._desk.language) for site in sites if site.id == name), name)

    def _line(self, index: int, width: int) -> Text:
        each = self._found[index]
        line = Text().append(f"{each.day or '—':<10} ", style="dim")
        line.append("■ " if each.document else "· ", style="bold" if each.document else "dim")
        line.append(fitted(known_word(each.kind), 12) + " ", style="dim")
        if each.site != self._site:
            line.append(fitted(safe_line(self._label(each.site)), 14) + " ", style="dim")
        if each.memo is None:
            return line.append(safe_line(each.document or ""), style="bold")
        return line.append(safe_line(" ".join(each.memo.text[:_LINE].split())))

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        self._show_detail(event.index)

    def _show_detail(self, index: int) -> None:
        box = self.query_one("#detail", TextBox)
        if index >= len(self._found):
            box.say(Text(_("Nothing is known of this site yet."), style="dim"))
            return
        each = self._found[index]
        parts = (self._label(each.site), known_word(each.kind), each.memo.coder if each.memo else each.document or "")
        text = Text().append(safe_line(" · ".join(parts)) + "\n", style="dim")
        if each.memo is not None:
            text.append(safe_block(for_readers(self._desk.study, [each.memo])[0]))
        box.say(text)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        each = self._found[event.index]
        if each.memo is not None:
            self.app.push_screen(MemoScreen(self._desk, each.memo, self._label(each.site)))
        elif each.document is not None:
            self.app.show_place(each.document, None)

    def action_new(self) -> None:
        """A new entry."""
        ask_day(self, self._write)

    def _write(self, day: str) -> None:
        memo = Memo(0, f"site:{self._site}", self._desk.coder, "", "", LOGBOOK, day)
        self.app.push_screen(MemoScreen(self._desk, memo, self._label(self._site)))
