"""`qualcode appendix --at`: what was handed in then, once more; what cannot be as it was then is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_what_was_handed_in_then_is_written_again(demo: Path, run: Any, tmp_path: Path) -> None:
    for name in ("then", "again"):
        (tmp_path / name).mkdir()
    options = ("--language", "fr", "--where", "site=lille")
    assert run("appendix", demo, "-o", tmp_path / "then" / "a.md", *options).status == 0
    event = run("log", demo, "--limit", "1", "--json").data[0]["id"]
    assert run("tag", demo, "L01", 40, 90, "therapeutic-distance").status == 0
    assert run("codebook", "rename", demo, "nearness", "Proche", "--language", "fr").status == 0
    assert run("appendix", demo, "-o", tmp_path / "now.md", *options).status == 0
    ran = run("appendix", demo, "-o", tmp_path / "again" / "a.md", *options, "--at", event)
    assert ran.status == 0
    assert f"after event {event} of " in ran.err
    for name in ("a.md", "manifest.json"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "then" / name).read_bytes()
    assert (tmp_path / "now.md").read_bytes() != (tmp_path / "then" / "a.md").read_bytes()


def test_what_is_not_in_the_history_is_said(demo: Path, run: Any, tmp_path: Path) -> None:
    table = demo / "inclusion.csv"
    table.write_text("site,included,expected\nlille,1,2\n", "utf-8")
    event = run("log", demo, "--limit", "1", "--json").data[0]["id"]
    assert run("appendix", demo, "-o", tmp_path / "a.md").status == 0
    again = ("appendix", demo, "-o", tmp_path / "a.md", "--at", event)
    same = run(*again)
    assert "Not in the history, so read as it is now: inclusion.csv, names.txt." in same.err
    assert "otherwise" not in same.err
    table.write_text("site,included,expected\nlille,1,3\n", "utf-8")
    other = run(*again)
    assert "otherwise of: tables, files/a.md" in other.err


def test_an_event_that_is_none_is_refused_and_nothing_is_written(demo: Path, run: Any, tmp_path: Path) -> None:
    last = run("log", demo, "--limit", "1", "--json").data[0]["id"]
    for name, said in ((last + 1, f"from 1 to {last}"), ("lundi", "2026-11-23"), ("1999-12-31", "no event yet")):
        ran = run("appendix", demo, "-o", tmp_path / "a.md", "--at", name)
        assert ran.status == 1
        assert said in ran.err
    despite = run("appendix", demo, "-o", tmp_path / "a.md", "--at", last, "--despite", "agreed")
    assert despite.status == 1
    assert "no record" in despite.err
    assert list(tmp_path.iterdir()) == [] or not (tmp_path / "a.md").exists()
