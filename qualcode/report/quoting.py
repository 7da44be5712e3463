"""A quotation's words as they may leave the study: the labels of speakers become the ids of participants."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from qualcode.model import Span
from qualcode.model.texts import Speaker, Turn

INTERVIEWER = "[I]"
UNKNOWN = "[?]"


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks where in one document: its turns, the offsets where they start, and each label's bracketed id."""

    turns: tuple[Turn, ...]
    starts: tuple[int, ...]
    ids: Mapping[str, str]


def voices(turns: tuple[Turn, ...], speakers: tuple[Speaker, ...]) -> Voices:
    """What `quoted` needs to know of a document, made once for all its quotations."""
    ids = {
        speaker.label: INTERVIEWER
        if speaker.interviewer
        else f"[{speaker.participant}]"
        if speaker.participant
        else UNKNOWN
        for speaker in speakers
    }
    return Voices(turns, tuple(turn.start for turn in turns), ids)


def quoted(text: str, start: int, end: int, who: Voices) -> str:
    """The words `text` of `[start, end)`, each speaker's label among them replaced by `[L03-P1]` or `[I]`.

    A turn without a label of its own in the text (subtitles) gets the id where the speaker changes within the span.
    """
    return unnamed(text, start, end, who).strip()


def unnamed(text: str, start: int, end: int, who: Voices) -> str:
    """As `quoted`, with the blanks at both ends."""
    first = bisect_right(who.starts, start) - 1
    if first < 0:
        return text
    turn = who.turns[first]
    if turn.body <= start and end <= turn.end:
        return text
    return "".join(_pieces(text, Span(start, end), who, first))


def _pieces(text: str, span: Span, who: Voices, first: int) -> list[str]:
    pieces: list[str] = []
    before: str | None = None
    for turn in islice(who.turns, first, None):
        if turn.start >= span.end:
            break
        if _needs_id(turn, span, before):
            pieces.append(who.ids.get(turn.speaker or "", UNKNOWN) + " ")
        pieces.append(text[max(_body(turn), span.start) - span.start : turn.end - span.start])
        before = turn.speaker
    return pieces


def _body(turn: Turn) -> int:
    """Where a turn's words start; what stands before the words of nobody in particular is no name."""
    return turn.start if turn.speaker is None else turn.body


def _needs_id(turn: Turn, span: Span, before: str | None) -> bool:
    if turn.speaker is None:
        return False
    if turn.start < turn.body:
        return span.start < turn.body
    return turn.start > span.start and turn.speaker != before
