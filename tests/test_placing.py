"""Where a code goes that is moved by a step, and the acts that make a definition what was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.book.defining import Slot, edits, slots, text_of
from qualcode.book.editing import with_code_moved
from qualcode.book.placing import Spot, after, nested, shifted, unnested, without
from qualcode.care.edits import difference
from qualcode.codebook import read_codebook
from qualcode.model.codes import Code, Codebook

BOOK = """codes:
  - id: a
    label: A
    codes:
      - id: b
        label: B
      - id: c
        label: C
  - id: d
    label: D
  - id: e
    label: E
"""


def book(text: str = BOOK) -> Codebook:
    return read_codebook(text, "codebook.yaml")


def shape(text: str) -> list[tuple[str, str | None]]:
    return [(code.id, code.parent) for code, _depth in book(text).walk()]


def put(code: str, spot: Spot | None, text: str = BOOK) -> str:
    assert spot is not None
    return with_code_moved(text, "codebook.yaml", code, spot.parent, spot.position)


def test_a_step_up_and_a_step_down_are_each_others_way_back() -> None:
    moved = put("d", shifted(book(), "d", -1))
    assert shape(moved) == [("d", None), ("a", None), ("b", "a"), ("c", "a"), ("e", None)]
    assert put("d", shifted(book(moved), "d", 1), moved) == BOOK


def test_into_the_code_above_and_out_again() -> None:
    inside = put("d", nested(book(), "d"))
    assert shape(inside) == [("a", None), ("b", "a"), ("c", "a"), ("d", "a"), ("e", None)]
    assert put("d", unnested(book(inside), "d"), inside) == BOOK


def test_where_there_is_no_place_nothing_is_moved() -> None:
    assert [shifted(book(), "a", -1), shifted(book(), "c", 1), nested(book(), "b"), unnested(book(), "e")] == [None] * 4
    assert after(book(), "b") == Spot("a", 1)


def test_codes_left_out_leave_those_under_them_in_their_place() -> None:
    left = without(book(), {"a", "e"})
    assert [(code.id, code.parent) for code, _depth in left.walk()] == [("b", None), ("c", None), ("d", None)]


WORDS = st.text("ab\n", max_size=5)


def code(**fields: object) -> Code:
    return Code("a", {"en": "A", "fr": "A"}, **fields)  # type: ignore[arg-type]


@given(WORDS, WORDS)
def test_only_what_says_something_else_is_an_act(before: str, now: str) -> None:
    found = edits(code(full={"fr": before}), {Slot("full", "fr"): now, Slot("pin"): ""})
    assert [act.text for act in found] == [now.strip()] * (before.strip() != now.strip())


def test_fields_are_written_in_the_languages_of_the_study_or_as_they_are() -> None:
    both = [slot.language for slot in slots(code(full={"": "x"}), ("fr", "en")) if slot.field in ("brief", "full")]
    assert both == ["fr", "en", ""]
    plain = Code("a", {"": "A"})
    assert {slot.language for slot in slots(plain, ("fr", "en"))} == {""}


def test_items_are_lines_and_codes_stand_with_commas() -> None:
    one = code(examples=({"fr": "un", "en": "one"}, {"fr": "deux"}), also_under=("b", "c"), pin=3)
    slotted = (Slot("examples", "fr"), Slot("examples", "en"), Slot("also_under"), Slot("pin"), Slot("colour"))
    assert [text_of(one, slot) for slot in slotted] == ["un\ndeux", "one", "b, c", "3", ""]


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_a_difference_holds_the_lines_that_came_and_went(before: list[str], after: list[str]) -> None:
    found = list(difference("\n".join(before), "\n".join(after)))
    came = sum(line.startswith("+") for line in found) - sum(line.startswith("-") for line in found)
    assert came == len("\n".join(after).split("\n")) - len("\n".join(before).split("\n"))
    assert bool(found) == (before != after)
