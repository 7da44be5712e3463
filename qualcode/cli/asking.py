"""The options by which codings are asked for: those of a filter, a query, the name of one that is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from qualcode.cli.completing import from_study
from qualcode.cli.options import choosing_options, chosen
from qualcode.i18n import _
from qualcode.model.asking import Filter

if TYPE_CHECKING:
    from qualcode.query.tree import Tree
    from qualcode.study import Study

F = TypeVar("F", bound=Callable[..., Any])
SORTS = ("order", "site", "code", "length")


def _queries(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """How a query may go on."""

    def found(study: Study) -> list[str]:
        from qualcode.query.completing import complete
        from qualcode.retrieving import known_of

        return [incomplete[: one.start] + one.text for one in complete(incomplete, len(incomplete), known_of(study))]

    return from_study(ctx, found)


def _names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return from_study(ctx, lambda study: [name for name in study.queries if name.startswith(incomplete)])


def query_options(function: F) -> F:
    """`--where QUERY` and `--query NAME`, as `where` and `query`; `asked_query` joins them."""
    function = click.option(
        "--query", metavar=_("NAME"), shell_complete=_names, help=_("A query saved under this name.")
    )(function)
    return click.option(
        "--where",
        multiple=True,
        metavar=_("QUERY"),
        shell_complete=_queries,
        help=_(
            'Codings that answer this: "nearness and site=lille", "nearness near(10 words) testifying", '
            '"=nearness and not role=nurse", "text~distance"; again for more. near(10 words), near(2 turns), '
            "near(2 sentences): at most so many lie between; near(same turn), near(same sentence): both are in one."
        ),
    )(function)


def asking_options(function: F) -> F:
    """The options of a filter with those of a query; `asked` turns their values into a filter."""
    return choosing_options(query_options(function))


def asked(study: Study, values: Mapping[str, Any]) -> Filter:
    """The filter that the options of `asking_options` describe; what cannot be meant is an error."""
    return chosen(study, {**values, "where": ()})._replace(query=asked_query(study, values))


def asked_query(study: Study, values: Mapping[str, Any]) -> Tree | None:
    """What `--where` and `--query` ask for, all of it; None where neither is given."""
    if not values["where"] and values["query"] is None:
        return None
    from qualcode.retrieving import all_of, saved_query

    saved = () if values["query"] is None else (saved_query(study, values["query"]),)
    return all_of(study, (*saved, *values["where"]))
