"""A document's text as the store needs it: where turns and sentences lie, and how many words came before a place."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.errors import NotFoundError
from qualcode.i18n import _
from qualcode.language.words import count_words
from qualcode.model import Span
from qualcode.store.sqlite import Connection

_ENTRY = "I"  # 32-bit unsigned: a text has at most a thousand million code points in SQLite


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn's row, with the speaker's key and whether that speaker is a participant."""

    number: int
    start: int
    body: int
    end: int
    first_word: int
    words: int
    speaker: int | None
    of_participant: bool


@dataclass(frozen=True, slots=True)
class StoredText:
    """Text, turns and sentence bounds of one document; `ranks[i]` words start before sentence `i` does."""

    text: str
    turns: tuple[StoredTurn, ...]
    turn_starts: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    ranks: Sequence[int]

    def word_rank(self, position: int) -> int:
        """How many words of the turns start before `position`."""
        index = bisect_right(self.starts, position) - 1
        if index < 0:
            return 0
        start = self.starts[index]
        if position == start:
            return self.ranks[index]
        return self.ranks[index] + count_words(self.text[start : min(position, self.ends[index])])

    def turns_of(self, span: Span) -> tuple[StoredTurn, ...]:
        """The turns that a non-empty span touches."""
        first = bisect_right(self.turn_starts, span.start) - 1
        last = bisect_right(self.turn_starts, span.end - 1) - 1
        return self.turns[max(first, 0) : last + 1]

    def passages(self, span: Span) -> Iterator[tuple[int | None, int, int]]:
        """What participants say in a span: (speaker, first word, last word) a turn; one empty row if none does."""
        spoken = [turn for turn in self.turns_of(span) if turn.of_participant and turn.body < span.end]
        for turn in spoken:
            first = self.word_rank(max(span.start, turn.body))
            yield turn.speaker, first, self.word_rank(min(span.end, turn.end))
        if not spoken:
            yield None, 0, 0


def pack_sentences(text: str, sentences: Sequence[Span]) -> bytes:
    """Sentence bounds and word ranks as one blob: starts, ends, ranks, each an array of 32-bit numbers."""
    ranks, rank = array(_ENTRY), 0
    for span in sentences:
        ranks.append(rank)
        rank += count_words(text[span.start : span.end])
    starts, ends = (span.start for span in sentences), (span.end for span in sentences)
    return b"".join(column.tobytes() for column in (array(_ENTRY, starts), array(_ENTRY, ends), ranks))


def unpack_sentences(blob: bytes) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """The starts, ends and word ranks that `pack_sentences` wrote."""
    values = array(_ENTRY)
    values.frombytes(blob)
    third = len(values) // 3
    return values[:third], values[third : 2 * third], values[2 * third :]


def load_text(connection: Connection, document: str) -> StoredText:
    """Read one document's text; `NotFoundError` if the study has no such document."""
    row = connection.execute("SELECT text, sentences FROM document_text WHERE document = ?", (document,)).fetchone()
    if row is None:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=document))
    turns = tuple(
        StoredTurn(number, start, body, end, first_word, words, speaker, interviewer == 0)
        for number, start, body, end, first_word, words, speaker, interviewer in connection.execute(
            'SELECT number, start, body, "end", first_word, words, turn.speaker, interviewer'
            " FROM turn LEFT JOIN speaker ON speaker.id = turn.speaker WHERE turn.document = ? ORDER BY number",
            (document,),
        )
    )
    return StoredText(row[0], turns, [turn.start for turn in turns], *unpack_sentences(row[1]))
