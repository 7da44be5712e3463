"""Going about from the coding screen: passages of a code, bookmarks, turns, and one passage beside another."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.i18n import _, ngettext
from qualcode.model import Span
from qualcode.model.codings import Bookmark, Passage
from qualcode.model.texts import Turn
from qualcode.tui.widgets.minimap import Minimap

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,]\d+)?")


class Places:
    """The ways of one coding screen to other places."""

    def __init__(self, screen: CodingScreen) -> None:
        self._screen = screen
        self._desk = screen.desk
        self._read: tuple[object, list[Passage]] = (None, [])
        self._kept: Passage | None = None
        self._shown: list[Bookmark] = []

    # ------------------------------------------------------------------ passages of the code in hand

    def next_passage(self) -> None:
        """To the next passage of the code in hand, in whichever document."""
        self._go(1)

    def previous_passage(self) -> None:
        """To the previous passage of the code in hand."""
        self._go(-1)

    def _go(self, step: int) -> None:
        code = self._desk.in_hand
        if code is None or code not in self._desk.codebook:
            self._screen.say(_("No code is in hand yet"))
            return
        found = self._screen.attempt(lambda: self._passages(code)) or []
        if not found:
            self._screen.say(_("No passage carries {code}").format(code=self._desk.label(code)))
            return
        at = (bisect_right(found, self.here) if step > 0 else bisect_left(found, self.here) - 1) % len(found)
        place = found[at]
        self._screen.attempt(lambda: self._screen.open(place.document, Span(place.start, place.end)))
        self._desk.in_hand = code
        said = _("{place} of {count} · {code} · {where} · p next · P previous")
        self._screen.say_keys(
            said.format(place=at + 1, count=len(found), code=self._desk.label(code), where=self._cited(place))
        )

    def _passages(self, code: str) -> list[Passage]:
        """The passages of a code, of the coders who are shown; read again when anything was done since."""
        desk = self._desk
        coders = None if desk.only.coder is None else (desk.only.coder, desk.coder)
        asked = (code, coders, desk.study.last_event())
        if self._read[0] != asked:
            self._read = asked, desk.study.passages(code, coders)
        return self._read[1]

    @property
    def here(self) -> Passage:
        """Where the cursor is."""
        document, span = self._desk.document, self._screen.span
        return Passage(document.id if document else "", span.start, span.end)

    def _cited(self, place: Passage) -> str:
        turns = self._desk.study.transcript(place.document).turns
        number = next((turn.number for turn in turns if place.start < turn.end), 1)
        return f"{place.document} §{number}"

    # ------------------------------------------------------------------ bookmarks

    def bookmark(self) -> None:
        """A bookmark at the cursor, or none any more."""
        span = self._screen.span
        self._screen.act(lambda: self._desk.bookmark(span))

    def bookmarks(self) -> None:
        """One's own bookmarks, to go to."""
        from qualcode.tui.screens.bookmarks import bookmarks

        screen = self._screen.attempt(lambda: bookmarks(self._desk))
        if screen is not None:
            self._screen.app.push_screen(screen)

    # ------------------------------------------------------------------ turns

    def go_to_turn(self) -> None:
        """To a turn by its number, or by the time when it is said."""
        from qualcode.tui.screens.dialogs import Ask

        timed = any(turn.time is not None for turn in self._desk.transcript.turns)
        title = _("Go to turn: its number, or a time as in 1:02:30") if timed else _("Go to turn: its number")
        self._screen.app.push_screen(Ask(title), self._to_turn)

    def _to_turn(self, typed: str | None) -> None:
        if typed is None:
            return
        turn = self._screen.attempt(lambda: turn_named(self._desk.transcript.turns, typed))
        if turn is not None:
            self._screen.pane.go_to(turn.body)

    # ------------------------------------------------------------------ the whole document, two passages

    def minimap(self) -> None:
        """The whole document beside its text, or no longer."""
        self._screen.toggle("minimap")

    def beside(self) -> None:
        """Keep the passage under the cursor; with another one kept, show the two side by side."""
        if said := self._screen.attempt(lambda: self.set_beside(self._passage())):
            self._screen.say_keys(said)

    def set_beside(self, here: Passage) -> str:
        """Keep a passage, or show it beside the one that is kept, or let that one go; answers what to say."""
        from qualcode.tui.screens.beside import BesideScreen

        if self._kept is None:
            self._kept = here
            return _("Kept: {where} · w at another passage shows both").format(where=self._cited(here))
        if self._kept == here:
            self._kept = None
            return _("No passage is kept any more")
        self._screen.app.push_screen(BesideScreen(self._desk, (self._kept, here)))
        return ""

    def _passage(self) -> Passage:
        """The coding that the cursor is within, the shortest one, else the selection."""
        here = self.here
        around = [
            coding.span
            for coding in self._desk.marks.touching(here.start, here.end)
            if coding.start <= here.start and here.end <= coding.end
        ]
        span = min(around, key=len, default=self._screen.span)
        return Passage(here.document, span.start, span.end)

    # ------------------------------------------------------------------ what stands beside the text

    def show_change(self, spans: Sequence[Span]) -> None:
        """Show what an act changed."""
        if self._desk.bookmarks is not self._shown:
            self.show()
        for span in spans:
            self._screen.query_one(Minimap).invalidate(span.start, span.end)

    def show(self) -> None:
        """Show the document on the desk in the minimap, with one's bookmarks there and in the margin."""
        screen, desk = self._screen, self._desk
        self._shown = desk.bookmarks
        starts = [mark.start for mark in desk.bookmarks]
        screen.pane.show_bookmarks(starts)
        minimap = screen.query_one(Minimap)
        minimap.show_codes(desk.codebook, desk.looks)
        minimap.show_bookmarks(starts)
        minimap.show(len(desk.transcript.text), desk.marks, screen.pane.paint)
        minimap.show_view(*screen.pane.in_view)


def turn_named(turns: tuple[Turn, ...], typed: str) -> Turn:
    """The turn of a number, or the first that begins at a time (`1:02:30`, `2:30`), else the one going on then."""
    typed = typed.strip().removeprefix("§").strip()
    if found := _TIME.fullmatch(typed):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return _turn_at(turns, 3600 * hours + 60 * minutes + seconds)
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise InputError(_("{typed} is no turn.").format(typed=typed), _("Write a number, or a time as in 1:02:30."))
    turn = next((turn for turn in turns if turn.number == int(typed)), None)
    if turn is None:
        count = ngettext("This document has {count} turn.", "This document has {count} turns.", len(turns))
        raise InputError(_("There is no turn {number}.").format(number=int(typed)), count.format(count=len(turns)))
    return turn


def _turn_at(turns: tuple[Turn, ...], seconds: int) -> Turn:
    timed = [turn for turn in turns if turn.time is not None]
    if not timed:
        raise InputError(_("The turns of this document have no times."), _("Write a turn’s number."))
    begun = [turn for turn in timed if int(turn.time or 0) <= seconds]
    return next((turn for turn in begun if int(turn.time or 0) == seconds), begun[-1] if begun else timed[0])
