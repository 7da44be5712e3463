"""Bringing transcripts in, and saying who speaks in them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import MapSpeaker
from qualcode.cli.options import acting_coder, coder_option, new_coder_option, site_id
from qualcode.cli.output import json_option, print_json, print_table, progress, say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.errors import InputError, QualcodeError, StudyError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.importing import Brought, Job, Reading
    from qualcode.study import Study

_FILE = click.Path(path_type=Path)


def _described(function: Any) -> Any:
    """The options that say what a document is."""
    for name, text in reversed(
        (
            ("site", _("The site; one the study does not know yet is added.")),
            ("kind", _("interview, focus group, visit note, minutes, or your own word.")),
            ("participant", _("The person interviewed.")),
            ("role", _("The role of the people who speak.")),
            ("date", _("The day, as in 2013-04-02.")),
            ("language", _("fr or en; found in the text if not said.")),
            ("wave", _("The wave, as in T0.")),
            ("guide", _("The interview guide, by its id in study.yaml.")),
            ("id", _("The document's id, if not the next free one of its site.")),
        )
    ):
        function = click.option(f"--{name}", name, default="", help=text)(function)
    return function


@click.command(
    "import",
    cls=StudyCommand,
    help=_(
        "Bring transcripts in: .txt .md .docx .odt .rtf .pdf .vtt .srt .html .TextGrid. The type is found by content. "
        "The same bytes twice change nothing; another text under the same name is another document."
    ),
    epilog=_("Example: qualcode import my-study interviews/*.docx --site lille --kind interview"),
)
@click.argument("files", nargs=-1, type=_FILE)
@click.option(
    "--manifest",
    type=_FILE,
    help=_("A CSV table: file, id, site, participant, role, date, language, kind, wave, guide."),
)
@click.option("--speakers", type=_FILE, help=_("A CSV table: document, speaker, participant, role, site."))
@_described
@click.option("--interviewer", "interviewers", multiple=True, metavar=_("LABEL"), help=_("Who asks; can be repeated."))
@click.option(
    "--speaker-pattern", metavar=_("REGEX"), help=_("What a speaker's label looks like at the start of a line.")
)
@click.option("--encoding", help=_("The files' encoding, if it is not found."))
@click.option("--new-site", is_flag=True, help=_("Insist on a site whose name is nearly a known one."))
@click.option("--dry-run", is_flag=True, help=_("Only show the speakers that were found."))
@coder_option
@new_coder_option
@json_option
@with_study
def import_command(
    study: Study, files: tuple[Path, ...], manifest: Path | None, speakers: Path | None, **options: Any
) -> None:
    """Bring transcripts in."""
    from qualcode.importing import Reading, read_people, with_people

    jobs = _jobs(study, files, manifest, options)
    people = read_people(speakers) if speakers else {}
    if not jobs:
        _only_speakers(study, people, options)
        return
    reading = Reading(options["encoding"], options["speaker_pattern"], options["interviewers"])
    report = _bring_all(study, [with_people(job, people) for job in jobs], reading, manifest, options)
    if options["as_json"]:
        print_json(report)
    if any("error" in line for line in report):
        sys.exit(1)


def _jobs(study: Study, files: tuple[Path, ...], manifest: Path | None, options: dict[str, Any]) -> list[Job]:
    from qualcode.importing import jobs_from_files, jobs_from_manifest
    from qualcode.intake import Description

    names = ("id", "site", "participant", "role", "date", "language", "kind", "wave", "guide")
    said = Description(**{name: options[name] for name in names})
    variables = [name for kind in study.variables.values() for name in kind]
    jobs = jobs_from_files(files, said) if files else []
    return [*jobs, *(jobs_from_manifest(manifest, said, variables) if manifest else [])]


def _bring_all(
    study: Study, jobs: list[Job], reading: Reading, manifest: Path | None, options: dict[str, Any]
) -> list[dict[str, Any]]:
    coder = acting_coder(study, options["coder"], options["new_coder"])
    with progress(jobs, _("Importing")) as counted:
        report = [_bring_one(study, job, reading, manifest, coder, options) for job in counted]
    added = sum(not line.get("known") and "error" not in line for line in report)
    if not options["dry_run"]:
        say(ngettext("{count} document added.", "{count} documents added.", added).format(count=added))
    return report


def _bring_one(
    study: Study, job: Job, reading: Reading, manifest: Path | None, coder: str, options: dict[str, Any]
) -> dict[str, Any]:
    from qualcode.importing import bring_in

    file = str(job.paths[0])
    try:
        brought = bring_in(study, job, reading, new_site=options["new_site"], dry_run=options["dry_run"], coder=coder)
    except StudyError:
        raise
    except QualcodeError as error:
        place = f"{manifest}:{job.line}: " if job.line else ""
        named = str(error) if file in error.message else f"{file}: {error}"
        say(place + named)
        return {"file": file, "error": str(error)}
    _narrate(file, brought, options["dry_run"])
    return {"file": file, "document": brought.document, "known": brought.known, "speakers": _speakers_data(brought),
            "notes": list(brought.notes)}  # fmt: skip


def _speakers_data(brought: Brought) -> list[dict[str, Any]]:
    from qualcode.importing import speakers_said

    return [{"label": label, "who": who, "turns": turns} for label, who, turns in speakers_said(brought.transcript)]


def _narrate(file: str, brought: Brought, dry_run: bool) -> None:
    if brought.known:
        say(
            _("{file}: the same text is in the study already, as {document}; nothing changed.").format(
                file=file, document=brought.document
            )
        )
        return
    who = ", ".join(f"{line['label']} = {line['who']} ({line['turns']})" for line in _speakers_data(brought))
    arrow = _("would be") if dry_run else "→"
    say(f"{file} {arrow} {brought.document}" + (f": {who}" if who else ""))
    for note in brought.notes:
        say(f"  {note}")


def _only_speakers(study: Study, people: dict[str, Any], options: dict[str, Any]) -> None:
    """A speakers table alone maps the speakers of documents that are in the study already."""
    if not people:
        raise InputError(_("No file was named."), _("Name files, a --manifest, or a --speakers table."))
    acts = []
    for name, persons in people.items():
        document = study.document(name).id
        for person in persons:
            asks = person.role.casefold() == "interviewer"
            site = site_id(study, person.site) if person.site else None
            who = None if asks else person.participant or f"{document}-{person.label}"
            acts.append(MapSpeaker(document, person.label, asks, who, site, None if asks else person.role or None))
    if not options["dry_run"]:
        study.do(*acts, coder=acting_coder(study, options["coder"], options["new_coder"]))
    say(ngettext("{count} speaker mapped.", "{count} speakers mapped.", len(acts)).format(count=len(acts)))


@click.command(
    "speakers",
    cls=StudyCommand,
    help=_("Show who speaks in a document; with a label, say who that is."),
    epilog=_("Example: qualcode speakers my-study L03 Nadia --participant MSP03 --role worker"),
)
@click.argument("document", required=False)
@click.argument("label", required=False)
@click.option("--participant", default="", help=_("The person's id; one the study does not know is made."))
@click.option("--interviewer", is_flag=True, help=_("The speaker asks the questions."))
@click.option("--role", default="", help=_("The person's role."))
@click.option("--site", default="", help=_("The person's own site."))
@coder_option
@new_coder_option
@json_option
@with_study
def speakers_command(study: Study, document: str | None, label: str | None, as_json: bool, **who: Any) -> None:
    """Show speakers, or map one."""
    if label is not None and document is not None:
        _map(study, study.document(document).id, label, who)
        return
    names = [study.document(document).id] if document else [listed.id for listed in study.catalogue()]
    found = [(name, *line) for name in names for line in _said(study, name)]
    if as_json:
        print_json([{"document": name, "label": said, "who": is_, "turns": turns} for name, said, is_, turns in found])
    else:
        print_table((_("document"), _("label"), _("who"), _("turns")), found, frozenset((3,)))


def _map(study: Study, document: str, label: str, who: dict[str, Any]) -> None:
    """Say who a speaker is, by the options of the command."""
    if who["interviewer"] == bool(who["participant"]):
        raise click.UsageError(_("Say either --participant or --interviewer."))
    site = site_id(study, who["site"]) if who["site"] else None
    act = MapSpeaker(document, label, who["interviewer"], who["participant"] or None, site, who["role"] or None)
    study.do(act, coder=acting_coder(study, who["coder"], who["new_coder"]))


def _said(study: Study, document: str) -> Any:
    from qualcode.importing import speakers_said

    return speakers_said(study.transcript(document))
