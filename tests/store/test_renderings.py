"""Excerpts and translations: checked against the words, taken back, carried along, stale when words change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qualcode.acts import AddCoding, MergeCodes, MoveCoding, RemoveCoding, SetExcerpt, SetTranslation
from qualcode.errors import InputError, NotFoundError
from qualcode.model.codings import Rendering
from qualcode.revising import replaced
from qualcode.store.database.schema import STEPS
from qualcode.study import Study


def code(study: Study, start: int = 5, end: int = 30, name: str = "distance") -> int:
    return study.do(AddCoding("L01", start, end, name)).codings[0]


def words(study: Study, coding: int) -> list[str]:
    return next(one.text for one in study.quotations() if one.coding.id == coding).split()


def excerpt(study: Study, coding: int) -> Rendering | None:
    return next((one for one in study.renderings().get(coding, ()) if not one.language), None)


def test_the_last_steps_hold_the_table(study: Study) -> None:
    assert "excerpts" in [name for name, _step in STEPS]
    assert study.renderings() == {}


def test_an_excerpt_and_translations_are_kept_beside_the_words(study: Study) -> None:
    one = code(study)
    first, *_middle, last = words(study, one)
    study.do(SetExcerpt(one, f"{first} [...] {last}"))
    study.do(SetTranslation(one, "en", "Hello […]", "Ana Roy"))
    assert study.renderings() == {
        one: (
            Rendering(one, "", f"{first} […] {last}", "ana"),
            Rendering(one, "en", "Hello […]", "Ana Roy"),
        )
    }
    study.do(SetTranslation(one, "en", "Good day", "Ben"))
    study.do(SetExcerpt(one, ""))
    assert study.renderings() == {one: (Rendering(one, "en", "Good day", "Ben"),)}


def test_every_act_is_taken_back_and_done_again_to_the_byte(study: Study, state_of: Callable[[Study], Any]) -> None:
    one = code(study)
    first = words(study, one)[0]
    states = [state_of(study)]
    for act in (
        SetExcerpt(one, f"{first} […]"),
        SetTranslation(one, "en", "Hello", "Ana"),
        SetExcerpt(one, f"[…] {first}"),
        SetTranslation(one, "en", "", ""),
        RemoveCoding(one),
    ):
        study.do(act)
        states.append(state_of(study))
    for state in reversed(states[:-1]):
        study.undo()
        assert state_of(study) == state
    for state in states[1:]:
        study.redo()
        assert state_of(study) == state
    assert study.renderings() == {}


def test_what_is_so_already_is_no_act(study: Study) -> None:
    one = code(study)
    act = SetTranslation(one, "en", "Hello", "Ana")
    assert study.do(act).event
    assert not study.do(act).event
    assert not study.do(SetExcerpt(one, " ")).event


def test_what_stands_in_no_passage_and_what_lacks_a_name_is_refused(study: Study) -> None:
    one = code(study)
    for act in (
        SetExcerpt(one, "zebra"),
        SetExcerpt(one, "[only ours]"),
        SetExcerpt(one, "[…"),
        SetTranslation(one, "en", "Hello", " "),
        SetTranslation(one, " ", "Hello", "Ana"),
    ):
        with pytest.raises(InputError):
            study.do(act)
    with pytest.raises(NotFoundError):
        study.do(SetExcerpt(9999, "x"))
    assert study.renderings() == {}


def test_the_label_of_a_speaker_is_no_word_of_an_excerpt(study: Study) -> None:
    transcript = study.transcript("L01")
    turn = next(turn for turn in transcript.turns if turn.start < turn.body)
    one = code(study, turn.start, turn.end)
    label = transcript.text[turn.start : turn.body].split(":")[0].split()[0]
    said = transcript.text[turn.body : turn.end]
    assert label not in said.split()
    with pytest.raises(InputError, match=label):
        study.do(SetExcerpt(one, f"{label} […]"))
    study.do(SetExcerpt(one, f"[{label}] {said.split()[0]} […]"))


def test_other_bounds_make_it_stale_until_they_are_as_before(study: Study) -> None:
    one = code(study)
    study.do(SetExcerpt(one, f"{words(study, one)[0]} […]"))
    study.do(MoveCoding(one, 5, 40))
    kept = excerpt(study, one)
    assert kept is not None and kept.stale
    study.undo()
    kept = excerpt(study, one)
    assert kept is not None and not kept.stale


def test_a_coding_that_several_become_is_shown_as_they_were(study: Study, state_of: Callable[[Study], Any]) -> None:
    stays, goes = code(study, 12, 30, "nearness"), code(study, 12, 30, "access")
    study.do(SetExcerpt(goes, f"[…] {words(study, goes)[-2]}"))
    study.do(SetTranslation(goes, "en", "Theirs", "Ben"))
    study.do(SetTranslation(stays, "en", "Ours", "Ana"))
    before = state_of(study)
    study.do(MergeCodes(("access",), "nearness"))
    assert [(one.language, one.text.split()[-1], one.stale) for one in study.renderings()[stays]] == [
        ("", words(study, stays)[-2], False),
        ("en", "Ours", False),
    ]
    study.undo()
    assert state_of(study) == before


def test_the_history_says_it_in_words(study: Study) -> None:
    one = code(study)
    study.do(SetTranslation(one, "en", "Hello", "Ana Roy"))
    event = study.events(limit=1)[0]
    assert (event.act, dict(event.summary)) == (
        "SetTranslation", {"coding": one, "language": "en", "translator": "Ana Roy", "kept": True},
    )  # fmt: skip


def corrected(study: Study, words: str, by: str) -> None:
    revision = replaced(study, "L01", words, by)
    assert revision.act is not None
    study.do(revision.act)


def test_a_correction_elsewhere_leaves_it_and_one_of_its_words_makes_it_stale(
    study: Study, state_of: Callable[[Study], Any]
) -> None:
    transcript = study.transcript("L01")
    turn = next(turn for turn in transcript.turns if turn.number == 1)
    said = transcript.text[turn.body : turn.end].split()
    one = code(study, turn.body, turn.end - 1)
    study.do(SetExcerpt(one, f"[…] {said[1]} […]"))
    study.do(SetTranslation(one, "en", "Here", "Ana"))
    other = transcript.text[transcript.turns[-1].body : transcript.turns[-1].end].split()[0]
    corrected(study, other, "Autrement")
    assert [kept.stale for kept in study.renderings()[one]] == [False, False]
    before = state_of(study)
    corrected(study, said[0], "Corrigé")
    assert [kept.stale for kept in study.renderings()[one]] == [True, True]
    study.undo()
    assert state_of(study) == before
    assert [kept.stale for kept in study.renderings()[one]] == [False, False]
