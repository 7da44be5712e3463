"""Undo and redo from the coding screen: of an act on many codings in a thread, so that no key waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.tui.aside import Aside
from qualcode.tui.desk import Change
from qualcode.tui.several import was_large
from qualcode.tui.taking import Taken, do_again, take_back

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.screens.coding import CodingScreen

FEW = 500
"""Codings that are changed at once, between two keys; more are changed beside."""


class TakingBeside:
    """Takes back and does again for one coding screen that is shown."""

    def __init__(self, screen: CodingScreen) -> None:
        self._screen = screen
        self._aside = Aside[str](screen, screen.show_task, self._done, self._refused, _("writing …"), stops=False)

    def let_go(self) -> bool:
        """Not while an act is being written."""
        if self._aside.busy:
            self._screen.say(_("Still writing; in a moment."))
        return not self._aside.busy

    def undo(self) -> None:
        """One's own last act."""
        self._take(self._screen.desk.undo, take_back)

    def redo(self) -> None:
        """What was taken back last."""
        self._take(self._screen.desk.redo, do_again)

    def _take(self, here: Callable[[], Change], beside: Callable[[Study, str], Taken]) -> None:
        screen, desk = self._screen, self._screen.desk
        if not self.let_go():
            return
        if not len(screen.acts) and screen.attempt(lambda: was_large(desk.study, FEW)):
            coder = desk.coder
            self._aside.ask(desk.study, lambda study, _tell: beside(study, coder).said)
        else:
            screen.act(here)

    def _done(self, said: str) -> None:
        self._screen.desk.study.changed()  # known by now: nothing was written elsewhere, and what is said stays
        self._screen.desk.read_again()
        self._screen.show_change(Change(said, all=True))

    def _refused(self, words: str) -> None:
        self._screen.telling.message(words, "error")
