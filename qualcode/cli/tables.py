"""Themes × groups on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.analysis.shares import ENOUGH
from qualcode.cli.options import by_option, counting_options
from qualcode.cli.output import print_json, print_sections, print_text, watched
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import _
from qualcode.model.asking import Condition
from qualcode.sections.theme_data import theme_data
from qualcode.sections.themes import MEASURES, themes_section

if TYPE_CHECKING:
    from qualcode.study import Study


@click.command(
    "themes",
    cls=StudyCommand,
    help=_(
        "Count themes by site, or by region, role, wave, kind, or any variable; two with a comma. Not asked is "
        "what no guide of the group asks for; a guide that asks for a theme asks for its sub-codes too."
    ),
    epilog=_("Example: qualcode themes my-study --by group,wave --where diagnosis=psychotic --measure share"),
)
@by_option(_("What the columns are; site if not said."), "site")
@click.option("--measure", type=click.Choice(MEASURES), default="participants", help=_("What the table shows."))
@counting_options
@with_study
def themes_command(
    study: Study, by: tuple[str, ...], measure: str, where: tuple[Condition, ...], coder: str | None, as_json: bool
) -> None:
    """Count themes by groups."""
    with watched(_("Documents"), len(study.catalogue())) as tell:
        table = study.themes(by, coder=coder, where=where, tell=tell)
    if as_json:
        print_json(theme_data(table))
        return
    print_sections((themes_section(table, coder, measure),))
    print_text("\n" + _("· asked, not raised   — not asked   ? not yet coded") + "\n" + table.rule)
    if measure == "share":
        said = _(
            "Shares are of the people interviewed, with Wilson’s interval (95 %); – where fewer than {count} were."
        )
        print_text(said.format(count=ENOUGH))
