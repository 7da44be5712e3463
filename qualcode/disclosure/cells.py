"""Groups of so few people that whoever knows the place knows who they are: a site with a role, or another attribute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

SMALLEST = 3
"""How many people a group must have, where study.yaml does not say (`report: smallest_cell:`)."""


class SmallCell(NamedTuple):
    """A group of few people: its attributes with their values, and how many they are."""

    values: tuple[tuple[str, str], ...]
    people: int


def small_cells(people: Iterable[Mapping[str, str]], by: Sequence[str], smallest: int) -> list[SmallCell]:
    """The groups of people alike in all of `by` that have fewer than `smallest`; who lacks a value is in none."""
    groups = Counter(tuple(person.get(name, "") for name in by) for person in people)
    return [
        SmallCell(tuple(zip(by, values, strict=True)), count)
        for values, count in sorted(groups.items())
        if all(values) and count < smallest
    ]


def smallest_cell(said: object) -> int:
    """How many people a group must have, as study.yaml says; 0 or 1 asks for nothing."""
    text = str(said).strip()
    return int(text) if text.isdigit() else SMALLEST
