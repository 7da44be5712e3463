"""What the screens of themes and of the framework matrix have in common: a coder's codings, counted in a thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.tui.aside import Aside, Tell
from qualcode.tui.desk import Desk
from qualcode.tui.screens.over import StudyScreen

if TYPE_CHECKING:
    from qualcode.study import Study

T = TypeVar("T")


class CountingScreen(StudyScreen, Generic[T]):
    """A screen of figures; it asks whose codings are counted only where nobody can know."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._coder: str | None = None

    def on_mount(self) -> None:
        """Count."""
        self._aside = Aside[T](self, self._waiting, self._counted, self._refused)
        self._count()

    def on_unmount(self) -> None:
        """Nobody waits for the answer any more."""
        self._aside.leave()

    def show_anew(self) -> None:
        """The figures as they are now."""
        self._count()

    def action_leave(self) -> None:
        """Back to where this was opened from; while it counts, only that is given up."""
        if not self._aside.stop():
            self.dismiss()

    def action_coder(self) -> None:
        """Another coder's codings."""
        names = tuple(self._desk.study.coders())
        if names:
            self.choose_name(_("Whose codings are counted?"), names, self._coder, self._count_for)

    def _count_for(self, name: str) -> None:
        self._coder = name
        self._count()

    def _count(self) -> None:
        try:
            self._coder = self._coder or self._desk.study.counted_coder(None)
        except QualcodeError as error:
            self._refused(str(error))
            self.call_after_refresh(self.app.when_there_is_room, self.action_coder)
            return
        self._show_title()
        self._aside.ask(self._desk.study, self._question())

    # ------------------------------------------------------------------ what each screen says for itself

    def _question(self) -> Callable[[Study, Tell], T]:
        """What is counted, as it is asked for now."""
        raise NotImplementedError

    def _show_title(self) -> None:
        """Say what is counted, and whose codings."""
        raise NotImplementedError

    def _waiting(self, words: str) -> None:
        """Say how long it takes; nothing, when it ends."""
        raise NotImplementedError

    def _counted(self, found: T) -> None:
        """Show what was counted."""
        raise NotImplementedError

    def _refused(self, words: str) -> None:
        """Say why it cannot be counted."""
        raise NotImplementedError
