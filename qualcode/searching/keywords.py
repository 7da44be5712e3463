"""Keywords in context: places found in the order of what stands beside them, and as much of it as is wanted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.codings import Hit
from qualcode.names import fold

ORDERS = ("order", "left", "right")
_WORDS_COMPARED = 6
_LETTERS_A_WORD = 40
_PIECE = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\S+")
_TYPED = re.compile(r"\s*(\d{1,6})\s*(w?)[a-z]*\s*", re.IGNORECASE)


class Context(NamedTuple):
    """How much is shown on each side of a place: code points, or words."""

    amount: int
    words: bool = False

    @property
    def reach(self) -> int:
        """How many code points must be read for it."""
        return self.amount * _LETTERS_A_WORD if self.words else self.amount


def context_of(typed: str) -> Context:
    """`60`, or `10w` for words, as a person types it."""
    found = _TYPED.fullmatch(typed)
    if found is None:
        raise InputError(
            _("{text} is no width of context.").format(text=repr(typed)),
            _("Write a number of characters, as 60, or of words, as 10w."),
        )
    return Context(int(found[1]), bool(found[2]))


def cut(hit: Hit, context: Context) -> Hit:
    """The place with as many words on each side as are wanted."""
    if not context.words:
        return hit
    before, after = list(_WORD.finditer(hit.before)), list(_WORD.finditer(hit.after))
    first = before[-context.amount].start() if len(before) > context.amount > 0 else 0
    last = after[context.amount - 1].end() if len(after) > context.amount > 0 else len(hit.after)
    if not context.amount:
        return hit._replace(before="", after="")
    return hit._replace(before=hit.before[first:], after=hit.after[:last])


def ordered(hits: Iterable[Hit], by: str) -> list[Hit]:
    """The places by the words to their left, nearest first, or to their right; `order` leaves them as they were found.

    Accents and case decide nothing; those alike stay in the order in which they were found.
    """
    if by == "order":
        return list(hits)
    return sorted(hits, key=_left if by == "left" else _right)


def _right(hit: Hit) -> tuple[list[str], str]:
    return _PIECE.findall(fold(hit.after))[:_WORDS_COMPARED], fold(hit.text)


def _left(hit: Hit) -> tuple[list[str], str]:
    return _PIECE.findall(fold(hit.before))[: -_WORDS_COMPARED - 1 : -1], fold(hit.text)
