"""`qualcode picture`: every kind is drawn here and written there, with the same in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

Run = Callable[..., Any]
KINDS: tuple[tuple[str, ...], ...] = (
    ("heatmap",),
    ("heatmap", "--by", "region,wave", "--measure", "per_1000"),
    ("heatmap", "--theme", "bilingualism"),
    ("bars",),
    ("bars", "--theme", "bilingualism", "--measure", "segments"),
    ("timeline",),
    ("portrait", "--document", "L01"),
    ("portrait", "--document", "P01", "--theme", "bilingualism"),
    ("saturation",),
    ("network", "--theme", "bilingualism"),
)
each_kind = pytest.mark.parametrize("kind", KINDS, ids=" ".join)


@each_kind
def test_a_picture_is_drawn_without_colours_where_nobody_watches(run: Run, demo: Path, kind: tuple[str, ...]) -> None:
    drawn = run("picture", demo, *kind)
    assert (drawn.status, drawn.err) == (0, "")
    assert "\x1b" not in drawn.out
    assert run("picture", demo, *kind, "--json").data["description"] in drawn.out


@each_kind
def test_a_picture_is_written_with_its_words_on_the_side(run: Run, demo: Path, kind: tuple[str, ...]) -> None:
    written = run("picture", demo, *kind, "-o", "a.svg")
    assert (written.status, written.out) == (0, "")
    described = [element.text for element in ElementTree.parse("a.svg").getroot() if element.tag.endswith("desc")]
    assert [written.err.split("\n")[0]] == described
    assert sorted(path.name for path in Path().iterdir()) == ["a.svg", "my-study"]


def test_a_png_is_as_wide_as_asked(run: Run, demo: Path) -> None:
    assert run("picture", demo, "timeline", "-o", "a.png", "--width", "321", "--json").data["file"] == "a.png"
    assert int.from_bytes(Path("a.png").read_bytes()[16:20]) == 321


def test_the_data_drawn_are_those_of_the_tables(run: Run, demo: Path) -> None:
    themes = run("themes", demo, "--by", "region", "--json").data
    heat = run("picture", demo, "heatmap", "--by", "region", "--json").data["data"]
    assert len(heat["columns"]) == len(themes["groups"])
    for band, row in zip(heat["bands"], themes["rows"], strict=True):
        assert [square["state"] for square in band["squares"]] == [cell["state"] for cell in row["cells"].values()]
    (first, *_others) = run("picture", demo, "bars", "--json").data["data"]["bars"]
    assert (first["figure"], first["sure"]["share"]) == ("13/20", round(13 / 20, 6))
    curve = run("picture", demo, "saturation", "--json").data["data"]
    steps = run("saturation", demo, "--json").data["whole"]["steps"]
    assert [(point["document"], point["met"]) for point in curve["points"]] == [
        (step["document"], step["cumulative"]) for step in steps
    ]
    lanes = run("picture", demo, "timeline", "--json").data["data"]["lanes"]
    days = {mark["document"]: mark["day"] for lane in lanes for mark in lane["marks"]}
    assert days["P01"] == next(one["date"] for one in run("documents", demo, "--json").data if one["id"] == "P01")
    portrait = run("picture", demo, "portrait", "--document", "L01", "--json").data["data"]
    assert all(0 <= start < end <= portrait["words"] for one in portrait["themes"] for start, end in one["stretches"])
    network = run("picture", demo, "network", "--json").data["data"]
    assert {edge["first"] for edge in network["edges"]} <= {node["id"] for node in network["nodes"]}


def test_pictures_speak_french(run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_LANG", "fr")
    assert "« Absence de distance thérapeutique »" in run("picture", demo, "bars").out.replace("\u00a0", " ")


def test_what_cannot_be_drawn_says_why(run: Run, demo: Path) -> None:
    assert run("picture", demo, "portrait").status == 1
    assert "--document" in run("picture", demo, "portrait").err
    assert ".svg .png" in run("picture", demo, "bars", "-o", "a.gif").err
    assert not Path("a.gif").exists()
    assert run("picture", demo, "bars", "-o", "nowhere/a.svg").status == 4
    assert run("picture", demo, "pie").status == 2


@pytest.mark.parametrize("kind", ["heatmap", "bars", "timeline", "saturation", "network"])
def test_an_empty_study_has_empty_pictures(run: Run, empty: Path, kind: str) -> None:
    assert run("picture", empty, kind).status == 0
    assert run("picture", empty, kind, "-o", "a.svg").status == 0


def test_an_option_that_would_change_nothing_is_refused(run: Run, demo: Path) -> None:
    assert run("picture", demo, "timeline", "--theme", "bilingualism").status == 2
    assert run("picture", demo, "bars", "--by", "region").status == 2
    assert run("picture", demo, "bars", "--by", "region", "--theme", "bilingualism").status == 0
    assert run("picture", demo, "heatmap", "--document", "L01").status == 2
