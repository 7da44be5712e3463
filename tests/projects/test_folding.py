"""What is folded into a description comes back, whatever the words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.projects.folding import folded, holdable, unfolded

_WORDS = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("\n{} qualcode:\0\x1f\ufffe\ud800"))
_FIELDS = st.dictionaries(
    st.text(min_size=1), st.recursive(_WORDS.filter(bool), lambda e: st.lists(e, min_size=1)), max_size=3
)


@given(text=_WORDS, fields=_FIELDS)
def test_what_is_folded_comes_back(text: str, fields: dict[str, object]) -> None:
    kept = folded(text, fields)
    assert holdable(kept) == kept
    assert unfolded(kept) == (text, fields)


@given(text=st.sampled_from(("", "Words")))
def test_words_without_fields_are_left_alone(text: str) -> None:
    assert folded(text, {"round": None, "key": False}) == text


@pytest.mark.parametrize("text", ["qualcode: {not JSON", "qualcode: {}\nmore", "qualcode: 3"])
def test_words_that_only_look_like_it_are_words(text: str) -> None:
    assert unfolded(text) == (text, {})
    assert unfolded(folded(text, {})) == (text, {})
