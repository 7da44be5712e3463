"""The periodic report: what came in, was coded, changed and written in a stretch of time, for all sites or one region.

What was done is dated by the day on which it was done; material, people met and logbooks also by their own dates. Acts
that were taken back do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.care.changelog import BEGUN, SPLIT, Entry, changelog
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.memos import MemoFilter, Noted, day_of, listed
from qualcode.model.codings import LOGBOOK, QUESTION
from qualcode.model.people import Site
from qualcode.model.texts import Document
from qualcode.naming import site_called
from qualcode.store import changes
from qualcode.store.changes import Coded, Heard, Moment, Summed
from qualcode.store.database.sqlite import Connection, translated
from qualcode.store.reading.noted import documents_at
from qualcode.variables.values import date

if TYPE_CHECKING:
    from qualcode.study import Study

__all__ = ["Noted", "Summed"]


class Material(NamedTuple):
    """A document: its site and own date, when it was added to the study and by whom; empty where nobody knows."""

    document: str
    site: str
    kind: str
    wave: str
    date: str
    added: str
    by: str
    participants: tuple[str, ...]
    words: int


class Met(NamedTuple):
    """A person who speaks in material dated in the period."""

    participant: str
    sites: tuple[str, ...]
    role: str
    documents: tuple[str, ...]


class Worked(NamedTuple):
    """What one coder did: codings added, removed, given another code; documents marked done."""

    coder: str
    added: int
    removed: int
    recoded: int
    done: tuple[str, ...]


class CodeChange(NamedTuple):
    """What became of a code (see `care.changelog.Entry`), with what it was and what it is: labels, parents, codes."""

    day: str
    coder: str
    code: str
    what: str
    before: str = ""
    after: str = ""


class Silent(NamedTuple):
    """A site without anything in the period, and the last day of which there is something."""

    site: str
    last: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A period's work. `until` is None where it is open; `site` narrows all but the codebook's changes.

    `memos` are new in the period, `rewritten` older and written anew in it. `confirmed` are summaries of which somebody
    said that they still hold.
    """

    since: str
    until: str | None
    site: str | None
    added: tuple[Material, ...]
    dated: tuple[Material, ...]
    met: tuple[Met, ...]
    coding: tuple[Worked, ...]
    codebook: tuple[CodeChange, ...]
    memos: tuple[Noted, ...]
    rewritten: tuple[Noted, ...]
    questions: tuple[Noted, ...]
    summaries: tuple[Summed, ...]
    confirmed: tuple[Summed, ...]
    silent: tuple[Silent, ...]


def digest(study: Study, since: str, until: str | None = None, site: str | None = None) -> Digest:
    """What happened from one day (or month) to another, both included, at all sites or one with those in it."""
    period, place = period_of(study, since, until, site)
    below = _below(study.sites, place) if place else None
    with translated(study.database):
        return _digest(study, period, place, below)


class _Period(NamedTuple):
    since: str
    until: str | None

    def __contains__(self, day: object) -> bool:
        """Whether a day, or a month, lies in it, as far as it is known."""
        if not isinstance(day, str) or not day:
            return False
        late = day[: len(self.since)] >= self.since
        return late and (self.until is None or day[: len(self.until)] <= self.until)


def period_of(study: Study, since: str, until: str | None, site: str | None) -> tuple[_Period, str | None]:
    """The period and the site's id as they were typed; an `InputError` says what they cannot be."""
    since, until = date(since.strip()), date(until.strip()) if until else None
    if until is not None and until < since[: len(until)]:
        raise InputError(
            _("The period ends on {until}, before it begins on {since}.").format(since=since, until=until),
            _("Give the earlier day with --since."),
        )
    return _Period(since, until), site_called(study.sites, site).id if site else None


def _digest(study: Study, period: _Period, place: str | None, below: frozenset[str] | None) -> Digest:
    connection, time = study.connection, (period.since, period.until or "")
    documents = {document.id: document for document in study.documents()}
    heard = changes.heard(connection)
    days = _days(study, below)
    inside = documents.keys() if below is None else days.keys()
    came = {each.document: each for each in changes.imported(connection, "", "")}
    material = {
        name: _material(document, came.get(name), days[name], period)
        for name, document in documents.items()
        if name in inside
    }
    added = [each for each in material.values() if each.added in period]
    dated = [each for name, each in material.items() if any(day in period for day in days[name])]
    moments = changes.memo_moments(connection)
    memos = [(noted, _written(noted, moments)) for noted in listed(study, MemoFilter(site=place))]
    works = _there(connection, changes.coded(connection, *time), below)
    summaries = list(_summaries(changes.summed(connection, *time), heard, below))
    return Digest(
        period.since,
        period.until,
        place,
        tuple(sorted(added, key=lambda each: (each.added, each.document))),
        tuple(sorted(dated, key=lambda each: (each.date, each.document))),
        tuple(_met(heard, period, below)),
        tuple(_worked(works, changes.done(connection, *time), inside)),
        tuple(_codebook(changelog(study), period)),
        tuple(noted for noted, written in memos if _is_new(noted, written, period)),
        tuple(noted for noted, written in memos if _is_rewritten(noted, written, period)),
        tuple(noted for noted, written in memos if _is_open(noted, written, period)),
        tuple(each for each in summaries if not each.confirmed),
        tuple(each for each in summaries if each.confirmed),
        tuple(_silent(study, period, below, came)),
    )


def _below(sites: Sequence[Site], site: str) -> frozenset[str]:
    """A site with those in it."""
    found = {site}
    for each in sites:  # regions stand before their premises
        if each.parent in found:
            found.add(each.id)
    return frozenset(found)


# ---------------------------------------------------------------------- material and people


def _days(study: Study, below: frozenset[str] | None) -> dict[str, set[str]]:
    """The days of which documents are, the days of their parts among them; at the sites of a region, those there."""
    days: dict[str, set[str]] = {}
    if below is None:
        days = {document.id: {document.date or ""} for document in study.documents()}
    for site in (site.id for site in study.sites if below is None or site.id in below):
        for held in documents_at(study.connection, site):
            days.setdefault(held.document, set()).add(held.date or "")
    return days


def _material(document: Document, came: changes.Imported | None, days: set[str], period: _Period) -> Material:
    """A document with the first of its days that lies in the period, else with its own."""
    day = min((day for day in days if day in period), default=document.date or "")
    added, by = (came.at[:10], came.coder) if came else ("", "")
    return Material(
        document.id, document.site or "", document.kind, document.wave or "", day, added, by,
        document.participants, document.words,
    )  # fmt: skip


def _met(heard: Iterable[Heard], period: _Period, below: frozenset[str] | None) -> Iterator[Met]:
    found: dict[str, list[Heard]] = {}
    for each in heard:
        if each.date in period and (below is None or each.site in below):
            found.setdefault(each.participant, []).append(each)
    for name, said in found.items():
        sites = dict.fromkeys(each.site for each in said if each.site)
        documents = tuple(dict.fromkeys(each.document for each in said))
        yield Met(name, tuple(sites), said[0].role or "", documents)


def _silent(
    study: Study, period: _Period, below: frozenset[str] | None, came: Mapping[str, changes.Imported]
) -> Iterator[Silent]:
    """Sites that hold no others, of which neither a document nor an entry of the logbook is of the period.

    A document without a date of its own is of the day on which it was added.
    """
    parents = {site.parent for site in study.sites}
    entries: dict[str | None, list[str]] = {}
    for entry in listed(study, MemoFilter(kind=LOGBOOK)):
        entries.setdefault(entry.site, []).append(day_of(entry.memo))
    for site in study.sites:
        if site.id in parents or (below is not None and site.id not in below):
            continue
        held = documents_at(study.connection, site.id)
        days = [each.date or (came[each.document].at[:10] if each.document in came else "") for each in held]
        days += entries.get(site.id, ())
        if not any(day in period for day in days):
            yield Silent(site.id, max(days, default=""))


# ---------------------------------------------------------------------- coding and the codebook


def _there(connection: Connection, coded: list[Coded], below: frozenset[str] | None) -> Iterable[Coded]:
    """What was coded where people of a region speak; all of it where none is asked for."""
    if below is None:
        return coded
    sites = changes.sites_of(connection, (each.place for each in coded if each.place))
    return (each for each in coded if each.place and not below.isdisjoint(sites.get(each.place, ())))


def _worked(coded: Iterable[Coded], done: Iterable[tuple[str, str]], inside: Iterable[str]) -> Iterator[Worked]:
    """By coder; documents are marked done whole, whoever speaks in them."""
    known = set(inside)
    counts: dict[str, dict[str, int]] = {}
    marks: dict[str, list[str]] = {}
    for each in coded:
        own = counts.setdefault(each.coder, {})
        own[each.what] = own.get(each.what, 0) + each.codings
    for coder, document in done:
        if document in known:
            marks.setdefault(coder, []).append(document)
    for coder in sorted(counts.keys() | marks.keys()):
        own = counts.get(coder, {})
        added, removed, recoded = (own.get(what, 0) for what in ("added", "removed", "recoded"))
        yield Worked(coder, added, removed, recoded, tuple(sorted(marks.get(coder, ()))))


def _codebook(entries: Iterable[Entry], period: _Period) -> Iterator[CodeChange]:
    for each in entries:
        if each.at[:10] in period and each.what != BEGUN:
            others = ", ".join(each.others)
            before, after = (each.before or others, each.after) if each.what != SPLIT else ("", others)
            yield CodeChange(each.at[:10], each.coder, each.code, each.what, before, after)


# ---------------------------------------------------------------------- what was written


def _written(noted: Noted, moments: Mapping[int, Sequence[Moment]]) -> Sequence[Moment]:
    """When a memo was written, first and anew; as its row has it where the history does not know."""
    return moments.get(noted.memo.id) or (Moment(noted.memo.at, True),)


def _is_new(noted: Noted, written: Sequence[Moment], period: _Period) -> bool:
    """Whether a memo was first written in the period; an entry of a logbook also if it is about a day of it."""
    if noted.memo.kind == QUESTION:
        return False
    return noted.memo.date in period or any(one.first and one.at[:10] in period for one in written)


def _is_rewritten(noted: Noted, written: Sequence[Moment], period: _Period) -> bool:
    """Whether an older memo was written anew in the period, or an older question was answered."""
    if noted.memo.kind == QUESTION or _is_new(noted, written, period):
        return False
    return any(one.at[:10] in period for one in written)


def _is_open(noted: Noted, written: Sequence[Moment], period: _Period) -> bool:
    """Whether it is a question that was asked by the end of the period."""
    asked = noted.memo.kind == QUESTION
    return asked and (period.until is None or written[0].at <= period.until + changes.END)


def _summaries(found: Iterable[Summed], heard: Iterable[Heard], below: frozenset[str] | None) -> Iterator[Summed]:
    """Summaries of sites of a region and of people who are heard there."""
    there = {f"participant:{each.participant}" for each in heard if below is None or each.site in below}
    there |= {f"site:{site}" for site in below or ()}
    return (each for each in found if below is None or each.holder in there)
