"""The figures of the appendix: themes by site as a heat map, and themes as bars, each with words for what it shows.

Where sites have letters, they have them before anything is drawn: in a picture a name may be cut, or stand on two
lines, where it would not be found any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.disclosure.letters import Lettered
from qualcode.i18n import Say
from qualcode.model.counts import ThemeRow, ThemeTable
from qualcode.report.document import Figure, Section
from qualcode.report.ground import ground_of
from qualcode.report.parts import Captions, Facts
from qualcode.report.typography import clean
from qualcode.tables.themes import rule

if TYPE_CHECKING:
    from qualcode.pictures.bars import Bars
    from qualcode.pictures.heatmap import HeatMap
    from qualcode.report.choices import Choices
    from qualcode.study import Study

ROWS_A_FIGURE = 24
"""A picture of more rows than this would not go on one page with its caption."""


def figures(study: Study, choices: Choices, facts: Facts, captions: Captions, _: Say) -> Iterator[Section]:
    """The pictures of what is coded, once something is; figures are numbered by themselves."""
    from qualcode.pictures.studied import bars_of, heat_map_of

    table = _told(ground_of(study, choices, facts, _).by_site, choices, facts, _)
    if choices.coder is None or not table.rows or not table.groups:
        return
    change = Lettered(study.sites) if choices.letters else clean
    parts = [table._replace(rows=rows) for rows in panels(table.rows)]
    heat_maps = [_heat_map(heat_map_of(study, part, choices.language), change) for part in parts]
    bars = [_bars(bars_of(study, part, choices.language), change) for part in parts]

    def figures_of(name: str, title: str, pictures: Sequence[HeatMap | Bars]) -> Iterator[Figure]:
        for place, picture in enumerate(pictures, start=1):
            which = f" ({place}/{len(pictures)})" if len(pictures) > 1 else ""
            own = f"{name}-{place}" if which else name
            yield Figure(own, captions.figure(title + which), picture.svg(), picture.description())

    drawn = (
        *figures_of("themes-by-site", _("Participants who raised each theme, by site"), heat_maps),
        *figures_of("themes-in-all", _("Participants who raised each theme, all sites together"), bars),
    )
    yield Section("figures", _("Figures"), drawn)


def panels(rows: Sequence[ThemeRow]) -> list[tuple[ThemeRow, ...]]:
    """The rows in as few pictures as pages allow, evenly filled, each theme with its sub-codes where that can be."""
    size = -(-len(rows) // (-(-len(rows) // ROWS_A_FIGURE) or 1))
    found: list[list[ThemeRow]] = [[]]
    for family in _families(rows):
        if (found[-1] and len(found[-1]) + len(family) > ROWS_A_FIGURE) or len(found[-1]) >= size:
            found.append([])
        found[-1] += family[:ROWS_A_FIGURE]
        found += [list(family[at : at + ROWS_A_FIGURE]) for at in range(ROWS_A_FIGURE, len(family), ROWS_A_FIGURE)]
    return [tuple(part) for part in found if part]


def _families(rows: Sequence[ThemeRow]) -> Iterator[list[ThemeRow]]:
    """Each row at the top with those below it."""
    family: list[ThemeRow] = []
    for row in rows:
        if row.depth == 0 and family:
            yield family
            family = []
        family.append(row)
    yield family


def _told(table: ThemeTable, choices: Choices, facts: Facts, _: Say) -> ThemeTable:
    """The table with the rows that the part is limited to, and its rule in the language of the appendix."""
    said = rule((_("site"),), clean(choices.coder or ""), choices.conditions, _=_)
    return table._replace(rows=facts.rows(table.rows), rule=said)


def _heat_map(picture: HeatMap, change: Callable[[str], str]) -> HeatMap:
    """The picture with its words changed."""
    bands = tuple(replace(band, label=change(band.label)) for band in picture.bands)
    columns = tuple(map(change, picture.columns))
    return replace(picture, title=change(picture.title), note=change(picture.note), columns=columns, bands=bands)


def _bars(picture: Bars, change: Callable[[str], str]) -> Bars:
    """The picture with its words changed."""
    bars = tuple(replace(bar, label=change(bar.label)) for bar in picture.bars)
    return replace(picture, title=change(picture.title), note=change(picture.note), bars=bars)
