"""Which program a file or folder is a project of, told by its content, and the project in it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from qualcode.errors import InputError
from qualcode.files import read_file
from qualcode.i18n import _
from qualcode.projects.archive import opened
from qualcode.projects.elements import root_of
from qualcode.projects.positions import Given
from qualcode.projects.project import Project, ProjectCode
from qualcode.projects.qc import is_qc, read_qc
from qualcode.projects.qualcoder import is_qualcoder, read_qualcoder
from qualcode.projects.refi_in import read_codebook, read_refi
from qualcode.projects.rock import is_rock, read_rock
from qualcode.projects.rqda import is_rqda, read_rqda
from qualcode.projects.taguette import is_taguette, read_taguette

_DEEPEST = 100

Reader = Callable[[Path, Path, Mapping[str, Given]], Project]
"""What reads a project: its path, a folder for files that are kept aside, conventions the user chose."""


def _is_refi(path: Path) -> bool:
    """A `.qdpx` or `.qde` is one even where it is damaged or made to do harm: its reader says so."""
    if not path.is_file():
        return False
    if path.suffix.casefold() in (".qdpx", ".qde"):
        return True
    if not zipfile.is_zipfile(path):
        return _root(path) == "Project"
    try:
        with opened(path) as archive:
            return any(name.casefold().endswith(".qde") for name in archive.names)
    except InputError:
        return False


def _is_refi_codebook(path: Path) -> bool:
    """A `.qdc` is one in the same way."""
    return path.is_file() and (path.suffix.casefold() == ".qdc" or _root(path) == "CodeBook")


def _root(path: Path) -> str:
    """The name of the outermost element of a file of REFI-QDA."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        namespace, name = root_of(stream, path)
    return name if namespace.casefold().startswith("urn:qda-xml:") or not namespace else ""


KINDS: dict[str, tuple[Callable[[Path], bool], Reader]] = {
    "refi": (_is_refi, read_refi),
    "refi codebook": (_is_refi_codebook, lambda path, _folder, _given: read_codebook(path)),
    "qualcoder": (is_qualcoder, lambda path, _folder, given: read_qualcoder(path, given)),
    "taguette": (is_taguette, lambda path, _folder, _given: read_taguette(path)),
    "rqda": (is_rqda, lambda path, _folder, given: read_rqda(path, given)),
    "qc": (is_qc, lambda path, _folder, _given: read_qc(path)),
    "rock": (is_rock, lambda path, _folder, _given: read_rock(path)),
}
"""By kind: whether a path is of that kind, and what reads it. The first that says yes reads it."""


def project_kind(path: Path) -> str | None:
    """The kind of project at a path; None where it is none that is known."""
    try:
        return next((kind for kind, (is_of_kind, _reader) in KINDS.items() if is_of_kind(path)), None)
    except (OSError, zipfile.BadZipFile):
        return None


def read_project(path: Path, folder: Path, given: Mapping[str, Given] = {}) -> Project:
    """The project at a path, whatever program wrote it; see `refi_in.read_refi` for the rest.

    Raises `InputError` where there is none.
    """
    kind = project_kind(path)
    if kind is None:
        if path.is_file():
            read_file(path)  # says what is wrong where it cannot be read
        raise InputError(
            _("{file}: this is no project of a program that is known.").format(file=path),
            _("Export it as REFI-QDA (.qdpx or .qdc) and import that."),
        )
    project = KINDS[kind][1](path, folder, given)
    _check_depth(path, project.codes)
    return project


def _check_depth(path: Path, codes: Sequence[ProjectCode]) -> None:
    """Refuse codes that lie in one another deeper than anybody reads, or in a circle."""
    parents = {code.id: code.parent for code in codes}
    for code in codes:
        step, depth = code.parent, 0
        while step is not None and depth <= _DEEPEST:
            step, depth = parents.get(step), depth + 1
        if depth > _DEEPEST:
            raise InputError(
                _("{file}: codes in it lie in one another, or more than {count} levels deep.").format(
                    file=path, count=_DEEPEST
                ),
                _("Mend the tree of codes in the program that made it; nothing was read."),
            )
