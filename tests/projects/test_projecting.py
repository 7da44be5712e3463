"""What came into a study with a project goes out as it came; what is there no more does not."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from qualcode.acts import AddCoding, AddMemo, MergeCodes, RemoveCodings, SetConsent, SetExcerpt
from qualcode.projecting import Choices, codebook_of, project_of
from qualcode.projects.project import Aside, Case, Group, Link, Mark, Project, ProjectCode, ProjectText, User
from qualcode.projects.reading import read_project
from qualcode.projects.refi_out import write_codebook, write_project
from qualcode.projects.refi_sources import NVIVO
from qualcode.receiving import Choices as Taking
from qualcode.receiving import look, receive
from qualcode.store.acts.documents import RemoveDocument
from qualcode.study import Study

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
FILES = sorted(
    path for folder in ("refi", "ucsb-influencers") for path in (SHARED / folder).rglob("*")
    if path.suffix in (".qdpx", ".qdc", ".qde")
)  # fmt: skip
_OWN = frozenset(("fields", "own", "people", "turns", "language", "kind", "original"))
"""What a study adds to what came."""


def said(things: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """What a project says of things by their ids; blanks around words and the order of codings aside."""
    return {
        one.id: {key: value.strip() if isinstance(value, str) else value
                 for key, value in one._asdict().items() if key not in _OWN}
        for one in things
    }  # fmt: skip


def by_id(one: ProjectText | Mark) -> str:
    """What texts and codings are put in order by."""
    return one.id


def places(path: Path) -> tuple[set[tuple[str | None, ...]], set[bytes]]:
    """The positions of a project as they are written, and its texts byte for byte."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("project.qde"))
        texts = {archive.read(name) for name in archive.namelist() if name.endswith(".txt")}
    named = ("guid", "startPosition", "endPosition")
    return {tuple(map(one.get, named)) for one in root.iter() if one.tag.endswith("}PlainTextSelection")}, texts


def compare(found: Project, came: Project) -> None:
    """That all that came is in what is found; of users and notes more may be, said by whoever took them in."""
    held = [text for text in came.texts if text.text.strip()]  # a study holds no text without words
    for one, other in zip(sorted(found.texts, key=by_id), sorted(held, key=by_id), strict=True):
        assert sorted(one.marks, key=by_id) == sorted(other.marks, key=by_id)
        assert said((one._replace(marks=()),)) == said((other._replace(marks=()),))
    for kind in ("codes", "variables", "cases", "links", "groups"):
        assert said(getattr(found, kind)) == said(getattr(came, kind)), kind
    assert {note.id: note.text.strip() for note in found.notes} == {note.id: note.text.strip() for note in came.notes}
    assert [(one.what, one.name, one.element, sorted(one.files)) for one in found.asides] == [
        (one.what, one.name, one.element, sorted(one.files)) for one in came.asides
    ]
    assert said(came.users).items() <= said(found.users).items() or not (came.texts or came.codes)


@pytest.mark.skipif(not FILES, reason="no real projects here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_project_is_the_same_after_a_study(path: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    came = read_project(path, tmp_path / "a")
    with Study.create(tmp_path / "s", study_text="title: S\nsites:\n", codebook_text="title: C\n", coder="x") as study:
        receive(study, look(study, came, Taking(), "x"), "x")
        write_project(project_of(study), tmp_path / "out.qdpx")
        if path.parent.name == "nvivo-scrambled":
            write_project(project_of(study, Choices(line_ends=True)), tmp_path / "nvivo.qdpx", NVIVO)
            assert places(tmp_path / "nvivo.qdpx") == places(path)
        if path.suffix == ".qdc":
            write_codebook(codebook_of(study), tmp_path / "out.qdc")
            book = read_project(tmp_path / "out.qdc", tmp_path)
            assert (said(book.codes), said(book.groups)) == (said(came.codes), said(came.groups))
            assert not codebook_of(study, Choices(pseudonyms=True)).groups
    compare(read_project(tmp_path / "out.qdpx", tmp_path / "b"), came)


PAGES = (
    '<PDFSource guid="{9}" name="Leaflet" path="internal://leaflet.pdf" creatingUser="{1}" modifyingUser="{1}">'
    '<Description>Two pages</Description><PDFSelection guid="{8}" name="p. 1" page="1" firstX="72" firstY="640" '
    'secondX="480" secondY="700" creatingUser="{1}" creationDateTime="2026-03-02T10:30:00Z"><Coding guid="{7}" '
    'creatingUser="{1}"><CodeRef targetGUID="{2}" /></Coding></PDFSelection></PDFSource>'
)


def test_a_pdf_without_its_words_goes_out_byte_for_byte_with_what_is_on_it(study: Study, tmp_path: Path) -> None:
    guids = [f"00000000-0000-0000-0000-{number:012d}" for number in range(10)]
    pages, data = PAGES.format(*guids), bytes(range(256))
    head = '<Project name="P" xmlns="urn:QDA-XML:project:1.0"><Users><User guid="{1}" name="Zoé"/></Users>'
    code = '<CodeBook><Codes><Code guid="{2}" name="Loss" isCodable="true"/></Codes></CodeBook><Sources>'
    with zipfile.ZipFile(tmp_path / "in.qdpx", "w") as archive:
        archive.writestr("project.qde", f"{(head + code).format(*guids)}{pages}</Sources></Project>")
        archive.writestr("sources/leaflet.pdf", data)
    plan = look(study, read_project(tmp_path / "in.qdpx", tmp_path), Taking(), "ana")
    assert plan.lost == {"pdf": 1, "coding of a pdf": 1}
    assert plan.kept == {**plan.lost, "user who is no coder here": 1}
    receive(study, plan, "ana")
    write_project(project_of(study), tmp_path / "out.qdpx")
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        assert pages in archive.read("project.qde").decode()
        assert archive.read("sources/leaflet.pdf") == data
    study.do(MergeCodes(("loss",), "nearness"))
    out = project_of(study)
    (now,) = (code.id for code in out.codes if code.name == "Nearness")
    assert out.asides[0].element.decode() == plan.act.kept[0].element.decode().replace(guids[2], now)


def test_what_is_gone_does_not_go_out(study: Study) -> None:
    made = study.do(AddCoding("L01", 20, 39, "nearness"), AddCoding("L01", 42, 57, "language")).codings
    study.do(AddMemo(f"coding:{made[0]}", "a secret"), SetConsent(made[:1], False), SetExcerpt(made[1], "se […]"))
    first, second = project_of(study).texts[0].marks
    assert first.fields == {"consent": "no"}
    assert first.id == project_of(study).texts[0].marks[0].id
    assert "renderings" in second.fields
    assert [note.text for note in project_of(study).notes] == ["a secret"]
    study.do(RemoveCodings(made))
    after = project_of(study)
    assert (after.notes, after.users, {text.marks for text in after.texts}) == ((), (), {()})


def test_pseudonyms_bear_no_name_and_no_id_that_others_know(study: Study, tmp_path: Path) -> None:
    project = Project("Theirs", users=(User("u-1", "Zoé Martin"),), codes=(ProjectCode("c-1", "Loss"),), texts=(
        ProjectText("t-1", "Zoé with Marie.docx", "Words.", b"Words.", (Mark(0, 5, "c-1", "u-1", id="m-1"),)),
    ), cases=(Case("k-1", "Marie", texts=("t-1",)),), groups=(Group("g-1", "Marie's", texts=("t-1",)),))  # fmt: skip
    receive(study, look(study, project, Taking(), "ana"), "ana")
    assert {"u-1", "c-1", "t-1", "m-1", "k-1", "g-1"} <= set(str(project_of(study)).split("'"))
    hidden = str(project_of(study, Choices(pseudonyms=True)))
    assert not {"u-1", "c-1", "t-1", "m-1", "k-1", "g-1"} & set(hidden.split("'"))
    assert "Zoé" not in hidden
    assert "Coder 1" in hidden


def test_a_case_and_a_set_of_a_text_that_is_gone_go_with_it(study: Study) -> None:
    text = ProjectText("t-1", "Talk", "Words.", b"Words.", (Mark(0, 5, "c-1", "u-1", id="m-1", selection="s-1"),))
    project = Project("Theirs", users=(User("u-1", "Zoé"),), codes=(ProjectCode("c-1", "Loss"),), texts=(text,), cases=(
        Case("k-1", "The north", passages=(("t-1", 0, 3),)),
    ), groups=(Group("g-1", "Early", texts=("t-1",)),), links=(Link("l-1", "s-1", "c-1", "so"),))  # fmt: skip
    receive(study, look(study, project, Taking(), "ana"), "ana")
    out = project_of(study)
    assert (out.cases[-1].name, [one.name for one in out.groups][-1], out.links[0].name) == ("The north", "Early", "so")
    talk = next(one.id for one in study.documents() if one.name == "Talk")
    study.do(RemoveCodings(tuple(coding.id for coding in study.codings(talk))), coder="Zoé")
    study.do(RemoveDocument(talk, ()))
    out = project_of(study)
    assert "The north" not in {case.name for case in out.cases}
    assert "Early" not in {group.name for group in out.groups}
    assert not out.links


def test_a_set_of_what_is_kept_aside_and_a_users_initials_are_given_back(study: Study, tmp_path: Path) -> None:
    guid = "4a26d7a9-36a4-4c0b-8d86-0d7f3cd3d3a1"
    audio = Aside("audio", "Talk", f'<AudioSource guid="{guid}" name="Talk" />'.encode())
    text = ProjectText("t-1", "Talk", "Words.", b"Words.", (Mark(0, 5, "c-1", "u-1", id="m-1"),))
    users = (User("u-1", "Zoé", "ZM"), User("u-2", "Idle", "I"))
    codes, sets = (ProjectCode("c-1", "Loss"),), (Group("g-1", "Heard", asides=(guid,)),)
    project = Project("Theirs", users=users, codes=codes, texts=(text,), groups=sets, asides=(audio,))
    receive(study, look(study, project, Taking(), "ana"), "ana")
    out = project_of(study)
    assert set(users) <= set(out.users)
    assert out.groups[-1] == sets[0]
    write_project(replace(out, texts=()), tmp_path / "p.qdpx")
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        words = archive.read("project.qde").decode()
    assert f'<MemberSource targetGUID="{guid}"/>' in words
    assert 'name="Zoé" id="ZM"' in words
