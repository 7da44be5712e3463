"""Going about: a code's passages through the study, bookmarks, turns, two passages side by side, the whole document."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from qualcode.acts import AddBookmark, AddCoding
from qualcode.errors import InputError
from qualcode.model import Span
from qualcode.model.texts import Turn
from qualcode.moments import clock
from qualcode.study import Study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.cursor import Cursor
from qualcode.tui.screens.beside import around
from qualcode.tui.screens.places import Passage, turn_named
from qualcode.tui.status import selection_in_words
from qualcode.tui.widgets.minimap import Minimap


def span_of(study: Study, document: str, words: str) -> tuple[int, int]:
    start = study.transcript(document).text.index(words)
    return start, start + len(words)


@pytest.fixture
def coded(study: Study) -> Study:
    """Distance and nearness in both documents, by two coders."""
    for document, words, code, coder in (
        ("L01", "En février.", "distance", "c1"), ("L01", "La distance, je la connais.", "nearness", "c1"),
        ("L01", "La distance, je la connais.", "distance", "c2"), ("S01", "Fin.", "distance", "c1"),
    ):  # fmt: skip
        study.do(AddCoding(document, *span_of(study, document, words), code), coder=coder)
    return study


def test_the_passages_of_the_code_in_hand_follow_one_another_through_the_study(coded: Study, drive: Any) -> None:
    seen = drive(coded, "p")
    assert (seen.document, seen.selection) == ("L01", "En février.")
    assert seen.message.startswith("1 of 3 · Distance · L01 §2")
    seen = drive(coded, "p p p")
    assert (seen.document, seen.selection) == ("S01", "Fin.")
    assert seen.message.startswith("3 of 3 · Distance · S01 §1")
    assert drive(coded, "p p p p").selection == "En février."
    seen = drive(coded, "P")
    assert (seen.document, seen.selection) == ("S01", "Fin.")


def test_passages_made_meanwhile_are_counted(coded: Study, drive: Any) -> None:
    assert "of 4" in drive(coded, "p down 1 p").message


def test_a_code_without_a_passage_says_so(study: Study, drive: Any) -> None:
    assert drive(study, "p").message == "No passage carries Distance"


def test_a_bookmark_goes_on_and_off_and_undo_takes_it_back(study: Study, drive: Any) -> None:
    seen = drive(study, "down B", size=(80, 24))
    (mark,) = study.bookmarks("c1")
    assert mark.text == "En février."
    assert sum("◆" in row for row in seen.rows) == 1
    assert drive(study, "down u").rows and study.bookmarks() == []
    drive(study, "down U")
    assert study.bookmarks() == [mark]
    drive(study, "down B")
    assert study.bookmarks() == []


def test_bookmarks_are_listed_and_lead_to_their_place(study: Study, drive: Any) -> None:
    study.do(AddBookmark("S01", *span_of(study, "S01", "Fin.")), coder="c1")
    study.do(AddBookmark("L01", 0, 5), coder="c2")
    assert drive(study, "Z").screen == "BrowseScreen"
    seen = drive(study, "Z enter")
    assert (seen.document, seen.selection) == ("S01", "Fin.")


def test_a_turn_is_gone_to_by_its_number(study: Study, drive: Any) -> None:
    assert drive(study, "T 4 enter").selection == "Ni paillasson, ni hérisson."
    assert "There is no turn 9. This document has 4 turns." in drive(study, "T 9 enter").message
    assert drive(study, "T 1 colon 0 0 enter").message.startswith("The turns of this document have no times.")


TIMES = (0.0, 61.5, None, 3700.0)
TIMED = tuple(Turn(at, None, at * 10, at * 10, at * 10 + 10, time) for at, time in enumerate(TIMES, 1))


@pytest.mark.parametrize(
    ("typed", "number"),
    [("2", 2), ("§3", 3), ("0:59", 1), ("1:02", 2), ("1:01:39", 2), ("1:01:40", 4), ("61:40", 4), ("00:00:00", 1)],
)
def test_a_time_is_in_the_turn_that_was_going_on(typed: str, number: int) -> None:
    assert turn_named(TIMED, typed).number == number


@pytest.mark.parametrize("time", [0.0, 59.97, 62.4, 3_599.999, 3_725.5, 36_000.0])
def test_a_time_as_it_is_shown_leads_to_the_turn_that_begins_then(time: float) -> None:
    turns = tuple(Turn(number, None, number, number, number, at) for number, at in enumerate((0.0, time, time), 1))
    assert turn_named(turns, clock(time)).number == (2 if time else 1)


def test_the_line_under_the_text_says_when_the_turn_begins() -> None:
    turn = Turn(12, "Camille", 0, 0, 9, 3_725.9)
    said = selection_in_words("one two. ", Cursor(Span(0, 8)), turn)
    assert said.startswith("§12 Camille 1:02:05 · 2 words")
    assert selection_in_words("one two. ", Cursor(Span(0, 8)), turn._replace(time=None)).startswith("§12 Camille · ")


@pytest.mark.parametrize("typed", ["x", "", "1:2:3:4", "٣", "-1"])
def test_what_is_neither_a_number_nor_a_time_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        turn_named(TIMED, typed)


def test_a_passage_is_kept_and_shown_beside_another_with_its_turns(coded: Study, drive: Any) -> None:
    seen = drive(coded, "p w p w", size=(120, 30))
    assert seen.screen == "BesideScreen"
    assert any("L01 §2" in row and "L01 §4" in row for row in seen.rows), "side by side"
    narrow = drive(coded, "p w p w", size=(80, 24)).rows
    assert [row.split()[:2] for row in narrow if "· Lille" in row] == [["L01", "§2"], ["L01", "§4"]]
    assert any("La distance" in row for row in narrow)


def test_enter_leads_from_either_passage_to_its_place(coded: Study, drive: Any) -> None:
    assert drive(coded, "p w p w enter").selection == "La distance, je la connais."
    assert drive(coded, "p w p w tab enter").selection == "En février."


def test_passages_of_a_list_are_set_side_by_side(study: Study, drive: Any) -> None:
    study.do(AddBookmark("S01", *span_of(study, "S01", "Fin.")), coder="c1")
    study.do(AddBookmark("L01", *span_of(study, "L01", "En février.")), coder="c1")
    assert "Kept: L01 §2 · w at another passage shows both" in drive(study, "Z w").rows[-1]
    seen = drive(study, "Z w down w", size=(120, 30))
    assert seen.screen == "BesideScreen"
    assert any("L01 §2" in row and "S01 §1" in row for row in seen.rows)
    assert drive(study, "Z w down w escape").screen == "BrowseScreen"


def test_a_quotation_is_set_beside_a_kept_passage(coded: Study, drive: Any) -> None:
    seen = drive(coded, "p w f4 end w", size=(120, 30))
    assert seen.screen == "BesideScreen"
    assert any("L01 §2" in row and "S01 §1" in row for row in seen.rows)


def test_the_same_passage_again_is_kept_no_more(coded: Study, drive: Any) -> None:
    seen = drive(coded, "p w w")
    assert (seen.screen, seen.message) == ("CodingScreen", "No passage is kept any more")


def test_turns_around_a_passage_are_those_before_and_after_it() -> None:
    found = around(TIMED, Passage("D", 22, 25), 1)
    assert [turn.number for turn in found] == [1, 2, 3]
    assert [turn.number for turn in around(TIMED, Passage("D", 12, 35), 0)] == [1, 2, 3]


def minimap_rows(app: QualcodeApp) -> list[str]:
    minimap = app.coding.query_one(Minimap)
    return [minimap.render_line(y).text for y in range(minimap.size.height)]


def drawn(study: Study, keys: str, size: tuple[int, int]) -> tuple[list[str], QualcodeApp]:
    async def run() -> tuple[list[str], QualcodeApp]:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys.split():
                await pilot.press(key)
            await pilot.pause()
            return (minimap_rows(app) if app.coding.query_one(Minimap).display else []), app

    return asyncio.run(run())


def test_the_minimap_shows_the_codings_of_the_whole_document(coded: Study) -> None:
    rows, app = drawn(coded, "", (120, 30))
    look = app.desk.looks
    assert any(look["distance"].glyph in row for row in rows)
    assert look["nearness"].glyph in rows[-1] + rows[-2] + rows[-3]
    assert sum("▐" in row for row in rows) == len(rows), "a short document is wholly in view"
    assert any("◆" in row for row in drawn(coded, "B", (120, 30))[0])


def test_a_code_shown_alone_is_alone_in_the_minimap(coded: Study) -> None:
    rows, _app = drawn(coded, "f end enter n e a r enter", (120, 30))
    assert {*"".join(rows)} == {"▐", "┃", " "}


def test_a_new_coding_is_in_the_minimap_at_once(study: Study) -> None:
    before, after = drawn(study, "", (120, 30))[0], drawn(study, "2", (120, 30))[0]
    assert "".join(before).strip("▐ ") == ""
    assert "".join(after).replace("▐", "").strip()


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
def test_the_minimap_comes_and_goes_and_no_text_is_cut(study: Study, drive: Any, size: tuple[int, int]) -> None:
    for keys in ("", "M"):
        rows = drive(study, keys, size=size).rows
        said = " ".join("".join(letter for letter in "\n".join(rows) if letter not in "▐│◆").split())
        assert "Trois jours par semaine" in said
    shown = [drawn(study, keys, size)[0] != [] for keys in ("", "M")]
    assert shown == [size[0] >= 96, size[0] < 96]


def test_a_click_on_the_minimap_goes_there(study: Study) -> None:
    async def run() -> str:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            minimap = app.coding.query_one(Minimap)
            await pilot.click(Minimap, offset=(0, minimap.size.height - 1))
            await pilot.pause()
            span = app.coding.pane.cursor.span
            return app.desk.transcript.text[span.start : span.end]

    assert asyncio.run(run()) == "La distance, je la connais."
