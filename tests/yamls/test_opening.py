"""What stands within brackets is written as lines: the same values, and every comment."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import YamlError
from qualcode.yamls.opening import opened
from qualcode.yamls.text import load, plain

GAPS = st.sampled_from(("", " ", "\n", " # one\n", "\n  # two\n", " # three\n\n # four\n "))
SCALARS = st.sampled_from(("a", "'b, c'", '"d\n  e"', "f\n   g", "1.10", "'#'", '"h: i"'))


@st.composite
def written(draw: st.DrawFn, depth: int = 3) -> str:
    """A value, mostly within brackets, comments between."""
    kind = draw(st.integers(0, 3)) if depth else 0
    items = range(draw(st.integers(1, 3)))
    if kind == 0:
        return draw(SCALARS)
    keys = [f"k{item}: " if kind == 1 else "" for item in items]
    entries = [f"{draw(GAPS)}{key}{draw(written(depth - 1))}{draw(GAPS)}" for key in keys]
    last = "," if draw(st.booleans()) else ""
    return ("{" if kind == 1 else "[") + ",".join(entries) + last + ("}" if kind == 1 else "]")


def comments(text: str) -> list[str]:
    return sorted(re.findall("# (?:one|two|three|four|end)", text))


@given(written(), st.sampled_from(("x: ", "- ", "")), st.sampled_from(("\n", "  # end\n", "")), st.booleans())
def test_opened_it_says_the_same_and_keeps_each_comment(value: str, before: str, after: str, dos: bool) -> None:
    text = before + "\n ".join(value.split("\n")) + after
    text = text.replace("\n", "\r\n") if dos else text
    root = load(text, "f")
    assert root is not None
    path = {"x: ": ("x",), "- ": (0,), "": ()}[before]
    found = opened(text, "f", path)
    again = load(found, "f")
    assert again is not None and plain(again) == plain(root)
    assert comments(found) == comments(text)
    assert ("\r\n" in found) == ("\r\n" in text) or "\n" not in found
    assert opened(found, "f", path) == found


@pytest.mark.parametrize("text", ["x: []\n", "x: {? a : b}\n", "x: {a: # why\n b}\n", "x: # why\n  [a]\n"])
def test_what_is_written_otherwise_is_left_as_it_is(text: str) -> None:
    with pytest.raises(YamlError, match="safely"):
        opened(text, "f", ("x",))
