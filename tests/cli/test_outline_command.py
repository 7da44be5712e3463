"""The outline on the command line, and the parts of an appendix that options choose."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

OUTLINE = """\
  outline:
    - participants
    - chapter: {en: Meetings, fr: Rencontres}
      codes: [nearness, testifying]
      parts: [quotations, codes]
    - codebook: {languages: [fr, en]}
    - history
"""


def outlined(demo: Path, outline: str = OUTLINE) -> Path:
    file = demo / "study.yaml"
    file.write_text(file.read_text("utf-8").replace("report:\n", "report:\n" + outline, 1), "utf-8")
    return demo


def sections(path: Path) -> list[str]:
    """The anchors of an appendix's sections, in their order."""
    return re.findall(r'<h[23] id="([^"]+)"', path.read_text("utf-8"))


def test_without_an_outline_every_part_is_listed_with_its_state(demo: Path, run: Any) -> None:
    found = run("outline", demo, "--json").data
    assert [item["name"] for item in found][:3] == ["participants", "sites", "inclusion"]
    assert all(item.keys() == {"name", "title", "state", "why", "chapter"} for item in found)
    assert {item["state"] for item in found} <= {"ready", "thin", "stale", "missing"}
    assert {item["name"]: item["state"] for item in found}["history"] == "missing"
    shown = run("outline", demo).out
    assert all(item["title"] in shown and item["why"] in shown for item in found)


def test_the_outline_of_the_study_is_listed_with_its_chapters(demo: Path, run: Any) -> None:
    found = run("outline", outlined(demo), "--json").data
    assert [(item["name"], item["chapter"]) for item in found] == [
        ("participants", 0), ("chapter", 1), ("quotations", 1), ("codes", 1), ("codebook", 0), ("history", 0),
    ]  # fmt: skip
    assert found[1]["title"] == "Rencontres"
    assert run("outline", demo, "--language", "en", "--json").data[1]["title"] == "Meetings"


def test_the_appendix_follows_the_outline_and_says_what_is_missing(demo: Path, run: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    assert run("appendix", outlined(demo), "-o", path).status == 0
    assert sections(path) == ["participants", "chapter-1", "quotations", "codes", "codebook", "history"]
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["outline"][1]["codes"] == ["nearness", "testifying"]
    assert manifest["outline"][2] == {"codebook": {"languages": ["fr", "en"]}}


def test_options_leave_parts_out_and_keep_the_order_of_the_outline(demo: Path, run: Any, tmp_path: Path) -> None:
    outlined(demo)
    path = tmp_path / "a.html"
    assert run("appendix", demo, "-o", path, "--without", "participants,history").status == 0
    assert sections(path) == ["chapter-1", "quotations", "codes", "codebook"]
    assert run("appendix", demo, "-o", path, "--only", "codebook", "--only", "participants,sites").status == 0
    assert sections(path) == ["participants", "codebook", "sites"]
    assert [item["name"] for item in run("outline", demo, "--only", "sites,codes", "--json").data] == [
        "chapter", "codes", "sites",
    ]  # fmt: skip


def test_the_languages_of_the_codebook_are_an_option(demo: Path, run: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    asked = ("appendix", demo, "-o", path, "--language", "fr", "--only", "codebook", "--codebook-languages")
    assert run(*asked, "fr,en").status == 0
    assert "Proximité et accessibilité / Nearness" in path.read_text("utf-8")
    refused = run(*asked, "fr,de")
    assert refused.status == 1
    assert "“de”" in refused.err


def test_an_unknown_part_is_refused_by_name_and_nothing_is_written(demo: Path, run: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    refused = run("appendix", demo, "-o", path, "--only", "quotation")
    assert (refused.status, path.exists()) == (1, False)
    assert "Write quotations." in refused.err
    refused = run("appendix", outlined(demo, "  outline: [participants, theme]\n"), "-o", path)
    assert (refused.status, path.exists()) == (1, False)
    assert "study.yaml:" in refused.err
    assert "Write themes." in refused.err
    checked = run("check", demo)
    assert checked.status == 1
    assert "no part 'theme'" in checked.out + checked.err


def test_only_quotations_that_would_be_shown_are_told_of_as_left_out(demo: Path, run: Any) -> None:
    every = run("disclose", demo, "--json").data["left_out"]
    few = run("disclose", outlined(demo), "--json").data["left_out"]
    assert 0 < few < every or few == 0 < every
    assert run("disclose", demo, "--only", "codebook", "--json").data["left_out"] == 0


def test_groups_of_few_people_are_found_where_people_are_listed(demo: Path, run: Any, tmp_path: Path) -> None:
    assert run("disclose", demo, "--only", "participants", "--json").data["counts"]["cell"] > 0
    assert run("disclose", demo, "--only", "codebook", "--json").data["counts"] == {}
    path = tmp_path / "a.html"
    assert run("appendix", demo, "-o", path, "--strict", "--only", "participants").status == 1
    assert run("appendix", demo, "-o", path, "--strict", "--only", "codebook").status == 0
