"""Commands that change one coding or one mark, and those that undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import MoveCoding, RecodeCoding, RemoveCoding, SetDone, SetKey, SetMemo
from qualcode.cli.data import memo_data
from qualcode.cli.options import acting_coder, code_id, coder_option, new_coder_option
from qualcode.cli.output import json_option, print_json, print_text, say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.errors import NotFoundError
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.store.events import Outcome
    from qualcode.study import Study


def _acting(function: Any) -> Any:
    """The options of every command that acts."""
    return coder_option(new_coder_option(function))


@click.command(
    "untag", cls=StudyCommand, help=_("Take a coding off, by its id."), epilog=_("Example: qualcode untag my-study 17")
)
@click.argument("coding", type=int)
@_acting
@with_study
def untag_command(study: Study, coding: int, coder: str, new_coder: bool) -> None:
    """Take a coding off."""
    _do(study, RemoveCoding(coding), coder, new_coder)
    say(_("Coding {number} is off.").format(number=coding))


@click.command(
    "recode",
    cls=StudyCommand,
    help=_("Give a coding another code."),
    epilog=_("Example: qualcode recode my-study 17 nearness"),
)
@click.argument("coding", type=int)
@click.argument("code")
@_acting
@with_study
def recode_command(study: Study, coding: int, code: str, coder: str, new_coder: bool) -> None:
    """Give a coding another code."""
    chosen = code_id(study, code)
    _do(study, RecodeCoding(coding, chosen), coder, new_coder)
    say(_("Coding {number} is now {code}.").format(number=coding, code=chosen))


@click.command(
    "move",
    cls=StudyCommand,
    help=_("Give a coding other bounds."),
    epilog=_("Example: qualcode move my-study 17 120 298"),
)
@click.argument("coding", type=int)
@click.argument("start", type=int)
@click.argument("end", type=int)
@_acting
@with_study
def move_command(study: Study, coding: int, start: int, end: int, coder: str, new_coder: bool) -> None:
    """Give a coding other bounds."""
    _do(study, MoveCoding(coding, start, end), coder, new_coder)
    say(_("Coding {number} is now at {start}–{end}.").format(number=coding, start=start, end=end))


@click.command(
    "key", cls=StudyCommand, help=_("Mark a coding as a key quotation."), epilog=_("Example: qualcode key my-study 17")
)
@click.argument("coding", type=int)
@click.option("--no", "off", is_flag=True, help=_("Take the mark away."))
@_acting
@with_study
def key_command(study: Study, coding: int, off: bool, coder: str, new_coder: bool) -> None:
    """Mark a coding as a key quotation."""
    _do(study, SetKey(coding, not off), coder, new_coder)
    said = _("Coding {number} is no key quotation.") if off else _("Coding {number} is a key quotation.")
    say(said.format(number=coding))


@click.command(
    "memo",
    cls=StudyCommand,
    help=_(
        "Write a memo on study, document:ID, code:ID, coding:ID, site:ID or participant:ID; without a text, read them."
    ),
    epilog=_('Example: qualcode memo my-study code:nearness "Nearness or friendship? See L03."'),
)
@click.argument("target", required=False)
@click.argument("text", required=False)
@click.option(
    "--kind",
    type=click.Choice(["analytic", "methodological", "reflexive"]),
    default="analytic",
    help=_("What kind of memo."),
)
@_acting
@json_option
@with_study
def memo_command(
    study: Study, target: str | None, text: str | None, kind: str, coder: str, new_coder: bool, as_json: bool
) -> None:
    """Write or read memos."""
    if target is not None and text is not None:
        _do(study, SetMemo(target, text, kind), coder, new_coder)
        say(_("The memo is written.") if text.strip() else _("The memo is taken away."))
        return
    memos = study.memos(target)
    if as_json:
        print_json([memo_data(memo) for memo in memos])
        return
    for memo in memos:
        print_text(f"{memo.at}  {memo.target}  {memo.coder}  {memo.kind}\n  {memo.text}\n")


@click.command(
    "done",
    cls=StudyCommand,
    help=_("Mark a document as coded by its coder."),
    epilog=_("Example: qualcode done my-study L03 --coder c1"),
)
@click.argument("document")
@click.option("--no", "off", is_flag=True, help=_("Take the mark away."))
@_acting
@with_study
def done_command(study: Study, document: str, off: bool, coder: str, new_coder: bool) -> None:
    """Mark a document as coded."""
    shown = study.document(document)
    _do(study, SetDone(shown.id, not off), coder, new_coder)
    said = _("{document} is not yet coded.") if off else _("{document} is coded.")
    say(said.format(document=shown.id))


@click.command(
    "undo",
    cls=StudyCommand,
    help=_("Take back your own last act."),
    epilog=_("Example: qualcode undo my-study --coder c1"),
)
@_acting
@with_study
def undo_command(study: Study, coder: str, new_coder: bool) -> None:
    """Take back the last act."""
    outcome = study.undo(acting_coder(study, coder, new_coder))
    if outcome is None:
        raise NotFoundError(_("There is nothing to take back."))
    _say_what(study)


@click.command(
    "redo",
    cls=StudyCommand,
    help=_("Do again what you took back last."),
    epilog=_("Example: qualcode redo my-study --coder c1"),
)
@_acting
@with_study
def redo_command(study: Study, coder: str, new_coder: bool) -> None:
    """Do again what was taken back."""
    outcome = study.redo(acting_coder(study, coder, new_coder))
    if outcome is None:
        raise NotFoundError(_("There is nothing to do again."))
    _say_what(study)


def _do(study: Study, act: Any, coder: str, new_coder: bool) -> Outcome:
    return study.do(act, coder=acting_coder(study, coder, new_coder))


def _say_what(study: Study) -> None:
    event = study.events(1)[0]
    what = ", ".join(
        f"{name} {value}" for name, value in event.summary.items() if value is not None and name != "sha256"
    )
    say(
        _("Taken back: {what}.").format(what=what)
        if event.act == "Undo"
        else _("Done again: {what}.").format(what=what)
    )
