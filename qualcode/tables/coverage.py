"""Where evidence is thin or against: what is not coded yet, rests on little, is absent though asked, is not recent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.analysis.thinness import MONTHS, Evidence, Progress, is_recent, months_before, newest, progress
from qualcode.i18n import _ as interface
from qualcode.i18n import language
from qualcode.model import in_language
from qualcode.model.asking import Condition
from qualcode.model.people import Site
from qualcode.model.texts import Document
from qualcode.store.counting.evidence import (
    Dates,
    Present,
    Voice,
    Walk,
    against,
    dates_of_sites,
    present,
    sites_meeting,
    voices,
    walk,
    words_of_documents,
    work,
)
from qualcode.store.counting.themes import covers
from qualcode.store.counting.waves import Asked, state_of
from qualcode.store.database.sqlite import translated
from qualcode.store.reading.dimensions import NO_GROUP
from qualcode.tables.grouping import grouping_of, said_of
from qualcode.variables.values import date as checked_date

if TYPE_CHECKING:
    from qualcode.study import Study

LACKS = ("date", "guide", "site")
"""What a document may lack, so that it is missing from some table."""


class Coded(NamedTuple):
    """How far one coder has come, in documents, sites and people."""

    coder: str
    documents: Progress
    sites: Progress
    people: Progress


class Paper(NamedTuple):
    """A document with its participants' words, how many of them the counted coder's codings hold, and who did what."""

    id: str
    site: str | None
    words: int
    coded: int
    done: tuple[str, ...]
    begun: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The share of its participants' words that is coded; None where nobody speaks."""
        return self.coded / self.words if self.words else None


class Absent(NamedTuple):
    """Where a theme was asked for, everything is coded, and nobody raised it: sites and people."""

    theme: str
    sites: tuple[str, ...]
    people: tuple[str, ...]


class Quiet(NamedTuple):
    """A site whose latest document is of `last`, before what is recent (None: it has no document with a date).

    `heard` is when its people spoke last, be it elsewhere; `documents`: whether it has any.
    """

    site: str
    last: str | None
    heard: str | None
    documents: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything known of where evidence is thin, as one coder's codings have it; themes in the codebook's order.

    `evidence` is that of every theme, `absent` of those that are absent somewhere. `lacking` are documents by what they
    lack. `since` is the day from which material is recent; None where no document has a date. `where` narrows it all.
    """

    rule: str
    coder: str | None
    coders: tuple[Coded, ...]
    documents: tuple[Paper, ...]
    evidence: tuple[Evidence, ...]
    absent: tuple[Absent, ...]
    since: str | None
    quiet: tuple[Quiet, ...]
    lacking: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    titles: Mapping[str, str]
    where: tuple[Condition, ...] = ()

    @property
    def thin(self) -> tuple[Evidence, ...]:
        """Themes that rest on one person, one site or one document."""
        return tuple(one for one in self.evidence if one.segments and one.rests_on_one)

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Themes without any segment."""
        return tuple(one.theme for one in self.evidence if not one.segments)

    @property
    def contested(self) -> tuple[Evidence, ...]:
        """Themes with counter-examples."""
        return tuple(one for one in self.evidence if one.against)


def coverage(
    study: Study,
    *,
    since: str | None = None,
    months: int = MONTHS,
    coder: str | None = None,
    where: Sequence[Condition] = (),
    tell: Callable[[str], None] | None = None,
) -> Coverage:
    """Where evidence is thin. Material is recent from `since`, else from so many months before the newest document.

    Conditions leave the people, documents and passages that meet them, and sites for which what is said of sites holds:
    one of these without anything that meets the others is quiet. `tell` hears of each document before its codings are
    counted, and may raise to stop.
    """
    counted = study.counted_coder(coder)
    from_day = checked_date(since) if since else None
    grouping = grouping_of(study, (), where)
    book = study.codebook
    themes = {code.id: tuple(step.id for step in book.path(code.id)) for code in book.codes}
    with translated(study.database):
        connection = study.connection
        heard, there = voices(connection, grouping.where), present(connection, counted, grouping.where)
        walked = walk(connection, themes, counted, grouping, heard, tell)
        marked, words = against(connection, counted, grouping, heard), words_of_documents(connection, grouping.where)
        done, begun = work(connection)
        dates, said = dates_of_sites(connection, grouping.where)
        premises = sites_meeting(connection, _of_sites(study, grouping.where))
    documents, sites = _documents(study, there, narrowed=bool(grouping.where)), _premises(study, premises)
    raised = _raised(walked, heard, themes)
    day = from_day or _months_back(dates, months)
    return Coverage(
        rule=" ".join((rule(counted, day), *said_of(grouping))),
        coder=counted,
        coders=tuple(_coders(documents, there, done, begun)),
        documents=tuple(_papers(documents, walked, words, done, begun)),
        evidence=tuple(_evidence(study, raised, walked, marked)),
        absent=tuple(_absent(study, raised, there)),
        since=day,
        quiet=tuple(_quiet(sites, dates, said, day)),
        lacking={name: tuple(one.id for one in documents if not getattr(one, name)) for name in LACKS},
        labels={code.id: in_language(code.label, language()) or code.id for code in book.codes},
        titles={site.id: in_language(site.label, language()) or site.id for site in study.sites},
        where=grouping.where,
    )


def _documents(study: Study, there: Present, *, narrowed: bool) -> list[Document]:
    """The documents that are looked at, by id."""
    documents = sorted(study.documents(), key=lambda document: document.id)
    found = frozenset[str]().union(*there.sites.values())
    return [one for one in documents if one.id in found] if narrowed else documents


def _premises(study: Study, meant: Collection[str]) -> list[Site]:
    """Those of the sites meant in which no other lies."""
    parents = {site.parent for site in study.sites}
    return [site for site in study.sites if site.id in meant and site.id not in parents]


def _of_sites(study: Study, where: Iterable[Condition]) -> list[Condition]:
    """The conditions that a site meets or not, whatever was said there."""
    others = study.variables.get("participant", {}).keys() | study.variables.get("document", {}).keys()
    names = {"site", "region", *study.variables.get("site", {})} - others
    return [condition for condition in where if condition.name in names]


def rule(coder: str | None, since: str | None, _: Callable[[str], str] = interface) -> str:
    """How it was found, in words, to stand under it; `_` says it in another language."""
    sentences = [
        _("Codings of {coder}.").format(coder=coder or _("nobody")),
        _("A document is coded once its coder has marked it done; a site and a person, once all their documents are."),
        _("A theme counts with its sub-codes; a counter-example counts as raised like any other passage."),
        _("Absent: asked by a guide or in a document without one, everything there coded, and raised by nobody."),
    ]
    if since:
        recent = _("Recent: from {date}.")
        sentences.append(recent.format(date=since))
    return " ".join(sentences)


def _coders(
    documents: Sequence[Document],
    there: Present,
    done: Mapping[str, Collection[str]],
    begun: Mapping[str, Collection[str]],
) -> Iterator[Coded]:
    units = {one.id: (one.id,) for one in documents}
    sites = {site: found for site, found in there.sites.items() if site != NO_GROUP}
    for coder in sorted({*done, *begun}):
        work_of = done.get(coder, ()), begun.get(coder, ())
        yield Coded(
            coder,
            progress(units, *work_of),
            progress(sites, *work_of),
            progress(dict(sorted(there.people.items())), *work_of),
        )


def _papers(
    documents: Iterable[Document],
    walked: Walk,
    words: Mapping[str, int],
    done: Mapping[str, Collection[str]],
    begun: Mapping[str, Collection[str]],
) -> Iterator[Paper]:
    for one in documents:
        finished = tuple(coder for coder in sorted(done) if one.id in done[coder])
        open_ = tuple(coder for coder in sorted(begun) if one.id in begun[coder] and coder not in finished)
        yield Paper(one.id, one.site, words.get(one.id, 0), walked.words.get(one.id, 0), finished, open_)


class _Raised(NamedTuple):
    """Who raised a theme, people of which sites, in which documents."""

    people: set[str]
    sites: set[str]
    documents: set[str]


def _raised(
    walked: Walk, heard: Mapping[tuple[str, int | None], Voice], themes: Mapping[str, Sequence[str]]
) -> dict[str, _Raised]:
    found = {theme: _Raised(set(), set(), set()) for theme in themes}
    for code, document, speaker in walked.mentions:
        voice = heard[document, speaker]
        for theme in themes[code]:
            raised = found[theme]
            raised.documents.add(document)
            if voice.site != NO_GROUP:
                raised.sites.add(voice.site)
            if voice.person is not None:
                raised.people.add(voice.person)
    return found


def _evidence(
    study: Study, raised: Mapping[str, _Raised], walked: Walk, marked: Mapping[str, Collection[int]]
) -> Iterator[Evidence]:
    for code, _depth in study.codebook.walk():
        counter = {segment for below in study.codebook.subtree(code.id) for segment in marked.get(below, ())}
        people, sites, documents = map(frozenset, raised[code.id])
        yield Evidence(code.id, people, sites, documents, walked.segments.get(code.id, 0), len(counter))


def _absent(study: Study, raised: Mapping[str, _Raised], there: Present) -> Iterator[Absent]:
    """Themes that are silent guides' alike have the same sites and people asked, which are found once."""
    answers: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
    book = study.codebook
    for code, _depth in book.walk():
        asking = {guide.id: covers(book, guide.asks, code.id) for guide in study.guides.values()}
        silent = tuple(name for name, asks in asking.items() if not asks)
        if silent not in answers:
            answers[silent] = _answered(there.sites, asking), _answered(there.people, asking)
        sites = [site for site in answers[silent][0] if site not in raised[code.id].sites and site != NO_GROUP]
        people = [person for person in answers[silent][1] if person not in raised[code.id].people]
        if sites or people:
            yield Absent(code.id, tuple(sites), tuple(people))


def _answered(units: Mapping[str, Mapping[str, Asked]], asking: Mapping[str, bool]) -> list[str]:
    """Those who were asked, with everything coded in which they were."""
    return sorted(name for name, documents in units.items() if state_of(documents.values(), asking) == "not_raised")


def _months_back(dates: Dates, months: int) -> str | None:
    """So many months before the newest material of all."""
    last = newest(date for found in dates.values() for date in found)
    return months_before(last, months) if last else None


def _quiet(sites: Sequence[Site], dates: Dates, said: Dates, since: str | None) -> Iterator[Quiet]:
    """The premises (sites in which no other lies) without a recent document."""
    for site in sites:
        last = newest(dates.get(site.id, ()))
        if not (since and is_recent(last, since)):
            yield Quiet(site.id, last, newest(said.get(site.id, ())), site.id in dates)
