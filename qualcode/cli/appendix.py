"""The report's appendix, in as many formats as are named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.choosing import quotation_options, quotations_said
from qualcode.cli.options import chosen, filter_options
from qualcode.cli.outline import names, outline_asked, part_options
from qualcode.cli.output import json_option, print_json, progress
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.disclosure.findings import counts
from qualcode.i18n import LANGUAGES, _
from qualcode.sweeping import unswept

if TYPE_CHECKING:
    from qualcode.report.output import Cost, Written
    from qualcode.report.releasing import Release
    from qualcode.study import Study


@click.command(
    "appendix",
    cls=StudyCommand,
    help=_(
        "Write the appendix: the parts that `qualcode outline` lists, in the order of the outline in study.yaml, with "
        "the counting rule under each table, and a manifest. The format is that of the ending: .docx .odt .html .md "
        ".tex .pdf .xlsx; "
        "a name without one makes a folder of CSV files. --where narrows every table, as it does in `qualcode themes`; "
        "the other filters narrow the quotations alone; --coder says whose codings everything rests on. It is checked "
        "first for what gives people away (see `qualcode disclose`), and quotations without consent are left out. Exit "
        "status 1: something given could not be used, or --strict refused; then nothing is written."
    ),
    epilog=_(
        "Example: qualcode appendix my-study -o appendix.docx -o appendix.pdf --language fr; "
        "qualcode appendix my-study -o handed-in.docx --at 412"
    ),
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
@click.option(
    "--at",
    default=None,
    metavar=_("EVENT"),
    help=_(
        "As it was after an event of `qualcode log`, or at the end of a day (2026-11-23, UTC): with the options of "
        "then, the same file as then. --despite is then the reason that the event has on record."
    ),
)
@click.option(
    "--template",
    "templates",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar=_("FILE"),
    help=_(
        "The institution's own .docx for Word, .odt for OpenDocument; can be repeated. Its styles, page, headers and "
        "footers are taken, nothing else: no author, no company, no name of the file. One with macros is refused."
    ),
)
@part_options
@click.option(
    "--codebook-languages",
    default="",
    metavar=_("LANGUAGE,LANGUAGE"),
    help=_("The codebook in these, side by side: fr,en. If not said, as the outline says, else in --language."),
)
@quotation_options
@filter_options
@json_option
@with_study
@unswept
def appendix_command(
    study: Study, outputs: tuple[Path, ...], language: str | None, as_json: bool, **values: Any
) -> None:
    """Write the appendix."""
    _check_templates(values["templates"], outputs)
    with _as_of(study, values["at"]) as meant, progress(outputs, _("Writing"), len(outputs)) as watched:
        written = [_written(meant, path, language, values, watched.say, path == outputs[0]) for path in watched]
    if as_json:
        print_json(written)


def _check_templates(templates: Sequence[Path], outputs: Sequence[Path]) -> None:
    """Refuse a template that cannot be read, and one that nothing is written with."""
    from qualcode.report.output import looks_of

    endings = {path.suffix.lower() for path in outputs}
    for form, template in looks_of(templates).items():
        if f".{form}" not in endings:
            raise click.UsageError(
                _("--template {file} is for .{ending}, and no such file is to be written.").format(
                    file=template, ending=form
                )
            )


def _written(
    study: Study, path: Path, language: str | None, values: dict[str, Any], say: Callable[[str], None], first: bool
) -> dict[str, Any]:
    """Write one file, saying what is to be known of it; what is told of the check is told with the first."""
    from qualcode.report.appendix import choose
    from qualcode.report.basis import manifest_at
    from qualcode.report.output import check_ending, manifests, too_many, write_chosen
    from qualcode.report.releasing import lines

    check_ending(path)
    where, release, outline = chosen(study, values), _release(study, values), outline_asked(study, values)
    side_by_side, said = names([values["codebook_languages"]]), quotations_said(values)
    choices = choose(study, language, where.coder, where, side_by_side, outline, said)
    if cost := too_many(study, path, choices):
        say(_warning(path, cost))
    there = manifest_at(*manifests(path))
    done = write_chosen(study, path, choices, release, templates=values["templates"])
    for line in (
        *(lines(study, done.findings) if first else ()),
        *(_of_then(study, done, there) if values["at"] is not None else ()),
    ):
        say(line)
    say(_("{file} is written; its manifest is {manifest}.").format(file=done.path, manifest=done.manifest))
    told = {"findings": dict(counts(done.findings)), "left_out": sum(one.left_out for one in done.findings)}
    return {"file": str(done.path), "manifest": str(done.manifest), "disclosure": told}


@contextmanager
def _as_of(study: Study, event: str | None) -> Iterator[Study]:
    """The study as it was after an event, or as it is."""
    if event is None:
        yield study
        return
    from qualcode.past import at, event_named

    with at(study, event_named(study, event)) as then:
        yield then


def _of_then(study: Study, done: Written, there: Mapping[str, Any]) -> Iterator[str]:
    """What is to be said of a file written anew: of which event it is, and what is not as the manifest there says."""
    from qualcode.report.basis import beside_history, differences, manifest_at, said_otherwise

    now = manifest_at(done.manifest)
    event = _("As the study was after event {number} of {date}.")
    yield event.format(number=now["event"]["number"], date=now["event"]["at"][:10])
    yield from filter(None, (beside_history(study), said_otherwise(differences(there, now))))


def _release(study: Study, values: dict[str, Any]) -> Release:
    """How it may leave, as the options say."""
    from qualcode.report.releasing import Release, as_then

    despite = values["despite"]
    if despite is not None and not despite.strip():
        raise click.UsageError(_("--despite needs a reason."))
    release = Release(values["sites"] == "letters", values["strict"], despite or "", study.coder)
    return as_then(study, release) if values["at"] is not None else release


def _warning(path: Path, cost: Cost) -> str:
    return _(
        "{file} will hold {count} quotations: as {ending} that takes about {minutes} min and {memory} GB of memory. "
        "Write .html, .xlsx or CSV, or one file for each site or theme with --where, --site or --code; Ctrl-C stops."
    ).format(file=path, count=cost.quotations, ending=path.suffix, minutes=cost.minutes, memory=cost.gigabytes)
