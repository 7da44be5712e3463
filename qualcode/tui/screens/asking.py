"""What the coding screen asks before it acts: which code, which coding, what words. Loaded at the first question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.acts import AddCode
from qualcode.i18n import _, ngettext
from qualcode.model import Span
from qualcode.model.codings import Coding
from qualcode.safetext import safe_line
from qualcode.tui.desk import Change
from qualcode.tui.screens.dialogs import Ask, Choose, WriteMemo
from qualcode.tui.screens.picker import Picked, Picker
from qualcode.tui.seen import Only
from qualcode.tui.widgets.line import fitted

if TYPE_CHECKING:
    from qualcode.store.correcting.unsettled import Unsettled
    from qualcode.tui.screens.coding import CodingScreen

Option = tuple[str, Callable[[], None]]
_BEGINNING = 60
"""Cells of the beginning of a passage, where it stands for the whole."""


class Asking:
    """The questions of one coding screen; each ends in an act of the screen, or in nothing."""

    def __init__(self, screen: CodingScreen) -> None:
        self._screen = screen
        self._desk = screen.desk
        self.held: Unsettled | None = None

    # ------------------------------------------------------------------ codes

    def pick(self) -> None:
        """Any code for the selection, by a few letters."""
        self.pick_for(_("Code for this passage"), self._screen.put)

    def in_vivo(self) -> None:
        """A code in the speaker's own words."""
        span = self._screen.span
        words = " ".join(self._desk.transcript.text[span.start : span.end].split())[:80]

        def named(label: str | None) -> None:
            if label:
                self._screen.put(self._desk.new_code(label, None))

        self._screen.app.push_screen(Ask(_("A new code in these words"), words), named)

    def correct(self) -> None:
        """A corrected text of the document; what the last one left to be looked at; the coding that is held."""
        from qualcode.tui.screens.revising import after_correction, ask_for_correction

        app, desk = self._screen.app, self._desk
        assert desk.document is not None
        document = desk.document.id
        listed = desk.study.unsettled(document)
        said = ngettext(
            "look at {count} coding of the last one", "look at {count} codings of the last one", len(listed)
        )
        options: list[Option] = []
        if self.held in listed:
            held = _("put {code} on the selection").format(code=desk.label(self.held.code))
            options.append((held, lambda: self._put_held(self._screen.span)))
        if listed:
            options.append((said.format(count=len(listed)), lambda: after_correction(app, desk, document)))
        options.append((_("another corrected file"), lambda: ask_for_correction(app, desk, document)))
        self._choose(_("Corrected text"), options)

    def _put_held(self, span: Span) -> None:
        """Put the coding that is held on a span of the text."""
        from qualcode.settling import settle

        held = self.held
        if held is not None:
            self._screen.act(lambda: self._desk.record(*settle(held, f"{span.start}-{span.end}")))

    def edit_turn(self) -> None:
        """The words of the turn under the cursor, or who speaks there."""
        from qualcode.tui.screens.editing import ask_for_edit

        ask_for_edit(self._screen.app, self._desk, self._screen.span.start)

    def pick_for(self, title: str, then: Callable[[str | AddCode], None]) -> None:
        """Have any code chosen, by a few letters, or a new one named."""

        def picked(answer: Picked | None) -> None:
            if answer is not None and answer.code:
                then(answer.code)
            elif answer is not None and answer.new:
                self._place(answer.new, then)

        self._screen.app.push_screen(self._picker(title), picked)

    def _place(self, label: str, then: Callable[[str | AddCode], None]) -> None:
        def placed(answer: Picked | None) -> None:
            if answer is not None:
                then(self._desk.new_code(label, answer.code))

        title = _("Under which code does “{label}” go?").format(label=safe_line(label))
        nobody = _("under none: a theme of its own")
        self._screen.app.push_screen(self._picker(title, nobody=nobody, create=False), placed)

    def _picker(self, title: str, *, nobody: str = "", create: bool = True) -> Picker:
        desk = self._desk
        hues = self._screen.pane.paint.hues
        return Picker(title, desk.codebook, desk.looks, hues, desk.language, nobody=nobody, create=create)

    # ------------------------------------------------------------------ codings

    def key_quotation(self) -> None:
        """Mark or unmark a key quotation."""
        self._on_one(_("Which coding is the key quotation?"), self._desk.key)

    def counter_example(self) -> None:
        """Mark or unmark a counter-example."""
        self._on_one(_("Which coding is the counter-example?"), self._desk.counter)

    def remove(self) -> None:
        """Take a coding off."""
        self._on_one(_("Which coding comes off?"), self._desk.remove)

    def edit(self) -> None:
        """Another code for a coding, or the selection as its bounds."""
        options: list[Option] = []
        for coding in self._mine():
            words = self.in_words(coding)
            options.append((_("another code for: {coding}").format(coding=words), partial(self._recode, coding)))
            if coding.span != self._screen.span:
                fit = _("fit to the selection: {coding}").format(coding=words)
                options.append((fit, partial(self._fit, coding, self._screen.span)))
        self._choose(_("Change a coding"), options)

    def _recode(self, coding: Coding) -> None:
        title = _("Another code for {code}").format(code=self._desk.label(coding.code))
        self.pick_for(title, lambda code: self._screen.act(lambda: self._desk.recode(coding, code)))

    def _fit(self, coding: Coding, span: Span) -> None:
        self._screen.act(lambda: self._desk.fit(coding, span))

    def _on_one(self, title: str, act: Callable[[Coding], Change]) -> None:
        mine = self._mine()
        exact = [coding for coding in mine if coding.span == self._screen.span]
        self._choose(title, [(self.in_words(coding), partial(self._act_on, act, coding)) for coding in exact or mine])

    def _act_on(self, act: Callable[[Coding], Change], coding: Coding) -> None:
        self._screen.act(partial(act, coding))

    def _mine(self) -> list[Coding]:
        """One's own codings under the cursor; says so where there are none."""
        mine = self._desk.mine(self._screen.span)
        if not mine:
            names = ", ".join(sorted({coding.coder for coding in self._desk.of_others(self._screen.span)}))
            theirs = _("The coding here is {coder}’s, not yours: put one of your own beside it").format(coder=names)
            self._screen.say(theirs if names else _("No coding here"))
        return mine

    def in_words(self, coding: Coding) -> str:
        """A coding in a line: its code and the beginning of its passage."""
        return self._line_of(coding, self._desk.transcript.text[coding.start : coding.end])

    def _line_of(self, coding: Coding, passage: str) -> str:
        words = fitted(safe_line(" ".join(passage.split())), _BEGINNING).rstrip()
        return f"{self._desk.label(coding.code)} — {words}"

    def _choose(self, title: str, options: list[Option]) -> None:
        """Ask only where there is a choice."""

        def chosen(index: int | None) -> None:
            if index is not None:
                options[index][1]()

        if len(options) == 1:
            options[0][1]()
        elif options:
            self._screen.app.push_screen(Choose(title, [Text(words) for words, _then in options]), chosen)

    # ------------------------------------------------------------------ excerpts and translations

    def rendering(self) -> None:
        """How a quotation under the cursor is shown beside its own words."""
        span = self._screen.span
        here = [*self._desk.mine(span), *self._desk.of_others(span)]
        if not here:
            self._screen.say(_("No coding here"))
        text, meant = self._desk.transcript.text, [coding for coding in here if coding.span == span] or here
        self.show_otherwise([(coding, text[coding.start : coding.end]) for coding in meant])

    def show_otherwise(self, codings: Sequence[tuple[Coding, str]]) -> None:
        """An excerpt or a translation of one of some codings, each with the words of its passage."""
        from qualcode.tui.screens.rendering import ask_for_excerpt, ask_for_translation

        options: list[Option] = []
        ways = ((_("excerpt of: {coding}"), ask_for_excerpt), (_("translation of: {coding}"), ask_for_translation))
        for coding, passage in codings:
            words = self._line_of(coding, passage)
            options += [(said.format(coding=words), partial(ask, self._screen, coding, words)) for said, ask in ways]
        self._choose(_("How is it shown?"), options)

    # ------------------------------------------------------------------ memos

    def memo(self) -> None:
        """A memo on the coding under the cursor, else on the document."""
        span = self._screen.span
        codings = [*self._desk.mine(span), *self._desk.of_others(span)]
        if codings:
            self._memo(f"coding:{codings[0].id}", _("Memo on: {coding}").format(coding=self.in_words(codings[0])))
        elif self._desk.document is not None:
            document = self._desk.document.id
            self._memo(f"document:{document}", _("Memo on {document}").format(document=safe_line(document)))

    def code_memo(self, code: str) -> None:
        """A memo on a code."""
        self._memo(f"code:{code}", _("Memo on {document}").format(document=self._desk.label(code)))

    def _memo(self, target: str, title: str) -> None:
        memo = self._screen.attempt(lambda: self._desk.memo_on(target))

        def written(text: str | None) -> None:
            if text is not None:
                self._screen.act(lambda: self._desk.write_memo(target, text))

        self._screen.app.push_screen(WriteMemo(title, memo.text if memo else ""), written)

    # ------------------------------------------------------------------ finding and choosing what is shown

    def find_all(self) -> None:
        """Words to find in the whole study."""
        self._screen.app.show_search()

    def filter(self) -> None:
        """Whose codings are shown, of which code."""
        desk, code = self._desk, self._desk.only.code
        options: list[Option] = [
            (_("my own codings"), partial(self._screen.show_only, Only(code, desk.coder))),
            (_("all coders’ codings"), partial(self._screen.show_only, Only(code))),
        ]
        for name in self._screen.attempt(desk.study.coders) or []:
            if name != desk.coder:
                words = _("mine and those of {coder}").format(coder=safe_line(name))
                options.append((words, partial(self._screen.show_only, Only(code, name))))
        options.append((_("one code only, or every code …"), self._one_code))
        self._choose(_("Show"), options)

    def _one_code(self) -> None:
        def picked(answer: Picked | None) -> None:
            if answer is not None:
                self._screen.show_only(Only(answer.code, self._desk.only.coder))

        picker = self._picker(_("Show this code only"), nobody=_("every code"), create=False)
        self._screen.app.push_screen(picker, picked)
