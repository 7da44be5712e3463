"""What a coder does to what lies on the desk: acts go to the study from here, and what is seen follows them.

No screen in here: each act answers which stretches of the text look different now, and what to say about it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.acts import (
    AddBookmark,
    AddCode,
    AddCoding,
    AddCodings,
    MapSpeaker,
    MoveCoding,
    RecodeCoding,
    RemoveBookmark,
    RemoveCoding,
    SetCounter,
    SetDone,
    SetKey,
    SetMemo,
    SetParticipant,
)
from qualcode.errors import BusyError, QualcodeError
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.model.asking import Filter
from qualcode.model.codings import MEMO_KINDS, Coding, Memo
from qualcode.tui.seen import Only, Seen
from qualcode.tui.taking import do_again, take_back

if TYPE_CHECKING:
    from qualcode.acts import AddSite
    from qualcode.store.events import Outcome
    from qualcode.study import Study

_PATIENCE = 0.02
"""Seconds that an act holds the keys up while another program writes; the screen tries again between keys."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an act did to what is seen: a sentence, and stretches to repaint; `all` where more than these changed.

    `idle` is an act that found all as it would have made it: there is nothing of it to take back.
    """

    said: str
    spans: tuple[Span, ...] = ()
    all: bool = False
    idle: bool = False


class Desk(Seen):
    """The study as one coder works in it, a document at a time."""

    def __init__(self, study: Study, coder: str) -> None:
        super().__init__(study, coder)
        self.last: tuple[str, ...] = ()
        self._last_span: Span | None = None
        self.in_hand: str | None = next((code.id for code in self.codebook.codes), None)
        self._stamps = self._stamped()

    def act_as(self, coder: str) -> None:
        """Work as another coder, whose codings are there at first as they would have been from the start."""
        self.coder = coder
        self.last, self._last_span = (), None
        self.show_only(Only(self.only.code, self._first_shown()))
        self.read_bookmarks()

    def take_in_edits(self) -> bool:
        """Take in YAML files saved by hand while the screen is open; what is wrong in them is raised once."""
        stamps = self._stamped()
        if stamps == self._stamps:
            return False
        try:
            with self.study.waiting(_PATIENCE):
                taken = self.study.take_in_edits()
        except BusyError:
            return False
        except QualcodeError:
            self._stamps = stamps
            raise
        self._stamps = stamps
        return bool(taken)

    def leave_edits(self) -> None:
        """What was saved by hand until now waits: for an act that changes the file, or for the next opening."""
        self._stamps = self._stamped()

    def _stamped(self) -> list[int]:
        files = sorted(self.study.folder.glob("*.yaml"))
        return [file.stat().st_mtime_ns for file in files]

    def toggle(self, code: str | AddCode, span: Span) -> Change:
        """Put a code on a span, or take it off where it covers the span already; a new one covers nothing yet."""
        covering = self.covering(code, span)
        return self.remove(covering[0]) if covering else self.put(code, span)

    def covering(self, code: str | AddCode, span: Span) -> list[Coding]:
        """One's own codings of a code that cover a span."""
        return [c for c in self.mine(span) if c.code == code and c.start <= span.start and span.end <= c.end]

    def put(self, code: str | AddCode, span: Span) -> Change:
        """Put a code on a span; a new one is made with it, as one act."""
        name, first = _made(code)
        self._put_all((name,), span, first)
        self._remember(name, span)
        return Change(_("{code} put on").format(code=self.label(name)), (span,))

    def put_at(self, code: str | AddCode, document: str, span: Span) -> Change:
        """Put a code on a passage of any document, unless it lies within one's own coding of that code."""
        name, first = _made(code)
        there = [coding for coding in self.study.codings(document, self.coder) if coding.code == name]
        if any(coding.start <= span.start and span.end <= coding.end for coding in there):
            return Change(_("{code} is there already").format(code=self.label(name)))
        outcome = self._do(*first, AddCodings((AddCoding(document, span.start, span.end, name),)))
        self._remember(name, span)
        change = self._after(outcome, "")
        return replace(change, said=_("{code} put on").format(code=self.label(name)))

    def _put_all(self, codes: tuple[str, ...], span: Span, first: tuple[AddCode, ...] = ()) -> None:
        document = self._named()
        acts = AddCodings(tuple(AddCoding(document, span.start, span.end, code) for code in codes))
        outcome = self._do(*first, acts)
        self.read_codebook()
        for coding_id, code in zip(outcome.codings, codes, strict=True):
            coding = Coding(coding_id, document, span.start, span.end, code, self.coder)
            if self._wanted(coding):
                self.marks.add(coding)

    def repeat(self, span: Span) -> Change:
        """Put the codes of the last passage on this one, those that are not there yet."""
        if not self.last:
            return Change(_("No code was put on yet; c chooses one"))
        there = {coding.code for coding in self.mine(span) if coding.span == span}
        codes = tuple(code for code in self.last if code not in there and code in self.codebook)
        if codes:
            self._put_all(codes, span)
        return Change(_("{code} put on").format(code=", ".join(map(self.label, self.last))), (span,))

    def new_code(self, label: str, parent: str | None) -> AddCode:
        """The act that adds a code of that label to the codebook."""
        from qualcode.care.adding import free_id

        return AddCode(free_id(self.study, label), {"": label.strip()}, parent)

    def remove(self, coding: Coding) -> Change:
        """Take a coding off."""
        self._do(RemoveCoding(coding.id))
        self.marks.remove(coding.id)
        self.in_hand = coding.code
        return Change(_("{code} taken off").format(code=self.label(coding.code)), (coding.span,))

    def recode(self, coding: Coding, code: str | AddCode) -> Change:
        """Give a coding another code; a new one is made with it, as one act."""
        name, first = _made(code)
        self._do(*first, RecodeCoding(coding.id, name))
        self.read_codebook()
        self._replace(coding._replace(code=name))
        self._remember(name, coding.span)
        names = {"old": self.label(coding.code), "new": self.label(name)}
        return Change(_("{old} is now {new}").format(**names), (coding.span,))

    def fit(self, coding: Coding, span: Span) -> Change:
        """Give a coding the bounds of the selection."""
        self._do(MoveCoding(coding.id, span.start, span.end))
        self._replace(coding._replace(start=span.start, end=span.end))
        return Change(_("{code} fits the selection now").format(code=self.label(coding.code)), (coding.span, span))

    def key(self, coding: Coding) -> Change:
        """Mark a coding as a key quotation, or no longer."""
        self._do(SetKey(coding.id, not coding.key))
        self._replace(coding._replace(key=not coding.key))
        said = _("No longer a key quotation") if coding.key else _("Marked as a key quotation")
        return Change(said, (coding.span,))

    def counter(self, coding: Coding) -> Change:
        """Mark a coding as a counter-example, or no longer."""
        self._do(SetCounter(coding.id, not coding.counter))
        self._replace(coding._replace(counter=not coding.counter))
        said = _("No longer a counter-example") if coding.counter else _("Marked as a counter-example")
        return Change(said, (coding.span,))

    def memo_on(self, target: str) -> Memo | None:
        """One's own first memo on a target, as `write_memo` writes it, if there is one."""
        mine = (memo for memo in self.study.memos(target) if (memo.coder, memo.kind) == (self.coder, MEMO_KINDS[0]))
        return min(mine, default=None)

    def write_memo(self, target: str, text: str) -> Change:
        """Write one's memo on a target; an empty text takes it away."""
        self._do(SetMemo(target, text))
        return Change(_("Memo saved") if text.strip() else _("Memo taken away"))

    def bookmark(self, span: Span) -> Change:
        """Put a bookmark on a span, or take away those that begin in it."""
        here = [mark for mark in self.bookmarks if span.start <= mark.start < span.end]
        taken = [RemoveBookmark(mark.id) for mark in here]
        self._do(*(taken or (AddBookmark(self._named(), span.start, span.end),)))
        self.read_bookmarks()
        said = _("Bookmark taken away") if here else _("Bookmark put on; Z lists them")
        return Change(said, (span,))

    def done(self) -> Change:
        """Say that the document is coded, or not yet."""
        self._named()
        assert self.document is not None
        done = self.coder not in self.document.done
        self._do(SetDone(self.document.id, done))
        self.document = self.study.document(self.document.id)
        said = _("This document is coded") if done else _("This document is not coded yet")
        return Change(said, all=True)

    def undo(self) -> Change:
        """Take back one's own last act."""
        with self.study.waiting(_PATIENCE):
            outcome, said = take_back(self.study, self.coder)
        return Change(said) if outcome is None else self._after(outcome, said)

    def redo(self) -> Change:
        """Do again what was taken back."""
        with self.study.waiting(_PATIENCE):
            outcome, said = do_again(self.study, self.coder)
        return Change(said) if outcome is None else self._after(outcome, said)

    def on_many(self, what: Callable[[Study, str], str]) -> Change:
        """Acts on codings wherever they are; `what` carries them out as a coder and says what was done."""
        with self.study.waiting(_PATIENCE):
            said = what(self.study, self.coder)
        self.read_again()
        return Change(said, all=True)

    def map_speaker(self, *acts: AddSite | MapSpeaker | SetParticipant) -> Change:
        """Say who speakers are."""
        return self._after(self._do(*acts), _("Noted"))

    def record(self, *acts: object) -> Change:
        """Write what is known of people, documents and sites, or who speaks where."""
        outcome = self._do(*acts)
        return replace(self._after(outcome, _("Noted")), idle=not outcome.event)

    def _after(self, outcome: Outcome, said: str) -> Change:
        here = self.document.id if self.document else None
        elsewhere = sorted(outcome.documents - {here})
        if elsewhere:
            said = _("{said}, in {document}").format(said=said, document=", ".join(elsewhere))
        if outcome.reread or not outcome.codings:
            self.read_again()
            if self.document is not None and here in outcome.reread:
                self.transcript = self.study.transcript(self.document.id)
            return Change(said, all=True)
        self.read_codebook()
        before = [self.marks.remove(coding_id) for coding_id in outcome.codings]
        found = self.study.quotations(Filter(ids=tuple(outcome.codings)))
        now = [q.coding for q in found if q.coding.document == here and self._wanted(q.coding)]
        for coding in now:
            self.marks.add(coding)
        if here:
            self.document = self.study.document(here)
        spans = dict.fromkeys(coding.span for coding in (*before, *now) if coding is not None)
        return Change(said, tuple(spans))

    def _do(self, *acts: object) -> Outcome:
        with self.study.waiting(_PATIENCE):
            return self.study.do(*acts, coder=self.coder)

    def _replace(self, coding: Coding) -> None:
        self.marks.remove(coding.id)
        if self._wanted(coding):
            self.marks.add(coding)

    def _remember(self, code: str, span: Span) -> None:
        before = self.last if span == self._last_span else ()
        self.last = tuple(dict.fromkeys((*before, code)))
        self._last_span, self.in_hand = span, code

    def _named(self) -> str:
        assert self.document is not None, "no act without a document"
        return self.document.id


def _made(code: str | AddCode) -> tuple[str, tuple[AddCode, ...]]:
    """A code's id, and the act that makes it where it is new."""
    return (code, ()) if isinstance(code, str) else (code.id, (code,))
