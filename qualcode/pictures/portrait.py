"""Portrait of a document: its whole length as blocks of words, a lane a theme, the interviewer's turns dim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.looks import LIGHT
from qualcode.pictures import svg
from qualcode.pictures.colours import FAINT, INK, SOFT
from qualcode.pictures.figures import percent, quoted, speech
from qualcode.pictures.svg import MARGIN, PAGE, Part, breadth, rect, tag
from qualcode.pictures.terminal import Line, Piece, fitted, line, paragraph, widest, words

LANE = 12.0
BLOCK = 4.0
GRAINS = (5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
"""How many words a block may stand for."""
STRIPS = 4
"""As many strips as a document is at most cut into, one below the other."""
Stretch = tuple[int, int]
"""Words from the first up to, but without, the last, counted from the document's start."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A lane: a theme with its tag and hue, and the stretches of words that bear it or a code under it."""

    label: str
    tag: str
    hue: str
    stretches: tuple[Stretch, ...]

    @property
    def words(self) -> int:
        """How many words bear it."""
        return sum(last - first for first, last in self.stretches)


@dataclass(frozen=True, slots=True)
class Portrait:
    """A document of so many words with its themes; `asked` are the interviewer's stretches."""

    title: str
    words: int
    themes: tuple[Theme, ...]
    asked: tuple[Stretch, ...]
    note: str
    language: str

    def description(self) -> str:
        """What it shows: how long, how much the interviewer's, which theme takes most and where."""
        return " ".join(_sentences(self))

    def grain(self, across: int) -> int:
        """The words of a block where so many blocks stand side by side."""
        return next((grain for grain in GRAINS if self.words <= grain * across * STRIPS), GRAINS[-1])

    def lines(self, width: int) -> list[Line]:
        """Rows for a terminal of that width."""
        return [line(words(self.title, bold=True)), *_strips(self, width), *_below(self, width)]

    def svg(self) -> str:
        """The picture for a report."""
        label = max((breadth(theme.label, 10) for theme in self.themes), default=0) + 34
        label = min(max(label, 90), 220)
        across = int((PAGE - 2 * MARGIN - label) / BLOCK)
        grain = self.grain(across)
        strips = (
            _strip_drawn(self, start, label, across, grain) for start in range(0, max(1, self.words), grain * across)
        )
        return svg.page(
            self.title, self.description(), self.language, (*strips, _legend(self, grain), svg.prose(self.note))
        )


def merged(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The same words as stretches in order that neither meet nor touch."""
    found: list[Stretch] = []
    for first, last in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def blocks(stretches: Sequence[Stretch], start: int, count: int, grain: int) -> list[float]:
    """How much of each of `count` blocks of `grain` words, from word `start` on, the stretches cover; from 0 to 1."""
    shares = [0.0] * count
    for first, last in stretches:
        left, right = max(first, start) - start, min(last, start + count * grain) - start
        for at in range(left // grain, -(-right // grain)) if left < right else ():
            shares[at] += (min(right, (at + 1) * grain) - max(left, at * grain)) / grain
    return shares


def _sentences(picture: Portrait) -> Iterator[str]:
    _, ngettext = speech(picture.language)
    asked = sum(last - first for first, last in picture.asked)
    yield ngettext("{count} word from left to right", "{count} words from left to right", picture.words).format(
        count=picture.words
    ) + _(", {share} of them the interviewer’s.").format(share=_share(picture, asked))
    said = [theme for theme in picture.themes if theme.stretches]
    if not said:
        yield _("Nothing is coded in it.")
        return
    most = max(said, key=lambda theme: theme.words)
    yield ngettext("{count} theme is in it;", "{count} themes are in it;", len(said)).format(count=len(said)) + _(
        " the most has {theme}, {share} of the words, from {first} to {last} of the way."
    ).format(
        theme=quoted(most.label, picture.language),
        share=_share(picture, most.words),
        first=_share(picture, most.stretches[0][0]),
        last=_share(picture, most.stretches[-1][1]),
    )


def _share(picture: Portrait, count: int) -> str:
    return percent(count / picture.words if picture.words else 0, picture.language)


def _block_said(picture: Portrait, grain: int) -> str:
    _, _ngettext = speech(picture.language)
    return _("a block is {grain} words, full where at least half of them are coded").format(grain=grain)


def _speech_said(picture: Portrait) -> tuple[str, str, str]:
    _, _ngettext = speech(picture.language)
    return _("speech"), _("participants"), _("interviewer")


# ---------------------------------------------------------------------- terminal


def _strips(picture: Portrait, width: int) -> Iterator[Line]:
    label = widest((*(theme.label for theme in picture.themes), _speech_said(picture)[0]), 6, width // 3)
    across = max(10, width - label - 4)
    grain = picture.grain(across)
    for start in range(0, max(1, picture.words), grain * across):
        count = min(across, -(-(picture.words - start) // grain))
        asked = [share >= 0.5 for share in blocks(picture.asked, start, count, grain)]
        speaking = "".join("·" if each else "━" for each in asked)
        yield (Piece(fitted(_speech_said(picture)[0], label + 4), dim=True), Piece(speaking, dim=True))
        for theme in picture.themes:
            shares = blocks(theme.stretches, start, count, grain)
            name = words(f"{theme.tag} {fitted(theme.label, label)} ")
            yield (name, *_stripe(theme, shares, asked))
        yield (Piece(" " * (label + 4)), Piece(_ruler(start, count, grain), dim=True))


def _stripe(theme: Theme, shares: Sequence[float], asked: Sequence[bool]) -> Iterator[Piece]:
    drawn = "".join(
        "█" if share >= 0.5 else "▄" if share > 0 else "·" if quiet else " "
        for share, quiet in zip(shares, asked, strict=True)
    )
    for run in _runs(drawn):
        yield Piece(run, theme.hue if run[0] in "█▄" else "", dim=run[0] == "·")


def _runs(drawn: str) -> Iterator[str]:
    """The same signs side by side as one."""
    start = 0
    for at in range(1, len(drawn) + 1):
        if at == len(drawn) or drawn[at] != drawn[start]:
            yield drawn[start:at]
            start = at


def _ruler(start: int, count: int, grain: int) -> str:
    """Numbers of words at every twentieth block or so."""
    names = {at: str(start + at * grain) for at in range(0, count, 20)}
    drawn = ""
    for at, name in names.items():
        drawn = drawn.ljust(at) + (name if at + len(name) <= max(count, len(name)) else "")
    return drawn


def _below(picture: Portrait, width: int) -> Iterator[Line]:
    label = widest((*(theme.label for theme in picture.themes), _speech_said(picture)[0]), 6, width // 3)
    grain = picture.grain(max(10, width - label - 4))
    _said, participants, interviewer = _speech_said(picture)
    yield from paragraph(f"━ {participants}   · {interviewer}   █ ▄ {_block_said(picture, grain)}", width, dim=True)
    yield from paragraph(picture.note, width, dim=True)


# ---------------------------------------------------------------------- SVG


def _strip_drawn(picture: Portrait, start: int, label: float, across: int, grain: int) -> Part:
    count = min(across, -(-(picture.words - start) // grain))
    left, high = MARGIN + label, LANE * (len(picture.themes) + 1)
    asked = blocks(picture.asked, start, count, grain)
    dim = _boxes([share >= 0.5 for share in asked], left, 0, high)
    drawn = [rect(left, LANE, BLOCK * count, high - LANE, fill="none", stroke=FAINT, stroke_width=0.6)]
    drawn.append(tag("path", d=dim, fill="#e4e7ea") if dim else "")
    drawn.append(svg.text(left - 6, 9, _speech_said(picture)[0], size=9, fill=SOFT, text_anchor="end"))
    spoken = _boxes([share < 0.5 for share in asked], left, 4, 3)
    drawn.append(tag("path", d=spoken, fill=SOFT) if spoken else "")
    for at, theme in enumerate(picture.themes, start=1):
        drawn.append(_lane_drawn(theme, blocks(theme.stretches, start, count, grain), left, LANE * at))
    for at in range(0, count, 25):
        said = str(start + at * grain)
        drawn.append(svg.text(left + BLOCK * at, high + 10, said, size=8, fill=SOFT))
    return Part(high + 16, "".join(drawn))


def _lane_drawn(theme: Theme, shares: Sequence[float], left: float, y: float) -> str:
    full = _boxes([share >= 0.5 for share in shares], left, y + 1, LANE - 2)
    some = _boxes([0 < share < 0.5 for share in shares], left, y + LANE / 2, LANE / 2 - 1)
    colour = LIGHT.get(theme.hue, SOFT)
    name = svg.text(left - 30, y + 9.5, theme.label, size=10, room=left - MARGIN - 30, text_anchor="end")
    sign = svg.text(left - 6, y + 9.5, theme.tag, size=9, font_weight="bold", text_anchor="end")
    lanes = tag("path", d=full + some, fill=colour, stroke=INK, stroke_width=0.25) if full or some else ""
    line_ = tag("path", d=f"M{svg.figure(left)} {svg.figure(y + LANE)}h{svg.figure(BLOCK * len(shares))}",
                stroke=FAINT, stroke_width=0.4)  # fmt: skip
    return name + sign + line_ + svg.hinted(theme.label, lanes)


def _boxes(marked: Sequence[bool], left: float, y: float, high: float) -> str:
    """The outline of every run of marked blocks."""
    found, start = [], 0
    for at in range(1, len(marked) + 1):
        if at == len(marked) or marked[at] != marked[start]:
            if marked[start]:
                place = f"M{svg.figure(left + BLOCK * start)} {svg.figure(y)}"
                wide = svg.figure(BLOCK * (at - start))
                found.append(f"{place}h{wide}v{svg.figure(high)}h-{wide}z")
            start = at
    return "".join(found)


def _legend(picture: Portrait, grain: int) -> Part:
    _said, participants, interviewer = _speech_said(picture)
    items = [
        (rect(0, 4, 16, 3, fill=SOFT), participants),
        (rect(0, 0, 16, 12, fill="#e4e7ea"), interviewer),
        (rect(0, 1, 8, 10, fill=SOFT) + rect(8, 6, 8, 5, fill=SOFT), _block_said(picture, grain)),
    ]
    return svg.flow(items)
