"""Acts on one coding, on several, or on all that a query answers: by their ids or by --where, as one act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.asking import asked_query, query_options
from qualcode.cli.options import acting
from qualcode.cli.output import json_option, print_json, say
from qualcode.cli.studied import studies
from qualcode.errors import NotFoundError
from qualcode.i18n import _, ngettext
from qualcode.model import Filter

if TYPE_CHECKING:
    from qualcode.study import Study

F = TypeVar("F", bound=Callable[..., Any])

codings_argument = click.argument(
    "codings", nargs=-1, type=int, metavar=_("[CODING]..."), shell_complete=studies, required=False
)


def several_options(function: F) -> F:
    """The options by which several codings are meant, with `--dry-run` and `--json`."""
    dry = click.option("--dry-run", is_flag=True, help=_("Only say how many codings this would change, and whose."))
    return query_options(dry(json_option(function)))


def meant(study: Study, codings: Sequence[int], values: Mapping[str, Any]) -> tuple[int, ...]:
    """The ids of the codings meant: those named, or those that answer the query; none at all is an error."""
    query = asked_query(study, values)
    if (query is None) == (not codings):
        raise click.UsageError(_("Say which codings: by their ids, or by --where or --query."))
    if query is None:
        return tuple(dict.fromkeys(study.coding(number).id for number in codings))
    if found := study.quotation_ids(Filter(query=query)):
        return found
    raise NotFoundError(_("No coding answers this; nothing was changed."), _("`qualcode quotes --where` tries it out."))


def carry_out_on(
    study: Study, ids: Sequence[int], act: Any, done: str, values: Mapping[str, Any], left: int = 0
) -> None:
    """Carry out an act on codings, or several as one, or only say how many codings it would change; some are left."""
    acts = act if isinstance(act, list) else [act]
    count = len(ids)
    whose = study.coders_of(ids) if count else {}
    if not values["dry_run"] and count:
        with acting(study, values["coder"], values["new_coder"]) as name:
            study.do(*acts, coder=name)
    if values["as_json"]:
        told = {
            "codings": list(ids),
            "count": count,
            "coders": dict(whose),
            "left": left,
            "done": not values["dry_run"],
        }
        print_json(told)
        return
    names = ", ".join(f"{coder} {number}" for coder, number in whose.items()) or "—"
    would = ngettext("{count} coding would change ({names}).", "{count} codings would change ({names}).", count)
    say(would.format(count=count, names=names) if values["dry_run"] else done)
    if left:
        said = ngettext("{count} stays: it has this code already.", "{count} stay: they have this code already.", left)
        say(said.format(count=left))
