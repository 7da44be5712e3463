"""Bars with n/N: one a theme, or one a group, with Wilson's 95 % interval where enough people were interviewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.analysis.shares import ENOUGH, Interval, rounded, share_of
from qualcode.looks import LIGHT
from qualcode.model.counts import Cell, ThemeTable
from qualcode.pictures import svg
from qualcode.pictures.colours import FAINT, INK, PAPER, RAMP, SOFT
from qualcode.pictures.figures import measured, number, percent, quoted, speech
from qualcode.pictures.svg import MARGIN, PAGE, Part, breadth, rect, stroke
from qualcode.pictures.terminal import Line, Piece, fitted, legend, line, paragraph, widest, words

ROW = 22.0
FILL = RAMP[2]
EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how long it is (from 0 to 1), its figures, and how sure its share is where that can be said."""

    label: str
    depth: int
    hue: str
    length: float
    figure: str
    state: str
    sure: Interval | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars in order. `end` is what the whole length stands for, `people` whether bars are shares of N."""

    title: str
    measure: str
    bars: tuple[Bar, ...]
    end: str
    people: bool
    note: str
    language: str

    def description(self) -> str:
        """What it shows, with the longest and the shortest bar, in sentences."""
        return " ".join(_sentences(self))

    def lines(self, width: int) -> list[Line]:
        """Rows for a terminal of that width."""
        label = max((2 * bar.depth + widest((bar.label,), 6, width // 3) for bar in self.bars), default=6)
        figures = widest((_figures(bar, self.language) for bar in self.bars), 3, 24)
        room = max(8, width - label - figures - 3)
        rows = [_row(at, bar, label, room, self.language) for at, bar in enumerate(self.bars)]
        return [line(words(self.title, bold=True)), *rows, line(), *_legend_rows(self, width)]

    def svg(self) -> str:
        """The picture for a report."""
        label = max((breadth(bar.label, _size(bar)) + 12 * bar.depth for bar in self.bars), default=0) + 20
        figures = max((breadth(_figures(bar, self.language), 10) for bar in self.bars), default=0) + 10
        label = min(max(label, 80), 265)
        parts = (_axis(self, label, figures), _body(self, label, figures), _legend(self), svg.prose(self.note))
        return svg.page(self.title, self.description(), self.language, parts)


def theme_bars(table: ThemeTable, measure: str, title: str, hues: Mapping[str, str], language: str) -> Bars:
    """A bar for each theme, of everybody in the table."""
    entries = [(row.label, row.depth, hues.get(row.code, "white"), row.total, table.total) for row in table.rows]
    return _bars(entries, measure, title, table.rule, language)


def group_bars(table: ThemeTable, code: str, measure: str, title: str, hues: Mapping[str, str], language: str) -> Bars:
    """A bar for each group of the table, of one theme."""
    row = next(row for row in table.rows if row.code == code)
    hue = hues.get(code, "white")
    entries = [(table.titles[group], 0, hue, row.cells[group], people) for group, people in table.groups.items()]
    return _bars(entries, measure, title, table.rule, language)


Entry = tuple[str, int, str, Cell, int]
"""A bar's label, depth and hue, its cell and the people interviewed."""


def _bars(entries: list[Entry], measure: str, title: str, note: str, language: str) -> Bars:
    people = measure == "participants"
    top = float(max((getattr(cell, measure) for *_start, cell, _people in entries), default=0)) or 1.0
    made = tuple(_bar(entry, measure, top, language) for entry in entries)
    end = percent(1, language) if people else number(int(top) if measure == "segments" else top, language)
    return Bars(title, measure, made, end, people, note, language)


def _bar(entry: Entry, measure: str, top: float, language: str) -> Bar:
    label, depth, hue, cell, people = entry
    value = getattr(cell, measure)
    if measure != "participants":
        return Bar(label, depth, hue, value / top, number(value, language), cell.state)
    length = min(1.0, cell.participants / people) if people else 0.0
    sure = share_of(cell.participants, people) if cell.state in ("said", "not_raised") else None
    return Bar(label, depth, hue, length, f"{cell.participants}/{people}", cell.state, sure)


def _figures(bar: Bar, language: str) -> str:
    """`4/10 40% [17–69]`, or the sign of a bar that is none."""
    _, _ngettext = speech(language)
    if bar.state == "not_asked":
        return _("not asked")
    if bar.state == "not_coded":
        return _("not yet coded")
    if bar.sure is None:
        return bar.figure
    low, high = rounded(100 * bar.sure.low), rounded(100 * bar.sure.high)
    return f"{bar.figure}  {percent(bar.sure.share, language)} [{low}–{high}]"


def _sentences(picture: Bars) -> Iterator[str]:
    _, ngettext = speech(picture.language)
    yield ngettext("{count} bar: {measure}.", "{count} bars: {measure}.", len(picture.bars)).format(
        count=len(picture.bars), measure=measured(picture.measure, picture.language)
    )
    said = [bar for bar in picture.bars if bar.state == "said"]
    if not said:
        yield _("Nothing has been said of any.")
        return
    longest, shortest = max(said, key=lambda bar: bar.length), min(said, key=lambda bar: bar.length)
    named = {"longest": quoted(longest.label, picture.language), "shortest": quoted(shortest.label, picture.language)}
    yield _("The longest is {longest}, {most}; the shortest that is not empty {shortest}, {least}.").format(
        **named, most=_figures(longest, picture.language), least=_figures(shortest, picture.language)
    )
    empty = [bar.state for bar in picture.bars if bar.state != "said"]
    if empty:
        yield _("Empty: {unraised} asked but not raised, {unasked} not asked, {uncoded} not yet coded.").format(
            unraised=empty.count("not_raised"), unasked=empty.count("not_asked"), uncoded=empty.count("not_coded")
        )


def _interval(picture: Bars) -> str:
    _, _ngettext = speech(picture.language)
    return _("Wilson’s interval (95 %), where N is at least {enough}").format(enough=ENOUGH)


# ---------------------------------------------------------------------- terminal


def _row(at: int, bar: Bar, label: int, room: int, language: str) -> Line:
    indent = "  " * bar.depth
    name = Piece(indent + fitted(bar.label, label - len(indent)) + " ", bold=bar.depth == 0, spot=(at,))
    return (name, *_cells(bar, room), words(" " + _figures(bar, language), dim=bar.state != "said"))


def _cells(bar: Bar, room: int) -> Iterator[Piece]:
    """The bar, and over it from where to where the interval goes: `▒` within the bar, `░` beyond it."""
    if bar.state in ("not_asked", "not_coded"):
        yield Piece(fitted({"not_asked": "╱╱╱", "not_coded": "·?·"}[bar.state], room), dim=True)
        return
    if bar.sure is None:
        whole, rest = divmod(round(bar.length * room * 8), 8)
        yield Piece(("█" * whole + (EIGHTHS[rest] if rest else "")).ljust(room), bar.hue)
        return
    low, full, high = (round(part * room) for part in (bar.sure.low, bar.length, bar.sure.high))
    drawn = "█" * low + "▒" * (full - low) + "░" * (high - full)
    yield Piece(drawn.ljust(room), bar.hue)


def _legend_rows(picture: Bars, width: int) -> Iterable[Line]:
    _, _ngettext = speech(picture.language)
    end = _("a full row is {end}").format(end=picture.end)
    yield from paragraph(f"{measured(picture.measure, picture.language)}; {end}", width, dim=True)
    if any(bar.sure for bar in picture.bars):
        yield from legend([(Piece("▒░"), _interval(picture))], width)
    yield from paragraph(picture.note, width, dim=True)


# ---------------------------------------------------------------------- SVG


def _size(bar: Bar) -> float:
    return svg.TEXT * (1.12 if bar.depth == 0 else 1)


def _length(label: float, figures: float) -> float:
    return PAGE - 2 * MARGIN - label - figures


def _axis(picture: Bars, label: float, figures: float) -> Part:
    """Marks at the quarters of the whole length."""
    left, length = MARGIN + label, _length(label, figures)
    ends = {0: "0", 4: picture.end} | ({2: percent(0.5, picture.language)} if picture.people else {})
    high = ROW * len(picture.bars) + 18
    lines = (
        stroke(left + length * at / 4, 16, left + length * at / 4, high, FAINT, stroke_width=0.7) for at in range(5)
    )
    names = (
        svg.text(left + length * at / 4, 11, said, size=svg.SMALL, fill=SOFT, text_anchor="middle")
        for at, said in ends.items()
    )
    return Part(10, "".join((*lines, *names)))


def _body(picture: Bars, label: float, figures: float) -> Part:
    length = _length(label, figures)
    drawn = (_drawn(bar, ROW * at, label, length, picture.language) for at, bar in enumerate(picture.bars))
    return Part(ROW * len(picture.bars) + 8, "".join(drawn))


def _drawn(bar: Bar, y: float, label: float, length: float, language: str) -> str:
    indent = MARGIN + 8 + 12 * bar.depth
    weight: dict[str, Any] = {"font_weight": "bold"} if bar.depth == 0 else {}
    room = (label - (indent - MARGIN) - 8) * svg.TEXT / _size(bar)
    left = MARGIN + label
    return "".join(
        (
            rect(MARGIN, y + 2, 3, ROW - 4, fill=LIGHT.get(bar.hue, SOFT)),
            svg.text(indent, y + 15, bar.label, room=room, **weight),
            *_shape(bar, left, y, length),
            svg.text(left + length + 8, y + 15, _figures(bar, language), size=10),
        )
    )


def _shape(bar: Bar, left: float, y: float, length: float) -> Iterator[str]:
    if bar.state in ("not_asked", "not_coded"):
        fill = {"not_asked": "url(#hatch)", "not_coded": "url(#dots)"}[bar.state]
        yield rect(left, y + 4, length, ROW - 8, fill=fill, stroke=FAINT, stroke_width=0.7)
        return
    if bar.length:
        yield rect(left, y + 4, max(1, bar.length * length), ROW - 8, fill=FILL, stroke=INK, stroke_width=0.6)
    if bar.sure:
        low, high, middle = left + bar.sure.low * length, left + bar.sure.high * length, y + ROW / 2
        for colour, wide in ((PAPER, 3.4), (INK, 1.4)):  # on the bar and beside it, the whisker is seen
            yield stroke(low, middle, high, middle, colour, stroke_width=wide)
            yield stroke(low, middle - 4, low, middle + 4, colour, stroke_width=wide)
            yield stroke(high, middle - 4, high, middle + 4, colour, stroke_width=wide)


def _legend(picture: Bars) -> Part:
    items = [(rect(0, 0, 16, 12, fill=FILL, stroke=INK, stroke_width=0.6), measured(picture.measure, picture.language))]
    if any(bar.sure for bar in picture.bars):
        whisker = stroke(0, 6, 16, 6) + stroke(0.5, 2, 0.5, 10) + stroke(15.5, 2, 15.5, 10)
        items.append((whisker, _interval(picture)))
    return svg.flow(items)
