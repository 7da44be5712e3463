"""A document's text as the store needs it: where turns and sentences lie, and how many words came before a place."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.errors import NotFoundError
from qualcode.i18n import _
from qualcode.language.words import count_words, word_starts
from qualcode.model import Span
from qualcode.store.database.sqlite import Connection

_TURNS = """
SELECT turn.start, body, "end", turn.speaker, participant IS NOT NULL, NULL
FROM turn LEFT JOIN speaker ON speaker.id = turn.speaker WHERE turn.document = ? ORDER BY number
"""
_NOBODIES = """
SELECT first_turn, last_turn, speaker.id
FROM part JOIN speaker ON speaker.part = part.id AND label = '' WHERE part.document = ?
"""
_ENTRY = "I"  # 32-bit unsigned: a text has at most a thousand million code points in SQLite

_LONG = 2_000  # code points: counting so many again for each place is dear


StoredTurn = tuple[int, int, int, int | None, int, int | None]
"""A turn's start, body and end, its speaker's key, whether that is a participant; the key of nobody in its part."""


@dataclass(frozen=True, slots=True)
class StoredText:
    """Text, turns and sentence bounds of one document; `ranks[i]` words start before sentence `i` does.

    `ranks` is longer by one: its last is the number of all words.
    """

    text: str
    turns: Sequence[StoredTurn]
    turn_starts: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    ranks: Sequence[int]
    words: dict[int, array[int]] = field(default_factory=dict, compare=False)
    """Where the words of a long sentence start, by its index: kept, for a text without full stops is one sentence."""

    def word_rank(self, position: int) -> int:
        """How many words of the turns start before `position`."""
        index = bisect_right(self.starts, position) - 1
        if index < 0:
            return 0
        start = self.starts[index]
        if position == start:
            return self.ranks[index]
        if position >= self.ends[index]:
            return self.ranks[index + 1]
        return self.ranks[index] + self._words_before(position, index)

    def _words_before(self, position: int, index: int) -> int:
        start, end = self.starts[index], self.ends[index]
        if end - start < _LONG:
            return count_words(self.text[start:position])
        if index not in self.words:
            self.words[index] = word_starts(self.text[start:end])
        return bisect_left(self.words[index], position - start)

    def heard(self, start: int, end: int) -> tuple[int, int, list[tuple[int | None, int, int]]]:
        """What participants say in a non-empty span: the first and the last of its turns, counted from 1, and
        (speaker, first word, last word) a turn; one empty row if none says anything.

        A label or blank space of somebody's turn is not yet speaking.
        """
        text, first = self.text, bisect_right(self.turn_starts, start)
        last = bisect_right(self.turn_starts, end - 1, first)
        found: list[tuple[int | None, int, int]] = []
        for _start, body, turn_end, speaker, of_participant, _nobody in self.turns[first - 1 : last]:
            here, there = start if start > body else body, end if end < turn_end else turn_end
            if of_participant and here < there and not (text[here].isspace() and text[here:there].isspace()):
                found.append((speaker, self.word_rank(here), self.word_rank(there)))
        return first, last, found or [(self.turns[first - 1][-1] if self.turns else None, 0, 0)]


def pack_sentences(sentences: Sequence[Span], ranks: Sequence[int]) -> bytes:
    """Sentence bounds and word ranks as one blob: starts, ends, ranks, each an array of 32-bit numbers."""
    starts, ends = (span.start for span in sentences), (span.end for span in sentences)
    return b"".join(array(_ENTRY, column).tobytes() for column in (starts, ends, ranks))


def unpack_sentences(blob: bytes) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """The starts, ends and word ranks that `pack_sentences` wrote; the last rank is the number of all words."""
    values = array(_ENTRY)
    values.frombytes(blob)
    third = len(values) // 3
    return values[:third], values[third : 2 * third], values[2 * third :]


def load_text(connection: Connection, document: str) -> StoredText:
    """Read one document's text; `NotFoundError` if the study has no such document."""
    row = connection.execute("SELECT text, sentences FROM document_text WHERE document = ?", (document,)).fetchone()
    if row is None:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=document))
    turns = _turns(connection, document)
    starts, ends, ranks = map(list, unpack_sentences(row[1]))
    return StoredText(row[0], turns, [turn[0] for turn in turns], starts, ends, ranks)


def _turns(connection: Connection, document: str) -> list[StoredTurn]:
    """A document's turns in order, with who speaks in each."""
    turns: list[StoredTurn] = connection.execute(_TURNS, (document,)).fetchall()
    for first, last, nobody in connection.execute(_NOBODIES, (document,)):
        turns[first - 1 : last] = [(*turn[:-1], nobody) for turn in turns[first - 1 : last]]
    return turns
