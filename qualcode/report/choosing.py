"""Which of the quotations of a theme are shown: pure, and the same for the same quotations and rules.

Each theme is looked at by itself. Quotations come in turns: the first of each site, then the second of each, and within
a site the first of each person, then the second; key quotations before others if that is asked for. One counter-example
of a theme is never left out, and with `each_site` one of each site; others only while the bounds hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from qualcode.model.codings import Quotation
from qualcode.reportfile import Choosing

Length = Callable[[Quotation], int]
"""How many words a quotation has as it is shown."""


class Chosen(NamedTuple):
    """The quotations that are shown, in their order; out of how many, and how many of those were too long."""

    shown: list[Quotation]
    of: int
    too_long: int = 0


def chosen(found: Sequence[Quotation], rules: Choosing, length: Length) -> Chosen:
    """The quotations that the rules leave, in the order in which they were found."""
    if rules.all:
        return Chosen(list(found), len(found))
    fitting = [one for one in found if not rules.longest or length(one) <= rules.longest]
    themes: defaultdict[str, list[Quotation]] = defaultdict(list)
    for one in fitting:
        themes[one.coding.code].append(one)
    kept = {one.coding.id for those in themes.values() for one in _of_theme(those, rules)}
    return Chosen([one for one in found if one.coding.id in kept], len(found), len(found) - len(fitting))


def _of_theme(found: Sequence[Quotation], rules: Choosing) -> Iterable[Quotation]:
    """Those that must not be missing, then as many of the others as the bounds leave room for."""
    ranked, taken = in_turns(found, key_first=rules.key_first), Taken(rules)
    for one in [one for one in ranked if one.coding.counter][:1]:
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
        self.those: dict[int, Quotation] = {}
        self.sites: set[str | None] = set()

    def add(self, one: Quotation) -> None:
        """Take a quotation."""
        self.those[one.coding.id] = one
        self.sites.add(one.site)
        self._of.update(one.participants)

    def has_room_for(self, one: Quotation) -> bool:
        """Whether one more of this theme, and of all who speak in it, is within the bounds."""
        most = self._rules.per_theme
        return one.coding.id not in self.those and (not most or len(self.those) < most) and self._has_people_for(one)

    def first_fitting(self, ranked: Sequence[Quotation]) -> Quotation:
        """The first whose people are not quoted enough already, else the first."""
        return next((one for one in ranked if self._has_people_for(one)), ranked[0])

    def _has_people_for(self, one: Quotation) -> bool:
        most = self._rules.per_participant
        return not most or all(self._of[person] < most for person in one.participants)


def in_turns(found: Iterable[Quotation], *, key_first: bool) -> list[Quotation]:
    """The quotations of a theme in turns of sites, and within these of people; key ones first if that is asked for.

    In whichever order they are given, what is said first in the texts comes first.
    """
    found = sorted(found, key=lambda one: (one.coding.document, one.coding.start, one.coding.end, one.coding.id))
    if not key_first:
        return _in_turns(found)
    key, others = ([one for one in found if bool(one.coding.key) is wanted] for wanted in (True, False))
    return [*_in_turns(key), *_in_turns(others)]


def _in_turns(found: Iterable[Quotation]) -> list[Quotation]:
    of_people = _nth_first(found, lambda one: one.participants)
    return _nth_first(of_people, lambda one: one.site)


def _nth_first(found: Iterable[Quotation], group: Callable[[Quotation], object]) -> list[Quotation]:
    """The first of each group, then the second of each, and so on; within these as they were."""
    seen: Counter[object] = Counter()
    numbered: list[tuple[int, Quotation]] = []
    for one in found:
        seen[group(one)] += 1
        numbered.append((seen[group(one)], one))
    return [one for _nth, one in sorted(numbered, key=lambda pair: pair[0])]
