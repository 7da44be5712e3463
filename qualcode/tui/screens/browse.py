"""Lists over the study: quotations, history, places found. A line each, the one in hand in full below."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.errors import QualcodeError
from qualcode.i18n import _, act_facts, act_words, ngettext
from qualcode.model import Span
from qualcode.model.asking import Filter
from qualcode.model.codings import PASSAGE, Event, Passage, Quotation
from qualcode.moments import moment
from qualcode.safetext import safe_line
from qualcode.tui import keys_places
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted
from qualcode.tui.widgets.quotations import quotation_in_full, quotation_line

EVENTS = 5_000
"""Acts of the history that are read at a time."""
_WIDE = 100
_PAGE = 200
_PAGES_KEPT = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line leads: a document, and a span in it where there is one."""

    document: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows: a title, so many lines, each short and in full, and where it leads."""

    title: str
    count: int
    line: Callable[[int, int], Text]
    detail: Callable[[int], Text]
    place: Callable[[int], Place | None]
    empty: str
    more: Callable[[], None] | None = None
    """Has the list made longer when its end is reached, where there is more."""


class PlaceList(LineList):
    """Lines that lead to places."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_places.listed())


class BrowseScreen(StudyScreen):
    """A list with the line in hand shown in full. Enter opens the transcript at the place."""

    def __init__(self, make: Callable[[], Listing]) -> None:
        super().__init__()
        self._make = make
        self._listing = make()

    def compose(self) -> ComposeResult:
        """Title, list, detail, hint."""
        yield Line(id="title")
        yield PlaceList(id="lines")
        yield TextBox(id="detail")
        yield Hint(_("enter opens the place · esc back · F2 coding · ? keys"))

    def on_mount(self) -> None:
        """The first line is in hand."""
        self._show()

    def show_anew(self) -> None:
        """The list as it is now, the same line in hand."""
        try:
            self._listing = self._make()
            self._show()
        except QualcodeError as error:
            self.complain(error)

    def _show(self) -> None:
        lines = self.query_one(LineList)
        self.query_one("#title", Line).say(Text(" " + self._listing.title))
        lines.set_lines(self._listing.line, self._listing.count, lines.index)
        self._show_detail(lines.index)

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        if event.index == self._listing.count - 1 and self._listing.more is not None:
            self._listing.more()
            self.show_anew()
        self._show_detail(event.index)

    def _show_detail(self, index: int) -> None:
        listing = self._listing
        detail = listing.detail(index) if listing.count else Text(listing.empty, style="dim")
        self.query_one("#detail", TextBox).say(detail)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        try:
            place = self._listing.place(event.index)
        except QualcodeError as error:  # what the line was about is gone
            self.complain(error)
            return
        if place is None:
            self.say(_("This leads to no passage."))
        else:
            self.app.show_place(place.document, place.span)

    def passage(self) -> Passage | None:
        """The passage of the line in hand."""
        place = self._listing.place(self.query_one(LineList).index) if self._listing.count else None
        return Passage(place.document, place.span.start, place.span.end) if place and place.span else None


# ---------------------------------------------------------------------- quotations


class Paged:
    """Quotations of a filter, read a page at a time as they come in view."""

    def __init__(self, desk: Desk, where: Filter) -> None:
        self._desk = desk
        self._ids = desk.study.quotation_ids(where)
        self._pages: OrderedDict[int, Sequence[Quotation]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, index: int) -> Quotation | None:
        """The quotation in that place; None where it was taken off since."""
        number, place = divmod(index, _PAGE)
        if number not in self._pages:
            ids = self._ids[number * _PAGE : (number + 1) * _PAGE]
            self._pages[number] = self._desk.study.quotations(Filter(ids=ids))
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        page = self._pages[number]
        return page[place] if place < len(page) else None


def quotations(desk: Desk, hues: Mapping[str, Style], where: Filter, title: str) -> BrowseScreen:
    """Quotations of a filter, each with its citation and code."""
    return BrowseScreen(lambda: _quotation_listing(desk, hues, Paged(desk, where), title))


def _quotation_listing(desk: Desk, hues: Mapping[str, Style], pages: Paged, title: str) -> Listing:
    def line(index: int, width: int) -> Text:
        quotation = pages[index]
        return Text() if quotation is None else quotation_line(quotation, desk.looks, hues, width)

    def detail(index: int) -> Text:
        quotation = pages[index]
        return Text() if quotation is None else quotation_in_full(quotation, desk.looks, desk.site(quotation.site))

    def place(index: int) -> Place | None:
        quotation = pages[index]
        return None if quotation is None else Place(quotation.coding.document, quotation.coding.span)

    count = len(pages)
    counted = ngettext("{count} quotation", "{count} quotations", count).format(count=count)
    return Listing(f"{title} · {counted}", count, line, detail, place, _("No passage carries this."))


# ---------------------------------------------------------------------- history


def history(desk: Desk) -> BrowseScreen:
    """What was done, newest first."""
    return BrowseScreen(History(desk).listing)


class History:
    """The acts on record, some thousands at first, and as many more each time the end is reached."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._limit = desk, EVENTS

    def listing(self) -> Listing:
        """The newest acts, as many as are wanted so far."""
        found = self._desk.study.events(limit=self._limit)
        return _history_listing(self._desk, found, self._go_on if len(found) == self._limit else None)

    def _go_on(self) -> None:
        self._limit += EVENTS


def _history_listing(desk: Desk, found: Sequence[Event], more: Callable[[], None] | None) -> Listing:
    return Listing(
        _("History"),
        len(found),
        lambda index, width: _event_line(found[index], width),
        lambda index: _event_in_full(found[index]),
        lambda index: _event_place(desk, found[index]),
        _("Nothing was done yet."),
        more,
    )


def _event_line(event: Event, width: int) -> Text:
    """An act on a line; where there is little room, its hour stands below alone."""
    style = "dim strike" if event.undone else ""
    when, coder, words = (16, 14, 24) if width >= _WIDE else (10, 10, 22)
    line = Text().append(f"{event.id:>6}  {safe_line(moment(event.at)[:when])}  ", style="dim")
    line.append(fitted(safe_line(event.coder), coder) + " ")
    line.append(fitted(safe_line(act_words(event.act)), words) + " ", style=style)
    told = " · ".join(f"{name} {value}" for name, value in act_facts(event.summary))
    return line.append(safe_line(told), style="dim")


def _event_in_full(event: Event) -> Text:
    undone = " · " + _("taken back") if event.undone else ""
    head = safe_line(f"{event.id} · {moment(event.at)} · {event.coder} · {act_words(event.act)}") + undone + "\n"
    told = act_facts(event.summary)
    lines = "\n".join(safe_line(_("{name}: {value}").format(name=name, value=value)) for name, value in told)
    return Text().append(head, style="dim").append(lines)


def _event_place(desk: Desk, event: Event) -> Place | None:
    document, start, end, target = (event.summary.get(name) for name in ("document", "start", "end", "target"))
    if isinstance(target, str):
        return _target_place(desk, target)
    if not isinstance(document, str):
        return None
    span = Span(start, end) if isinstance(start, int) and isinstance(end, int) else None
    return Place(document, span)


def _target_place(desk: Desk, target: str) -> Place | None:
    kind, _colon, name = target.partition(":")
    if kind == "document":
        return Place(name)
    if kind == PASSAGE:
        document, _colon, bounds = name.rpartition(":")
        start, _dash, end = bounds.partition("-")
        return Place(document, Span(int(start), int(end)))
    if kind != "coding":
        return None
    coding = desk.study.coding(int(name))
    return Place(coding.document, coding.span)
