"""Rows of a picture in a terminal: pieces of text with colours that only add to what the signs already say."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qualcode.pictures.colours import ink_on
from qualcode.safetext import columns, safe_line


class Piece(NamedTuple):
    """A stretch of a row: colours are `#rrggbb`, a hue of `looks.HUES`, or empty for the terminal's own.

    `spot` says what of the picture's data it is of, as places in its order: a cell's row and column, a bar, a lane.
    """

    text: str
    ink: str = ""
    ground: str = ""
    bold: bool = False
    dim: bool = False
    spot: tuple[int, ...] = ()


Line = tuple[Piece, ...]


def words(text: str, *, bold: bool = False, dim: bool = False) -> Piece:
    """A text from data, made safe for a terminal."""
    return Piece(safe_line(text), bold=bold, dim=dim)


def on_ground(text: str, ground: str) -> Piece:
    """A text on a colour, in whichever of black and white is read on it."""
    return Piece(text, ink_on(ground), ground)


def line(*pieces: Piece) -> Line:
    """A row of these pieces."""
    return pieces


def paragraph(text: str, width: int, *, dim: bool = False) -> list[Line]:
    """A text from data in as many rows as it takes."""
    return [line(words(row, dim=dim)) for row in textwrap.wrap(safe_line(text), max(20, width))]


def plain(lines: Iterable[Line]) -> list[str]:
    """The rows without colours, for a file, a pipe or a terminal that has none."""
    return ["".join(piece.text for piece in row).rstrip() for row in lines]


def fitted(text: str, width: int, align: str = "<") -> str:
    """The text, made safe, in exactly so many columns: cut with an ellipsis, or padded."""
    text = safe_line(" ".join(text.split()))
    if columns(text) > width:
        while text and columns(text) > width - 1:
            text = text[:-1]
        text = text.rstrip() + "…" if width else ""
    blanks = width - columns(text)
    left = {"<": 0, ">": blanks, "^": blanks // 2}[align]
    return " " * left + text + " " * (blanks - left)


def widest(texts: Iterable[str], least: int, most: int) -> int:
    """The columns that the widest of the texts needs, within bounds."""
    return max(least, min(most, max((columns(safe_line(text)) for text in texts), default=0)))


def legend(items: Sequence[tuple[Piece, str]], width: int) -> list[Line]:
    """Signs with their meanings, as many to a row as fit."""
    rows: list[list[Piece]] = [[]]
    used = 0
    for sign, said in items:
        meaning = fitted(said, min(columns(safe_line(said)), width - columns(sign.text) - 1))
        size = columns(sign.text) + 1 + columns(meaning) + 3
        if used and used + size > width:
            rows.append([])
            used = 0
        rows[-1] += [sign, words(f" {meaning}   ")]
        used += size
    return [tuple(row) for row in rows]
