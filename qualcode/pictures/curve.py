"""Saturation curve: the codes met so far after each interview, the band of random orders, and where little was new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.analysis.saturation import Saturation
from qualcode.pictures import svg
from qualcode.pictures.colours import FAINT, INK, PAPER, RAMP, SOFT
from qualcode.pictures.figures import speech
from qualcode.pictures.svg import MARGIN, PAGE, Part, rect, stroke, tag
from qualcode.pictures.terminal import Line, Piece, legend, line, paragraph, words

HIGH = 250.0
LEFT = MARGIN + 34.0
RIGHT = PAGE - MARGIN - 12.0
ROWS = 14


@dataclass(frozen=True, slots=True)
class Point:
    """After an interview: its document, the codes met so far, those of them that are new, and the band there."""

    document: str
    met: int
    new: int
    low: int | None = None
    middle: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Interviews in order. `stop`: after how many a run brought little (None: never); `base` and `run` as set."""

    title: str
    points: tuple[Point, ...]
    base: int
    run: int
    stop: int | None
    note: str
    language: str

    @property
    def top(self) -> int:
        """The most codes that are drawn."""
        return max((max(point.met, point.high or 0) for point in self.points), default=0) or 1

    @property
    def has_band(self) -> bool:
        """Whether random orders are drawn."""
        return any(point.high is not None for point in self.points)

    def description(self) -> str:
        """What it shows: codes after the base and after all, and where little was new."""
        return " ".join(_sentences(self))

    def lines(self, width: int) -> list[Line]:
        """Rows for a terminal of that width."""
        return [line(words(self.title, bold=True)), *_rows(self, width), *_below(self, width)]

    def svg(self) -> str:
        """The picture for a report."""
        parts = (_plot(self), _legend(self), svg.prose(self.note))
        return svg.page(self.title, self.description(), self.language, parts)


def curve(found: Saturation, title: str, note: str, language: str) -> Curve:
    """The curve of what the analysis of saturation found."""
    spreads = found.band.cumulative if found.band else ()
    points = []
    for at, step in enumerate(found.steps):
        spread = spreads[at] if at < len(spreads) else None
        band = (spread.low, spread.middle, spread.high) if spread else (None, None, None)
        points.append(Point(step.document, step.cumulative, len(step.new), *band))
    return Curve(title, tuple(points), found.criterion.base, found.criterion.run, found.reached, note, language)


def _sentences(picture: Curve) -> Iterator[str]:
    _, ngettext = speech(picture.language)
    if not picture.points:
        yield _("There is no interview yet.")
        return
    count = len(picture.points)
    early = picture.points[min(picture.base, count) - 1].met
    yield ngettext(
        "{count} interview brought {codes} codes,", "{count} interviews brought {codes} codes,", count
    ).format(count=count, codes=picture.points[-1].met) + _(" {early} of them in the first {base}.").format(
        early=early, base=min(picture.base, count)
    )
    yield _("The last one brought {new}.").format(new=picture.points[-1].new)
    yield _stop_said(picture)
    final = picture.points[len(picture.points) // 2]
    if final.low is not None:
        said = _("In random orders {low} to {high} codes are met after {count}; in this order {met}.")
        yield said.format(low=final.low, high=final.high, count=len(picture.points) // 2 + 1, met=final.met)


def _stop_said(picture: Curve) -> str:
    _, _ngettext = speech(picture.language)
    if picture.stop is None:
        return _("Saturation was not reached.")
    said = _("Saturation was reached after {stop}: the next {run} brought little ({stop}+{run}).")
    return said.format(stop=picture.stop, run=picture.run)


def _names(picture: Curve) -> tuple[str, str, str, str]:
    _, _ngettext = speech(picture.language)
    return (
        _("codes met so far, in the order of interviews"),
        _("median of random orders"),
        _("random orders, 5th to 95th percentile"),
        _("new codes in the interview"),
    )


# ---------------------------------------------------------------------- terminal


def _rows(picture: Curve, width: int) -> Iterator[Line]:
    room = max(10, width - 6)
    every = -(-len(picture.points) // room) or 1
    shown = range(0, len(picture.points), every)
    wide = max(1, min(6, room // max(1, len(shown))))
    for row in range(ROWS - 1, -1, -1):
        mark = row in (0, ROWS - 1, ROWS // 2)
        name = f"{round(row / (ROWS - 1) * picture.top):>4} " if mark else " " * 5
        yield (Piece(name + "│", dim=True), *(_cell(picture, at, row, wide) for at in shown))
    yield line(Piece(" " * 5 + "└" + "─" * wide * len(shown), dim=True))
    apart = -(-5 // wide)
    numbers = (str(at + 1).rjust(wide * (apart if place else 1)) for place, at in enumerate(shown[::apart]))
    yield line(Piece(" " * 6 + "".join(numbers), dim=True))


def _cell(picture: Curve, at: int, row: int, wide: int) -> Piece:
    """One interview's column at one height: the point, the band, the median, the line of the stop."""
    point = picture.points[at]

    def level(codes: int) -> int:
        return round(codes / picture.top * (ROWS - 1))

    inside = point.low is not None and level(point.low) <= row <= level(point.high or 0)
    filled = "░" if inside else "┊" if picture.stop == at + 1 else " "
    if level(point.met) == row:
        return Piece(filled * (wide - 1) + "●", bold=True)
    if point.middle is not None and level(point.middle) == row:
        return Piece(filled * (wide - 1) + "┄", dim=True)
    return Piece((("░" if inside else " ") * (wide - 1)) + filled, dim=True)


def _below(picture: Curve, width: int) -> Iterator[Line]:
    _, _ngettext = speech(picture.language)
    met, median, band, _new = _names(picture)
    signs = [(Piece("●", bold=True), met)]
    signs += [(Piece("┄"), median), (Piece("░"), band)] if picture.has_band else []
    signs += [(Piece("┊"), _("reached"))] if picture.stop else []
    yield from legend(signs, width)
    yield from paragraph(_stop_said(picture), width)
    yield from paragraph(picture.note, width, dim=True)


# ---------------------------------------------------------------------- SVG


def _x(picture: Curve, count: float) -> float:
    """Where so many interviews stand; none at the left edge."""
    return LEFT + (RIGHT - LEFT) * count / max(1, len(picture.points))


def _y(picture: Curve, codes: float) -> float:
    return 16 + HIGH * (1 - codes / picture.top)


def _plot(picture: Curve) -> Part:
    drawn = "".join((*_scale(picture), *_news(picture), *_band(picture), *_stop(picture), *_line(picture)))
    return Part(HIGH + 52, drawn)


def _scale(picture: Curve) -> Iterator[str]:
    _, _ngettext = speech(picture.language)
    step = next(
        step for power in range(9) for step in (10**power, 2 * 10**power, 5 * 10**power) if picture.top / step <= 8
    )
    for codes in range(0, picture.top + 1, step):
        y = _y(picture, codes)
        yield stroke(LEFT, y, RIGHT, y, FAINT, stroke_width=0.7)
        yield svg.text(LEFT - 6, y + 3.5, str(codes), size=svg.SMALL, fill=SOFT, text_anchor="end")
    every = max(1, -(-len(picture.points) // 24))
    for count in range(1, len(picture.points) + 1):
        if count % every == 0 or count == 1:
            x = _x(picture, count)
            yield svg.text(x, HIGH + 30, str(count), size=svg.SMALL, fill=SOFT, text_anchor="middle")
    yield svg.text((LEFT + RIGHT) / 2, HIGH + 46, _("interviews"), size=10, text_anchor="middle")


def _news(picture: Curve) -> Iterator[str]:
    """Small columns of what each interview brought that was new."""
    wide = max(2.0, min(14.0, (RIGHT - LEFT) / max(1, len(picture.points)) * 0.4))
    for count, point in enumerate(picture.points, start=1):
        if point.new:
            y = _y(picture, point.new)
            box = rect(_x(picture, count) - wide / 2, y, wide, 16 + HIGH - y, fill=FAINT, stroke=SOFT, stroke_width=0.5)
            yield svg.hinted(f"{point.document}: +{point.new}", box)


def _band(picture: Curve) -> Iterator[str]:
    known = [(at, point) for at, point in enumerate(picture.points, start=1) if point.low is not None]
    if not known:
        return
    high = [(_x(picture, at), _y(picture, point.high or 0)) for at, point in known]
    low = [(_x(picture, at), _y(picture, point.low or 0)) for at, point in known]
    middle = [(_x(picture, at), _y(picture, point.middle or 0)) for at, point in known]
    yield tag("polygon", points=_places([*high, *reversed(low)]), fill=RAMP[1], fill_opacity=0.55)
    yield tag("polyline", points=_places(middle), fill="none", stroke=RAMP[3], stroke_width=1.4, stroke_dasharray="5 3")


def _stop(picture: Curve) -> Iterator[str]:
    if picture.stop is None:
        return
    x = _x(picture, picture.stop)
    yield stroke(x, 8, x, 16 + HIGH, INK, stroke_width=1.2, stroke_dasharray="2 3")
    side = "end" if x > (LEFT + RIGHT) / 2 else "start"
    at = x - 5 if side == "end" else x + 5
    yield svg.text(at, 12, f"{picture.stop}+{picture.run}", size=10, font_weight="bold", text_anchor=side)


def _line(picture: Curve) -> Iterator[str]:
    places = [(_x(picture, at), _y(picture, point.met)) for at, point in enumerate(picture.points, start=1)]
    yield tag("polyline", points=_places(places), fill="none", stroke=INK, stroke_width=2)
    for (x, y), point in zip(places, picture.points, strict=True):
        circle = tag("circle", cx=x, cy=y, r=3.4, fill=INK, stroke=PAPER, stroke_width=1)
        yield svg.hinted(f"{point.document}: {point.met}", circle)
    if places:
        x, y = places[-1]
        yield svg.text(x, y - 7, str(picture.points[-1].met), size=10, font_weight="bold", text_anchor="end")


def _places(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{svg.figure(x)},{svg.figure(y)}" for x, y in points)


def _legend(picture: Curve) -> Part:
    met, median, band, new = _names(picture)
    dot = tag("circle", cx=8, cy=6, r=3.4, fill=INK)
    items = [(stroke(0, 6, 16, 6, INK, stroke_width=2) + dot, met)]
    if picture.has_band:
        dashed = stroke(0, 6, 16, 6, RAMP[3], stroke_width=1.4, stroke_dasharray="5 3")
        items += [(dashed, median), (rect(0, 0, 16, 12, fill=RAMP[1], fill_opacity=0.55), band)]
    items.append((rect(4, 0, 8, 12, fill=FAINT, stroke=SOFT, stroke_width=0.5), new))
    return svg.flow(items)
