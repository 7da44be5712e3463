"""The whole document beside its text: a row a stretch, a lane a theme, bookmarks, where one is. A click goes there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from qualcode.looks import UNKNOWN, Look
from qualcode.model.codes import Codebook
from qualcode.tui.marks import Marks
from qualcode.tui.paint import BOOKMARK
from qualcode.tui.portrait import Lanes, Portrait, lanes_for
from qualcode.tui.themes import Paint

_LANES, _LANES_WIDE, _WIDE = 4, 8, 140
"""How many lanes there may be, in a terminal that is wide and in others."""


class Minimap(Widget):
    """Codings of a document at a glance. Rows are made when they come in view and kept until they change."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Minimap { height: 1fr; background: $background; }"

    def __init__(self, went: Callable[[int], None], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._went = went
        self._marks = Marks()
        self._looks: Mapping[str, Look] = {}
        self._paint: Paint | None = None
        self._bookmarks: Sequence[int] = ()
        self._lanes = Lanes(1, {})
        self._length = 0
        self._view = range(0)
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._held = False

    def show(self, length: int, marks: Marks, paint: Paint) -> None:
        """Show another document, or other codings in it."""
        self._length, self._marks, self._paint = length, marks, paint
        self._strips.clear()
        self.refresh()

    def show_codes(self, codebook: Codebook, looks: Mapping[str, Look]) -> None:
        """Show the codes as the codebook has them now; as wide as they need."""
        self._looks = looks
        self._lanes = lanes_for(codebook, _LANES_WIDE if self.app.size.width >= _WIDE else _LANES)
        self.styles.width = self._lanes.count + 1
        self._strips.clear()
        self.refresh()

    def show_bookmarks(self, starts: Sequence[int]) -> None:
        """Show where bookmarks are, given in order."""
        self._bookmarks = starts
        self._strips.clear()
        self.refresh()

    def show_view(self, top: int, bottom: int) -> None:
        """Show which stretch of the text is in view; repaints the rows that change."""
        view = self._portrait.rows_of(top, bottom)
        if view != self._view:
            changed = set(view) ^ set(self._view)
            self._view = view
            for row in changed:
                self.refresh(Region(0, row, self.size.width, 1))

    def invalidate(self, start: int, end: int) -> None:
        """Repaint the rows of `[start, end)`, after a coding on it came, went or changed."""
        for row in self._portrait.rows_of(start, end):
            self._strips.pop((row, True), None)
            self._strips.pop((row, False), None)
            self.refresh(Region(0, row, self.size.width, 1))

    @property
    def _portrait(self) -> Portrait:
        return Portrait(self._length, max(1, self.size.height))

    def on_resize(self) -> None:
        """Other rows."""
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One stretch of the document."""
        if self._paint is None or not self._length:
            return Strip.blank(self.size.width, self.rich_style)
        key = (y, y in self._view)
        if key not in self._strips:
            segments = [self._where(y, self._paint), *self._codes(y, self._paint)]
            self._strips[key] = Strip(segments).adjust_cell_length(self.size.width, self._paint.margin)
        return self._strips[key]

    def _where(self, row: int, paint: Paint) -> Segment:
        start, end = self._portrait.bounds(row)
        marked = bisect_left(self._bookmarks, start) < bisect_left(self._bookmarks, end)
        here = row in self._view
        return Segment(BOOKMARK if marked else "▐" if here else "│", paint.text if here or marked else paint.margin)

    def _codes(self, row: int, paint: Paint) -> list[Segment]:
        codes = self._portrait.codes(row, self._marks, self._lanes)
        return [self._cell(code, paint) for code in codes]

    def _cell(self, code: str | None, paint: Paint) -> Segment:
        if code is None:
            return Segment(" ", paint.margin)
        look = self._looks.get(code, UNKNOWN)
        return Segment(look.glyph, paint.hues.get(look.hue, Style()))

    # the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go there; a drag goes on from here."""
        self._held = True
        self.capture_mouse()
        self._go(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The text follows the drag."""
        if self._held:
            self._go(event.y)

    def on_mouse_up(self) -> None:
        """The drag ends."""
        self._held = False
        self.release_mouse()

    def _go(self, y: int) -> None:
        if self._length:
            self._went(self._portrait.bounds(min(max(0, y), self.size.height - 1))[0])
