"""Comparing names as people do: case and accents aside, and whether one is nearly another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from qualcode.i18n import _

_WHOLE_NUMBER = re.compile(r"(?<![\d.])\d+")
_DIGITS = 20
NEAR = 0.8
SHORTEST_NEAR = 5
SHORTEST_SLIP = 8
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-"})


def fold(text: str) -> str:
    """A name reduced to what counts in a comparison: no case, no accents, plain apostrophes, single spaces.

    The length changes (`œ` becomes `oe`); where positions must be kept, use `fold_each`.
    """
    return unicodedata.normalize("NFC", " ".join(text.translate(_REDUCED).split()))


class _Reduced(dict[int, str]):
    """A translation table that learns, for each code point when it first meets it, what is left of it."""

    def __missing__(self, point: int) -> str:
        letters = unicodedata.normalize("NFKD", chr(point)).casefold().translate(_LIGATURES)
        bare = self[point] = "".join(letter for letter in letters if not unicodedata.combining(letter))
        return bare


_REDUCED = _Reduced()


def fold_each(text: str) -> str:
    """The text without case and accents, code point by code point, so that positions in it are positions in `text`."""
    return text.translate(_EACH)


def bare_each(text: str) -> str:
    """The text without accents, code point by code point, its case as it is."""
    return text.translate(_BARE)


def _bare_letter(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    accented = all(map(unicodedata.combining, parts[1:]))  # a Hangul syllable is not a letter with marks
    return parts[0] if accented else letter


def _fold_letter(letter: str) -> str:
    base = _bare_letter(letter)
    low = base.casefold()
    return low if len(low) == 1 else base


class _Folding(dict[int, str]):
    """A translation table that learns each code point when it first meets it."""

    def __init__(self, letter: Callable[[str], str]) -> None:
        super().__init__({ord("’"): "'", ord("ʼ"): "'", ord("‘"): "'", 0xA0: " ", 0x202F: " "})
        self._letter = letter

    def __missing__(self, point: int) -> str:
        folded = self[point] = self._letter(chr(point))
        return folded


_EACH = _Folding(_fold_letter)
_BARE = _Folding(_bare_letter)


def sort_key(text: str) -> tuple[str, str]:
    """The order of a French or English index: accents and case decide only between names otherwise alike."""
    return fold(text), text


def sort_key_by_size(text: str) -> tuple[str, str]:
    """The same order with the whole numbers in a name by their size: T6 before T12."""
    return sort_key(_WHOLE_NUMBER.sub(lambda number: number[0].rjust(_DIGITS, "0"), text))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` probably meant, or None.

    Compared word by word: `lile` is near `lille`, but `lens` is not near `lans`, nor `site-1` near `site-2`.
    """
    near = [(_ratio(fold(name), fold(other)), other) for other in known if _is_near(name, other)]
    return max(near, key=lambda pair: pair[0])[1] if near else None


def near_hint(name: str, known: Iterable[str], otherwise: str) -> str:
    """The way out for whoever wrote `name`: the known name that was probably meant, else `otherwise`."""
    near = nearest(name, known)
    return way_out(near) if near else otherwise


def way_out(near: str) -> str:
    """What to write instead, told to whoever wrote a name that is not known."""
    return _("Write {near}.").format(near=near)


def alike(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The few known names that look most like `name`, digits or not: to show, never to take for it."""
    from difflib import get_close_matches

    folded = {fold(other): other for other in known}
    return sorted(folded[near] for near in get_close_matches(fold(name), folded, most))


def is_slip(name: str, meant: str) -> bool:
    """Whether `name` is a long word mistyped: `meant` with one letter left out, doubled or put in, or two swapped."""
    short, long = sorted((fold(name), fold(meant)), key=len)
    if len(short) < SHORTEST_SLIP or short == long or _digits(short) != _digits(long):
        return False
    if len(long) == len(short) + 1:
        return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
    return len(long) == len(short) and any(
        short[:place] + short[place + 1] + short[place] + short[place + 2 :] == long for place in range(len(short) - 1)
    )


def _is_near(name: str, other: str) -> bool:
    words, others = _WORD.findall(fold(name)), _WORD.findall(fold(other))
    return bool(words) and len(words) == len(others) and all(map(_words_near, words, others))


def _words_near(word: str, other: str) -> bool:
    if word == other:
        return True
    if _digits(word) != _digits(other) or max(len(word), len(other)) < SHORTEST_NEAR:
        return False
    return _ratio(word, other) >= NEAR


def _digits(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit())


def _ratio(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()
