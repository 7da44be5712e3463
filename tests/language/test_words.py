import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.language.detect import detect
from qualcode.language.words import count_words, word_spans, word_starts


def words(text: str) -> list[str]:
    return [text[span.start : span.end] for span in word_spans(text)]


def test_inner_apostrophes_and_hyphens_join_and_outer_ones_do_not() -> None:
    assert words("l’hôpital d'Armentières, pairs-aidants — 'oui' -là") == [
        "l’hôpital",
        "d'Armentières",
        "pairs-aidants",
        "oui",
        "là",
    ]


def test_decomposed_accents_do_not_cut_a_word() -> None:
    assert words("e\u0301te\u0301 ici") == ["e\u0301te\u0301", "ici"]


@given(st.text())
def test_words_are_counted_and_placed_alike(text: str) -> None:
    spans = list(word_spans(text))
    assert count_words(text) == len(spans)
    assert list(word_starts(text)) == [span.start for span in spans]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert not any(char.isspace() for word in words(text) for char in word)


@given(st.text("aé1œЖ'’-_\u0301\u00ad.,! \n"))
def test_a_word_is_letters_with_their_marks_and_what_joins_them(text: str) -> None:
    letters = "[^\\W_]+(?:[\u0301\u00ad]+[^\\W_]*)*"
    assert words(text) == re.findall(f"{letters}(?:['’-]{letters})*", text)


def test_french_and_english_are_told_apart_and_nothing_is_english() -> None:
    assert detect("Alors voilà, je suis arrivé dans le service et l’équipe était là.") == "fr"
    assert detect("So I came to the ward and the team was there.") == "en"
    assert detect("12 😀") == "en"
