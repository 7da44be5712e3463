"""SVG written by hand: few elements, the same bytes every time, every text escaped, sized for A4, with title and words.

Parts are drawn from their own origin and stacked one below the other. Widths of texts are estimated on the wide side,
for nobody knows which fonts a reader has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple
from unicodedata import category, east_asian_width

from qualcode.pictures.colours import INK, PAPER, SOFT
from qualcode.safetext import REPLACEMENT, safe_line

PAGE = 680
"""Units across: what A4 leaves between its margins at 96 units to the inch."""
MARGIN = 12
FONTS = "'DejaVu Sans', Verdana, 'Liberation Sans', Arial, sans-serif"
TEXT = 11.0
SMALL = 9.5
LEADING = 1.35
_NARROW = frozenset("iljftrI.,:;'’|!()[]/ \u202f\u00a0·")
_BROAD = frozenset("mwMWœŒ@%—…–")


class Part(NamedTuple):
    """What is drawn from (0, 0) down, and how high it is."""

    height: float
    drawn: str


def figure(value: float) -> str:
    """A coordinate with at most two decimals, written one way only."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def tag(name: str, /, *inside: str, **attributes: str | float) -> str:
    """An element; `inside` is markup already, attribute names write `_` for `-`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else figure(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def clean(text: str) -> str:
    """A text from data that XML can hold and no reader stumbles over, escaped."""
    return escape(safe_line(text).translate({0xFFFE: REPLACEMENT, 0xFFFF: REPLACEMENT}), quote=False)


def breadth(text: str, size: float = TEXT) -> float:
    """How wide a text may become, in units: rather more than it is in most fonts."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.05
    return 0.38 if letter in _NARROW else 0.95 if letter in _BROAD else 0.72 if letter.isupper() else 0.62


def cut(text: str, room: float, size: float = TEXT) -> str:
    """The text, or as much of it as there is room for and an ellipsis."""
    text = " ".join(text.split())
    if breadth(text, size) <= room:
        return text
    while text and breadth(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, room: float, size: float = TEXT) -> list[str]:
    """The text in lines that fit, broken between words."""
    rows: list[str] = []
    for word in text.split(" "):
        if rows and breadth(f"{rows[-1]} {word}", size) <= room:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def text(x: float, y: float, said: str, *, room: float | None = None, size: float = TEXT, **more: str | float) -> str:
    """A text whose base line starts at (x, y); where it is cut to its `room`, its title still has all of it."""
    shown = said if room is None else cut(said, room, size)
    whole = tag("title", clean(said)) if shown != said else ""
    sized: dict[str, Any] = {} if size == TEXT else {"font_size": size}
    return tag("text", whole + clean(shown), x=x, y=y, **sized, **more)


def rect(x: float, y: float, width: float, height: float, **more: str | float) -> str:
    """A rectangle."""
    return tag("rect", x=x, y=y, width=width, height=height, **more)


def stroke(x1: float, y1: float, x2: float, y2: float, colour: str = INK, **more: str | float) -> str:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, **more)


def moved(x: float, y: float, *inside: str) -> str:
    """Something drawn from another origin."""
    return tag("g", *inside, transform=f"translate({figure(x)} {figure(y)})")


def hinted(whole: str, *inside: str) -> str:
    """Marks that tell what they are to who points at them."""
    return tag("g", tag("title", clean(whole)), *inside)


def flow(items: Sequence[tuple[str, str]], width: float = PAGE) -> Part:
    """Signs (drawn in 16 × 12 units) with their meanings, as many to a row as fit."""
    x, y, found = float(MARGIN), 0.0, []
    for sign, meaning in items:
        size = 22 + breadth(meaning, SMALL) + 14
        if x > MARGIN and x + size > width - MARGIN:
            x, y = float(MARGIN), y + 18
        found.append(moved(x, y, sign, text(22, 10, meaning, size=SMALL)))
        x += size
    return Part(y + 20 if items else 0, "".join(found))


def prose(said: str, width: float = PAGE, size: float = SMALL, colour: str = SOFT, weight: str = "") -> Part:
    """A paragraph."""
    rows = wrapped(said, width - 2 * MARGIN, size) if said else []
    bold: dict[str, Any] = {"font_weight": weight} if weight else {}
    drawn = (
        text(MARGIN, size * (1 + LEADING * at), row, size=size, fill=colour, **bold) for at, row in enumerate(rows)
    )
    return Part(size * LEADING * len(rows) + 4, "".join(drawn))


def page(title: str, description: str, language: str, parts: Iterable[Part], width: float = PAGE) -> str:
    """The whole picture: its name, its parts, and the same in words for who cannot see it."""
    stacked, y = [], float(MARGIN)
    for part in (prose(title, width, 14, INK, "bold"), *parts):
        stacked.append(moved(0, y, part.drawn))
        y += part.height + 6
    key = hashlib.sha256("".join((title, *stacked)).encode("utf-8", "replace")).hexdigest()[:8]
    inside = (
        tag("title", clean(title), id=f"title-{key}"),
        tag("desc", clean(description), id=f"desc-{key}"),
        patterns(key),
        rect(0, 0, width, y + 4, fill=PAPER),
        *(part.replace("url(#", f"url(#{key}-") for part in stacked),
    )
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        "aria-labelledby": f"title-{key} desc-{key}",
        "lang": language,
        "viewBox": f"0 0 {figure(width)} {figure(y + 4)}",
    }
    sized: dict[str, str | float] = {"width": width, "height": y + 4, "font_family": FONTS, "font_size": TEXT}
    return tag("svg", *(f"\n{part}" for part in inside), "\n", **attributes, **sized, fill=INK) + "\n"


def patterns(key: str) -> str:
    """What fills say without any colour: `hatch` for what was not asked, `dots` for what is not yet coded."""
    square: dict[str, Any] = {"width": 6.0, "height": 6.0, "patternUnits": "userSpaceOnUse"}
    hatch = tag("path", d="M-1 1L1 -1M0 6L6 0M5 7L7 5", stroke="#8a9199", stroke_width=1)
    dots = tag("circle", cx=3, cy=3, r=0.9, fill="#8a9199")
    return tag(
        "defs",
        tag("pattern", hatch, id=f"{key}-hatch", **square),
        tag("pattern", dots, id=f"{key}-dots", **square),
    )
