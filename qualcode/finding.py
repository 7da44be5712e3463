"""Finding the one place in a text where given words stand, whatever white space and page numbers lie between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _

_WORD_OR_PAGE = re.compile(r"\n[ \t]*\d{1,4}(?: ?/ ?\d{1,4})?[ \t]*(?=\n)|(\S+)")
_SHOWN = 60


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


def only_place(text: str, squeezed: Squeezed, words: str) -> tuple[int, int]:
    """The span where the words stand; an error where they stand nowhere or more than once, for a place is not guessed.

    `squeezed` is the text squeezed, made once for many quotes.
    """
    start = _only(text, words)
    if start is not None:
        return start, start + len(words)
    sought = squeeze(words).text
    start = _only(squeezed.text, sought)
    if start is None:
        raise NotFoundError(
            _("The words do not stand in the document: {quote}").format(quote=_beginning(words)),
            _("Check them, or give the start and end at which they do."),
        )
    return squeezed.place(start), squeezed.place(start + len(sought) - 1) + 1


def _only(text: str, words: str) -> int | None:
    start = text.find(words)
    if start >= 0 and text.find(words, start + 1) >= 0:
        raise InputError(
            _("The words stand in the document more than once: {quote}").format(quote=_beginning(words)),
            _("Give start and end."),
        )
    return start if start >= 0 else None


def _beginning(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
