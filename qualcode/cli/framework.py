"""The framework matrix on the command line: shown, written, confirmed, sent out to a spreadsheet and taken back in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import ConfirmSummary, SetSummary
from qualcode.cli.completing import names_of
from qualcode.cli.options import acting, acting_options, carry_out, code_id, counted_option, where_option
from qualcode.cli.output import json_option, print_json, print_text, say, shortened
from qualcode.cli.studied import ShowGroup, StudyCommand, studies, with_study
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _, ngettext
from qualcode.moments import day, moment

if TYPE_CHECKING:
    from qualcode.exchange.framework_back import Plan
    from qualcode.framework.matrix import Framework, FrameworkCell
    from qualcode.model.asking import Condition
    from qualcode.study import Study

_BY = ("participant", "site", "region")
_MARKS = {"written": "●", "stale": "◐", "empty": " "}


@click.group(
    "framework",
    cls=ShowGroup,
    help=_("Show, write, export and import the framework matrix: a written summary for each theme and person or site."),
    subcommand_metavar=_("[COMMAND] [ARGUMENTS]"),
    epilog=_("Example: qualcode framework my-study --by site"),
)
def framework_command() -> None:
    """Nothing is done before a verb is chosen."""


by_option = click.option(
    "--by", type=click.Choice(_BY), default="participant", help=_("Whose summaries: of people if not said.")
)
theme_argument = click.argument("theme", metavar=_("THEME"), shell_complete=names_of("code"))
holder_argument = click.argument("holder", metavar=_("HOLDER"), shell_complete=names_of("participant"))
codings_option = click.option(
    "--codings",
    "counted",
    metavar=_("NAME"),
    shell_complete=names_of("coder"),
    help=_("Whose codings the summary rests on; the consensus if not said."),
)


@framework_command.command(
    "show",
    cls=StudyCommand,
    help=_("Show the summaries, which of them are stale and why; counts stand beside."),
    epilog=_("Example: qualcode framework show my-study --by site --theme bilingualism --stale"),
)
@by_option
@click.option("--theme", metavar=_("CODE"), shell_complete=names_of("code"), help=_("One theme with its sub-codes."))
@click.option("--stale", is_flag=True, help=_("Only summaries that no longer hold."))
@where_option
@counted_option
@json_option
@with_study
def show(
    study: Study, by: str, theme: str | None, stale: bool, where: tuple[Condition, ...], coder: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Show the matrix."""
    from qualcode.framework.matrix import framework

    matrix = framework(study, by, coder, where)
    wanted = study.codebook.subtree(code_id(study, theme)) if theme else None
    rows = [row for row in matrix.themes if wanted is None or row.code in wanted]
    cells = [cell for cell in matrix.cells() if any(row.code == cell.theme for row in rows)]
    cells = [cell for cell in cells if cell.state == "stale" or not stale]
    if as_json:
        print_json(_matrix_data(matrix, cells))
        return
    labels = {row.code: row.label for row in rows}
    for cell in cells:
        if cell.state != "empty":
            print_text(_in_words(matrix, cell, labels[cell.theme]))
    counts = {state: sum(cell.state == state for cell in cells) for state in _MARKS}
    for spot in matrix.elsewhere:
        say(_("A summary of {theme} for {holder} is kept, but the study has no such theme or holder.").format(
            theme=spot[0], holder=spot[1]))  # fmt: skip
    print_text(_("{written} written, {stale} stale, {empty} empty.").format(**counts) + "\n" + matrix.rule)


def _in_words(matrix: Framework, cell: FrameworkCell, label: str) -> str:
    head = f"{_MARKS[cell.state]} {label} · {matrix.holders[cell.holder]}"
    head += f"  ({cell.said.participants}/{cell.people})" if cell.said else ""
    text = "\n".join("  " + line for line in matrix.shown(cell.text).split("\n"))
    why = "".join(f"\n  ◐ {each}" for each in cell.why)
    return f"{head}  {cell.coder}, {day(cell.at)}\n{text}{why}\n"


def _matrix_data(matrix: Framework, cells: list[FrameworkCell]) -> dict[str, Any]:
    """The matrix as `framework --json` prints it, in the form of `themes --json`."""
    found: dict[str, dict[str, Any]] = {}
    for cell in cells:
        found.setdefault(cell.theme, {})[cell.holder.partition(":")[2]] = _cell_data(cell)
    groups = [
        {"group": holder.partition(":")[2], "holder": holder, "N": matrix.groups.get(holder.partition(":")[2], 0)}
        for holder in matrix.holders
    ]
    rows = [
        {"code": row.code, "label": row.label, "depth": row.depth, "cells": found[row.code]}
        for row in matrix.themes
        if row.code in found
    ]
    where = [str(condition) for condition in matrix.where]
    head = {"rule": matrix.rule, "by": [matrix.by], "coder": matrix.coder, "where": where}
    return head | {"groups": groups, "rows": rows}


def _cell_data(cell: FrameworkCell) -> dict[str, Any]:
    told = cell._asdict()
    said = told.pop("said")
    del told["theme"], told["people"]
    return told | {"why": list(cell.why), "counts": said._asdict() if said else None}


@framework_command.command(
    "set",
    cls=StudyCommand,
    help=_(
        "Write the summary of a theme for a person or a site; - reads it from the input, an empty one takes it away. "
        "[#123] cites coding 123."
    ),
    epilog=_('Example: qualcode framework set my-study nearness lille "Nobody keeps away here [#17]."'),
)
@theme_argument
@holder_argument
@click.argument("text", metavar=_("TEXT|-"))
@codings_option
@click.option("--upon", type=int, metavar=_("VERSION"), help=_("Refuse if another version stands there by now."))
@acting_options
@with_study
def set_(study: Study, theme: str, holder: str, text: str, counted: str | None, upon: int | None, **coder: Any) -> None:
    """Write a summary."""
    from qualcode.framework.matrix import cell_of

    spot = _spot(study, theme, holder)
    version, _why = cell_of(study, *spot)
    known = (version.id if version else 0) if upon is None else upon
    words = sys.stdin.read() if text == "-" else text
    carry_out(study, SetSummary(*spot, words, known, _counted(study, counted)), **coder)
    said = _("The summary of {theme} for {holder} is written.") if words.strip() else _(
        "The summary of {theme} for {holder} is taken away.")  # fmt: skip
    say(said.format(theme=spot[0], holder=spot[1]))


@framework_command.command(
    "confirm",
    cls=StudyCommand,
    help=_("Say that a stale summary still holds as it is written."),
    epilog=_("Example: qualcode framework confirm my-study nearness lille"),
)
@theme_argument
@holder_argument
@codings_option
@acting_options
@with_study
def confirm(study: Study, theme: str, holder: str, counted: str | None, **coder: Any) -> None:
    """Confirm a summary."""
    from qualcode.framework.matrix import cell_of

    spot = _spot(study, theme, holder)
    version, _why = cell_of(study, *spot)
    number = version.id if version else 0
    carry_out(study, ConfirmSummary(*spot, number, _counted(study, counted)), **coder)
    say(_("The summary of {theme} for {holder} still holds.").format(theme=spot[0], holder=spot[1]))


@framework_command.command(
    "history",
    cls=StudyCommand,
    help=_("List every version of a summary, the newest first."),
    epilog=_("Example: qualcode framework history my-study nearness lille"),
)
@theme_argument
@holder_argument
@json_option
@with_study
def history(study: Study, theme: str, holder: str, as_json: bool) -> None:
    """List the versions of a summary."""
    from qualcode.framework.matrix import versions
    from qualcode.linking import for_reading

    found = versions(study, *_spot(study, theme, holder))
    if as_json:
        told = [{name: value for name, value in each._asdict().items() if name != "evidence"} for each in found]
        print_json([data | {"codings": [cited.id for cited in each.evidence.codings]}
                    for data, each in zip(told, found, strict=True)])  # fmt: skip
        return
    cited = study.citations_in(*(version.text for version in found))
    for version in found:
        rested = len(version.evidence.codings)
        passages = ngettext("rests on {count} passage", "rests on {count} passages", rested).format(count=rested)
        head = f"{version.id}  {moment(version.at)}  {version.coder}  {passages}"
        print_text(f"{head}\n  {for_reading(version.text, cited)}\n")
    if not found:
        say(_("There is no summary there yet."))


def _counted(study: Study, name: str | None) -> str | None:
    """Whose codings a summary rests on; who writes it is another option."""
    try:
        return study.counted_coder(name)
    except InputError as error:
        if name is not None:
            raise
        hint = _("Choose whose codings the summary rests on with --codings; coders are never added up.")
        raise InputError(error.message, hint) from error


def _spot(study: Study, theme: str, holder: str) -> tuple[str, str]:
    from qualcode.framework.matrix import holder_named

    return code_id(study, theme), holder_named(study, holder)


# ---------------------------------------------------------------------- files


@framework_command.command(
    "export",
    cls=StudyCommand,
    help=_("Write the matrix to a file to write in: .xlsx, .yaml or .csv."),
    epilog=_("Example: qualcode framework export my-study -o matrix.xlsx --by site"),
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=_("FILE"),
    help=_("Where to write it."),
)
@by_option
@where_option
@counted_option
@with_study
def export_(study: Study, output: Path, by: str, where: tuple[Condition, ...], coder: str | None) -> None:
    """Write the matrix to a file."""
    from qualcode.exchange.framework_out import export

    export(study, output, by, coder, where)
    say(_("{file} is written.").format(file=output))


@framework_command.command(
    "import",
    cls=StudyCommand,
    help=_(
        "Take summaries in from an exported file. Only cells changed in the file are taken, as one act that undo takes "
        "back; where one was changed in the study too, both texts are shown and nothing is written unless --take says "
        "which holds."
    ),
    epilog=_("Example: qualcode framework import my-study matrix.xlsx --dry-run"),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar=_("FILE"), shell_complete=studies)
@click.option("--dry-run", is_flag=True, help=_("Say what would be taken and write nothing."))
@click.option("--take", type=click.Choice(("file", "study")), help=_("Whose text holds where both were changed."))
@codings_option
@acting_options
@json_option
@with_study
def import_(
    study: Study, file: Path, dry_run: bool, take: str | None, counted: str | None, coder: str, new_coder: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Take summaries in."""
    from qualcode.exchange.framework_back import carry_out as write
    from qualcode.exchange.framework_back import plan

    found = plan(study, file, _counted(study, counted), take)
    written = not (dry_run or found.conflicts)
    if written and found.taken:
        with acting(study, coder, new_coder) as name:
            write(study, found, name)
    if as_json:
        print_json(_plan_data(found, written))
    else:
        _tell(found, written)
    _refuse_rest(file, found, dry_run)


def _tell(found: Plan, written: bool) -> None:
    for each in found.taken:
        text = shortened(each.text) or _("taken away")
        print_text(f"{each.theme} · {each.holder}: {text}")
    for conflict in found.conflicts:
        print_text(_("{theme} · {holder} was changed in both:").format(theme=conflict.theme, holder=conflict.holder))
        print_text(_("  file:  {text}").format(text=_indented(conflict.file)))
        print_text(_("  study ({coder}, {date}):  {text}").format(
            coder=conflict.coder, date=day(conflict.at), text=_indented(conflict.study)))  # fmt: skip
    for note in found.notes:
        say(note)
    count = len(found.taken)
    taken = ngettext("{count} summary taken", "{count} summaries taken", count)
    would = ngettext("{count} summary would be taken", "{count} summaries would be taken", count)
    unchanged = ngettext("{count} cell unchanged", "{count} cells unchanged", found.unchanged)
    say(f"{(taken if written else would).format(count=count)}, {unchanged.format(count=found.unchanged)}.")


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def _plan_data(found: Plan, written: bool) -> dict[str, Any]:
    return {
        "written": written,
        "taken": [{"theme": each.theme, "holder": each.holder, "text": each.text} for each in found.taken],
        "conflicts": [conflict._asdict() for conflict in found.conflicts],
        "unchanged": found.unchanged,
        "unknown": list(found.unknown),
        "notes": list(found.notes),
    }


def _refuse_rest(file: Path, found: Plan, dry_run: bool) -> None:
    """What was not taken is an error, after what was taken is told."""
    for each in found.unknown:
        say(each)
    if found.conflicts and not dry_run:
        count = len(found.conflicts)
        said = ngettext("{file}: {count} cell was changed in both; nothing is written.",
                        "{file}: {count} cells were changed in both; nothing is written.", count)  # fmt: skip
        raise InputError(said.format(file=file, count=count), _("Say which text holds: --take file, or --take study."))
    if found.unknown:
        count = len(found.unknown)
        said = ngettext("{file}: {count} place was not taken.", "{file}: {count} places were not taken.", count)
        raise NotFoundError(said.format(file=file, count=count))
