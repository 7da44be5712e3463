"""From a study to files on disk, whole or not at all, with a manifest beside them that says what they rest on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode import __version__
from qualcode.disclosure.findings import Finding
from qualcode.disclosure.letters import Lettered
from qualcode.errors import InputError
from qualcode.files import check_replaceable, sync, workplace, writing_folder
from qualcode.i18n import _
from qualcode.model.asking import Filter
from qualcode.report import csv_folder, html, latex, markdown, office_files, pdf, xlsx
from qualcode.report.appendix import choose
from qualcode.report.basis import manifest_at, rests_on
from qualcode.report.choices import Choices, filter_data
from qualcode.report.disclosing import QUOTATIONS
from qualcode.report.document import Report
from qualcode.report.lettered import lettered_data
from qualcode.report.outlining import listed, outline_data
from qualcode.report.releasing import AS_USUAL, Release, let_go, released
from qualcode.report.selected import rules_of, rules_told
from qualcode.report.template import kind, reference
from qualcode.report.watching import Tell, unheard, watched

if TYPE_CHECKING:
    from qualcode.study import Study

Writer = Callable[[Report, Path], None]
"""Writes a report to a path that does not exist yet."""

WRITERS: Mapping[str, Writer] = {
    ".docx": office_files.write_docx,
    ".odt": office_files.write_odt,
    ".html": html.write,
    ".md": markdown.write,
    ".tex": latex.write,
    ".pdf": pdf.write,
    ".xlsx": xlsx.write,
}
TEMPLATED = {".docx": office_files.write_docx, ".odt": office_files.write_odt}
"""The writers that take a template."""
SECONDS = {".docx": 2.5, ".odt": 4.7, ".pdf": 1.2}
"""What a thousand quotations take in a format that is laid out in pages, as measured; others take next to nothing."""
GIGABYTES = 0.2
"""The memory that a thousand quotations take while they are laid out, in any of these formats."""
MANY = 5_000
"""From so many quotations on, what a file that is laid out in pages takes is told before it is written."""
FOLDER_ENDINGS = ("", ".csv")
MANIFEST = "manifest.json"
_OURS = frozenset(("qualcode", "study", "event", "files"))
"""What a manifest of ours says, whichever report it is of and however old it is."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was put on disk: the file or the folder, its manifest, and what the disclosure check found in it."""

    path: Path
    manifest: Path
    findings: tuple[Finding, ...] = ()


def write_appendix(
    study: Study,
    path: str | Path,
    *,
    language: str | None = None,
    coder: str | None = None,
    where: Filter | None = None,
    codebook_languages: Sequence[str] = (),
    release: Release = AS_USUAL,
) -> Written:
    """Choose what goes into the appendix, and write it.

    Left out are the study's first language, the coder who counts, all quotations, the codebook as the outline has it.
    """
    check_ending(Path(path))  # before anything is read
    return write_chosen(study, path, choose(study, language, coder, where, codebook_languages), release)


def write_chosen(
    study: Study,
    path: str | Path,
    choices: Choices,
    release: Release = AS_USUAL,
    tell: Tell = unheard,
    templates: Sequence[Path] = (),
) -> Written:
    """Write the appendix in the format of the path's ending; no ending, `.csv` or a folder means a folder of CSV files.

    A `manifest.json` lies beside a file, and inside a folder; where another program's lies there already, it is called
    `appendix.docx.manifest.json`. Files of one folder that rest on the same share it.
    It is checked first for what would give people away; `release` says what then. Quotations without consent are left
    out. Raises InputError for an unknown ending or choice, or where it may not leave; DiskError where nothing can be
    written. `tell` hears how far it is; where it raises, nothing is written. A Word or OpenDocument file has the looks
    of the template of its kind, if one is given.
    """
    path = Path(path)
    check_ending(path)
    looks = looks_of(templates)
    choices = released(choices, release)
    made = let_go(study, choices, release)
    templates_used = {form: _digest(template) for form, template in looks.items()}
    about = _about(study, choices, made.report) | {"disclosure": dict(made.told), "templates": templates_used}
    if choices.letters:
        about = lettered_data(about, Lettered(study.sites))
    return replace(write_report(made.report, path, about, tell, looks), findings=made.findings)


def looks_of(templates: Sequence[Path]) -> dict[str, Path]:
    """The template of each format that has one; an InputError where one cannot be read or two are of a kind."""
    looks: dict[str, Path] = {}
    for template in templates:
        reference(template)
        form = kind(template)
        if form in looks:
            raise InputError(
                _("{file}: there is a template for .{ending} already.").format(file=template, ending=form),
                _("Give one for Word, one for OpenDocument."),
            )
        looks[form] = template
    return looks


def write_report(
    report: Report,
    path: Path,
    about: Mapping[str, Any],
    tell: Tell = unheard,
    looks: Mapping[str, Path] = MappingProxyType({}),
) -> Written:
    """Write any report in the format of the path's ending; `about` is what its manifest says of it beside the files."""
    writer = _writer(path, looks)
    if writer is None:
        return _write_folder(partial(_told, csv_folder.write, tell), report, path, dict(about))
    return _write_file(partial(_told, writer, tell), report, path, dict(about))


def _told(writer: Writer, tell: Tell, report: Report, made: Path) -> None:
    """Write a report and tell how far it is, for the last time when nothing else is to be done but to put it there."""
    writer(watched(report, tell), made)
    tell(len(report.sections), len(report.sections))


class Cost(NamedTuple):
    """What writing so many quotations takes, about: minutes, and gigabytes of memory."""

    quotations: int
    minutes: int
    gigabytes: float


def too_many(study: Study, path: Path, choices: Choices) -> Cost | None:
    """What a file would take if it would hold very many quotations and its format is slow with so many."""
    seconds = SECONDS.get(path.suffix.lower())
    if seconds is None or path.is_dir():
        return None
    settings = [part.settings for part in listed(choices.outline) if part.part == QUOTATIONS]
    if all(rules_of(study, replace(choices, settings=each)).few for each in settings):
        return None
    count = len(study.quotation_ids(choices.where))
    if count < MANY:
        return None
    return Cost(count, max(1, round(count * seconds / 60_000)), max(0.1, round(count * GIGABYTES / 1000, 1)))


def check_ending(path: Path) -> None:
    """Raise an `InputError` for an ending that nothing can be written with."""
    _writer(path)


def _writer(path: Path, looks: Mapping[str, Path] = MappingProxyType({})) -> Writer | None:
    """The writer of one file, or None for a folder of CSV files."""
    ending = path.suffix.lower()
    if path.is_dir() or ending in FOLDER_ENDINGS:
        return None
    if template := looks.get(ending.removeprefix(".")):
        return partial(TEMPLATED[ending], template=template)
    if ending in WRITERS:
        return WRITERS[ending]
    raise InputError(
        _("{file}: nothing can be written with the ending {ending}.").format(file=path, ending=ending),
        _("Known endings: {known}; a name without an ending makes a folder of CSV files.").format(
            known=" ".join(WRITERS)
        ),
    )


def manifests(path: Path) -> tuple[Path, ...]:
    """Where the manifest of a file or a folder may lie, the likelier place last used first."""
    if _writer(path) is None:
        return (path / MANIFEST,)
    return (path.with_name(f"{path.name}.{MANIFEST}"), path.with_name(MANIFEST))


def about_study(study: Study, report: Report) -> dict[str, Any]:
    """What every manifest says: the program, the study, its codebook and last event, the report's language."""
    last = next(iter(study.events(limit=1)), None)
    return {
        "qualcode": __version__,
        "study": dict(study.title),
        "codebook_sha256": hashlib.sha256(study.text_of("codebook.yaml").encode()).hexdigest(),
        "event": {"number": last.id if last else 0, "at": report.at.isoformat()},
        "language": report.language,
    }


def _about(study: Study, choices: Choices, report: Report) -> dict[str, Any]:
    return {
        **about_study(study, report),
        **rests_on(study),
        "codebook_languages": list(choices.codebook_languages) or [choices.language],
        "outline": outline_data(choices.outline),
        "coder": choices.coder,
        "filters": filter_data(choices.where),
        "quotations": dict(rules_told(study, choices)),
    }


def _write_file(writer: Writer, report: Report, path: Path, about: dict[str, Any]) -> Written:
    manifest, others = _manifest_beside(path, about)
    with workplace(path) as place:
        made, beside = place / path.name, place / manifest.name
        writer(report, made)
        _write_manifest(beside, about, [made], others)
        sync(made, beside)
        made.replace(path)
        beside.replace(manifest)
        own = path.with_name(f"{path.name}.{MANIFEST}")
        if own != manifest and manifest_at(own).keys() >= _OURS:  # it is of the file that was there before
            own.unlink()
    return Written(path, manifest)


def _write_folder(writer: Writer, report: Report, path: Path, about: dict[str, Any]) -> Written:
    check_replaceable(path, MANIFEST)
    with writing_folder(path) as folder:
        writer(report, folder)
        _write_manifest(folder / MANIFEST, about, sorted(folder.iterdir()), {})
    return Written(path, path / MANIFEST)


def _manifest_beside(path: Path, about: dict[str, Any]) -> tuple[Path, dict[str, str]]:
    """Where a file's manifest goes, and the other files that share it because they rest on the same.

    A manifest that says what others of the folder rest on, and not on the same, is theirs: they could not be verified
    without it.
    """
    manifest, own = path.with_name(MANIFEST), path.with_name(f"{path.name}.{MANIFEST}")
    try:
        there = json.loads(manifest.read_text("utf-8")) if manifest.exists() else {}
    except ValueError:
        there = None
    if there and isinstance(there, dict) and _OURS <= there.keys() <= about.keys() | _OURS:
        others = {name: digest for name, digest in there["files"].items() if name != path.name}
        if all(there.get(name) == value for name, value in about.items()):
            return manifest, others
        return (own if any(_is_still(path.with_name(name), others[name]) for name in others) else manifest), {}
    return (manifest if there == {} else own), {}


def _is_still(file: Path, digest: str) -> bool:
    return file.is_file() and _digest(file) == digest


def _write_manifest(path: Path, about: dict[str, Any], files: Iterable[Path], others: Mapping[str, str]) -> None:
    digests = dict(sorted({**others, **{file.name: _digest(file) for file in files}}.items()))
    path.write_text(json.dumps(about | {"files": digests}, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
