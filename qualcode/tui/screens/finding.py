"""Words to find in the document at hand, and going from place to place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.model import Span

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen


class Finding:
    """The search of one coding screen."""

    def __init__(self, screen: CodingScreen) -> None:
        self._screen = screen

    def ask(self) -> None:
        """Type words."""
        from qualcode.tui.widgets.findbar import FindBar

        if self._screen.desk.document is not None and not self._screen.query(FindBar):
            self._screen.mount(FindBar(self.find), before="#status")

    def find(self, words: str) -> None:
        """Mark where the words stand, and go to the next place."""
        screen, document = self._screen, self._screen.desk.document
        screen.pane.focus()
        if document is None:
            return
        found = screen.attempt(lambda: screen.desk.study.find(words, document=document.id)) if words else []
        screen.pane.show_hits([Span(hit.start, hit.end) for hit in found or []])
        if found:
            self.go(1)
        elif words:
            screen.say(_("“{words}” is not in this document").format(words=words))

    def go(self, step: int) -> None:
        """To the next or previous place found, around the ends."""
        screen, hits, here = self._screen, self._screen.pane.hits, self._screen.span
        if not hits:
            screen.say(_("Nothing was looked for; / finds"))
            return
        at = bisect_right(hits, here) if step > 0 else bisect_left(hits, here) - 1
        at %= len(hits)
        screen.pane.select(hits[at].start, hits[at].end)
        screen.say(_("{place} of {count} · n next · N previous").format(place=at + 1, count=len(hits)))
