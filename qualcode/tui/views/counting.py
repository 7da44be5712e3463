"""How each view is counted: the one counting of the study, then a picture or sections of it. In a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.i18n import _, language
from qualcode.model.counts import ThemeTable
from qualcode.sections import Lead, Section
from qualcode.sections.files import csv_bytes, json_bytes, rows_of
from qualcode.tui.views import Answer, Asked, Drawn, Parts

if TYPE_CHECKING:
    from qualcode.pictures.bars import Bars
    from qualcode.pictures.heatmap import HeatMap
    from qualcode.pictures.network import Network
    from qualcode.pictures.portrait import Portrait
    from qualcode.pictures.timeline import Timeline
    from qualcode.study import Study
    from qualcode.tables.cooccurring import Cooccurrences
    from qualcode.tui.aside import Tell

Leads = Mapping[tuple[int, ...], Lead | None]
"""Where the cells of a picture lead, by their places."""
PIXELS = 1600
"""How wide a PNG is."""


def heat_map(study: Study, asked: Asked, _tell: Tell) -> Answer:
    """Themes by groups."""
    from qualcode.pictures.studied import heat_map_of

    table = _themes(study, asked)
    picture = heat_map_of(study, table, language(), asked.measure, asked.theme)
    return _of_themes(picture, table, asked.coder)


def bars(study: Study, asked: Asked, _tell: Tell) -> Answer:
    """A bar for each theme, or of one theme for each group."""
    from qualcode.pictures.studied import bars_of
    from qualcode.sections.themes import cell_lead

    by = asked.by if asked.theme is not None else ()
    table = study.themes(by, coder=asked.coder, where=asked.where)
    picture = bars_of(study, table, language(), asked.measure, asked.theme)
    if asked.theme is None:
        return _of_themes(picture, _of_everybody(table), asked.coder)
    row = next(row for row in table.rows if row.code == asked.theme)
    leads: Leads = {(at,): cell_lead(table, row, group, asked.coder) for at, group in enumerate(table.groups)}
    return _of_themes(picture, table._replace(rows=(row,)), asked.coder, leads)


def timeline(study: Study, _asked: Asked, _tell: Tell) -> Answer:
    """When material came from which site."""
    from qualcode.pictures.studied import timeline_of, tree

    picture = timeline_of(study, language())
    sites = [site.id for site, _depth in tree(study.sites)]
    return _pictured(picture, {(at,): Lead(site=site) for at, site in enumerate(sites)})


def portrait(study: Study, asked: Asked, _tell: Tell) -> Answer:
    """A document whole."""
    from qualcode.pictures.studied import portrait_of

    if asked.document is None:
        return Answer((Section(before=(_("The study has no documents yet."),)),), {})
    picture = portrait_of(study, asked.document, language(), asked.coder, asked.theme)
    return _pictured(picture, {(): Lead(document=asked.document)})


def saturation(study: Study, asked: Asked, tell: Tell) -> Answer:
    """Whether further interviews still bring new codes: the outcome, the curve, the tables."""
    from qualcode.pictures.studied import curve_of
    from qualcode.sections.analysis_data import saturation_data
    from qualcode.sections.saturation import saturation_sections
    from qualcode.tables.saturating import Plan, code_saturation

    plan = Plan(asked.criterion, orders=asked.orders, seed=asked.seed)
    table = code_saturation(study, plan, by=asked.by, where=asked.where, coder=asked.coder, tell=tell)
    picture = curve_of(table, language())
    outcome, *others = saturation_sections(table)
    drawn = Drawn(replace(picture, title="", note=""))
    parts: Parts = (outcome, drawn, *others) if picture.points else (outcome, *others)
    return Answer(parts, _pictures(picture.svg) | _tables(parts, lambda: saturation_data(table)))


def cooccurrence(study: Study, asked: Asked, tell: Tell) -> Answer:
    """The pairs that come together, and half a matrix of them."""
    from qualcode.pictures.studied import network_of
    from qualcode.sections.analysis_data import cooccurrence_data
    from qualcode.sections.cooccurrence import pair_sections
    from qualcode.tables.cooccurring import as_graphml, as_rows, cooccurrences, with_code

    table = cooccurrences(
        study, asked.relation, by=asked.by, where=asked.where, level=asked.level, coder=asked.coder, tell=tell
    )
    table = with_code(table, asked.theme) if asked.theme else table
    *pairs, rule = pair_sections(table, asked.measure, asked.where, asked.theme)
    picture = network_of(study, table, language())
    whole = not asked.by and bool(picture.edges)
    drawn = Drawn(replace(picture, note=""), _pairs_in(picture, table, asked).get)
    parts: Parts = (*pairs, drawn) if whole else tuple(pairs)
    files = {
        ".csv": lambda: csv_bytes(as_rows(table)),
        ".graphml": lambda: as_graphml(table).encode(),
        ".json": lambda: json_bytes(cooccurrence_data(table)),
    }
    return Answer((*parts, rule), (_pictures(picture.svg) if whole else {}) | files)


def _pairs_in(picture: Network, table: Cooccurrences, asked: Asked) -> Leads:
    """Where the cells of half a matrix lead: to the passages of the pair that comes together most."""
    from qualcode.sections.cooccurrence import pair_lead

    place = {node.id: at for at, node in enumerate(picture.nodes)}
    pairs = (pair for network in table.groups.values() for pair in network.pairs)
    shown = [pair for pair in pairs if pair.together and pair.first in place and pair.second in place]
    return {
        (max(ends), min(ends)): pair_lead(table, pair, "", asked.where)
        for pair in sorted(shown, key=lambda pair: pair.together)
        if (ends := (place[pair.first], place[pair.second]))
    }


def joint(study: Study, asked: Asked, tell: Tell) -> Answer:
    """Themes by group and wave, each person's way, and numbers beside both."""
    from qualcode.sections.evidence_data import joint_data
    from qualcode.sections.joint import joint_sections
    from qualcode.tables.joint import joint_display

    themes = (asked.theme,) if asked.theme else ()
    found = joint_display(
        study, asked.by, themes=themes, sources=asked.numbers, where=asked.where, coder=asked.coder, tell=tell
    )
    sections = tuple(joint_sections(found, people=bool(themes)))
    return Answer(sections, _tables(sections, lambda: joint_data(found)))


def inclusion(study: Study, asked: Asked, _tell: Tell) -> Answer:
    """Who was eligible, refused, missed, included and expected."""
    from qualcode.sections.evidence_data import inclusion_data
    from qualcode.sections.inclusion import inclusion_sections
    from qualcode.tables.inclusion import inclusions

    table = inclusions(study, None, asked.by, asked.where)
    sections = tuple(inclusion_sections(table))
    return Answer(sections, _tables(sections, lambda: inclusion_data(table)))


def coverage(study: Study, asked: Asked, tell: Tell) -> Answer:
    """Where evidence is thin or against."""
    from qualcode.sections.coverage import coverage_sections
    from qualcode.sections.evidence_data import coverage_data
    from qualcode.tables.coverage import coverage as covered

    found = covered(study, since=asked.since or None, coder=asked.coder, where=asked.where, tell=tell)
    sections = tuple(coverage_sections(found))
    return Answer(sections, _tables(sections, lambda: coverage_data(found)))


# ---------------------------------------------------------------------- themes


def _themes(study: Study, asked: Asked) -> ThemeTable:
    """The table of all themes, or of one with its sub-codes."""
    table = study.themes(asked.by, coder=asked.coder, where=asked.where)
    family = study.codebook.subtree(asked.theme) if asked.theme else None
    return table._replace(rows=tuple(row for row in table.rows if family is None or row.code in family))


def _of_everybody(table: ThemeTable) -> ThemeTable:
    """A table that is grouped by nothing, with its totals alone."""
    return table._replace(groups={}, rows=tuple(row._replace(cells={}) for row in table.rows))


def _of_themes(picture: HeatMap | Bars, table: ThemeTable, coder: str | None, leads: Leads | None = None) -> Answer:
    """The picture with its table; if nothing else is said, a row leads to all its passages, a cell to its group's."""
    from qualcode.sections.theme_data import theme_data
    from qualcode.sections.themes import themes_section

    section = themes_section(table, coder)
    files = _tables((section,), lambda: theme_data(table))
    return Answer((Drawn(picture, (leads or _cells(section)).get),), _pictures(picture.svg) | files)


def _cells(section: Section) -> Leads:
    """The leads of a table by row and column of its figures; of a row alone, that of its name."""
    rows = enumerate(section.leads)
    return {(row, at - 1) if at else (row,): lead for row, leads in rows for at, lead in enumerate(leads)}


# ---------------------------------------------------------------------- files


def _pictured(picture: Timeline | Portrait, leads: Leads) -> Answer:
    return Answer((Drawn(picture, leads.get),), _pictures(picture.svg))


def _pictures(svg: Callable[[], str]) -> dict[str, Callable[[], bytes]]:
    def png() -> bytes:
        from qualcode.report.raster import png as drawn

        return drawn(svg(), PIXELS)

    return {".svg": lambda: svg().encode(), ".png": png}


def _tables(
    parts: Sequence[Drawn | Section], data: Callable[[], Mapping[str, object]]
) -> dict[str, Callable[[], bytes]]:
    sections = [part for part in parts if isinstance(part, Section)]
    return {".csv": lambda: csv_bytes(rows_of(sections)), ".json": lambda: json_bytes(data())}
