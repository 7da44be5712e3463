"""A single line of styled text, and the one list all screens use: painted a row at a time, however long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.css.scalar import Scalar
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.wrap import row_ends

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

BETWEEN = " · "


class Line(Widget):
    """One line that says something; what does not fit is cut with an ellipsis."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(self, text: Text | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.text = text or Text()

    def say(self, text: Text) -> None:
        """Show another text; nothing is painted when it is the same."""
        if text != self.text or text.spans != self.text.spans:
            self.text = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line, as wide as there is room."""
        return _strip(self, self.text, self.size.width).apply_style(self.rich_style)


class Said(Line):
    """What was done, or why not, in a line; what is longer takes as many as it needs, and what lies above gives way.

    No fewer than `least`, so that what is above keeps its place where longer and shorter sentences take turns.
    """

    least = 1
    share = 4.0
    """It takes at most this part of the screen’s lines: a quarter."""

    def say(self, text: Text) -> None:
        """Show another text, on as many lines as it takes."""
        super().say(text)
        self._grow()

    def on_resize(self) -> None:
        """The same words at another width."""
        self._grow()

    def _grow(self) -> None:
        lines = max(self.least, len(self._lines())) if self.size.width else self.least
        if self.styles.height != Scalar.from_number(lines):
            self.styles.height = lines

    def _lines(self) -> list[Text]:
        """The words line by line, those after the first beginning below its first word."""
        most = max(1, int(self.app.size.height / self.share))
        return wrapped(self.text, self.size.width, most)

    def render_line(self, y: int) -> Strip:
        """A line of what is said."""
        lines = self._lines()
        text = lines[y] if y < len(lines) else Text()
        return _strip(self, text, self.size.width).apply_style(self.rich_style)


class Rule(Said):
    """How a table was counted, below it."""

    share = 2.5


class Hint(Said):
    """The last line of a screen: what its keys do, until something is said there.

    Where the parts between middle dots do not all fit, those before the last one go first.
    """

    app: QualcodeApp

    def __init__(self, words: str = "") -> None:
        super().__init__(id="hint")
        self._parts = words.split(BETWEEN)

    def suggest(self, words: str) -> None:
        """Say what the keys do now."""
        self._parts = words.split(BETWEEN)
        self.say(Text())
        self.refresh()

    def _lines(self) -> list[Text]:
        """What was said, else as many of the parts as there is room for."""
        if self.text:
            return super()._lines()
        return [Text(" " + fitting(self.app.hint_now(self._parts), self.size.width - 1), style="dim")]


class TextBox(Widget):
    """Some lines of text, wrapped; changing them moves nothing else on the screen. A key or the wheel reads on."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._text = Text()
        self._lines: list[Text] = []
        self._top = 0

    def say(self, text: Text) -> None:
        """Show another text, from its beginning."""
        self._text = text
        self._wrap()

    def _wrap(self) -> None:
        self._lines = in_lines(self._text, max(1, self.size.width))
        self._top = 0
        self.refresh()

    def on_resize(self) -> None:
        """The same words at another width."""
        self._wrap()

    def on_mouse_scroll_down(self) -> None:
        """Further down."""
        self._scroll_by(2)

    def on_mouse_scroll_up(self) -> None:
        """Further up."""
        self._scroll_by(-2)

    def read_on(self, step: int) -> None:
        """A page on, or back, with a line of the one before."""
        self._scroll_by(step * max(1, self.size.height - 2))

    def _scroll_by(self, lines: int) -> None:
        self._top = max(0, min(self._top + lines, len(self._lines) - self.size.height))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of the text; the last one in view says when there is more."""
        index, width = self._top + y, self.size.width
        more = y == self.size.height - 1 and index < len(self._lines) - 1
        line = Text("… ctrl+↓", style="dim") if more else self._lines[index] if index < len(self._lines) else Text()
        return _strip(self, line, width).apply_style(self.rich_style)


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines made when they come in view: `line(index, width)` gives one. One of them is the cursor's."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(keys.lists())]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--cursor", "line--cursor-blurred"}
    DEFAULT_CSS = """
    LineList { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; background: transparent;
               scrollbar-color: $panel; scrollbar-background: $background; }
    LineList > .line--cursor { background: $selection; }
    LineList > .line--cursor-blurred { background: $panel; }
    """

    class Highlighted(Message):
        """The cursor is on another line."""

        def __init__(self, list_: LineList, index: int) -> None:
            super().__init__()
            self.list, self.index = list_, index

        @property
        def control(self) -> LineList:
            """The list it happened in."""
            return self.list

    class Chosen(Highlighted):
        """Enter, or a second click, on a line."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._line: Callable[[int, int], Text] = lambda index, width: Text()
        self.count = 0
        self.index = 0

    def on_mount(self) -> None:
        """The list takes its height."""
        self.set_count(self.count)

    def set_lines(self, line: Callable[[int, int], Text], count: int, index: int = 0) -> None:
        """Show other lines."""
        self._line = line
        self.index = max(0, min(index, count - 1))
        self.set_count(count)

    def set_count(self, count: int) -> None:
        """The list has that many lines now."""
        self.count = count
        self.virtual_size = Size(self.size.width, count)
        self._show_cursor()
        self.refresh()

    def refresh_line_at(self, index: int) -> None:
        """Paint one line anew."""
        self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))

    def move_to(self, index: int) -> None:
        """Put the cursor on a line and bring it in sight."""
        index = max(0, min(index, self.count - 1))
        if index == self.index:
            return
        self.refresh_line_at(self.index)
        self.index = index
        self.refresh_line_at(index)
        self._show_cursor()
        self.post_message(self.Highlighted(self, index))

    def _show_cursor(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        wanted = min(max(top, self.index + 1 - height), self.index)
        if wanted != top and height:
            self.scroll_to(y=wanted, animate=False, force=True)

    def action_step(self, step: int) -> None:
        """A line on or back."""
        self.move_to(self.index + step)

    def action_page(self, step: int) -> None:
        """A page on or back."""
        self.move_to(self.index + step * max(1, self.size.height - 1))

    def action_edge(self, side: int) -> None:
        """The first or the last line."""
        self.move_to(self.count - 1 if side > 0 else 0)

    def action_choose(self) -> None:
        """Say that the line is wanted."""
        if self.count:
            self.post_message(self.Chosen(self, self.index))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one chooses."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < self.count:
            self.move_to(index)
            if event.chain > 1:
                self.action_choose()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self.size.width, self.count)
        self._show_cursor()

    def render_line(self, y: int) -> Strip:
        """One line in view, as wide as the bar beside it leaves room."""
        index, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if index >= self.count:
            return Strip.blank(width, self.rich_style)
        strip = _strip(self, self._line(index, width), width)
        if index != self.index:
            return strip.apply_style(self.rich_style)
        name = "line--cursor" if self.has_focus else "line--cursor-blurred"
        return strip.apply_style(self.get_component_rich_style(name, partial=True)).apply_style(self.rich_style)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor's line looks different in focus."""
        super().watch_has_focus(_has_focus)
        self.refresh()


def _strip(widget: Widget, text: Text, width: int) -> Strip:
    if text.cell_len > width:
        text = text.copy()
        text.truncate(max(1, width), overflow="ellipsis")
    return strip_of(text, widget.app.console).adjust_cell_length(width)


def strip_of(text: Text, console: Console) -> Strip:
    """The text as a strip; its own style holds too where no part of it has one."""
    strip = Strip(list(text.render(console, end="")))
    return strip if text.spans else strip.apply_style(console.get_style(text.style))


def wrapped(text: Text, width: int, most: int) -> list[Text]:
    """A text in lines of so many cells, cut at blanks; what does not fit in `most` of them stays in the last one.

    Where the text begins with a blank, so does every line.
    """
    lead = text.plain[:1] == " "
    body = text[1:] if lead else text
    ends = row_ends(body.plain, max(1, width - lead))
    bounds = zip((0, *ends[: most - 1]), (*ends[: most - 1], len(body)), strict=True)
    lines = [body[start:end] for start, end in bounds if start < end or not start]
    for line in lines:
        line.rstrip()
    return [Text.assemble(" ", line, style=text.style) if lead else line for line in lines]


def in_lines(text: Text, width: int) -> list[Text]:
    """A text of several lines in lines of so many cells, cut at blanks alone: « what is said » keeps its marks."""
    found: list[Text] = []
    for line in text.split("\n", allow_blank=True):
        found += wrapped(line, width, len(line) + 1) if line.plain.strip() else [Text()]
    return found


def fitting(parts: Sequence[str], width: int) -> str:
    """Parts of a line in so many cells: the last one stays, of the others the first ones as long as there is room."""
    *others, last = parts
    while others and cell_len(BETWEEN.join((*others, last))) > width:
        others.pop()
    return BETWEEN.join((*others, last))


def fitted(words: str, width: int) -> str:
    """Words in so many cells, cut with an ellipsis or filled with blanks."""
    sized = set_cell_size(words, width)
    return sized if sized.rstrip() == words.rstrip() else set_cell_size(words, width - 1) + "…"
