"""Projects of other programs: all codings written as REFI-QDA and read from it, beside plain lxml and SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from shutil import rmtree
from typing import Any

from benchmarks import plain, plain_projects
from benchmarks.measuring import (
    Benchmark,
    Figures,
    alternate,
    at_all,
    in_turn,
    peak_of,
    qualcode,
    run,
    same,
    script,
    timed,
)
from benchmarks.places import Places
from qualcode.projecting import project_of
from qualcode.projects.project import Project
from qualcode.projects.refi_in import read_refi
from qualcode.projects.refi_out import write_project
from qualcode.study import Study

Coded = tuple[str, int, int, str, str]
_OURS = """
SELECT coding.document, coding.start, coding."end", quote, coder,
    (SELECT value FROM json_each(code.definition, '$.label')) AS named
FROM coding JOIN segment ON segment.id = coding.segment JOIN code ON code.id = coding.code
ORDER BY coding.document, coding.start, coding."end", named, coder
"""
_PLAIN = """
SELECT document.name, start, "end", quote, coder, code.name
FROM coding JOIN segment ON segment.id = coding.segment JOIN document ON document.id = segment.document
JOIN code ON code.guid = coding.code
ORDER BY document.name, start, "end", code.name, coder
"""


def _written(places: Places) -> Figures:
    with Study.open(places.at_most_medium()) as study, closing(plain.connect(str(study.database))) as db:

        def ours() -> Path:
            path = places.fresh("project") / "study.qdpx"
            write_project(project_of(study), path)
            return path

        return alternate(
            ours, lambda: plain_projects.write(db, places.fresh("project") / "study.qdpx"), _codings, _codings
        )


def _codings(path: Path) -> list[Coded]:
    return sorted(plain_projects.read(path))


def _read(places: Places) -> Figures:
    path = _project(places)
    return alternate(lambda: read_refi(path, path.parent), lambda: plain_projects.read(path), _coded, sorted)


def _coded(project: Project) -> list[Coded]:
    return sorted(_each(project))


def _each(project: Project) -> Iterator[Coded]:
    codes = {code.id: code.name for code in project.codes}
    for text in project.texts:
        for mark in text.marks:
            yield text.name, mark.start, mark.end, codes[mark.code], text.text[mark.start : mark.end]


def _exported(places: Places) -> Figures:
    """The command that writes a project, looked through for names, and the plain script as a process of its own."""
    study = places.at_most_medium()

    def ours() -> Path:
        path = places.fresh("project") / "study.qdpx"
        run(*qualcode("export", study, "-o", path))
        return path

    def theirs() -> Path:
        path = places.fresh("project") / "study.qdpx"
        run(*script("plain_projects", study / "study.db", path))
        return path

    return alternate(ours, theirs, _codings, _codings)


def _imported(places: Places) -> Figures:
    """The command that takes a project into a new study, and a script that puts the same rows into a new database.

    Of the script's work see `plain_import`: it parses by lxml, decodes the texts, and fills tables with a full-text
    index; it has no sentences, no one who speaks in a passage, no checks, no history.
    """
    project = _project(places)

    def once(bring_in: Callable[[Path, Path], float], folder: Path) -> float:
        taken = bring_in(project, folder)
        rmtree(folder)
        return taken

    folder = places.fresh("project")
    _import(project, folder)
    _import_plainly(project, folder)
    same(_rows(folder / "study" / "study.db", _OURS), _rows(folder / "plain.db", _PLAIN))
    rmtree(folder)
    return in_turn(
        lambda: once(_import, places.fresh("project")), lambda: once(_import_plainly, places.fresh("project"))
    )


def _import(project: Path, folder: Path) -> float:
    """Milliseconds of the command; the study is made before."""
    run(*qualcode("init", folder / "study", "--language", "fr"))
    return timed(lambda: run(*qualcode("import", folder / "study", project, "--yes", "--json")))


def _import_plainly(project: Path, folder: Path) -> float:
    return timed(lambda: run(*script("plain_import", project, folder / "plain.db")))


def _rows(database: Path, codings: str) -> list[tuple[Any, ...]]:
    """The codings of a database with their words, and what its turns come to."""
    with closing(plain.connect(str(database))) as db:
        return [*db.execute(codings), *db.execute('SELECT count(*), sum(body), sum("end") FROM turn')]


def _project(places: Places) -> Path:
    """The study as a project."""
    path = places.fresh("project") / "study.qdpx"
    with Study.open(places.at_most_medium()) as study:
        write_project(project_of(study), path)
    return path


def _export_peak(places: Places) -> Figures:
    """Megabytes of the command that writes a project, looked through for names."""
    path = places.fresh("project") / "study.qdpx"
    return Figures(peak_of(*qualcode("export", places.at_most_medium(), "-o", path))[1])


def _import_peak(places: Places) -> Figures:
    """Megabytes of the command that takes a project in."""
    path, folder = _project(places), places.fresh("project") / "study"
    run(*qualcode("init", folder, "--language", "fr"))
    return Figures(peak_of(*qualcode("import", folder, path, "--yes"))[1])


_BOUNDS = {"M": 3.0, "L": 3.0}
ROWS = (
    Benchmark("export: REFI-QDA of all codings", _BOUNDS, _written),
    Benchmark("export: REFI-QDA of all codings, command", _BOUNDS, _exported),
    Benchmark("export: REFI-QDA of all codings, peak MB", at_all(300), _export_peak),
    Benchmark("import: REFI-QDA project, read", _BOUNDS, _read),
    Benchmark("import: REFI-QDA project, command", _BOUNDS, _imported),
    Benchmark("import: REFI-QDA project, peak MB", at_all(300), _import_peak),
)
