"""The periodic report for a committee: shown, or written in as many formats as are named."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import names_of
from qualcode.cli.data import memo_data
from qualcode.cli.output import json_option, print_file, print_json, say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from qualcode.digest import Digest
    from qualcode.study import Study


@click.command(
    "digest",
    cls=StudyCommand,
    help=_(
        "Write the periodic report: material added and material dated in the period, people met, coding by coder, "
        "changes of the codebook, memos, open questions, summaries, sites with nothing. The format is that of the "
        "ending, as for the appendix; without -o it is printed as Markdown. What may give people away in it is counted."
    ),
    epilog=_("Example: qualcode digest my-study --since 2013-02-01 --region Nord–Pas-de-Calais -o digest.docx"),
)
@click.option("--since", required=True, metavar=_("DATE"), help=_("From this day or month on."))
@click.option("--until", metavar=_("DATE"), help=_("Up to this day or month, included."))
@click.option(
    "--region", "--site", "site", metavar=_("SITE"), shell_complete=names_of("site"),
    help=_("A site, or a region with its sites."),
)  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), help=_("The study's first language, if not said."))
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar=_("FILE"),
    help=_("Where to write it; can be repeated."),
)
@json_option
@with_study
def digest_command(
    study: Study, since: str, until: str | None, site: str | None, language: str | None, outputs: tuple[Path, ...],
    as_json: bool,
) -> None:  # fmt: skip
    """Write the periodic report."""
    from qualcode.digest import digest
    from qualcode.report.digest import build, write_digest
    from qualcode.report.markdown import pieces
    from qualcode.report.passing import said_of_report

    found = digest(study, since, until, site)
    for path in outputs:
        done = write_digest(study, found, path, language)
        say(_("{file} is written; its manifest is {manifest}.").format(file=done.path, manifest=done.manifest))
    if as_json:
        print_json(_digest_data(found))
        return
    report = build(study, found, language)
    if not outputs:
        print_file("".join(pieces(report)))
    for line in said_of_report(study, report):
        say(line)


def _digest_data(found: Digest) -> dict[str, Any]:
    """The digest as plain data; its lists have the names of the report's tables."""
    told: dict[str, Any] = {}
    for name, value in ((name, getattr(found, name)) for name in asdict(found)):
        told[name] = [_row_data(each) for each in value] if isinstance(value, tuple) else value
    return told


def _row_data(row: Any) -> dict[str, Any]:
    told = dict(row._asdict())
    memo = told.pop("memo", None)
    return told if memo is None else memo_data(memo) | told
