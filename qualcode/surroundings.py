"""What is said around a passage: some turns before it and after it, as a reader needs them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from qualcode.model import Quotation, Span, Transcript, Turn


class Around(NamedTuple):
    """The words from the beginning of a turn up to a passage, and from its end to the end of a turn."""

    before: str
    after: str


def around(transcript: Transcript, span: Span, turns: int) -> Around:
    """What stands around a span, up to so many turns before the one it begins in, and after the one it ends in."""
    starts = [turn.start for turn in transcript.turns]
    first, last = bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1) - 1
    before = _said(transcript, transcript.turns[max(0, first - turns) : first + 1], Span(0, span.start))
    after = _said(transcript, transcript.turns[max(0, last) : last + turns + 1], Span(span.end, len(transcript.text)))
    return Around(before.lstrip(), after.rstrip())


def around_each(
    transcript: Callable[[str], Transcript], quotations: Sequence[Quotation], turns: int
) -> dict[int, Around]:
    """What stands around each quotation, by the id of its coding; each text is asked for once."""
    by_document = sorted(quotations, key=lambda one: one.coding.document)
    return dict(_each(transcript, by_document, turns))


def _each(
    transcript: Callable[[str], Transcript], quotations: Iterable[Quotation], turns: int
) -> Iterator[tuple[int, Around]]:
    for one in quotations:
        yield one.coding.id, around(transcript(one.coding.document), one.coding.span, turns)


def _said(transcript: Transcript, turns: Iterable[Turn], within: Span) -> str:
    """What turns say within a stretch; who speaks stands before where the text itself does not tell."""
    return "".join(_piece(transcript.text, turn, within) for turn in turns)


def _piece(text: str, turn: Turn, within: Span) -> str:
    start, end = max(turn.start, within.start), min(turn.end, within.end)
    told = turn.speaker and turn.body == turn.start and start == turn.start < end
    return (f"{turn.speaker}: " if told else "") + text[start:end]
