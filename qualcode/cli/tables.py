"""Themes × groups on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from qualcode.cli.completing import dimensions
from qualcode.cli.data import theme_data
from qualcode.cli.options import counted_option
from qualcode.cli.output import json_option, print_json, print_table, print_text, shortened
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import _
from qualcode.model import Cell

if TYPE_CHECKING:
    from qualcode.study import Study

_MEASURES: dict[str, Callable[[Cell, int], str]] = {
    "participants": lambda cell, people: f"{cell.participants}/{people}",
    "segments": lambda cell, _people: str(cell.segments),
    "documents": lambda cell, _people: str(cell.documents),
    "words": lambda cell, _people: str(cell.words),
    "per_1000": lambda cell, _people: f"{cell.per_1000:.1f}",
}
_SIGNS = {"not_raised": "·", "not_asked": "—", "not_coded": "?"}


@click.command(
    "themes",
    cls=StudyCommand,
    help=_("Count themes by site, or by region, role, wave, kind, or any variable; two with a comma."),
    epilog=_("Example: qualcode themes my-study --by region,wave --measure words"),
)
@click.option(
    "--by",
    default="site",
    metavar=_("DIMENSION[,DIMENSION]"),
    shell_complete=dimensions,
    help=_("What the columns are; site if not said."),
)
@click.option("--measure", type=click.Choice(list(_MEASURES)), default="participants", help=_("What the table shows."))
@counted_option
@json_option
@with_study
def themes_command(study: Study, by: str, measure: str, coder: str | None, as_json: bool) -> None:
    """Count themes by groups."""
    table = study.themes([name.strip() for name in by.split(",")], coder=coder)
    if as_json:
        print_json(theme_data(table))
        return
    header = [_("theme"), *(table.titles[group] for group in table.groups)]
    rows = [
        [
            "  " * row.depth + shortened(row.label),
            *(_shown(row.cells[group], people, measure) for group, people in table.groups.items()),
        ]
        for row in table.rows
    ]
    print_table(header, rows, frozenset(range(1, len(header))))
    print_text("\n" + _("· asked, not raised   — not asked   ? not yet coded") + "\n" + table.rule)


def _shown(cell: Cell, people: int, measure: str) -> str:
    """A number, or the sign of one of the three emptinesses."""
    return _SIGNS.get(cell.state) or _MEASURES[measure](cell, people)
