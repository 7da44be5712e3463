"""Verifying as typed: what it says to people and to scripts, and how it leaves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Run


@pytest.fixture
def appendix(run: Run, demo: Path) -> Path:
    some = ("--only", "quotations,themes")
    assert run("appendix", demo, "-o", "a.html", "--language", "en", *some).status == 0
    return Path("a.html")


def test_an_appendix_holds_until_somebody_alters_it(run: Run, demo: Path, appendix: Path) -> None:
    done = run("verify", appendix, "--study", demo, "--json")
    assert done.status == 0
    assert done.data["findings"] == []
    assert done.data["quotations"]["unchanged"] > 50
    assert {"unchanged", "changed", "altered", "withdrawn"} == set(done.data["quotations"])
    assert {"unchanged", "changed", "altered"} == set(done.data["numbers"])
    page = appendix.read_text("utf-8")
    words = "absence of distance" if "absence of distance" in page else "distance"
    start = page.index(words, page.index("<blockquote>"))
    appendix.write_text(page[:start] + "<b>total</b> " + page[start:], "utf-8")
    done = run("verify", appendix, "--study", demo)
    assert done.status == 1
    assert "ALTERED: " in done.out
    assert "“total”" in done.out or "total" in done.out
    assert run("verify", demo, appendix, "--json").data["quotations"]["altered"] == 1


def test_what_changed_since_is_no_alteration(run: Run, demo: Path, appendix: Path) -> None:
    number = run("verify", appendix, "--study", demo, "--json").data["event"]
    coding = run("quotes", demo, "--coder", "consensus", "--json").data[0]["id"]
    assert run("untag", demo, coding, "--coder", "consensus").status == 0
    done = run("verify", appendix, "--study", demo)
    assert done.status == 0
    assert "1 withdrawn" in done.out
    assert "withdrawn: " in done.out
    assert "The study has had 1 event since." in done.out
    assert run("verify", appendix, "--study", demo, "--json").data["event"] == number


def test_a_file_that_is_no_appendix_is_refused(run: Run, demo: Path) -> None:
    Path("a.html").write_text("<p>Nothing</p>")
    done = run("verify", "a.html", "--study", demo)
    assert done.status == 1
    assert "a.html" in done.err
    assert run("verify", "a.html", "--study", "nowhere").status == 2
