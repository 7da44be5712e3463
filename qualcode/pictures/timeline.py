"""A line of time for each site: its documents by date, a mark a kind, the waves shaded; quiet sites stand out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from qualcode.i18n import known_words
from qualcode.pictures import svg
from qualcode.pictures.colours import FAINT, INK, PAPER, SOFT
from qualcode.pictures.figures import listed, speech
from qualcode.pictures.svg import MARGIN, PAGE, Part, breadth, rect, stroke, tag
from qualcode.pictures.terminal import Line, Piece, fitted, legend, line, paragraph, widest, words
from qualcode.safetext import columns, safe_line

SIGNS = {"interview": "●", "focus group": "■", "visit note": "▲", "minutes": "◆"}
OTHER = "○"
RECENT = 183
"""A site is quiet when its last document is more than this many days older than the last of all."""
WARNING = "#9a3f00"
ROW = 24.0
BIN = 11.0
"""Marks nearer than this, in units, are drawn as one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A document on its day; one dated by its month alone stands in the middle of it."""

    document: str
    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One site, `depth` steps below the top, with its own documents; `heading` where it only holds others."""

    label: str
    depth: int
    marks: tuple[Mark, ...]
    heading: bool = False

    @property
    def last(self) -> date | None:
        """The day of its last document."""
        return max((mark.day for mark in self.marks), default=None)


@dataclass(frozen=True, slots=True)
class Wave:
    """From the first to the last day of a wave's documents."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Timeline:
    """Sites in their tree with what came from them when; `undated` documents have no place on a line."""

    title: str
    lanes: tuple[Lane, ...]
    waves: tuple[Wave, ...]
    undated: tuple[str, ...]
    language: str
    recent: int = RECENT

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of all; None where no document has a date."""
        found = [mark.day for lane in self.lanes for mark in lane.marks]
        return (min(found), max(found)) if found else None

    def is_quiet(self, lane: Lane) -> bool:
        """Whether a site has nothing recent, or nothing at all."""
        if lane.heading or not self.days:
            return False
        return lane.last is None or lane.last < self.days[1] - timedelta(self.recent)

    def description(self) -> str:
        """What it shows: documents, from when to when, and which sites are quiet."""
        return " ".join(_sentences(self))

    def lines(self, width: int) -> list[Line]:
        """Rows for a terminal of that width."""
        return [line(words(self.title, bold=True)), *_rows(self, width), line(), *_below(self, width)]

    def svg(self) -> str:
        """The picture for a report."""
        label = max((breadth(lane.label) + 12 * lane.depth for lane in self.lanes), default=0) + 16
        scale = _Scale(self.days, MARGIN + min(max(label, 90), 200) + 14, PAGE - MARGIN - 12)
        parts = (_ground(self, scale), _lanes(self, scale), _legend(self), _undated(self))
        return svg.page(self.title, self.description(), self.language, parts)


def day_of(text: str | None) -> date | None:
    """The day of a date as documents have it, `2013-04-02` or `2013-04` or `2013`; None for anything else."""
    try:
        return date.fromisoformat((text or "") + {4: "-07-01", 7: "-15"}.get(len(text or ""), ""))
    except ValueError:
        return None


class _Scale:
    """Days as places between two ends."""

    def __init__(self, days: tuple[date, date] | None, left: float, right: float) -> None:
        self.left, self.right = left, right
        self.dated = days is not None
        first, last = days or (date(2000, 1, 1), date(2000, 12, 31))
        margin = timedelta(max(10, (last - first).days // 25))
        self.first, self.last = first - margin, last + margin

    def at(self, day: date) -> float:
        """Where a day is."""
        return self.left + (self.right - self.left) * (day - self.first).days / (self.last - self.first).days

    def ticks(self, room: float) -> Iterator[tuple[date, str]]:
        """The first days of months, of quarters or of years, as many as have room, with what to call them.

        There are none where nothing is dated.
        """
        if not self.dated:
            return
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        most = max(2, int((self.right - self.left) / room))
        step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months / step <= most or step == 1200)
        start = (self.first.year * 12 + self.first.month - 1) // step * step
        for month in range(start, start + months + step, step):
            day = date(month // 12, month % 12 + 1, 1)
            if self.first <= day <= self.last:
                yield day, str(day.year) if step % 12 == 0 else f"{day.year}-{day.month:02}"


def _sentences(picture: Timeline) -> Iterator[str]:
    _, ngettext = speech(picture.language)
    count = len({mark.document for lane in picture.lanes for mark in lane.marks})
    places = [lane for lane in picture.lanes if not lane.heading]
    if picture.days:
        documents = ngettext("{count} document", "{count} documents", count).format(count=count)
        yield _("{documents} at {sites} sites, from {first} to {last}.").format(
            documents=documents, sites=len(places), first=picture.days[0], last=picture.days[1]
        )
        most = max(places, key=lambda lane: len(lane.marks))
        yield _("The most are from {site}, {count}.").format(site=most.label, count=len(most.marks))
    else:
        yield _("No document has a date.")
    if quiet := [lane.label for lane in places if picture.is_quiet(lane)]:
        said = _("Nothing in the last {days} days from: {sites}.")
        yield said.format(days=picture.recent, sites=listed(quiet, 12, picture.language))
    if picture.undated:
        yield _("Without a date: {documents}.").format(documents=listed(list(picture.undated), 12, picture.language))


def _sign(kind: str) -> str:
    return SIGNS.get(kind, OTHER)


def _kinds(picture: Timeline) -> list[tuple[str, str]]:
    """The kinds there are with their names in the picture's language, ours first."""
    present = {mark.kind for lane in picture.lanes for mark in lane.marks}
    known = known_words(picture.language)
    return [(kind, known.get(kind, kind)) for kind in (*SIGNS, *sorted(present - SIGNS.keys())) if kind in present]


def _quiet_said(picture: Timeline, lane: Lane) -> str:
    _, _ngettext = speech(picture.language)
    return _("nothing since {day}").format(day=lane.last) if lane.last else _("nothing yet")


def _gathered(lane: Lane, scale: _Scale, size: float) -> dict[int, list[Mark]]:
    """The marks of a lane by the place, in steps of `size`, that they fall in."""
    found: dict[int, list[Mark]] = {}
    for mark in sorted(lane.marks, key=lambda mark: (mark.day, mark.document)):
        found.setdefault(int(scale.at(mark.day) / size), []).append(mark)
    return found


# ---------------------------------------------------------------------- terminal


def _rows(picture: Timeline, width: int) -> Iterator[Line]:
    label = max((2 * lane.depth + widest((lane.label,), 6, width // 4) for lane in picture.lanes), default=6)
    room = max(20, width - label - 3)
    scale = _Scale(picture.days, 0, room - 1)
    if picture.waves:
        yield line(
            Piece(" " * (label + 3) + _across(room, [(scale.at(w.first), w.label) for w in picture.waves]), dim=True)
        )
    for at, lane in enumerate(picture.lanes):
        name, *drawn = _lane(picture, lane, label, room, scale)
        yield (name._replace(spot=(at,)), *drawn)
    yield line(
        Piece(" " * (label + 3) + _across(room, [(scale.at(day), name) for day, name in scale.ticks(10)]), dim=True)
    )


def _across(room: int, names: Sequence[tuple[float, str]]) -> str:
    """Names at their places, one that would run into another left out."""
    drawn = ""
    for place, said in names:
        name = fitted(said, min(18, columns(safe_line(said))))
        at = max(0, min(int(place), room - columns(name)))
        if at >= columns(drawn) + bool(drawn):
            drawn += " " * (at - columns(drawn)) + name
    return drawn


def _lane(picture: Timeline, lane: Lane, label: int, room: int, scale: _Scale) -> Iterator[Piece]:
    quiet, indent = picture.is_quiet(lane), "  " * lane.depth
    yield Piece(indent + fitted(lane.label, label - len(indent)), bold=lane.heading or quiet)
    yield Piece(" ! " if quiet else "   ", "vermilion" if quiet else "", bold=quiet)
    if lane.heading:
        return
    marks = _gathered(lane, scale, 1)
    shaded = _shaded(picture.waves, room, scale)
    after = f" {_quiet_said(picture, lane)}" if quiet else ""
    begin = max(marks, default=-1) + 1
    for at in range(begin if len(after) <= room - begin and quiet else room):
        ground = Piece("▒" if shaded(at) else "─", dim=True)
        yield Piece(_one_sign(marks[at]), bold=True) if at in marks else ground
    if quiet and len(after) <= room - begin:
        yield words(after, dim=True)


def _shaded(waves: Sequence[Wave], room: int, scale: _Scale) -> Callable[[int], bool]:
    spans = [(int(scale.at(wave.first)), int(scale.at(wave.last))) for wave in waves]
    covered = {at for first, last in spans for at in range(first, last + 1) if at < room}
    return covered.__contains__


def _one_sign(marks: Sequence[Mark]) -> str:
    """The sign of a kind, or how many documents stand here."""
    return _sign(marks[0].kind) if len(marks) == 1 else str(len(marks)) if len(marks) < 10 else "+"


def _below(picture: Timeline, width: int) -> Iterator[Line]:
    _, _ngettext = speech(picture.language)
    signs = [(Piece(_sign(kind)), name) for kind, name in _kinds(picture)]
    signs += [(Piece("2–9 +"), _("several documents"))]
    signs += [(Piece("▒"), _("wave"))] if picture.waves else []
    signs += [(Piece("!", "vermilion", bold=True), _("nothing in the last {days} days").format(days=picture.recent))]
    yield from legend(signs, width)
    if picture.undated:
        yield from paragraph(_("Without a date: {documents}.").format(documents=", ".join(picture.undated)), width)


# ---------------------------------------------------------------------- SVG


def _ground(picture: Timeline, scale: _Scale) -> Part:
    """The waves as shaded columns with their names, and the scale, behind the lanes."""
    high = ROW * len(picture.lanes)
    drawn = []
    for place, wave in enumerate(picture.waves):
        left, right = scale.at(wave.first) - 6, scale.at(wave.last) + 6
        fill = "#e9ecef" if place % 2 == 0 else "#dfe3e7"
        drawn.append(rect(left, 18, right - left, high + 4, fill=fill))
        drawn.append(svg.text((left + right) / 2, 13, wave.label, size=10, text_anchor="middle", font_weight="bold"))
    for day, name in scale.ticks(58):
        drawn.append(stroke(scale.at(day), 18, scale.at(day), high + 26, FAINT, stroke_width=0.7))
        drawn.append(svg.text(scale.at(day), high + 37, name, size=svg.SMALL, fill=SOFT, text_anchor="middle"))
    return Part(14, "".join(drawn))


def _lanes(picture: Timeline, scale: _Scale) -> Part:
    drawn = (_lane_drawn(picture, lane, ROW * at, scale) for at, lane in enumerate(picture.lanes))
    return Part(ROW * len(picture.lanes) + 24, "".join(drawn))


def _lane_drawn(picture: Timeline, lane: Lane, y: float, scale: _Scale) -> str:
    x = MARGIN + 12 * lane.depth
    name: dict[str, Any] = {"font_weight": "bold"} if lane.heading else {"fill": INK}
    drawn = [svg.text(x, y + 16, lane.label, room=scale.left - x - 18, **name)]
    if lane.heading:
        return "".join(drawn)
    quiet = picture.is_quiet(lane)
    begin = scale.at(lane.last) if lane.last else scale.left
    solid = begin if quiet else scale.right
    drawn.append(stroke(scale.left, y + 12, solid, y + 12, SOFT, stroke_width=0.8))
    if quiet:
        drawn.append(_silence(_quiet_said(picture, lane), begin, y, scale))
    for _place, marks in sorted(_gathered(lane, scale, BIN).items()):
        drawn.append(_marks(marks, y + 12, scale))
    return "".join(drawn)


def _silence(said: str, begin: float, y: float, scale: _Scale) -> str:
    """What stands out: a broken line to the end, and since when."""
    broken = stroke(begin, y + 12, scale.right, y + 12, "#d55e00", stroke_width=1.4, stroke_dasharray="2 4")
    warned = svg.text(scale.left - 8, y + 16, "!", font_weight="bold", fill=WARNING, text_anchor="end")
    if scale.right - begin < breadth(said, svg.SMALL) + 16:
        return broken + warned
    halo: dict[str, Any] = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke", "fill": WARNING}
    return broken + warned + svg.text(scale.right, y + 8, said, size=svg.SMALL, text_anchor="end", **halo)


def _marks(marks: Sequence[Mark], y: float, scale: _Scale) -> str:
    """The marks of one place: one shape a kind side by side, each with its number where it stands for several."""
    middle = sum(scale.at(mark.day) for mark in marks) / len(marks)
    kinds = Counter(mark.kind for mark in marks)
    left = middle - 5.5 * (len(kinds) - 1)
    shapes = (
        _shape(kind, left + 11 * at, y)
        + (svg.text(left + 11 * at + 5, y - 4, str(count), size=8, font_weight="bold") if count > 1 else "")
        for at, (kind, count) in enumerate(sorted(kinds.items()))
    )
    return svg.hinted(", ".join(f"{mark.document} {mark.day}" for mark in marks), *shapes)


def _shape(kind: str, x: float, y: float) -> str:
    around: dict[str, Any] = {"stroke": PAPER, "stroke_width": 1.0}
    if kind == "interview":
        return tag("circle", cx=x, cy=y, r=5.0, fill=INK, **around)
    if kind == "focus group":
        return rect(x - 4.6, y - 4.6, 9.2, 9.2, fill=INK, **around)
    points = {"visit note": ((0, -6), (5.6, 4.6), (-5.6, 4.6)), "minutes": ((0, -6), (6, 0), (0, 6), (-6, 0))}
    if kind in points:
        drawn = " ".join(f"{svg.figure(x + right)},{svg.figure(y + down)}" for right, down in points[kind])
        return tag("polygon", points=drawn, fill=INK, **around)
    return tag("circle", cx=x, cy=y, r=4.2, fill=PAPER, stroke=INK, stroke_width=1.6)


def _legend(picture: Timeline) -> Part:
    _, _ngettext = speech(picture.language)
    items = [(_shape(kind, 8, 6), name) for kind, name in _kinds(picture)]
    if picture.waves:
        items.append((rect(0, 0, 16, 12, fill="#dfe3e7"), _("wave")))
    broken = stroke(0, 6, 16, 6, "#d55e00", stroke_width=1.4, stroke_dasharray="2 4")
    quiet = _("nothing in the last {days} days").format(days=picture.recent)
    items.append((broken, f"! {quiet}"))
    return svg.flow(items)


def _undated(picture: Timeline) -> Part:
    _, _ngettext = speech(picture.language)
    said = _("Without a date: {documents}.").format(documents=listed(list(picture.undated), 60, picture.language))
    return svg.prose(said if picture.undated else "")
