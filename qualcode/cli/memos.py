"""Memos on the command line: the quick memo, all memos in one list, a site's logbook and timeline."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import AddMemo, EditMemo, RemoveMemo, SetMemo
from qualcode.cli.completing import names_of
from qualcode.cli.data import memo_data
from qualcode.cli.options import acting_options, carry_out, site_id
from qualcode.cli.output import json_option, print_json, print_table, print_text, say, shortened
from qualcode.cli.several import carry_out_on, meant, several_options
from qualcode.cli.studied import ShowGroup, StudyCommand, studies, with_study
from qualcode.errors import InputError
from qualcode.i18n import _, known_word, ngettext
from qualcode.model.codings import LOGBOOK, MEMO_KINDS, QUESTION
from qualcode.moments import moment

if TYPE_CHECKING:
    from qualcode.memos import Happening, Noted
    from qualcode.model.codings import Memo
    from qualcode.study import Study

target_argument = click.argument("target", metavar=_("TARGET"), shell_complete=studies)
text_argument = click.argument("text", required=False, metavar="[" + _("TEXT|-") + "]")
number_argument = click.argument("memo", type=int, metavar=_("MEMO"), shell_complete=studies)
edit_option = click.option("--edit", "in_editor", is_flag=True, help=_("Write it in your editor ($VISUAL, $EDITOR)."))
date_option = click.option("--date", metavar=_("DATE"), help=_("The day an entry of a logbook is about: 2013-04-02."))


@click.command(
    "memo",
    cls=StudyCommand,
    help=_(
        "Write a memo on study, document:ID, code:ID, coding:ID, site:ID or participant:ID; without a text, read them. "
        "It takes the place of your first one of its kind there; `qualcode memos add` writes one more. "
        "With --where, or on coding:17,18, one more is written on each coding, as one act."
    ),
    epilog=_('Example: qualcode memo my-study code:nearness "Nearness or friendship? See L03."'),
)
@click.argument("target", required=False, metavar="[" + _("TARGET") + "]", shell_complete=studies)
@click.argument("text", required=False, metavar="[" + _("TEXT") + "]")
@click.option(
    "--kind",
    type=click.Choice(MEMO_KINDS[:3]),
    default="analytic",
    help=_("What kind of memo."),
)
@edit_option
@several_options
@acting_options
@with_study
def memo_command(
    study: Study, target: str | None, text: str | None, kind: str, in_editor: bool, as_json: bool, **values: Any
) -> None:
    """Write or read memos."""
    from qualcode.memos import target_named

    if values["where"] or values["query"] or (target and target.startswith("coding:") and "," in target):
        _on_several(study, target, text, kind, {**values, "as_json": as_json})
        return
    coder, new_coder = values["coder"], values["new_coder"]

    about = None if target is None else target_named(study, target)
    if about is not None and text is not None and not in_editor:
        carry_out(study, SetMemo(about, text, kind), coder, new_coder)
        say(_("The memo is written.") if text.strip() else _("The memo is taken away."))
        return
    if about is not None and in_editor:
        before = text or _first(study, about, coder or study.coder, kind)
        _in_editor(before, lambda words: carry_out(study, SetMemo(about, words, kind), coder, new_coder))
        return
    memos = study.memos(about)
    if as_json:
        print_json([memo_data(memo) for memo in memos])
        return
    for memo in memos:
        print_text(f"{moment(memo.at)}  {memo.target}  {memo.coder}  {known_word(memo.kind)}\n  {memo.text}\n")
    if not memos:
        say(_("There is no memo."))


def _on_several(study: Study, target: str | None, text: str | None, kind: str, values: Mapping[str, Any]) -> None:
    """One more memo on each of several codings: on all that answer a query, or on coding:17,18."""
    asked = values["where"] or values["query"]
    words = target if asked and text is None else text
    if not words or (asked and text is not None):
        raise click.UsageError(_("Give the memo's text alone with --where or --query."))
    named = () if asked else _numbers(str(target))
    ids = meant(study, named, values)
    acts = [AddMemo(f"coding:{number}", words, kind) for number in ids]
    done = ngettext("The memo is written on {count} coding.", "The memo is written on {count} codings.", len(ids))
    carry_out_on(study, ids, acts, done.format(count=len(ids)), values)


def _numbers(target: str) -> tuple[int, ...]:
    """The ids in `coding:17,18`."""
    try:
        return tuple(int(part) for part in target.removeprefix("coding:").split(","))
    except ValueError:
        raise click.UsageError(_("{target}: write coding:17,18.").format(target=target)) from None


def _first(study: Study, target: str, coder: str, kind: str) -> str:
    found = [memo for memo in study.memos(target) if (memo.coder, memo.kind) == (coder, kind)]
    return min(found).text if found else ""


def _in_editor(text: str, write: Callable[[str], object]) -> None:
    """Have a text edited, and write it if it is another; what cannot be written is not lost."""
    from qualcode.editor import edited

    with edited(text) as words:
        if words is not None:
            write(words)
    say(_("Nothing was changed.") if words is None else _("The memo is written."))


# ---------------------------------------------------------------------- all memos


@click.group(
    "memos",
    cls=ShowGroup,
    help=_("List memos, narrow the list, add, edit, answer or remove one."),
    subcommand_metavar=_("[COMMAND] [ARGUMENTS]"),
    epilog=_("Example: qualcode memos my-study --kind question --site lille"),
)
def memos_command() -> None:
    """Nothing is done before a verb is chosen."""


@memos_command.command(
    "show",
    cls=StudyCommand,
    help=_("List memos, the newest last, each with its number, what it is on, and its text."),
    epilog=_("Example: qualcode memos show my-study --kind reflexive --since 2013-02 --text distance"),
)
@click.option("--kind", type=click.Choice(MEMO_KINDS), help=_("Memos of one kind."))
@click.option(
    "--target", metavar=_("TARGET"), help=_("On one thing (code:nearness), or on all of a sort: study, code, site, …")
)
@click.option("--coder", metavar=_("NAME"), shell_complete=names_of("coder"), help=_("Memos of one author."))
@click.option(
    "--site", metavar=_("SITE"), shell_complete=names_of("site"), help=_("What lies at a site, or in a region.")
)
@click.option("--since", metavar=_("DATE"), help=_("From this day or month on."))
@click.option("--until", metavar=_("DATE"), help=_("Up to this day or month, included."))
@click.option("--text", "words", metavar=_("WORDS"), help=_("With all these words in it."))
@json_option
@with_study
def show(study: Study, as_json: bool, **values: str | None) -> None:
    """List memos."""
    from qualcode.memos import MemoFilter, filter_named, listed, targets_in_words

    found = listed(study, filter_named(study, MemoFilter(**values)))
    titles = targets_in_words(study, found, names=False)
    if as_json:
        print_json([_noted_data(each, titles) for each in found])
        return
    _print(study, found, [titles[each.memo.target] for each in found])
    if not found:
        say(_("There is no memo."))


def _noted_data(noted: Noted, titles: dict[str, str]) -> dict[str, Any]:
    where = {name: value for name, value in noted._asdict().items() if name != "memo"}
    return memo_data(noted.memo) | {"about": titles[noted.memo.target]} | where


def _print(study: Study, found: Sequence[Noted], titles: Sequence[str]) -> None:
    from qualcode.memos import for_readers

    memos = [each.memo for each in found]
    for memo, title, text in zip(memos, titles, for_readers(study, memos), strict=True):
        day = memo.date or moment(memo.at)
        print_text(f"{memo.id}  {day}  {memo.coder}  {known_word(memo.kind)}  {title}\n{_indented(text)}\n")


def _indented(text: str) -> str:
    return "\n".join("  " + line for line in text.split("\n"))


@memos_command.command(
    "add",
    cls=StudyCommand,
    help=_(
        "Write one more memo on study, site:ID, document:ID, participant:ID, code:ID, coding:ID or "
        "passage:ID:START-END; - reads it from the input. [#123] in it cites coding 123."
    ),
    epilog=_(
        'Example: qualcode memos add my-study site:lille "Two workers on leave." --kind logbook --date 2013-04-02'
    ),
)
@target_argument
@text_argument
@click.option("--kind", type=click.Choice(MEMO_KINDS[:-1]), default="analytic", help=_("What kind of memo."))
@date_option
@edit_option
@acting_options
@with_study
def add(
    study: Study, target: str, text: str | None, kind: str, date: str | None, in_editor: bool, coder: str,
    new_coder: bool,
) -> None:  # fmt: skip
    """Write one more memo."""
    from qualcode.memos import target_named

    about = target_named(study, target)
    _write(text, in_editor, "", lambda words: carry_out(study, AddMemo(about, words, kind, date), coder, new_coder))


@memos_command.command(
    "edit",
    cls=StudyCommand,
    help=_("Give a memo another text, kind or date; without a text, write it in your editor."),
    epilog=_("Example: qualcode memos edit my-study 12 --edit"),
)
@number_argument
@text_argument
@click.option("--kind", type=click.Choice(MEMO_KINDS), help=_("Another kind of memo."))
@date_option
@edit_option
@acting_options
@with_study
def edit(
    study: Study, memo: int, text: str | None, kind: str | None, date: str | None, in_editor: bool, coder: str,
    new_coder: bool,
) -> None:  # fmt: skip
    """Edit a memo."""
    from qualcode.memos import memo_of

    found = memo_of(study, memo)
    if text is None and not in_editor and (kind or date):
        text = found.text
    kind = kind or found.kind
    day = (date or found.date) if kind == LOGBOOK else date
    _write(
        text, in_editor or text is None, found.text,
        lambda words: carry_out(study, EditMemo(memo, words, kind, day), coder, new_coder),
    )  # fmt: skip


@memos_command.command(
    "answer",
    cls=StudyCommand,
    help=_("Answer an open question: the answer stands below it, and it is open no longer."),
    epilog=_('Example: qualcode memos answer my-study 12 "No: see L03."'),
)
@number_argument
@click.argument("text", metavar=_("TEXT"))
@acting_options
@with_study
def answer(study: Study, memo: int, text: str, coder: str, new_coder: bool) -> None:
    """Answer an open question."""
    from datetime import UTC, datetime

    from qualcode.memos import answered, memo_of

    found = memo_of(study, memo)
    if found.kind != QUESTION:
        raise InputError(_("Memo {number} is no open question.").format(number=memo))
    day = datetime.now(UTC).date().isoformat()
    carry_out(study, answered(found, text, coder or study.coder, day), coder, new_coder)
    say(_("The question is answered."))


@memos_command.command(
    "remove",
    cls=StudyCommand,
    help=_("Take a memo away, by its number."),
    epilog=_("Example: qualcode memos remove my-study 12"),
)
@number_argument
@acting_options
@with_study
def remove(study: Study, memo: int, coder: str, new_coder: bool) -> None:
    """Take a memo away."""
    carry_out(study, RemoveMemo(memo), coder, new_coder)
    say(_("The memo is taken away."))


def _write(text: str | None, in_editor: bool, before: str, write: Callable[[str], object]) -> None:
    """Write the text that was given, read from the input, or edited."""
    if in_editor:
        _in_editor(text or before, write)
        return
    if text is None:
        raise InputError(_("A memo without words is not kept."), _("Give its text, - to read it, or --edit."))
    write(sys.stdin.read() if text == "-" else text)
    say(_("The memo is written."))


# ---------------------------------------------------------------------- a site's logbook


@click.command(
    "logbook",
    cls=StudyCommand,
    help=_(
        "Show a site's logbook and timeline, a region's with that of its sites: documents, entries and memos by date; "
        "or write an entry."
    ),
    epilog=_('Example: qualcode logbook my-study lille --add "Two workers on leave." --date 2013-04-02'),
)
@click.argument("site", shell_complete=names_of("site"))
@click.option("--add", "text", metavar=_("TEXT|-"), help=_("Write an entry; - reads it from the input."))
@date_option
@edit_option
@acting_options
@json_option
@with_study
def logbook_command(
    study: Study, site: str, text: str | None, date: str | None, in_editor: bool, coder: str, new_coder: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Show or write a site's logbook."""
    from qualcode.memos import timeline

    chosen = site_id(study, site)
    if text is not None or in_editor:
        act = lambda words: carry_out(study, AddMemo(f"site:{chosen}", words, LOGBOOK, date), coder, new_coder)  # noqa: E731
        _write(text, in_editor, "", act)
        return
    found = timeline(study, chosen)
    if as_json:
        print_json([_happening_data(each) for each in found])
        return
    _print_timeline(study, found)


def _happening_data(each: Happening) -> dict[str, Any]:
    told = each._asdict()
    return told | {"memo": None if each.memo is None else memo_data(each.memo)}


def _print_timeline(study: Study, found: Sequence[Happening]) -> None:
    from qualcode.memos import for_readers

    memos: list[Memo] = [each.memo for each in found if each.memo is not None]
    texts = dict(zip((memo.id for memo in memos), for_readers(study, memos), strict=True))
    rows = [(each.day or "—", each.site, known_word(each.kind), _what(each), _said(each, texts)) for each in found]
    print_table((_("date"), _("site"), _("kind"), _("what"), _("text")), rows)
    if not found:
        say(_("Nothing is known of this site yet."))


def _what(each: Happening) -> str:
    return f"{each.memo.id} {each.memo.coder}" if each.memo else each.document or ""


def _said(each: Happening, texts: Mapping[int, str]) -> str:
    return shortened(texts[each.memo.id], 200) if each.memo else ""
