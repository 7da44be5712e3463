"""Finding words in the texts of a study: the index names the turns, the turn's own text the exact places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter

from qualcode.model import Hit, Span
from qualcode.names import fold_each
from qualcode.store.queries import citation
from qualcode.store.sqlite import Connection, Row

_TURNS = """
SELECT turn.document, turn.number, turn.body, turn."end", speaker.participant
FROM turn_index JOIN turn ON turn.id = turn_index.rowid LEFT JOIN speaker ON speaker.id = turn.speaker
WHERE turn_index MATCH ?1 AND (?2 IS NULL OR turn.document = ?2)
ORDER BY turn_index.rowid
"""
_PIECE = re.compile(r"[^\W_]+")
_ACCENTS = "[\u0300-\u036f]*"


def turns_with(connection: Connection, words: str, document: str | None = None) -> Iterator[Row]:
    """The turns in which the words stand side by side, in order of import; accents and case are ignored."""
    query = index_query(words)
    return connection.execute(_TURNS, (query, document)) if query else iter(())


def find(
    connection: Connection, words: str, document: str | None = None, context: int = 60, limit: int | None = None
) -> Iterator[Hit]:
    """Every place where the words stand side by side, with `context` code points on each side of it.

    Accents and case are ignored; `*` at the end of the last word stands for any ending.
    """
    turns = groupby(turns_with(connection, words, document), key=itemgetter(0))
    return islice((hit for name, rows in turns for hit in _hits(connection, name, list(rows), words, context)), limit)


def _hits(connection: Connection, name: str, turns: Sequence[Row], words: str, context: int) -> Iterator[Hit]:
    """The places in one document, of whose text only the stretch from the first to the last of these turns is read."""
    base = max(0, turns[0][2] - context)
    text = _stretch(connection, name, base, turns[-1][3] + context)
    for _name, number, body, end, person in turns:
        cited = citation(name, (person,) if person else (), number, number)
        for span in places(text[body - base : end - base], words):
            start, stop = body - base + span.start, body - base + span.end
            before, after = text[max(0, start - context) : start], text[stop : stop + context]
            yield Hit(name, start + base, stop + base, before, text[start:stop], after, cited)


def index_query(words: str) -> str:
    """The words as a phrase for the index; empty if there is not one word in it."""
    wanted = _PIECE.findall(words)
    if not wanted:
        return ""
    return f'"{" ".join(wanted)}"' + ("*" if words.rstrip().endswith("*") else "")


def places(text: str, words: str) -> Iterator[Span]:
    """Where the words stand side by side in a text, without regard to accents and case."""
    return (Span(*match.span()) for match in _pattern(words).finditer(fold_each(text)))


@lru_cache(maxsize=64)
def _pattern(words: str) -> re.Pattern[str]:
    """Whole words, with anything but letters and digits between them, as the index cuts them."""
    wanted = ["".join(re.escape(letter) + _ACCENTS for letter in piece) for piece in _PIECE.findall(fold_each(words))]
    ending = "" if words.rstrip().endswith("*") else r"(?![^\W_])"
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(wanted) + ending)


def _stretch(connection: Connection, document: str, start: int, end: int) -> str:
    query = "SELECT substr(text, ?, ?) FROM document_text WHERE document = ?"
    return str(connection.execute(query, (start + 1, end - start, document)).fetchone()[0])
