"""Themes × groups on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from qualcode.analysis.shares import ENOUGH, share_of
from qualcode.cli.completing import dimensions
from qualcode.cli.options import counted_option, where_option
from qualcode.cli.output import json_option, print_json, print_table, print_text, shortened
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import _
from qualcode.model import Cell, Condition, ThemeRow, ThemeTable
from qualcode.sections.theme_data import theme_data

if TYPE_CHECKING:
    from qualcode.study import Study


def _share(cell: Cell, people: int) -> str:
    """`40 % [17–69]`, or a dash where the people are too few to say a share of them."""
    share = share_of(cell.participants, people)
    if share is None:
        return f"– ({cell.participants}/{people})"
    return f"{share.share:.0%} [{share.low * 100:.0f}–{share.high * 100:.0f}]"


_MEASURES: dict[str, Callable[[Cell, int], str]] = {
    "participants": lambda cell, people: f"{cell.participants}/{people}",
    "share": _share,
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
    epilog=_("Example: qualcode themes my-study --by group,wave --where diagnosis=psychotic --measure share"),
)
@click.option(
    "--by",
    default="site",
    metavar=_("DIMENSION[,DIMENSION]"),
    shell_complete=dimensions,
    help=_("What the columns are; site if not said."),
)
@click.option("--measure", type=click.Choice(list(_MEASURES)), default="participants", help=_("What the table shows."))
@where_option
@counted_option
@json_option
@with_study
def themes_command(
    study: Study, by: str, measure: str, where: tuple[Condition, ...], coder: str | None, as_json: bool
) -> None:
    """Count themes by groups."""
    table = study.themes([name.strip() for name in by.split(",") if name.strip()], coder=coder, where=where)
    if as_json:
        print_json(theme_data(table))
        return
    print_themes(table, measure)
    print_text("\n" + _("· asked, not raised   — not asked   ? not yet coded") + "\n" + table.rule)
    if measure == "share":
        said = _(
            "Shares are of the people interviewed, with Wilson’s interval (95 %); – where fewer than {count} were."
        )
        print_text(said.format(count=ENOUGH))


def print_themes(table: ThemeTable, measure: str = "participants") -> None:
    """A row for each theme, a column for each group and one for all."""
    header = [_("theme"), *(table.titles[group] for group in table.groups), _("total")]
    print_table(header, [_row(row, table, measure) for row in table.rows], frozenset(range(1, len(header))))


def _row(row: ThemeRow, table: ThemeTable, measure: str) -> list[str]:
    label = "  " * row.depth + shortened(row.label)
    cells = (_shown(row.cells[group], people, measure) for group, people in table.groups.items())
    return [label, *cells, _shown(row.total, table.total, measure)]


def _shown(cell: Cell, people: int, measure: str) -> str:
    """A number, or the sign of one of the three emptinesses."""
    return _SIGNS.get(cell.state) or _MEASURES[measure](cell, people)
