"""What people say of a theme from one wave to the next, and figures beside it; over plain data.

A person's state at a wave is one of `SAID`, `NOT_RAISED` (asked, and everything of theirs coded), `NOT_ASKED`,
`NOT_CODED`, `NOT_INTERVIEWED`. Of two waves only the first two can be compared: whoever was not asked, or is not yet
coded, at one of them, has neither lost nor gained a theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import fmean, median
from typing import NamedTuple

SAID = "said"
NOT_RAISED = "not_raised"
NOT_ASKED = "not_asked"
NOT_CODED = "not_coded"
NOT_INTERVIEWED = "not_interviewed"
STATES = (SAID, NOT_RAISED, NOT_ASKED, NOT_CODED, NOT_INTERVIEWED)

Waves = Mapping[str, Mapping[str, str]]
"""For each wave the state of everyone interviewed in it."""
FROM_MEDIAN = 3
"""Values needed before a median is given."""


class Change(NamedTuple):
    """What became of a theme between two waves with the people interviewed at both: five parts of them, by id.

    `unclear` are those who were not asked, or are not yet coded, at one of the two.
    """

    earlier: str
    later: str
    kept: tuple[str, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    never: tuple[str, ...]
    unclear: tuple[str, ...]

    @property
    def both(self) -> int:
        """How many people were interviewed at both waves."""
        return sum(map(len, self[2:]))


class Numbers(NamedTuple):
    """Values in short: how many, their mean, least and greatest, and the median where there are enough."""

    n: int
    mean: float
    least: float
    greatest: float
    median: float | None


_KINDS = {(SAID, SAID): 0, (SAID, NOT_RAISED): 1, (NOT_RAISED, SAID): 2, (NOT_RAISED, NOT_RAISED): 3}


def change(earlier: str, later: str, before: Mapping[str, str], after: Mapping[str, str]) -> Change:
    """What became of a theme between two waves, given everyone's state at each."""
    parts: tuple[list[str], ...] = ([], [], [], [], [])
    for person in sorted(before.keys() & after.keys()):
        parts[_KINDS.get((before[person], after[person]), 4)].append(person)
    return Change(earlier, later, *map(tuple, parts))


def changes(order: Sequence[str], waves: Waves) -> Iterator[Change]:
    """The change between any two waves at which somebody was interviewed, in order: each wave with those after it."""
    for place, earlier in enumerate(order):
        for later in order[place + 1 :]:
            found = change(earlier, later, waves.get(earlier, {}), waves.get(later, {}))
            if found.both:
                yield found


def trajectories(order: Sequence[str], waves: Waves) -> dict[str, tuple[str, ...]]:
    """For each person interviewed at any wave their state at each, in order."""
    people = sorted({person for wave in order for person in waves.get(wave, ())})
    return {person: tuple(waves.get(wave, {}).get(person, NOT_INTERVIEWED) for wave in order) for person in people}


def numbers(values: Iterable[float]) -> Numbers | None:
    """Values in short; None where there is none."""
    found = sorted(values)
    if not found:
        return None
    middle = median(found) if len(found) >= FROM_MEDIAN else None
    return Numbers(len(found), fmean(found), found[0], found[-1], middle)
