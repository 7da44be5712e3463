"""Utterances put in order of time, and what to say of times that cannot be: missing, negative, crossing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import isfinite

from qualcode.i18n import ngettext
from qualcode.importers.utterances import Utterance

_SAME_TIME = 0.05  # seconds that programs differ by when one utterance ends where the next begins


def in_time(streams: Iterable[Sequence[Utterance]]) -> tuple[tuple[Utterance, ...], tuple[str, ...]]:
    """The utterances of all streams in order of time, and sentences to say of them.

    A stream (a tier, a file without tiers) is in the order of its file. What has no time keeps its place after the
    utterance before it; a negative time is the start of the recording; an end before the start is none.
    """
    seen: Counter[str] = Counter()
    placed = [pair for stream in streams for pair in _placed([_possible(each, seen) for each in stream], seen)]
    placed.sort(key=lambda pair: pair[0])
    utterances = tuple(utterance for _place, utterance in placed)
    return utterances, tuple(_notes(utterances, seen))


def _possible(said: Utterance, seen: Counter[str]) -> Utterance:
    """The same with times that can be."""
    start, end = _finite(said.start), _finite(said.end)
    if start is not None and start < 0:
        seen["negative"] += 1
        start = 0.0
    if end is not None and start is not None and end < start:
        seen["backwards"] += 1
        end = start
    return replace(said, start=start, end=end)


def _finite(time: float | None) -> float | None:
    return time if time is not None and isfinite(time) else None


def _placed(stream: Sequence[Utterance], seen: Counter[str]) -> Iterator[tuple[tuple[float, float], Utterance]]:
    """Each utterance with what it is sorted by; counts those out of order and those that cross the speaker's last."""
    place = (0.0, 0.0)
    ends: dict[str | None, float] = {}
    for said in stream:
        if said.start is not None:
            seen["unordered"] += said.start < place[0]
            crosses = place[0] <= said.start < ends.get(said.speaker, 0.0) - _SAME_TIME
            seen["crossing"] += crosses and not said.changes
            place = (said.start, said.start if said.end is None else said.end)
            ends[said.speaker] = max(place[1], ends.get(said.speaker, 0.0))
        yield place, said


def _notes(utterances: Sequence[Utterance], seen: Counter[str]) -> Iterator[str]:
    """What the researcher should know; a file that has no times or no speakers at all is no matter of utterances."""
    untimed = sum(said.start is None for said in utterances)
    unnamed = sum(said.speaker is None for said in utterances)
    if 0 < untimed < len(utterances):
        yield ngettext(
            "{count} utterance has no time: it stands after the one before it in the file",
            "{count} utterances have no time: they stand after the one before them in the file",
            untimed,
        ).format(count=untimed)
    if count := seen["negative"]:
        yield ngettext(
            "{count} utterance begins before the recording does: it is taken to begin with it",
            "{count} utterances begin before the recording does: they are taken to begin with it",
            count,
        ).format(count=count)
    if count := seen["backwards"]:
        yield ngettext(
            "{count} utterance ends before it begins: its end is not counted",
            "{count} utterances end before they begin: their ends are not counted",
            count,
        ).format(count=count)
    if count := seen["unordered"]:
        yield ngettext(
            "{count} utterance stands too late in the file: it is put where it was said",
            "{count} utterances stand too late in the file: they are put where they were said",
            count,
        ).format(count=count)
    if count := seen["crossing"]:
        yield ngettext(
            "{count} utterance begins before the same speaker's last one ends",
            "{count} utterances begin before the same speaker's last one ends",
            count,
        ).format(count=count)
    if 0 < unnamed < len(utterances):
        yield ngettext("{count} utterance has no speaker", "{count} utterances have no speaker", unnamed).format(
            count=unnamed
        )


def nothing_said(count: int) -> tuple[str, ...]:
    """What to say of places that have a time but no words."""
    if not count:
        return ()
    said = ngettext("{count} place with a time has no words", "{count} places with a time have no words", count)
    return (said.format(count=count),)
