"""Bookmarks by command: put on, listed as data and as columns, taken away, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_a_bookmark_is_put_on_listed_and_taken_away(run: Run, demo: Path) -> None:
    assert run("bookmarks", "add", demo, "L01", 10, 40).status == 0
    assert run("bookmarks", "add", demo, "L02", 0, 9, "--coder", "ben").status == 0
    both = run("bookmarks", demo, "--json").data
    assert [(one["document"], one["start"], one["end"], one["coder"]) for one in both] == [
        ("L01", 10, 40, "ana"), ("L02", 0, 9, "ben"),
    ]  # fmt: skip
    assert both[0]["citation"] == "L01 §1" and len(both[0]["text"]) == 30
    assert [one["id"] for one in run("bookmarks", demo, "--coder", "ben", "--json").data] == [both[1]["id"]]
    assert "L01 §1" in run("bookmarks", demo).out
    assert run("bookmarks", "remove", demo, both[0]["id"]).status == 0
    assert run("bookmarks", demo, "--document", "L01", "--json").data == []
    assert run("undo", demo).status == 0
    assert run("bookmarks", demo, "--json").data == both


def test_what_is_not_one_s_own_stays(run: Run, demo: Path) -> None:
    run("bookmarks", "add", demo, "L01", 10, 40, "--coder", "ben")
    number = run("bookmarks", demo, "--json").data[0]["id"]
    refused = run("bookmarks", "remove", demo, number)
    assert refused.status == 1 and "ben’s, not yours" in refused.err
    assert run("bookmarks", "remove", demo, 99).status == 1
    assert run("bookmarks", "add", demo, "L01", 40, 10).status == 1
