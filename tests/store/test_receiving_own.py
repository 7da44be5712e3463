"""What only a study of qualcode says comes into another one with its project, and goes and comes again with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import (
    AddCoding,
    AddMemo,
    SaveQuery,
    SetConsent,
    SetDocument,
    SetDone,
    SetExcerpt,
    SetKey,
    SetParticipant,
    SetParts,
)
from qualcode.model.texts import Part
from qualcode.projecting import project_of
from qualcode.projects.folding import folded
from qualcode.projects.project import Case, Group, Mark, Note, Project, ProjectCode, ProjectText, ProjectVariable, User
from qualcode.projects.refi_in import read_refi
from qualcode.projects.refi_out import write_project
from qualcode.receiving import Choices, look, receive
from qualcode.study import Study


def test_it_comes_with_one_act_and_goes_and_comes_again_with_it(
    study: Study, tmp_path: Path, state_of: Callable[[Study], Any]
) -> None:
    made = study.do(AddCoding("L01", 20, 39, "nearness"), AddCoding("L01", 42, 57, "language", round=2)).codings
    study.do(
        SetConsent(made[:1], False), SetExcerpt(made[1], "se […]"), SetKey(made[1], True), SetDone("L01", True),
        AddMemo("site:lille", "quiet here", "logbook", "2013-02-04"), AddMemo("passage:L02:0-5", "look again"),
        SetDocument("L02", "lille", "visit note", "fr", "2013-02-04", "T0", "near"),
        SetParts("T01", (Part(1, 2, "toulon", "T0"), Part(3, 4, "lille", "T12"))),
        SetParticipant("L01-P1", "toulon", "nurse", {"group": "2"}), SaveQuery("close", "nearness"),
    )  # fmt: skip
    write_project(project_of(study), tmp_path / "p.qdpx")
    project = read_refi(tmp_path / "p.qdpx", tmp_path)
    new = {"study_text": "title: New\nlanguages: [fr, en]\n", "codebook_text": "title: C\n"}
    with Study.create(tmp_path / "new", **new, coder="eve") as other:
        before = state_of(other)
        receive(other, look(other, project, Choices(), "eve"), "eve")
        assert project_of(other).groups == project_of(study).groups
        for part in ("codes", "texts", "cases", "notes", "variables", "users"):
            assert getattr(project_of(other), part) == getattr(project_of(study), part), part
        assert other.guides == study.guides
        assert other.queries == study.queries
        after = state_of(other)
        assert other.undo("eve")
        assert state_of(other) == before
        assert other.redo("eve")
        assert state_of(other) == after
        again = look(other, project, Choices(), "eve").act
        assert not (again.documents or again.made or again.settings or again.memos)


KEYS = [
    "names",
    "guides",
    "variables",
    "stop_words",
    "queries",
    "parts",
    "done",
    "people",
    "turns",
    "values",
    "wave",
    "guide",
    "codings",
    "consent",
    "renderings",
    "site",
    "id",
    "waves",
    "kind",
    "date",
    "target",
    "on",
    "text",
    "label",
    "examples",
    "also_under",
    "of",
    "round",
    "inside",
    "own",
    "language",
    "at",
]


@pytest.mark.parametrize(
    "junk", [7, "words", ["words", 7, None], {"words": 7, "id": {"a": []}, "parts": [[1]]}, [[1, 2, 3, 4, 5]]]
)
def test_what_others_made_of_it_comes_as_far_as_it_is_understood(study: Study, tmp_path: Path, junk: object) -> None:
    fields = dict.fromkeys(KEYS, junk)
    words = folded("Words", fields)
    mark = Mark(3, 8, "c", "u", id="m", fields=fields)
    project = Project(
        "Theirs", users=(User("u", "zoe"),), codes=(ProjectCode("c", "Loss", fields=fields),),
        texts=(ProjectText("t", "Talk", "P: Words.\n", b"", (mark,), fields=fields),),
        variables=(ProjectVariable("v", "age", description=words),), cases=(Case("k", "P1", words, ("t",)),),
        notes=(Note("n", "think", "mark", "m", user="u", fields=fields),),
        groups=(Group("g", "Early", words, texts=("t",)),),
        fields=fields,
    )  # fmt: skip
    write_project(project, tmp_path / "p.qdpx")
    found = read_refi(tmp_path / "p.qdpx", tmp_path)
    receive(study, look(study, found, Choices(), "ana"), "ana")
    assert [coding.coder for coding in study.codings()] == ["zoe"]
    assert project_of(study).texts
