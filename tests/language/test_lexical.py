"""Words as they are counted, and those that are left out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.language.forms import forms_of, lemma
from qualcode.language.lexical import is_stop, stop_words, tokens


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "L’hôpital, dit-il", ["l'", "hôpital", "dit", "il"]),
        ("fr", "aujourd'hui, un rendez-vous peut-être", ["aujourd'hui", "un", "rendez-vous", "peut-être"]),
        ("fr", "y a-t-il d'accord ?", ["y", "a", "il", "d'", "accord"]),
        ("fr", "jusqu’à quelqu’un, celui-ci", ["jusqu'", "à", "quelqu'un", "celui-ci"]),
        ("en", "It’s the patient's word; don’t!", ["it", "the", "patient", "word", "don't"]),
        ("en", "mother-in-law's", ["mother-in-law"]),
    ],
)
def test_elided_words_stand_apart(language: str, text: str, words: list[str]) -> None:
    assert tokens(text, language) == words


@given(st.text(), st.sampled_from(["fr", "en", "de"]))
def test_accents_written_apart_make_no_other_word(text: str, language: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text), language) == tokens(unicodedata.normalize("NFC", text), language)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "le l' euh qu' avec 12"), ("en", "the don't we've um he's 1990")]
)
def test_little_words_and_numbers_are_left_out(language: str, words: str) -> None:
    stops = stop_words(language)
    assert [word for word in words.split() if not is_stop(word, stops)] == []
    assert not is_stop("distance", stops)


def test_a_language_without_a_list_leaves_nothing_out() -> None:
    assert stop_words("de") == frozenset()


def test_a_lemma_is_that_of_its_language() -> None:
    assert (lemma("Faisaient", "fr"), lemma("mice", "en"), lemma("mice", "de")) == ("faire", "mouse", "mice")


@pytest.mark.parametrize(("word", "language"), [("faire", "fr"), ("yeux", "fr"), ("went", "en"), ("zzzz", "fr")])
def test_a_word_is_among_its_own_forms_and_all_have_its_lemma(word: str, language: str) -> None:
    forms = forms_of(word, language)
    assert {word, lemma(word, language)} <= set(forms)
    assert {lemma(form, language) for form in forms} <= {lemma(word, language)} | set(forms)
