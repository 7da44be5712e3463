"""The framework matrix (Gale et al. 2013): what each person or site says of each theme, in a sentence somebody wrote.

A summary is written or empty; it is stale when a coding, a definition or a text beneath it is not what it was when it
was written. That is never stored: what it rested on is compared with what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import InputError, NotFoundError
from qualcode.framework.staleness import staleness
from qualcode.i18n import _, language
from qualcode.linking import for_reading
from qualcode.model import in_language
from qualcode.model.asking import Condition, Filter
from qualcode.model.codings import Quotation
from qualcode.model.counts import Cell, ThemeRow, ThemeTable
from qualcode.model.people import Site
from qualcode.names import fold, near_hint
from qualcode.naming import find_site, names_of_sites
from qualcode.store.database.sqlite import translated
from qualcode.store.reading import framework as store
from qualcode.store.reading.framework import Spot, SummaryVersion

if TYPE_CHECKING:
    from qualcode.study import Study

__all__ = ["SummaryVersion"]

BY = ("participant", "site", "region")
"""What the matrix can hold beside themes."""
Naming = Callable[[str], str]
"""From a name that a person wrote to a holder."""


class FrameworkCell(NamedTuple):
    """A cell: its summary, who wrote it and when, whether it still holds and if not why; what is counted there.

    `version` is 0 where nothing was ever written. `said` is None where the table of themes has no such group.
    """

    theme: str
    holder: str
    state: str
    text: str
    version: int
    coder: str
    at: str
    counted: str | None
    why: tuple[str, ...]
    said: Cell | None
    people: int


@dataclass(frozen=True, slots=True)
class Framework:
    """The matrix: `holders` with their titles, themes in the order of the codebook, cells made when they are asked for.

    `elsewhere` are written cells whose theme or holder is not in the study any more. `citations` are those of links.
    `where` narrows who has a row and what is counted; a summary is of its whole cell.
    """

    by: str
    coder: str | None
    rule: str
    holders: Mapping[str, str]
    groups: Mapping[str, int]
    themes: tuple[ThemeRow, ...]
    written: Mapping[Spot, SummaryVersion]
    why: Mapping[Spot, tuple[str, ...]]
    citations: Mapping[int, str]
    elsewhere: tuple[Spot, ...]
    where: tuple[Condition, ...] = ()

    def cell(self, theme: ThemeRow, holder: str) -> FrameworkCell:
        """One cell."""
        group = holder.partition(":")[2]
        said, people = theme.cells.get(group), self.groups.get(group, 0)
        version = self.written.get((theme.code, holder))
        if version is None:
            return FrameworkCell(theme.code, holder, "empty", "", 0, "", "", None, (), said, people)
        why = self.why.get((theme.code, holder), ())
        state = "empty" if not version.text else "stale" if why else "written"
        number, *_spot, text, coder, at, counted, _rested = version
        return FrameworkCell(theme.code, holder, state, text, number, coder, at, counted, why, said, people)

    def cells(self) -> Iterator[FrameworkCell]:
        """Every cell, theme by theme."""
        return (self.cell(theme, holder) for theme in self.themes for holder in self.holders)

    def shown(self, text: str) -> str:
        """A summary with its links as citations."""
        return for_reading(text, self.citations)


def framework(
    study: Study, by: str = "participant", coder: str | None = None, where: Sequence[Condition] = ()
) -> Framework:
    """The matrix of participants, sites or regions, with the counts of one coder's codings beside the summaries.

    Conditions leave those who meet them, and the counts of what does.
    """
    if by not in BY:
        hint = near_hint(by, BY, _("Choose among: {names}.").format(names=", ".join(BY)))
        raise InputError(_("The framework matrix cannot be by {name}.").format(name=by), hint)
    counted = study.counted_coder(coder)
    table = study.themes((by,), coder=counted, where=where)
    titles = _holders(study, by, table)
    with translated(study.database):
        written = store.current(study.connection)
        shown = {spot: version for spot, version in written.items() if spot[1] in titles and spot[0] in study.codebook}
        stale = staleness(study, shown.values())
    citations = study.citations_in(*(version.text for version in shown.values()))
    known = {f"site:{site.id}" for site in study.sites} | {f"participant:{each.id}" for each in study.participants()}
    elsewhere = tuple(
        spot for spot, kept in written.items() if kept.text and not (spot[1] in known and spot[0] in study.codebook)
    )
    groups, rows = _with_sites_within(study, by, counted, table)
    said = f"{_rule(table.where)} {table.rule}"
    return Framework(by, counted, said, titles, groups, rows, shown, stale, citations, elsewhere, table.where)


def _rule(where: Sequence[Condition]) -> str:
    said = _("● written, ◐ stale: what it rests on is not what it was. A site’s summary rests on the sites in it too.")
    return f"{said} {whole_cells(_)}" if where else said


def whole_cells(_: Callable[[str], str]) -> str:
    """What a condition does not narrow, in words; `_` says it in a language."""
    return _("A summary is of its whole cell, whatever the condition.")


def cell_of(study: Study, theme: str, holder: str) -> tuple[SummaryVersion | None, tuple[str, ...]]:
    """One cell's version that holds, and why it is stale."""
    with translated(study.database):
        version = store.current_of(study.connection, (theme, holder))
        why = staleness(study, [version] if version else [])
    return version, why.get((theme, holder), ())


def versions(study: Study, theme: str, holder: str) -> list[SummaryVersion]:
    """Every version of a cell, the newest first."""
    with translated(study.database):
        return store.versions(study.connection, (theme, holder))


def written_cells(study: Study) -> int:
    """How many cells have a summary."""
    with translated(study.database):
        return store.count(study.connection)


def quotations(study: Study, theme: str, holder: str, coder: str | None) -> list[Quotation]:
    """The quotations that a cell rests on, in one coder's codings."""
    return study.quotations(cell_filter(theme, holder, coder)) if coder is not None else []


def cell_filter(theme: str, holder: str, coder: str | None) -> Filter:
    """The codings of a cell."""
    noun, _colon, name = holder.partition(":")
    person, site = (name, None) if noun == "participant" else (None, name)
    return Filter(code=theme, coder=coder, participant=person, site=site)


def holder_title(study: Study, holder: str) -> str:
    """A holder's name for a reader: a person's id, a site's label."""
    noun, _colon, name = holder.partition(":")
    if noun != "site":
        return name
    return next((in_language(site.label, language()) or name for site in study.sites if site.id == name), name)


def holder_named(study: Study, name: str) -> str:
    """The holder that is meant: `participant:MSP03`, `site:lille`, or a person's id or a site's id or label alone."""
    return naming(study)(name)


def naming(study: Study) -> Naming:
    """From a name to the holder that is meant, for many names; `NotFoundError` names the nearest."""
    sites = study.sites
    people = {fold(person.id): person.id for person in study.participants()}

    def named(name: str) -> str:
        noun, colon, rest = name.partition(":")
        if noun != "site" and (person := people.get(fold(rest if colon and noun == "participant" else name))):
            return f"participant:{person}"
        if noun != "participant" and (site := find_site(sites, rest if colon and noun == "site" else name)):
            return f"site:{site.id}"
        raise _nobody(rest if colon else name, people.values(), sites)

    return named


def _nobody(name: str, people: Iterable[str], sites: Iterable[Site]) -> NotFoundError:
    listing = _("`qualcode participants` and `qualcode sites` list them.")
    hint = near_hint(name, (*people, *names_of_sites(sites)), listing)
    return NotFoundError(_("There is no participant or site {name} in this study.").format(name=name), hint)


# ---------------------------------------------------------------------- who has a row


def _holders(study: Study, by: str, table: ThemeTable) -> dict[str, str]:
    """Holders with their titles: people as the table has them; sites in their tree, the silent ones too.

    Where there are conditions, only sites where, or in which, something meets them.
    """
    if by == "participant":
        return {f"participant:{group}": title for group, title in table.titles.items()}
    sites = [site for site in _sites(study.sites, by) if not table.where or _is_met(study.sites, site, table.groups)]
    return {f"site:{site.id}": in_language(site.label, language()) or site.id for site in sites}


def _is_met(sites: tuple[Site, ...], site: Site, groups: Collection[str]) -> bool:
    """Whether a site is among the groups of a table, or one of those in it is."""
    return site.id in groups or any(_is_met(sites, each, groups) for each in sites if each.parent == site.id)


def _sites(sites: tuple[Site, ...], by: str, within: str | None = None) -> Iterator[Site]:
    """By region those at the top; by site those in a region, and those at the top that hold no others."""
    for site in sites:
        if site.parent == within:
            below = list(_sites(sites, "site", site.id)) if by == "site" else []
            if by == "region" or within is not None or not below:
                yield site
            yield from below


def _with_sites_within(
    study: Study, by: str, coder: str | None, table: ThemeTable
) -> tuple[Mapping[str, int], tuple[ThemeRow, ...]]:
    """People and themes by site, where a site that holds others counts with them, as its summary does."""
    groups, rows = dict(table.groups), table.rows
    holding = {site.parent for site in study.sites if site.parent} if by == "site" else set()
    for site in (site.id for site in _sites(study.sites, by) if site.id in holding):
        whole = study.themes((), coder=coder, where=(*table.where, Condition("site", "=", (site,))))
        groups[site] = whole.total
        rows = tuple(
            row._replace(cells={**row.cells, site: all_.total}) for row, all_ in zip(rows, whole.rows, strict=True)
        )
    return groups, rows
