"""Parts of a document and turns given to another speaker: counts follow, codings stay, undo leads back to the byte."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AddCoding, AddCodings, AssignTurns, MapSpeaker, SetDocument, SetParts, SetSites
from qualcode.errors import InputError, NotFoundError
from qualcode.model.asking import Filter
from qualcode.model.counts import ThemeTable
from qualcode.model.people import Participant, SiteChange
from qualcode.model.texts import Part
from qualcode.study import Study

Opened = Callable[[], AbstractContextManager[Study]]
WORDS = ("distance", "language", "nearness")
TURNS = (
    ("", "Lens, décembre."),
    ("I", "Et vous ?"),
    ("P", "La distance, oui."),
    ("Q", "On se comprend."),
    ("", "Lille, juin."),
    ("I", "Et maintenant ?"),
    ("P", "La distance, non."),
    ("Q", "On traduit."),
)
SECOND = Part(5, 8, "lille", "T6", "2013-06")


@pytest.fixture(scope="module")
def opened(new_study: Callable[..., Study], document: Callable[..., Any], memory: str | None) -> Opened:
    """Opens a study of one committee, held twice, in which every turn is coded."""

    @contextmanager
    def open_() -> Iterator[Study]:
        with tempfile.TemporaryDirectory(dir=memory) as folder, new_study(Path(folder) / "study") as study:
            people = {"P": Participant("p1", role="worker"), "Q": Participant("p2", site="toulon")}
            study.do(document("A1", TURNS, people, site="lens", wave="T0", date="2012-12"))
            code_all(study)
            yield study

    return open_


def code_all(study: Study) -> None:
    """A code on what each turn says, and one across the two sittings."""
    turns = study.transcript("A1").turns
    spans = [(turn.body, turn.end - 1) for turn in turns] + [(turns[3].body, turns[6].end - 1)]
    study.do(AddCodings(tuple(AddCoding("A1", *span, WORDS[at % 3]) for at, span in enumerate(spans))))


def themes(study: Study, *by: str) -> ThemeTable:
    return study.themes(by or ("site",), coder="ana")


def people_of(table: ThemeTable) -> dict[str, int]:
    return dict(table.groups)


# ------------------------------------------------------------------ laws

speakers = st.tuples(
    st.just("assign"),
    st.lists(st.integers(1, 8), min_size=1, max_size=5),
    st.sampled_from(["I", "P", "Q", "R"]),
    st.sampled_from([None, "p1", "p3"]),
)
cuts = st.lists(st.integers(1, 8), min_size=2, max_size=4, unique=True).map(sorted)
parts = st.tuples(st.just("parts"), cuts, st.sampled_from(["lille", "toulon", None]), st.sampled_from(["T6", None]))
moves = st.lists(st.one_of(speakers, parts), min_size=1, max_size=5)


def act_of(move: tuple[Any, ...]) -> AssignTurns | SetParts:
    kind, numbers, one, other = move
    if kind == "assign":
        return AssignTurns("A1", tuple(numbers), one, other)
    ranges = zip(numbers[::2], numbers[1::2], strict=False)
    return SetParts("A1", tuple(Part(first, last, one, other) for first, last in ranges))


@given(moves=moves)
def test_codings_stay_and_undo_restores_everything_to_the_byte(
    opened: Opened, state_of: Callable[[Study], Any], moves: list[tuple[Any, ...]]
) -> None:
    with opened() as study:
        coded = [(one.coding, one.text) for one in study.quotations()]
        states = [state_of(study)]
        for move in moves:
            study.do(act_of(move))
            states.append(state_of(study))
            assert [(one.coding, one.text) for one in study.quotations()] == coded
            assert not study.damage()
        for state in reversed(states[:-1]):
            study.undo()
            assert state_of(study) == state
        for state in states[1:]:
            study.redo()
            assert state_of(study) == state


@given(moves=moves)
def test_words_and_people_of_the_parts_come_to_those_of_the_whole(opened: Opened, moves: list[tuple[Any, ...]]) -> None:
    with opened() as study:
        for move in moves:
            study.do(act_of(move))
        whole = themes(study, "kind")
        for by in ("site", "wave", "participant"):
            table = themes(study, by)
            assert table.total == whole.total == len(study.participants())
            for row, all_ in zip(table.rows, whole.rows, strict=True):
                assert row.total.participants == all_.total.participants
                assert row.total.segments == all_.total.segments
                assert sum(cell.words for cell in row.cells.values()) == all_.total.words


@given(numbers=st.lists(st.integers(1, 8), min_size=1, unique=True))
def test_an_interviewer_never_counts_whatever_turns_are_theirs(opened: Opened, numbers: list[int]) -> None:
    with opened() as study:
        before = study.document("A1").words
        study.do(AssignTurns("A1", tuple(numbers), "Z"))
        turns = {turn.number: turn.speaker for turn in study.transcript("A1").turns}
        assert all((turns[number] == "Z") == (number in numbers) for number in turns)
        assert study.document("A1").words <= before
        if set(numbers) >= {3, 4, 7, 8}:
            assert study.participants() == []
            assert sum(people_of(themes(study)).values()) == 0


# ------------------------------------------------------------------ journeys


def test_people_count_where_and_when_each_sitting_was_held_and_at_their_own_site(opened: Opened) -> None:
    with opened() as study:
        assert people_of(themes(study, "site", "wave")) == {"lens / T0": 1, "toulon / T0": 1}
        study.do(SetParts("A1", (SECOND,)))
        assert people_of(themes(study, "site", "wave")) == {
            "lens / T0": 1, "lille / T6": 1, "toulon / T0": 1, "toulon / T6": 1
        }  # fmt: skip
        table = themes(study, "date")
        assert (table.total, people_of(table)) == (2, {"2012-12": 2, "2013-06": 2})
        assert [one.citation for one in study.quotations(Filter(wave="T6", participant="p1"))] == [
            "A1 p2, A1 p1 §4–7",
            "A1 p1 §7",
        ]


def test_a_split_speaker_is_a_new_person(opened: Opened) -> None:
    with opened() as study:
        study.do(AssignTurns("A1", (7,), "P2", "p3"))
        assert [person.id for person in study.participants()] == ["p1", "p2", "p3"]
        assert themes(study).total == 3
        speaking = {one.text: one.participants for one in study.quotations()}
        assert speaking["La distance, non."] == ("p3",)


def test_two_labels_of_one_person_are_one_person_by_mapping_or_by_turns(opened: Opened) -> None:
    with opened() as study:
        study.do(MapSpeaker("A1", "Q", False, "p1"))
        assert (themes(study).total, len(study.participants())) == (1, 1)
        study.undo()
        study.do(AssignTurns("A1", (4, 8), "P"))
        assert (themes(study).total, len(study.participants())) == (1, 1)
        assert [speaker.label for speaker in study.transcript("A1").speakers] == ["I", "P"]


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (SetParts("A1", (Part(1, 9),)), InputError),
        (SetParts("A1", (Part(3, 2),)), InputError),
        (SetParts("A1", (Part(1, 4), Part(4, 8))), InputError),
        (SetParts("A1", (Part(1, 4, "lile"),)), NotFoundError),
        (SetParts("A2", ()), NotFoundError),
        (AssignTurns("A1", (0,), "P"), NotFoundError),
        (AssignTurns("A1", (9,), "P"), NotFoundError),
        (AssignTurns("A1", (1,), " "), InputError),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_has_changed(
    opened: Opened, state_of: Callable[[Study], Any], act: Any, error: type[Exception]
) -> None:
    with opened() as study:
        before = state_of(study)
        with pytest.raises(error):
            study.do(act)
        assert state_of(study) == before


def test_what_somebody_else_changed_since_is_not_taken_back(opened: Opened) -> None:
    with opened() as study:
        study.do(SetParts("A1", (SECOND,)))
        study.do(SetParts("A1", (SECOND._replace(wave="T9"),)), coder="ben")
        with pytest.raises(InputError, match="changed since"):
            study.undo()
        study.undo("ben")
        study.do(AssignTurns("A1", (7,), "P2", "p3"), coder="ben")
        assert study.undo()
        assert (study.parts("A1"), study.transcript("A1").turns[6].speaker) == ({}, "P2")
        study.undo("ben")
        study.do(SetDocument("A1", "lens", "minutes", "fr"))
        study.do(SetDocument("A1", "lille", "minutes", "fr"), coder="ben")
        with pytest.raises(InputError, match="changed since"):
            study.undo()


def test_a_site_where_a_part_was_held_is_not_taken_out_of_the_file(opened: Opened) -> None:
    with opened() as study:
        study.do(SetParts("A1", (SECOND,)))
        text = (study.folder / "study.yaml").read_text(encoding="utf-8")
        (study.folder / "study.yaml").write_text(text.replace("      lille: {label: Lille}\n", ""), encoding="utf-8")
        with pytest.raises(InputError, match="lille"):
            study.take_in_edits()


def test_fields_of_a_site_are_taken_back_beside_what_was_written_since(opened: Opened) -> None:
    with opened() as study:
        study.do(SetSites((SiteChange("lille", {"type": "sector", "label": "Lille-Est"}),)))
        text = (study.folder / "study.yaml").read_text(encoding="utf-8")
        assert "lille: {label: Lille-Est, type: sector}" in text
        study.do(SetSites((SiteChange("lens", {"type": "hospital"}),)), coder="ben")
        assert study.undo()
        text = (study.folder / "study.yaml").read_text(encoding="utf-8")
        assert "lille: {label: Lille}" in text
        assert "lens: {label: Lens, type: hospital}" in text
        assert study.redo()
        study.do(SetSites((SiteChange("lille", {"type": "other"}),)), coder="ben")
        with pytest.raises(InputError, match="changed since"):
            study.undo()
