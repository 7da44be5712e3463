"""From files and tables to documents of a study: each file is one transaction and one line of the report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from qualcode.csvtable import Row, read_table
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers import group_files, read_conversation
from qualcode.intake import Description, Person, Source, admit, already_there
from qualcode.model.texts import Listed, Transcript
from qualcode.names import near_hint
from qualcode.naming import called
from qualcode.study import Study
from qualcode.variables.values import Variable, checked

NONE: Mapping[str, Variable] = {}
"""No variables."""
MANIFEST_COLUMNS = ("file", "id", "site", "participant", "role", "date", "language", "kind", "wave", "guide")
SPEAKER_COLUMNS = ("document", "speaker", "participant", "role", "site")


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be: its file, or the files of one conversation, what is said of it, and where (`file:line`)."""

    paths: tuple[Path, ...]
    said: Description
    place: str = ""

    @property
    def name(self) -> str:
        """The file's name as text; for several files what their names have in common."""
        names = [path.name.encode("utf-8", "replace").decode() for path in self.paths]
        return names[0] if len(names) == 1 else _beginning([path.stem for path in self.paths])

    @property
    def names(self) -> tuple[str, ...]:
        """What a table can call the document: its id, its file's name with and without the ending."""
        return (self.said.id, self.name, *(path.stem for path in self.paths))


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read, where their content does not say."""

    encoding: str | None = None
    speaker_pattern: str | None = None
    interviewers: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file: the document, or the one it already was; its transcript with people; what to say."""

    document: Listed
    known: bool
    transcript: Transcript
    notes: tuple[str, ...]


def jobs_from_files(files: Iterable[Path], said: Description) -> list[Job]:
    """One job a document; TextGrids of one conversation go together."""
    jobs = [Job(tuple(paths), said) for paths in group_files(list(files))]
    if len(jobs) > 1 and (said.id or said.participant):
        raise InputError(
            _("An id or a participant was given for {count} documents.").format(count=len(jobs)),
            _("Import them one by one, or give a manifest."),
        )
    return jobs


def jobs_from_manifest(manifest: Path, said: Description, variables: Collection[str]) -> list[Job]:
    """One job a row; what a row leaves empty is as `said`. Columns named as declared variables give their values.

    Files are named as seen from the manifest's folder; several files of one conversation are parted by `;`.
    """
    rows = read_table(manifest, tuple(dict.fromkeys((*MANIFEST_COLUMNS, *variables))), ("file",))
    return [_job(manifest, line, row, said, variables) for line, row in rows]


def read_people(table: Path, variables: Mapping[str, Variable] = NONE) -> dict[str, tuple[Person, ...]]:
    """A speakers table: who speaks in which document (its id or its file's name).

    Columns named as `variables` declared of people give their values, which are checked.
    """
    people: dict[str, list[Person]] = {}
    for line, row in read_table(table, (*SPEAKER_COLUMNS, *variables), ("document", "speaker")):
        if not row["document"] or not row["speaker"]:
            raise InputError(_("{file}:{line}: document and speaker must both be there.").format(file=table, line=line))
        said = _said(table, line, row, variables)
        person = Person(row["speaker"], row.get("participant", ""), row.get("role", ""), row.get("site", ""), said)
        people.setdefault(row["document"], []).append(person)
    return {document: tuple(persons) for document, persons in people.items()}


def _said(table: Path, line: int, row: Row, variables: Mapping[str, Variable]) -> dict[str, str]:
    """What a row says of a person, as it is kept."""
    try:
        return {name: checked(name, variable, row[name]) for name, variable in variables.items() if row.get(name)}
    except InputError as error:
        raise InputError(f"{table}:{line}: {error.message}", error.hint) from None


def with_people(job: Job, people: Mapping[str, tuple[Person, ...]]) -> Job:
    """The job with those people who are said to speak in it."""
    persons = tuple(person for name in dict.fromkeys(job.names) for person in people.get(name, ()))
    return replace(job, said=replace(job.said, people=persons))


def check_people(people: Iterable[str], jobs: Iterable[Job], known: Iterable[Listed]) -> None:
    """Refuse a speakers table that names a document which is neither brought in nor in the study."""
    brought = {name for job in jobs for name in job.names}
    there = called(known)
    for name in people:
        if name not in brought and name not in there:
            raise InputError(
                _("The speakers table names {name}, which is no document here.").format(name=name),
                near_hint(name, (*brought, *there), _("Name documents by their id or their file.")),
            )


def bring_in(
    study: Study,
    job: Job,
    reading: Reading,
    *,
    new_site: bool = False,
    planned: Sequence[Listed] | None = None,
    coder: str = "",
) -> Brought:
    """Read a file and add its document to the study, unless the same bytes are there.

    With `planned`, the documents that would be there by then, nothing is added: one only looks at what would be.
    """
    found = read_conversation(
        job.paths,
        encoding=reading.encoding,
        speaker_pattern=reading.speaker_pattern,
        interviewers=reading.interviewers,
        language=job.said.language or None,
    )
    if there := already_there(study, found.sha256):
        listed = next(each for each in study.catalogue() if each.id == there)
        return Brought(listed, True, found.transcript, found.notes)
    source = Source(job.name, found.transcript, found.original, found.sha256, found.language)
    admission = admit(study, source, job.said, new_site=new_site, planned=planned or ())
    if planned is None:
        study.do(*admission.acts, coder=coder or None)
    made = admission.document
    listed = Listed(made.id, made.name, made.site, made.kind)
    return Brought(listed, False, made.transcript, (*found.notes, *admission.notes))


def _beginning(names: Sequence[str]) -> str:
    """What several names begin with alike."""
    alike = [letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))]
    return "".join(alike).rstrip(" _-.")


def _job(manifest: Path, line: int, row: Row, said: Description, variables: Collection[str]) -> Job:
    if not row["file"]:
        raise InputError(_("{file}:{line}: the row names no file.").format(file=manifest, line=line))
    given: dict[str, Any] = {name: row[name] for name in MANIFEST_COLUMNS[1:] if row.get(name)}
    values = {name: row[name] for name in variables if row.get(name)}
    paths = tuple(manifest.parent / name.strip() for name in row["file"].split(";"))
    return Job(paths, replace(said, **given, variables={**said.variables, **values}), f"{manifest}:{line}")


def speakers_said(transcript: Transcript) -> Sequence[tuple[str, str, int]]:
    """For each speaker: label, who that is (`interviewer`, or the participant's id), and the number of turns."""
    turns: dict[str | None, int] = {}
    for turn in transcript.turns:
        turns[turn.speaker] = turns.get(turn.speaker, 0) + 1
    return [
        (
            speaker.label,
            "interviewer" if speaker.interviewer else speaker.participant or "",
            turns.get(speaker.label, 0),
        )
        for speaker in transcript.speakers
    ]
