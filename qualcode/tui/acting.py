"""Acts that may take a moment, carried out in a thread one after the other, so that no key waits for the file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from textual.screen import Screen

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.tui.aside import GROUP
from qualcode.tui.progress import fault

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.app import QualcodeApp


class Task(NamedTuple):
    """What is done with a hold on the study of its own, answering what to say; what follows, and after a refusal."""

    work: Callable[[Study], str]
    done: Callable[[str], object]
    refused: Callable[[str], None]


class Acting:
    """The acts of one screen, in the order of the keys. When `done` hears of one, it is on disk and shown."""

    def __init__(self, screen: Screen[None], study: Study, wait: Callable[[str], None]) -> None:
        self._screen, self._study, self._wait = screen, study, wait
        self._tasks: deque[Task] = deque()

    @property
    def _app(self) -> QualcodeApp:
        app: QualcodeApp = self._screen.app  # type: ignore[assignment]
        return app

    @property
    def busy(self) -> bool:
        """Whether an act is being written."""
        return bool(self._tasks)

    def add(self, task: Task) -> None:
        """Carry a task out, or have it wait behind those that wait already."""
        self._tasks.append(task)
        if len(self._tasks) == 1:
            self._begin()

    def _begin(self) -> None:
        self._wait(_("writing …"))
        task = self._tasks[0]
        self._app.run_worker(lambda: self._work(task), thread=True, group=GROUP)

    def _work(self, task: Task) -> None:
        """In the thread: what is said goes through the screen's queue."""
        try:
            with self._study.again() as study:
                said = task.work(study)
            self._app.call_later(self._end, task.done, said)
        except QualcodeError as error:
            self._app.call_later(self._end, task.refused, str(error))
        except Exception as error:  # a fault of ours in an act leaves the screen alone
            self._app.call_later(self._end, task.refused, fault(error))

    def _end(self, tell: Callable[[str], object], words: str) -> None:
        self._tasks.popleft()
        waiting = bool(self._tasks)  # what `tell` adds to an empty line begins by itself
        here = self._screen.is_attached
        if here:
            self._wait("")
        if self._study.changed():
            self._app.coding.read_again()
            self._app.show_anew()
        if here:
            tell(words)
        else:
            self._app.coding.say(words)
        if waiting:
            self._begin()


def taken_in(study: Study, coder: str) -> str:
    """The edits by hand, taken in by a coder."""
    study.coder = coder
    study.take_in_edits()
    return _("Taken in")
