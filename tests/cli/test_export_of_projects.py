"""`qualcode export STUDY -o FILE.qdpx`: what goes out, to whom, what comes back from it into another study."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qualcode.projecting import project_of
from qualcode.projects.project import Project
from qualcode.study import Study

SCHEMA = Path(__file__).parents[2].parent / "shared" / "data" / "refi" / "spec" / "Project.xsd"


def qde(path: Path) -> str:
    """The XML of a project."""
    with zipfile.ZipFile(path) as archive:
        return archive.read("project.qde").decode()


def is_valid(path: Path) -> bool:
    """Whether a project is valid by the official schema, where that is here."""
    if not SCHEMA.is_file():
        return True
    etree = pytest.importorskip("lxml.etree")
    return bool(etree.XMLSchema(etree.parse(SCHEMA)).validate(etree.fromstring(qde(path).encode())))


def whole(folder: Path) -> Project:
    """All that goes out of a study, but for what each study says of itself alone."""
    with Study.open(folder) as study:
        found = project_of(study)
    told = {name: said for name, said in found.fields.items() if name not in ("title", "languages")}
    return replace(found, name="", fields=told)


def test_a_study_goes_out_and_comes_into_another_as_it_was(run: Callable[..., Any], demo: Path) -> None:
    out = run("export", demo, "-o", "a.qdpx", "--json")
    assert out.status == 0
    assert (out.data["documents"], out.data["codes"], out.data["codings"]) == (13, 56, 961)
    assert out.data["disclosure"]["name"] > 0
    assert is_valid(Path("a.qdpx"))
    with zipfile.ZipFile("a.qdpx") as archive:
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[0] == "project.qde"
    assert all(name.startswith("sources/") for name in names[1:])
    assert str(Path.home()) not in qde(Path("a.qdpx"))

    assert run("init", "other", "--language", "fr").status == 0
    before = run("documents", "other", "--json").data
    taken = run("import", "other", "a.qdpx", "--yes", "--json")
    assert (taken.status, taken.data["lost"], taken.data["kept"]) == (0, {}, {})
    for by in ("site", "role,wave"):
        assert run("themes", "other", "--by", by, "--json").data == run("themes", demo, "--by", by, "--json").data
    assert whole(Path("other")) == whole(demo)
    assert run("undo", "other").status == 0
    assert run("documents", "other", "--json").data == before


def test_the_same_study_is_the_same_bytes_and_one_for_nvivo_bears_no_names(run: Callable[..., Any], demo: Path) -> None:
    for name in ("a.qdpx", "b.qdpx"):
        assert run("export", demo, "-o", name).status == 0
    assert Path("a.qdpx").read_bytes() == Path("b.qdpx").read_bytes()
    assert run("queries", "save", demo, "mine", "nearness and coder=c1").status == 0
    out = run("export", demo, "-o", "c.qdpx", "--for", "nvivo", "--pseudonyms", "--json")
    assert (out.status, out.data["left_out"]["saved queries that name coders"]) == (0, 1)
    assert out.data["disclosure"]["coder"] == 2 and "2 memos name coders." in out.err
    written = qde(Path("c.qdpx"))
    assert is_valid(Path("c.qdpx"))
    assert 'for NVivo"' in written
    assert 'name="Coder 1"' in written and 'name="c1"' not in written and "coder=c1" not in written
    assert {'name="consensus"', 'name="L03"'} <= set(written.replace("/>", " ").split())
    with Study.open(demo) as study:
        assert not any(document.name in written for document in study.documents())
    codebook = run("export", demo, "-o", "a.qdc", "--json")
    assert (codebook.status, codebook.data["codes"]) == (0, 56)


@pytest.mark.parametrize(
    ("file", "option"),
    [("a.qdpx", ("--coder", "c1")), ("a.qdc", ("--for", "nvivo")), ("a.csv", ("--pseudonyms",))],
)
def test_options_that_mean_nothing_are_refused(
    run: Callable[..., Any], demo: Path, file: str, option: tuple[str, ...]
) -> None:
    said = run("export", demo, "-o", file, *option)
    assert said.status != 0
    assert f"{option[0]} means nothing to {file}" in said.err
    assert not Path(file).exists()
