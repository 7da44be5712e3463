"""The retrieval room: a query on top, its answers below. What takes long is beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from qualcode.i18n import _
from qualcode.model.asking import Filter
from qualcode.model.codings import Passage
from qualcode.query.completing import Completion, complete
from qualcode.query.words import QueryError
from qualcode.retrieving import known_of, query_of
from qualcode.tui.aside import Aside, Tell
from qualcode.tui.desk import Desk
from qualcode.tui.retrieved import PAGE, SORTS, Asked, Found, Part, extent_of, first_page, read_page, whole
from qualcode.tui.screens.building import Builder
from qualcode.tui.screens.marked import MarkedScreen
from qualcode.tui.screens.saving_queries import ask_for_saved, ask_to_save
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, in_lines
from qualcode.tui.widgets.queryline import QueryLine
from qualcode.tui.widgets.quotations import QuotationList, quotation_in_full, quotation_line

if TYPE_CHECKING:
    from qualcode.study import Study

_MOST_AROUND = 20
_MOST_LINES = 5
"""Lines that are told of a query that cannot be meant."""


class QuotationsScreen(MarkedScreen):
    """Quotations by any query. Enter opens the transcript at the place."""

    AUTO_FOCUS = "QuotationList"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, desk: Desk, asked: Asked) -> None:
        super().__init__(desk, asked)
        self._where = Filter()
        self._reading: int | None = None

    def compose(self) -> ComposeResult:
        """The query, what it may go on with or what is wrong, the counting line, the answers, the one in hand."""
        yield QueryLine(self._asked.text, self._complete)
        yield TextBox(id="beneath")
        yield Line(id="title")
        yield QuotationList(id="lines")
        yield TextBox(id="detail")
        yield Hint(_("/ query · f condition · n saved · s sort · + context · space mark · c code · Y excerpt · ? keys"))

    def on_mount(self) -> None:
        """The answers to the query as it was left."""
        self._asking = Aside[Part](self, self._wait, self._answered, self.complain, _("looking …"))
        self._paging = Aside[Part](self, lambda _words: None, self._page_read, self.complain)
        self._ask(self._asked.text, keep=True)

    def on_unmount(self) -> None:
        """Nobody waits for an answer any more."""
        self._asking.leave()
        self._paging.leave()

    def show_anew(self) -> None:
        """The answers as they are now, the same line in hand, the same marked."""
        self._ask(self._asked.text, keep=True)

    def action_leave(self) -> None:
        """From the line to the answers, from marks to none, else stop what goes on, else back."""
        typed = self.query_one(QueryLine)
        if typed.has_focus:
            typed.value = self._asked.text
            self._beneath(Text())
            self.query_one(QuotationList).focus()
        elif self._asked.marked:
            self._mark(set())
        elif self._asking.busy and not self._found.whole:
            self._asking.stop()
            self.say(_("Stopped."))
        elif self.let_go():
            self.dismiss()

    # ------------------------------------------------------------------ the query

    def action_words(self) -> None:
        """Type a query: what is typed first takes the place of the one before, an arrow keeps it."""
        typed = self.query_one(QueryLine)
        typed.focus()
        typed.select_all()

    def _complete(self, text: str, cursor: int) -> Sequence[Completion]:
        return complete(text, cursor, known_of(self._desk.study))

    @on(QueryLine.Candidates)
    def _candidates(self) -> None:
        typed = self.query_one(QueryLine)
        if typed.has_focus:
            self._beneath(typed.candidates(self.size.width - 2))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        if self._ask(event.value.strip()):
            self.query_one(QuotationList).focus()

    def _ask(self, text: str, *, keep: bool = False) -> bool:
        """Ask in a thread: for a first page, then for all; a query that cannot be meant is shown where it is wrong."""
        typed = self.query_one(QueryLine)
        if typed.value != text and not (keep and typed.has_focus):
            typed.value = text
        try:
            query = query_of(self._desk.study, text) if text else None
        except QueryError as error:
            self._beneath(typed.pointed(error, self.size.width), "error")
            return False
        self._beneath(Text())
        self._asked.text = text
        if not keep:  # nothing is done to answers of the query before
            self._asked.marked, self._asked.index = set(), 0
            self._found = Found()
            self._show()
        self._where = Filter(query=query)
        self._reading = None
        self._asking.ask(self._desk.study, first_page(self._where, self._asked))
        return True

    def _beneath(self, words: Text, colour: str = "") -> None:
        box = self.query_one("#beneath", TextBox)
        if colour:
            words = Text(words.plain, style=self.app.style(colour))
        box.display = bool(words.plain.strip())
        box.styles.height = min(_MOST_LINES, len(in_lines(words, max(1, self.size.width - 1))))
        box.say(words)

    # ------------------------------------------------------------------ what is found, in threads

    def _answered(self, part: Part) -> None:
        if part.page is not None and part.ids is not None:
            self._found = Found()
            self._found.keep(*part.page)
        if part.ids is not None:
            self._found.ids, self._found.whole = part.ids, part.whole
            self._show()
            self._asking.ask(
                self._desk.study, extent_of(part.ids) if part.whole else whole(self._where, self._asked.sort)
            )
        elif part.extent is not None:
            self._found.extent = part.extent
            self._show_title()

    def _show(self) -> None:
        found, asked = self._found, self._asked
        if found.whole:
            asked.marked &= set(found.ids) if asked.marked else set()
        lines = self.query_one(QuotationList)
        lines.set_lines(self._line, len(found), asked.index)
        asked.index = lines.index
        self._show_title()
        self._show_detail()

    def _line(self, index: int, width: int) -> Text:
        shown = self._found.at(index)
        if shown is None:
            self._want(index // PAGE)
            return Text("  …", style="dim")
        marked = shown.quotation.coding.id in self._asked.marked
        line = Text().append("● " if marked else "  ", style=self.app.style("accent"))
        hues = self.app.coding.pane.paint.hues
        return line.append_text(quotation_line(shown.quotation, self._desk.looks, hues, width - 2))

    def _want(self, page: int) -> None:
        """Read a page beside, unless it is being read, or was and the quotation is gone."""
        if page == self._reading or self._found.has_page(page):
            return
        self._reading = page
        ids, context = self._found.ids_of(page), self._asked.context
        found = self._found

        def question(study: Study, _tell: Tell) -> Part:
            return Part(page=(page, read_page(study, ids, context))) if found is self._found else Part()

        self._paging.ask(self._desk.study, question)

    def _page_read(self, part: Part) -> None:
        self._reading = None
        if part.page is not None:
            self._found.keep(*part.page)
            self.query_one(QuotationList).refresh()
            self._show_detail()

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        self._asked.index = event.index
        self._show_detail()

    def _show_detail(self) -> None:
        shown = self._found.at(self._asked.index)
        box = self.query_one("#detail", TextBox)
        box.set_class(self._asked.context > 0, "around")
        if shown is not None:
            room = self.size.width * max(2, self.size.height // 6)
            box.say(
                quotation_in_full(
                    shown.quotation, self._desk.looks, self._desk.site(shown.quotation.site), shown.around, room
                )
            )
        elif not self._found.ids:
            box.say(Text(_("No quotation answers this.") if self._found.whole else "", style="dim"))
        else:
            box.say(Text("…", style="dim"))

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        if (shown := self._found.at(event.index)) is not None:
            coding = shown.quotation.coding
            self.app.show_place(coding.document, coding.span)

    def passage(self) -> Passage | None:
        """The passage of the quotation in hand."""
        shown = self._found.at(self.query_one(QuotationList).index)
        if shown is None:
            return None
        coding = shown.quotation.coding
        return Passage(coding.document, coding.start, coding.end)

    # ------------------------------------------------------------------ how they are shown

    def action_narrow(self) -> None:
        """Add a condition from a menu; the query's text shows what was chosen."""
        Builder(self, self._desk, self._asked.text, self._ask).ask()

    def action_sort(self) -> None:
        """Another order, the same quotation in hand where it is near the top."""
        self._asked.sort = SORTS[(SORTS.index(self._asked.sort) + 1) % len(SORTS)]
        self._asked.index = 0
        self._ask(self._asked.text, keep=True)

    def action_around(self, step: int) -> None:
        """More or fewer turns around each."""
        self._asked.context = max(0, min(self._asked.context + step, _MOST_AROUND))
        self._found.forget_pages()
        self._reading = None
        self._show_title()
        self.query_one(QuotationList).refresh()

    def action_saved(self) -> None:
        """A saved query, by its name."""
        ask_for_saved(self, self._desk, self._ask)

    def action_save(self) -> None:
        """Save the query under a name; one that is saved can be taken out."""
        ask_to_save(self, self._desk, self._asked.text)
