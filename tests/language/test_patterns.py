"""What is looked for, and where it stands: words however they are written, forms, expressions that cannot run on."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.language.patterns import Patience, Wanted, check, matcher
from qualcode.names import bare_each, fold_each

LETTERS = st.text("aàâbcéèEÉsS'’- oœ\n", max_size=40)
WORD = st.text("aàâbcéèEÉsSoœ", min_size=1, max_size=4)


def found(wanted: Wanted, text: str, language: str = "fr") -> list[str]:
    return [text[span.start : span.end] for span in matcher(wanted, language, Patience()).places(text)]


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (Wanted("equipe"), ["Équipe", "équipe"]),
        (Wanted("équipe", accents=True), ["Équipe", "équipe"]),
        (Wanted("equipe", accents=True), []),
        (Wanted("équipe", case=True, accents=True), ["équipe"]),
        (Wanted("Equipe", case=True), ["Équipe"]),
        (Wanted("coeur"), ["cœur", "coeur"]),
        (Wanted("cœur"), ["cœur", "coeur"]),
        (Wanted("l'équipe"), ["l’équipe"]),
        (Wanted("équip*"), ["Équipe", "équipe"]),
        (Wanted("eq* au coeur"), ["équipe, au coeur"]),
        (Wanted("cœur | Equipe"), ["Équipe", "cœur", "équipe", "coeur"]),
        (Wanted("equip"), []),
    ],
)
def test_words_are_found_by_what_counts_of_them(wanted: Wanted, places: list[str]) -> None:
    assert found(wanted, "Équipe de cœur, l’équipe, au coeur.") == places


@given(LETTERS, WORD)
def test_without_accents_and_case_every_whole_word_that_folds_alike_is_found(text: str, word: str) -> None:
    """The naive way: cut the text into words, fold them, compare."""
    import re

    def alike(one: str) -> str:
        return fold_each(one).replace("œ", "oe")

    naive = [match[0] for match in re.finditer(r"[^\W_]+", text) if alike(match[0]) == alike(word)]
    assert found(Wanted(word), text) == naive


@given(LETTERS, WORD)
def test_what_is_found_exactly_is_found_in_every_looser_way(text: str, word: str) -> None:
    exact = found(Wanted(word, case=True, accents=True), text)
    assert exact == [word] * len(exact)
    for looser in (Wanted(word, case=True), Wanted(word, accents=True), Wanted(word)):
        places = found(looser, text)
        assert all(one in places for one in exact)


@given(LETTERS)
def test_a_letter_and_its_accent_written_apart_are_the_letter(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    for accents in (False, True):
        wanted = Wanted("é", accents=accents)
        assert len(found(wanted, unicodedata.normalize("NFC", text))) == len(found(wanted, apart))


@given(st.text())
def test_leaving_accents_out_keeps_the_places(text: str) -> None:
    assert len(bare_each(text)) == len(text)
    assert bare_each(text).casefold() == bare_each(bare_each(text)).casefold()


def test_the_forms_of_a_word_are_those_of_its_language() -> None:
    text = "Elle fait, ils faisaient, je ferai. The mice made it."
    assert found(Wanted("faire", forms=True), text) == ["fait", "faisaient", "ferai"]
    assert found(Wanted("mouse", forms=True), text, "en") == ["mice"]
    assert found(Wanted("mouse", forms=True), text, "fr") == []
    assert found(Wanted("FAISAIT ils", forms=True), text) == ["fait, ils"]
    assert found(Wanted("faisaient", forms=True, accents=True), text) == ["fait", "faisaient", "ferai"]


def test_a_regular_expression_ignores_accents_and_case_unless_they_count() -> None:
    assert found(Wanted(r"\b[ée]quipe", regex=True), "Équipe, equipe") == ["Équipe", "equipe"]
    assert found(Wanted(r"\béquipe", regex=True, accents=True, case=True), "Équipe, equipe, équipe") == ["équipe"]
    assert found(Wanted(r"^l", regex=True), "la\nle") == ["l", "l"]
    assert found(Wanted(r"x*", regex=True), "axxb") == ["xx"]


def test_a_regular_expression_that_would_never_end_is_stopped_and_names_the_document() -> None:
    patience = Patience(a_document=0.05)
    patience.begin("L03")
    with pytest.raises(InputError, match="too long in L03"):
        list(matcher(Wanted(r"(a|aa)+$", regex=True), "", patience).places("a" * 90 + "b"))


def test_time_is_counted_over_all_documents_too() -> None:
    patience = Patience(a_document=10, whole=0.02)
    with pytest.raises(InputError, match="too long in all"):
        list(matcher(Wanted(r"(a|aa)+$", regex=True), "", patience).places("a" * 90 + "b"))


@pytest.mark.parametrize("typed", ["(", "[a", "*", r"\p{Nothing}", ""])
def test_a_broken_regular_expression_is_refused_in_words(typed: str) -> None:
    with pytest.raises(InputError):
        check(Wanted(typed, regex=True))


@pytest.mark.parametrize("typed", ["", "…", "* | ?"])
def test_what_has_no_word_in_it_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="no word to find"):
        check(Wanted(typed))
