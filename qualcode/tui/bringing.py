"""Files on their way into the study, as a thread of its own brings them in: what is wanted, what became of each."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import DiskError, QualcodeError, StudyError
from qualcode.i18n import _
from qualcode.tui.progress import fault

if TYPE_CHECKING:
    from qualcode.importing import Brought, Job, Reading
    from qualcode.intake import Description
    from qualcode.model.texts import Listed
    from qualcode.study import Study


@dataclass(frozen=True, slots=True)
class Wanted:
    """Files or a manifest to bring in, what is said of them, who asks in them; `new_site` insists on the site."""

    files: tuple[Path, ...]
    said: Description
    interviewers: tuple[str, ...] = ()
    new_site: bool = False


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a file, or would: its document with its speakers, or an error."""

    file: str
    document: str = ""
    known: bool = False
    speakers: Sequence[tuple[str, str, int]] = ()
    notes: tuple[str, ...] = ()
    error: str = ""


def bring(folder: Path, coder: str, wanted: Wanted, *, look: bool) -> Generator[int | Became]:
    """How many documents there are to be, then what becomes of each; with `look` nothing is added.

    Closing the iterator stops between two files. An error of the study or the disk is the last that is told.
    """
    from qualcode.importing import Reading
    from qualcode.study import Study

    try:
        with closing(Study.open(folder, coder)) as study:
            jobs, refused = _jobs(study, wanted)
            yield len(jobs) + len(refused)
            yield from refused
            planned: list[Listed] | None = [] if look else None
            for job in jobs:
                yield _became(study, job, Reading(interviewers=wanted.interviewers), wanted.new_site, planned)
    except QualcodeError as error:
        yield Became("", error=str(error))


def _jobs(study: Study, wanted: Wanted) -> tuple[list[Job], list[Became]]:
    """The documents that are to be; and the tables that are no manifest."""
    from qualcode.importing import jobs_from_files, jobs_from_manifest
    from qualcode.intake import variable_columns

    variables = variable_columns(study)
    tables = [path for path in wanted.files if path.suffix.lower() == ".csv"]
    jobs = jobs_from_files([path for path in wanted.files if path not in tables], wanted.said)
    refused = []
    for table in tables:
        try:
            jobs += jobs_from_manifest(table, wanted.said, variables)
        except QualcodeError as error:
            refused.append(Became(table.name, error=str(error)))
    return jobs, refused


def _became(study: Study, job: Job, reading: Reading, new_site: bool, planned: list[Listed] | None) -> Became:
    from qualcode.importing import bring_in

    try:
        brought = bring_in(study, job, reading, new_site=new_site, planned=planned)
    except (StudyError, DiskError):
        raise
    except QualcodeError as error:
        return Became(job.name, error=_alone(job) or str(error))
    except Exception as error:  # a fault of ours in one file leaves the others and the screen alone
        return Became(job.name, error=fault(error))
    if planned is not None and not brought.known:
        planned.append(brought.document)
    return _told(job, brought)


def _alone(job: Job) -> str:
    """What is said of a project of another program among other files; nothing of any other file."""
    from qualcode.projects.reading import project_kind

    if not any(map(project_kind, job.paths)):
        return ""
    return _("{file} is a project of another program: name it alone, and it comes in whole.").format(file=job.name)


def _told(job: Job, brought: Brought) -> Became:
    from qualcode.importing import speakers_said

    known = _("the same text is in the study already; nothing changes")
    notes = (known,) if brought.known else brought.notes
    return Became(job.name, brought.document.id, brought.known, speakers_said(brought.transcript), notes)
