"""Which codes come together: a circle of codes in the order of the codebook, lines between; in a terminal a matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, degrees, dist, hypot, pi, sin, sqrt
from typing import Any

from qualcode.looks import LIGHT
from qualcode.pictures import svg
from qualcode.pictures.colours import PAPER, RAMP, SOFT, ink_on, step
from qualcode.pictures.figures import quoted, speech
from qualcode.pictures.heatmap import SHADES
from qualcode.pictures.svg import MARGIN, PAGE, Part, breadth, tag
from qualcode.pictures.terminal import Line, Piece, fitted, line, on_ground, paragraph, widest, words

RADIUS = 165.0
LARGEST = 14.0
LEVEL = 16
"""With so many codes or fewer, names stand level; with more they point away from the middle."""
ROOM = 145.0
"""Units that a name has."""
NUMBERED = 10
"""So many of the strongest lines bear their number."""


@dataclass(frozen=True, slots=True)
class Node:
    """A code with its look and how many segments bear it."""

    id: str
    label: str
    tag: str
    hue: str
    size: int


@dataclass(frozen=True, slots=True)
class Edge:
    """Two codes, by id, and how many segments of theirs come together."""

    first: str
    second: str
    together: int


@dataclass(frozen=True, slots=True)
class Network:
    """Codes in the order in which they stand around, and what joins them; each pair once."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    note: str
    language: str

    @property
    def top(self) -> int:
        """The strength of the strongest pair."""
        return max((edge.together for edge in self.edges), default=1)

    @property
    def strongest(self) -> list[Edge]:
        """The pairs, the strongest first, those alike in the order of the codes."""
        place = {node.id: at for at, node in enumerate(self.nodes)}
        return sorted(self.edges, key=lambda edge: (-edge.together, place[edge.first], place[edge.second]))

    def description(self) -> str:
        """What it shows: codes, pairs, the strongest three."""
        return " ".join(_sentences(self))

    def lines(self, width: int) -> list[Line]:
        """Rows for a terminal of that width: half a matrix of the codes that have most in common with others."""
        return [
            line(words(self.title, bold=True)),
            *_matrix(self, width),
            line(),
            *paragraph(self.note, width, dim=True),
        ]

    def svg(self) -> str:
        """The picture for a report."""
        parts = (_circle(self), _legend(self), svg.prose(self.note))
        return svg.page(self.title, self.description(), self.language, parts)


def _sentences(picture: Network) -> Iterator[str]:
    _, ngettext = speech(picture.language)
    count = len(picture.nodes)
    codes = ngettext("{count} code", "{count} codes", count).format(count=count)
    pairs = ngettext("{count} pair of codes", "{count} pairs of codes", len(picture.edges))
    yield _("A network of {codes}; {pairs} come together at least once.").format(
        codes=codes, pairs=pairs.format(count=len(picture.edges))
    )
    if not picture.edges:
        return
    named = {node.id: quoted(node.label, picture.language) for node in picture.nodes}
    said = (f"{named[edge.first]} – {named[edge.second]} ({edge.together})" for edge in picture.strongest[:3])
    yield _("The strongest: {pairs}.").format(pairs="; ".join(said))
    joined = {name for edge in picture.edges for name in (edge.first, edge.second)}
    alone = sum(node.id not in joined for node in picture.nodes)
    if alone:
        yield ngettext("{count} code stands alone.", "{count} codes stand alone.", alone).format(count=alone)


# ---------------------------------------------------------------------- terminal


def _matrix(picture: Network, width: int) -> Iterator[Line]:
    _, ngettext = speech(picture.language)
    cell = len(str(picture.top)) + 2
    label = widest((node.label for node in picture.nodes), 8, width // 3)
    nodes = _most_joined(picture, max(2, (width - label - 10) // cell))
    found = {(edge.first, edge.second): edge.together for edge in picture.edges}
    place = {node.id: at for at, node in enumerate(picture.nodes)}
    for at, node in enumerate(nodes):
        name = words(f"{fitted(node.label, label)} {node.tag} {node.size:>4} ", dim=False)
        before = (
            (other.id, found.get((other.id, node.id), 0) or found.get((node.id, other.id), 0)) for other in nodes[:at]
        )
        cells = (
            _cell(together, picture.top, cell)._replace(spot=(place[node.id], place[other]) if together else ())
            for other, together in before
        )
        yield (name._replace(spot=(place[node.id],)), *cells, words(f" {node.tag}", dim=True))
    left = len(picture.nodes) - len(nodes)
    yield from paragraph(
        _("The number after a code is its segments; where two codes cross, the segments that come together.")
        + (
            " "
            + ngettext("{count} code has no room here.", "{count} codes have no room here.", left).format(count=left)
            if left
            else ""
        ),
        width,
        dim=True,
    )


def _cell(together: int, top: int, width: int) -> Piece:
    if not together:
        return Piece("·".rjust(width), dim=True)
    strength = step(together / top)
    return on_ground(f"{SHADES[strength]}{together:>{width - 1}}", RAMP[strength - 1])


def _most_joined(picture: Network, most: int) -> list[Node]:
    """The codes that come together with others most, in their order."""
    weight = {node.id: 0 for node in picture.nodes}
    for edge in picture.edges:
        weight[edge.first] += edge.together
        weight[edge.second] += edge.together
    ranked = sorted(picture.nodes, key=lambda node: -weight[node.id])
    chosen = {node.id for node in ranked[:most]}
    return [node for node in picture.nodes if node.id in chosen]


# ---------------------------------------------------------------------- SVG


def _circle(picture: Network) -> Part:
    names = max((breadth(_said(node), 10) for node in picture.nodes), default=0)
    room = min(names, ROOM) + LARGEST + 12
    level = len(picture.nodes) <= LEVEL
    radius = RADIUS if not level else min(RADIUS, (PAGE - 2 * MARGIN) / 2 - room)
    above = 30.0 if level else room
    places = _places(picture.nodes, radius)
    edges = (_edge(edge, places, picture.top) for edge in reversed(picture.strongest))
    numbers = (_number(edge, places) for edge in picture.strongest[:NUMBERED])
    largest = max((node.size for node in picture.nodes), default=1) or 1
    nodes = (_node(node, places[node.id], largest, level) for node in picture.nodes)
    drawn = svg.moved(PAGE / 2, above + radius, *edges, *nodes, *numbers)
    return Part(2 * (above + radius) + 6, drawn)


def _places(nodes: Sequence[Node], radius: float) -> dict[str, tuple[float, float, float]]:
    """Where each code stands around the middle, the first at the top: x, y and the angle."""
    angles = [2 * pi * at / max(1, len(nodes)) - pi / 2 for at in range(len(nodes))]
    return {
        node.id: (radius * cos(angle), radius * sin(angle), angle) for node, angle in zip(nodes, angles, strict=True)
    }


def _pull(edge: Edge, places: dict[str, tuple[float, float, float]]) -> tuple[float, float]:
    """Where a line bends: near the middle between codes far apart, near the circle between neighbours."""
    (x1, y1, _one), (x2, y2, _other) = places[edge.first], places[edge.second]
    apart = dist((x1, y1), (x2, y2)) / (2 * hypot(x1, y1) or 1)
    keep = 0.1 + 0.32 * (1 - apart)
    return (x1 + x2) * keep, (y1 + y2) * keep


def _edge(edge: Edge, places: dict[str, tuple[float, float, float]], top: int) -> str:
    (x1, y1, _one), (x2, y2, _other) = places[edge.first], places[edge.second]
    strength = sqrt(edge.together / top)
    curve = f"M{_at(x1, y1)}Q{_at(*_pull(edge, places))} {_at(x2, y2)}"
    colour = RAMP[max(1, step(strength) - 1)]
    return tag("path", d=curve, fill="none", stroke=colour, stroke_width=0.6 + 5 * strength, stroke_opacity=0.8)


def _number(edge: Edge, places: dict[str, tuple[float, float, float]]) -> str:
    """The number in the middle of a line."""
    (x1, y1, _one), (x2, y2, _other), bend = places[edge.first], places[edge.second], _pull(edge, places)
    x, y = (x1 + x2) / 4 + bend[0] / 2, (y1 + y2) / 4 + bend[1] / 2
    halo: dict[str, Any] = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"}
    return svg.text(x, y + 3.5, str(edge.together), size=10, font_weight="bold", text_anchor="middle", **halo)


def _at(x: float, y: float) -> str:
    return f"{svg.figure(x)} {svg.figure(y)}"


def _node(node: Node, place: tuple[float, float, float], largest: int, level: bool) -> str:
    x, y, angle = place
    radius = max(3.0, LARGEST * sqrt(node.size / largest))
    colour = LIGHT.get(node.hue, SOFT)
    circle = tag("circle", cx=x, cy=y, r=radius, fill=colour, stroke=PAPER, stroke_width=1.5)
    inside = ""
    if radius >= 9:
        inside = svg.text(x, y + 3, node.tag, size=8, font_weight="bold", fill=ink_on(colour), text_anchor="middle")
    said = _said(node)
    name = _level_name(said, x, y, radius, angle) if level else _turned_name(said, x, y, angle)
    return svg.hinted(f"{node.label} ({node.size})", circle, inside) + name


def _said(node: Node) -> str:
    """A code's name, cut to its room, with its segments."""
    size = f" ({node.size})"
    return svg.cut(node.label, ROOM - breadth(size, 10), 10) + size


def _level_name(said: str, x: float, y: float, radius: float, angle: float) -> str:
    away = radius + 5
    across, down = cos(angle), sin(angle)
    if abs(across) < 0.2:
        return svg.text(x, y + down * (away + 4) + (4 if down > 0 else 0), said, size=10, text_anchor="middle")
    anchor = "start" if across > 0 else "end"
    return svg.text(x + across * away, y + down * away + 3.5, said, size=10, text_anchor=anchor)


def _turned_name(said: str, x: float, y: float, angle: float) -> str:
    """A name that points away from the middle and is never upside down."""
    x, y = x + cos(angle) * (LARGEST + 4), y + sin(angle) * (LARGEST + 4)
    right = cos(angle) >= -1e-9
    turn = svg.figure(degrees(angle) + (0 if right else 180))
    name = svg.text(0, 3.5, said, size=10, text_anchor="start" if right else "end")
    return tag("g", name, transform=f"translate({_at(x, y)}) rotate({turn})")


def _legend(picture: Network) -> Part:
    _, _ngettext = speech(picture.language)
    circle = tag("circle", cx=4, cy=6, r=3, fill=SOFT) + tag("circle", cx=12, cy=6, r=5.5, fill=SOFT)
    lines = svg.stroke(0, 3, 16, 3, RAMP[1], stroke_width=1) + svg.stroke(0, 9, 16, 9, RAMP[4], stroke_width=4)
    coming = _("segments that come together, at most {most}; the strongest with their number")
    return svg.flow([(circle, _("segments of a code")), (lines, coming.format(most=picture.top))])
