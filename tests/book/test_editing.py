"""Edits of the codebook's text: what is meant is what is read, and every other line stays as it was written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.book import editing
from qualcode.book.comparing import compared, words_compared
from qualcode.book.near import near_codes
from qualcode.codebook import read_codebook
from qualcode.errors import InputError, YamlError
from qualcode.model.codes import Codebook

SHIPPED = sorted((Path(__file__).parents[2] / "codebooks").glob("*.yaml"))
OWN = """\
# mine
codes:
  # ---- one
  - id: one
    label: One   # said so
    codes:
    - id: deep
      label: Deep
      full: |
        Long: text

          further in
    # about other
    - id: other
      label: {en: Other}

  # ---- two
  - id: two
    label: Two

# the end
"""
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" \n"), max_size=300).map(str.strip)
places = st.integers(0, 60)


@pytest.fixture(scope="module", params=["own", "crlf", "unended", *(path.stem for path in SHIPPED)])
def text(request: pytest.FixtureRequest) -> str:
    """A codebook as somebody wrote it."""
    ways = {"own": OWN, "crlf": OWN.replace("\n", "\r\n"), "unended": OWN[: OWN.index("\n# the end")].rstrip("\n")}
    return ways.get(request.param) or next(path for path in SHIPPED if path.stem == request.param).read_text("utf-8")


def lines(text: str) -> Counter[str]:
    """The lines of a file without their indentation, blank ones left out."""
    return Counter(line.strip() for line in text.split("\n") if line.strip())


def shape(book: Codebook) -> list[tuple[str, str | None]]:
    return [(code.id, code.parent) for code in book.codes]


@given(code=places, under=places, position=st.none() | st.integers(0, 4))
def test_a_code_moved_is_where_it_is_meant_and_no_line_is_lost(
    text: str, code: int, under: int, position: int | None
) -> None:
    book = read_codebook(text, "f")
    ids = [each.id for each in book.codes]
    name, parent = ids[code % len(ids)], [None, *ids][under % (len(ids) + 1)]
    if parent is not None and parent in book.subtree(name):
        with pytest.raises(InputError, match="below it"):
            editing.with_code_moved(text, "f", name, parent, position)
        return
    edited = editing.with_code_moved(text, "f", name, parent, position)
    after = read_codebook(edited, "f")
    siblings = [each.id for each in book.children(parent) if each.id != name]
    place = len(siblings) if position is None else min(position, len(siblings))
    assert [each.id for each in after.children(parent)] == [*siblings[:place], name, *siblings[place:]]
    assert {each.id: each for each in after.codes if each.id != name} == {
        each.id: each for each in book.codes if each.id != name
    }
    heading = Counter(["codes:"])
    assert not lines(text) - lines(edited) - heading
    assert not lines(edited) - lines(text) - heading
    assert edited.count("\r\n") in (0, edited.count("\n"))


@given(code=places, into=places)
def test_codes_merged_leave_their_names_and_every_other_code(text: str, code: int, into: int) -> None:
    book = read_codebook(text, "f")
    ids = [each.id for each in book.codes]
    name, target = ids[code % len(ids)], ids[into % len(ids)]
    if name == target:
        return
    edited = editing.with_codes_merged(text, "f", (name,), target)
    after = read_codebook(edited, "f")
    assert {each.id for each in after.codes} == set(ids) - {name}
    assert name in after[target].aliases
    gone = [line for line in text.split("\n") if line.lstrip().startswith("#") and line not in edited.split("\n")]
    assert all(f"# {word}" not in "".join(gone) for word in ("mine", "----", "the end", "said so"))
    (change,) = [each for each in compared(book, after) if each.code == name]
    assert (change.kinds, change.into) == (("merged",), target)


@given(
    code=places,
    field=st.sampled_from(["brief", "full", "use_when", "not_when"]),
    language=st.sampled_from(["", "en", "fr"]),
    words=texts,
)
def test_a_field_is_read_as_it_was_written_and_others_stay(
    text: str, code: int, field: str, language: str, words: str
) -> None:
    book = read_codebook(text, "f")
    before = book.codes[code % len(book.codes)]
    try:
        edited = editing.with_words(text, "f", before, field, language, words)
    except YamlError as error:
        assert "invisible" in str(error) or "safely" in str(error)
        return
    after = read_codebook(edited, "f")
    said = getattr(after[before.id], field)
    assert said.get(language, "").split() == words.split()
    assert {key: value for key, value in said.items() if key != language} == {
        key: value for key, value in getattr(before, field).items() if key != language
    }
    assert shape(after) == shape(book)
    same = [each for each in after.codes if each.id != before.id]
    assert same == [each for each in book.codes if each.id != before.id]


def test_a_word_changed_in_a_folded_text_changes_its_lines_alone() -> None:
    path = next(path for path in SHIPPED if path.stem == "experiential-knowledge")
    text = path.read_text("utf-8")
    code = read_codebook(text, "f")["nearness"]
    words = code.full["en"].replace("garden", "yard")
    edited = editing.with_words(text, "f", code, "full", "en", words)
    assert read_codebook(edited, "f")["nearness"].full["en"] == words
    assert sum((lines(text) - lines(edited)).values()) == 1


def test_codes_within_brackets_are_moved_and_merged_and_only_those_on_the_way_opened() -> None:
    flow = "codes: [{id: a, label: A, codes: [{id: c, label: C}]}, {id: b, label: B}]  # all\n"
    assert editing.with_code_moved(flow, "f", "c", "b") == (
        "codes:  # all\n  - id: a\n    label: A\n  - id: b\n    label: B\n    codes:\n      - {id: c, label: C}\n"
    )
    assert editing.with_codes_merged(flow, "f", ["a"], "c") == (
        "codes:  # all\n  - {id: c, label: C, aliases: [a]}\n  - {id: b, label: B}\n"
    )


def test_what_cannot_be_moved_safely_is_left_to_the_researcher() -> None:
    flow = "codes: [{id: a, label: # why\n A}, {id: b, label: B}]\n"
    with pytest.raises(YamlError, match="safely"):
        editing.with_code_moved(flow, "f", "b", "a")


def test_lists_have_one_item_a_line_and_other_languages_stay() -> None:
    text = "codes:\n  - id: a\n    label: A\n    examples:\n      - {en: One, fr: Un}\n      - Two\n"
    code = read_codebook(text, "f")["a"]
    edited = editing.with_items(text, "f", code, "examples", "en", "First\nSecond\nThird")
    assert read_codebook(edited, "f")["a"].examples == (
        {"en": "First", "fr": "Un"}, {"": "Two", "en": "Second"}, {"en": "Third"},
    )  # fmt: skip


@given(texts, texts)
def test_two_texts_compared_are_the_two_texts(before: str, after: str) -> None:
    pieces = words_compared(before, after)
    assert "".join(piece.text for piece in pieces if piece.sign in "=-") == before
    assert "".join(piece.text for piece in pieces if piece.sign in "=+") == after


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("nearness and accessibility", [("nearness", "same")]),
        ("Proximite et accessibilite", [("nearness", "same")]),
        ("Accessibilité et proximité", [("nearness", "near")]),
        ("Transalting between care and patient", [("translating", "near")]),
        ("Distance thérapeutique", [("therapeutic-distance", "within")]),
        ("Humour", []),
    ],
)
def test_a_code_that_nearly_exists_is_found(label: str, found: list[tuple[str, str]]) -> None:
    path = next(path for path in SHIPPED if path.stem == "experiential-knowledge")
    book = read_codebook(path.read_text("utf-8"), "f")
    assert [(near.code.id, near.how) for near in near_codes(book, label)][: len(found) or 1] == found


@given(code=places)
def test_a_code_marked_as_somebody_s_own_words_and_unmarked_is_as_it_was(text: str, code: int) -> None:
    book = read_codebook(text, "f")
    plain = [each for each in book.codes if not each.in_vivo]
    name = plain[code % len(plain)].id
    marked = editing.with_field(text, "f", name, "in_vivo", editing.YES)
    after = read_codebook(marked, "f")
    assert [each.id for each in after.codes if each.in_vivo != book[each.id].in_vivo] == [name]
    (change,) = compared(book, after)
    assert (change.code, change.kinds, change.fields[0][:4]) == (name, ("set",), ("in_vivo", "", "", "true"))
    assert read_codebook(editing.with_field(marked, "f", name, "in_vivo", None), "f") == book
