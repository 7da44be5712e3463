"""Summaries: written upon what was read, each version kept, taken back by whoever wrote it and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qualcode.acts import AddCoding, ConfirmSummary, RemoveCoding, SetSummaries, SetSummary
from qualcode.errors import InputError, NotFoundError
from qualcode.framework.matrix import versions
from qualcode.store.reading.framework import current, evidence
from qualcode.study import Study

SPOT = ("distance", "site:lille")


def write(study: Study, text: str, upon: int = 0, coder: str = "ana", holder: str = "site:lille") -> int:
    study.do(SetSummary("distance", holder, text, upon, "ana"), coder=coder)
    return current(study.connection)["distance", holder].id


def text_of(study: Study) -> str | None:
    found = current(study.connection).get(SPOT)
    return found.text if found else None


def test_each_version_is_kept_whole_with_who_wrote_it(study: Study) -> None:
    first = write(study, "Far away.\r\nStill far. ")
    second = write(study, "Near.", first, "ben")
    found = versions(study, *SPOT)
    assert [(v.id, v.text, v.coder) for v in found] == [
        (second, "Near.", "ben"),
        (first, "Far away.\nStill far.", "ana"),
    ]


def test_a_summary_rests_on_the_codings_of_the_theme_below_it_and_of_the_sites_within(study: Study) -> None:
    coding = study.do(AddCoding("L01", 12, 30, "nearness")).codings[0]
    study.do(AddCoding("T01", 12, 30, "distance"), AddCoding("L01", 12, 30, "language"))
    study.do(AddCoding("L01", 12, 30, "nearness"), coder="ben")
    for holder in ("site:lille", "site:north", "participant:L01-P1"):
        write(study, "x", holder=holder)
        rested = current(study.connection)["distance", holder].evidence
        assert [tuple(cited) for cited in rested.codings] == [(coding, "L01", 12, 30, "nearness")]
        assert list(rested.definitions) == ["access", "distance", "nearness"]
        assert rested.texts == {"L01": study.document("L01").sha256}
    toulon, lens = (("distance", "site:toulon"), "ana"), (("language", "site:lens"), "ana")
    elsewhere = evidence(study.connection, [toulon, lens])
    assert (len(elsewhere[toulon].codings), len(elsewhere[lens].codings)) == (1, 0)


def test_what_another_wrote_in_between_is_not_written_over(study: Study, state_of: Callable[[Study], Any]) -> None:
    first = write(study, "One.")
    write(study, "Two.", first, "ben")
    before = state_of(study)
    for upon in (0, first, 99):
        with pytest.raises(InputError, match="ben has written"):
            write(study, "Mine.", upon)
        with pytest.raises(InputError, match="ben has written"):
            study.do(ConfirmSummary(*SPOT, upon, "ana"))
    assert state_of(study) == before


def test_undo_and_redo_give_the_same_versions_back(study: Study, state_of: Callable[[Study], Any]) -> None:
    states = [state_of(study)]
    study.do(AddCoding("L01", 12, 30, "nearness"))
    states.append(state_of(study))
    number = write(study, "One.")
    states.append(state_of(study))
    study.do(ConfirmSummary(*SPOT, number, "ana"))
    states.append(state_of(study))
    many = (
        SetSummary("language", "site:lens", "A", 0, "ana"),
        SetSummary("language", "participant:L01-P1", "", 0, None),
    )
    study.do(SetSummaries(many), AddCoding("T01", 3, 9, "language"))
    states.append(state_of(study))
    for _round in range(2):
        for state in reversed(states[:-1]):
            assert study.undo()
            assert state_of(study) == state
        for state in states[1:]:
            assert study.redo()
            assert state_of(study) == state


def test_only_ones_own_words_are_taken_back_and_not_under_anothers(study: Study) -> None:
    first = write(study, "One.")
    write(study, "Two.", first, "ben")
    with pytest.raises(InputError, match="ben"):
        study.undo("ana")
    study.undo("ben")
    assert text_of(study) == "One."
    study.undo("ana")
    assert text_of(study) is None
    write(study, "New.", 0, "ben")
    with pytest.raises(InputError, match="ben"):
        study.redo("ana")


def test_a_number_is_never_given_to_another_text(study: Study) -> None:
    first = write(study, "One.")
    study.undo()
    second = write(study, "Two.")
    assert second != first
    with pytest.raises(InputError):
        write(study, "Upon a text that is gone.", first)


def test_an_empty_text_takes_the_summary_away_and_keeps_what_was_there(study: Study) -> None:
    number = write(study, "One.")
    emptied = write(study, " ", number)
    assert [version.text for version in versions(study, *SPOT)] == ["", "One."]
    with pytest.raises(InputError, match="no summary"):
        study.do(ConfirmSummary(*SPOT, emptied, "ana"))


@pytest.mark.parametrize("holder", ["site:nope", "x:lille", "lille", "participant:lille"])
def test_a_cell_that_is_not_there_is_refused(study: Study, holder: str) -> None:
    for spot in (("distance", holder), ("nope", "site:lille")):
        with pytest.raises(NotFoundError):
            study.do(SetSummary(*spot, "x", 0, None))


def test_of_many_none_is_written_if_one_is_refused(study: Study, state_of: Callable[[Study], Any]) -> None:
    before = state_of(study)
    twice = SetSummary("language", "site:lens", "A", 0, "ana")
    for wrong in (SetSummary("language", "site:x", "A", 0, "ana"), SetSummary(*SPOT, "A", 7, "ana"), twice):
        with pytest.raises((InputError, NotFoundError)):
            study.do(SetSummaries((twice, wrong)))
    after = state_of(study)
    assert after == before


def test_a_link_to_a_coding_that_is_not_there_is_refused(study: Study, state_of: Callable[[Study], Any]) -> None:
    coding = study.do(AddCoding("L01", 12, 30, "nearness")).codings[0]
    first = write(study, f"Near [#{coding}].")
    before = state_of(study)
    for text in ("Far [#999].", f"Near [#{coding}], far [#999999999999999 L01 §1]."):
        with pytest.raises(NotFoundError, match="#999"):
            write(study, text, first)
        with pytest.raises(NotFoundError, match="#999"):
            study.do(
                SetSummaries((SetSummary("language", "site:lens", "A", 0, "ana"), SetSummary(*SPOT, text, 1, "ana")))
            )
    assert state_of(study) == before
    study.do(RemoveCoding(coding))
    write(study, f"Nearer [#{coding}].", first)  # it is stale, and says why
    assert text_of(study) == f"Nearer [#{coding}]."
