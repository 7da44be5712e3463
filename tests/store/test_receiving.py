"""A project of another program in a study: what comes, what was there already, one undo, nothing by halves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCoding
from qualcode.errors import InputError
from qualcode.projecting import project_of
from qualcode.projects.project import (
    Aside,
    Case,
    Group,
    Mark,
    Note,
    Project,
    ProjectCode,
    ProjectText,
    ProjectVariable,
    User,
)
from qualcode.receiving import Choices, look, receive
from qualcode.store.changes import coded, imported
from qualcode.study import Study

TEXT = "I: Et vous ?\nMarie: J'ai perdu la distance. On se comprend.\nI: Merci.\nMarie: De rien.\n"
EMPTY = "title: Mine\ncodes:\n"


def project(**fields: Any) -> Project:
    """Two coders, three codes, one text with four codings and memos of two of them."""
    text = ProjectText(
        "t1",
        "Entretien 1",
        TEXT,
        TEXT.encode("utf-16"),
        (
            Mark(20, 39, "c2", "u1", "2019-03-04T10:00:00+02:00", "m1", "she says so"),
            Mark(20, 39, "c2", "u2", "2019-03-05T10:00:00Z", "m2"),
            Mark(41, 57, "c3", "u2", None, "m3", key=True),
            Mark(41, 57, "c3", "u2", None, "m4"),
        ),
        memo="the first one",
        user="u1",
    )
    given: dict[str, Any] = {
        "name": "Theirs",
        "origin": "Other 1.0",
        "users": (User("u1", "Zoé Martin"), User("u2", "rev")),
        "codes": (
            ProjectCode("c1", "Ties", colour="#E69F10", description="All that binds."),
            ProjectCode("c2", "Loss", "c1"),
            ProjectCode("c3", "Loss", "c1"),
        ),
        "texts": (text,),
        "notes": (Note("n1", "think again", "code", "c2", "Loss?", "u1"),),
        **fields,
    }
    return Project(**given)


@pytest.fixture
def bare(tmp_path: Path, created: Callable[..., Study]) -> Any:
    """A study of the coder ana without documents and codes."""
    with created(tmp_path / "bare", study_text="title: Mine\nsites:\n", codebook_text=EMPTY, coder="ana") as made:
        yield made


def taken_in(study: Study, given: Project, choices: Choices | None = None) -> Any:
    """A project taken in by ana, every question answered as proposed."""
    return receive(study, look(study, given, choices or Choices(), "ana"), "ana")


def test_a_project_comes_into_an_empty_study_whole(bare: Study) -> None:
    taken_in(bare, project())
    (document,) = bare.documents()
    assert (document.name, document.participants) == ("Entretien 1", ("D01-P1",))
    assert bare.transcript("D01").text == TEXT
    assert [(code.id, code.label[""], code.parent) for code in bare.codebook.codes] == [
        ("ties", "Ties", None), ("loss", "Loss", "ties"), ("loss-2", "Loss (2)", "ties")
    ]  # fmt: skip
    assert (bare.codebook["ties"].colour, bare.codebook["ties"].full) == ("orange", {"": "All that binds."})
    assert bare.codebook.title == {"": "Mine"}
    assert [(one.start, one.end, one.code, one.coder, one.key) for one in bare.codings()] == [
        (20, 39, "loss", "Zoé Martin", 0), (20, 39, "loss", "rev", 0), (41, 57, "loss-2", "rev", 1)
    ]  # fmt: skip
    moments = [row[0] for row in bare.connection.execute("SELECT at FROM coding ORDER BY id LIMIT 2")]
    assert moments == ["2019-03-04T08:00:00.000+00:00", "2019-03-05T10:00:00.000+00:00"]
    memos = {(memo.target, memo.coder, memo.text) for memo in bare.memos()}
    assert memos == {("coding:1", "Zoé Martin", "she says so"), ("document:D01", "Zoé Martin", "the first one"),
                     ("code:loss", "Zoé Martin", "Loss?\n\nthink again")}  # fmt: skip


def test_a_period_counts_what_a_project_brought(bare: Study) -> None:
    taken_in(bare, project())
    assert [one.document for one in imported(bare.connection, "2000", "9999")] == ["D01"]
    added = sorted((one.coder, one.place) for one in coded(bare.connection, "2000", "9999"))
    assert added == [("Zoé Martin", ("D01", 20, 39)), ("rev", ("D01", 20, 39)), ("rev", ("D01", 41, 57))]


def test_one_undo_takes_everything_back_and_redo_brings_it_again(
    bare: Study, state_of: Callable[[Study], Any], tmp_path: Path
) -> None:
    file = tmp_path / "a.mp3"
    file.write_bytes(b"sound")
    given = project(
        asides=(Aside("audio", "a.mp3", b"<AudioSource/>", {"a.mp3": file}),),
        variables=(ProjectVariable("v1", "age", "Integer"),),
        cases=(Case("k1", "Marie", texts=("t1",), values={"age": "41"}),),
        groups=(Group("g1", "Wave one", texts=("t1",)),),
    )
    before, coders = state_of(bare), bare.coders()
    taken_in(bare, given)
    after = state_of(bare)
    assert bare.participants()[0].variables == {"age": "41"}
    assert bare.variables["document"]["Wave one"]["type"] == "boolean"
    (sound,) = (bare.folder / "aside").iterdir()
    assert sound.read_bytes() == b"sound"
    bare.undo()
    assert (state_of(bare), bare.coders()) == (before, coders)
    assert not sound.exists()
    bare.redo()
    assert state_of(bare) == after
    assert sound.read_bytes() == b"sound"
    bare.undo()
    assert (state_of(bare), bare.coders()) == (before, coders)


def test_the_same_project_twice_changes_nothing(bare: Study) -> None:
    taken_in(bare, project())
    plan = look(bare, project(), Choices(), "ana")
    assert (plan.known, plan.there, plan.act.made, plan.act.documents) == (("D01",), 4, (), ())
    assert receive(bare, plan, "ana").event == 0


def test_what_another_coder_built_on_is_not_taken_back(bare: Study, state_of: Callable[[Study], Any]) -> None:
    taken_in(bare, project())
    bare.do(AddCoding("D01", 0, 4, "ties"), coder="ben")
    now = state_of(bare)
    with pytest.raises(InputError) as refused:
        bare.undo()
    assert "ben" in str(refused.value)
    assert state_of(bare) == now


def test_a_failure_at_the_end_leaves_the_study_as_it_was(
    bare: Study, state_of: Callable[[Study], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "a.mp3"
    file.write_bytes(b"sound")
    plan = look(bare, project(asides=(Aside("audio", "a", b"<A/>", {"a": file}),)), Choices(), "ana")
    before = state_of(bare)

    def fails(*_args: object) -> None:
        raise InputError("the disk is full")

    monkeypatch.setattr("qualcode.store.receiving.brought.insert_kept", fails)
    with pytest.raises(InputError, match="full"):
        receive(bare, plan, "ana")
    assert state_of(bare) == before
    assert not (bare.folder / "aside").exists()


def test_taken_back_to_any_event_the_rows_are_those_of_then(study: Study, watched: Any) -> None:
    with watched(study) as seen:
        taken_in(study, project())
        seen.look()
        study.undo("ana")
        seen.look()
        study.do(AddCoding("L01", 5, 9, "access"), coder="ben")
        study.redo("ana")
        seen.look()
        study.do(AddCoding("D01", 0, 4, "ties"), coder="rev")
        seen.look()


def test_users_of_an_empty_project_are_kept_once(bare: Study) -> None:
    empty = Project("Blank", users=(User("u1", "Zoé Martin"), User("u2", "rev")))
    plan = look(bare, empty, Choices(), "ana")
    assert (plan.users, plan.kept) == ((), {"user who is no coder here": 2})
    assert taken_in(bare, empty).event
    assert taken_in(bare, empty).event == 0
    assert project_of(bare).users == empty.users
