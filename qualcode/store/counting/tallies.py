"""Counting codings in one pass over their passages: each person, segment, document and word once a theme and group.

Passages come document by document, in order of their segments' starts. Then a segment adds to a theme only what lies
beyond the furthest word reached, since the segment that reached there began no later and covers all between: a sweep
line. It takes half the time of window functions and distinct counts in SQL, which sort everything several times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Passage = tuple[str, int, str, int | None, int, int]
"""Document, segment, code, speaker (None: no participant speaks in the segment), first and last word, half-open."""
Voice = tuple[int | None, tuple[str, ...]]
"""A person (None: nobody) and the groups that what they say counts in."""


@dataclass(slots=True)
class Tally:
    """What one theme comes to in one group; `segment` and `document` are those counted last."""

    people: set[int] = field(default_factory=set)
    segments: int = 0
    documents: int = 0
    words: int = 0
    segment: int | None = None
    document: str | None = None


@dataclass(slots=True)
class _Line:
    """How far the words of one speaker are counted under one theme, and the tallies they go to."""

    tallies: tuple[Tally, ...]
    reach: int = 0


def tally(
    passages: Iterable[Passage],
    themes: Mapping[str, Sequence[int]],
    voices: Mapping[int, Voice],
    alone: Mapping[str, tuple[str, ...]],
    tell: Callable[[str], None] | None = None,
) -> dict[tuple[int, str], Tally]:
    """(theme, group) -> its tally. A code counts under its `themes`; `alone` are the groups of what nobody says in a
    document. What a voice says that is in neither is not counted. `tell` hears of each document before it is counted,
    and may raise to stop.
    """
    tallies: defaultdict[tuple[int, str], Tally] = defaultdict(Tally)
    document: str | None = None
    lines = _Lines(themes, voices, tallies)
    for here, segment, code, speaker, first, last in passages:
        if here != document:
            document = here
            if tell:
                tell(here)
            lines.start(alone.get(document, ()))
        for line in lines[code, speaker]:
            words = 0
            if last > line.reach:
                words = last - (first if first > line.reach else line.reach)
                line.reach = last
            for one in line.tallies:
                one.words += words
                if one.segment != segment:
                    one.segment = segment
                    one.segments += 1
                    one.documents += one.document != document
                    one.document = document
    return dict(tallies)


class _Lines(dict[tuple[str, int | None], list[_Line]]):
    """The lines of one document by code and speaker, begun where they are first met."""

    def __init__(
        self, themes: Mapping[str, Sequence[int]], voices: Mapping[int, Voice], tallies: Mapping[tuple[int, str], Tally]
    ) -> None:
        super().__init__()
        self._themes, self._voices, self._tallies = themes, voices, tallies
        self._begun: dict[tuple[int, int | None], _Line] = {}
        self._alone: tuple[str, ...] = ()

    def start(self, alone: tuple[str, ...]) -> None:
        """Forget the lines of the document before."""
        self.clear()
        self._begun.clear()
        self._alone = alone

    def __missing__(self, key: tuple[str, int | None]) -> list[_Line]:
        code, speaker = key
        person, groups = (None, self._alone) if speaker is None else self._voices.get(speaker, (None, ()))
        themes = self._themes.get(code, ()) if groups else ()
        lines = self[key] = [self._line(theme, speaker, person, groups) for theme in themes]
        return lines

    def _line(self, theme: int, speaker: int | None, person: int | None, groups: tuple[str, ...]) -> _Line:
        """The line of a theme and a speaker, which all sub-codes share."""
        line = self._begun.get((theme, speaker))
        if line is None:
            line = self._begun[theme, speaker] = _Line(tuple(self._tallies[theme, group] for group in groups))
            if person is not None:
                for one in line.tallies:
                    one.people.add(person)
        return line
