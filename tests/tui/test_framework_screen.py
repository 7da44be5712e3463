"""Journeys through the framework matrix: written beside the quotations, linked, stale, and nothing typed is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from qualcode.acts import AddCoding, RemoveCoding, SetSummary
from qualcode.framework.matrix import cell_of, versions
from qualcode.study import Study

CELL = ("distance", "site:lille")


@pytest.fixture
def coded(study: Study) -> Study:
    start = study.transcript("L01").text.index("La distance")
    study.do(AddCoding("L01", start, start + 11, "distance"), coder="c1")
    return study


def text(study: Study, spot: tuple[str, str] = CELL) -> str | None:
    version = cell_of(study, *spot)[0]
    return version.text if version else None


def test_a_summary_is_written_from_the_themes_screen_and_kept_by_escape(coded: Study, drive: Any) -> None:
    seen = drive(coded, "f3 f L o i n full_stop escape")
    assert text(coded) == "Loin."
    assert seen.screen == "ThemesScreen"


def test_the_matrix_shows_first_words_marks_counts_and_the_emptinesses(coded: Study, drive: Any) -> None:
    coded.do(SetSummary(*CELL, "Loin des autres.", 0, "c1"), coder="c1")
    rows = "\n".join(drive(coded, "f7 g").rows)
    assert all(words in rows for words in ("● Loin des", "1/1 · 1 §", "not yet coded", "not asked", "Lille"))
    coded.do(RemoveCoding(coded.codings()[0].id), coder="c1")
    rows = "\n".join(drive(coded, "f7 g").rows)
    assert "◐ Loin des" in rows
    assert "1 passage removed (L01 §4)" in rows


def test_a_quotation_is_cited_where_the_cursor_stands_and_enter_on_it_leads_to_the_passage(
    coded: Study, drive: Any
) -> None:
    number = coded.codings()[0].id
    drive(coded, "f7 g enter L o i n ctrl+l escape")
    assert text(coded) == f"Loin [#{number}]"
    drive(coded, "f7 g enter tab enter tab full_stop escape")
    assert text(coded) == f"Loin [#{number}] [#{number}]."
    seen = drive(coded, "f7 g enter left left left enter")
    assert (seen.screen, seen.document, seen.selection) == ("CodingScreen", "L01", "La distance")


def test_the_transcript_opens_at_the_quotation_in_hand_and_what_was_typed_is_kept(coded: Study, drive: Any) -> None:
    seen = drive(coded, "f7 g enter a tab o")
    assert (seen.screen, seen.selection, text(coded)) == ("CodingScreen", "La distance", "a")


@pytest.mark.parametrize("key", ["f2", "f4", "f7", "ctrl+o", "ctrl+q", "ctrl+s", "tab escape"])
def test_whatever_leads_away_keeps_what_was_typed(coded: Study, drive: Any, key: str) -> None:
    drive(coded, f"f7 g enter a b {key}")
    assert text(coded) == "ab"


def test_ctrl_g_leaves_it_as_it_was(coded: Study, drive: Any) -> None:
    assert drive(coded, "f7 g enter a ctrl+g").screen == "FrameworkScreen"
    assert text(coded) is None


def test_a_stale_summary_says_why_and_still_holds_by_a_key(coded: Study, drive: Any) -> None:
    coded.do(SetSummary(*CELL, "Loin.", 0, "c1"), coder="c1")
    coded.do(RemoveCoding(coded.codings()[0].id), coder="c1")
    seen = drive(coded, "f7 g enter")
    assert "1 passage removed" in "\n".join(seen.rows)
    seen = drive(coded, "f7 g enter ctrl+t")
    assert "still holds" in "\n".join(seen.rows)
    assert cell_of(coded, *CELL)[1] == ()
    coded.undo("c1")
    drive(coded, "f7 g s y")
    assert (cell_of(coded, *CELL)[1], len(versions(coded, *CELL))) == ((), 2)
    drive(coded, "f7 u")
    assert len(versions(coded, *CELL)) == 1


def test_keys_that_have_nothing_to_do_here_say_so(coded: Study, drive: Any) -> None:
    for key, said in (("s", "No summary is stale"), ("y", "not stale"), ("v", "No summary yet")):
        assert said in drive(coded, f"f7 {key}").rows[-1]


def test_an_earlier_version_is_read_and_taken_back(coded: Study, drive: Any) -> None:
    coded.do(SetSummary(*CELL, "Un.", 0, "c1"), coder="c1")
    coded.do(SetSummary(*CELL, "Deux.", versions(coded, *CELL)[0].id, "c1"), coder="c1")
    assert "Un." in "\n".join(drive(coded, "f7 g v down").rows)
    drive(coded, "f7 g enter x ctrl+r down down enter escape")
    assert [version.text for version in versions(coded, *CELL)] == ["Un.", "Deux.x", "Deux.", "Un."]


def test_what_another_wrote_meanwhile_is_shown_and_neither_text_is_lost(coded: Study, look: Callable[..., Any]) -> None:
    from qualcode.tui.app import QualcodeApp

    async def run() -> tuple[list[str], str | None]:
        app = QualcodeApp(coded, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.press("f7", "g", "enter", *"mine")
            with Study.open(coded.folder, "c2") as other:
                other.do(SetSummary(*CELL, "Theirs.", 0, "c1"), coder="c2")
            app.poll()
            await pilot.press("escape")
            await pilot.pause()
            refused, kept = look(app).rows, text(coded)
            await pilot.press("escape")
            await pilot.pause()
            assert type(app.screen).__name__ == "FrameworkScreen"
            return refused, kept

    rows, kept = asyncio.run(run())
    shown = "\n".join(rows)
    assert kept == "Theirs."
    assert all(words in shown for words in ("c2 has written", "Theirs.", "mine"))
    assert [version.text for version in versions(coded, *CELL)] == ["mine", "Theirs."]


@pytest.mark.parametrize("size", [(40, 8), (80, 24), (100, 30), (160, 50)])
def test_no_size_breaks_it(coded: Study, drive: Any, size: tuple[int, int]) -> None:
    for keys in ("f7", "f7 g x s v", "f7 g g enter a question_mark tab question_mark", "f7 g enter ctrl+r"):
        assert all(len(row) <= size[0] for row in drive(coded, keys, size=size).rows)


def test_a_condition_leaves_those_who_meet_it(coded: Study, drive: Any) -> None:
    rows = "\n".join(drive(coded, "f7 g w s i t e equals_sign s u d enter").rows)
    assert "Lille" not in rows
    assert all(words in rows for words in ("site=sud", "Sud"))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_column_in_hand_is_the_widest_where_not_all_have_room(
    coded: Study, drive: Any, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("QUALCODE_LANG", lang)

    coded.do(SetSummary(*CELL, "Loin des autres et de soi.", 0, "c1"), coder="c1")
    head, *rows = drive(coded, "f7 g", size=(60, 24)).rows[1:]
    assert (head.count("Sud"), any("● Loin" in row for row in rows)) == (1, True)


def test_a_study_without_people_or_codings_says_so(empty: Study, drive: Any) -> None:
    assert "Nobody is interviewed yet" in "\n".join(drive(empty, "f7").rows)
    drive(empty, "f7 g enter a escape")
    assert text(empty) == "a"


def test_keys_work_while_the_matrix_is_counted_and_escape_stops_it(
    coded: Study, look: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from qualcode.framework.matrix import framework
    from qualcode.tui.app import QualcodeApp

    begun, go_on = Event(), Event()

    def slowly(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(30)
        return framework(*given)

    monkeypatch.setattr("qualcode.tui.screens.framework.framework", slowly)

    async def run() -> list[str]:
        app, screens = QualcodeApp(coded, "c1"), []
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape", "f7")
            assert begun.wait(30)
            await pilot.press("g", "x", "down", "escape")
            screens.append(look(app).screen)
            await pilot.press("escape")
            screens.append(look(app).screen)
            go_on.set()
            await app.workers.wait_for_complete()
            await pilot.pause()
            return screens

    assert asyncio.run(run()) == ["FrameworkScreen", "CodingScreen"]


def test_quotations_stand_above_the_summary_on_a_narrow_screen_and_beside_it_on_a_wide_one(
    coded: Study, drive: Any
) -> None:
    narrow, wide = (drive(coded, "f7 g enter", size=size).rows for size in ((80, 24), (120, 30)))
    written = [next(place for place, row in enumerate(rows) if "Not written yet." in row) for rows in (narrow, wide)]
    assert narrow[written[0]].startswith(" Not written yet.")
    assert wide[written[1]].index("Not written yet.") > 40
