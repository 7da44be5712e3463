"""Many items put into lists of a YAML text at once: whatever way these are written, every other line stays."""

from __future__ import annotations

from typing import Any

import pytest

from qualcode.book.editing import with_codes_added
from qualcode.codebook import read_codebook

BOOK = """\
title: A
codes:
  - id: a   # first
    label: A
    codes:
      - id: b
        label: B
        # of b
  # of the top

  - {id: c, label: C, codes: [{id: d, label: D}]}
  - {id: e, label: E}
  # end
"""


def code(name: str) -> dict[str, Any]:
    """A new code with another below it, and words that need quotes."""
    return {"id": name, "label": {"en": f"{name}: so", "fr": "é"}, "codes": [{"id": f"{name}-x", "label": "No"}]}


def test_codes_come_under_many_at_once_and_every_line_stays() -> None:
    grown = with_codes_added(
        BOOK, "f", {None: [code("k"), code("l")], "a": [code("m")], "b": [code("n")], "c": [code("o")],
                    "d": [code("p")], "e": [code("q")]}
    )  # fmt: skip
    book = read_codebook(grown, "f")
    below = {name: [code.id for code in book.children(name)] for name in (None, "a", "b", "c", "d", "e")}
    assert below == {None: ["a", "c", "e", "k", "l"], "a": ["b", "m"], "b": ["n"], "c": ["d", "o"], "d": ["p"],
                     "e": ["q"]}  # fmt: skip
    assert {book[f"{name}-x"].parent for name in "klmnopq"} == set("klmnopq")
    kept = iter(grown.splitlines())
    assert all(line in kept for line in BOOK.splitlines() if "{id" not in line)  # in their order


@pytest.mark.parametrize("empty", ["title: A\ncodes:\n", "title: A\ncodes: []\n", "title: A", "title: A\r\ncodes:\r\n"])
def test_a_codebook_without_codes_gets_its_first(empty: str) -> None:
    grown = with_codes_added(empty, "f", {None: [code("k"), code("l")]})
    assert [one.id for one in read_codebook(grown, "f").codes] == ["k", "k-x", "l", "l-x"]
