"""Acts on one coding, on several, or on all that a query answers: by their ids or by --where, as one act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.belonging import Chosen, names_counted, own_only
from qualcode.cli.asking import asked_query, query_options
from qualcode.cli.options import acting, acting_coder, carried_out
from qualcode.cli.output import json_option, print_json, say
from qualcode.cli.studied import studies
from qualcode.errors import NotFoundError
from qualcode.i18n import _, ngettext
from qualcode.model.asking import Filter

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


def everyone_option(function: F) -> F:
    """The option `--everyone`: what is meant by a query is else one's own."""
    text = _("Others' codings too: else --where and --query change your own only.")
    decorated: F = click.option("--everyone", is_flag=True, help=text)(function)
    return decorated


def to_change(study: Study, codings: Sequence[int], values: Mapping[str, Any]) -> Chosen:
    """The codings that a command changes: those named, or one's own that answer the query; `--everyone` means all."""
    ids = meant(study, codings, values)
    if codings or values["everyone"]:
        return Chosen(ids, {})
    coder = acting_coder(study, values["coder"], values["new_coder"])
    chosen = own_only(study, coder, ids)
    if not chosen.ids:
        raise none_own(coder, chosen.stay)
    return chosen


def none_own(coder: str, stay: Mapping[str, int]) -> NotFoundError:
    """What is said where all the codings meant are others'."""
    said = _("None of these codings is {coder}’s ({names}); nothing was changed.")
    return NotFoundError(
        said.format(coder=coder, names=names_counted(stay)), _("--everyone changes others' codings too.")
    )


def say_whose(coder: str, stay: Mapping[str, int], whose: Mapping[str, int], *, done: bool = True) -> None:
    """Say whose codings stay as they were, and which of those that are changed are not one's own."""
    if stay:
        say(_("Others' codings stay ({names}); --everyone takes them too.").format(names=names_counted(stay)))
    if others := {name: count for name, count in whose.items() if name != coder}:
        said = _("Others' codings were changed: {names}.") if done else _("Others' codings among them: {names}.")
        say(said.format(names=names_counted(others)))


def change(study: Study, chosen: Chosen, act: Any, done: str, values: Mapping[str, Any], left: int = 0) -> None:
    """Change codings, or only say how many it would be; then say whose they were, and whose stay."""
    whose = study.coders_of(chosen.ids) if chosen.ids else {}
    also = {"stay": dict(chosen.stay), "everyone": values["everyone"]}
    carry_out_on(study, chosen.ids, act, done, values, left, also)
    if not values["as_json"]:
        coder = acting_coder(study, values["coder"], values["new_coder"])
        say_whose(coder, chosen.stay, whose, done=not values["dry_run"])


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
    study: Study,
    ids: Sequence[int],
    act: Any,
    done: str,
    values: Mapping[str, Any],
    left: int = 0,
    also: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Carry out an act on codings, or several as one, or only say how many it would change; `also` is told in JSON."""
    acts = act if isinstance(act, list) else [act]
    count = len(ids)
    whose = study.coders_of(ids) if count else {}
    if not values["dry_run"] and count:
        with acting(study, values["coder"], values["new_coder"]) as name:
            carried_out(study, *acts, coder=name)
    if values["as_json"]:
        told = {
            "codings": list(ids),
            "count": count,
            "coders": dict(whose),
            "left": left,
            "done": not values["dry_run"],
            **also,
        }
        print_json(told)
        return
    names = names_counted(whose)
    would = ngettext("{count} coding would change ({names}).", "{count} codings would change ({names}).", count)
    say(would.format(count=count, names=names) if values["dry_run"] else done)
    if left:
        said = ngettext("{count} stays: it has this code already.", "{count} stay: they have this code already.", left)
        say(said.format(count=left))
