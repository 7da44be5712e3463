"""Words find their one place, or none: white space and page numbers between them do not count."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode.errors import InputError, NotFoundError
from qualcode.finding import only_place, squeeze

WORD = st.text("abcé’", min_size=1, max_size=4)
GAP = st.sampled_from([" ", "\n", "  ", "\n\n", " \n\n1/6\n\n", "\n12\n", "\u00a0"])
TEXT = st.lists(st.tuples(WORD, GAP), min_size=1, max_size=12).map(lambda parts: "".join(map("".join, parts)))


def place(text: str, words: str) -> str:
    start, end = only_place(text, squeeze(text), words)
    return text[start:end]


@given(TEXT)
def test_each_letter_of_a_squeezed_text_knows_where_it_came_from(text: str) -> None:
    squeezed = squeeze(text)
    for offset, letter in enumerate(squeezed.text):
        if letter != " ":
            assert text[squeezed.place(offset)] == letter


@given(TEXT, st.data())
def test_a_stretch_written_with_other_white_space_is_found_or_stands_twice(text: str, data: st.DataObject) -> None:
    words = squeeze(text).text.split()
    assume(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    sought = words[first : last + 1]
    try:
        found = place(text, "\n ".join(sought))
    except InputError as error:
        assert "more than once" in error.message
    else:
        assert squeeze(found).text.split() == sought


def test_a_page_number_between_words_does_not_part_them() -> None:
    assert place("one two\n\n1/6\n\nthree four", "two three") == "two\n\n1/6\n\nthree"
    assert place("one 2 three", "one 2 three") == "one 2 three"
    with pytest.raises(NotFoundError):
        place("one 2 three", "one three")


@pytest.mark.parametrize(("text", "words"), [("a b a b", "a b"), ("a  b a\nb", "a b"), ("aaa", "aa")])
def test_words_that_stand_twice_are_given_no_place(text: str, words: str) -> None:
    with pytest.raises(InputError, match="more than once"):
        place(text, words)
