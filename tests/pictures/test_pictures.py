"""Pictures from plain data: every figure is there, nothing rests on hue, words say the same, data stays text."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import SetParts
from qualcode.analysis.saturation import Criterion, saturation
from qualcode.model.counts import Cell, ThemeRow, ThemeTable
from qualcode.model.people import Participant
from qualcode.model.texts import Part
from qualcode.pictures import svg
from qualcode.pictures.bars import Bars, group_bars, theme_bars
from qualcode.pictures.colours import RAMP, contrast, ink_on, luminance, step
from qualcode.pictures.curve import Curve, curve
from qualcode.pictures.heatmap import DOTS, HATCH, HeatMap, heat_map
from qualcode.pictures.network import Edge, Network, Node
from qualcode.pictures.portrait import Portrait, Theme, blocks, merged
from qualcode.pictures.studied import portrait_of, timeline_of
from qualcode.pictures.terminal import Line, fitted, plain
from qualcode.pictures.timeline import Lane, Mark, Timeline, Wave, day_of
from qualcode.report.raster import png
from qualcode.safetext import columns
from qualcode.study import Study

HOSTILE = "<b>bold</b> & \x1b[31mred\x07 \u202eback \ufffe ]]> ' \""
NOTHING = Cell(0, 3, 0, 0, 0, 0.0, "not_raised")


def said(people: int, segments: int, rate: float) -> Cell:
    return Cell(people, 3, segments, 1, 100, rate, "said")


def table(label: str = "Distance") -> ThemeTable:
    rows = (
        ThemeRow("distance", label, 0, {"lille": said(2, 4, 12.5), "lens": said(7, 9, 3.25)}, said(9, 13, 8.0)),
        ThemeRow("near", "Near", 1, {"lille": NOTHING, "lens": NOTHING._replace(state="not_asked")}, NOTHING),
        ThemeRow(
            "far", "Far", 1, {"lille": said(1, 1, 0.5), "lens": NOTHING._replace(state="not_coded")}, said(1, 1, 1)
        ),
    )
    return ThemeTable("The rule.", ("site",), {"lille": 3, "lens": 7}, rows, {"lille": label, "lens": "Lens"}, 10)


def heat(label: str = "Distance", measure: str = "participants", language: str = "en") -> HeatMap:
    return heat_map(table(label), measure, f"Themes {label}", {"distance": "orange"}, language)


def bars(label: str = "Distance") -> Bars:
    return theme_bars(table(label), "participants", f"Bars {label}", {"distance": "sky"}, "en")


def timeline(label: str = "Lille") -> Timeline:
    lanes = (
        Lane("North", 0, (), heading=True),
        Lane(label, 1, (Mark("L01", date(2012, 10, 9), "interview"), Mark("L02", date(2013, 11, 15), "visit note"))),
        Lane("Lens", 1, (Mark("N01", date(2012, 10, 12), label),)),
        Lane("Empty", 1, ()),
    )
    waves = (Wave("T0", date(2012, 10, 9), date(2012, 10, 12)), Wave(label, date(2013, 11, 1), date(2013, 11, 15)))
    return Timeline("Material", lanes, waves, ("U07",), "en")


def portrait(label: str = "Distance") -> Portrait:
    themes = (Theme(label, "DI", "orange", ((10, 40), (100, 120))), Theme("Other", "OT", "sky", ((20, 30),)))
    return Portrait(f"Portrait {label}", 200, themes, ((0, 10), (60, 70)), "By ana.", "en")


def saturating(label: str = "L01") -> Curve:
    found = [(label, ["a", "b", "c"]), *((f"D{at}", ["a"]) for at in range(5)), ("Z", ["d"])]
    return curve(saturation(found, Criterion(), orders=50), f"Saturation {label}", "How.", "en")


def network(label: str = "Distance") -> Network:
    nodes = (
        Node("a", label, "DI", "orange", 9),
        Node("b", "Other", "OT", "sky", 4),
        Node("c", "Third", "TH", "pink", 1),
    )
    return Network(f"Network {label}", nodes, (Edge("a", "b", 3), Edge("b", "c", 1)), "How.", "en")


MAKERS: tuple[Callable[..., HeatMap | Bars | Timeline | Portrait | Curve | Network], ...] = (
    heat, bars, timeline, portrait, saturating, network,
)  # fmt: skip
each_picture = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


def words_of(drawing: str) -> str:
    return " ".join(ElementTree.fromstring(drawing).itertext())


def rows_of(lines: list[Line]) -> str:
    return "\n".join(plain(lines))


@each_picture
def test_an_svg_says_in_words_what_it_is(make: Callable[..., HeatMap]) -> None:
    root = ElementTree.fromstring(make().svg())
    ids = {element.get("id"): element for element in root.iter()}
    assert root.get("role") == "img"
    title, description = (ids[name].text for name in str(root.get("aria-labelledby")).split())
    assert title == make().title
    assert description == make().description()


@each_picture
def test_data_is_text_in_the_svg_and_in_the_terminal(make: Callable[..., HeatMap]) -> None:
    drawing = make(HOSTILE).svg()
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ufffe]", drawing)
    names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing).iter()}
    assert "b" not in names
    assert "<b>bold</b>" in words_of(drawing)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", rows_of(make(HOSTILE).lines(100)))


@each_picture
def test_the_same_data_gives_the_same_bytes(make: Callable[..., HeatMap]) -> None:
    assert make().svg() == make().svg()


@each_picture
@pytest.mark.parametrize("width", [60, 80, 133])
def test_no_row_is_wider_than_the_terminal(make: Callable[..., HeatMap], width: int) -> None:
    assert max(columns(row) for row in plain(make("A label that is long " * 4).lines(width))[1:]) <= width


@each_picture
def test_a_drawing_lies_within_its_page(make: Callable[..., HeatMap]) -> None:
    root = ElementTree.fromstring(make().svg())
    assert float(str(root.get("width"))) == svg.PAGE
    assert "url(#" not in make().svg() or all(
        name in {element.get("id") for element in root.iter()} for name in re.findall(r"url\(#([^)]+)\)", make().svg())
    )


@pytest.mark.parametrize(
    ("measure", "figures"),
    [("participants", "2/3 7/7 0/3 1/3"), ("segments", "4 9 0 1"), ("per_1000", "12.5 3.3 0 0.5")],
)
def test_every_number_of_the_heat_map_is_drawn(measure: str, figures: str) -> None:
    drawn, rows = words_of(heat(measure=measure).svg()).split(), rows_of(heat(measure=measure).lines(100)).split()
    assert set(figures.split()) <= set(drawn)
    assert set(figures.split()) <= set(rows)


def test_the_three_emptinesses_are_drawn_apart() -> None:
    _title, _heads, _first, near, far, *_rest = rows = plain(heat().lines(100))
    assert "0/3" in near and HATCH in near and DOTS not in near
    assert DOTS in far and HATCH not in far
    assert all(any(sign in row for row in rows[5:]) for sign in ("0/N", HATCH, DOTS))
    fills = re.findall(r'fill="([^"]+)" stroke="#c9ced4"', heat().svg())
    kinds = [fill.rpartition("-")[2].rstrip(")") if "url" in fill else fill for fill in fills]
    assert kinds[:6] == [RAMP[3], RAMP[4], "#ffffff", "hatch", RAMP[1], "dots"]


def test_the_words_of_the_heat_map_name_the_highest_cell_and_count_the_empty_ones() -> None:
    words = heat().description()
    assert "“Distance”, Lens: 7/7" in words
    assert "1 are asked but not raised, 1 not asked, 1 not yet coded" in words
    assert "« Distance », Lens" in heat(language="fr").description().replace("\u00a0", " ")


def test_in_a_narrow_terminal_names_stand_by_turns_above_their_columns_and_it_is_said_what_is_below() -> None:
    groups = ("Armentières", "Bobigny", "Marseille", "Toulon")
    row = table().rows[0]
    wide = row._replace(cells=dict.fromkeys(groups, next(iter(row.cells.values()))))
    many = table()._replace(
        rows=(wide,), groups=dict.fromkeys(groups, 3), titles=dict(zip(groups, groups, strict=True))
    )
    picture = heat_map(many, "participants", "Themes", {}, "en")
    _title, *rows = plain(picture.lines(44))
    assert [row.split() for row in rows[:2]] == [["Armentières", "Marseille"], ["Bobigny", "Toulon"]]
    _title, said, *_rows = rows = plain(picture.lines(30))
    assert said == "columns 1–3 of 4 · the others below"
    assert "columns 4–4 of 4" in rows


def test_an_empty_table_is_still_a_picture() -> None:
    nothing = heat_map(table()._replace(rows=(), groups={}), "segments", "None", {}, "en")
    assert ElementTree.fromstring(nothing.svg()) is not None
    assert nothing.lines(80)


def test_steps_of_the_ramp_stand_apart_in_grey_and_their_ink_is_read() -> None:
    assert all(luminance(light) > luminance(dark) for light, dark in pairwise(RAMP))
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(("#ffffff", *RAMP)) if one != "#ffffff")
    assert all(contrast(ink_on(colour), colour) >= 4.5 for colour in RAMP)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_is_never_drawn_lighter(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert 0 <= step(less) <= step(more) <= len(RAMP)
    assert step(0) == 0 and all(step(share) > 0 for share in (less, more) if share >= 1e-9)


def test_bars_bear_an_interval_only_where_enough_people_were_interviewed() -> None:
    everybody = theme_bars(table(), "participants", "All", {}, "en")
    assert [bar.figure for bar in everybody.bars] == ["9/10", "0/10", "1/10"]
    assert everybody.bars[0].sure is not None
    few = group_bars(table(), "distance", "participants", "By site", {}, "en")
    assert [(bar.figure, bar.sure is None) for bar in few.bars] == [("2/3", True), ("7/7", False)]
    assert "9/10  90% [60–98]" in rows_of(everybody.lines(100))
    assert "The longest is “Lens”, 7/7" in few.description()


def test_a_quiet_site_stands_out_and_a_document_without_date_is_listed() -> None:
    rows = rows_of(timeline().lines(100))
    assert re.search("Lens +! ─", rows) and "nothing since 2012-10-12" in rows
    assert re.search("Empty +! +nothing yet", rows)
    assert "U07" in rows and "U07" in words_of(timeline().svg())
    assert "Nothing in the last 183 days from: Lens, Empty." in timeline().description()
    assert "North" not in timeline().description()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2013-04-02", date(2013, 4, 2)),
        ("2013-04", date(2013, 4, 15)),
        ("2013", date(2013, 7, 1)),
        ("soon", None),
        (None, None),
    ],
)
def test_a_date_by_its_month_stands_in_its_middle(text: str | None, day: date | None) -> None:
    assert day_of(text) == day


stretches = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)).map(lambda ends: (min(ends), max(ends))))


@given(stretches, st.integers(1, 9))
def test_blocks_cover_as_many_words_as_the_stretches(found: list[tuple[int, int]], grain: int) -> None:
    once = merged(found)
    covered = {word for first, last in found for word in range(first, last)}
    assert sum(last - first for first, last in once) == len(covered)
    shares = blocks(once, 0, 90 // grain + 1, grain)
    assert sum(shares) * grain == pytest.approx(len(covered))
    assert all(0 <= share <= 1 + 1e-9 for share in shares)


def test_a_portrait_shows_each_theme_where_it_is_and_the_interviewer() -> None:
    rows = plain(portrait().lines(70))
    assert rows[1].startswith("speech") and "··" in rows[1]
    assert rows[2].index("█") < rows[2].rindex("█")
    assert "25% of the words, from 5% to 60% of the way" in portrait().description()


def test_a_portrait_is_of_what_is_said_not_of_who_says_it(study: Study, document: Callable[..., Any]) -> None:
    turns = [("Q", "one two"), ("Ana Maria", "three four five six"), ("Q", "seven"), ("Ana Maria", "eight")]
    study.do(document("X1", turns, {"Ana Maria": Participant("p1")}))
    drawn = portrait_of(study, "X1", "en")
    assert (drawn.words, drawn.asked) == (8, ((0, 2), (6, 7)))


def test_a_curve_says_where_little_was_new() -> None:
    assert saturating().stop == 4
    assert "4+2" in saturating().description() and "4+2" in words_of(saturating().svg())
    assert "7 interviews brought 4 codes, 3 of them in the first 4." in saturating().description()
    nothing = curve(saturation([], Criterion()), "None", "", "en")
    assert "no interview" in nothing.description() and nothing.svg() and nothing.lines(80)


def test_a_network_names_its_strongest_pair_and_draws_every_other() -> None:
    assert "“Distance” – “Other” (3)" in network().description()
    assert network().svg().count('<path d="M') - 1 == len(network().edges)  # one is the pattern's
    rows = plain(network().lines(80))
    assert rows[2].split()[-3:] == ["█", "3", "OT"]


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_fitted_text_takes_exactly_its_columns(text: str, width: int) -> None:
    assert columns(fitted(text, width)) == width


@given(st.text(max_size=80), st.floats(20, 400))
def test_a_cut_text_takes_no_more_than_its_room(text: str, room: float) -> None:
    assert svg.breadth(svg.cut(text, room)) <= room


def test_a_png_has_the_size_that_was_asked() -> None:
    made = png(heat(HOSTILE).svg(), 500)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", made[16:20]) == (500,)
    assert made == png(heat(HOSTILE).svg(), 500)


def test_a_part_of_a_document_stands_at_its_own_site_and_day(study: Study, document: Callable[..., Any]) -> None:
    turns = [("P", "Hier."), ("P", "Demain.")]
    study.do(document("M01", turns, {"P": Participant("P1")}, site="lens", date="2013-01-02"))
    study.do(SetParts("M01", (Part(2, 2, site="toulon", date="2013-03-04"),)))
    days = {lane.label: [str(mark.day) for mark in lane.marks] for lane in timeline_of(study, "en").lanes if lane.marks}
    assert days == {"Lens": ["2013-01-02"], "Toulon": ["2013-03-04"]}
    assert timeline_of(study, "en").description().startswith("1 document at")
    assert timeline_of(study, "en").undated == ("L01", "L02", "T01")


def test_groups_whose_names_begin_alike_are_told_apart_in_a_narrow_terminal() -> None:
    groups = {f"g{at}": 3 for at in range(9)}
    titles = {group: f"Provence-Alpes-Côte {at // 2} / T{at % 2}" for at, group in enumerate(groups)}
    rows = (ThemeRow("a", "Theme", 0, dict.fromkeys(groups, NOTHING), NOTHING),)
    many = heat_map(ThemeTable("", ("region", "wave"), groups, rows, titles, 3), "segments", "T", {}, "en")
    drawn = rows_of(many.lines(70))
    assert all(drawn.count(f"Côte {at}") >= 1 for at in range(5))
    assert drawn.count("T0") == 5 and drawn.count("T1") == 4
