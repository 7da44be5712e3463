"""A text corrected: codings on their own words or said not to be, the former text whole again by undo."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import (
    AddBookmark,
    AddCoding,
    AddCodings,
    AssignTurns,
    ConfirmCorrected,
    DropCodings,
    MoveCoding,
    PlaceCoding,
    RemoveCoding,
    SetDone,
    SetMemo,
    SetParts,
)
from qualcode.errors import InputError
from qualcode.model.people import Participant
from qualcode.model.texts import Part
from qualcode.store.correcting.former import former, versions
from qualcode.store.correcting.revising import ReviseDocument, last_version, weighed
from qualcode.study import Study

TURNS = [
    ("I", "Et vous ?"),
    ("P", "J'ai perdu la distance avec eux. On se comprend sans le dire."),
    ("I", "Merci."),
    ("P", "De rien, vraiment. Je suis content de parler."),
]
CORRECTED = [
    ("I", "Bonjour, une question nouvelle."),
    ("I", "Et vous ?"),
    ("P", "J'ai perdu toute la distance avec eux. On se comprend sans le dire."),
    ("Q", "Je suis nouveau ici, et je parle aussi."),
    ("P", "De rien, vraiment. Je suis content de parler."),
]
PEOPLE = {"P": Participant("L01-P1"), "Q": Participant("L01-P2")}
Revise = Callable[..., Any]


@pytest.fixture
def study(tmp_path: Path, new_study: Callable[..., Study], document: Callable[..., Any]) -> Any:
    """One interview, coded by two, with memos, a part and a bookmark."""
    with new_study(tmp_path / "study") as study:
        study.do(document("L01", TURNS, PEOPLE, site="lille"))
        text = study.transcript("L01").text
        for quote, code, coder in (
            ("J'ai perdu la distance avec eux.", "nearness", "ana"),
            ("On se comprend sans le dire.", "nearness", "ana"),
            ("Merci.", "access", "ana"),
            ("De rien, vraiment.", "access", "ben"),
        ):
            start = text.index(quote)
            study.do(AddCoding("L01", start, start + len(quote), code), coder=coder)
        study.do(SetMemo("coding:3", "poli"))
        for quote in ("content", "Merci"):
            start = text.index(quote)
            study.do(SetMemo(f"passage:L01:{start}-{start + len(quote)}", f"sur {quote}"))
            study.do(AddBookmark("L01", start, start + len(quote)))
        study.do(SetParts("L01", (Part(3, 4, "lens"),)), SetDone("L01", True))
        yield study


@pytest.fixture(scope="session")
def revise(document: Callable[..., Any]) -> Revise:
    """The act that gives a document these turns."""

    def act(study: Study, turns: Any, name: str = "L01") -> ReviseDocument:
        made = document(name, turns, PEOPLE)
        return ReviseDocument(
            name, made.transcript, made.sha256, study.document(name).sha256, made.original, "neu.txt", made.people
        )

    return act


def words(study: Study, coding: int) -> str:
    found = study.coding(coding)
    return study.transcript(found.document).text[found.start : found.end]


def test_codings_stand_on_their_words_after_lines_were_put_in_before(study: Study, revise: Revise) -> None:
    """With two new lines at the head no code is on the sentence before or after its own."""
    study.do(revise(study, [("I", "Relu."), ("I", "Corrigé."), *TURNS]))
    quotes = {quotation.coding.id: quotation.text for quotation in study.quotations()}
    assert quotes == {
        1: "J'ai perdu la distance avec eux.",
        2: "On se comprend sans le dire.",
        3: "Merci.",
        4: "De rien, vraiment.",
    }
    assert all(words(study, coding) == quote for coding, quote in quotes.items())
    assert study.unsettled() == []


def test_what_is_not_sure_is_listed_and_never_thrown_away(study: Study, revise: Revise) -> None:
    study.do(revise(study, CORRECTED))
    assert [(each.coding, each.state, each.quote) for each in study.unsettled()] == [
        (1, "changed", "J'ai perdu la distance avec eux."),
        (3, "lost", "Merci."),
    ]
    assert words(study, 1) == "J'ai perdu toute la distance avec eux."
    assert [coding.id for coding in study.codings("L01")] == [1, 2, 4]
    assert study.coding(4).coder == "ben"


def test_speakers_parts_memos_and_bookmarks_go_along(study: Study, revise: Revise) -> None:
    study.do(revise(study, CORRECTED))
    assert study.parts("L01") == {"L01": (Part(4, 5, "lens"),)}
    text = study.transcript("L01").text
    start = text.index("content")
    memos = {memo.text: memo.target for memo in study.memos()}
    assert memos["sur content"] == f"passage:L01:{start}-{start + 7}"
    assert memos["“Merci”\n\nsur Merci"] == "document:L01"
    marks = [(mark.start, text[mark.start : mark.end], mark.text) for mark in study.bookmarks()]
    near = "Q: Je suis nouveau ici, et je parle aussi"
    assert marks == [(text.index(near), near, near), (start, "content", "content")]
    assert [quotation.citation for quotation in study.quotations()][-1] == "L01-P1 §5"
    assert [person.id for person in study.participants()] == ["L01-P1", "L01-P2"]
    assert study.document("L01").done == ("ana",)
    assert {hit.start for hit in study.find("toute la distance")} == {text.index("toute")}
    assert study.find("Merci") == []


def test_bookmarks_whose_words_are_gone_stand_nearby_and_two_of_one_coder_are_one(
    study: Study, revise: Revise, state_of: Callable[[Study], Any]
) -> None:
    text = study.transcript("L01").text
    place = text.index("On se comprend")
    for start, end, coder in ((place, place + 4, "ana"), (place + 6, place + 14, "ana"), (place, place + 4, "ben")):
        study.do(AddBookmark("L01", start, end), coder=coder)
    before = state_of(study)
    act = revise(study, [*TURNS[:1], ("P", "J'ai perdu la distance avec eux."), *TURNS[2:]])
    told = weighed(study.connection, "L01", act.transcript.text).bookmarks
    study.do(act, coder="ana")
    new = study.transcript("L01").text
    lost = [mark for mark in told if mark.kind == "lost"]
    assert [(mark.text, mark.joined) for mark in lost] == [("I:", False), ("I:", True), ("I:", False)]
    stand = {(mark.start, mark.end, mark.coder) for mark in study.bookmarks()}
    assert {(mark.after.start, mark.after.end) for mark in lost if mark.after} <= {(each[0], each[1]) for each in stand}
    assert [mark.text for mark in study.bookmarks()] == [new[mark.start : mark.end] for mark in study.bookmarks()]
    assert len(stand) == len(told) - 1
    study.undo("ana")
    assert state_of(study) == before


def test_undo_brings_the_former_text_back_whole_and_redo_the_corrected_one(
    study: Study, revise: Revise, state_of: Callable[[Study], Any]
) -> None:
    before = state_of(study)
    study.do(revise(study, CORRECTED))
    after = state_of(study)
    for _time in range(2):
        study.undo()
        assert state_of(study) == before
        assert study.find("toute la distance") == []
        study.redo()
        assert state_of(study) == after


def test_each_way_of_settling_is_taken_back(study: Study, revise: Revise, state_of: Callable[[Study], Any]) -> None:
    study.do(revise(study, CORRECTED))
    revised = state_of(study), study.unsettled()
    for act in (PlaceCoding(3, 0, 5), DropCodings((3,)), ConfirmCorrected((1,))):
        study.do(act)
        assert len(study.unsettled()) == 1
        settled = state_of(study)
        study.undo()
        assert (state_of(study), study.unsettled()) == revised
        study.redo()
        assert state_of(study)["coding"] == settled["coding"]
        study.undo()
    study.do(PlaceCoding(3, 0, 5))
    assert study.coding(3).memo == "poli"


def test_a_coding_moved_by_hand_is_no_longer_listed(study: Study, revise: Revise) -> None:
    study.do(revise(study, CORRECTED))
    study.do(MoveCoding(1, 3, 9))
    assert [each.coding for each in study.unsettled()] == [3]


def test_a_second_correction_keeps_what_is_unsettled(study: Study, revise: Revise) -> None:
    study.do(revise(study, CORRECTED))
    study.do(revise(study, [("I", "Relu."), *CORRECTED, ("I", "Merci.")]))
    changed, aside = study.unsettled()
    assert (changed.state, changed.version, changed.quote) == ("changed", 1, "J'ai perdu la distance avec eux.")
    assert words(study, 1) == "J'ai perdu toute la distance avec eux."
    text = study.transcript("L01").text
    assert aside.state == "ambiguous" and text[aside.places[0].start : aside.places[0].end] == "Merci."
    for _time in range(2):
        study.undo()
    assert [quotation.text for quotation in study.quotations()][2] == "Merci."


def test_former_versions_are_kept(study: Study, revise: Revise) -> None:
    old = study.transcript("L01")
    study.do(revise(study, CORRECTED))
    assert [version.number for version in versions(study.connection, "L01")] == [1, 2]
    first = former(study.connection, "L01", 1)
    assert first.transcript == old
    assert [(coding.id, old.text[coding.start : coding.end]) for coding in first.codings][2] == (3, "Merci.")
    assert last_version(study.connection, "L01") == 2


def test_a_correction_that_others_have_built_on_stays(study: Study, revise: Revise) -> None:
    study.do(revise(study, CORRECTED))
    study.do(AddCoding("L01", 3, 10, "access"), coder="ben")
    with pytest.raises(InputError, match="worked on L01"):
        study.undo()
    study.undo("ben")
    assert study.undo() is not None
    assert study.transcript("L01").turns[0].end == len("I: Et vous ?\n")


def test_what_stood_in_another_text_is_not_put_back_on_other_words(study: Study, revise: Revise) -> None:
    """A coding taken off by one coder before the text was corrected by another cannot come back at its old place."""
    study.do(RemoveCoding(4), coder="ben")
    study.do(revise(study, [("I", "Relu."), *TURNS]))
    with pytest.raises(InputError, match="corrected since"):
        study.undo("ben")
    study.undo()
    study.undo("ben")
    assert words(study, 4) == "De rien, vraiment."


def test_turns_given_to_somebody_else_cannot_be_given_back_in_another_text(study: Study, revise: Revise) -> None:
    study.do(AssignTurns("L01", (2,), "R", "r"), coder="ben")
    study.do(revise(study, [("I", "Relu."), *TURNS]))
    with pytest.raises(InputError):
        study.undo("ben")


def test_memos_and_bookmarks_taken_away_are_not_put_back_on_other_words(study: Study, revise: Revise) -> None:
    for acts in ((AddBookmark("L01", 3, 9),), (SetMemo("passage:L01:3-9", "hm"),)):
        study.do(*acts, coder="ben")
        study.undo("ben")
        study.do(revise(study, [("I", "Relu."), *TURNS]))
        with pytest.raises(InputError, match="corrected since"):
            study.redo("ben")
        study.undo()


def test_a_text_made_upon_another_is_refused(study: Study, revise: Revise, state_of: Callable[[Study], Any]) -> None:
    late = revise(study, TURNS[:2])
    study.do(revise(study, CORRECTED), coder="ben")
    before = state_of(study)
    with pytest.raises(InputError, match="by somebody else"):
        study.do(late)
    assert state_of(study) == before


def test_two_codings_that_would_be_one_are_both_kept(
    study: Study, document: Callable[..., Any], revise: Revise
) -> None:
    study.do(document("L02", [("P", "Je suis très très content de ce travail avec eux.")], PEOPLE))
    text = study.transcript("L02").text
    start, end = text.index("très"), text.index(" content")
    study.do(AddCodings((AddCoding("L02", start, end, "access"), AddCoding("L02", start, end + 8, "access"))))
    study.do(revise(study, [("P", "Je suis heureux de ce travail avec eux.")], "L02"))
    kept = {coding.id for coding in study.codings("L02")}
    assert kept | {each.coding for each in study.unsettled("L02")} >= {5, 6}


# ---------------------------------------------------------------------- laws

SENTENCES = ("Oui.", "Non, pas du tout.", "Je suis content de parler ici.", "On se comprend sans le dire.", "Ah.")
SPOKEN = st.lists(st.tuples(st.sampled_from("IPQ"), st.sampled_from(SENTENCES)), min_size=1, max_size=8)
PLACES = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 40), st.sampled_from(("access", "nearness"))), max_size=6
)


@pytest.fixture(scope="session")
def uncoded(new_study: Callable[..., Study], document: Callable[..., Any], memory: str | None) -> Any:
    """Opens a study with one document of these turns, in a folder of its own."""

    @contextmanager
    def open_(turns: Any) -> Iterator[Study]:
        with tempfile.TemporaryDirectory(dir=memory) as folder, new_study(Path(folder) / "study") as study:
            study.do(document("L01", turns, PEOPLE))
            yield study

    return open_


@given(st.tuples(SPOKEN, SPOKEN, SPOKEN), PLACES)
def test_any_text_for_any_other_and_back(
    uncoded: Any, revise: Revise, state_of: Callable[[Study], Any], texts: Any, places: Any
) -> None:
    """Whatever the texts, each coding is on its own words or told of, none is gone, and undo gives each state again."""
    with uncoded(texts[0]) as study:
        code(study, places)
        states, told = [state_of(study)], set(study.codings())
        for turns in texts[1:]:
            old, quotes = study.transcript("L01").text, {q.coding.id: q.text for q in study.quotations()}
            act = revise(study, turns)
            if act.sha256 == study.document("L01").sha256:
                continue
            fates = weighed(study.connection, "L01", act.transcript.text).fates
            study.do(act)
            states.append(state_of(study))
            check(study, old, quotes, fates)
        listed = {each.coding for each in study.unsettled()} | {coding.id for coding in study.codings()}
        assert listed == {coding.id for coding in told}
        for state in states[-2::-1]:
            study.undo()
            assert state_of(study) == state
        for state in states[1:]:
            study.redo()
            assert state_of(study) == state


def code(study: Study, places: Any) -> None:
    length = len(study.transcript("L01").text)
    for start, size, name in dict.fromkeys(places):
        begin = start % (length - 1)
        try:
            study.do(AddCoding("L01", begin, min(begin + size, length), name))
        except InputError:
            continue


def check(study: Study, old: str, quotes: dict[int, str], fates: Any) -> None:
    listed = {each.coding for each in study.unsettled()}
    assert {fate.coding for fate in fates} == set(quotes)
    for fate in fates:
        assert fate.quote == quotes[fate.coding] == old[fate.before.start : fate.before.end]
        if fate.kind == "kept":
            assert words(study, fate.coding) == fate.quote
        else:
            assert fate.coding in listed


def test_a_copy_taken_back_has_the_text_of_then_and_what_was_to_be_settled(
    study: Study, revise: Revise, watched: Callable[[Study], Any]
) -> None:
    with watched(study) as seen:
        seen.attempt(lambda: study.do(revise(study, CORRECTED)))
        for act in (PlaceCoding(3, 0, 5), DropCodings((3,)), ConfirmCorrected((1,)), RemoveCoding(2)):
            seen.attempt(lambda: study.do(act))  # noqa: B023
            seen.attempt(study.undo)
        seen.attempt(lambda: study.do(revise(study, [("I", "Relu."), *CORRECTED, ("I", "Merci.")])))
        seen.attempt(study.undo)
        seen.attempt(study.undo)
        seen.attempt(study.redo)
    assert len(seen.seen) > 10
