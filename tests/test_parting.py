"""How a person says which turns are a part, and whose words turns are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AssignTurns, MapSpeaker
from qualcode.errors import InputError, QualcodeError
from qualcode.model.texts import Part
from qualcode.parting import overlaid, read_parts, reassigned, turn_said, turns_said
from qualcode.study import Study

parts = st.lists(st.integers(1, 40), unique=True, max_size=12).map(
    lambda ends: tuple(
        Part(first, last, f"s{first}") for first, last in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)
    )
)
new = st.tuples(st.integers(1, 40), st.integers(0, 40)).map(lambda ends: Part(ends[0], sum(ends), "new"))


@given(parts, new)
def test_a_part_laid_over_others_holds_and_elsewhere_all_is_as_it_was(before: tuple[Part, ...], part: Part) -> None:
    after = overlaid(before, part)
    for turn in range(1, 90):
        under = [each.site for each in before if each.first_turn <= turn <= each.last_turn]
        over = [each.site for each in after if each.first_turn <= turn <= each.last_turn]
        assert over == (["new"] if part.first_turn <= turn <= part.last_turn else under)
    assert list(after) == sorted(after)


@pytest.mark.parametrize(("text", "turns"), [("3", (3,)), ("2-4, 9", (2, 3, 4, 9)), ("5–6,5", (5, 6))])
def test_turns_are_said_as_numbers_and_ranges(text: str, turns: tuple[int, ...]) -> None:
    assert turns_said(text) == turns


@pytest.mark.parametrize("text", ["", "a", "3-", "4-2", "1,,2", "1-9999999999"])
def test_what_are_no_turns_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        turns_said(text)


def test_a_turn_is_found_by_its_first_words_if_no_other_begins_so(study: Study) -> None:
    transcript = study.transcript("L01")
    assert turn_said(transcript, "2") == 2
    assert turn_said(transcript, "j'ai PERDU") == 2
    assert turn_said(transcript, "P: de rien") == 4
    with pytest.raises(QualcodeError, match="Several turns begin"):
        turn_said(transcript, "I:")
    for words in ("perdu", " "):
        with pytest.raises(QualcodeError, match="No turn begins"):
            turn_said(transcript, words)


def test_a_table_says_the_parts_of_the_documents_it_names(study: Study, tmp_path: Path) -> None:
    table = tmp_path / "p.csv"
    table.write_text("document;from;to;site;wave;date\nL01;Merci;;Toulon;T6;2013-06\nL01.txt;1;;;T0;\nL02;2;3;;;2013\n")
    assert read_parts(study, table) == {
        "L01": (Part(1, 2, None, "T0"), Part(3, 4, "toulon", "T6", "2013-06")),
        "L02": (Part(2, 3, None, None, "2013"),),
    }


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("L09;1;;lille;;", "There is no document L09"),
        ("L01;9x;;lille;;", "No turn begins"),
        ("L01;1;;lile;;", "Write lille"),
        ("L01;1;;;;June", "June"),
        ("L01;1;2;;;", "a site, a wave or a date"),
    ],
)
def test_a_row_that_cannot_be_meant_is_named_with_its_line(study: Study, tmp_path: Path, row: str, said: str) -> None:
    table = tmp_path / "p.csv"
    table.write_text(f"document;from;to;site;wave;date\n{row}\n")
    with pytest.raises(InputError) as caught:
        read_parts(study, table)
    assert str(caught.value).startswith(f"{table}:2: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("L01,1,9,lille\n", "parts.csv:2: There is no turn 9. Turns are numbered from 1 to 4."),
        ("L01,3,2,lille\n", "parts.csv:2: A part from turn 3 cannot end with turn 2."),
        ("L01,1,3,lille\nL01,2,,toulon\n", "parts.csv:3: Turns 2–4 overlap the part 1–3."),
    ],
)
def test_parts_that_overlap_or_reach_outside_are_named_with_their_line(
    study: Study, tmp_path: Path, rows: str, said: str
) -> None:
    table = tmp_path / "parts.csv"
    table.write_text("document,from,to,site\n" + rows, encoding="utf-8")
    with pytest.raises(QualcodeError) as error:
        read_parts(study, table)
    assert said in str(error.value)


def test_a_new_label_is_a_new_person_and_a_known_one_stays_who_it_is(study: Study) -> None:
    assert reassigned(study, "L01", [2], " Q ") == [AssignTurns("L01", (2,), "Q", "L01-P2")]
    assert reassigned(study, "L01", [2], "Q", "MSP9") == [AssignTurns("L01", (2,), "Q", "MSP9")]
    assert reassigned(study, "L01", [2], "Q", interviewer=True) == [AssignTurns("L01", (2,), "Q")]
    assert reassigned(study, "L01", [2], "i") == [AssignTurns("L01", (2,), "I")]
    assert reassigned(study, "L01", [3], "P", "T01-P1") == [
        AssignTurns("L01", (3,), "P"),
        MapSpeaker("L01", "P", False, "T01-P1"),
    ]
