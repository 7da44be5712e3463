"""Which of the quotations of a theme are shown: pure, and the same for the same quotations and rules.

Each theme is looked at by itself. Candidates come in turns: the first of each site, then the second of each, and within
a site the first of each person, then the second; key quotations before others if that is asked for. One counter-example
of a theme is never left out, and with `each_site` one of each site; others only while the bounds hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from qualcode.model.codings import Candidate
from qualcode.reportfile import Choosing

Lengths = Callable[[Sequence[Candidate]], Sequence[int]]
"""How many words each quotation has as it is shown."""


class Chosen(NamedTuple):
    """The quotations that are shown, in their order; out of how many, and how many of those were too long."""

    shown: list[Candidate]
    of: int
    too_long: int = 0


def chosen(found: Sequence[Candidate], rules: Choosing, lengths: Lengths) -> Chosen:
    """The quotations of a theme that the rules leave, in the order in which they were found."""
    if rules.all:
        return Chosen(list(found), len(found))
    fitting = found
    if rules.longest:
        fitting = [one for one, words in zip(found, lengths(found), strict=True) if words <= rules.longest]
    kept = {one.coding for one in _of_theme(fitting, rules)}
    return Chosen([one for one in found if one.coding in kept], len(found), len(found) - len(fitting))


def _of_theme(found: Sequence[Candidate], rules: Choosing) -> Iterable[Candidate]:
    """Those that must not be missing, then as many of the others as the bounds leave room for."""
    ranked, taken = in_turns(found, key_first=rules.key_first), Taken(rules)
    for one in [one for one in ranked if one.counter][:1]:
        taken.add(one)
    if rules.each_site:
        for site in dict.fromkeys(one.site for one in ranked):
            if site not in taken.sites:
                taken.add(taken.first_fitting([one for one in ranked if one.site == site]))
    for one in ranked:
        if taken.has_room_for(one):
            taken.add(one)
    return taken.those.values()


class Taken:
    """The quotations of a theme that are taken so far, counted by person."""

    def __init__(self, rules: Choosing) -> None:
        self._rules = rules
        self._of: Counter[str] = Counter()
        self.those: dict[int, Candidate] = {}
        self.sites: set[str | None] = set()

    def add(self, one: Candidate) -> None:
        """Take a quotation."""
        self.those[one.coding] = one
        self.sites.add(one.site)
        self._of.update(one.participants)

    def has_room_for(self, one: Candidate) -> bool:
        """Whether one more of this theme, and of all who speak in it, is within the bounds."""
        most = self._rules.per_theme
        return one.coding not in self.those and (not most or len(self.those) < most) and self._has_people_for(one)

    def first_fitting(self, ranked: Sequence[Candidate]) -> Candidate:
        """The first whose people are not quoted enough already, else the first."""
        return next((one for one in ranked if self._has_people_for(one)), ranked[0])

    def _has_people_for(self, one: Candidate) -> bool:
        most = self._rules.per_participant
        return not most or all(self._of[person] < most for person in one.participants)


def in_turns(found: Iterable[Candidate], *, key_first: bool) -> list[Candidate]:
    """The quotations of a theme in turns of sites, and within these of people; key ones first if that is asked for.

    In whichever order they are given, what is said first in the texts comes first.
    """
    found = sorted(found, key=lambda one: (one.document, one.start, one.end, one.coding))
    if not key_first:
        return _in_turns(found)
    key, others = ([one for one in found if bool(one.key) is wanted] for wanted in (True, False))
    return [*_in_turns(key), *_in_turns(others)]


def _in_turns(found: Iterable[Candidate]) -> list[Candidate]:
    of_people = _nth_first(found, lambda one: one.participants)
    return _nth_first(of_people, lambda one: one.site)


def _nth_first(found: Iterable[Candidate], group: Callable[[Candidate], object]) -> list[Candidate]:
    """The first of each group, then the second of each, and so on; within these as they were."""
    seen: dict[object, int] = {}
    turns: list[list[Candidate]] = []
    for one in found:
        named = group(one)
        nth = seen[named] = seen.get(named, -1) + 1
        if nth == len(turns):
            turns.append([])
        turns[nth].append(one)
    return list(chain.from_iterable(turns))
