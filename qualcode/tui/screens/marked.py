"""Quotations some of which are marked: acts on what is marked, or else on the one in hand; on very many in a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.acts import AddCode
from qualcode.i18n import _, ngettext
from qualcode.model import in_language
from qualcode.tui import several
from qualcode.tui.aside import Aside
from qualcode.tui.desk import Change, Desk
from qualcode.tui.retrieved import Asked, Found, counted
from qualcode.tui.screens.dialogs import WriteMemo
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.taking import do_again, take_back
from qualcode.tui.widgets.line import Hint, Line
from qualcode.tui.widgets.quotations import QuotationList

if TYPE_CHECKING:
    from qualcode.study import Study

_FEW = 500
"""Codings that are changed at once, between two keys; more are changed beside."""


class MarkedScreen(StudyScreen):
    """A screen with a list of quotations, a line of how many they are, and keys that act on those that are marked."""

    def __init__(self, desk: Desk, asked: Asked) -> None:
        super().__init__()
        self._desk, self._asked = desk, asked
        self._found = Found()
        self._said: Text | None = None

    def on_mount(self) -> None:
        """What changes very many is done in a thread."""
        self._changing = Aside[str](self, self._wait, self._changed, self.complain, _("writing …"), stops=False)

    def let_go(self) -> bool:
        """Not while an act is being written."""
        if self._changing.busy:
            self.say(_("Still writing; in a moment."))
        return not self._changing.busy

    def _wait(self, words: str) -> None:
        """What is being waited for; what was said before is there again when the wait is over."""
        if words:
            self._said = self.query_one(Hint).text if self._said is None else self._said
            super().tell(Text(f" {words}", style="dim"))
        elif self._said is not None:
            super().tell(self._said)
            self._said = None

    def tell(self, words: Text) -> None:
        """A sentence in the last line; while something is waited for, it is kept for afterwards."""
        if self._said is None:
            super().tell(words)
        else:
            self._said = words

    def _show_title(self) -> None:
        self.query_one("#title", Line).say(Text(" " + counted(self._found, self._asked)))

    # ------------------------------------------------------------------ marks

    def action_mark(self) -> None:
        """Mark the quotation in hand, or no longer, and go on."""
        if (number := self._in_hand) is not None:
            self._mark(self._asked.marked ^ {number})
            self.query_one(QuotationList).action_step(1)

    def action_mark_on(self, step: int) -> None:
        """Mark the quotation in hand and the next."""
        lines = self.query_one(QuotationList)
        before = self._in_hand
        lines.action_step(step)
        self._asked.index = lines.index
        self._mark(self._asked.marked | {number for number in (before, self._in_hand) if number is not None})

    def action_mark_all(self) -> None:
        """Mark all, or none where all are."""
        if not self._found.whole:
            self.say(_("Not all are found yet; in a moment."))
            return
        everything = set(self._found.ids)
        self._mark(set() if self._asked.marked == everything else everything)

    def _mark(self, marked: set[int]) -> None:
        self._asked.marked = marked
        self._show_title()
        self.query_one(QuotationList).refresh()

    @property
    def _in_hand(self) -> int | None:
        index = self.query_one(QuotationList).index
        return self._found.ids[index] if index < len(self._found.ids) else None

    def _meant(self) -> Sequence[int]:
        """What is marked, in order; else the quotation in hand."""
        marked = self._asked.marked
        if marked:
            return [number for number in self._found.ids if number in marked]
        return [] if self._in_hand is None else [self._in_hand]

    # ------------------------------------------------------------------ acts

    def action_recode(self) -> None:
        """Another code for what is marked."""
        if ids := self._meant():
            title = ngettext("Another code for {count} coding", "Another code for {count} codings", len(ids))
            title = title.format(count=len(ids))
            self.app.coding.asking.pick_for(title, lambda code: self._recode(ids, code))

    def _recode(self, ids: Sequence[int], code: str | AddCode) -> None:
        label = self._desk.label(code) if isinstance(code, str) else in_language(code.label, self._desk.language)
        self._change(ids, lambda study, coder: several.recode(study, coder, ids, code, label))

    def action_remove(self) -> None:
        """Take off what is marked."""
        self._on_meant(several.remove)

    def action_key_quotation(self) -> None:
        """Key quotations, or no longer."""
        self._on_meant(several.key)

    def action_counter_example(self) -> None:
        """Counter-examples, or no longer."""
        self._on_meant(several.counter)

    def action_memo(self) -> None:
        """A memo on each of what is marked."""

        def given(text: str | None) -> None:
            if text and text.strip():
                self._change(ids, lambda study, coder: several.write(study, coder, ids, text))

        if ids := self._meant():
            title = ngettext("A memo on {count} coding", "A memo on {count} codings", len(ids)).format(count=len(ids))
            self.app.push_screen(WriteMemo(title, ""), given)

    def action_rendering(self) -> None:
        """An excerpt or a translation of the quotation in hand."""
        if (shown := self._found.at(self.query_one(QuotationList).index)) is not None:
            self.app.coding.asking.show_otherwise([(shown.quotation.coding, shown.quotation.text)])

    def action_undo(self) -> None:
        """Take back one's own last act."""
        self._back(self._desk.undo, lambda study, coder: take_back(study, coder).said)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._back(self._desk.redo, lambda study, coder: do_again(study, coder).said)

    def _back(self, here: Callable[[], Change], beside: Callable[[Study, str], str]) -> None:
        if several.was_large(self._desk.study, _FEW):
            self._in_thread(beside)
        else:
            self._act(lambda: replace(here(), all=True))

    def _on_meant(self, act: Callable[[Study, str, Sequence[int]], str]) -> None:
        if ids := self._meant():
            self._change(ids, lambda study, coder: act(study, coder, ids))

    def _change(self, ids: Sequence[int], what: Callable[[Study, str], str]) -> None:
        """Carry out acts on codings: on many in a thread, so that no key waits."""
        if len(ids) <= _FEW:
            self._act(lambda: self._desk.on_many(what))
        else:
            self._in_thread(what)

    def _in_thread(self, what: Callable[[Study, str], str]) -> None:
        """Carry out an act in a thread; while one is being written, no other is begun."""
        coder = self._desk.coder
        if self.let_go():
            self._changing.ask(self._desk.study, lambda study, _tell: what(study, coder))

    def _changed(self, said: str) -> None:
        self._desk.study.changed()  # known by now, and what is said stays
        self._desk.read_again()
        self.app.coding.show_change(Change(said, all=True))

    def _act(self, act: Callable[[], Change]) -> None:
        self.app.coding.act(act)
