"""The report's appendix, in as many formats as are named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import chosen, filter_options
from qualcode.cli.output import json_option, print_json, progress
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.disclosure.findings import counts
from qualcode.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from qualcode.report.output import Cost
    from qualcode.report.releasing import Release
    from qualcode.study import Study


@click.command(
    "appendix",
    cls=StudyCommand,
    help=_(
        "Write the appendix: participants, sites, codebook, code tree, quotations, themes by site, the counting rule "
        "under each table, and a manifest. The format is that of the ending: .docx .odt .html .md .tex .pdf .xlsx; "
        "a name without one makes a folder of CSV files. --where narrows every table, as it does in `qualcode themes`; "
        "the other filters narrow the quotations alone; --coder says whose codings everything rests on. It is checked "
        "first for what gives people away (see `qualcode disclose`), and quotations without consent are left out. Exit "
        "status 1: something given could not be used, or --strict refused; then nothing is written."
    ),
    epilog=_("Example: qualcode appendix my-study -o appendix.docx -o appendix.pdf --language fr"),
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    metavar=_("FILE"),
    help=_("Where to write it; can be repeated."),
)
@click.option("--language", type=click.Choice(LANGUAGES), help=_("The study's first language, if not said."))
@click.option("--strict", is_flag=True, help=_("Write nothing where the disclosure check finds anything."))
@click.option(
    "--despite",
    default=None,
    metavar=_("REASON"),
    help=_("Write it all the same, quotations without consent too; who and why is kept in the history and manifest."),
)
@click.option(
    "--sites",
    type=click.Choice(["names", "letters"]),
    default="names",
    help=_("Names of sites, or letters in their place everywhere: A, A1, A2, B …"),
)
@filter_options
@json_option
@with_study
def appendix_command(
    study: Study, outputs: tuple[Path, ...], language: str | None, as_json: bool, **values: Any
) -> None:
    """Write the appendix."""
    from qualcode.report.output import too_many, write_appendix
    from qualcode.report.releasing import lines

    where, release = chosen(study, values), _release(study, values)
    written = []
    with progress(outputs, _("Writing"), len(outputs)) as watched:
        for path in watched:
            if cost := too_many(study, path, where.coder, where):
                watched.say(_warning(path, cost))
            done = write_appendix(study, path, language=language, coder=where.coder, where=where, release=release)
            told = {"findings": dict(counts(done.findings)), "left_out": sum(one.left_out for one in done.findings)}
            written.append({"file": str(done.path), "manifest": str(done.manifest), "disclosure": told})
            for line in lines(done.findings) if path == outputs[0] else ():
                watched.say(line)
            watched.say(
                _("{file} is written; its manifest is {manifest}.").format(file=done.path, manifest=done.manifest)
            )
    if as_json:
        print_json(written)


def _release(study: Study, values: dict[str, Any]) -> Release:
    """How it may leave, as the options say."""
    from qualcode.report.releasing import Release

    despite = values["despite"]
    if despite is not None and not despite.strip():
        raise click.UsageError(_("--despite needs a reason."))
    return Release(values["sites"] == "letters", values["strict"], despite or "", study.coder)


def _warning(path: Path, cost: Cost) -> str:
    return _(
        "{file} will hold {count} quotations: as {ending} that takes about {minutes} min and {memory} GB of memory. "
        "Write .html, .xlsx or CSV, or one file for each site or theme with --where, --site or --code; Ctrl-C stops."
    ).format(file=path, count=cost.quotations, ending=path.suffix, minutes=cost.minutes, memory=cost.gigabytes)
