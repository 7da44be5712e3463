"""Journeys through the search room: found, looked at, coded one by one or all at once, taken back."""

from __future__ import annotations

import asyncio
from time import sleep
from typing import Any

import pytest

from qualcode.acts import AddCoding
from qualcode.model.codings import Hit
from qualcode.study import Study
from qualcode.tui.looking import Search
from qualcode.tui.widgets.keywords import Keywords

TURN = "Ni paillasson, ni hérisson. On m’a donné un badge. La distance, je la connais."
DISTANCE = "F d i s t a n c e enter"


def coded(study: Study) -> list[tuple[str, str, str]]:
    """Codings as document, code and words."""
    return [
        (one.document, one.code, study.transcript(one.document).text[one.start : one.end]) for one in study.codings()
    ]


def test_places_are_listed_aligned_and_one_is_in_hand(study: Study, drive: Any) -> None:
    seen = drive(study, DISTANCE)
    assert (seen.screen, "2 places" in seen.rows[0]) == ("SearchScreen", True)
    rows = [row for row in seen.rows if "§" in row][:2]
    assert [row.lower().index("distance") for row in rows] == [rows[0].lower().index("distance")] * 2
    assert any("La distance, je la connais." in row for row in seen.rows[20:])


@pytest.mark.parametrize(
    ("keys", "codings"),
    [
        ("1", [("L01", "distance", "La distance, je la connais.")]),
        ("1 2", [("L01", "distance", "La distance, je la connais."),
                 ("S01", "bilingualism", "Dans le sud, la distance compte.")]),
        ("ampersand", [("L01", "distance", "La distance, je la connais.")]),
        ("w 1", [("L01", "distance", "distance")]),
        ("t 1", [("L01", "distance", TURN)]),
        ("c a l l i enter", [("L01", "alliance", "La distance, je la connais.")]),
        ("x 1", [("S01", "distance", "Dans le sud, la distance compte.")]),
        ("1 u", []),
        ("1 u U", [("L01", "distance", "La distance, je la connais.")]),
        ("1 up 1", [("L01", "distance", "La distance, je la connais.")]),
        ("1 r", [("L01", "distance", "La distance, je la connais."),
                 ("S01", "distance", "Dans le sud, la distance compte.")]),
        ("1 asterisk", [("L01", "distance", "La distance, je la connais."),
                        ("S01", "distance", "Dans le sud, la distance compte.")]),
        ("1 x asterisk", [("L01", "distance", "La distance, je la connais.")]),
        ("asterisk n e a r enter", [("L01", "nearness", "La distance, je la connais."),
                                    ("S01", "nearness", "Dans le sud, la distance compte.")]),
        ("w asterisk n e a r enter u", []),
    ],
)  # fmt: skip
def test_one_key_codes_a_place_and_a_star_all_that_are_left(
    study: Study, drive: Any, keys: str, codings: list[tuple[str, str, str]]
) -> None:
    drive(study, f"{DISTANCE} {keys}")
    assert coded(study) == codings


def test_what_carries_a_code_is_ticked_and_what_is_passed_over_too(study: Study, drive: Any) -> None:
    start = study.transcript("S01").text.index("la distance")
    study.do(AddCoding("S01", start, start + 11, "alliance"), coder="c1")
    rows = [row.strip() for row in drive(study, f"{DISTANCE} x").rows if "§" in row]
    assert (rows[0][0], rows[1][0]) == ("–", "✓")


def test_switches_look_again_and_are_shown(study: Study, drive: Any) -> None:
    assert "2 places" in drive(study, f"{DISTANCE} I").rows[0]
    asked = "F e t space a p r e s enter"
    assert ("1 place " in drive(study, asked).rows[0], "0 places" in drive(study, f"{asked} I").rows[0]) == (True, True)
    capital = drive(study, "F D i s t a n c e enter C")
    assert "0 places" in capital.rows[0]
    assert "■ C case" in capital.rows[2]
    forms = drive(study, "F c o n n a î t r e enter tab L")
    assert "1 place" in forms.rows[0]
    assert any("connais" in row for row in forms.rows)


def test_a_regular_expression_that_is_none_is_told_and_can_be_mended(study: Study, drive: Any) -> None:
    seen = drive(study, "F left_parenthesis d enter tab R")
    assert "no regular expression" in seen.rows[-1]
    assert "2 places" in drive(study, "F d i s full_stop a n c e enter tab R").rows[0]


def test_enter_opens_the_place_and_the_room_is_as_it_was_left(study: Study, drive: Any) -> None:
    seen = drive(study, f"{DISTANCE} x enter")
    assert (seen.screen, seen.document, seen.selection) == ("CodingScreen", "S01", "distance")
    again = drive(study, f"{DISTANCE} x enter F")
    assert "2 places" in again.rows[0]
    assert any(row.strip().startswith("–") for row in again.rows)


def test_orders_are_gone_through(study: Study, drive: Any) -> None:
    assert "by the words to the left" in drive(study, f"{DISTANCE} o").rows[0]
    assert "by the words to the right" in drive(study, f"{DISTANCE} o o").rows[0]
    assert "by the words" not in drive(study, f"{DISTANCE} o o o").rows[0]


def test_conditions_narrow_the_search(study: Study, drive: Any) -> None:
    seen = drive(study, f"{DISTANCE} W s i t e equals_sign s u d enter")
    assert "1 place " in seen.rows[0]
    assert "site=sud" in seen.rows[2]


def test_a_hundred_thousand_places_are_gone_through_without_a_wait(study: Study) -> None:
    """Only lines in view are made, and only their documents' codings read."""
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.screens.searching import SearchScreen

    read: list[str] = []

    async def run() -> None:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            hits = [
                Hit("L01" if at % 2 else "S01", 5, 9, "x " * 20, "word", " y" * 20, f"L01 §{at}")
                for at in range(100_000)
            ]
            search = Search(found=hits, shown=list(hits))
            search.wanted = search.wanted._replace(words="word")
            codings = study.codings
            study.codings = lambda document=None, coder=None: (read.append(document), codings(document, coder))[1]
            app.push_screen(SearchScreen(app.desk, search))
            await pilot.pause()
            await pilot.press("end", "pageup", "home", "end")
            lines = app.screen.query_one(Keywords)
            assert (lines.count, lines.index) == (100_000, 99_999)
        assert len(read) <= 4

    asyncio.run(run())
    del study.codings


def test_escape_stops_a_search_and_what_was_found_stays(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search goes on for ever; what came first is there, and escape ends it."""
    from qualcode.study import Study as Opened
    from qualcode.tui.app import QualcodeApp

    def endless(_self: Study, *_asked: object, **_more: object) -> Any:
        while True:
            sleep(0.12)  # longer than what is found is kept back
            yield Hit("S01", 20, 28, "la ", "distance", " compte", "S01 §1")

    monkeypatch.setattr(Opened, "each_hit", endless)

    async def run() -> int:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("F", "x", "enter")
            while not app.screen.query_one(Keywords).count:
                await asyncio.sleep(0.01)
            await pilot.press("escape")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert app.screen.query_one(Keywords).count > 0
            return len(app.screen_stack)

    assert asyncio.run(run()) == 2
