"""How far words and sentences reach, for SQL: from which place on, or up to which, another passage is near enough."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from itertools import islice

from qualcode.language.words import word_spans
from qualcode.query.tree import SENTENCES
from qualcode.store.database.sqlite import Connection
from qualcode.store.reading.texts import StoredText, unpack_sentences

_TEXTS, _PLACES = 8, 16
_BEYOND = 2**62


def lay_rulers(connection: Connection) -> None:
    """Give SQL `reach_back` and `reach_on` for one statement; the next lays them anew, as texts may have changed."""
    text = lru_cache(maxsize=_TEXTS)(lambda document: _text(connection, document))
    _give(connection, "reach_back", text, {SENTENCES: _back_sentences}, _back_words)
    _give(connection, "reach_on", text, {SENTENCES: _on_sentences}, _on_words)


Far = Callable[[StoredText, int, int], int]


def _give(
    connection: Connection, name: str, text: Callable[[str], StoredText], by_unit: dict[str, Far], words: Far
) -> None:
    """A function of SQL of (unit, document, place, most); many rows in turn ask for the same place."""

    @lru_cache(maxsize=_PLACES)
    def far(unit: str, document: str, place: int, most: int) -> int:
        return by_unit.get(unit, words)(text(document), place, most)

    connection.create_function(name, 4, far)


def _back_words(text: StoredText, start: int, most: int) -> int:
    """The place after which a passage must end, for at most so many words to lie between its end and `start`."""
    first = text.word_rank(start) - most
    return -1 if first <= 0 else min(start, _word(text, first - 1))


def _on_words(text: StoredText, end: int, most: int) -> int:
    """The place before which a passage must begin, for at most so many words to lie between `end` and its beginning."""
    last = text.word_rank(end) + most
    return _BEYOND if last >= text.ranks[-1] else max(end, _word(text, last) + 1)


def _word(text: StoredText, number: int) -> int:
    """Where a word begins, counted from 0 in the whole text."""
    sentence = bisect_right(text.ranks, number) - 1
    start = text.starts[sentence]
    spans = word_spans(text.text[start : text.ends[sentence]])
    return start + next(islice(spans, number - text.ranks[sentence], None)).start


def _back_sentences(text: StoredText, start: int, most: int) -> int:
    """The same for `most` sentences further back: a passage that begins between two of them begins in the next."""
    here = bisect_right(text.starts, start)
    first = here + (here == 0 or start >= text.ends[here - 1]) - most
    if first <= 0:
        return -1
    return min(start, text.starts[first - 1]) if first <= len(text.starts) else start


def _on_sentences(text: StoredText, end: int, most: int) -> int:
    """The same for `most` sentences further on: a passage that ends between two of them ends in the one before."""
    last = bisect_right(text.starts, end - 1) + most
    if last > len(text.ends):
        return _BEYOND
    return max(end, text.ends[last - 1]) if last else end


def _text(connection: Connection, document: str) -> StoredText:
    """A text with its sentences alone."""
    query = "SELECT text, sentences FROM document_text WHERE document = ?"
    text, sentences = connection.execute(query, (document,)).fetchone()
    return StoredText(text, (), (), *unpack_sentences(sentences))
