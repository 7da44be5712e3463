"""The search room: words looked for in the whole study, keywords in context, one key to code each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from qualcode.acts import AddCode
from qualcode.i18n import _, ngettext
from qualcode.language.patterns import Wanted
from qualcode.model import Span
from qualcode.model.asking import Condition, Filter
from qualcode.model.codings import Coding, Hit
from qualcode.searching.coding import Passages, plan
from qualcode.searching.keywords import ORDERS, ordered
from qualcode.tui.aside import Aside, Tell
from qualcode.tui.desk import Change, Desk
from qualcode.tui.keymaps import first_keys
from qualcode.tui.looking import MOST, Search, in_full, switches_of, title_of
from qualcode.tui.marks import Marks
from qualcode.tui.screens.narrowing import ask_where
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.keywords import Keywords, keyword_line
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox
from qualcode.tui.widgets.typing import TypedLine

_CONTEXT = 120
_BATCH, _SECONDS = 2_000, 0.1
"""Places that are shown at a time while more are looked for, and how often at most."""


class SearchScreen(StudyScreen):
    """A line to type in, and what is found. Acts go to the study by the desk; long work goes on beside."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list", show=False),
        Binding("tab", "other", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, search: Search, wanted: Wanted | None = None) -> None:
        super().__init__()
        self._desk, self._search = desk, search
        self._wanted = wanted
        self._run, self._rest = 0, ""
        self._marks: dict[str, Marks] = {}
        self._passages = Passages(desk.study, search.unit)

    def compose(self) -> ComposeResult:
        """Title, line, switches, list, the place in hand, hint."""
        yield Line(id="title")
        yield TypedLine(
            (self._wanted or self._search.wanted).words,
            placeholder=_("words to find; * any ending, | either; enter finds"),
            id="typed",
        )
        yield Line(id="switches")
        yield Keywords(id="lines")
        yield TextBox(id="detail")
        yield Hint(
            _("1–9 code it · c any code · x pass over · * all that are left · s t w unit · enter opens · ? keys")
        )

    def on_mount(self) -> None:
        """What was found last, or a line to type in."""
        self._finding = Aside[list[Hit]](self, self._waiting, self._all_found, self.complain, _("looking …"))
        self._coding = Aside[tuple[int, int]](self, self._waiting, self._all_coded, self.complain, _("coding …"))
        self._show()
        if self._wanted is not None:
            self._find(self._wanted)
        elif not self._search.found:
            self.query_one(TypedLine).focus()
        else:
            self.query_one(Keywords).focus()

    def on_unmount(self) -> None:
        """Nobody waits for an answer any more."""
        self._finding.leave()
        self._coding.leave()

    def show_anew(self) -> None:
        """The codings as they are now."""
        self._marks.clear()
        self._passages = Passages(self._desk.study, self._search.unit)
        self._show()

    def action_leave(self) -> None:
        """Stop what goes on, else from the line to the list, else back."""
        if self._finding.stop() or self._coding.stop():
            self._run += 1
            self.say(_("Stopped."))
        elif self.query_one(TypedLine).has_focus and self._search.shown:
            self.query_one(Keywords).focus()
        else:
            self.dismiss()

    def action_list(self) -> None:
        """From the line to the list."""
        self.query_one(Keywords).focus()

    def action_other(self) -> None:
        """From the line to the list, or back to the line."""
        typed = self.query_one(TypedLine)
        (self.query_one(Keywords) if typed.has_focus else typed).focus()

    # ------------------------------------------------------------------ finding

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        self._find(self._search.wanted._replace(words=event.value.strip()))

    def _find(self, wanted: Wanted) -> None:
        """Look in a thread; what is found comes in batches."""
        search = self._search
        search.wanted = wanted
        search.found, search.shown, search.index = [], [], 0
        search.skipped.clear()
        self._run += 1
        self._show()
        if not wanted.words:
            self.query_one(TypedLine).focus()
            return
        self.query_one(Keywords).focus()
        number, where, interviewers = self._run, Filter(conditions=search.where), search.interviewers

        def question(study: Any, tell: Tell) -> list[Hit]:
            batch: list[Hit] = []
            begun = monotonic()
            for hit in study.each_hit(wanted, where, _CONTEXT, MOST, interviewers=interviewers):
                batch.append(hit)
                if len(batch) >= _BATCH or monotonic() - begun > _SECONDS:
                    tell(hit.document)
                    self.app.call_later(self._take, number, batch)
                    batch, begun = [], monotonic()
            return batch

        self._finding.ask(self._desk.study, question)

    def _take(self, number: int, batch: Sequence[Hit]) -> None:
        """Some more that was found, unless something else is looked for by now."""
        if number == self._run and self.is_mounted:
            self._search.found += batch
            self._search.shown += batch
            self._show_count()
            if len(self._search.shown) == len(batch):
                self._show_detail()

    def _all_found(self, last: list[Hit]) -> None:
        self._take(self._run, last)
        if self._search.order != ORDERS[0]:
            self._sort()
        self._show()
        if not self._search.found:
            self.say(_("Nothing found."))
            self.query_one(TypedLine).focus()

    def _switch(self, **changes: Any) -> None:
        """Look again, with something else counting."""
        self._find(self._search.wanted._replace(**changes))

    def action_case(self) -> None:
        """Whether capital and small letters are different."""
        self._switch(case=not self._search.wanted.case)

    def action_accents(self) -> None:
        """Whether letters with and without accents are different."""
        self._switch(accents=not self._search.wanted.accents)

    def action_forms(self) -> None:
        """Whether each word is meant in all its forms."""
        self._switch(forms=not self._search.wanted.forms, regex=False)

    def action_regex(self) -> None:
        """Whether it is a regular expression."""
        self._switch(regex=not self._search.wanted.regex, forms=False)

    def action_interviewers(self) -> None:
        """Whether what interviewers say is looked through too."""
        self._search.interviewers = not self._search.interviewers
        self._switch()

    def action_narrow(self) -> None:
        """Only what some people say, or what is in some documents."""
        ask_where(self, self._desk.study, self._search.where, self._narrow)

    def _narrow(self, where: tuple[Condition, ...]) -> None:
        self._search.where = where
        self._switch()

    def action_words(self) -> None:
        """Other words."""
        self.query_one(TypedLine).focus()

    # ------------------------------------------------------------------ what is shown

    @property
    def _now(self) -> Mapping[str, str]:
        return first_keys(self.app.keymap)

    def action_order(self) -> None:
        """As in the texts, by what stands to the left, to the right."""
        search = self._search
        search.order = ORDERS[(ORDERS.index(search.order) + 1) % len(ORDERS)]
        self._sort()
        self._show()

    def _sort(self) -> None:
        self._search.shown = ordered(self._search.found, self._search.order)
        self._search.index = 0

    def _show(self) -> None:
        lines, search = self.query_one(Keywords), self._search
        lines.set_lines(self._line, len(search.shown), search.index)
        self._show_title()
        self.query_one("#switches", Line).say(switches_of(self._search, self._now, self.size.width))
        self._show_detail()

    def _show_count(self) -> None:
        self.query_one(Keywords).set_count(len(self._search.shown))
        self._show_title()

    def _show_title(self) -> None:
        last = ", ".join(self._desk.label(code) for code in self._desk.last)
        self.query_one("#title", Line).say(Text(" " + title_of(self._search, last, self._now)))

    def _line(self, index: int, width: int) -> Text:
        hit = self._search.shown[index]
        skipped = (hit.document, hit.start, hit.end) in self._search.skipped
        hues = self.app.coding.pane.paint.hues
        return keyword_line(hit, self._carried(hit), skipped, self._desk.looks, hues, width)

    def _carried(self, hit: Hit) -> list[Coding]:
        """One's own codings that the words lie in."""
        if hit.document not in self._marks:
            if len(self._marks) >= 200:
                self._marks.clear()
            self._marks[hit.document] = Marks(self._desk.study.codings(hit.document, self._desk.coder))
        touching = self._marks[hit.document].touching(hit.start, hit.end)
        return [coding for coding in touching if coding.start <= hit.start and hit.end <= coding.end]

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        self._search.index = event.index
        self._show_detail()

    def _show_detail(self) -> None:
        text = Text()
        if (hit := self._hit) is not None:
            place = self.app.coding.attempt(lambda: self._passages.place(hit))
            if place is not None:
                codes = ", ".join(dict.fromkeys(self._desk.label(coding.code) for coding in self._carried(hit)))
                text = in_full(self._passages.stored(hit.document).text, hit, place, codes)
        self.query_one("#detail", TextBox).say(text)

    @property
    def _hit(self) -> Hit | None:
        search = self._search
        return search.shown[search.index] if search.index < len(search.shown) else None

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        hit = self._search.shown[event.index]
        self.app.show_place(hit.document, Span(hit.start, hit.end))

    # ------------------------------------------------------------------ coding

    def _unit(self, unit: str) -> None:
        self._search.unit = unit
        self._passages = Passages(self._desk.study, unit)
        self._show_title()
        self._show_detail()

    def action_by_sentence(self) -> None:
        """What is coded is the sentence."""
        self._unit("sentence")

    def action_by_turn(self) -> None:
        """What is coded is the turn."""
        self._unit("turn")

    def action_by_words(self) -> None:
        """What is coded are the words found."""
        self._unit("hit")

    def action_pin(self, digit: int) -> None:
        """The code pinned to a digit."""
        code = self._desk.pinned(digit)
        if code is None:
            self.say(_("No code is pinned to {digit}").format(digit=digit))
        else:
            self._put(code)

    def action_pick(self) -> None:
        """Any code, by a few letters."""
        if self._hit is not None:
            self.app.coding.asking.pick_for(_("Code for this passage"), self._put)

    def action_repeat(self) -> None:
        """The last code again."""
        if self._desk.last:
            self._put(self._desk.last[-1])
        else:
            self.say(_("No code was put on yet; c chooses one"))

    def _put(self, code: str | AddCode) -> None:
        """Code the place in hand, and go on to the next."""
        hit = self._hit
        if hit is None:
            return
        place = self.app.coding.attempt(lambda: self._passages.place(hit))
        if place is None:
            return
        self._act(lambda: self._desk.put_at(code, place.document, Span(place.start, place.end)))
        self.query_one(Keywords).action_step(1)

    def action_skip(self) -> None:
        """Pass over the place in hand, or no longer; what is passed over is left out by `*`."""
        if (hit := self._hit) is not None:
            self._search.skipped ^= {(hit.document, hit.start, hit.end)}
            lines = self.query_one(Keywords)
            lines.refresh_line_at(lines.index)
            lines.action_step(1)

    def action_undo(self) -> None:
        """Take back one's own last act."""
        self._act(self._desk.undo)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._act(self._desk.redo)

    def _act(self, what: Callable[[], Change]) -> None:
        def act() -> Change:
            change = what()
            self._marks.clear()
            self.call_later(self._show_after)
            return change

        self.app.coding.act(act)

    def _show_after(self) -> None:
        self.query_one(Keywords).refresh()
        self._show_title()
        self._show_detail()

    def action_rest(self) -> None:
        """The last code on all that neither carry it nor were passed over, as one act."""
        if not self._search.shown:
            return
        if self._finding.busy:
            self.say(_("It is still being looked for; esc stops"))
        elif self._desk.last:
            self._code_rest(self._desk.last[-1])
        else:
            self.app.coding.asking.pick_for(_("Code for all that are left"), self._code_rest)

    def _code_rest(self, code: str | AddCode) -> None:
        if not isinstance(code, str):
            self.say(_("A new code goes on one place first; then * puts it on the others."))
            return
        search, coder = self._search, self._desk.coder
        left = [hit for hit in search.shown if (hit.document, hit.start, hit.end) not in search.skipped]

        def question(study: Any, tell: Tell) -> tuple[int, int]:
            planned = plan(study, left, search.unit, code, coder, tell)
            if planned.fresh:
                study.do(planned.act, coder=coder)
            return len(planned.fresh), len(planned.there)

        self._rest = code
        self._coding.ask(self._desk.study, question)

    def _all_coded(self, counts: tuple[int, int]) -> None:
        fresh, there = counts
        self.app.poll()
        self.show_anew()
        label = self._desk.label(self._rest)
        said = ngettext("{count} passage got {code}; u takes back", "{count} passages got {code}; u takes back", fresh)
        words = said.format(count=fresh, code=label)
        if there:
            more = ngettext("{count} carries it already", "{count} carry it already", there)
            words += " · " + more.format(count=there)
        self.say(words)

    def _waiting(self, words: str) -> None:
        self.tell(Text(" " + words, style="italic") if words else Text())
