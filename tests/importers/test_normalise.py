from hypothesis import given
from hypothesis import strategies as st

from qualcode.importers.normalise import normalise

ANY = st.text(st.characters(exclude_categories=[])) | st.text("\ufeff\r\n\u2028\u2029\u0085\v\f\0\ud800é a")


@given(ANY)
def test_twice_is_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(ANY)
def test_only_line_feeds_end_lines_and_everything_can_be_stored(text: str) -> None:
    clean = normalise(text)
    assert not set(clean) & set("\r\u2028\u2029\u0085\v\f\0")
    clean.encode("utf-8")


@given(ANY)
def test_only_marks_at_the_start_and_one_of_two_in_a_line_end_are_lost(text: str) -> None:
    bare = text.lstrip("\ufeff")
    assert len(normalise(text)) == len(bare) - bare.count("\r\n")


def test_letters_stay_as_they_were_written() -> None:
    text = "e\u0301té\u00a0: l’ho\u0302pital ﬁn 😀 \ufeff \x1c"
    assert normalise(text) == text
