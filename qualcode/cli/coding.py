"""Commands that change one coding or one mark, and those that undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import (
    MoveCoding,
    RecodeCoding,
    RecodeCodings,
    RemoveCoding,
    RemoveCodings,
    SetCounter,
    SetCounters,
    SetDone,
    SetKey,
    SetKeys,
)
from qualcode.cli.data import summary_words
from qualcode.cli.options import (
    acting,
    acting_options,
    carry_out,
    code_argument,
    code_id,
    coding_argument,
    document_argument,
)
from qualcode.cli.output import say
from qualcode.cli.several import change, codings_argument, everyone_option, several_options, to_change
from qualcode.cli.studied import StudyCommand, studies, with_study
from qualcode.errors import NotFoundError
from qualcode.i18n import _, act_words

if TYPE_CHECKING:
    from qualcode.belonging import Chosen
    from qualcode.store.events import Outcome
    from qualcode.study import Study


times_argument = click.argument(
    "times", type=click.IntRange(min=1), default=1, metavar="[" + _("NUMBER") + "]", shell_complete=studies
)


@click.command(
    "untag",
    cls=StudyCommand,
    help=_("Take codings off: by their ids, or all that answer a query, as one act."),
    epilog=_('Example: qualcode untag my-study --where "nearness and role=nurse" --dry-run'),
)
@codings_argument
@several_options
@everyone_option
@acting_options
@with_study
def untag_command(study: Study, codings: tuple[int, ...], **values: Any) -> None:
    """Take codings off."""
    chosen = to_change(study, codings, values)
    ids = chosen.ids
    if len(ids) == 1:
        change(study, chosen, RemoveCoding(ids[0]), _("Coding {number} is off.").format(number=ids[0]), values)
        return
    change(study, chosen, RemoveCodings(ids), _("{count} codings are off.").format(count=len(ids)), values)


@click.command(
    "recode",
    cls=StudyCommand,
    help=_("Give codings another code: by their ids, or all that answer a query, as one act."),
    epilog=_('Example: qualcode recode my-study 17 18 nearness · recode my-study nearness --where "=distance"'),
)
@codings_argument
@code_argument
@several_options
@everyone_option
@acting_options
@with_study
def recode_command(study: Study, codings: tuple[int, ...], code: str, **values: Any) -> None:
    """Give codings another code."""
    new = code_id(study, code)
    chosen = to_change(study, codings, values)
    ids = chosen.ids
    if len(ids) == 1:
        done = _("Coding {number} is now {code}.").format(number=ids[0], code=new)
        change(study, chosen, RecodeCoding(ids[0], new), done, values)
        return
    free = study.recodable(ids, new)
    done = _("{count} codings are now {code}.").format(count=len(free), code=new)
    change(study, chosen._replace(ids=free), RecodeCodings(free, new), done, values, len(ids) - len(free))


@click.command(
    "move",
    cls=StudyCommand,
    help=_("Give a coding other bounds."),
    epilog=_("Example: qualcode move my-study 17 120 298"),
)
@coding_argument
@click.argument("start", type=int, metavar=_("START"))
@click.argument("end", type=int, metavar=_("END"))
@acting_options
@with_study
def move_command(study: Study, coding: int, start: int, end: int, coder: str, new_coder: bool) -> None:
    """Give a coding other bounds."""
    carry_out(study, MoveCoding(coding, start, end), coder, new_coder)
    say(_("Coding {number} is now at {start}–{end}.").format(number=coding, start=start, end=end))


@click.command(
    "key",
    cls=StudyCommand,
    help=_("Mark codings as key quotations: by their ids, or all that answer a query, as one act."),
    epilog=_("Example: qualcode key my-study 17"),
)
@codings_argument
@click.option("--no", "off", is_flag=True, help=_("Take the mark away."))
@several_options
@everyone_option
@acting_options
@with_study
def key_command(study: Study, codings: tuple[int, ...], off: bool, **values: Any) -> None:
    """Mark codings as key quotations."""
    one = _("Coding {number} is no key quotation.") if off else _("Coding {number} is a key quotation.")
    many = _("{count} codings are no key quotations.") if off else _("{count} codings are key quotations.")
    _mark(study, to_change(study, codings, values), (SetKey, SetKeys), (one, many), not off, values)


@click.command(
    "counter",
    cls=StudyCommand,
    help=_(
        "Mark codings as counter-examples, what somebody says against the theme: by their ids, or all that answer "
        "a query, as one act."
    ),
    epilog=_("Example: qualcode counter my-study 17"),
)
@codings_argument
@click.option("--no", "off", is_flag=True, help=_("Take the mark away."))
@several_options
@everyone_option
@acting_options
@with_study
def counter_command(study: Study, codings: tuple[int, ...], off: bool, **values: Any) -> None:
    """Mark codings as counter-examples."""
    one = _("Coding {number} is no counter-example.") if off else _("Coding {number} is a counter-example.")
    many = _("{count} codings are no counter-examples.") if off else _("{count} codings are counter-examples.")
    _mark(study, to_change(study, codings, values), (SetCounter, SetCounters), (one, many), not off, values)


def _mark(
    study: Study,
    chosen: Chosen,
    acts: tuple[Callable[[int, bool], object], Callable[[Sequence[int], bool], object]],
    said: tuple[str, str],
    on: bool,
    values: dict[str, Any],
) -> None:
    """Put a mark on codings or take it off, with the act and the words for one of them or for several."""
    (one, many), (of_one, of_many), ids = acts, said, chosen.ids
    if len(ids) == 1:
        change(study, chosen, one(ids[0], on), of_one.format(number=ids[0]), values)
    else:
        change(study, chosen, many(ids, on), of_many.format(count=len(ids)), values)


@click.command(
    "done",
    cls=StudyCommand,
    help=_("Mark a document as coded by its coder."),
    epilog=_("Example: qualcode done my-study L03 --coder c1"),
)
@document_argument
@click.option("--no", "off", is_flag=True, help=_("Take the mark away."))
@acting_options
@with_study
def done_command(study: Study, document: str, off: bool, coder: str, new_coder: bool) -> None:
    """Mark a document as coded."""
    shown = study.document(document)
    carry_out(study, SetDone(shown.id, not off), coder, new_coder)
    said = _("{document} is not yet coded.") if off else _("{document} is coded.")
    say(said.format(document=shown.id))


@click.command(
    "undo",
    cls=StudyCommand,
    help=_("Take back your own last act, or the last NUMBER of them."),
    epilog=_("Example: qualcode undo my-study 3 --coder c1"),
)
@times_argument
@acting_options
@with_study
def undo_command(study: Study, **coder: Any) -> None:
    """Take back the last acts."""
    refused = _("{coder} has done nothing that could be taken back.")
    _go(study, study.undo, study.next_undo, refused, _("Taken back: {what}."), **coder)


@click.command(
    "redo",
    cls=StudyCommand,
    help=_("Do again what you took back last, or the last NUMBER of acts."),
    epilog=_("Example: qualcode redo my-study 3 --coder c1"),
)
@times_argument
@acting_options
@with_study
def redo_command(study: Study, **coder: Any) -> None:
    """Do again what was taken back."""
    refused = _("{coder} has taken nothing back that could be done again.")
    _go(study, study.redo, study.next_redo, refused, _("Done again: {what}."), **coder)


def _go(
    study: Study,
    way: Callable[[str], Outcome | None],
    kinds: Callable[[str], tuple[str, ...]],
    refused: str,
    said: str,
    *,
    times: int,
    coder: str,
    new_coder: bool,
) -> None:
    """Go so many acts back or forth in the coder's history, and say which; fewer where there are no more."""
    with acting(study, coder, new_coder) as name:
        for done in range(times):
            meant = ", ".join(dict.fromkeys(kinds(name)))
            outcome = way(name)
            if outcome is None and not done:
                raise NotFoundError(refused.format(coder=name))
            if outcome is None:
                say(refused.format(coder=name))
                break
            about = _what(study, outcome)
            say(said.format(what=f"{act_words(meant)} ({about})" if about else act_words(meant)))


def _what(study: Study, outcome: Outcome) -> str:
    """What an act was about, in the words of the history; others may have acted since, but not a hundred times."""
    return next(summary_words(event.summary) for event in study.events(100) if event.id == outcome.event)
