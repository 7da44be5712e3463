"""Memos: several of a kind on one thing, whose they are, and that undo gives back every state there was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AddCoding, AddMemo, EditMemo, RemoveCoding, RemoveMemo, SetMemo
from qualcode.errors import InputError, NotFoundError, QualcodeError
from qualcode.model.codings import MEMO_KINDS
from qualcode.model.people import Participant
from qualcode.study import Study

TURNS = (("I", "Et vous ?"), ("P", "Nous étions proches. Très proches."))
TARGETS = ("study", "site:lille", "code:distance", "document:D0", "passage:D0:3-9", "participant:p1")
STEP = st.tuples(
    st.sampled_from(("add", "add", "edit", "remove", "set", "code", "uncode")), st.integers(0, 9), st.integers(0, 9)
)


@pytest.fixture(scope="module")
def opened(new_study: Callable[..., Study], document: Callable[..., Any], memory: str | None) -> Callable[..., Any]:
    @contextmanager
    def open_() -> Iterator[Study]:
        with TemporaryDirectory(dir=memory) as folder, new_study(Path(folder) / "study") as study:
            study.do(document("D0", TURNS, {"P": Participant("p1")}, site="lille"), coder="host")
            yield study

    return open_


def act_of(study: Study, name: str, a: int, b: int) -> Any:
    memos, codings = study.memos(), study.codings()
    target = [*TARGETS, *(f"coding:{coding.id}" for coding in codings)][a % (len(TARGETS) + len(codings))]
    kind, number = MEMO_KINDS[b % len(MEMO_KINDS)], memos[a % len(memos)].id if memos else 99
    day = "2013-04-02" if kind == "logbook" and a % 2 else None
    if name == "code":
        return AddCoding("D0", a, a + 1 + b, "nearness")
    if name == "uncode":
        return RemoveCoding(codings[a % len(codings)].id if codings else 99)
    if name == "set":
        return SetMemo(target, "" if b == 0 else f"pensée {b}", kind)
    if name == "add":
        return AddMemo(target, f"note {b}", kind, day)
    return EditMemo(number, f"autre {b}", kind, day) if name == "edit" else RemoveMemo(number)


@given(steps=st.lists(st.tuples(STEP, st.sampled_from(("ana", "ana", "ben"))), min_size=3, max_size=14))
def test_any_acts_on_memos_are_taken_back_one_by_one_and_done_again(
    opened: Callable[..., Any], state_of: Callable[[Study], Any], steps: list[Any]
) -> None:
    with opened() as study:
        states, done = [state_of(study)], []
        for (name, a, b), coder in steps:
            try:
                acted = study.do(act_of(study, name, a, b), coder=coder).event
            except QualcodeError:
                acted = 0
            if not acted:
                assert state_of(study) == states[-1], "what is refused, or was so already, changes nothing"
                continue
            done.append(coder)
            states.append(state_of(study))
        for coder, state in zip(reversed(done), reversed(states[:-1]), strict=True):
            assert study.undo(coder)
            assert state_of(study) == state
        if set(done) == {"ana"}:
            for state in states[1:]:
                assert study.redo("ana")
                assert state_of(study) == state


def test_several_memos_of_one_kind_stand_on_one_thing_and_keep_their_numbers(study: Study) -> None:
    for text in ("un", "deux"):
        study.do(AddMemo("code:distance", text))
    study.do(EditMemo(1, "premier", "methodological"))
    study.do(RemoveMemo(2))
    study.undo()
    assert [(memo.id, memo.text, memo.kind) for memo in sorted(study.memos())] == [
        (1, "premier", "methodological"), (2, "deux", "analytic")]  # fmt: skip


def test_the_quick_memo_is_the_first_of_its_kind_and_leaves_the_others(study: Study) -> None:
    study.do(AddMemo("document:L01", "un"))
    study.do(AddMemo("document:L01", "deux"))
    study.do(SetMemo("document:L01", "un, encore"))
    assert {memo.text for memo in study.memos()} == {"un, encore", "deux"}
    study.do(SetMemo("document:L01", ""))
    assert [memo.text for memo in study.memos()] == ["deux"]


def test_a_memo_is_its_authors_but_logbooks_and_questions_are_the_teams(study: Study) -> None:
    study.do(AddMemo("study", "à moi", "reflexive"))
    study.do(AddMemo("site:lille", "visite", "logbook", "2013-02-01"))
    study.do(AddMemo("code:distance", "Une limite ?", "question"))
    for act in (EditMemo(1, "x", "reflexive"), RemoveMemo(1), RemoveMemo(2), EditMemo(1, "x", "question")):
        with pytest.raises(InputError, match="ana"):
            study.do(act, coder="ben")
    study.do(EditMemo(2, "visite, suite", "logbook", "2013-02"), coder="ben")
    study.do(EditMemo(3, "Une limite ?\n\nOui.", "answered"), coder="ben")
    assert [(memo.coder, memo.kind, memo.date) for memo in sorted(study.memos())] == [
        ("ana", "reflexive", None), ("ana", "logbook", "2013-02"), ("ana", "answered", None)]  # fmt: skip


def test_what_another_has_written_upon_is_not_taken_back(study: Study, state_of: Callable[[Study], Any]) -> None:
    study.do(AddMemo("site:lille", "visite", "logbook"))
    study.do(EditMemo(1, "visite, suite", "logbook"), coder="ben")
    before = state_of(study)
    with pytest.raises(InputError, match="changed since"):
        study.undo()
    assert state_of(study) == before
    study.undo("ben")
    assert study.undo()
    assert study.memos() == []


def test_a_memo_of_another_on_a_passage_holds_its_document(study: Study, document: Callable[..., Any]) -> None:
    study.do(document("L09", TURNS, {"P": Participant("x")}))
    study.do(AddMemo("passage:L09:3-9", "ici"), coder="ben")
    with pytest.raises(InputError, match="ben"):
        study.undo()
    study.undo("ben")
    assert study.undo()


def test_memos_on_a_document_and_its_passages_go_and_come_with_it(study: Study, document: Callable[..., Any]) -> None:
    study.do(document("L09", TURNS, {"P": Participant("x")}))
    study.do(AddMemo("passage:L09:3-9", "ici"))
    study.do(AddMemo("document:L09", "là"))
    study.connection.execute("UPDATE event SET undone_by = id WHERE act = 'AddMemo'")  # as if the import came last
    memos = study.memos()
    study.undo()
    assert study.memos() == []
    study.redo()
    assert study.memos() == memos


def test_a_coding_taken_off_and_back_has_its_memos_with_their_dates(study: Study) -> None:
    coding = study.do(AddCoding("L01", 5, 9, "nearness")).codings[0]
    study.do(AddMemo(f"coding:{coding}", "hm"))
    study.do(AddMemo(f"coding:{coding}", "ah"))
    memos = study.memos()
    study.do(RemoveCoding(coding))
    assert study.memos() == []
    study.undo()
    assert study.memos() == memos


def test_what_cannot_be_a_memo_is_refused_in_words(study: Study) -> None:
    length = len(study.transcript("L01").text)
    for act, words in (
        (AddMemo("study", "  "), "without words"),
        (AddMemo("study", "m", "reflexif"), "reflexive"),
        (AddMemo("study", "m", "logbook"), "site’s"),
        (AddMemo("site:lille", "m", "analytic", "2013-01-01"), "logbook"),
        (AddMemo("site:lille", "m", "logbook", "2.4.2013"), "2013-04-02"),
        (AddMemo("passage:L01:9-3", "m"), str(length)),
        (AddMemo(f"passage:L01:0-{length + 1}", "m"), str(length)),
        (AddMemo("passage:L01", "m"), "passage:L03:120-298"),
        (EditMemo(7, "m", "analytic"), "7"),
        (RemoveMemo(7), "7"),
        (AddMemo("passage:X99:1-3", "m"), "X99"),
    ):
        with pytest.raises((InputError, NotFoundError), match=words):
            study.do(act)


def test_links_are_kept_without_the_citations_that_are_shown(study: Study) -> None:
    coding = study.do(AddCoding("L01", 12, 30, "nearness")).codings[0]
    study.do(AddMemo("study", f"Voir [#{coding} L03-P2 §47].\r\nFin \x07"))
    assert study.memos()[0].text == f"Voir [#{coding}].\nFin \ufffd"


def test_a_link_that_leads_nowhere_is_refused_and_one_that_has_lost_its_coding_may_stay(study: Study) -> None:
    coding = study.do(AddCoding("L01", 12, 30, "nearness")).codings[0]
    study.do(AddMemo("study", f"Voir [#{coding}]."))
    memo = study.memos()[0].id
    for act in (AddMemo("study", "[#999]"), SetMemo("study", "[#999]"), EditMemo(memo, "[#999]", "analytic")):
        with pytest.raises(NotFoundError, match="#999"):
            study.do(act)
    study.do(RemoveCoding(coding))
    study.do(EditMemo(memo, f"Voir encore [#{coding}].", "analytic"))
    with pytest.raises(NotFoundError, match=f"#{coding}"):
        study.do(AddMemo("study", f"Un autre [#{coding}]."))


def test_what_an_older_version_kept_of_a_memo_is_taken_back_still(study: Study) -> None:
    study.do(SetMemo("code:access", "deux"))
    old = '{"act": "RestoreMemo", "target": "code:access", "coder": "ana", "kind": "analytic", "row": %s}'
    for row, left in (('[1, "code:access", "ana", "analytic", "2020", "un"]', [("un", None)]), ("null", [])):
        study.connection.execute("UPDATE event SET inverse = ? WHERE act = 'SetMemo'", (old % row,))
        study.undo()
        assert [(memo.text, memo.date) for memo in study.memos()] == left
        study.redo()
        assert [memo.text for memo in study.memos()] == ["deux"]


def test_the_kinds_of_memo_are_known_to_the_interface() -> None:
    from qualcode.i18n import known_words

    assert set(MEMO_KINDS) <= known_words("fr").keys()
