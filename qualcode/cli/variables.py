"""What is known of people, documents and sites: shown, sent out to a spreadsheet, taken back in, set one by one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import names_of
from qualcode.cli.options import acting, acting_options
from qualcode.cli.output import json_option, print_json, print_table, print_text, say, shortened
from qualcode.cli.studied import ShowGroup, StudyCommand, studies, with_study
from qualcode.errors import InputError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.exchange.variables_back import Plan
    from qualcode.study import Study
    from qualcode.variables.tables import Table

_KINDS = ("participants", "documents", "sites")
_FILE = click.Path(path_type=Path)
of_option = click.option("--of", type=click.Choice(_KINDS), help=_("One of the three tables only."))


@click.group(
    "variables",
    cls=ShowGroup,
    help=_("Show, export, import and set what is known of people, documents and sites."),
    subcommand_metavar=_("[COMMAND] [ARGUMENTS]"),
    epilog=_("Example: qualcode variables my-study participants"),
)
def variables_command() -> None:
    """Nothing is done before a verb is chosen."""


@variables_command.command(
    "show",
    cls=StudyCommand,
    help=_("Show one of the tables, or all: participants, documents, sites. score@T6 is the score at wave T6."),
    epilog=_("Example: qualcode variables show my-study participants --json"),
)
@click.argument("of", type=click.Choice(_KINDS), required=False, metavar="[participants|documents|sites]")
@json_option
@with_study
def show(study: Study, of: str | None, as_json: bool) -> None:
    """Show the tables."""
    from qualcode.variables.tables import IDS, Known, table

    known = Known(study)
    tables = [table(study, each, known) for each in ([of] if of else _KINDS)]
    if as_json:
        data = {one.of: [{IDS[one.of]: name, **values} for name, values in one.rows] for one in tables}
        print_json(data[of] if of else data)
        return
    for number, one in enumerate(tables):
        if len(tables) > 1:
            print_text(("\n" if number else "") + _titles()[one.of])
        _print(one)


def _titles() -> dict[str, str]:
    return {"participants": _("Participants"), "documents": _("Documents"), "sites": _("Sites")}


def _print(one: Table) -> None:
    from qualcode.variables.tables import IDS

    numbers = {at for at, name in enumerate(one.columns, 1) if one.variables[name].type == "number"}
    rows = [tuple(shortened(cell, 30) for cell in line) for line in one.lines()]
    print_table((IDS[one.of], *one.columns), rows, frozenset(numbers))


@variables_command.command(
    "export",
    cls=StudyCommand,
    help=_("Write the tables for a spreadsheet: .xlsx holds all three, .csv the one named with --of."),
    epilog=_("Example: qualcode variables export my-study -o people.xlsx"),
)
@click.option("-o", "--output", type=_FILE, required=True, metavar=_("FILE"), help=_("The file; .xlsx or .csv."))
@of_option
@with_study
def export(study: Study, output: Path, of: str | None) -> None:
    """Write the tables."""
    from qualcode.exchange.variables_out import export as write

    tables = write(study, output, of)
    said = ", ".join(f"{_titles()[one.of]} {len(one.rows)}" for one in tables)
    say(_("{file} is written: {tables}.").format(file=output, tables=said))


@variables_command.command(
    "import",
    cls=StudyCommand,
    help=_(
        "Take such a table in: .xlsx, or .csv with a column participant, document or site. Every cell is checked "
        "first, then all is changed as one act, or nothing. An empty cell leaves what is there, - clears it. A value "
        "may differ by wave: in columns like score@T6, or in a table with a column wave and a row for each."
    ),
    epilog=_("Example: qualcode variables import my-study people.xlsx --dry-run"),
)
@click.argument("file", type=_FILE, metavar=_("FILE"), shell_complete=studies)
@of_option
@click.option("--new-site", is_flag=True, help=_("Add the sites that the study does not know to study.yaml."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would change."))
@acting_options
@json_option
@with_study
def import_(
    study: Study, file: Path, of: str | None, new_site: bool, dry_run: bool, as_json: bool, **coder: Any
) -> None:
    """Take a table in."""
    from qualcode.exchange.variables_back import carry_out, plan

    made = plan(study, file, of, new_sites=new_site)
    if not made.refused and not dry_run:
        with acting(study, coder["coder"], coder["new_coder"]) as name:
            carry_out(study, made, name)
    _tell(made, dry_run, as_json)


def _tell(made: Plan, dry_run: bool, as_json: bool) -> None:
    """What changed, or would; a table in which anything is wrong leaves with status 1."""
    if as_json:
        print_json(
            {
                "changed": {of: dict(things) for of, things in made.changed.items()} if not made.refused else {},
                "new_sites": list(made.new_sites),
                "refused": [refusal._asdict() for refusal in made.refused],
            }
        )
    for refusal in made.refused:
        say(f"{refusal.place}: {refusal.why}")
    if made.refused:
        say(_("Nothing was changed."))
        sys.exit(1)
    say(_summary(made, dry_run))


def _summary(made: Plan, dry_run: bool) -> str:
    if not made.acts:
        return _("Nothing to change: everything is as the table has it.")
    counts = {
        "participants": lambda count: ngettext("{count} person", "{count} people", count),
        "documents": lambda count: ngettext("{count} document", "{count} documents", count),
        "sites": lambda count: ngettext("{count} site", "{count} sites", count),
    }
    said = [counts[of](len(things)).format(count=len(things)) for of, things in made.changed.items()]
    if made.new_sites:
        count = len(made.new_sites)
        said.append(ngettext("{count} new site", "{count} new sites", count).format(count=count))
    what = ngettext("{count} value", "{count} values", made.values).format(count=made.values)
    whole = _("Would change: {what} of {things}.") if dry_run else _("Changed: {what} of {things}.")
    return whole.format(what=what, things=", ".join(said))


@variables_command.command(
    "set",
    cls=StudyCommand,
    help=_(
        "Set values of one person, document or site, named as participant:MSP03, document:L03 or site:lille; "
        "NAME= or NAME=- clears."
    ),
    epilog=_("Example: qualcode variables set my-study participant:MSP03 diagnosis=mood recovery_score=41 --wave T6"),
)
@click.argument("target", metavar=_("TARGET"), shell_complete=names_of("participant"))
@click.argument("values", nargs=-1, required=True, metavar=_("NAME=VALUE") + "...")
@click.option(
    "--wave", default="", metavar=_("WAVE"), shell_complete=names_of("wave"), help=_("The values are of a wave.")
)
@acting_options
@with_study
def set_(study: Study, target: str, values: tuple[str, ...], wave: str, **coder: Any) -> None:
    """Set values of one thing."""
    from qualcode.exchange.variables_back import carry_out, values_set
    from qualcode.variables.values import AT

    of, name = _target(target)
    said = {f"{column}{AT}{wave}" if wave else column: value for column, value in map(_pair, values)}
    made = values_set(study, of, name, said)
    with acting(study, coder["coder"], coder["new_coder"]) as who:
        carry_out(study, made, who)
    say(_summary(made, dry_run=False))


def _target(target: str) -> tuple[str, str]:
    noun, _colon, name = target.partition(":")
    of = {"participant": "participants", "document": "documents", "site": "sites"}.get(noun)
    if of is None or not name:
        raise InputError(
            _("{target} is neither a person nor a document nor a site.").format(target=target),
            _("Write participant:MSP03, document:L03 or site:lille."),
        )
    return of, name


def _pair(said: str) -> tuple[str, str]:
    name, equals, value = said.partition("=")
    if not equals or not name.strip():
        raise InputError(_("{text} does not say which value.").format(text=repr(said)), _("Write NAME=VALUE."))
    return name.strip(), value
