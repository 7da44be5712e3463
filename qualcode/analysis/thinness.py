"""Where evidence is thin: what rests on little, how far coding has come, what is not recent. Over plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

MONTHS = 6
"""Material older than the newest by more months than this is not recent."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a theme rests on: people, sites and documents by name; segments, and how many of them speak against it."""

    theme: str
    people: frozenset[str]
    sites: frozenset[str]
    documents: frozenset[str]
    segments: int
    against: int

    @property
    def rests_on_one(self) -> Mapping[str, str]:
        """Of `person`, `site` and `document`, those of which there is only one, with its name."""
        counted = {"person": self.people, "site": self.sites, "document": self.documents}
        return {noun: next(iter(names)) for noun, names in counted.items() if len(names) == 1}


class Progress(NamedTuple):
    """Units by how far their documents are coded: all of them done, some begun or done, none touched."""

    done: tuple[str, ...]
    begun: tuple[str, ...]
    untouched: tuple[str, ...]


def progress(units: Mapping[str, Collection[str]], done: Collection[str], begun: Collection[str]) -> Progress:
    """How far units (documents, sites, people) are coded, given each one's documents; one without any is in none."""
    found: tuple[list[str], list[str], list[str]] = ([], [], [])
    for name, documents in units.items():
        if not documents:
            continue
        if all(document in done for document in documents):
            found[0].append(name)
        else:
            touched = any(document in done or document in begun for document in documents)
            found[1 if touched else 2].append(name)
    return Progress(*map(tuple, found))


def months_before(date: str, months: int) -> str:
    """The day so many months before a date (`2013-11-26`, `2013-11` or `2013`); a day that month lacks is its last."""
    year, month, day = (int(part) for part in (*date.split("-"), "01", "01")[:3])
    count = max(12, year * 12 + month - 1 - months)
    year, month = divmod(count, 12)
    return f"{year:04}-{month + 1:02}-{min(day, _days(year, month + 1)):02}"


def _days(year: int, month: int) -> int:
    from calendar import monthrange

    return monthrange(year, month)[1]


def newest(dates: Iterable[str | None]) -> str | None:
    """The latest of dates, None where there is none; a month or a year alone is its first day."""
    return max((date for date in dates if date), default=None)


def is_recent(date: str | None, since: str) -> bool:
    """Whether a date is not before another, as far as the less exact of the two says."""
    if not date:
        return False
    exact = min(len(date), len(since))
    return date[:exact] >= since[:exact]
