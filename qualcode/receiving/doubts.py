"""Sources whose positions may be counted in several ways: each way with a passage that it makes another of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from qualcode.projects.positions import Given
from qualcode.projects.project import Convention, Mark, Project, ProjectText

Again = Callable[[Mapping[str, Given]], Project]
"""Reads the project once more, by the conventions that are given for some sources."""


_AROUND, _EDGE = 12, 24
"""How many characters are shown around a passage, and of each end of a long one."""


class Reading(NamedTuple):
    """A way of counting in a source, one passage as it is read so, and that in brackets with what stands around it."""

    convention: Convention
    passage: str
    shown: str


class Doubt(NamedTuple):
    """A source, by the project's id and name, and the ways in which it can be read, the likeliest first."""

    source: str
    name: str
    readings: Sequence[Reading]


def given_of(convention: Convention) -> Given:
    """A convention as it is told to a reader."""
    return Given(convention.unit, convention.newline, convention.mark)


def doubts(project: Project, again: Again) -> list[Doubt]:
    """The sources that can be read in several ways which make a difference."""
    open_ones = {text.id: text for text in project.texts if (of := project.conventions.get(text.id)) and of.close}
    others: dict[str, list[tuple[Convention, ProjectText]]] = {name: [] for name in open_ones}
    for place in range(max((len(project.conventions[name].close) for name in open_ones), default=0)):
        ways = {
            name: project.conventions[name].close[place]
            for name in open_ones if place < len(project.conventions[name].close)
        }  # fmt: skip
        read = again({name: given_of(way) for name, way in ways.items()})
        for text in read.texts:
            if text.id in ways:
                others[text.id].append((ways[text.id], text))
    found = (_doubt(project.conventions[name], text, others[name]) for name, text in open_ones.items())
    return [doubt for doubt in found if doubt is not None]


def _doubt(best: Convention, text: ProjectText, others: Sequence[tuple[Convention, ProjectText]]) -> Doubt | None:
    """The first passage that another way of counting makes different, as each way reads it."""
    places = [{mark.id: mark for mark in one.marks} for _way, one in others]
    for mark in text.marks:
        passages = [mark, *(marks.get(mark.id) for marks in places)]
        words = [text.text[one.start : one.end] if one else "" for one in passages]
        if len(set(words)) > 1:
            shown = [_shown(text.text, one) if one else "" for one in passages]
            ways = (best, *(way for way, _text in others))
            return Doubt(text.id, text.name, tuple(map(Reading, ways, words, shown)))
    return None


def _shown(text: str, mark: Mark) -> str:
    """A passage in brackets on one line, its blanks kept: they are what is in doubt."""
    said = text[mark.start : mark.end]
    if len(said) > 2 * _EDGE:
        said = f"{said[:_EDGE]}…{said[-_EDGE:]}"
    whole = f"{text[max(0, mark.start - _AROUND) : mark.start]}[{said}]{text[mark.end : mark.end + _AROUND]}"
    return whole.replace("\n", "⏎")
