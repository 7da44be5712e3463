"""Whose words an appendix would show: the balance of its quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.choosing import quotation_options, quotations_said
from qualcode.cli.options import chosen, filter_options
from qualcode.cli.output import json_option, print_json, print_sections, say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import _, language
from qualcode.sections import Section, number, texts

if TYPE_CHECKING:
    from qualcode.report.balance import Balance
    from qualcode.report.document import Table
    from qualcode.study import Study


@click.command(
    "balance",
    cls=StudyCommand,
    help=_(
        "Show whose words the appendix would quote: the share of each participant and site in its quotations beside "
        "their share of those interviewed, who is quoted too often, and themes quoted from one site only. The options "
        "choose quotations as those of `qualcode appendix` do."
    ),
    epilog=_("Example: qualcode balance my-study --per-participant 2 --each-site"),
)
@quotation_options
@filter_options
@json_option
@with_study
def balance_command(study: Study, as_json: bool, **values: Any) -> None:
    """Show whose words the appendix would quote."""
    from qualcode.report.appendix import choose
    from qualcode.report.balance import balance, measured, over_used, rule
    from qualcode.report.choices import written_in
    from qualcode.report.parts import gather

    where, said = chosen(study, values), quotations_said(values)
    spoken = written_in(study, language())
    choices = choose(study, spoken, where.coder, where, quotations=said)
    facts = gather(study, spoken, choices.conditions)
    found = measured(study, choices, facts)
    if as_json:
        print_json(_data(found) | {"rule": rule(found, _)})
        return
    for section in balance(study, choices, facts, str, _):
        print_sections(_printed(table) for table in section.sheets)
        say(over_used(found, _))
    if not found.quotations:
        say(_("No passage is coded yet."))


def _data(found: Balance) -> dict[str, Any]:
    """The balance for a script."""
    return {
        "quotations": found.quotations,
        "participants": found.participants,
        "by_participant": [one._asdict() for one in found.people],
        "by_site": [one._asdict() for one in found.sites],
        "one_site_themes": [one._asdict() for one in found.one_site],
    }


def _printed(table: Table) -> Section:
    numbers = frozenset(place for place, column in enumerate(table.columns) if column.number)
    rows = tuple(texts([cell if isinstance(cell, str) else number(cell) for cell in row]) for row in table.rows)
    header = tuple(column.title for column in table.columns)
    return Section(table.caption, (), header, rows, numbers, (table.note,) if table.note else ())
