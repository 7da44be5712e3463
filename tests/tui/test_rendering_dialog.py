"""Y on the coding screen: an excerpt or a translation of the coding in hand, checked where it is written."""

from __future__ import annotations

from qualcode.acts import AddCoding, SetExcerpt
from qualcode.study import Study

CLEAR = "ctrl+u"


def test_an_excerpt_is_written_and_taken_back(study: Study, drive) -> None:
    drive(study, f"down down 1 Y enter {CLEAR} T r o i s space left_square_bracket full_stop full_stop full_stop"
                 " right_square_bracket space a v e c escape")  # fmt: skip
    [(coding, (kept,))] = study.renderings().items()
    assert (kept.text, kept.language, kept.stale) == ("Trois […] avec", "", False)
    drive(study, "u")
    assert study.renderings() == {} and [one.id for one in study.codings()] == [coding]


def test_what_is_no_excerpt_stays_in_the_dialog_and_says_why(study: Study, drive) -> None:
    seen = drive(study, f"down down 1 Y enter {CLEAR} z e b r a escape")
    assert seen.screen == "WriteRendering"
    drive(study, f"down down Y enter {CLEAR} z e b r a escape ctrl+g")
    assert study.renderings() == {}


def test_an_empty_text_takes_it_away_and_the_same_text_changes_nothing(study: Study, drive) -> None:
    drive(study, "down down 1")
    study.do(SetExcerpt(study.codings()[0].id, "Trois […]"))
    last = study.last_event()
    drive(study, "down down Y enter escape")
    assert study.last_event() == last
    drive(study, f"down down Y enter {CLEAR} escape")
    assert study.renderings() == {}


def test_a_translation_needs_its_language_and_its_translator(study: Study, drive) -> None:
    seen = drive(study, "down down 1 Y down enter tab tab T h r e e escape")
    assert seen.screen == "WriteRendering"
    drive(study, "down down Y down enter e n tab A n a tab T h r e e escape")
    [(kept,)] = study.renderings().values()
    assert (kept.language, kept.author, kept.text) == ("en", "Ana", "Three")


def test_without_a_coding_it_is_said(study: Study, drive) -> None:
    assert "No coding here" in drive(study, "down down Y").message


def test_the_quotation_in_hand_among_retrieved_ones_too_where_another_document_is_open(study: Study, drive) -> None:
    first = study.transcript("S01").sentences[0]
    study.do(AddCoding("S01", first.start, first.end, "nearness"))
    said = study.transcript("S01").text[first.start : first.end].split()[-1]
    drive(study, f"f4 Y enter {CLEAR} left_square_bracket full_stop full_stop full_stop right_square_bracket space "
                 + " ".join({".": "full_stop"}.get(letter, letter) for letter in said) + " escape")  # fmt: skip
    [(kept,)] = study.renderings().values()
    assert kept.text == f"[…] {said}"
