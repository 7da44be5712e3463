"""What is said around a passage: some turns before it and after it, as a reader needs them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from qualcode.model import Span
from qualcode.model.codings import Quotation
from qualcode.model.texts import Transcript, Turn


class Around(NamedTuple):
    """The words from the beginning of a turn up to a passage, and from its end to the end of a turn."""

    before: str
    after: str


def around(transcript: Transcript, span: Span, turns: int) -> Around:
    """What stands around a span, up to so many turns before the one it begins in, and after the one it ends in."""
    whole = reach(transcript, span, turns)
    before, after = Span(whole.start, span.start), Span(span.end, whole.end)
    return Around(_said(transcript, before).lstrip(), _said(transcript, after).rstrip())


def reach(transcript: Transcript, span: Span, turns: int) -> Span:
    """From the beginning of the turn so many before the one a span begins in, to the end of that so many after."""
    starts = [turn.start for turn in transcript.turns]
    if not starts:
        return Span(0, len(transcript.text))
    first, last = bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1) - 1
    ends = transcript.turns[max(0, min(last + turns, len(starts) - 1))].end
    return Span(starts[max(0, first - turns)], max(span.end, ends))


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


def _said(transcript: Transcript, within: Span) -> str:
    """What is said in a stretch; who speaks stands before where the text itself does not tell."""
    turns = (turn for turn in transcript.turns if turn.start < within.end and within.start < turn.end)
    return "".join(_piece(transcript.text, turn, within) for turn in turns)


def _piece(text: str, turn: Turn, within: Span) -> str:
    start, end = max(turn.start, within.start), min(turn.end, within.end)
    told = turn.speaker and turn.body == turn.start and start == turn.start < end
    return (f"{turn.speaker}: " if told else "") + text[start:end]
