"""How a code is known on the screen and in pictures: a hue for its theme, a glyph within it, two letters of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from qualcode.model import in_language
from qualcode.model.codes import Code, Codebook
from qualcode.safetext import safe_line

GLYPHS = "▌┃║┇▓░"
HUES = ("orange", "sky", "green", "yellow", "blue", "vermilion", "pink", "white")
# eight that stay apart for every kind of colour vision, on a dark and on a light ground
_ON_DARK = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#FFFFFF")
_ON_LIGHT = ("#EE6677", "#0072B2", "#117733", "#999933", "#332288", "#882255", "#CC79A7", "#009E73")
DARK = dict(zip(HUES, _ON_DARK, strict=True))
LIGHT = dict(zip(HUES, _ON_LIGHT, strict=True))


@dataclass(frozen=True, slots=True)
class Look:
    """What stands for one code: `tag` of two letters, `glyph` of one cell, `hue` one of `HUES`, its label."""

    tag: str
    glyph: str
    hue: str
    label: str


UNKNOWN = Look("??", "▏", "white", "?")


def looks(codebook: Codebook, language: str) -> Mapping[str, Look]:
    """A look for each code; tags are unique as far as letters go."""
    taken: set[str] = set()
    found: dict[str, Look] = {}
    for place, theme in enumerate(codebook.children(None)):
        family = [theme, *(code for code, _depth in codebook.walk(theme.id))]
        for rank, code in enumerate(family):
            label = label_of(code, language)
            tag = _free_tag(label, taken)
            taken.add(tag)
            hue = _hue(codebook, code) or HUES[place % len(HUES)]
            found[code.id] = Look(tag, GLYPHS[rank % len(GLYPHS)], hue, label)
    return found


def label_of(code: Code, language: str) -> str:
    """A code's label, safe to show; its id where it has none."""
    return safe_line(in_language(code.label, language) or code.id)


def _hue(codebook: Codebook, code: Code) -> str | None:
    return next((step.colour for step in reversed(codebook.path(code.id)) if step.colour in HUES), None)


def _free_tag(label: str, taken: set[str]) -> str:
    return next((tag for tag in _tags(label) if tag not in taken), "··")


def _tags(label: str) -> Iterator[str]:
    words = ["".join(filter(str.isalnum, word)).upper() for word in label.replace("-", " ").replace("’", " ").split()]
    words = [word for word in words if len(word) > 2] or [word for word in words if word] or ["X"]
    letters = "".join(words)
    yield (words[0] + "X")[:2]
    yield from (letters[0] + other for other in letters[1:])
    yield from (first + second for first, second in product(letters, repeat=2))
    yield from (letters[0] + digit for digit in "23456789")
