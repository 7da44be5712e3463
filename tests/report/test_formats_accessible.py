"""The page is read aloud as well as it is seen: language, landmarks, headings in order, tables with heads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from qualcode.report import html
from qualcode.report.appendix import build, choose
from qualcode.report.document import Column, Heading, Paragraph, Report, Section, Table
from qualcode.study import Study

EMPTY = frozenset(("meta", "br", "col", "link", "img", "hr", "input"))


class Page(HTMLParser):
    """The elements in their order, each with those it stands in; what is not closed as it was opened is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self._open: list[str] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self._open)))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes, _within in self.elements if tag in tags]


@pytest.fixture
def page(study: Study, tmp_path: Path) -> Page:
    html.write(build(study, choose(study, "fr")), tmp_path / "a.html")
    return Page((tmp_path / "a.html").read_text("utf-8"))


def test_it_says_its_language_and_its_parts(page: Page) -> None:
    assert page.all("html") == [{"lang": "fr"}]
    assert [tag for tag, _attributes, within in page.elements if within[-1:] == ("body",)] == [
        *("a", "header", "nav", "main")
    ]
    [skip] = [each for each in page.all("a") if each.get("class") == "skip"]
    [main] = page.all("main")
    assert skip["href"] == f"#{main['id']}"
    assert all(each.get("aria-label") for each in page.all("nav"))


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _attributes, _within in page.elements if tag in ("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_leads_somewhere_and_every_place_stands_once(page: Page) -> None:
    ids = [attributes["id"] for _tag, attributes, _within in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(each["href"])[1:] for each in page.all("a")} <= set(map(str, ids))
    named = {str(attributes["aria-labelledby"]) for attributes in page.all("section")}
    assert named <= set(map(str, ids))


def test_every_table_has_a_caption_and_heads_that_say_of_what(page: Page) -> None:
    tables = page.all("table")
    assert tables
    assert len(page.all("caption")) == len(tables)
    assert {each.get("scope") for each in page.all("th")} == {"col", "row"}
    assert all("thead" in within or "tbody" in within for tag, _attributes, within in page.elements if tag == "th")


def test_a_wide_table_can_be_scrolled_with_keys(tmp_path: Path) -> None:
    columns = tuple(Column(f"c{number}") for number in range(9))
    table = Table("t", 'Table 1. "Wide" & more', columns, [tuple("123456789")])
    part = Section("s", "S", (table, replace(table, columns=columns[:2], rows=[("1", "2")])))
    report = Report("T", "", "Contents", "en", datetime(2026, 1, 2, tzinfo=UTC), (part,))
    html.write(report, tmp_path / "a.html")
    wide, narrow = (each for each in Page((tmp_path / "a.html").read_text("utf-8")).all("div") if each)
    assert (wide["tabindex"], wide["role"], wide["aria-label"]) == ("0", "region", 'Table 1. "Wide" & more')
    assert "tabindex" not in narrow


def test_chapters_are_lists_in_the_list_of_contents(tmp_path: Path) -> None:
    names = (("one", 2), ("in-one", 3), ("also-in-one", 3), ("two", 2))
    parts = tuple(Section(name, name, (Paragraph("x"), Heading(level + 1, "h")), level=level) for name, level in names)
    report = Report("T", "", "Contents", "en", datetime(2026, 1, 2, tzinfo=UTC), parts)
    html.write(report, tmp_path / "a.html")
    page = Page((tmp_path / "a.html").read_text("utf-8"))
    depth = {attributes["href"]: within.count("ol") for tag, attributes, within in page.elements if tag == "a"}
    assert [depth[f"#{name}"] for name, _level in names] == [1, 2, 2, 1]
