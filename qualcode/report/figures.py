"""The figures of the appendix: themes by site as a heat map, and themes as bars, each with words for what it shows.

Where sites have letters, they have them before anything is drawn: in a picture a name may be cut, or stand on two
lines, where it would not be found any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from qualcode.disclosure.letters import Lettered
from qualcode.model import ThemeTable
from qualcode.report.document import Figure, Section
from qualcode.report.parts import Facts, Say
from qualcode.report.typography import clean
from qualcode.tables.themes import rule

if TYPE_CHECKING:
    from qualcode.pictures.bars import Bars
    from qualcode.pictures.heatmap import HeatMap
    from qualcode.report.choices import Choices
    from qualcode.study import Study


def figures(study: Study, choices: Choices, facts: Facts, _caption: Callable[[str], str], _: Say) -> Iterator[Section]:
    """The pictures of what is coded, once something is; figures are numbered by themselves."""
    from qualcode.pictures.studied import bars_of, heat_map_of

    table = _told(study.themes(("site",), coder=choices.coder, where=choices.conditions), choices, facts, _)
    if choices.coder is None or not table.rows or not table.groups:
        return
    change = Lettered(study.sites) if choices.letters else clean
    heat = _heat_map(heat_map_of(study, table, choices.language), change)
    bars = _bars(bars_of(study, table, choices.language), change)
    numbers = count(1)

    def figure(name: str, title: str, picture: HeatMap | Bars) -> Figure:
        caption = _("Figure {number}. {caption}").format(number=next(numbers), caption=title)
        return Figure(name, caption, picture.svg(), picture.description())

    drawn = (
        figure("themes-by-site", _("Participants who raised each theme, by site"), heat),
        figure("themes-in-all", _("Participants who raised each theme, all sites together"), bars),
    )
    yield Section("figures", _("Figures"), drawn)


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
