"""Projects of other programs: all codings written as REFI-QDA and read from it, beside plain lxml."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks import plain, plain_projects
from benchmarks.measuring import Benchmark, Figures, alternate, at_all, peak_of, qualcode, run
from benchmarks.places import Places
from qualcode.projecting import project_of
from qualcode.projects.project import Project
from qualcode.projects.refi_in import read_refi
from qualcode.projects.refi_out import write_project
from qualcode.study import Study

Coded = tuple[str, int, int, str, str]


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
    Benchmark("export: REFI-QDA of all codings, peak MB", at_all(300), _export_peak),
    Benchmark("import: REFI-QDA project, read", _BOUNDS, _read),
    Benchmark("import: REFI-QDA project, peak MB", at_all(300), _import_peak),
)
