"""Themes beside waves and numbers, who was included, and where evidence is thin, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.analysis.thinness import MONTHS
from qualcode.cli.completing import names_of
from qualcode.cli.options import by_option, code_id, counting_options, where_option
from qualcode.cli.output import json_option, print_json, print_sections, watched
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.model.asking import Condition
    from qualcode.study import Study


@click.command(
    "joint",
    cls=StudyCommand,
    help=_(
        "Show themes by group and wave, what each person raised at one wave and not at another, and numbers beside "
        "both: variables by wave, or the columns of a CSV file (participant or a group, wave, numbers)."
    ),
    epilog=_("Example: qualcode joint my-study --theme disclosing --by group,wave --numbers scores.csv"),
)
@click.option(
    "--theme",
    "themes",
    multiple=True,
    metavar=_("CODE"),
    shell_complete=names_of("code"),
    help=_("A code with its sub-codes; again for more. If not said, all."),
)
@by_option(_("What the columns are; group and wave if not said."))
@click.option(
    "--numbers",
    "sources",
    multiple=True,
    metavar=_("FILE|VARIABLE"),
    help=_("Numbers to set beside; again for more. If not said, the variables by wave."),
)
@counting_options
@with_study
def joint_command(
    study: Study,
    themes: tuple[str, ...],
    by: tuple[str, ...],
    sources: tuple[str, ...],
    where: tuple[Condition, ...],
    coder: str | None,
    as_json: bool,
) -> None:
    """Show a joint display."""
    from qualcode.sections.evidence_data import joint_data
    from qualcode.sections.joint import joint_sections
    from qualcode.tables.joint import joint_display

    chosen = tuple(code_id(study, name) for name in themes)
    with watched(_("Documents and themes"), len(study.catalogue()) + len(chosen or study.codebook.codes)) as tell:
        joint = joint_display(study, by, themes=chosen, sources=sources, where=where, coder=coder, tell=tell)
    if as_json:
        print_json(joint_data(joint))
        return
    print_sections(joint_sections(joint, people=bool(chosen)))


@click.command(
    "inclusion",
    cls=StudyCommand,
    help=_(
        "Show who was eligible, refused, was missed, included and expected, from the table the team keeps "
        "(inclusion.csv or inclusion.yaml in the study's folder), beside the people really interviewed."
    ),
    epilog=_("Example: qualcode inclusion my-study --by region"),
)
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[" + _("FILE") + "]")
@by_option(_("What the rows are: columns of the table, or region; group and wave if not said."))
@where_option
@json_option
@with_study
def inclusion_command(
    study: Study, file: Path | None, by: tuple[str, ...], where: tuple[Condition, ...], as_json: bool
) -> None:
    """Show inclusions."""
    from qualcode.sections.evidence_data import inclusion_data
    from qualcode.sections.inclusion import inclusion_sections
    from qualcode.tables.inclusion import inclusions

    table = inclusions(study, file, by, where)
    if as_json:
        print_json(inclusion_data(table))
        return
    print_sections(inclusion_sections(table))


@click.command(
    "coverage",
    cls=StudyCommand,
    help=_(
        "Show where evidence is thin or against: what is not coded yet and by whom, themes that rest on one person, "
        "site or document, counter-examples, themes absent though asked, sites with nothing recent."
    ),
    epilog=_("Example: qualcode coverage my-study --months 6"),
)
@click.option("--since", metavar=_("DATE"), help=_("Recent is what is dated from this day, as in 2013-06."))
@click.option(
    "--months",
    type=click.IntRange(0, 1200),
    default=MONTHS,
    show_default=True,
    help=_("Or from so many months before the newest document."),
)
@counting_options
@with_study
def coverage_command(
    study: Study, since: str | None, months: int, where: tuple[Condition, ...], coder: str | None, as_json: bool
) -> None:
    """Show where evidence is thin."""
    from qualcode.sections.coverage import coverage_sections
    from qualcode.sections.evidence_data import coverage_data
    from qualcode.tables.coverage import coverage

    with watched(_("Documents"), len(study.catalogue())) as tell:
        found = coverage(study, since=since, months=months, coder=coder, where=where, tell=tell)
    if as_json:
        print_json(coverage_data(found))
        return
    print_sections(coverage_sections(found))
