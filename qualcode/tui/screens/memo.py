"""One memo, to read and to write in. Whatever leads away keeps what was written."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.acts import AddMemo, EditMemo, RemoveMemo
from qualcode.editor import edited
from qualcode.errors import NotFoundError, QualcodeError
from qualcode.i18n import _, known_word
from qualcode.linking import kept
from qualcode.memos import memo_of
from qualcode.model.codings import LOGBOOK, MEMO_KINDS, QUESTION, SETTLED, Memo
from qualcode.moments import moment
from qualcode.safetext import safe_line
from qualcode.tui import keys_memos
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.screens.keeping import KeepingScreen, LinkedArea
from qualcode.tui.widgets.line import Hint, Line

_SHARED = (LOGBOOK, QUESTION, SETTLED)
_OURS = MEMO_KINDS[:3]


class MemoScreen(KeepingScreen):
    """A memo that is there, or (its number is 0 then) will be once something is written in it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_memos.memo(), priority=True)

    def __init__(self, desk: Desk, memo: Memo, title: str) -> None:
        super().__init__(desk)
        self._memo, self._title = memo, title
        self._kind = memo.kind

    def compose(self) -> ComposeResult:
        """What it is about, the place to write, the hint."""
        yield Line(id="title")
        yield LinkedArea("", soft_wrap=True, show_line_numbers=False, read_only=not self._may_write, id="memo")
        yield Hint(self._hint)

    def on_mount(self) -> None:
        """Write on at the end."""
        self._put(self._memo.text)
        self._show()
        self._area.focus()

    @property
    def _may_write(self) -> bool:
        return self._memo.coder == self._desk.coder or self._memo.kind in _SHARED

    @property
    def _hint(self) -> str:
        if not self._may_write:
            return _("{coder}’s memo, to read · enter on a link opens its passage · esc back").format(
                coder=safe_line(self._memo.coder)
            )
        return _("esc keeps it · ctrl+g as it was · ctrl+e your editor · ctrl+t kind · enter: link")

    @property
    def _changed(self) -> bool:
        return self._may_write and (kept(self._area.text) != self._memo.text or self._kind != self._memo.kind)

    def _show(self) -> None:
        memo = self._memo
        day = memo.date or moment(memo.at)
        parts = (known_word(self._kind), day, safe_line(memo.coder))
        text = Text(" " + safe_line(self._title)).append(" · " + " · ".join(filter(None, parts)), style="dim")
        self.query_one("#title", Line).say(text)

    def show_anew(self) -> None:
        """A text that one is writing stays; one that is only read is shown as another program left it."""
        if self._changed or not self._memo.id:
            return
        try:
            self._memo = memo_of(self._desk.study, self._memo.id)
        except QualcodeError as error:
            self.complain(error)
            return
        self._kind = self._memo.kind
        if kept(self._area.text) != self._memo.text:
            self._put(self._memo.text)
        self._show()

    # ------------------------------------------------------------------ keeping what was written

    def _save(self) -> bool:
        if not self._changed or not (self._memo.id or kept(self._area.text)):
            return True
        return self._keep(self._write, _("Saved"))

    def _write(self) -> None:
        study, text = self._desk.study, kept(self._area.text)
        now = self._now()
        if now != self._memo and self._memo.id:
            self._memo = now or self._memo._replace(id=0, text="", coder=self._desk.coder)
            why = _("It has been written anew since.") if now else _("It was taken away since.")
            raise QualcodeError(why, _("ctrl+s keeps yours all the same, ctrl+g leaves it as it is."))
        if not text:
            study.do(RemoveMemo(self._memo.id), coder=self._desk.coder)
            self._memo = self._memo._replace(id=0, text="")
        elif self._memo.id:
            day = self._memo.date if self._kind == LOGBOOK else None
            study.do(EditMemo(self._memo.id, text, self._kind, day), coder=self._desk.coder)
            self._memo = memo_of(study, self._memo.id)
        else:
            study.do(AddMemo(self._memo.target, text, self._kind, self._memo.date), coder=self._desk.coder)
            self._memo = max(memo for memo in study.memos(self._memo.target) if memo.coder == self._desk.coder)

    def _now(self) -> Memo | None:
        try:
            return memo_of(self._desk.study, self._memo.id) if self._memo.id else None
        except NotFoundError:
            return None

    # ------------------------------------------------------------------ keys

    def action_kind(self) -> None:
        """Another kind of memo; an entry of a logbook stays one."""
        if self._may_write and self._kind != LOGBOOK:
            kinds = (*_OURS, QUESTION)
            self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)] if self._kind in kinds else kinds[0]
            self._show()

    def action_editor(self) -> None:
        """Write it in one's own editor; what comes back is kept at once."""
        if not self._may_write:
            return
        try:
            with self._aside(), edited(self._area.text) as words:
                if words is not None:
                    self._area.text = words
                    self._area.move_cursor(self._area.document.end)
        except QualcodeError as error:
            self.complain(error)
            return
        self._save()

    def _aside(self) -> AbstractContextManager[None]:
        """The terminal is the editor's for a while."""
        return self.app.suspend()
