"""Interval algebra on half-open spans: pure, in whatever unit the caller counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qualcode.model import Span


def union(spans: Iterable[Span]) -> list[Span]:
    """The same positions as disjoint spans in order; spans that touch become one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def lanes(spans: Sequence[Span]) -> list[int]:
    """A lane for each span, given in order of start, so that spans in one lane never overlap: the lowest free one."""
    ends: list[int] = []
    chosen: list[int] = []
    for span in spans:
        lane = next((index for index, end in enumerate(ends) if end <= span.start), len(ends))
        ends[lane : lane + 1] = [span.end]
        chosen.append(lane)
    return chosen
