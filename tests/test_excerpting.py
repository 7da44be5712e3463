"""Laws of excerpts: what is cut from a passage with ellipses is one, what is changed in it is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.excerpting import ELLIPSIS, excerpt_of, spoken
from qualcode.model import Span

PASSAGE = "Quand on est là, elle m’a dit qu’il n’y en a pas. Bonjour à tous, tous."
LETTERS = st.text("abcdeé", min_size=1, max_size=3)


@given(st.lists(LETTERS, min_size=1, max_size=12), st.data())
def test_words_kept_in_order_with_ellipses_for_the_others_are_an_excerpt(words: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)).filter(any))
    shown = " ".join(word if keep else ELLIPSIS for word, keep in zip(words, kept, strict=True))
    assert excerpt_of(shown, " ".join(words)) == shown


@given(st.lists(LETTERS, min_size=2, max_size=8), st.data())
def test_a_word_that_is_not_the_passage_s_is_named(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], "xyz", *words[place + 1 :]]
    with pytest.raises(InputError, match="xyz"):
        excerpt_of(" ".join(changed), " ".join(words))


@given(st.lists(LETTERS, min_size=3, max_size=8, unique=True), st.data())
def test_nothing_is_left_out_or_moved_unseen(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(words) - 2))
    with pytest.raises(InputError, match=words[place + 1]):
        excerpt_of(" ".join([*words[:place], *words[place + 1 :]]), " ".join(words))
    with pytest.raises(InputError):
        excerpt_of(f"{words[-1]} {ELLIPSIS} {words[0]}", " ".join(words))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("elle m'a dit [...] Bonjour", "elle m'a dit […] Bonjour"),
        ("elle m’a dit (…) bonjour", "elle m’a dit […] bonjour"),
        ("[E]lle m’a dit", "[E]lle m’a dit"),
        ("Quand on est [l’infirmière] qu’il n’y en a pas", "Quand on est [l’infirmière] qu’il n’y en a pas"),
        (" à tous, tous. ", "à tous, tous."),
    ],
)
def test_ways_of_writing_are_one(typed: str, kept: str) -> None:
    assert excerpt_of(typed, PASSAGE) == kept


@pytest.mark.parametrize(("typed", "named"), [
    ("elle dit", "dit"), ("Quand il", "il"), ("bonjour elle", "elle"), ("[ours]", ""), ("", ""), ("Quand ]", "]"),
])  # fmt: skip
def test_the_error_names_the_first_word_that_does_not_stand_there(typed: str, named: str) -> None:
    with pytest.raises(InputError) as raised:
        excerpt_of(typed, PASSAGE)
    assert named in raised.value.message
    assert "[…]" in str(raised.value.hint)


def test_what_is_said_in_a_span_has_no_labels() -> None:
    text, turns = "A: un deux\nB: trois\n", [(0, 3, 11), (11, 14, 20)]
    assert spoken(text, Span(0, 19), turns).split() == ["un", "deux", "trois"]
    assert spoken(text, Span(3, 5), turns) == "un"
    assert spoken(text, Span(0, 2), []) == "A:"
