"""A project imported again after a text of it was corrected in the study: its codings come to where the words are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.acts import AddCoding, ConfirmCorrected, DropCodings, MoveCoding, PlaceCoding, RecodeCoding
from qualcode.errors import InputError
from qualcode.model import Span
from qualcode.projecting import project_of
from qualcode.projects.project import Case, Mark, Note, Project, ProjectCode, ProjectText, User
from qualcode.receiving import Choices, Plan, look, receive
from qualcode.revising import replaced
from qualcode.study import Study

TEXT = (
    "I: Et vous ?\nP: J'ai perdu la distance avec eux. On se comprend sans le dire.\n"
    "I: Merci.\nP: De rien, vraiment. Je suis content de parler.\nI: Autre chose encore ?\n"
    "P: Ma voisine m'a prêté son vélo pendant trois semaines au printemps.\n"
)
MOVED, CHANGED, LOST = "On se comprend sans le dire.", "Je suis content de parler.", "son vélo pendant trois semaines"
EDITS = (("Et vous ?", "Et vous, comment allez-vous ?"), ("content", "très heureux"), (LOST, "rien, rien du tout"))


def marked(*quotes: str, first: int = 0, **fields: Any) -> tuple[Mark, ...]:
    """Codings of these words by u1, each of the code c1."""
    return tuple(
        Mark(start := TEXT.index(quote), start + len(quote), "c1", "u1", None, f"m{number}", **fields)
        for number, quote in enumerate(quotes, first)
    )


def project(*marks: Mark, notes: tuple[Note, ...] = ()) -> Project:
    """One text with these codings."""
    text = ProjectText("t1", "Entretien", TEXT, TEXT.encode("utf-16"), marks)
    return Project("P", users=(User("u1", "rev"),), codes=(ProjectCode("c1", "Ties"),), texts=(text,), notes=notes)


def seen(study: Study, given: Project) -> Plan:
    """What ana would take in."""
    return look(study, given, Choices(), "ana")


def corrected(study: Study, *edits: tuple[str, str]) -> Study:
    """The study with words of its one document written otherwise, one after the other."""
    for words, by in edits or EDITS:
        study.do(replaced(study, "D01", words, by).act)
    return study


def standing(study: Study) -> dict[str, str]:
    """The words of all codings, with their coders."""
    text = study.transcript("D01").text
    return {text[one.start : one.end]: one.coder for one in study.codings()}


def again(study: Study, given: Project) -> int:
    """The event of one more import; 0 where nothing was to be done."""
    return receive(study, seen(study, given), "ana").event


@pytest.fixture
def mine(tmp_path: Path, created: Callable[..., Study]) -> Any:
    """A study of ana without documents."""
    with created(tmp_path / "bare", study_text="title: M\nsites:\n", codebook_text="codes:\n", coder="ana") as made:
        yield made


def test_what_came_before_the_correction_is_there_wherever_it_is_now(mine: Study) -> None:
    whole = project(*marked(MOVED, CHANGED, LOST, memo="said so"))
    assert again(mine, whole)
    corrected(mine)
    plan = seen(mine, whole)
    assert (plan.known, plan.there, plan.doubts, plan.lost, list(plan.act.memos)) == (("D01",), 3, {}, {}, [])
    assert receive(mine, plan, "ana").event == 0
    one, changed, lost = (1, 2, 3)
    mine.do(MoveCoding(one, 0, 5), ConfirmCorrected((changed,)), PlaceCoding(lost, 40, 44), coder="rev")
    assert again(mine, whole) == 0
    mine.do(RecodeCoding(changed, mine.codebook.codes[0].id), coder="rev")
    corrected(mine, ("Merci.", "Merci bien."))
    assert again(mine, whole) == 0


def test_a_coding_that_stands_otherwise_comes_beside_it_and_that_is_said(mine: Study) -> None:
    whole = project(*marked(MOVED, CHANGED))
    again(mine, whole)
    mine.do(MoveCoding(1, 0, 5), coder="rev")
    plan = seen(mine, whole)
    assert plan.there == 1 and plan.notes[0].startswith("1 coding stands otherwise in the study (moved, ")


def test_what_is_said_of_documents_has_the_colon_of_its_language(mine: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    again(mine, project())
    corrected(mine)
    monkeypatch.setattr("qualcode.receiving.texts._", lambda words: words.replace(": ", "\N{NO-BREAK SPACE}: "))
    (note,) = seen(mine, project(*marked("De rien"))).notes
    assert note.startswith("D01\N{NO-BREAK SPACE}: its text was corrected since")


def test_new_codings_come_to_their_words_or_are_listed_and_settled(
    mine: Study, state_of: Callable[[Study], Any]
) -> None:
    again(mine, project(*marked("De rien")))
    corrected(mine)
    before = state_of(mine)
    new = project(*marked("De rien", MOVED, CHANGED, LOST, memo="said so"))
    plan = seen(mine, new)
    assert (plan.there, plan.doubts, len(plan.act.codings), len(plan.act.memos)) == (1, {"changed": 1, "lost": 1}, 4, 4)
    assert plan.notes == ("D01: its text was corrected since; codings come to where their words are now",)
    receive(mine, plan, "ana")
    after = state_of(mine)
    assert standing(mine) == {"De rien": "rev", MOVED: "rev", "Je suis très heureux de parler.": "rev"}
    changed, lost = mine.unsettled("D01")
    assert [(one.state, one.quote, one.coder, one.version) for one in (changed, lost)] == [
        ("changed", CHANGED, "rev", 1), ("lost", LOST, "rev", 1)
    ]  # fmt: skip
    assert len(mine.memos()) == 3
    assert again(mine, new) == 0
    mine.do(PlaceCoding(lost.coding, 3, 9))
    assert [memo.text for memo in mine.memos(f"coding:{lost.coding}")] == ["said so"]
    assert again(mine, new) == 0
    mine.undo("ana")
    mine.undo("ana")
    assert state_of(mine) == before
    mine.redo("ana")
    assert state_of(mine) == after
    mine.do(DropCodings((lost.coding,)), coder="ben")
    assert len(standing(mine)) == 3


def test_ids_of_codings_aside_are_not_given_again(mine: Study) -> None:
    again(mine, project())
    corrected(mine)
    again(mine, project(*marked(LOST, memo="said so")))
    (lost,) = mine.unsettled("D01")
    again(mine, project(*marked(MOVED, first=1, memo="this too")))
    (coding,) = mine.codings()
    assert coding.id != lost.coding
    mine.do(PlaceCoding(lost.coding, 3, 9))
    assert sorted(memo.text for memo in mine.memos()) == ["said so", "this too"]


def test_taken_back_to_any_event_the_rows_are_those_of_then(mine: Study, watched: Any) -> None:
    with watched(mine) as rows:
        again(mine, project(*marked("De rien")))
        corrected(mine)
        rows.look()
        again(mine, project(*marked("De rien", MOVED, CHANGED, LOST, memo="said so")))
        rows.look()
        mine.do(PlaceCoding(mine.unsettled()[-1].coding, 3, 9))
        rows.look()


def test_places_found_in_a_text_that_is_another_by_now_are_refused(mine: Study) -> None:
    again(mine, project())
    plan = seen(mine, project(*marked(MOVED)))
    corrected(mine)
    with pytest.raises(InputError, match="D01 has been corrected"):
        receive(mine, plan, "ana")


def test_two_that_would_be_one_are_left_to_a_person(mine: Study) -> None:
    again(mine, project(*marked("De rien, vraiment.")))
    corrected(mine, ("De rien, vraiment.", "De rien."))
    twin = project(*marked("De rien, vraiment.", "De rien"), *marked("Merci", first=2)).texts[0].marks
    plan = seen(mine, project(*twin))
    assert plan.there == 1
    receive(mine, plan, "ana")
    assert len(mine.codings()) + sum(one.state != "changed" for one in mine.unsettled()) == 3


def test_notes_on_passages_go_along_and_those_on_words_that_are_gone_are_on_the_document(mine: Study) -> None:
    def noted(words: str, name: str) -> Note:
        start = TEXT.index(words)
        return Note(name, f"on {name}", "", "", "", "u1", None, ("t1", start, start + len(words)))

    earlier = project(notes=(noted("De rien", "n1"),))
    again(mine, earlier)
    corrected(mine)
    new = project(*marked(LOST), notes=(*earlier.notes, noted(MOVED, "n2"), noted(LOST, "n3")))
    again(mine, new)
    start = mine.transcript("D01").text.index(MOVED)
    said = {memo.text: memo.target for memo in mine.memos()}
    assert said[f"on {'n2'}"] == f"passage:D01:{start}-{start + len(MOVED)}"
    assert said[f"“{LOST}”\n\non n3"] == "document:D01"
    assert len(said) == 3
    assert again(mine, new) == 0
    told = project(*marked(LOST), notes=(*new.notes, Note("n4", "on the lost one", "mark", "m0", "", "u1")))
    again(mine, told)
    assert {memo.target for memo in mine.memos() if "lost one" in memo.text} == {"document:D01"}
    assert again(mine, told) == 0


def test_passages_of_cases_go_along_whenever_their_text_was_corrected(mine: Study) -> None:
    def case(name: str, *quotes: str) -> Case:
        places = ((start, start + len(quote)) for quote in quotes for start in (TEXT.index(quote),))
        return Case(name, f"case {name}", passages=tuple(("t1", *place) for place in places))

    def given_back(name: str) -> list[str]:
        text = mine.transcript("D01").text
        (found,) = (one for one in project_of(mine).cases if one.id == name)
        return [text[start:end] for _text, start, end in found.passages]

    first = replace(project(), cases=(case("k-one", MOVED, LOST),))
    again(mine, first)
    assert given_back("k-one") == [MOVED, LOST]
    corrected(mine)
    assert given_back("k-one") == [MOVED]
    more = replace(project(*marked(MOVED)), cases=(*first.cases, case("k-two", MOVED, CHANGED, LOST)))
    plan = seen(mine, more)
    assert plan.lost == {"passage of a case": 1}
    receive(mine, plan, "ana")
    assert given_back("k-two") == [MOVED, "Je suis très heureux de parler."]
    corrected(mine, ("Merci.", "Merci bien."))
    assert (given_back("k-one"), given_back("k-two")) == ([MOVED], [MOVED, "Je suis très heureux de parler."])


def test_what_was_made_here_and_comes_back_from_elsewhere_is_not_doubled(mine: Study) -> None:
    again(mine, project(*marked("De rien")))
    start, code = TEXT.index(LOST), mine.codebook.codes[0].id
    mine.do(AddCoding("D01", start, start + len(LOST), code))
    given = project_of(mine)
    corrected(mine)
    assert again(mine, given) == 0
    (text,) = given.texts
    more = replace(given, texts=(text._replace(marks=(*text.marks, *marked(MOVED, first=7))),))
    plan = seen(mine, replace(more, codes=(*given.codes, *project().codes), users=(*given.users, *project().users)))
    assert (plan.there, len(plan.act.codings), plan.doubts) == (2, 3, {})


PLACES = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 40)).map(
    lambda one: Span(one[0], min(len(TEXT), sum(one)))
)


@settings(max_examples=10)
@given(first=st.lists(PLACES, max_size=4), then=st.lists(PLACES, min_size=1, max_size=4), edits=st.permutations(EDITS))
def test_whatever_is_coded_it_comes_once_and_undo_leaves_every_table_as_it_was(
    created: Callable[..., Study], state_of: Callable[[Study], Any], memory: str | None,
    first: list[Span], then: list[Span], edits: list[tuple[str, str]],
) -> None:  # fmt: skip
    def marks(places: list[Span]) -> tuple[Mark, ...]:
        return tuple(Mark(one.start, one.end, "c1", "u1", None, f"m{n}", f"memo {n}") for n, one in enumerate(places))

    known, every = project(*marks(first)), project(*marks([*first, *then]))
    said = {"study_text": "title: M\nsites:\n", "codebook_text": "codes:\n", "coder": "ana"}
    with TemporaryDirectory(dir=memory) as folder, created(Path(folder) / "study", **said) as study:
        again(study, known)
        corrected(study, *edits[:2])
        assert again(study, known) == 0
        before = state_of(study)
        plan = seen(study, every)
        if again(study, every):
            told = study.unsettled()
            new = len(plan.act.codings) - plan.there
            listed = sum(plan.doubts.values()) - plan.doubts.get("changed", 0)
            assert len(study.codings()) == len(before["coding"]) + new - listed
            assert len(told) == len(before["unsettled"]) + sum(plan.doubts.values())
            after = state_of(study)
            assert again(study, every) == 0
            study.undo("ana")
            assert state_of(study) == before
            study.redo("ana")
            assert state_of(study) == after
