"""What the coder's desk does with a study, without a screen."""

from __future__ import annotations

import shutil

import pytest

from qualcode.acts import AddCoding
from qualcode.errors import QualcodeError
from qualcode.model import Span
from qualcode.study import Study
from qualcode.tui.desk import Desk
from qualcode.tui.seen import Only

HERE = Span(52, 63)


@pytest.fixture
def desk(study: Study) -> Desk:
    desk = Desk(study, "c1")
    desk.open("L01")
    return desk


def in_study(desk: Desk) -> list[tuple[str, int, int]]:
    return [(coding.code, coding.start, coding.end) for coding in desk.study.codings(document="L01")]


def on_desk(desk: Desk) -> list[tuple[str, int, int]]:
    return [(coding.code, coding.start, coding.end) for coding in desk.marks.all()]


def test_a_code_goes_on_and_the_same_key_takes_it_off(desk: Desk) -> None:
    desk.toggle("distance", HERE)
    assert on_desk(desk) == in_study(desk) == [("distance", 52, 63)]
    desk.toggle("distance", Span(54, 60))
    assert on_desk(desk) == in_study(desk) == []


def test_what_lies_on_the_desk_is_what_the_study_holds_after_any_act(desk: Desk) -> None:
    desk.put("distance", HERE)
    desk.put("alliance", HERE)
    desk.repeat(Span(64, 90))
    (first, *_rest) = desk.mine(HERE)
    desk.recode(first, "nearness")
    desk.fit(desk.marks[first.id], Span(50, 63))
    desk.key(desk.marks[first.id])
    assert on_desk(desk) == in_study(desk)
    for _act in range(7):
        desk.undo()
        assert on_desk(desk) == in_study(desk)
    for _act in range(5):
        desk.redo()
        assert on_desk(desk) == in_study(desk)


def test_repeating_puts_all_the_last_codes_on_at_once_and_one_undo_takes_them_off(desk: Desk) -> None:
    desk.put("distance", HERE)
    desk.put("alliance", HERE)
    desk.repeat(Span(64, 90))
    assert {code for code, start, _end in in_study(desk) if start == 64} == {"distance", "alliance"}
    desk.undo()
    assert not [code for code, start, _end in in_study(desk) if start == 64]


def test_a_refused_act_leaves_the_desk_as_it_was(desk: Desk) -> None:
    desk.put("distance", HERE)
    with pytest.raises(QualcodeError):
        desk.put("distance", HERE)
    assert on_desk(desk) == in_study(desk) == [("distance", 52, 63)]


def test_ones_own_codings_are_shown_beside_those_of_another(desk: Desk) -> None:
    desk.put("distance", HERE)
    desk.study.do(AddCoding("L01", 70, 80, "alliance"), coder="c2")
    desk = Desk(desk.study, "c1")
    desk.open("L01")
    assert [coding.coder for coding in desk.marks.all()] == ["c1"]
    desk.show_only(Only(coder="c2"))
    assert [coding.coder for coding in desk.marks.all()] == ["c1", "c2"]
    desk.show_only(Only(code="alliance"))
    assert [coding.coder for coding in desk.marks.all()] == ["c2"]


def test_only_ones_own_codings_are_changed(desk: Desk) -> None:
    desk.study.do(AddCoding("L01", 52, 63, "alliance"), coder="c2")
    desk.show_only(Only())
    assert desk.mine(HERE) == []
    assert [coding.coder for coding in desk.of_others(HERE)] == ["c2"]


def test_a_new_code_and_its_coding_are_one_act(desk: Desk) -> None:
    new = desk.new_code("Ni paillasson, ni hérisson", "distance")
    desk.put(new, HERE)
    assert desk.codebook[new.id].parent == "distance"
    assert desk.looks[new.id].hue == "orange"
    assert on_desk(desk) == in_study(desk) == [(new.id, 52, 63)]
    desk.undo()
    assert on_desk(desk) == in_study(desk) == []
    assert new.id not in desk.codebook
    desk.redo()
    assert on_desk(desk) == in_study(desk) == [(new.id, 52, 63)]


def test_a_new_code_for_a_coding_is_one_act(desk: Desk) -> None:
    desk.put("alliance", HERE)
    desk.recode(desk.mine(HERE)[0], desk.new_code("Autre", None))
    assert on_desk(desk) == in_study(desk) == [("autre", 52, 63)]
    desk.undo()
    assert on_desk(desk) == in_study(desk) == [("alliance", 52, 63)]


def test_undoing_what_brought_the_document_in_clears_the_desk(desk: Desk) -> None:
    desk.open("S01")
    desk.undo()
    assert (desk.document, desk.transcript.text, on_desk(desk)) == (None, "", [])
    desk.redo()
    assert [document.id for document in desk.study.documents()] == ["L01", "S01"]


def test_a_codebook_saved_by_hand_comes_in_and_a_broken_one_is_said_once(desk: Desk) -> None:
    book = desk.study.folder / "codebook.yaml"
    whole = book.read_text(encoding="utf-8")
    assert not desk.take_in_edits()
    book.write_text(whole.replace("Bilingualism", "Two tongues"), encoding="utf-8")
    assert desk.take_in_edits()
    desk.read_again()
    assert desk.label("bilingualism") == "Two tongues"
    book.write_text("codes:\n\t- id: x\n", encoding="utf-8")
    with pytest.raises(QualcodeError, match="tab"):
        desk.take_in_edits()
    assert not desk.take_in_edits()


def test_nothing_is_shown_as_made_in_a_study_that_was_deleted(desk: Desk) -> None:
    shutil.rmtree(desk.study.folder)
    with pytest.raises(QualcodeError, match="deleted"):
        desk.put("distance", HERE)
    with pytest.raises(QualcodeError, match="deleted"):
        desk.undo()
    assert on_desk(desk) == []
