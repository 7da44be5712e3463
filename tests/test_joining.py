"""Several codebooks as one: nobody's codes, comments or order are lost, and nothing is given twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from qualcode.codebook import COLOURS, read_codebook
from qualcode.errors import InputError, YamlError
from qualcode.joining import joined

SHIPPED = sorted((Path(__file__).parents[1] / "codebooks").glob("*.yaml"))
FIRST = """\
# Mine.
title: First
codes:
  - id: near     # close by
    label: Nearness
    pin: 1
    colour: sky
"""
SECOND = """\
# Theirs.
title: {en: Second}

# How to use it.
codes:
# the first chapter
- id: team       # all of them
  label: The team
  colour: sky
  pin: 1
  full: |
    Two lines,

      the second further in.
  codes:
  - {id: lead, label: The lead, pin: 2, colour: sky}
- id: rest
  label: The rest
  pin: 3
# the end
"""
JOINED = """\
# Mine.
title: First
codes:
  - id: near     # close by
    label: Nearness
    pin: 1
    colour: sky

# Theirs.

# How to use it.
  # the first chapter
  - id: team       # all of them
    label: The team
    colour: orange
    pin: 4
    full: |
      Two lines,

        the second further in.
    codes:
    - {id: lead, label: The lead, pin: 2, colour: orange}
  - id: rest
    label: The rest
    pin: 3
    colour: green
  # the end
"""


def test_a_later_codebook_follows_with_its_comments_and_without_what_is_taken() -> None:
    assert joined([(FIRST, "a"), (SECOND, "b")]) == JOINED


def test_each_theme_of_the_shipped_codebooks_has_a_colour_and_none_is_in_use_twice_more_than_another() -> None:
    books = [(path.read_text(encoding="utf-8"), path.name) for path in SHIPPED]
    for order in (books, books[::-1]):
        both, own = read_codebook(joined(order), "all"), read_codebook(*order[1])
        used = Counter(theme.colour for theme in both.children(None))
        assert (set(used), max(used.values())) == (set(COLOURS), 2)
        for theme in own.children(None):
            assert {both[code].colour for code in both.subtree(theme.id)} == {both[theme.id].colour}


def test_free_digits_go_to_the_later_codebook_s_pinned_codes_in_order() -> None:
    first = "".join(f"- {{id: a{digit}, label: A, pin: {digit}}}\n" for digit in (1, 2, 3, 5, 6, 7, 8))
    second = "codes:\n- {id: x, label: X, pin: 1}\n- {id: y, label: Y, pin: 9}\n- {id: z, label: Z, pin: 2}\n"
    both = read_codebook(joined([("codes:\n" + first, "a"), (second, "b")]), "ab")
    assert [both[name].pin for name in "xyz"] == [4, 9, None]


def test_one_codebook_is_itself() -> None:
    assert joined([(SECOND, "b")]) == SECOND


@pytest.mark.parametrize("empty", ["title: None yet\ncodes:\n", "title: None yet\n"])
def test_an_empty_codebook_takes_the_other_s_codes_and_adds_none(empty: str) -> None:
    filled = read_codebook(joined([(empty, "a"), (SECOND, "b")]), "ab")
    assert (filled.title, filled.codes) == ({"": "None yet"}, read_codebook(SECOND, "b").codes)
    assert read_codebook(joined([(SECOND, "b"), (empty, "a")]), "ba") == read_codebook(SECOND, "b")


def test_a_title_after_the_codes_stays_there() -> None:
    turned = FIRST.replace("title: First\n", "") + "title: First\n"
    both = joined([(turned, "a"), (SECOND, "b")])
    assert read_codebook(both, "ab") == read_codebook(JOINED, "j")
    assert both.endswith("title: First\n")


def test_a_code_that_two_have_is_told_with_both_files() -> None:
    with pytest.raises(InputError, match=r"c\.yaml: the code near is in a\.yaml too"):
        joined([(FIRST, "a.yaml"), (SECOND, "b.yaml"), (FIRST, "c.yaml")])


def test_what_is_wrong_by_itself_is_told_at_its_own_place() -> None:
    with pytest.raises(YamlError, match=r"b\.yaml:3:5"):
        joined([(FIRST, "a.yaml"), ("title: T\ncodes:\n  - od: x\n", "b.yaml")])
    with pytest.raises(InputError, match=r"b\.yaml: codes stands in brackets"):
        joined([(FIRST, "a.yaml"), ("codes: [{id: x, label: X}]\n", "b.yaml")])


def test_the_shipped_codebooks_stand_together_in_any_order() -> None:
    books = [(path.read_text(encoding="utf-8"), path.name) for path in SHIPPED]
    for order in (books, books[::-1]):
        codes = [code.id for code in read_codebook(joined(order), "all").codes]
        assert codes == [code.id for book in order for code in read_codebook(*book).codes]
