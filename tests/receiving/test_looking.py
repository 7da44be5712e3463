"""What a look at a project finds: the codes, texts and people it shares with a study, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCoding, AddMemo
from qualcode.model.codes import Code
from qualcode.projecting import project_of
from qualcode.projects.project import (
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
from qualcode.receiving import Choices, Plan, look, receive
from qualcode.study import Study

TALK = "I: Et vous ?\nMarie: Je suis là.\nPaul: Moi aussi, oui.\nI: Merci.\nMarie: De rien.\nPaul: Au revoir.\n"
ALONE = "J'ai perdu la distance. On se comprend.\n"


def text(name: str, words: str, **fields: Any) -> ProjectText:
    """A text that is called as its id."""
    return ProjectText(name, name, words, words.encode(), **fields)


def turns_of(words: str, label: str) -> tuple[tuple[int, int], ...]:
    """The places of all lines that somebody says, without the label."""
    places, at = [], 0
    for line in words.splitlines(keepends=True):
        if line.startswith(f"{label}: "):
            places.append((at + len(label) + 2, at + len(line) - 1))
        at += len(line)
    return tuple(places)


def seen(study: Study, given: Project, **choices: Any) -> Plan:
    """What ana would take in."""
    return look(study, given, Choices(**choices), "ana")


def taken(study: Study, given: Project, **choices: Any) -> Study:
    """The study with the project in it."""
    receive(study, seen(study, given, **choices), "ana")
    return study


def tree(study: Study) -> list[tuple[str, ...]]:
    """The paths of all codes."""
    return [tuple(code.label.get("", "") or code.label["en"] for code in path_of(study, code))
            for code in study.codebook.codes]  # fmt: skip


def path_of(study: Study, code: Code) -> tuple[Code, ...]:
    """A code below those it is in."""
    return study.codebook.path(code.id)


def test_a_code_is_found_by_its_place_else_by_its_name_alone_at_the_top(study: Study) -> None:
    codes = (
        ProjectCode("1", "distance thérapeutique"),  # a label in French, another case
        ProjectCode("2", "ACCES", "1"),
        ProjectCode("3", "Nearness"),  # at the top there, below Distance here
        ProjectCode("4", "Language", "1"),  # here at the top: another code
        ProjectCode("5", "New", "4"),
    )
    plan = seen(study, Project("P", codes=codes))
    assert (plan.matched, plan.act.made, plan.questions) == (3, ("language-2", "new"), ())
    taken(study, Project("P", codes=codes))
    assert tree(study)[3:5] == [("Distance", "Language"), ("Distance", "Language", "New")]


def test_codes_of_one_name_stay_apart_also_when_they_come_again_under_other_ids(study: Study) -> None:
    def project(first: int) -> Project:
        return Project(
            "P", codes=tuple(ProjectCode(str(first + n), name) for n, name in enumerate(("Loss", "loss", "LOSS")))
        )

    taken(study, project(0))
    assert [path[-1] for path in tree(study)][-3:] == ["Loss", "loss (2)", "LOSS (3)"]
    assert seen(study, project(10)).act.made == ()


def test_a_code_merged_since_is_found_where_it_went(study: Study) -> None:
    from qualcode.acts import MergeCodes

    given = Project("P", codes=(ProjectCode("g", "Loss"),))
    taken(study, given)
    study.do(MergeCodes(("loss",), "access"))
    assert seen(study, given).act.made == ()


def test_an_id_of_another_name_than_before_is_asked_about(study: Study) -> None:
    taken(study, Project("P", codes=(ProjectCode("g", "Loss"),)))
    renamed = Project("P", codes=(ProjectCode("g", "Grief"),))
    plan = seen(study, renamed)
    assert [(one.proposal, one.text) for one in plan.questions] == [
        ("loss", "Grief was Loss in a project taken in earlier, the code loss.")
    ]
    assert plan.act.made == ()
    assert seen(study, renamed, codes={"g": ""}).act.made == ("grief",)


def test_codes_in_a_circle_and_of_unfit_names_and_fields_come_in(study: Study) -> None:
    codes = (
        ProjectCode("a", "A\n\x00b", "b", "#zzz", "one\r\ntwo \ud800"),
        ProjectCode("b", " ", "a"),
        ProjectCode("c", "C", "nowhere", fields={"id": "distance", "pin": "1", "aliases": ["nearness", "Near by"],
                                                 "also_under": ["gone"], "full": {"en": "F", "no!": "x"}}),
    )  # fmt: skip
    taken(study, Project("P", codes=codes))
    new = {code.id: (code.label[""], code.parent) for code in study.codebook.codes[4:]}
    assert new == {"a-b": ("A b", "code-without-a-name"), "code-without-a-name": ("code without a name", None),
                   "c": ("C", None)}  # fmt: skip
    assert (study.codebook["c"].aliases, study.codebook["c"].pin, study.codebook["c"].full) == (
        ("Near by",), None, {"en": "F"}
    )  # fmt: skip


def test_a_tree_deeper_than_a_file_holds_ends_in_one_level(study: Study) -> None:
    codes = tuple(ProjectCode(str(n), f"Level {n}", str(n - 1) if n else None) for n in range(60))
    taken(study, Project("P", codes=codes))
    assert max(map(len, tree(study))) == 41
    assert seen(study, Project("P", codes=codes)).act.made == ()


def test_two_texts_of_the_same_bytes_with_other_words_are_two_documents(study: Study) -> None:
    texts = tuple(ProjectText(name, name, words, b"one file") for name, words in (("a", ALONE), ("b", TALK)))
    taken(study, Project("P", texts=texts))
    assert [study.transcript(one.id).text for one in study.documents() if one.name in ("a", "b")] == [ALONE, TALK]


def test_a_text_in_other_bytes_is_the_document_whose_words_it_has(study: Study) -> None:
    words = study.transcript("L01").text
    given = Project(
        "P",
        users=(User("u", "ben"),),
        codes=(ProjectCode("c", "Access"),),
        texts=(
            ProjectText("t", "L one", words, words.encode("utf-16"), (Mark(4, 9, "c", "u"), Mark(9, 9, "c", "u"))),
            text("t2", words, marks=(Mark(0, 3, "gone", "u"),)),
        ),
    )
    plan = seen(study, given)
    assert (plan.known, plan.act.documents, len(plan.act.codings)) == (("L01",), (), 1)
    assert plan.lost == {"coding of no length": 1, "coding without a code": 1,
                         "text that stands in the project twice": 1}  # fmt: skip
    taken(study, given)
    assert [(one.document, one.coder) for one in study.codings()] == [("L01", "ben")]


def test_cases_are_the_people_whose_turns_or_texts_they_have(study: Study) -> None:
    cases = (
        Case("m", "Marie Curie", "A description.", ("alone",), tuple(("talk", *one) for one in turns_of(TALK, "Marie")),
             {"age": "41", "joined": "2019-03-04T00:00:00Z", "group": "2", "Site": "Lille"}),
        Case("p", "P07", passages=tuple(("talk", *one) for one in turns_of(TALK, "Paul")), values={"age": "old"}),
        Case("n", "Nobody", passages=(("talk", 0, 3),)),
    )  # fmt: skip
    given = Project(
        "P",
        texts=(text("talk", TALK), text("alone", ALONE)),
        cases=cases,
        variables=(ProjectVariable("1", "age", "Integer"), ProjectVariable("2", "joined", "DateTime")),
        notes=(Note("x", "calls back", "case", "m"), Note("y", "lost", "case", "n")),
    )
    plan = seen(study, given)
    assert (plan.kept, plan.lost) == ({"case that is nobody who speaks": 1}, {"note": 1})
    taken(study, given)
    people = {person.id: dict(person.variables) for person in study.participants()}
    talk, alone = (next(one for one in study.documents() if one.name == name) for name in ("talk", "alone"))
    marie = f"{talk.id}-P1"
    assert (talk.participants, alone.participants) == ((marie, "P07"), (marie,))
    assert people[marie] == {"age": "41", "joined": "2019-03-04", "group": "2", "own-Site": "Lille"}
    assert people["P07"] == {"age": "old"}
    assert study.variables["participant"]["age"]["type"] == "text"  # not all are numbers
    assert study.variables["participant"]["joined"]["type"] == "date"
    assert [memo.target for memo in study.memos()] == [f"participant:{marie}"]
    assert receive(study, seen(study, given), "ana").event == 0


def test_sets_become_variables_of_documents_or_sites(
    study: Study, tmp_path: Path, new_study: Callable[..., Any]
) -> None:
    groups = (Group("g", "Wave 1", texts=("talk",)), Group("h", "Calls", texts=("talk", "alone")), Group("i", "Codes"))
    given = Project("P", texts=(text("talk", TALK), text("alone", ALONE)), groups=groups)
    taken(study, given)
    named = {one.name: one.id for one in study.documents()}
    said = {one.id: dict(one.variables) for one in study.described()}
    assert said[named["talk"]] == {"Wave 1": "true", "Calls": "true"}
    assert said[named["alone"]] == {"Wave 1": "false", "Calls": "true"}
    with new_study(tmp_path / "other") as other:
        taken(other, given, sets="sites")
        sites = {one.name: one.site for one in other.documents()}
        assert (sites, other.sites[-1].label) == ({"talk": "wave-1", "alone": "calls"}, {"": "Calls"})


@pytest.mark.parametrize(
    ("user", "coders", "coder", "asked"),
    [
        ("ben", {}, "ben", False),
        ("Ana", {}, "ana", True),
        ("Ana", {"Ana": "Ana"}, "Ana", False),
        ("AB", {"ab": "ana"}, "ana", False),
        (" \n", {}, "unnamed coder", False),
    ],
)
def test_users_are_coders_by_name_by_choice_or_after_a_question(
    study: Study, user: str, coders: dict[str, str], coder: str, *, asked: bool
) -> None:
    codes, marks = (ProjectCode("c", "Access"),), (Mark(0, 4, "c", "u"), Mark(5, 9, "c"))
    given = Project(
        "P", users=(User("u", user), User("v", "idle")), codes=codes, texts=(text("t", ALONE, marks=marks),)
    )
    plan = seen(study, given, coders=coders)
    assert ([met.coder for met in plan.users], bool(plan.questions)) == ([coder], asked)
    assert [one.coder for one in plan.act.codings] == [coder, "ana"]


def test_who_a_user_is_here_is_remembered(study: Study) -> None:
    def project(user: str, words: str) -> Project:
        codes = (ProjectCode("c", "Access"),)
        return Project(
            "P", users=(User(user, "AB"),), codes=codes, texts=(text("t", words, marks=(Mark(0, 4, "c", user),)),)
        )

    taken(study, project("u1", ALONE), coders={"AB": "ana"})
    assert [met.coder for met in seen(study, project("u2", TALK)).users] == ["ana"]


def test_a_memo_cites_the_same_passage_in_another_study_and_nothing_by_chance(
    study: Study, tmp_path: Path, new_study: Callable[..., Any]
) -> None:
    (number,) = study.do(AddCoding("L02", 3, 9, "nearness")).codings
    study.do(AddMemo("document:L01", f"As in [#{number}]."))
    given = project_of(study)
    with new_study(tmp_path / "other") as other:
        first = text("first", ALONE, marks=(Mark(0, 4, "c"), Mark(5, 9, "c")), memo=f"Not [#{number}].")
        taken(other, Project("P", codes=(ProjectCode("c", "Access"),), texts=(first,)))
        taken(other, given)
        (coding,) = (one for one in other.codings() if one.code == "nearness")
        assert coding.id != number
        assert {memo.text for memo in other.memos()} == {f"Not (#{number}).", f"As in [#{coding.id}]."}
        assert receive(other, seen(other, given), "ana").event == 0


def test_a_code_called_as_an_alias_of_another_is_asked_about(study: Study) -> None:
    first = ProjectCode("a", "Near by", None, fields={"aliases": ["Hope"]})
    plan = seen(taken(study, Project("P", codes=(first,))), Project("Q", codes=(ProjectCode("c", "hope", None),)))
    (question,) = plan.questions
    assert (question.by_name, question.text) == (True, "hope is an alias of the code near-by.")
