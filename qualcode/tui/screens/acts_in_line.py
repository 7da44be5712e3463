"""Acts one after the other: while another program writes they wait in line, and no key is held up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from qualcode.errors import BusyError, QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.tui.desk import Change

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

Act = Callable[[], Change]

_PATIENCE, _AGAIN = 5.0, 0.1
"""Seconds that an act waits in line while another program writes, and between two tries."""


class ActsInLine:
    """The acts of one coding screen that are still to be carried out, in the order of the keys."""

    def __init__(self, screen: CodingScreen) -> None:
        self._screen = screen
        self._acts: deque[Act] = deque()

    def __len__(self) -> int:
        return len(self._acts)

    def add(self, act: Act) -> None:
        """Carry an act out, or have it wait behind those that wait already."""
        self._acts.append(act)
        if len(self._acts) == 1:
            self._first(monotonic() + _PATIENCE)

    def _first(self, until: float) -> None:
        """Carry out the first act, or try again soon; when patience ends, none in line is done."""
        try:
            change = self._acts[0]()
        except BusyError as error:
            self._wait(error, until)
            return
        except QualcodeError as error:
            self._acts.popleft()
            self._screen.complain(error)
        else:
            self._acts.popleft()
            self._screen.show_change(change)
        if self._acts:
            self._first(monotonic() + _PATIENCE)

    def _wait(self, error: BusyError, until: float) -> None:
        if monotonic() < until:
            self._screen.say(_("Another program is writing to the study; waiting for it …"))
            self._screen.set_timer(_AGAIN, partial(self._first, until))
            return
        count = len(self._acts)
        self._acts.clear()
        lost = ngettext("{count} act was not done.", "{count} acts were not done.", count).format(count=count)
        self._screen.complain(QualcodeError(f"{lost} {error}"))
