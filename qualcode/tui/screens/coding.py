"""The coding screen: sites and documents, the transcript, the codes with the card of the one in hand, the status."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from qualcode.acts import AddCode
from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.model.codings import Coding
from qualcode.tui import keys, keys_places, keys_revising
from qualcode.tui.bindings import bindings
from qualcode.tui.cursor import Unit
from qualcode.tui.desk import Change, Desk
from qualcode.tui.screens.acts_in_line import ActsInLine
from qualcode.tui.screens.finding import Finding
from qualcode.tui.screens.places import Places
from qualcode.tui.screens.taking_beside import TakingBeside
from qualcode.tui.screens.telling import Telling
from qualcode.tui.seen import Only
from qualcode.tui.status import empty_study
from qualcode.tui.widgets.codes import CodeCard, CodesPane
from qualcode.tui.widgets.documents import DocumentsPane, Shelf
from qualcode.tui.widgets.line import Line, LineList, Said, TextBox
from qualcode.tui.widgets.minimap import Minimap
from qualcode.tui.widgets.transcript import TranscriptPane

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.screens.asking import Asking

T = TypeVar("T")

_DOCUMENTS_FROM, _CODES_FROM = 120, 96
"""Columns of the terminal from which each side pane is there without being asked for."""


class CodingScreen(Screen[None]):
    """Read, select, put codes on. Every act is on disk before it is shown."""

    app: QualcodeApp
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(keys.coding()),
        *bindings(keys.finding()),
        *bindings(keys_places.places()),
        *bindings(keys.material()),
        *bindings(keys_revising.correcting()),
        Binding("escape", "text", show=False),
    ]

    def __init__(self, desk: Desk, document: str | None, unit: Unit = "sentence") -> None:
        super().__init__()
        self.desk = desk
        self._first_document, self._unit = document, unit
        self._wanted: dict[str, bool] = {}
        self.acts = ActsInLine(self)
        self.finding = Finding(self)
        self.places = Places(self)
        self.telling = Telling(self)

    def compose(self) -> ComposeResult:
        """The panes and the lines."""
        yield Line(id="heading")
        with Horizontal(id="body"):
            yield DocumentsPane(id="documents")
            yield TranscriptPane(self.desk.looks, self.show_status, self._show_view, self._unit, id="transcript")
            yield Minimap(self._go_to, id="minimap")
            with Vertical(id="right"):
                yield CodesPane(id="codes")
                yield CodeCard(id="card")
        yield Line(id="status")
        yield Said(id="message")
        yield TextBox(id="notice")

    # ------------------------------------------------------------------ coming and going

    def on_mount(self) -> None:
        """The first document; what stands beside it comes after it is painted."""
        self.pane = self.query_one(TranscriptPane)
        self.query_one(TranscriptPane).focus()
        self._arrange()
        self.attempt(self._open_named)
        self.call_after_refresh(self._fill_sides)
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._fill_sides())

    def _open_named(self) -> None:
        if self._first_document is None:
            self._open_first()
        else:
            self.open(self._first_document)

    def _open_first(self) -> None:
        name = next((found.id for found in self.desk.study.documents()), None)
        if name is None:
            self._notice(empty_study())
        else:
            self.open(name)

    def open(self, document: str, span: Span | None = None) -> None:
        """Show a document, with the cursor on a span if one is named."""
        if self.desk.document is None or self.desk.document.id != document:
            self.desk.open(document)
            self.pane.show(self.desk.transcript, self.desk.marks)
            self.query_one(DocumentsPane).show_open(document)
            self.call_after_refresh(self.places.show)
            self.call_after_refresh(gc.freeze)  # a long text is many objects; looking through them would hold keys up
        if span is not None:
            self.pane.select(span.start, span.end)
        self.pane.focus()
        self.telling.heading()
        self.telling.hint()

    def on_resize(self) -> None:
        """More columns show more."""
        self._arrange()
        self.call_after_refresh(self.show_status)
        self.call_after_refresh(self.telling.hint)

    def _arrange(self) -> None:
        width = self.app.size.width
        if self.desk.document is not None:
            self._notice(None)
        wide = {"documents": width >= _DOCUMENTS_FROM, "right": width >= _CODES_FROM, "minimap": width >= _CODES_FROM}
        for name, wanted in (wide | self._wanted).items():
            self.query_one(f"#{name}").display = wanted
        self.pane.set_class(bool(self.query_one("#minimap").display), "mapped")

    def _notice(self, text: Text | None) -> None:
        self.set_class(text is not None, "noticed")
        if text is not None:
            self.query_one("#notice", TextBox).say(text)

    def read_again(self) -> None:
        """Show what another program wrote."""
        self.desk.read_again()
        self.show_all()

    def show_all(self) -> None:
        """Show everything on the desk anew."""
        if self.desk.document is None:
            self.pane.show(self.desk.transcript, self.desk.marks)
            self._open_first()
        self._arrange()
        self.pane.show_again(self.desk.transcript, self.desk.marks)
        self.pane.show_looks(self.desk.looks)
        self._fill_sides()
        self.show_status()

    # ------------------------------------------------------------------ what is shown beside the text

    def _fill_sides(self) -> None:
        self._show_documents()
        desk = self.desk
        self.query_one(CodesPane).show(desk.codebook, desk.looks, desk.marks.counts, self.pane.paint.hues)
        self.places.show()
        self.telling.heading()
        self._show_card()
        self.telling.hint()

    def show_codebook(self) -> None:
        """Show the codes anew, after the codebook changed."""
        self.pane.show_looks(self.desk.looks)
        self._fill_sides()

    def _show_documents(self) -> None:
        desk = self.desk
        current = desk.document.id if desk.document else None
        shelf = Shelf(desk.study.sites, desk.study.documents(), desk.coder, desk.language)
        self.query_one(DocumentsPane).show(shelf, current)

    def show_task(self, words: str) -> None:
        """Say in the heading what goes on beside the coding; nothing, when nothing does."""
        self.telling.task = words
        self.telling.heading()

    def show_status(self) -> None:
        """Say what is selected, what codes it has, how one moves."""
        span = self.pane.cursor.span
        codings = self.desk.marks.touching(span.start, span.end)
        self.telling.status(codings)
        self._show_card(codings)

    def _show_card(self, codings: list[Coding] | None = None) -> None:
        desk = self.desk
        code = codings[0].code if codings else desk.in_hand
        if code is not None and code in desk.codebook:
            look = desk.looks[code]
            self.query_one(CodeCard).show(desk.codebook[code], look, self.pane.paint.hues, desk.language)

    def say_keys(self, words: str) -> None:
        """A sentence in the last line that ends with what keys do."""
        self.say(self.telling.keys_now(words))

    def say(self, words: str) -> None:
        """A sentence in the last line."""
        self.telling.message(words, "accent")

    def complain(self, error: QualcodeError) -> None:
        """What went wrong, in the last line."""
        self.telling.message(str(error), "error")

    # ------------------------------------------------------------------ acting

    def attempt(self, what: Callable[[], T]) -> T | None:
        """Do something that may be refused; the refusal is said, nothing is shown as done."""
        try:
            return what()
        except QualcodeError as error:
            self.complain(error)
            return None

    def act(self, what: Callable[[], Change]) -> None:
        """Carry out an act, then show what it changed; while another program writes it waits in line."""
        self.acts.add(what)

    def show_change(self, change: Change) -> None:
        """Show what an act changed, and say it."""
        if change.all:
            self.show_all()
            self.app.show_anew()
        elif self.desk.looks is not self.pane.looks:
            self.show_codebook()
        for span in change.spans:
            self.pane.invalidate(span.start, span.end)
        self.places.show_change(change.spans)
        self.query_one(CodesPane).show_counts(self.desk.marks.counts)
        self.show_status()
        self.say(change.said)

    @property
    def span(self) -> Span:
        """The selection."""
        return self.pane.cursor.span

    def put(self, code: str | AddCode) -> None:
        """Put a code on the selection, or take it off."""
        if self.desk.document is None:
            return
        span, comes_off = self.span, self.desk.covering(code, self.span)
        self.act(lambda: self.desk.toggle(code, span))
        self.query_one(CodesPane).reveal(self.desk.in_hand)
        if self.app.auto_advance and not comes_off:
            self.pane.action_move("next_unit")

    def action_pin(self, digit: int) -> None:
        """The code pinned to a digit."""
        code = self.desk.pinned(digit)
        if code is None:
            self.say(_("No code is pinned to {digit}").format(digit=digit))
        else:
            self.put(code)

    def action_repeat(self) -> None:
        """The last codes again."""
        if self.desk.document is not None:
            span = self.span
            self.act(lambda: self.desk.repeat(span))

    @cached_property
    def taking(self) -> TakingBeside:
        """Undo and redo."""
        return TakingBeside(self)

    def action_undo(self) -> None:
        """Take back one's own last act."""
        self.taking.undo()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.taking.redo()

    def action_done(self) -> None:
        """The document is coded, or not yet."""
        if self.desk.document is not None:
            self.act(self.desk.done)

    def action_ask(self, question: str) -> None:
        """Acts that need an answer first, or may."""
        if self.desk.document is not None:
            getattr(self.asking, question)()

    def action_speakers(self) -> None:
        """Who speaks in the document at hand."""
        if self.desk.document is not None:
            self.app.show_speakers([self.desk.document.id])

    def action_import(self) -> None:
        """Bring transcripts in."""
        from qualcode.tui.screens.importing import ask_for_files

        ask_for_files(self.app, self.desk)

    def action_appendix(self) -> None:
        """Write the appendix."""
        from qualcode.tui.screens.writing import ask_for_appendix

        ask_for_appendix(self.app, self.desk)

    @cached_property
    def asking(self) -> Asking:
        """The questions of this screen; their dialogs are loaded with the first."""
        from qualcode.tui.screens.asking import Asking

        return Asking(self)

    @on(CodesPane.Wanted)
    def _code_wanted(self, event: CodesPane.Wanted) -> None:
        self.put(event.code)

    @on(CodesPane.MemoWanted)
    def _memo_wanted(self, event: CodesPane.MemoWanted) -> None:
        event.stop()
        self.asking.code_memo(event.code)

    @on(LineList.Highlighted, "#codes")
    def _code_in_hand(self) -> None:
        self.desk.in_hand = self.query_one(CodesPane).current
        self._show_card()

    # ------------------------------------------------------------------ finding and choosing what is shown

    def action_find(self) -> None:
        """Type words to find in the document."""
        self.finding.ask()

    def action_hit(self, step: int) -> None:
        """The next or previous place found."""
        self.finding.go(step)

    def show_only(self, only: Only) -> None:
        """Show these codings and no others."""
        self.attempt(lambda: self.desk.show_only(only))
        self.pane.show_marks(self.desk.marks)
        self._fill_sides()
        self.show_status()

    # ------------------------------------------------------------------ panes

    def action_pane(self, name: str) -> None:
        """Show a side pane and go there, or hide it."""
        box = self.query_one("#documents" if name == "documents" else "#right")
        self.toggle(str(box.id))
        (self.query_one(f"#{name}") if box.display else self.pane).focus()
        self.telling.hint()

    def toggle(self, name: str) -> None:
        """Show what stands beside the text, or hide it."""
        self._wanted[name] = not self.query_one(f"#{name}").display
        self._arrange()

    def action_read_on(self, step: int) -> None:
        """Further in what is told of the code in hand."""
        self.query_one(CodeCard).read_on(step)

    def action_place(self, name: str) -> None:
        """To another place, or what helps to get there."""
        if self.desk.document is not None:
            getattr(self.places, name)()

    def _go_to(self, offset: int) -> None:
        self.pane.go_to(offset)

    def _show_view(self, top: int, bottom: int) -> None:
        self.query_one(Minimap).show_view(top, bottom)

    def action_text(self) -> None:
        """Back to the text; once there, what was found is no longer marked."""
        if self.pane.has_focus and self.pane.hits:
            self.pane.show_hits(())
        self.pane.focus()
        self.telling.hint()

    @on(DocumentsPane.Opened)
    def _document_wanted(self, event: DocumentsPane.Opened) -> None:
        self.attempt(lambda: self.open(event.document))
