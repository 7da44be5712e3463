"""The codebook: the tree of codes with what each comes to, the card of the one in hand, and what becomes of codes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical

from qualcode.care.edits import edit_of, edited_text, said_shortly
from qualcode.care.reviewing import definitions, stale
from qualcode.errors import BusyError, InputError
from qualcode.i18n import _, ngettext
from qualcode.model.codes import Code
from qualcode.safetext import safe_line
from qualcode.tui.acting import Acting, Task, taken_in
from qualcode.tui.aside import Tell
from qualcode.tui.cards import Told, full_card
from qualcode.tui.desk import Desk
from qualcode.tui.screens.codebook_edits import EditedScreen
from qualcode.tui.screens.counting import CountingScreen
from qualcode.tui.screens.dialogs import Page
from qualcode.tui.seen import Only
from qualcode.tui.taking import do_again, take_back
from qualcode.tui.widgets.codetree import CodeTree, Figures
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.screens.codebook_acts import CodebookActs

_WIDE = 100
"""Columns from which the card stands beside the tree; below it in a narrower terminal."""
_PATIENCE = 0.02


class CodebookScreen(CountingScreen[Figures]):
    """Codes left, the card of the one in hand right. Every act is on disk before it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._coder = first_counted(desk)
        self._figures: Figures | None = None
        self._seen = -1
        self._waits = False
        self._left_alone = ""
        self._said = self._counting = ""
        self._acting = Acting(self, desk.study, self.wait)

    def compose(self) -> ComposeResult:
        """Title, tree and card, hint."""
        yield Line(id="title")
        with Container(id="book"):
            with Vertical(id="tree"):
                yield Line(id="columns")
                yield CodeTree(id="codetree")
            yield TextBox(id="codecard")
        hint = _(
            "n N new · r rename · e definition · shift+arrows m move · g merge · s split · R retire · v review · "
            "/ find · h history · u undo · enter quotations · ? keys"
        )
        yield Hint(hint)

    def on_mount(self) -> None:
        """The codes at once, the counts when they are known."""
        self.codes.focus()
        self._show_codes(self._desk.in_hand)

    def on_resize(self) -> None:
        """Beside each other where there is room."""
        self.query_one("#book").set_class(self.app.size.width >= _WIDE, "across")
        self.call_after_refresh(self._show_columns)

    def on_screen_resume(self) -> None:
        """What was done meanwhile on a screen over this one is shown when one comes back."""
        if self._seen >= 0 and (self._waits or self._desk.study.last_event() != self._seen):
            self.show_anew()
        if self._said:
            self.say(self._said)
            self._said = ""

    def show_later(self, words: str) -> None:
        """Say something when one comes back to this screen."""
        self._said = words

    @property
    def codes(self) -> CodeTree:
        """The codes."""
        return self.query_one(CodeTree)

    @property
    def desk(self) -> Desk:
        """What lies on the coder's desk."""
        return self._desk

    @property
    def coder(self) -> str | None:
        """Whose codings are counted."""
        return self._coder

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that a code is written in, that of the interface first."""
        return tuple(sorted(self._desk.study.languages, key=lambda name: name != self._desk.language))

    @property
    def code(self) -> Code | None:
        """The code of the cursor's line."""
        name = self.codes.in_hand
        return self._desk.codebook[name] if name is not None and name in self._desk.codebook else None

    # ------------------------------------------------------------------ what is shown

    def show_anew(self) -> None:
        """The codebook as it is now, the same code in hand; under another screen it waits until that goes."""
        self._waits = self.app.screen is not self
        if not self._waits:
            self._desk.read_codebook()
            self._figures = None
            self._show_codes(self.codes.in_hand)
            self._count()

    def _show_codes(self, in_hand: str | None) -> None:
        self.codes.show(self._desk.codebook, self._desk.looks, self.hues, in_hand)
        self._show_figures()
        self._show_title()

    @property
    def hues(self) -> dict[str, Style]:
        """The colours of codes in the look of the screen."""
        return dict(self.app.coding.pane.paint.hues)

    def _show_figures(self) -> None:
        self.codes.show_figures(self._figures)
        self.call_after_refresh(self._show_columns)
        self._show_card()

    def _show_columns(self) -> None:
        self.query_one("#columns", Line).say(self.codes.heading())

    def _show_title(self) -> None:
        count = len(self._desk.codebook.codes)
        words = ngettext("{count} code", "{count} codes", count).format(count=count)
        who = _("{coder}’s codings").format(coder=safe_line(self._coder)) if self._coder else ""
        title = Text(" " + _("Codebook")).append(" · ".join(("", words, *filter(None, (who,)))), style="dim")
        title.append(f"  {self._counting}" if self._counting else "", style="italic dim")
        self.query_one("#title", Line).say(title)

    @on(LineList.Highlighted, "#codetree")
    def _highlighted(self) -> None:
        self._show_card()

    def _show_card(self) -> None:
        self.query_one("#codecard", TextBox).say(self._card())

    def _card(self) -> Text:
        code = self.code
        if code is None:
            return Text(_("No codes yet; n makes one."), style="dim")
        desk, told = self._desk, self._told(code.id)
        return full_card(code, desk.codebook, desk.looks, self.hues[desk.looks[code.id].hue], desk.language, told)

    def _told(self, code: str) -> Told:
        last = self.app.coding.attempt(lambda: definitions(self._desk.study, code)[-1:])
        wording, since = (last[0].number, last[0].at) if last else (1, "")
        if self._figures is None:
            return Told(None, wording, since)
        return Told(self._figures.counts.get(code), wording, since, self._figures.earlier.get(code, 0))

    # ------------------------------------------------------------------ counting

    def _question(self) -> Callable[[Study, Tell], Figures]:
        coder = self._coder

        def count(study: Study, _tell: Tell) -> Figures:
            return Figures(study.code_counts(coder), {each.code: each.left for each in stale(study, coder)})

        self._seen = self._desk.study.last_event()
        return count

    def _counted(self, found: Figures) -> None:
        self._figures = found
        self._show_figures()

    def _waiting(self, words: str) -> None:
        self.wait(words)

    def wait(self, words: str) -> None:
        """Say what takes a while; nothing, when it ends."""
        self._counting = words
        self._show_title()

    def _refused(self, words: str) -> None:
        self.complain(words)

    # ------------------------------------------------------------------ edits by hand

    def asks_about_edits(self) -> bool:
        """What was changed in codebook.yaml is shown first; here it is noticed, between keys."""
        study = self._desk.study
        if self._acting.busy:  # it may be what takes the edit in
            return True
        try:
            with study.waiting(_PATIENCE):
                theirs = edited_text(study)
        except BusyError:
            return True
        if theirs not in (None, self._left_alone) and self.app.screen is self:
            self._ask_about(theirs or "", lambda: None)
        return theirs is not None

    def settled(self, then: Callable[[], object]) -> None:
        """Go on, after what was edited by hand meanwhile is looked at and taken in; else not."""
        theirs = self.app.coding.attempt(lambda: edited_text(self._desk.study))
        if theirs is None:
            then()
        else:
            self._ask_about(theirs, then)

    def _ask_about(self, theirs: str, then: Callable[[], object]) -> None:
        coder = self._desk.coder

        def answered(yes: bool | None) -> None:
            if yes:
                self._acting.add(Task(lambda study: taken_in(study, coder), taken, refused))
            else:
                self._left_alone = theirs
                self.say(_("Left as it is; the study goes by what it knew before."))

        def taken(words: str) -> None:
            self.say(words)
            then()

        def refused(words: str) -> None:
            self._left_alone = theirs
            self.complain(said_shortly(self._desk.study, words))

        self.app.push_screen(EditedScreen(edit_of(self._desk.study, theirs)), answered)

    def action_leave(self) -> None:
        """Back; what was left alone stays so."""
        if self._left_alone:
            self._desk.leave_edits()
        super().action_leave()

    # ------------------------------------------------------------------ acting

    def change(
        self, said: str, *acts: object, in_hand: str | None = None, then: Callable[[], object] = lambda: None
    ) -> None:
        """Carry out acts as one and say what was done; then another code is in hand, if one is named."""
        coder = self._desk.coder

        def work(study: Study) -> str:
            study.do(*acts, coder=coder)
            return said

        def done(words: str) -> None:
            self.codes.go_to(in_hand or "")
            self.say(words)
            then()

        self.settled(lambda: self._carry(work, done))

    def _carry(self, work: Callable[[Study], str], done: Callable[[str], object]) -> None:
        self._acting.add(Task(work, done, self.complain))

    def action_undo(self) -> None:
        """Take back one's own last act."""
        coder = self._desk.coder
        self.settled(lambda: self._carry(lambda study: take_back(study, coder).said, self.say))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        coder = self._desk.coder
        self.settled(lambda: self._carry(lambda study: do_again(study, coder).said, self.say))

    @cached_property
    def acts(self) -> CodebookActs:
        """What becomes of codes; its questions are loaded with the first."""
        from qualcode.tui.screens.codebook_acts import CodebookActs

        return CodebookActs(self)

    def ask(self, question: str, *told: object) -> None:
        """An act on the code in hand that asks something first, or may."""
        code = self.code
        if code is not None or question == "new":
            getattr(self.acts, question)(code, *told)

    def action_new(self) -> None:
        """A new code after the one in hand."""
        self.ask("new", False)

    def action_new_under(self) -> None:
        """A new code under the one in hand."""
        self.ask("new", True)

    def action_rename(self) -> None:
        """Another label."""
        self.ask("rename")

    def action_edit(self) -> None:
        """Another definition."""
        self.ask("define")

    def action_shift(self, step: int) -> None:
        """Another place among the codes beside it."""
        self.ask("shift", step)

    def action_nest(self) -> None:
        """Under the code above it."""
        self.ask("nest")

    def action_unnest(self) -> None:
        """Out of the code it is under."""
        self.ask("unnest")

    def action_move(self) -> None:
        """Under a code of one's choice."""
        self.ask("move")

    def action_merge(self) -> None:
        """Into another code."""
        self.ask("merge")

    def action_split(self) -> None:
        """Several codes of one."""
        self.ask("split")

    def action_review(self) -> None:
        """What was coded under an earlier definition of the code."""
        self.ask("review", False)

    def action_review_all(self) -> None:
        """What was coded under an earlier definition of any code."""
        self.ask("review", True)

    def action_retire(self) -> None:
        """Offered no longer, or again."""
        self.ask("retire")

    def action_remove(self) -> None:
        """Out of the codebook."""
        self.ask("remove")

    def action_memo(self) -> None:
        """A memo on the code."""
        self.ask("memo")

    def action_history(self) -> None:
        """What became of the code."""
        self.ask("history", False)

    def action_history_all(self) -> None:
        """What became of the codebook."""
        self.ask("history", True)

    def action_find(self) -> None:
        """Another code in hand."""
        self.ask("find")

    def action_card(self) -> None:
        """The card as a page, however long it is."""
        self.app.push_screen(Page(self._card()))

    @on(LineList.Chosen, "#codetree")
    def _chosen(self) -> None:
        code = self.code
        if code is None:
            return
        if self.codes.on_reference:
            self.codes.go_to(code.id)
            return
        from qualcode.tui.retrieved import Asked, first_query
        from qualcode.tui.screens.quotations import QuotationsScreen

        only = Only(code.id, self._coder)
        self.app.push_screen(QuotationsScreen(self._desk, Asked(only, first_query(only))))


def first_counted(desk: Desk) -> str | None:
    """Whose codings are counted at first: the consensus, or the only coder's; one's own where several coded."""
    try:
        return desk.study.counted_coder(None)
    except InputError:
        return desk.coder if desk.study.has_coded(desk.coder) else None
