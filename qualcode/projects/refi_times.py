"""When turns of a transcript begin: by the points at which a REFI-QDA project ties its words to the recording."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from qualcode.importers.speakers import find_turns
from qualcode.model.texts import Turn

Point = tuple[int, float]
"""A code point of a text, and the seconds of the recording at which it is said."""


def timed_turns(text: str, points: Sequence[Point]) -> tuple[tuple[Turn, ...], int]:
    """The turns of a text, each with the time of the last point before its words; how many points say no turn's time.

    Such a point stands in the label or in the blank before: one amid words does not say when a turn began.
    """
    ordered = sorted(points)
    places = [place for place, _time in ordered]
    turns: list[Turn] = []
    used, spoken = 0, -1
    for turn in find_turns(text)[0]:
        number = bisect_right(places, turn.body) - 1
        before = number >= 0 and (spoken < places[number] or places[number] == turn.start)
        turns.append(turn._replace(time=ordered[number][1]) if before else turn)
        spoken = turn.start + len(text[turn.start : turn.end].rstrip())
        used += before
    return tuple(turns), len(points) - used
