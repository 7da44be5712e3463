"""Bookmarks: each coder's own, in order of place, and passages of a code in the order in which they are read."""

from __future__ import annotations

import pytest

from qualcode.acts import AddBookmark, AddCoding, RemoveBookmark
from qualcode.errors import InputError, NotFoundError
from qualcode.model.codings import Passage
from qualcode.study import Study


def test_bookmarks_are_listed_by_document_and_place_with_their_words(study: Study) -> None:
    text = study.transcript("L01").text
    study.do(AddBookmark("L01", 20, 31))
    study.do(AddBookmark("L01", 0, 5), coder="ben")
    study.do(AddBookmark("T01", 0, 5))
    found = study.bookmarks()
    assert [(one.document, one.start, one.coder) for one in found] == [
        ("L01", 0, "ben"), ("L01", 20, "ana"), ("T01", 0, "ana"),
    ]  # fmt: skip
    assert (found[1].text, found[1].citation) == (text[20:31], "L01 §2")
    assert study.bookmarks("ana", "T01") == found[2:]


def test_a_bookmark_is_its_coder_s_to_take_away_and_undo_brings_it_back(study: Study) -> None:
    study.do(AddBookmark("L01", 20, 31))
    (mark,) = before = study.bookmarks()
    with pytest.raises(InputError, match="not yours"):
        study.do(RemoveBookmark(mark.id), coder="ben")
    study.do(RemoveBookmark(mark.id))
    assert study.bookmarks() == []
    study.undo()
    assert study.bookmarks() == before
    with pytest.raises(InputError, match="already"):
        study.do(AddBookmark("L01", 20, 31))
    with pytest.raises(InputError, match="not a passage"):
        study.do(AddBookmark("L01", 20, 3100))
    with pytest.raises(NotFoundError):
        study.do(RemoveBookmark(99))


def test_passages_of_a_code_are_its_places_once_each_with_those_of_the_codes_under_it(study: Study) -> None:
    for document, start, end, code, coder in (
        ("T01", 3, 9, "distance", "ana"), ("L01", 5, 9, "nearness", "ana"), ("L01", 5, 9, "access", "ben"),
        ("L01", 2, 9, "nearness", "ben"), ("L02", 2, 9, "language", "ana"),
    ):  # fmt: skip
        study.do(AddCoding(document, start, end, code), coder=coder)
    assert study.passages("distance") == [Passage("L01", 2, 9), Passage("L01", 5, 9), Passage("T01", 3, 9)]
    assert study.passages("distance", ["ana"]) == [Passage("L01", 5, 9), Passage("T01", 3, 9)]
    assert study.passages("access") == [Passage("L01", 5, 9)]


def test_anything_done_has_a_later_number_than_what_was_read_before(study: Study) -> None:
    before = study.last_event()
    study.do(AddBookmark("L01", 20, 31))
    assert study.last_event() > before
