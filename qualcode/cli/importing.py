"""Bringing transcripts in: each file is its own transaction and its own line of the report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import names_of
from qualcode.cli.options import acting, acting_options
from qualcode.cli.other_sources import DESCRIBED, asked_reader, coded_table, comments_note, source_options, take_table
from qualcode.cli.output import json_option, print_json, progress, say
from qualcode.cli.receiving import project_options, refuse_for_projects, refuse_for_transcripts, take_in
from qualcode.cli.speakers import map_table, speakers_data
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.errors import CancelledError, DiskError, InputError, QualcodeError, StudyError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.importing import Brought, Job
    from qualcode.model.texts import Listed
    from qualcode.study import Study

_FILE = click.Path(path_type=Path)
_DESCRIBED = (
    ("site", _("SITE"), _("The site; one the study does not know yet is added.")),
    ("kind", _("KIND"), _("interview, focus group, visit note, minutes, or your own word.")),
    ("participant", _("PERSON"), _("The person interviewed.")),
    ("role", _("ROLE"), _("The role of the people who speak.")),
    ("date", _("DATE"), _("The day, as in 2013-04-02.")),
    ("language", _("LANGUAGE"), _("fr or en; found in the text if not said.")),
    ("wave", _("WAVE"), _("The wave, as in T0.")),
    (
        "guide",
        _("GUIDE"),
        _("The interview guide, by its id in study.yaml; a theme it asks for asks for its sub-codes."),
    ),
    ("id", _("ID"), _("The document's id, if not the next free one of its site.")),
)
_FOR_TRANSCRIPTS = (
    *(name for name, _metavar, _text in _DESCRIBED),
    *("manifest", "speakers", "interviewers", "speaker_pattern", "encoding", "new_site"),
)
_COMPLETED = frozenset(("site", "kind", "participant", "role", "wave"))


def _described(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what a document is."""
    for name, metavar, text in reversed(_DESCRIBED):
        ids = names_of(name) if name in _COMPLETED else None
        function = click.option(f"--{name}", default="", metavar=metavar, shell_complete=ids, help=text)(function)
    return function


@click.command(
    "import",
    cls=StudyCommand,
    help=_(
        "Bring transcripts in: .txt .md .docx .odt .rtf .pdf .html .vtt .srt .TextGrid .eaf .exb .cha, the .json of "
        "Whisper, the text of Otter. The type is found by content, and times are kept with turns. The same bytes twice "
        "change nothing; another text under the same name is another document. Without files, a "
        "--speakers table maps the speakers of documents that are in the study already. A project of another program "
        "(REFI-QDA .qdpx or .qdc, a folder of QualCoder or qc, Taguette's .sqlite3, .rqda, .rock) comes in whole: "
        "texts, codes, codings with their coders, memos, people and sets. A table of codings (document, code, and "
        "start and end or quote; Taguette's highlights too) is put on documents that are in the study already."
    ),
    epilog=_(
        "Example: qualcode import my-study interviews/*.docx --site lille --kind interview; "
        "qualcode import my-study from-nvivo.qdpx --coder-map AB=ana; "
        'qualcode import my-study answers.xlsx --respondent Case --open "Why did you stop?" --closed Age'
    ),
)
@click.argument("files", nargs=-1, type=_FILE, metavar="[" + _("FILES") + "]...")
@click.option(
    "--manifest",
    type=_FILE,
    metavar=_("FILE"),
    help=_("A CSV table: file, id, site, participant, role, date, language, kind, wave, guide."),
)
@click.option(
    "--speakers",
    type=_FILE,
    metavar=_("FILE"),
    help=_("A CSV table: document, speaker, participant, role, site, and variables of people."),
)
@_described
@click.option(
    "--interviewer", "interviewers", multiple=True, metavar=_("SPEAKER"), help=_("Who asks; can be repeated.")
)
@click.option(
    "--speaker-pattern", metavar=_("REGEX"), help=_("What a speaker's label looks like at the start of a line.")
)
@click.option("--encoding", metavar=_("NAME"), help=_("The files' encoding, if it is not found."))
@click.option("--new-site", is_flag=True, help=_("Insist on a site whose name is nearly a known one."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would be, with the speakers that were found."))
@project_options
@source_options
@acting_options
@json_option
@with_study
def import_command(
    study: Study,
    files: tuple[Path, ...],
    manifest: Path | None,
    speakers: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Bring transcripts in."""
    from qualcode.importing import check_people, read_people, with_people
    from qualcode.variables.values import declared

    said = {**options, "manifest": manifest, "speakers": speakers}
    reader = asked_reader(files, options)
    if (project := files[0] if reader else _project(files)) is not None:
        refuse_for_projects(said, [name for name in _FOR_TRANSCRIPTS if not reader or name not in DESCRIBED])
        take_in(study, project, options, as_json=as_json, reader=reader)
        return
    if (table := coded_table(files)) is not None:
        refuse_for_projects(said, _FOR_TRANSCRIPTS)
        take_table(study, table, options, as_json=as_json)
        return
    refuse_for_transcripts(options)
    people = read_people(speakers, declared(study.variables, "participant")) if speakers else {}
    jobs = _jobs(study, files, manifest, options)
    if not jobs and not people:
        raise InputError(_("No file was named."), _("Name files, a --manifest, or a --speakers table."))
    if not jobs:
        map_table(study, people, options)
        return
    check_people(people, jobs, study.catalogue())
    report = _bring_all(study, [with_people(job, people) for job in jobs], options)
    if as_json:
        print_json(report)
    if any("error" in line for line in report):
        sys.exit(1)


def _project(files: Sequence[Path]) -> Path | None:
    """The project of another program among the files, which must come alone."""
    from qualcode.projects.reading import project_kind

    found = next((file for file in files if project_kind(file)), None)
    if found is not None and len(files) > 1:
        raise InputError(
            _("{file} is a project of another program; it cannot come with other files.").format(file=found),
            _("Import it by itself."),
        )
    return found


def _jobs(study: Study, files: Sequence[Path], manifest: Path | None, options: Mapping[str, Any]) -> list[Job]:
    from qualcode.importing import jobs_from_files, jobs_from_manifest
    from qualcode.intake import Description, variable_columns

    said = Description(**{name: options[name].strip() for name, _metavar, _text in _DESCRIBED})
    variables = variable_columns(study)
    jobs = jobs_from_files(files, said) if files else []
    return [*jobs, *(jobs_from_manifest(manifest, said, variables) if manifest else [])]


def _bring_all(study: Study, jobs: Sequence[Job], options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The report, a line a file; Ctrl-C leaves what is finished in the study."""
    with (
        acting(study, options["coder"], options["new_coder"]) as coder,
        progress(jobs, _("Importing"), len(jobs)) as watched,
    ):
        run = _Run(study, coder, options, watched.say)
        try:
            for job in watched:
                run.take(job)
        except KeyboardInterrupt:
            raise CancelledError(_("Stopped.") + " " + run.summary()) from None
    say(run.summary())
    return run.report


class _Run:
    """One run over files: what was asked for, and what became of each file so far."""

    def __init__(self, study: Study, coder: str, options: Mapping[str, Any], tell: Callable[[str], None]) -> None:
        from qualcode.importing import Reading

        self._study = study
        self._coder = coder
        self._reading = Reading(options["encoding"], options["speaker_pattern"], options["interviewers"])
        self._new_site: bool = options["new_site"]
        self._planned: list[Listed] | None = [] if options["dry_run"] else None
        self._tell = tell
        self.report: list[dict[str, Any]] = []

    def take(self, job: Job) -> None:
        """Bring one file in, or say why not; an error of the study or of the disk ends the run."""
        from qualcode.importing import bring_in

        try:
            brought = bring_in(
                self._study, job, self._reading, new_site=self._new_site, planned=self._planned, coder=self._coder
            )
        except (StudyError, DiskError):
            raise
        except QualcodeError as error:
            self._refuse(job, error)
        else:
            self._accept(job, brought)

    def summary(self) -> str:
        """How many documents were added."""
        if self._planned is not None:
            return _("Nothing was added: this was a dry run.")
        added = sum("document" in line and not line["known"] for line in self.report)
        return ngettext("{count} document added.", "{count} documents added.", added).format(count=added)

    def _refuse(self, job: Job, error: QualcodeError) -> None:
        file = str(job.paths[0])
        named = str(error) if file in error.message else _("{name}: {value}").format(name=file, value=error)
        self._tell(f"{job.place}: {named}" if job.place else named)
        self.report.append({"file": file, "error": str(error)})

    def _accept(self, job: Job, brought: Brought) -> None:
        file, document = str(job.paths[0]), brought.document.id
        speakers = speakers_data(brought.transcript)
        notes = [*brought.notes, *(() if brought.known else comments_note(job.paths))]
        for line in _lines(file, brought, speakers, notes, self._planned is not None):
            self._tell(line)
        if self._planned is not None and not brought.known:
            self._planned.append(brought.document)
        self.report.append(
            {"file": file, "document": document, "known": brought.known, "speakers": speakers,
             "notes": notes}
        )  # fmt: skip


def _lines(
    file: str, brought: Brought, speakers: Sequence[Mapping[str, Any]], notes: Sequence[str], dry_run: bool
) -> Iterator[str]:
    """What to say of a file that was brought in, or would be."""
    document = brought.document.id
    if brought.known:
        said = _("{file}: the same text is in the study already, as {document}; nothing changed.")
        yield said.format(file=file, document=document)
        return
    said = _("{file} would be {document}") if dry_run else _("{file} is {document}")
    who = ", ".join(f"{line['label']} = {line['who']} ({line['turns']})" for line in speakers)
    whole = said.format(file=file, document=document)
    yield _("{name}: {value}").format(name=whole, value=who) if who else whole
    for note in notes:
        yield f"  {note}"
