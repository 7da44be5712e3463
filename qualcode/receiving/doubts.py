"""Sources whose positions may be counted in several ways: each way with a passage that it makes another of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from qualcode.projects.positions import Given
from qualcode.projects.project import Convention, Project, ProjectText

Again = Callable[[Mapping[str, Given]], Project]
"""Reads the project once more, by the conventions that are given for some sources."""


class Reading(NamedTuple):
    """A way of counting in a source, and what one passage says when it is read so."""

    convention: Convention
    passage: str


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
        said = text.text[mark.start : mark.end]
        read = [text.text[one.start : one.end] if (one := marks.get(mark.id)) else "" for marks in places]
        if any(words != said for words in read):
            ways = (best, *(way for way, _text in others))
            return Doubt(text.id, text.name, tuple(map(Reading, ways, (said, *read))))
    return None
