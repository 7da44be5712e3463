"""Where a code goes that is moved by a step: among the codes beside it, into the one before it, or out again. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from qualcode.model.codes import Codebook


class Spot(NamedTuple):
    """A place for a code: under a parent (None: at the top), after so many of the codes there besides it."""

    parent: str | None
    position: int | None = None


def rank(book: Codebook, code: str) -> int:
    """How many codes stand before one among those of its parent."""
    return [each.id for each in book.children(book[code].parent)].index(code)


def shifted(book: Codebook, code: str, step: int) -> Spot | None:
    """So many places further among the codes beside it; None where there is no such place."""
    parent, place = book[code].parent, rank(book, code) + step
    return Spot(parent, place) if 0 <= place < len(book.children(parent)) else None


def nested(book: Codebook, code: str) -> Spot | None:
    """Last under the code before it; None where it is the first."""
    place = rank(book, code)
    return Spot(book.children(book[code].parent)[place - 1].id) if place else None


def unnested(book: Codebook, code: str) -> Spot | None:
    """Out of its parent, after it; None where it is at the top."""
    parent = book[code].parent
    return None if parent is None else Spot(book[parent].parent, rank(book, parent) + 1)


def after(book: Codebook, code: str) -> Spot:
    """Beside a code, after it."""
    return Spot(book[code].parent, rank(book, code) + 1)


def without(book: Codebook, gone: Collection[str]) -> Codebook:
    """The codebook without some codes; those under one of them stand where it stood."""

    def above(parent: str | None) -> str | None:
        return above(book[parent].parent) if parent in gone and parent is not None else parent

    return Codebook(book.title, tuple(replace(c, parent=above(c.parent)) for c in book.codes if c.id not in gone))
