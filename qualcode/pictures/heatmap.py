"""Heat map of themes × groups: how dark says how much, the number stands in the cell, three emptinesses drawn apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from qualcode.looks import LIGHT
from qualcode.model.counts import Cell, ThemeTable
from qualcode.pictures import svg
from qualcode.pictures.colours import FAINT, RAMP, SOFT, STEPS, ink_on, step
from qualcode.pictures.figures import measured, number, percent, quoted, speech
from qualcode.pictures.svg import MARGIN, PAGE, Part, breadth, rect
from qualcode.pictures.terminal import Line, Piece, fitted, legend, line, on_ground, paragraph, widest, words

SHADES = " ▁▂▄▆█"
"""What stands beside a number in a terminal, from nothing to the darkest step."""
HATCH, DOTS = "╱╱╱", "·?·"
PARTED = " / "
"""What stands between the names of a group of several dimensions: in a terminal, each has a row of its own."""
ROW = 21.0
_DEEPEST = 3
"""Lines on which the names of neighbouring columns stand by turns, at most."""


@dataclass(frozen=True, slots=True)
class Square:
    """One cell: what stands in it, how much it weighs (from 0 to 1), and its state as in `model.Cell`."""

    figure: str
    share: float
    state: str

    @property
    def step(self) -> int:
        """Which step of the ramp it has."""
        return step(self.share)


@dataclass(frozen=True, slots=True)
class Band:
    """One theme with its hue and its cells, in the order of the columns."""

    label: str
    depth: int
    hue: str
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Themes × groups. `steps` says what each step of the ramp means, `note` the rule of counting."""

    title: str
    measure: str
    columns: tuple[str, ...]
    bands: tuple[Band, ...]
    steps: tuple[str, ...]
    note: str
    language: str

    def description(self) -> str:
        """What it shows, with the highest cells and how many are empty, in sentences."""
        return " ".join(_sentences(self))

    def lines(self, width: int) -> list[Line]:
        """Rows for a terminal of that width; what does not fit beside stands below."""
        return [*_rows(self, width), *_legend_rows(self, width)]

    def svg(self) -> str:
        """The picture for a report."""
        label, cell = _widths(self)
        width = max(float(PAGE), 2 * MARGIN + label + cell * len(self.columns))
        parts = (_heads(self, label, cell), _grid(self, label, cell), _legend(self, width), svg.prose(self.note, width))
        return svg.page(self.title, self.description(), self.language, parts, width)


def heat_map(table: ThemeTable, measure: str, title: str, hues: Mapping[str, str], language: str) -> HeatMap:
    """The heat map of a table; `hues` are the codes' hues. Participants are shares of N, the rest of the largest."""
    cells = [cell for row in table.rows for cell in row.cells.values()]
    top = float(max((getattr(cell, measure) for cell in cells), default=0)) or 1.0
    square = _of_people() if measure == "participants" else _of_amounts(measure, top, language)
    bands = tuple(
        Band(
            row.label,
            row.depth,
            hues.get(row.code, "white"),
            tuple(square(row.cells[group], people) for group, people in table.groups.items()),
        )
        for row in table.rows
    )
    columns = tuple(table.titles[group] for group in table.groups)
    return HeatMap(title, measure, columns, bands, _steps(measure, top, language), table.rule, language)


def _of_people() -> Callable[[Cell, int], Square]:
    def square(cell: Cell, people: int) -> Square:
        share = min(1.0, cell.participants / people) if people else float(cell.participants > 0)
        return Square(_figure(cell, f"{cell.participants}/{people}"), share, cell.state)

    return square


def _of_amounts(measure: str, top: float, language: str) -> Callable[[Cell, int], Square]:
    def square(cell: Cell, _people: int) -> Square:
        value = getattr(cell, measure)
        return Square(_figure(cell, number(value, language)), value / top, cell.state)

    return square


def _figure(cell: Cell, figure: str) -> str:
    unraised = figure if "/" in figure else "0"
    return {"not_asked": "", "not_coded": "?", "not_raised": unraised}.get(cell.state, figure)


def _steps(measure: str, top: float, language: str) -> tuple[str, ...]:
    if measure == "participants":
        return tuple(f"≤ {percent(place / STEPS, language)}" for place in range(1, STEPS + 1))
    whole = measure != "per_1000"
    bounds = (top * place / STEPS for place in range(1, STEPS + 1))
    return tuple(f"≤ {number(int(bound) if whole else bound, language)}" for bound in bounds)


def _sentences(picture: HeatMap) -> Iterator[str]:
    _, ngettext = speech(picture.language)
    yield _("Heat map of {rows} themes by {columns} groups; the darker a cell, the more ({measure}).").format(
        rows=len(picture.bands), columns=len(picture.columns), measure=measured(picture.measure, picture.language)
    )
    cells = [
        (square.share, _weight(square), band.label, column, square.figure)
        for band in picture.bands
        for column, square in zip(picture.columns, band.squares, strict=True)
        if square.state == "said"
    ]
    if not cells:
        yield _("No cell has anything in it.")
        return
    share, weight, label, column, figure = max(cells, key=lambda cell: cell[:2])
    others = sum(cell[:2] == (share, weight) for cell in cells) - 1
    yield _("The highest is {theme}, {group}: {figure}").format(
        theme=quoted(label, picture.language), group=column, figure=figure
    ) + (
        ngettext(" ({count} other as high).", " ({count} others as high).", others).format(count=others)
        if others
        else "."
    )
    states = [square.state for band in picture.bands for square in band.squares]
    yield _(
        "Of {cells} cells, {unraised} are asked but not raised, {unasked} not asked, {uncoded} not yet coded."
    ).format(
        cells=len(states),
        unraised=states.count("not_raised"),
        unasked=states.count("not_asked"),
        uncoded=states.count("not_coded"),
    )


def _weight(square: Square) -> int:
    """People in a cell like `3/12`, to tell 3/3 from 1/1; 0 for other figures."""
    count, slash, _total = square.figure.partition("/")
    return int(count) if slash else 0


def _empties(picture: HeatMap) -> tuple[str, str, str]:
    _, _ngettext = speech(picture.language)
    return _("asked, not raised"), _("not asked"), _("not yet coded")


# ---------------------------------------------------------------------- terminal


def _rows(picture: HeatMap, width: int) -> Iterator[Line]:
    label = max((2 * band.depth + widest((band.label,), 10, width // 3 - 2) for band in picture.bands), default=10)
    figures = [square.figure for band in picture.bands for square in band.squares]
    room = (width - label - 1) // max(1, len(picture.columns))
    narrow = max(widest(figures, 3, 12) + 3, min(widest(_name_parts(picture), 11, 20) + 2, room))
    cell = next((wide for wide in range(narrow, 30) if _told_apart(picture.columns, wide)), narrow)
    across = max(1, (width - label - 1) // cell)
    yield line(words(picture.title, bold=True))
    for first in range(0, len(picture.columns), across):
        part = slice(first, first + across)
        yield from _heads_above(picture, part, label + 1, cell)
        for row, band in enumerate(picture.bands):
            squares = enumerate(band.squares[part], start=first)
            yield (
                _label(band, label)._replace(spot=(row,)),
                *(_square(square, cell)._replace(spot=(row, column)) for column, square in squares),
            )
        yield line()


def _heads_above(picture: HeatMap, part: slice, label: int, cell: int) -> Iterator[Line]:
    """The groups' names above their columns; where columns are narrow, neighbours' names stand on lines of their own.

    Where not all columns stand side by side, it is said first which ones these are.
    """
    columns = picture.columns[part]
    if len(columns) < len(picture.columns):
        _, _ngettext = speech(picture.language)
        said = _("columns {first}–{last} of {count}").format(
            first=part.start + 1, last=part.start + len(columns), count=len(picture.columns)
        )
        below = " · " + _("the others below") if part.stop < len(picture.columns) else ""
        yield line(words(said + below, dim=True))
    for names in zip_longest(*(column.split(PARTED) for column in columns), fillvalue=""):
        deep = min(_DEEPEST, -(-(widest(names, 1, _DEEPEST * cell) + 1) // cell))
        for at in range(deep):
            first = label + (at + 1) * cell
            heads = [fitted(names[at], first - 1, ">")] if at < len(names) else []
            heads += [fitted(name, deep * cell - 1, ">") for name in names[at + deep :: deep]]
            yield line(Piece(" ".join(heads) + " ", dim=True))


def _name_parts(picture: HeatMap) -> Iterator[str]:
    return (part for column in picture.columns for part in column.split(PARTED))


def _told_apart(titles: Sequence[str], cell: int) -> bool:
    """Whether names cut to the width that they have still differ."""
    shown = {tuple(fitted(part, _DEEPEST * cell - 1) for part in title.split(PARTED)) for title in titles}
    return len(shown) == len(set(titles))


def _label(band: Band, width: int) -> Piece:
    indent = "  " * band.depth
    return Piece(indent + fitted(band.label, width - len(indent)) + " ", bold=band.depth == 0)


def _square(square: Square, width: int) -> Piece:
    if square.state == "not_asked":
        return Piece(fitted(HATCH, width - 1, ">") + " ", dim=True)
    if square.state == "not_coded":
        return Piece(fitted(DOTS, width - 1, ">") + " ", dim=True)
    said = fitted(f"{SHADES[square.step]} {square.figure}".strip(), width - 1, ">") + " "
    return on_ground(said, RAMP[square.step - 1]) if square.step else Piece(said, dim=True)


def _legend_rows(picture: HeatMap, width: int) -> list[Line]:
    steps = zip(SHADES[1:], RAMP, picture.steps, strict=True)
    unraised, unasked, uncoded = _empties(picture)
    nothing = "0/N" if picture.measure == "participants" else "0"
    signs = [
        *((on_ground(f" {shade} ", colour), meaning) for shade, colour, meaning in steps),
        (Piece(nothing, dim=True), unraised),
        (Piece(HATCH, dim=True), unasked),
        (Piece(DOTS, dim=True), uncoded),
    ]
    return [
        line(words(measured(picture.measure, picture.language), dim=True)),
        *legend(signs, width),
        *paragraph(picture.note, width, dim=True),
    ]


# ---------------------------------------------------------------------- SVG


def _widths(picture: HeatMap) -> tuple[float, float]:
    """How wide the labels and how wide a cell is."""
    label = max((breadth(band.label, _size(band)) + 12 * band.depth for band in picture.bands), default=0) + 16
    label = min(max(label, 90), 240)
    figures = max((breadth(square.figure, 10) for band in picture.bands for square in band.squares), default=0) + 8
    room = (PAGE - 2 * MARGIN - label) / max(1, len(picture.columns))
    return label, max(figures, min(90, room))


def _size(band: Band) -> float:
    """The size to measure a label with: bold letters are broader."""
    return svg.TEXT * (1.12 if band.depth == 0 else 1)


def _heads(picture: HeatMap, label: float, cell: float) -> Part:
    """The groups' names: level where they fit on two lines, else aslant."""
    level = [svg.wrapped(column, cell - 4, 10) for column in picture.columns]
    if all(len(rows) <= 2 and max(breadth(row, 10) for row in rows) <= cell - 4 for rows in level):
        most = max(map(len, level), default=1)
        drawn = (
            svg.text(
                _centre(label, cell, place), 12 * (most - len(rows) + at + 1) - 2, row, size=10, text_anchor="middle"
            )
            for place, rows in enumerate(level)
            for at, row in enumerate(rows)
        )
        return Part(12 * most - 2, "".join(drawn))
    height = min(110.0, max(breadth(column, 10) for column in picture.columns) * 0.72 + 14)
    room = (height - 8) / 0.71
    drawn = (
        svg.moved(
            _centre(label, cell, place) + 3,
            height - 4,
            svg.text(0, 0, column, size=10, room=room, transform="rotate(-45)"),
        )
        for place, column in enumerate(picture.columns)
    )
    return Part(height, "".join(drawn))


def _centre(label: float, cell: float, place: int) -> float:
    return MARGIN + label + cell * (place + 0.5)


def _grid(picture: HeatMap, label: float, cell: float) -> Part:
    drawn = (_band(band, picture.columns, label, cell, ROW * at) for at, band in enumerate(picture.bands))
    return Part(ROW * len(picture.bands) + 4, "".join(drawn))


def _band(band: Band, columns: Sequence[str], label: float, cell: float, y: float) -> str:
    indent = MARGIN + 8 + 12 * band.depth
    weight: dict[str, Any] = {"font_weight": "bold"} if band.depth == 0 else {}
    hue = rect(MARGIN, y + 1, 3, ROW - 2, fill=LIGHT.get(band.hue, SOFT))
    name = svg.text(
        indent, y + 14.5, band.label, room=(label - (indent - MARGIN) - 6) * svg.TEXT / _size(band), **weight
    )
    left = MARGIN + label
    cells = (
        svg.hinted(f"{band.label}, {column}", _cell(square, left + cell * at, y, cell))
        for at, (column, square) in enumerate(zip(columns, band.squares, strict=True))
    )
    return hue + name + "".join(cells)


def _cell(square: Square, x: float, y: float, width: float) -> str:
    box = rect(x + 1, y + 1, width - 2, ROW - 2, fill=_fill(square), stroke=FAINT, stroke_width=0.7)
    if square.state == "not_asked":
        return box
    ground = RAMP[square.step - 1] if square.step else "#ffffff"
    ink = ink_on(ground) if square.step else SOFT
    halo: dict[str, Any] = (
        {"stroke": "#ffffff", "stroke_width": 4, "paint_order": "stroke"} if square.state == "not_coded" else {}
    )
    middle = x + width / 2
    return box + svg.text(middle, y + 14.5, square.figure, size=10, fill=ink, text_anchor="middle", **halo)


def _fill(square: Square) -> str:
    by_state = {"not_asked": "url(#hatch)", "not_coded": "url(#dots)"}
    return by_state.get(square.state, RAMP[square.step - 1] if square.step else "#ffffff")


def _legend(picture: HeatMap, width: float) -> Part:
    unraised, unasked, uncoded = _empties(picture)
    nothing = "0/N" if picture.measure == "participants" else "0"
    measure = svg.prose(measured(picture.measure, picture.language), width)
    items = [
        *((_swatch(colour), meaning) for colour, meaning in zip(RAMP, picture.steps, strict=True)),
        (_swatch("#ffffff") + svg.text(8, 9, nothing, size=7, text_anchor="middle", fill=SOFT), unraised),
        (_swatch("url(#hatch)"), unasked),
        (_swatch("url(#dots)"), uncoded),
    ]
    signs = svg.flow(items, width)
    return Part(measure.height + signs.height, measure.drawn + svg.moved(0, measure.height, signs.drawn))


def _swatch(fill: str) -> str:
    return rect(0, 0, 16, 12, fill=fill, stroke=FAINT, stroke_width=0.7)
