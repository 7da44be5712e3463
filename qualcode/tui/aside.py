"""Questions to a study that may take a while, asked in a thread, so that no key waits for the answer."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual.dom import DOMNode

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.tui.progress import duration, fault

if TYPE_CHECKING:
    from qualcode.study import Study

T = TypeVar("T")
GROUP = "aside"
"""The group of the workers that ask."""
Tell = Callable[[object], None]
"""What a long question calls now and then; it raises `GivenUp` where nobody waits for the answer any more."""


class GivenUp(Exception):  # noqa: N818  # nothing went wrong
    """Nobody waits for the answer any more."""


class Aside(Generic[T]):
    """One question at a time, with a hold on the study of its own; a newer question takes the place of the one before.

    `say` hears what is `doing` and how long it takes (nothing when it ends), `then` the answer, `refused` an error in
    words. `stops` says whether Escape gives it up.
    """

    def __init__(
        self,
        screen: DOMNode,
        say: Callable[[str], None],
        then: Callable[[T], None],
        refused: Callable[[str], None],
        doing: str | None = None,
        *,
        stops: bool = True,
    ) -> None:
        self._screen, self._say, self._then, self._refused = screen, say, then, refused
        self._doing, self._stops = doing or _("counting …"), stops
        self._asked, self._took, self._begun = 0, 0.0, 0.0
        self._held: Study | None = None
        self._holding = Lock()
        self._clock = screen.set_interval(1, self._tick, pause=True)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._begun > 0

    def ask(self, study: Study, question: Callable[[Study, Tell], T]) -> None:
        """Ask in a thread; the answer comes to `then`. What the question is given second stops it in good time."""
        self.stop()
        self._asked += 1
        number = self._asked
        self._begun = monotonic()
        self._clock.resume()
        self._screen.run_worker(lambda: self._work(number, study, question), thread=True, group=GROUP)

    def stop(self) -> bool:
        """Give up the question that is being asked; answers whether there was one."""
        was = self.busy
        self.leave()
        if was:
            self._say("")
        return was

    def leave(self) -> None:
        """Give it up without a word, as the screen goes."""
        self._begun = 0.0
        self._asked += 1
        self._clock.pause()
        with self._holding:
            if self._held is not None:
                self._held.interrupt()

    def _work(self, number: int, asked: Study, question: Callable[[Study, Tell], T]) -> None:
        """In the thread: what is found goes through the screen's queue."""

        def tell(_done: object) -> None:
            if number != self._asked:
                raise GivenUp

        try:
            with asked.again() as study:
                self._held = study
                try:
                    found = question(study, tell)
                finally:
                    self._let_go(study)
            self._screen.app.call_later(self._end, number, self._then, found)
        except QualcodeError as error:
            self._screen.app.call_later(self._end, number, self._refused, str(error))
        except Exception as error:  # a fault of ours in a question leaves the screen alone
            self._screen.app.call_later(self._end, number, self._refused, fault(error))

    def _let_go(self, study: Study) -> None:
        """Before a study is closed: it can be interrupted no more. A newer question may hold another by now."""
        with self._holding:
            if self._held is study:
                self._held = None

    def _end(self, number: int, tell: Callable[[Any], None], found: Any) -> None:
        if number != self._asked:
            return
        self._took, self._begun = monotonic() - self._begun, 0.0
        self._clock.pause()
        self._say("")
        tell(found)

    def _tick(self) -> None:
        gone = duration(monotonic() - self._begun)
        known = _("of about {time}").format(time=duration(self._took)) if self._took >= 1 else ""
        self._say(self._doing + f" {gone} {known}".rstrip() + (" · " + _("esc stops")) * self._stops)
