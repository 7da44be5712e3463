"""Commands that show how the codebook changed, and what was coded under definitions that have changed since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import ConfirmCodings
from qualcode.belonging import Chosen, own_only
from qualcode.cli.completing import names_of
from qualcode.cli.data import quotation_data
from qualcode.cli.options import acting_coder, acting_options, carry_out
from qualcode.cli.output import json_option, print_json, print_table, print_text, say
from qualcode.cli.several import say_whose
from qualcode.cli.studied import StudyCommand, studies, with_study
from qualcode.i18n import _, known_word, language, ngettext
from qualcode.model import in_language
from qualcode.model.asking import Filter
from qualcode.moments import day

if TYPE_CHECKING:
    from qualcode.book.comparing import CodeChange, FieldChange
    from qualcode.care.changelog import Entry
    from qualcode.study import Study

code_option = click.option("--code", metavar=_("CODE"), shell_complete=names_of("code"), help=_("One code alone."))
_SIGNS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}


@click.command(
    "log",
    cls=StudyCommand,
    help=_("Show how the codebook came to be: each change with its version, day, coder and reason."),
    epilog=_("Example: qualcode codebook log my-study --code nearness"),
)
@code_option
@json_option
@with_study
def log(study: Study, code: str | None, as_json: bool) -> None:
    """Show the changes of the codebook."""
    from qualcode.care.changelog import changelog
    from qualcode.naming import find_code

    entries = changelog(study)
    if code:
        found = find_code(study.codebook, code)
        names = {code, found.id if found else code}
        entries = tuple(entry for entry in entries if entry.code in names or names & set(entry.others))
    if as_json:
        print_json([{**entry._asdict(), "label": in_language(entry.label, language())} for entry in entries])
        return
    header = (_("version"), _("date"), _("coder"), _("code"), _("change"), "", _("reason"))
    rows = [
        (f"v{entry.version}" if entry.version else "", day(entry.at), entry.coder, entry.code, known_word(entry.what),
         told(entry), entry.reason)
        for entry in entries
    ]  # fmt: skip
    print_table(header, rows)


def told(entry: Entry) -> str:
    """What else is said of a change."""
    if entry.what == "begun":
        count = len(entry.others)
        return ngettext("with {count} code", "with {count} codes", count).format(count=count)
    if entry.what in ("renamed", "moved"):
        return f"{entry.before or '—'} → {entry.after or '—'}"
    return ", ".join(entry.fields or entry.others)


@click.command(
    "diff",
    cls=StudyCommand,
    help=_("Show what is different between two versions of the codebook, word by word; `codebook log` numbers them."),
    epilog=_("Example: qualcode codebook diff my-study v3 v5"),
)
@click.argument("first", metavar=_("VERSION"), shell_complete=studies)
@click.argument("second", metavar=_("VERSION"))
@code_option
@json_option
@with_study
def diff(study: Study, first: str, second: str, code: str | None, as_json: bool) -> None:
    """Show what is different between two versions."""
    from qualcode.care import changelog

    changes = changelog.diff(study, _number(first), _number(second), code)
    if as_json:
        print_json([_change_data(change) for change in changes])
        return
    for change in changes:
        print_text("\n".join(_change_lines(change)) + "\n")
    if not changes:
        say(_("Nothing is different."))


def _number(name: str) -> int:
    """The number of a version as it is typed, `v3` or `3`."""
    from qualcode.csvtable import whole

    return whole(name.removeprefix("v"))


def _change_data(change: CodeChange) -> dict[str, Any]:
    fields = [
        {**field._asdict(), "words": [[piece.sign, piece.text] for piece in field.pieces]} for field in change.fields
    ]
    return {**change._asdict(), "label": in_language(change.label, language()), "fields": fields}


def _change_lines(change: CodeChange) -> Iterator[str]:
    kinds = ", ".join(map(known_word, change.kinds))
    label = in_language(change.label, language())
    into = f" → {change.into}" if change.into else ""
    yield f"{change.code} ({label}): {kinds}{into}"
    if "moved" in change.kinds and change.before != change.after:
        yield f"  {change.before or '—'} → {change.after or '—'}"
    yield from (f"  {_field_words(field)}" for field in change.fields)


def _field_words(field: FieldChange) -> str:
    name = f"{field.field} ({field.language})" if field.language else field.field
    words = "".join(f"{_SIGNS[piece.sign][0]}{piece.text}{_SIGNS[piece.sign][1]}" for piece in field.pieces)
    return _("{name}: {value}").format(name=name, value=words)


@click.command(
    "review",
    cls=StudyCommand,
    help=_(
        "Show what was coded under a definition that has changed since, by code, with what is reviewed and what is "
        "left; with --code, its passages. --keep says that a coding holds under the present definition; `recode` and "
        "`untag` settle the others."
    ),
    epilog=_("Example: qualcode codebook review my-study --code nearness --keep 12 --keep 15"),
)
@code_option
@click.option("--of", "of", metavar=_("NAME"), shell_complete=names_of("coder"), help=_("The codings of one coder."))
@click.option("--keep", multiple=True, type=int, metavar=_("CODING"), help=_("This coding holds; repeat it."))
@click.option("--keep-all", is_flag=True, help=_("All of yours that are listed hold."))
@click.option("--everyone", is_flag=True, help=_("With --keep-all: others' codings too."))
@acting_options
@json_option
@with_study
def review(study: Study, code: str | None, of: str | None, keep: tuple[int, ...], as_json: bool, **given: Any) -> None:
    """Show what was coded under an earlier definition."""
    from qualcode.care.reviewing import stale, stale_codings

    everyone, keep_all = given.pop("everyone"), given.pop("keep_all")
    if everyone and not keep_all:
        raise click.UsageError(_("--everyone goes with --keep-all."))
    _keep(study, _held(study, stale_codings(study, of, code), everyone, given) if keep_all else Chosen(keep, {}), given)
    found = stale(study, of, code)
    ids = stale_codings(study, of, code)
    if as_json:
        codes = [{**each._asdict(), "under": {str(key): count for key, count in each.under.items()}} for each in found]
        print_json({"codes": codes, "codings": list(ids)})
        return
    header = (_("code"), _("version"), _("since"), _("coded under"), _("reviewed"), _("left"))
    rows = [
        (each.code, f"v{each.present}", day(each.since),
         ", ".join(f"v{number} ({count})" for number, count in each.under.items()), each.reviewed, each.left)
        for each in found
    ]  # fmt: skip
    if rows:
        print_table(header, rows, frozenset((4, 5)))
    else:
        say(_("Everything is coded under the present definitions."))
    if code and ids:
        _print_passages(study, ids)


def _held(study: Study, listed: tuple[int, ...], everyone: bool, coder: dict[str, Any]) -> Chosen:
    """Which of the codings listed are said to hold: one's own, or everyone's."""
    if everyone:
        return Chosen(listed, {})
    return own_only(study, acting_coder(study, coder["coder"], coder["new_coder"]), listed)


def _keep(study: Study, kept: Chosen, coder: dict[str, Any]) -> None:
    """Say of codings that they hold, and whose they are."""
    if kept.ids:
        carry_out(study, ConfirmCodings(kept.ids), **coder)
        say(ngettext("{count} coding holds.", "{count} codings hold.", len(kept.ids)).format(count=len(kept.ids)))
    name = acting_coder(study, coder["coder"], coder["new_coder"])
    say_whose(name, kept.stay, study.coders_of(kept.ids) if kept.ids else {})


def _print_passages(study: Study, ids: tuple[int, ...]) -> None:
    for each in (quotation_data(quotation) for quotation in study.quotations(Filter(ids=ids))):
        print_text(f"\n{each['id']}  {each['citation']} · {each['coder']} · v{each['definition']}\n"
                   f"  {each['text'].strip()}")  # fmt: skip
