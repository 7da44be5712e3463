"""Counting codings in one pass over their passages: each person, segment, document and word once a theme and group.

Passages come document by document, in order of their segments' starts. Then a segment adds to a theme only what lies
beyond the furthest word reached, since the segment that reached there began no later and covers all between: a sweep
line. It takes half the time of window functions and distinct counts in SQL, which sort everything several times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Passage = tuple[str, int, str, int | None, int, int]
"""Document, segment, code, speaker (None: no participant speaks in the segment), first and last word, half-open."""
Voice = tuple[int | None, str]
"""A person (None: nobody) and a group."""


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
    """How far the words of one speaker are counted under one theme, and the tally they go to."""

    tally: Tally
    reach: int = 0


def tally(
    passages: Iterable[Passage],
    themes: Mapping[str, Sequence[int]],
    voices: Mapping[int | None, Voice],
    groups: Mapping[str, str],
) -> dict[tuple[int, str], Tally]:
    """(theme, group) -> its tally. A code counts under its `themes`; `groups` are those of documents."""
    tallies: defaultdict[tuple[int, str], Tally] = defaultdict(Tally)
    document: str | None = None
    lines = _Lines(themes, tallies)
    for here, segment, code, speaker, first, last in passages:
        if here != document:
            document = here
            lines.start(voices, groups[document])
        for line in lines[code, speaker]:
            line_tally = line.tally
            if last > line.reach:
                line_tally.words += last - (first if first > line.reach else line.reach)
                line.reach = last
            if line_tally.segment != segment:
                line_tally.segment = segment
                line_tally.segments += 1
                line_tally.documents += line_tally.document != document
                line_tally.document = document
    return dict(tallies)


class _Lines(dict[tuple[str, int | None], list[_Line]]):
    """The lines of one document by code and speaker, begun where they are first met."""

    def __init__(self, themes: Mapping[str, Sequence[int]], tallies: Mapping[tuple[int, str], Tally]) -> None:
        super().__init__()
        self._themes, self._tallies = themes, tallies
        self._begun: dict[tuple[int, int | None], _Line] = {}
        self._voices: Mapping[int | None, Voice] = {}
        self._group = ""

    def start(self, voices: Mapping[int | None, Voice], group: str) -> None:
        """Forget the lines of the document before."""
        self.clear()
        self._begun.clear()
        self._voices, self._group = voices, group

    def __missing__(self, key: tuple[str, int | None]) -> list[_Line]:
        code, speaker = key
        voice = self._voices.get(speaker, (None, self._group))
        lines = self[key] = [self._line(theme, speaker, voice) for theme in self._themes.get(code, ())]
        return lines

    def _line(self, theme: int, speaker: int | None, voice: Voice) -> _Line:
        """The line of a theme and a speaker, which all sub-codes share."""
        line = self._begun.get((theme, speaker))
        if line is None:
            person, group = voice
            line = self._begun[theme, speaker] = _Line(self._tallies[theme, group])
            if person is not None:
                line.tally.people.add(person)
        return line
