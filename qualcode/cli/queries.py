"""Queries saved by name: list them, save one, take one out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import RemoveQuery, SaveQuery
from qualcode.cli.options import acting_options, carry_out
from qualcode.cli.output import json_option, print_json, print_table, say
from qualcode.cli.studied import ShowGroup, StudyCommand, studies, with_study
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.study import Study

name_argument = click.argument("name", metavar=_("NAME"), shell_complete=studies)


@click.group(
    "queries",
    cls=ShowGroup,
    help=_("List the queries saved in study.yaml, save one, or take one out; `quotes --query NAME` asks it."),
    subcommand_metavar=_("[COMMAND] [ARGUMENTS]"),
    epilog=_("Example: qualcode queries my-study"),
)
def queries_command() -> None:
    """Nothing is done before a verb is chosen."""


@queries_command.command(
    "show",
    cls=StudyCommand,
    help=_("List the saved queries, with what is wrong with one that no longer can be meant."),
    epilog=_("Example: qualcode queries show my-study --json · qualcode queries list my-study"),
)
@json_option
@with_study
def show(study: Study, as_json: bool) -> None:
    """List saved queries."""
    rows = [(name, query, _wrong(study, query)) for name, query in study.queries.items()]
    if as_json:
        print_json([{"name": name, "query": query, "wrong": wrong or None} for name, query, wrong in rows])
        return
    print_table((_("name"), _("query"), ""), rows)
    if not rows:
        say(_("No query is saved."))


queries_command.add_command(show, "list")


@queries_command.command(
    "save",
    cls=StudyCommand,
    help=_(
        "Save a query under a name, in the place of one of that name; comments in study.yaml stay. "
        "near(10 words), near(2 turns), near(2 sentences): at most so many lie between; near(same turn), "
        "near(same sentence): both are in one."
    ),
    epilog=_('Example: qualcode queries save my-study near-lille "nearness and site=lille"'),
)
@name_argument
@click.argument("query", metavar=_("QUERY"))
@acting_options
@with_study
def save(study: Study, name: str, query: str, **coder: Any) -> None:
    """Save a query."""
    from qualcode.retrieving import query_of

    query_of(study, query)
    carry_out(study, SaveQuery(name.strip(), query.strip()), **coder)
    say(_("The query {name} is saved.").format(name=name.strip()))


@queries_command.command(
    "remove",
    cls=StudyCommand,
    help=_("Take a saved query out of study.yaml."),
    epilog=_("Example: qualcode queries remove my-study near-lille"),
)
@name_argument
@acting_options
@with_study
def remove(study: Study, name: str, **coder: Any) -> None:
    """Take a saved query out."""
    from qualcode.retrieving import saved_name

    known = saved_name(study, name)
    carry_out(study, RemoveQuery(known), **coder)
    say(_("The query {name} is taken out.").format(name=known))


def _wrong(study: Study, query: str) -> str:
    from qualcode.query.words import QueryError
    from qualcode.retrieving import query_of

    try:
        query_of(study, query)
    except QueryError as error:
        return str(error)
    return ""
