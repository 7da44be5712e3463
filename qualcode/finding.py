"""Finding the one place in a text where given words stand, whatever white space and page numbers lie between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _

_WORD_OR_PAGE = re.compile(r"\n[ \t]*\d{1,4}(?: ?/ ?\d{1,4})?[ \t]*(?=\n)|(\S+)")
_SHOWN = 60
_MOST_SHOWN = 5

Place = tuple[int, int]
"""A half-open span of a text."""


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text's words with one space between them; word n begins at `starts[n]` here, at `places[n]` in the text."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, offset: int) -> int:
        """Where in the whole text a letter of a word stands."""
        word = bisect_right(self.starts, offset) - 1
        return self.places[word] + offset - self.starts[word]


def squeeze(text: str) -> Squeezed:
    """The words of a text; numbers alone on a line, as pages have them, are left out."""
    words = [(match.start(), match[1]) for match in _WORD_OR_PAGE.finditer(text) if match[1]]
    starts, offset = [], 0
    for _place, word in words:
        starts.append(offset)
        offset += len(word) + 1
    return Squeezed(" ".join(word for _place, word in words), tuple(starts), tuple(place for place, _word in words))


class SeveralPlacesError(InputError):
    """Words stand in a text more than once: at `places`, spans of it."""

    def __init__(self, words: str, places: Sequence[Place]) -> None:
        shown = ", ".join(f"{start}–{end}" for start, end in places[:_MOST_SHOWN])
        more = ", …" if len(places) > _MOST_SHOWN else ""
        super().__init__(
            _("The words stand in the document more than once: {quote}").format(quote=_beginning(words)),
            _("Give start and end: {places}.").format(places=shown + more),
        )
        self.places = tuple(places)


def only_place(text: str, squeezed: Squeezed, words: str) -> Place:
    """The span where the words stand; an error where they stand nowhere or more than once, for a place is not guessed.

    `squeezed` is the text squeezed, made once for many quotes.
    """
    places = all_places(text, squeezed, words)
    if not places:
        raise NotFoundError(
            _("The words do not stand in the document: {quote}").format(quote=_beginning(words)),
            _("Check them, or give the start and end at which they do."),
        )
    if len(places) > 1:
        raise SeveralPlacesError(words, places)
    return places[0]


def all_places(text: str, squeezed: Squeezed, words: str) -> list[Place]:
    """Every span where words stand: as written, else but for white space and pages, else with blanks inside words."""
    if exact := list(_occurrences(text, words)):
        return [(start, start + len(words)) for start in exact]
    sought = squeeze(words).text
    if found := list(_occurrences(squeezed.text, sought)):
        return [(squeezed.place(start), squeezed.place(start + len(sought) - 1) + 1) for start in found]
    bare, size = squeezed.text.replace(" ", ""), len(sought.replace(" ", ""))
    starts = list(_occurrences(bare, sought.replace(" ", "")))
    if not starts:
        return []
    letters = [offset for offset, letter in enumerate(squeezed.text) if letter != " "]
    return [(squeezed.place(letters[start]), squeezed.place(letters[start + size - 1]) + 1) for start in starts]


def _occurrences(text: str, words: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _beginning(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
