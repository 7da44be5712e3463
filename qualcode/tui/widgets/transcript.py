"""The pane that shows a transcript: only the rows in view are laid out, painted and kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import ClassVar

from rich.cells import cell_len, split_graphemes
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.looks import Look
from qualcode.model import Span
from qualcode.model.texts import Transcript, Turn
from qualcode.safetext import safe_line
from qualcode.tui import cursor as cursors
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.cursor import Cursor, Ground, Unit
from qualcode.tui.marks import Marks
from qualcode.tui.paint import Margin, RowContent, margin_for, paint_row, text_width
from qualcode.tui.themes import Paint, paint_for
from qualcode.tui.wrap import Layout, Piece, Row, pieces

_CONTEXT = 2
"""Rows kept in sight above and below the selection."""
_SLICE = 0.003
"""Seconds at a time spent on counting rows that nobody has looked at yet."""
_STRIPS = 1_500


class TranscriptPane(ScrollView, can_focus=True, inherit_bindings=False):
    """A transcript with its codings. The cursor is a span; moving it is reading.

    `moved` is called at once, not posted, when the cursor changes: so the pane and the status line share a repaint.
    So is `looked`, with the bounds of what is in view, when other rows come in view.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.moving())
    DEFAULT_CSS = """
    TranscriptPane { background: $background; scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: scroll;
                     scrollbar-color: $panel; scrollbar-background: $background; }
    """

    def __init__(
        self,
        looks: Mapping[str, Look],
        moved: Callable[[], None],
        looked: Callable[[int, int], None],
        unit: Unit = "sentence",
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._moved, self._looked = moved, looked
        self.looks = looks
        self.transcript = Transcript("", (), ())
        self.ground = Ground(self.transcript)
        self.marks = Marks()
        self.cursor = Cursor(Span(0, 0), unit=unit)
        self.hits: Sequence[Span] = ()
        self._bookmarks: Sequence[int] = ()
        self._interviewers: frozenset[str] = frozenset()
        self._turns: tuple[Turn, ...] = ()
        self._pieces: list[Piece] = []
        self._margin: Margin = margin_for(80, 0, 0)
        self._layout = Layout("", (), 40)
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._paint: Paint | None = None
        self._anchor: int | None = None
        self._dragged = False
        self._edge_of: Cursor | None = None
        self._edge = 0
        self._settling = False

    # what is shown

    def show(self, transcript: Transcript, marks: Marks, cursor: Cursor | None = None) -> None:
        """Show another transcript, or another version of this one."""
        self.transcript, self.marks = transcript, marks
        self.ground = Ground(transcript)
        self.cursor = cursor or cursors.first_unit(self.ground, Cursor(Span(0, 0), unit=self.cursor.unit))
        self.hits, self._bookmarks = (), ()
        self._interviewers = _interviewers(transcript)
        self._turns = transcript.turns or (Turn(1, None, 0, 0, len(transcript.text)),)
        self._pieces = pieces(transcript.text, self._turns)
        self._lay_out()
        self.scroll_to(y=0, animate=False, force=True)
        self._follow()
        self._looked(*self.in_view)
        self._moved()

    def show_marks(self, marks: Marks) -> None:
        """Show other codings on the same text."""
        self.marks = marks
        self._strips.clear()
        self.refresh()

    def show_again(self, transcript: Transcript, marks: Marks) -> None:
        """The text as it is now, corrected or with others who speak; the cursor stays by its words."""
        before, self.marks = self.transcript, marks
        if before.text and (transcript.text, transcript.turns) != (before.text, before.turns):
            self.show(transcript, marks, cursors.gone_along(self.cursor, before.text, Ground(transcript)))
            return
        self.transcript, self._interviewers = transcript, _interviewers(transcript)
        self._strips.clear()
        self.refresh()

    def show_looks(self, looks: Mapping[str, Look]) -> None:
        """Show the codes in other looks, after the codebook changed."""
        self.looks = looks
        self._strips.clear()
        self.refresh()

    def show_hits(self, hits: Sequence[Span]) -> None:
        """Mark the places where searched words stand; given in order."""
        self.hits = hits
        self._strips.clear()
        self.refresh()

    def show_bookmarks(self, starts: Sequence[int]) -> None:
        """Mark the rows where bookmarks begin; given in order."""
        if starts != self._bookmarks:
            self._bookmarks = starts
            self._strips.clear()
            self.refresh()

    def invalidate(self, start: int, end: int) -> None:
        """Repaint the rows that `[start, end)` touches, after a coding on it came, went or changed."""
        first, last = self._layout.row_at(start), self._layout.row_at(max(start, end - 1))
        from_offset = self._layout.row(first).start if self._layout.height else 0
        self._strips = {key: strip for key, strip in self._strips.items() if not from_offset <= key[0] < end}  # type: ignore[operator]
        self._refresh_rows(first, last)

    # moving

    def move_to(self, cursor: Cursor) -> None:
        """Put the cursor elsewhere, bring it in sight, repaint what changed."""
        if cursor == self.cursor:
            return
        before, self.cursor = self.cursor, cursor
        for span in (before.span, cursor.span):
            self._refresh_rows(self._layout.row_at(span.start), self._layout.row_at(max(span.start, span.end - 1)))
        self._follow()
        self._moved()

    def select(self, start: int, end: int) -> None:
        """Put the cursor on a span of the text."""
        span = self.ground.snapped(start, end)
        self.move_to(Cursor(span, "end", self.cursor.unit))

    def go_to(self, offset: int) -> None:
        """Put the cursor on the unit that holds a position."""
        self.move_to(cursors.start_at(self.ground, offset, self.cursor.unit))

    def action_move(self, name: str) -> None:
        """One of the movements of `cursor.MOVES`."""
        self.move_to(cursors.MOVES[name](self.ground, self.cursor))

    def action_coding(self, step: int) -> None:
        """To the next or the previous coding."""
        span = self.cursor.span
        found = self.marks.after(span.start, span.end) if step > 0 else self.marks.before(span.start, span.end)
        if found is not None:
            self.select(found.start, found.end)

    def action_page(self, step: int) -> None:
        """A page on or back, with the cursor at the same height."""
        if not self._layout.height:
            return
        here = self._layout.row_at(self.cursor.span.start)
        jump = step * max(1, self.size.height - _CONTEXT)
        target = min(max(0, here + jump), self._layout.height - 1)
        self.scroll_to(y=max(0, self.scroll_offset.y + jump), animate=False)
        self.move_to(cursors.start_at(self.ground, self._layout.row(target).shown, self.cursor.unit))

    # laying out

    def _lay_out(self) -> None:
        names = {turn.speaker for turn in self.transcript.turns[:200] if turn.speaker}
        longest = max((cell_len(safe_line(name)) for name in names), default=0)
        width = max(2, self.size.width or 80)
        self._margin = margin_for(width, len(self.transcript.turns), longest)
        self._layout = Layout(self.transcript.text, self._pieces, text_width(width, self._margin))
        self._strips.clear()
        self._resize_virtually()
        self._settle_later()
        self.refresh()

    def _resize_virtually(self) -> None:
        self.virtual_size = Size(self.size.width, self._layout.height)

    def _settle_later(self) -> None:
        if not self._layout.settled and not self._settling:
            self._settling = True
            self.set_timer(0.03, self._settle)

    def _settle(self) -> None:
        self._settling = False
        top = self._top()
        until = perf_counter() + _SLICE
        while not self._layout.settle(4) and perf_counter() < until:
            pass
        self._hold(top)
        if self._layout.settled:
            self._resize_virtually()
        else:
            self._settle_later()

    def _top(self) -> int:
        try:
            return self._layout.row(self.scroll_offset.y).start
        except IndexError:
            return 0

    @property
    def in_view(self) -> tuple[int, int]:
        """The bounds of the text in view."""
        top, last = self._top(), min(self.scroll_offset.y + self.size.height, self._layout.height) - 1
        return top, self._layout.row(last).end if last >= 0 else top

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows are in view."""
        super().watch_scroll_y(old_value, new_value)
        self._looked(*self.in_view)

    def _hold(self, top: int) -> None:
        row = self._layout.row_at(top)
        if row != self.scroll_offset.y:
            self._turn_to(row)

    def _follow(self) -> None:
        height = self.size.height
        if not height or not self._layout.height:
            return
        span = self.cursor.span
        first, last = self._layout.row_at(span.start), self._layout.row_at(max(span.start, span.end - 1))
        active = first if self.cursor.edge == "start" else last
        top = self.scroll_offset.y
        if last - first + 1 + 2 * _CONTEXT > height:  # a long selection: its moving edge is what counts
            first = last = active
        if first - _CONTEXT < top and top > 0:
            self._turn_to(last + 1 + height // 4 - height)
        elif last + _CONTEXT >= top + height:
            self._turn_to(first - height // 4)
        self._place_terminal_cursor(active)

    def _turn_to(self, top: int) -> None:
        """Scroll as one turns a page: seldom, and by most of the pane, so that most keys repaint a few rows."""
        top = max(0, top)
        if top + self.size.height > self.virtual_size.height:
            self._resize_virtually()
        self.scroll_to(y=top, animate=False, force=True)

    def _place_terminal_cursor(self, row_number: int) -> None:
        row = self._layout.row(row_number)
        inside = self.transcript.text[row.shown : max(row.shown, self.cursor.active)]
        x = self._margin.width + min(cell_len(safe_line(inside)), self._layout.width)
        self.app.cursor_position = Offset(self.region.x + x, self.region.y + row_number - self.scroll_offset.y)

    def on_resize(self) -> None:
        """The same place at another width."""
        top = self._top() if self._layout.height else 0
        self._lay_out()
        self._hold(top)
        self._follow()
        self._looked(*self.in_view)

    # painting

    def notify_style_update(self) -> None:
        """Another theme: all strips are made anew."""
        super().notify_style_update()
        self._paint = None
        self._strips.clear()

    @property
    def paint(self) -> Paint:
        """The styles of the theme of the moment."""
        if self._paint is None:
            self._paint = paint_for(self.app.current_theme)
        return self._paint

    def render_line(self, y: int) -> Strip:
        """One row in view."""
        width = self.size.width
        try:
            row = self._layout.row(y + self.scroll_offset.y)
        except IndexError:
            return Strip.blank(width, self.paint.text)
        selection, edge = self._selection_in(row)
        key = (row.start, selection, edge, width)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > _STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._painted(row, selection, edge, width)
        return strip

    def _painted(self, row: Row, selection: Span | None, edge: int | None, width: int) -> Strip:
        turn = self._turns[row.turn]
        content = RowContent(
            row=row,
            text=self._layout.text_of(row),
            turn=turn,
            interviewer=turn.speaker in self._interviewers,
            codings=self.marks.touching(row.start, row.end),
            selection=selection,
            edge=edge,
            hits=self._hits_in(row),
            bookmarked=bisect_left(self._bookmarks, row.start) < bisect_left(self._bookmarks, row.end),
        )
        segments = paint_row(content, self._margin, self.paint, self.looks, self.marks.lane)
        return Strip(segments).adjust_cell_length(width, self.paint.text)

    def _selection_in(self, row: Row) -> tuple[Span | None, int | None]:
        span = self.cursor.span
        if span.end <= row.start or row.end <= span.start:
            return None, None
        edge = self._edge_character()
        inside = Span(max(span.start, row.start), min(span.end, row.end))
        return inside, edge if row.start <= edge < row.end else None

    def _edge_character(self) -> int:
        if self._edge_of is not self.cursor:
            span = self.cursor.span
            before_end = max(span.start, self.ground.graphemes(span.end)[0] or 0)
            self._edge_of, self._edge = self.cursor, span.start if self.cursor.edge == "start" else before_end
        return self._edge

    def _hits_in(self, row: Row) -> Sequence[Span]:
        if not self.hits:
            return ()
        first = bisect_left(self.hits, row.start, key=lambda hit: hit.end)
        last = bisect_left(self.hits, row.end, key=lambda hit: hit.start)
        return self.hits[first:last]

    def _refresh_rows(self, first: int, last: int) -> None:
        top, height = self.scroll_offset.y, self.size.height
        first, last = max(first, top), min(last, top + height - 1)
        if first <= last:
            self.refresh(Region(0, first - top, self.size.width, last - first + 1))

    # the mouse

    def offset_at(self, x: int, y: int) -> int | None:
        """The position of the text under a cell of the pane."""
        try:
            row = self._layout.row(y + self.scroll_offset.y)
        except IndexError:
            return None
        cells = x - self._margin.width
        place = row.shown
        for start, _end, cell in split_graphemes(self._layout.text_of(row))[0]:
            place = row.shown + start
            if cells < cell:
                return place
            cells -= cell
        return place

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A drag may begin here."""
        if event.button == 1:
            self._anchor = self.offset_at(event.x, event.y)
            self._dragged = False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The selection follows the drag, the pane follows the selection."""
        if self._anchor is None:
            return
        offset = self.offset_at(event.x, min(max(event.y, -1), self.size.height))
        if offset is not None and offset != self._anchor:
            self._dragged = True
            first, last = sorted((self._anchor, offset))
            edge: cursors.Edge = "end" if offset > self._anchor else "start"
            self.move_to(Cursor(self.ground.snapped(first, last + 1), edge, self.cursor.unit))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag ends."""
        self._anchor = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Once: the unit under the mouse; twice: the sentence; three times: the turn."""
        offset = self.offset_at(event.x, event.y)
        if offset is None or self._dragged:
            return
        units: dict[int, cursors.Unit] = {1: self.cursor.unit, 2: "sentence"}
        unit = units.get(event.chain, "turn")
        self.move_to(Cursor(self.ground.unit_at(unit, offset), "end", self.cursor.unit))


def _interviewers(transcript: Transcript) -> frozenset[str]:
    return frozenset(speaker.label for speaker in transcript.speakers if speaker.interviewer)
