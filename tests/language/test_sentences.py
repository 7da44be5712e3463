from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.language import sentences
from qualcode.language.sentences import sentence_spans
from qualcode.model.texts import Turn


def split(text: str, language: str) -> list[str]:
    turn = Turn(1, None, 0, 0, len(text))
    return [text[span.start : span.end] for span in sentence_spans(text, [turn], language)]


@pytest.mark.parametrize(
    "expected",
    [
        ["M. Dupont et Mme Durand sont venus.", "Le Dr. Martin aussi, etc.", "Il est parti."],
        ["Il a dit… je sais pas... enfin, presque.", "Mais J. Dupont ?", "Oui\u202f!"],
        ["«\u00a0Viens\u202f!\u00a0» dit-il.", "« Non. »", "Il part."],
        ["Quoi ?!", "Hein.", "— Bon."],
        ["Environ 3.5 ou 3,5 postes, cf. p. 12.", "Fin"],
        ["Il a ri (?) puis rien.", "« Ni paillasson, ni hérisson. »", "Voilà."],
    ],
)
def test_french_rules(expected: list[str]) -> None:
    assert split(" ".join(expected), "fr") == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Dr. Smith, e.g. Mr. Jones, came at 3 p.m.", "Then J. R. Smith left.", "And so did I.", "The end."],
        ['He said "go."', "Then he left.", '"Why?" she asked.'],
        ["<UNSURE>Hello.</UNSURE>", "Um, yes."],
        ["What?!", "No... yes.", "So vs. that, U.S. troops."],
        ["1. First of all.", "Second."],
    ],
)
def test_english_rules(expected: list[str]) -> None:
    assert split(" ".join(expected), "en") == expected


def test_a_line_end_always_ends_a_sentence_and_labels_are_left_out() -> None:
    text = "I: Bonjour\nça va\nP: Oui. Bien.\n"
    turns = [Turn(1, "I", 0, 3, 17), Turn(2, "P", 17, 20, len(text))]
    found = [text[span.start : span.end] for span in sentence_spans(text, turns, "fr")]
    assert found == ["Bonjour", "ça va", "Oui.", "Bien."]


@given(st.text(alphabet='aZé.!?…»«"() \n\u00a0M1<>/😀', max_size=60), st.sampled_from(["fr", "en"]))
def test_sentences_cover_all_but_white_space_and_never_overlap(text: str, language: str) -> None:
    spans = sentence_spans(text, [Turn(1, None, 0, 0, len(text))], language)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert {place for place, char in enumerate(text) if not char.isspace()} <= covered
    parts = [text[span.start : span.end] for span in spans]
    assert all(part and part == part.strip() and "\n" not in part for part in parts)


def test_a_paragraph_of_any_length_is_split_the_same_wherever_it_is_chunked(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "M. Dupont vient. Il dit « Oui. » Puis etc. Il part. " * 40
    whole = split(text, "fr")
    monkeypatch.setattr(sentences, "_CHUNK", 50)
    assert split(text, "fr") == whole
    assert len(whole) == 40 * 4
