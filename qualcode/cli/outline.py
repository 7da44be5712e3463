"""The outline of the appendix: its parts in their order, and how each stands; options that choose among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import F, counted_option, where_option
from qualcode.cli.output import json_option, print_json, print_table
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import LANGUAGES, _, known_word
from qualcode.sweeping import unswept

if TYPE_CHECKING:
    from qualcode.model.asking import Condition
    from qualcode.report.outlining import Outline
    from qualcode.study import Study


def part_options(function: F) -> F:
    """The options that choose parts, as `only` and `without`; `outline_asked` turns them into an outline."""
    only = click.option(
        "--only", multiple=True, metavar=_("PART,PART"), help=_("Only these parts, as `qualcode outline` names them.")
    )
    without = click.option("--without", multiple=True, metavar=_("PART,PART"), help=_("All parts but these."))
    return only(without(function))


def outline_asked(study: Study, values: Mapping[str, Any]) -> Outline:
    """The outline of the study as the options of `part_options` leave it."""
    from qualcode.report.outline import outline_of

    return outline_of(study, names(values["only"]), names(values["without"]))


def names(given: Sequence[str]) -> list[str]:
    """Names given apart, or together with commas."""
    return [name.strip() for each in given for name in each.split(",") if name.strip()]


@click.command(
    "outline",
    cls=StudyCommand,
    help=_(
        "Show the outline of the appendix: each part in its order, and whether it is ready, thin (little to show), "
        "stale (what it rests on changed) or missing, and why. It is written in study.yaml under report: outline:, as "
        "a list of parts and chapters; without one, all parts come in their usual order, those that are missing apart."
    ),
    epilog=_("Example: qualcode outline my-study --without participants,sites"),
)
@part_options
@click.option("--language", type=click.Choice(LANGUAGES), help=_("The language of the appendix."))
@where_option
@counted_option
@json_option
@with_study
@unswept
def outline_command(
    study: Study,
    language: str | None,
    where: tuple[Condition, ...],
    coder: str | None,
    as_json: bool,
    **parts: Any,
) -> None:
    """Show the outline."""
    from qualcode.model.asking import Filter
    from qualcode.report.appendix import choose
    from qualcode.report.outline import outlined
    from qualcode.report.outlining import CHAPTER
    from qualcode.tables.themes import resolved

    conditions = Filter(conditions=resolved(study, where))
    items = outlined(study, choose(study, language, coder, conditions, outline=outline_asked(study, parts)))
    if as_json:
        print_json([item._asdict() for item in items])
        return
    rows = [
        ("  " * (item.chapter > 0 and item.name != CHAPTER) + item.name, item.title, known_word(item.state), item.why)
        for item in items
    ]
    print_table((_("part"), _("title"), _("state"), _("why")), rows)
