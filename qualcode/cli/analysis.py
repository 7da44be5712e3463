"""Code saturation, and codes that come together, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import names_of
from qualcode.cli.options import by_option, code_id, counting_options
from qualcode.cli.output import print_json, print_sections, say, watched
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import _
from qualcode.sections.cooccurrence import MEASURES

if TYPE_CHECKING:
    from qualcode.model.asking import Condition
    from qualcode.study import Study
    from qualcode.tables.cooccurring import Cooccurrences

of_groups = by_option(_("For each group too: site, region, role, wave, any variable; two with a comma."))


@click.command(
    "saturation",
    cls=StudyCommand,
    help=_(
        "How many new codes each further interview brought, and whether that became little (Guest, Namey & Chen 2020): "
        "for the whole study and for each group, with a band over random orders and how complete the codes may be."
    ),
    epilog=_("Example: qualcode saturation my-study --base 4 --run 2 --threshold 5% --by site"),
)
@click.option("--base", type=click.IntRange(1), default=4, show_default=True, help=_("Interviews in the base."))
@click.option("--run", type=click.IntRange(1), default=2, show_default=True, help=_("Interviews in a run."))
@click.option(
    "--threshold",
    default="5%",
    show_default=True,
    metavar=_("SHARE"),
    help=_("At most this share of new codes in a run is little."),
)
@of_groups
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar=_("KIND"),
    shell_complete=names_of("kind"),
    help=_("Documents of this kind; can be repeated. If not said, all but visit notes and minutes."),
)
@click.option(
    "--order",
    default="date",
    show_default=True,
    metavar="date|id|" + _("FILE"),
    help=_("The order of interviews: by date, by id, or as a file lists their ids, one a line."),
)
@click.option(
    "--orders", type=click.IntRange(0, 100_000), default=1000, show_default=True, help=_("How many random orders.")
)
@click.option("--seed", type=int, default=1, show_default=True, help=_("The same seed gives the same random orders."))
@counting_options
@with_study
def saturation_command(
    study: Study, by: tuple[str, ...], where: tuple[Condition, ...], coder: str | None, as_json: bool, **values: Any
) -> None:
    """Show code saturation."""
    from qualcode.analysis.saturation import Criterion
    from qualcode.sections.analysis_data import saturation_data
    from qualcode.sections.saturation import saturation_sections
    from qualcode.tables.saturating import Plan, code_saturation, known_kinds, known_order

    criterion = Criterion(values["base"], values["run"], _share(values["threshold"]))
    kinds, order = known_kinds(study, values["kinds"]), known_order(study, values["order"])
    plan = Plan(criterion, kinds, order, values["orders"], values["seed"])
    with watched(_("Random orders"), plan.orders // 100) as tell:
        table = code_saturation(study, plan, by=by, where=where, coder=coder, tell=tell)
    if as_json:
        print_json(saturation_data(table))
        return
    print_sections(saturation_sections(table))


@click.command(
    "cooccurrence",
    cls=StudyCommand,
    help=_(
        "Which themes or codes come together: their segments overlap, one contains the other, both are in one turn, or "
        "one follows the other. A matrix, or with --code the partners of one code."
    ),
    epilog=_("Example: qualcode cooccurrence my-study --relation follows --within 20 --code nearness -o net.graphml"),
)
@click.option(
    "--relation",
    type=click.Choice(["overlap", "contains", "turn", "follows"]),
    default="overlap",
    show_default=True,
    help=_("What it takes for two codes to come together."),
)
@click.option(
    "--within",
    metavar="turn|sentence|N",
    help=_("With follows: in the same turn, with no whole sentence between, or with at most N words between."),
)
@click.option(
    "--level",
    type=click.Choice(["theme", "code"]),
    default="theme",
    show_default=True,
    help=_("Codes with their sub-codes, or each as it was put on."),
)
@click.option("--measure", type=click.Choice(list(MEASURES)), default="together", help=_("What the matrix shows."))
@click.option("--code", metavar=_("CODE"), shell_complete=names_of("code"), help=_("The partners of one code alone."))
@of_groups
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar=_("FILE"),
    help=_("Write a .csv file, or a .graphml with a graph for each group."),
)
@counting_options
@with_study
def cooccurrence_command(
    study: Study, by: tuple[str, ...], where: tuple[Condition, ...], coder: str | None, as_json: bool, **values: Any
) -> None:
    """Show codes that come together."""
    from qualcode.sections.analysis_data import cooccurrence_data
    from qualcode.sections.cooccurrence import matrix_sections, pair_sections
    from qualcode.tables.cooccurring import cooccurrences, relation_of, with_code

    relation = relation_of(values["relation"], values["within"])
    only = code_id(study, values["code"]) if values["code"] else None
    write = _writer(values["output"]) if values["output"] else None
    level = values["level"]
    with watched(_("Documents"), len(study.catalogue())) as tell:
        table = cooccurrences(study, relation, by=by, where=where, level=level, coder=coder, tell=tell)
    table = with_code(table, only) if only else table
    if write:
        write(table)
        say(_("{file} is written.").format(file=values["output"]))
    if as_json:
        print_json(cooccurrence_data(table))
    elif not write:
        print_sections(pair_sections(table, only=only) if only else matrix_sections(table, values["measure"]))


# ------------------------------------------------------------------ what is typed


def _share(typed: str) -> float:
    from qualcode.errors import InputError
    from qualcode.tables.saturating import share_in

    try:
        return share_in(typed)
    except InputError as error:
        raise click.BadParameter(error.message) from error


# ------------------------------------------------------------------ files


def _writer(path: Path) -> Callable[[Cooccurrences], None]:
    """What writes a table to a file of this ending, whole or not at all."""
    from qualcode.errors import InputError
    from qualcode.files import replace_file
    from qualcode.sections.files import csv_bytes
    from qualcode.tables.cooccurring import as_graphml, as_rows

    if path.suffix.lower() == ".graphml":
        return lambda table: replace_file(path, as_graphml(table).encode())
    if path.suffix.lower() == ".csv":
        return lambda table: replace_file(path, csv_bytes(as_rows(table)))
    raise InputError(
        _("{file}: co-occurrence cannot be written with the ending {ending}.").format(file=path, ending=path.suffix),
        _("Known endings: {known}.").format(known=".graphml .csv"),
    )
