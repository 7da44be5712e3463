"""A project that is written as REFI-QDA is valid by the official schema and comes back as it was, for both units."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.importers.normalise import normalise
from qualcode.model.texts import Speaker, Turn
from qualcode.projects.project import (
    NOBODY,
    Aside,
    Case,
    Group,
    Hand,
    Link,
    Mark,
    Note,
    Project,
    ProjectCode,
    ProjectText,
    ProjectVariable,
    User,
)
from qualcode.projects.refi_in import read_codebook, read_refi
from qualcode.projects.refi_out import write_codebook, write_project
from qualcode.projects.refi_sources import NVIVO, STRICT

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "refi"
PROJECT, CODEBOOK = SHARED / "spec" / "Project.xsd", SHARED / "spec" / "Codebook.xsd"

_LETTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("aé e\u0301😀\n\t\r\0\x1b\ufffe<&\"'>]")
_WORDS = st.text(_LETTERS, max_size=12)
_NAMES = st.text(_LETTERS, min_size=1, max_size=8)
_ATS = st.sampled_from((None, "2013-02-04T10:00:00Z", "2013-02-04T10:00:00.250+01:00", "in the spring"))
_FIELDS = st.dictionaries(st.sampled_from(("guide", "full", "nature")), _WORDS.filter(bool), max_size=2)


def _hand(draw: st.DrawFn, users: int) -> Hand:
    """Somebody at some moment, or nobody known."""
    user = draw(st.sampled_from((None, *(_guid(2, user) for user in range(users)))))
    return Hand(user, draw(st.sampled_from((None, "2012-12-31T23:00:00Z"))))


def _by_hands(draw: st.DrawFn, marks: list[Mark], selection: str, users: int) -> list[Mark]:
    """The marks, those of a selection with whoever drew it, if that is another than they say, and changed it last."""
    own = [mark for mark in marks if mark.selection == selection]
    drawn, redrawn = _hand(draw, users), _hand(draw, users)
    dated = all(mark.user and (mark.at or "")[:1] == "2" for mark in own)
    if not dated or (len(own) == 1 and drawn == (own[0].user, own[0].at)):
        drawn = NOBODY
    return [mark._replace(drawn=drawn, redrawn=redrawn) if mark in own else mark for mark in marks]


def _guid(kind: int, number: int) -> str:
    return str(UUID(int=(kind << 64) + number))


@st.composite
def _texts(draw: st.DrawFn, number: int, codes: int, users: int) -> ProjectText:
    text = normalise(draw(st.text(_LETTERS, min_size=1, max_size=40)))
    places = st.tuples(*(st.integers(0, max(0, len(text))),) * 2).filter(lambda place: place[0] != place[1])
    marks: list[Mark] = []
    for selection, place in enumerate(draw(st.lists(places, max_size=4)) if text else ()):
        for _coding in range(draw(st.integers(1, 2))):
            marks.append(
                Mark(
                    min(place), max(place), _guid(1, draw(st.integers(0, codes - 1))),
                    draw(st.sampled_from((None, *(_guid(2, user) for user in range(users))))), draw(_ATS),
                    _guid(10 + number, len(marks)), draw(_WORDS), _guid(20 + number, selection),
                    draw(st.integers(1, 2)), draw(st.booleans()), draw(st.booleans()), draw(_FIELDS),
                )
            )  # fmt: skip
        marks = _by_hands(draw, marks, _guid(20 + number, selection), users)
    cut = draw(st.integers(0, len(text)))
    turns = (Turn(1, None, 0, 0, cut), Turn(2, "A", cut, len(text), len(text), 1.5)) if text else ()
    crlf = draw(st.booleans()) and "\n" in text
    original = text.replace("\n", "\r\n").encode("utf-8-sig") if crlf else text.encode()
    values = draw(st.dictionaries(st.just("v0"), _WORDS, max_size=1))
    return ProjectText(
        _guid(3, number), draw(_NAMES), text, original, tuple(marks), draw(st.sampled_from(((), turns))), draw(_WORDS),
        at=draw(_ATS), values=values, language="fr", kind=draw(_WORDS), site="lille", own=f"T{number}",
        people=draw(st.sampled_from(((), (Speaker("A", False, "P1"),)))), fields=draw(_FIELDS),
        changed=_hand(draw, users),
    )  # fmt: skip


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Projects of any words, as a reader would yield them."""
    users, codes = draw(st.integers(1, 2)), draw(st.integers(1, 4))
    texts = tuple(draw(_texts(number, codes, users)) for number in range(draw(st.integers(0, 2))))
    parents = [
        None,
        *(draw(st.sampled_from((None, *(_guid(1, one) for one in range(code))))) for code in range(1, codes)),
    ]
    made = [
        ProjectCode(_guid(1, code), draw(_NAMES), parents[code], draw(st.sampled_from((None, "#0a0B0c"))), draw(_WORDS),
                    draw(st.booleans()), draw(_FIELDS))
        for code in range(codes)
    ]  # fmt: skip
    held = [(text.id, 0, len(text.text)) for text in texts if text.text]
    things = [("", ""), ("code", made[0].id), ("case", _guid(5, 0)), *(("text", text.id) for text in texts)]
    things += [("mark", mark.id) for text in texts for mark in text.marks]
    notes = []
    for number in range(draw(st.integers(0, 3))):
        on, target = draw(st.sampled_from(things))
        passage = draw(st.sampled_from((None, *held))) if not on else None
        notes.append(Note(_guid(6, number), draw(_NAMES), on, target, draw(_WORDS), _guid(2, 0), draw(_ATS), passage,
                          draw(_FIELDS), _hand(draw, users)))  # fmt: skip
    kinds = st.sampled_from(("Text", "Boolean", "Integer", "Float", "Date", "DateTime"))
    case = Case(_guid(5, 0), draw(_NAMES), draw(_WORDS), tuple(text.id for text in texts[:1]), tuple(held[1:]),
                {"v0": draw(_WORDS | st.sampled_from(("1", "2013-02-04")))}, draw(_FIELDS))  # fmt: skip
    return Project(
        draw(_NAMES),
        users=tuple(User(_guid(2, user), draw(_NAMES), draw(st.sampled_from(("", "B&B")))) for user in range(users)),
        codes=tuple(_parents_first(made)),
        texts=texts,
        variables=(ProjectVariable(_guid(4, 0), "v0", draw(kinds), draw(_WORDS), draw(_FIELDS)),),
        cases=(case,),
        notes=tuple(notes),
        links=(Link(_guid(7, 0), made[0].id, case.id, draw(_WORDS), draw(st.sampled_from(("", "OneWay"))), "#ffffff"),),
        groups=(Group(_guid(8, 0), draw(_NAMES), draw(_WORDS), (made[0].id,), tuple(text.id for text in texts),
                      tuple(note.id for note in notes[:1]), draw(_FIELDS)),),
        fields=draw(_FIELDS),
    )  # fmt: skip


def _parents_first(codes: list[ProjectCode], parent: str | None = None) -> list[ProjectCode]:
    return [one for code in codes if code.parent == parent for one in (code, *_parents_first(codes, code.id))]


def _comparable(project: Project, *, original: bool = True) -> Project:
    """What must come back: all but what the program says of itself, notes in any order, all as the readers order it."""
    texts = tuple(text if original else text._replace(original=b"") for text in project.texts)
    notes = tuple(sorted(project.notes, key=lambda note: note.id))
    return replace(project, origin="", conventions={}, lost={}, texts=texts, notes=notes)


@pytest.fixture(scope="module")
def schema() -> Any:
    """The official schemas, where they are."""
    etree = pytest.importorskip("lxml.etree")
    if not PROJECT.exists():
        pytest.skip("the official schemas are not here")
    return etree.XMLSchema(etree.parse(PROJECT)), etree.XMLSchema(etree.parse(CODEBOOK)), etree


def _check(schema: Any, path: Path) -> None:
    of_projects, of_codebooks, etree = schema
    if path.suffix == ".qdc":
        of_codebooks.assertValid(etree.parse(path))
        return
    with zipfile.ZipFile(path) as archive:
        of_projects.assertValid(etree.fromstring(archive.read("project.qde")))


@given(project=projects(), style=st.sampled_from((STRICT, NVIVO)))
def test_what_is_written_comes_back(project: Project, style: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    write_project(project, folder / "p.qdpx", style)
    found = read_refi(folder / "p.qdpx", folder)
    assert _comparable(found, original=style == NVIVO) == _comparable(project, original=style == NVIVO)
    assert not found.lost
    write_codebook(project, folder / "p.qdc")
    shown = [code._replace(parent=None) for code in read_codebook(folder / "p.qdc").codes]
    assert [code.fields for code in shown] == [code.fields for code in project.codes]


def test_the_words_of_a_page_stand_in_it_again(schema: Any, tmp_path: Path) -> None:
    path = "/home/marie/a.pdf"
    element = f'<PDFSource guid="{_guid(9, 0)}" name="A page" path="{path}" currentPath="{path}"/>'
    pages = Aside("pdf", "A page", element.encode(), {})
    text = ProjectText(_guid(3, 0), "A page", "Words.", b"Words.", inside=_guid(9, 0))
    heard = ProjectText(_guid(3, 1), "A talk", "Said.", b"Said.", inside=_guid(9, 1))
    group, case = Group(_guid(8, 0), "Read", texts=(text.id, heard.id)), Case(_guid(5, 0), "Ann", texts=(text.id,))
    given = Project("P", texts=(text, heard), asides=(pages,), groups=(group,), cases=(case,))
    write_project(given, tmp_path / "p.qdpx")
    _check(schema, tmp_path / "p.qdpx")
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        written = archive.read("project.qde").decode()
    assert "marie" not in written
    assert written.index("<PDFSource") < written.index("<Representation") < written.index("</PDFSource>")
    assert re.findall('<(?:MemberSource|SourceRef) targetGUID="(.*?)"', written) == [_guid(9, 0), _guid(9, 0), heard.id]
    found = read_refi(tmp_path / "p.qdpx", tmp_path)
    assert (found.texts, found.groups, found.cases) == ((heard, text), (group,), (case,))


@given(project=projects())
def test_it_is_valid(project: Project, schema: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    write_project(project, folder / "v.qdpx")
    write_codebook(project, folder / "v.qdc")
    _check(schema, folder / "v.qdpx")
    if project.codes:
        _check(schema, folder / "v.qdc")
