"""Commands that change the codebook; comments and order in codebook.yaml stay."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import (
    AddCode,
    EditDefinition,
    MergeCodes,
    MoveCode,
    RemoveCode,
    RenameCode,
    RestoreCode,
    RetireCode,
    SplitCode,
)
from qualcode.cli.codebook_history import diff, log, review
from qualcode.cli.codebook_words import cited_in, print_preview, said_of
from qualcode.cli.completing import names_of
from qualcode.cli.options import acting_options, carry_out, code_argument, code_id
from qualcode.cli.output import json_option, print_json, print_text, say
from qualcode.cli.studied import StudyCommand, Verbs, studies, with_study
from qualcode.errors import InputError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.study import Study

reason_option = click.option(
    "--reason", default="", metavar=_("TEXT"), help=_("Why; the history and the appendix tell it.")
)
under_option = click.option(
    "--under", metavar=_("CODE"), shell_complete=names_of("code"), help=_("The theme it belongs to.")
)
place_option = click.option(
    "--place", type=click.IntRange(min=1), metavar=_("NUMBER"), help=_("Its place among the codes there; else last.")
)
dry_option = click.option("--dry-run", is_flag=True, help=_("Show what would happen, and do nothing."))


@click.group(
    "codebook",
    cls=Verbs,
    help=_("Care for the codebook: add, rename, move, merge, split, retire codes; see what was changed and when."),
    subcommand_metavar=_("COMMAND [ARGUMENTS]"),
    epilog=_("Example: qualcode codebook add my-study Humour"),
)
def codebook_command() -> None:
    """Nothing is done before a verb is chosen."""


def _changing(function: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that changes a code."""
    decorated: Callable[..., None] = reason_option(acting_options(json_option(with_study(function))))
    return decorated


@codebook_command.command(
    "add",
    cls=StudyCommand,
    help=_("Add a code; one that nearly exists is refused."),
    epilog=_("Example: qualcode codebook add my-study Humour --under bilingualism"),
)
@click.argument("label", metavar=_("LABEL"), shell_complete=studies)
@click.option("--id", "code", default="", metavar=_("ID"), help=_("Its id; made from the label if not given."))
@under_option
@place_option
@click.option("--brief", default="", metavar=_("TEXT"), help=_("Its definition in a sentence."))
@click.option("--new", is_flag=True, help=_("Insist on a code whose name is nearly a known one."))
@_changing
def add(study: Study, label: str, under: str | None, new: bool, as_json: bool, **given: Any) -> None:
    """Add a code."""
    from qualcode.book.near import refuse_near, refuse_taken
    from qualcode.care.adding import free_id

    refuse_taken(study.codebook, label)
    if not new:
        refuse_near(study.codebook, label)
        _say_related(study, label)
    chosen = given["code"] or free_id(study, label)
    parent = code_id(study, under) if under else None
    brief = {"": given["brief"]} if given["brief"] else {}
    _carry_out(study, AddCode(chosen, {"": label}, parent, brief, _position(given["place"]), given["reason"]), given)
    if as_json:
        print_json({"id": chosen})
    else:
        print_text(chosen)


def _say_related(study: Study, label: str) -> None:
    """Name the codes that a label has its long words from, or the other way round."""
    from qualcode.book.near import near_codes

    if found := near_codes(study.codebook, label):
        names = ", ".join(f"{near.name} ({near.code.id})" for near in found)
        say(_("Codes that may mean the same: {names}.").format(names=names))


@codebook_command.command(
    "rename",
    cls=StudyCommand,
    help=_("Give a code another label; its id stays, and the old label finds it still."),
    epilog=_("Example: qualcode codebook rename my-study nearness Proximité --language fr"),
)
@code_argument
@click.argument("label", metavar=_("LABEL"))
@click.option("--language", default="", metavar=_("LANGUAGE"), help=_("The language of the label, as in en or fr."))
@click.option("--new", is_flag=True, help=_("Insist on a label that is nearly a known one."))
@_changing
def rename(
    study: Study, code: str, label: str, language: str, new: bool, reason: str, as_json: bool, **coder: Any
) -> None:
    """Give a code another label."""
    from qualcode.book.near import refuse_near, refuse_taken

    chosen = code_id(study, code)
    refuse_taken(study.codebook, label, besides={chosen})
    if not new:
        refuse_near(study.codebook, label, besides=(chosen,))
    carry_out(study, RenameCode(chosen, language, label, reason), **coder)
    _tell(study, chosen, as_json, _("{code} is now labelled {label}.").format(code=chosen, label=label))


@codebook_command.command(
    "move",
    cls=StudyCommand,
    help=_("Put a code with its sub-codes under another, or at the top, or at another place there."),
    epilog=_("Example: qualcode codebook move my-study translating --under nearness --place 1"),
)
@code_argument
@under_option
@click.option("--top", is_flag=True, help=_("To the top: under no other code."))
@place_option
@_changing
def move(
    study: Study, code: str, under: str | None, top: bool, place: int | None, reason: str, as_json: bool, **coder: Any
) -> None:
    """Put a code elsewhere."""
    if top == bool(under) and (top or place is None):
        raise click.UsageError(_("Give --under CODE, or --top, or --place alone."))
    chosen = code_id(study, code)
    parent = code_id(study, under) if under else None if top else study.codebook[chosen].parent
    carry_out(study, MoveCode(chosen, parent, _position(place), reason), **coder)
    said = _("{code} is now under {parent}.") if parent else _("{code} is now at the top.")
    _tell(study, chosen, as_json, said.format(code=chosen, parent=parent))


@codebook_command.command(
    "merge",
    cls=StudyCommand,
    help=_(
        "Make codes one with another: their codings, sub-codes, memos and summaries become its own, and their ids and "
        "labels find it from then on."
    ),
    epilog=_("Example: qualcode codebook merge my-study nearness translating --into disclosing --dry-run"),
)
@click.argument("codes", nargs=-1, required=True, metavar=_("CODE") + "...", shell_complete=names_of("code"))
@click.option("--into", required=True, metavar=_("CODE"), shell_complete=names_of("code"), help=_("What they become."))
@click.option(
    "--overlaps",
    type=click.Choice(["join", "keep"]),
    default="keep",
    help=_("Join passages of one coder that overlap then to one, or keep all of them."),
)
@dry_option
@_changing
def merge(
    study: Study, codes: tuple[str, ...], into: str, overlaps: str, dry_run: bool, reason: str, as_json: bool,
    **coder: Any,
) -> None:  # fmt: skip
    """Make codes one."""
    from qualcode.care.merging import merge_preview

    found = merge_preview(study, codes, into)
    cited = cited_in(study, found)  # before some of its passages are one with others
    if not dry_run:
        carry_out(study, MergeCodes(found.codes, found.into, overlaps, reason), **coder)
    print_preview(found, overlaps, cited, done=not dry_run, as_json=as_json)


@codebook_command.command(
    "split",
    cls=StudyCommand,
    help=_(
        "Make new codes beside one, and send codings to them, each by its id; the code keeps the others. With --from, "
        "a CSV table says where each goes: coding, code."
    ),
    epilog=_('Example: qualcode codebook split my-study nearness "Being near" "Being reached" --send 12=being-near'),
)
@code_argument
@click.argument("labels", nargs=-1, metavar="[" + _("LABEL") + "]...")
@click.option("--send", "sends", multiple=True, metavar=_("CODING=CODE"), help=_("Where a coding goes; repeat it."))
@click.option("--from", "table", type=click.Path(dir_okay=False), metavar=_("FILE"), help=_("Where codings go."))
@under_option
@click.option("--retire", is_flag=True, help=_("Retire the code that was split."))
@click.option("--new", is_flag=True, help=_("Insist on a code whose name is nearly a known one."))
@dry_option
@_changing
def split(study: Study, code: str, labels: tuple[str, ...], new: bool, as_json: bool, **given: Any) -> None:
    """Make new codes of one."""
    from qualcode.book.near import refuse_near
    from qualcode.care.adding import new_codes, read_sent, sent_to

    chosen = code_id(study, code)
    for label in () if new else labels:
        refuse_near(study.codebook, label)
    made = new_codes(study, chosen, labels, code_id(study, under) if (under := given["under"]) else None)
    pairs = [*_pairs(given["sends"]), *(read_sent(given["table"]) if given["table"] else ())]
    sent = sent_to(study, chosen, made, pairs)
    if not given["dry_run"]:
        _carry_out(study, SplitCode(chosen, made, sent, given["retire"], given["reason"]), given)
    ids = [each.id for each in made]
    if as_json:
        print_json({"code": chosen, "new": ids, "sent": {name: list(own) for name, own in sent.items()}})
        return
    count = sum(map(len, sent.values()))
    say(ngettext("{code}: {names}; {count} coding sent.", "{code}: {names}; {count} codings sent.", count).format(
        code=chosen, names=", ".join(ids) or "—", count=count))  # fmt: skip


def _pairs(sends: Sequence[str]) -> list[tuple[str, str]]:
    found = [send.partition("=") for send in sends]
    if wrong := [send for send, (_number, sign, _code) in zip(sends, found, strict=True) if not sign]:
        raise InputError(_("{text} is not CODING=CODE.").format(text=wrong[0]), _("Write for example 12=being-near."))
    return [(number.strip(), code.strip()) for number, _sign, code in found]


@codebook_command.command(
    "retire",
    cls=StudyCommand,
    help=_("Offer a code no longer; its codings stay and count."),
    epilog=_("Example: qualcode codebook retire my-study nearness"),
)
@code_argument
@_changing
def retire(study: Study, code: str, reason: str, as_json: bool, **coder: Any) -> None:
    """Retire a code."""
    chosen = code_id(study, code)
    carry_out(study, RetireCode(chosen, reason), **coder)
    _tell(study, chosen, as_json, _("{code} is retired.").format(code=chosen))


@codebook_command.command(
    "restore",
    cls=StudyCommand,
    help=_("Offer a retired code again."),
    epilog=_("Example: qualcode codebook restore my-study nearness"),
)
@code_argument
@_changing
def restore(study: Study, code: str, reason: str, as_json: bool, **coder: Any) -> None:
    """Restore a code."""
    chosen = code_id(study, code)
    carry_out(study, RestoreCode(chosen, reason), **coder)
    _tell(study, chosen, as_json, _("{code} is in use again.").format(code=chosen))


@codebook_command.command(
    "remove",
    cls=StudyCommand,
    help=_("Take a code without codings and without sub-codes out of the codebook."),
    epilog=_("Example: qualcode codebook remove my-study humour"),
)
@code_argument
@_changing
def remove(study: Study, code: str, reason: str, as_json: bool, **coder: Any) -> None:
    """Take a code out."""
    chosen = code_id(study, code)
    carry_out(study, RemoveCode(chosen, reason), **coder)
    if as_json:
        print_json({"id": chosen})
    say(_("{code} is out of the codebook.").format(code=chosen))


@codebook_command.command(
    "edit",
    cls=StudyCommand,
    help=_(
        "Write one field of a code's definition: brief, full, use_when, not_when, examples or near_misses (one a "
        "line), also_under, pin, colour, in_vivo (true: the label is in somebody's own words); an empty text takes it "
        "away, - reads it from the input."
    ),
    epilog=_('Example: qualcode codebook edit my-study nearness use_when "Someone is easy to reach." --language en'),
)
@code_argument
@click.argument("field", metavar=_("FIELD"))
@click.argument("text", metavar=_("TEXT"))
@click.option("--language", default="", metavar=_("LANGUAGE"), help=_("The language of the text, as in en or fr."))
@_changing
def edit(
    study: Study, code: str, field: str, text: str, language: str, reason: str, as_json: bool, **coder: Any
) -> None:
    """Write a field of a definition."""
    chosen = code_id(study, code)
    words = sys.stdin.buffer.read().decode("utf-8-sig", "replace") if text == "-" else text
    carry_out(study, EditDefinition(chosen, field, words, language, reason), **coder)
    _tell(study, chosen, as_json, _("{field} of {code} is written.").format(field=field, code=chosen))


def _carry_out(study: Study, act: Any, given: Mapping[str, Any]) -> None:
    """An act of the coder whom the options name."""
    carry_out(study, act, given["coder"], given["new_coder"])


def _position(place: int | None) -> int | None:
    """A place as it is counted from 1, from 0."""
    return None if place is None else place - 1


def _tell(study: Study, code: str, as_json: bool, text: str) -> None:
    if as_json:
        print_json(said_of(study.codebook[code]))
    else:
        say(text)


for command in (log, diff, review):
    codebook_command.add_command(command)
