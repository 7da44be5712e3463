"""A project of another program on its way into the database, as one act, in a thread."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Protocol

from rich.text import Text

from qualcode.errors import QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.tui.aside import GROUP
from qualcode.tui.desk import Desk
from qualcode.tui.progress import duration, fault
from qualcode.tui.receiving import rows_to_write

if TYPE_CHECKING:
    from qualcode.receiving import Plan
    from qualcode.tui.screens.over import StudyScreen

_ACT = "ReceiveProject"


class Ended(Protocol):
    """Hears what came of it, in words; `done`: all of it is in the study."""

    def __call__(self, words: str, *, done: bool) -> None:
        """It is over."""


class TakingIn:
    """Writes all of a plan, or nothing: it can be given up as long as it is not all there."""

    def __init__(self, screen: StudyScreen, desk: Desk, plan: Plan, ended: Ended) -> None:
        self._screen, self._study, self._coder = screen, desk.study, desk.coder
        self._plan, self._ended = plan, ended
        self._rows = rows_to_write(plan)
        self._written = 0
        self._stopped = False

    def start(self) -> None:
        """Write, and say each half second how far it is."""
        self._begun = monotonic()
        self._clock = self._screen.set_interval(0.5, self._say)
        self._say()
        self._screen.run_worker(self._write, thread=True, group=GROUP)

    def stop(self) -> None:
        """Give it up, if it is not all there yet."""
        self._stopped = True
        self._say()

    def _hear(self, rows: int) -> bool:
        """In the thread: how many rows are written; answers whether that is to stop."""
        self._written = rows
        return self._stopped

    def _say(self) -> None:
        gone, share = monotonic() - self._begun, min(0.99, self._written / self._rows)
        words = _("giving it up …") if self._stopped else _("taking it in …")
        words += " " + _("{percent} %").format(percent=round(share * 100))
        if share > 0.05 and not self._stopped:
            words += " · " + _("about {time} left").format(time=duration(gone / share * (1 - share)))
        words += "" if self._stopped else " · " + _("esc stops")
        self._screen.tell(Text(" " + words, style=self._screen.app.style("warning")))

    def _write(self) -> None:
        """In the thread, with holds on the study of its own."""
        try:
            before = self._last()
            try:
                self._receive()
            except QualcodeError:
                if not self._stopped:
                    raise
                if self._last() in (0, before):
                    self._tell(_("Given up: nothing of it is in the study."), done=False)
                    return
            self._tell(self._said(), done=True)  # also where it was stopped too late
        except QualcodeError as error:
            self._tell(str(error), done=False)
        except Exception as error:  # a fault of ours leaves the screen and the study alone
            self._tell(fault(error), done=False)

    def _receive(self) -> None:
        from qualcode.receiving import receive

        with self._study.again() as study:
            study.watch(self._hear)
            receive(study, self._plan, self._coder)

    def _last(self) -> int:
        """The number of the last act, if the coder took a project in by it; else 0."""
        with self._study.again() as study:
            own = (event.id for event in study.events(1) if (event.act, event.coder) == (_ACT, self._coder))
            return next(own, 0)

    def _said(self) -> str:
        act = self._plan.act
        new = len(act.codings) - self._plan.there
        parts = (
            ngettext("{count} document", "{count} documents", len(act.documents)).format(count=len(act.documents)),
            ngettext("{count} code", "{count} codes", len(act.made)).format(count=len(act.made)),
            ngettext("{count} coding", "{count} codings", new).format(count=new),
        )
        said = _("Taken in: {what}. u takes it all back.").format(what=", ".join(parts))
        count = sum(self._plan.doubts.values())
        looked = ngettext("{count} coding is to be looked at: R", "{count} codings are to be looked at: R", count)
        return f"{said} {looked.format(count=count)}" if count else said

    def _tell(self, words: str, *, done: bool) -> None:
        self._screen.app.call_later(self._end, words, done)

    def _end(self, words: str, done: bool) -> None:
        self._clock.stop()
        self._ended(words, done=done)
