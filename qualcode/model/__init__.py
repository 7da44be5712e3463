"""The nouns of a study, as frozen data. Every position is a code-point offset into a document's text, half-open.

Nothing here reads a file or knows a screen; the store, the importers and the fronts all speak in these words. Most are
named tuples: every command loads nearly all of them, and a data class takes seven times as long to make. For the same
reason annotations are not put off: a named tuple compiles each that is. What all the others are made of stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Words = Mapping[str, str]
"""A text in several languages, `{"en": …, "fr": …}`; a plain string is kept under the key `""`."""


def in_language(words: Words, language: str) -> str:
    """The text in that language, else in no particular one, else in any; empty if there is none."""
    return words.get(language) or words.get("") or next((text for text in words.values() if text), "")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch `[start, end)` of a document's text, in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start
