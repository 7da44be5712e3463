"""One row of the transcript as styled segments: margin with number, speaker, tags and stripes, then the text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len, set_cell_size, split_graphemes
from rich.segment import Segment
from rich.style import Style

from qualcode.looks import UNKNOWN, Look
from qualcode.model import Span
from qualcode.model.codings import Coding
from qualcode.model.texts import Turn
from qualcode.safetext import safe_line
from qualcode.tui.themes import Paint
from qualcode.tui.wrap import Row

BOOKMARK = "◆"
TEXT_AT_MOST = 96
"""Lines longer than this are hard to read; a wider pane leaves the rest blank."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The columns left of the text, in cells; `name` is 0 where there is no room for speakers."""

    number: int
    name: int
    lanes: int

    @property
    def width(self) -> int:
        """All of the margin: number, speaker, tag, stripes, and the blanks between."""
        return self.number + 2 + (self.name + 1 if self.name else 0) + 4 + self.lanes + 1


def margin_for(width: int, turns: int, longest_name: int) -> Margin:
    """The margin that a pane of that width can afford."""
    number = max(2, len(str(turns)))
    if width < 46:
        return Margin(number, 0, 1)
    return Margin(number, min(longest_name, 8 if width < 60 else 10 if width < 80 else 14), 2 if width < 60 else 3)


def text_width(width: int, margin: Margin) -> int:
    """The cells left for the text, at most what reads well."""
    return max(2, min(TEXT_AT_MOST, width - margin.width - 1))


@dataclass(frozen=True, slots=True)
class RowContent:
    """What stands on one row, ready to be painted."""

    row: Row
    text: str
    turn: Turn
    interviewer: bool
    codings: Sequence[Coding]
    selection: Span | None
    edge: int | None
    hits: Sequence[Span]
    bookmarked: bool = False


def paint_row(
    content: RowContent, margin: Margin, paint: Paint, looks: Mapping[str, Look], lane: Callable[[Coding], int]
) -> list[Segment]:
    """The segments of a row, margin first, so that a terminal that disagrees on a width shifts only the row's tail."""
    return [
        *_turn_column(content, margin, paint),
        *_tag_column(content, paint, looks),
        *_stripes(content, margin, paint, looks, lane),
        *_text(content, paint),
    ]


def _turn_column(content: RowContent, margin: Margin, paint: Paint) -> Iterator[Segment]:
    yield Segment(BOOKMARK, paint.text) if content.bookmarked else Segment(" ", paint.margin)
    if not content.row.first:
        yield Segment(" " * (margin.number + 1 + (margin.name + 1 if margin.name else 0)), paint.margin)
        return
    yield Segment(f"{content.turn.number:>{margin.number}} ", paint.margin)
    if margin.name:
        yield Segment(_name(content, margin.name), _name_style(content, paint))
        yield Segment(" ", paint.margin)


def _name(content: RowContent, width: int) -> str:
    name = safe_line(content.turn.speaker or "")
    if cell_len(name) > width:
        name = set_cell_size(name, width - 1).rstrip() + "…"
    return set_cell_size(name, width)


def _name_style(content: RowContent, paint: Paint) -> Style:
    style = paint.margin if content.interviewer else paint.dim
    label = Span(content.turn.start, content.turn.body)
    in_label = content.selection is not None and content.selection.start < label.end
    return style + paint.selected if in_label else style


def _tag_column(content: RowContent, paint: Paint, looks: Mapping[str, Look]) -> Iterator[Segment]:
    row = content.row
    starting = [coding for coding in content.codings if row.start <= coding.start < row.end]
    if not starting:
        yield Segment("    ", paint.margin)
        return
    look = looks.get(starting[0].code, UNKNOWN)
    mark = starting[0].marks or ("+" if len(starting) > 1 else "")
    yield Segment(f"{look.tag}{mark:<2}", paint.hues[look.hue])


def _stripes(
    content: RowContent, margin: Margin, paint: Paint, looks: Mapping[str, Look], lane: Callable[[Coding], int]
) -> Iterator[Segment]:
    in_lanes: dict[int, Coding] = {}
    for coding in content.codings:
        in_lanes.setdefault(lane(coding), coding)
    crowded = any(number >= margin.lanes for number in in_lanes)
    for number in range(margin.lanes):
        if crowded and number == margin.lanes - 1:
            yield Segment("⋮", paint.dim)
        elif number in in_lanes:
            look = looks.get(in_lanes[number].code, UNKNOWN)
            yield Segment(look.glyph, paint.hues[look.hue])
        else:
            yield Segment(" ", paint.margin)
    yield Segment(" ", paint.margin)


def _text(content: RowContent, paint: Paint) -> Iterator[Segment]:
    base = paint.dim if content.interviewer else paint.text
    start = content.row.shown
    bounds = _bounds(content)
    for left, right in pairwise(bounds):
        yield Segment(content.text[left - start : right - start], _style(content, base, paint, left, right))


def _bounds(content: RowContent) -> list[int]:
    start, end = content.row.shown, content.row.shown + len(content.text)
    spans = [*(coding.span for coding in content.codings), *content.hits]
    spans += [content.selection] if content.selection else []
    places = {place for span in spans for place in (span.start, span.end)}
    places |= {content.edge, content.edge + 1} if content.edge is not None else set()
    inside = {place for place in places if start < place < end}
    if inside and not content.text.isascii():
        inside = _around_clusters(content.text, start, inside)
    return sorted({start, *inside, end})


def _around_clusters(text: str, base: int, places: set[int]) -> set[int]:
    """Each place that falls inside a cluster becomes the cluster's two bounds."""
    clusters = [(base + first, base + last) for first, last, _cells in split_graphemes(text)[0]]
    bounds = (bound for first, last in clusters for place in places if first < place < last for bound in (first, last))
    starts = {first for first, _last in clusters}
    return (places & starts) | set(bounds)


def _style(content: RowContent, base: Style, paint: Paint, left: int, right: int) -> Style:
    depth = sum(coding.start < right and left < coding.end for coding in content.codings)
    style = base + _UNDERLINES[min(depth, 2)]
    selected = content.selection and content.selection.start < right and left < content.selection.end
    if selected:
        style += paint.edge if content.edge is not None and left <= content.edge < right else paint.selected
    if any(hit.start < right and left < hit.end for hit in content.hits):
        style += paint.hit_here if selected else paint.hit
    return style


_UNDERLINES = (Style(), Style(underline=True), Style(underline2=True))
