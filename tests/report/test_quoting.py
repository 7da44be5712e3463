from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.texts import Speaker, Turn
from qualcode.report.quoting import quoted, voices

TEXT = "Karim : Bonjour.\nOdile : Oui ?\nKarim : Non.\n"
TURNS = (Turn(1, "Karim", 0, 8, 17), Turn(2, "Odile", 17, 25, 31), Turn(3, "Karim", 31, 39, 44))
SPEAKERS = (Speaker("Karim", participant="L03-P1"), Speaker("Odile", interviewer=True))
WHO = voices(TURNS, SPEAKERS)


def words(start: int, end: int) -> str:
    return quoted(TEXT[start:end], start, end, WHO)


def test_a_quotation_within_one_turn_keeps_its_words() -> None:
    assert words(8, 16) == "Bonjour."


def test_labels_within_a_quotation_become_ids() -> None:
    assert words(8, 44) == "Bonjour.\n[I] Oui ?\n[L03-P1] Non."


def test_a_label_cut_by_the_quotation_becomes_the_whole_id() -> None:
    assert words(2, 16) == "[L03-P1] Bonjour."
    assert words(8, 20) == "Bonjour.\n[I]"


def test_a_speaker_nobody_mapped_is_not_named() -> None:
    who = voices(TURNS, (Speaker("Karim"), Speaker("Odile", interviewer=True)))
    assert quoted(TEXT, 0, len(TEXT), who) == "[?] Bonjour.\n[I] Oui ?\n[?] Non."


def test_subtitles_without_labels_say_where_the_speaker_changes() -> None:
    text = "Bonjour.\nÇa va ?\nOui.\n"
    turns = (Turn(1, "Karim", 0, 0, 9), Turn(2, "Karim", 9, 9, 17), Turn(3, "Odile", 17, 17, 22))
    who = voices(turns, SPEAKERS)
    assert quoted(text, 0, len(text), who) == "Bonjour.\nÇa va ?\n[I] Oui."


def test_a_title_that_nobody_speaks_stays_as_it_is() -> None:
    text = "Entretien\nKarim : Oui.\n"
    who = voices((Turn(1, None, 0, 0, 10), Turn(2, "Karim", 10, 18, 23)), SPEAKERS)
    assert quoted(text, 0, len(text), who) == "Entretien\n[L03-P1] Oui."


@given(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)))
def test_no_span_lets_a_label_out_and_every_spoken_word_stays(start: int, length: int) -> None:
    end = min(start + length, len(TEXT))
    shown = words(start, end)
    assert not any(piece in shown for piece in ("Karim", "arim", "Odile", "dile", " : "))
    bodies = "".join(TEXT[max(turn.body, start) : min(turn.end, end)] for turn in TURNS)
    spoken = shown.replace("[L03-P1]", "").replace("[I]", "")
    assert "".join(spoken.split()) == "".join(bodies.split())
