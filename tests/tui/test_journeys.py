"""Journeys through the real screen: keys in, plain state out."""

from __future__ import annotations

import asyncio

import pytest

from qualcode.acts import AddCoding, SetDone, SetMemo
from qualcode.errors import QualcodeError
from qualcode.study import Study


def coded(study: Study) -> list[tuple[str, str, str]]:
    return [(c.coder, c.code, study.transcript(c.document).text[c.start : c.end]) for c in study.codings()]


def test_a_sentence_takes_two_keys_and_three_with_two_codes_five(study: Study, drive) -> None:
    seen = drive(study, "down 1 down J J ampersand é")  # a French digit row, unshifted
    assert coded(study) == [
        ("c1", "distance", "En février."),
        (
            "c1",
            "distance",
            "Trois jours par semaine au centre, avec l’équipe. Je n’en reviens pas. \n\nNurse : Et après ?",
        ),
        (
            "c1",
            "bilingualism",
            "Trois jours par semaine au centre, avec l’équipe. Je n’en reviens pas. \n\nNurse : Et après ?",
        ),
    ]
    assert "Bilingualism" in seen.status
    assert seen.message == "Bilingualism put on"


def test_a_rare_code_takes_five_keys(study: Study, drive) -> None:
    drive(study, "down c a l enter")
    assert coded(study) == [("c1", "alliance", "En février.")]


def test_a_clause_is_trimmed_and_coded_in_ten_keys(study: Study, drive) -> None:
    keys = "t down s down h h h h o l 1"
    drive(study, keys)
    assert coded(study) == [("c1", "distance", "jours par semaine")]


def test_undo_and_redo_show_what_the_study_holds(study: Study, drive) -> None:
    assert drive(study, "down 1 2 u").codings == [("distance", "En février.")]
    assert drive(study, "down u").codings == []
    assert drive(study, "U ctrl+y").codings == [("distance", "En février."), ("bilingualism", "En février.")]


def test_the_last_row_of_the_picker_makes_a_code_under_another(study: Study, drive) -> None:
    drive(study, "down c t r u s t enter d i s t enter")
    assert study.codebook["trust"].parent == "distance"
    assert coded(study) == [("c1", "trust", "En février.")]


def test_an_in_vivo_code_has_the_speakers_words(study: Study, drive) -> None:
    drive(study, "t down down down s v enter")
    assert coded(study) == [("c1", "ni-paillasson-ni-herisson", "Ni paillasson, ni hérisson.")]


def test_a_coding_is_recoded_fitted_marked_and_removed(study: Study, drive) -> None:
    drive(study, "down down 1 h h e down enter")
    assert [text for _coder, _code, text in coded(study)] == ["Trois jours par semaine au centre"]
    drive(study, "g e b i l enter i a")
    (coding,) = study.codings()
    assert (coding.code, coding.key, coding.counter) == ("bilingualism", True, True)
    assert drive(study, "g x").codings == []


def test_a_memo_is_written_read_again_and_taken_away(study: Study, drive) -> None:
    drive(study, "down 1 m o u i escape")
    (memo,) = study.memos()
    assert (memo.text, memo.target) == ("oui", f"coding:{study.codings()[0].id}")
    drive(study, "down m backspace backspace backspace escape")
    assert study.memos() == []


def test_words_are_found_in_the_document_accents_aside(study: Study, drive) -> None:
    seen = drive(study, "slash h e r i s s o n enter")
    assert seen.selection == "hérisson"
    assert "1 of 1" in seen.message


def test_words_are_found_in_the_study_and_lead_to_the_place(study: Study, drive) -> None:
    seen = drive(study, "F d i s t a n c e enter down enter")
    assert (seen.document, seen.selection) == ("S01", "distance")


def test_a_document_is_opened_from_the_tree_and_marked_done(study: Study, drive) -> None:
    seen = drive(study, "shift+tab down down enter d")
    assert seen.document == "S01"
    assert study.document("S01").done == ("c1",)
    assert "✓ done" in seen.heading


def test_the_three_emptinesses_stand_in_the_matrix_and_a_cell_leads_to_its_passage(study: Study, drive) -> None:
    start = study.transcript("L01").text.index("La distance")
    study.do(AddCoding("L01", start, start + 11, "distance"), coder="c1")
    study.do(SetDone("S01", True), coder="c1")
    table = "\n".join(drive(study, "f3").rows)
    assert all(words in table for words in ("1/1", "not raised", "not asked", "not yet coded", "N = 1"))
    seen = drive(study, "f3 m m")
    assert "segments" in seen.rows[0]
    seen = drive(study, "f3 enter enter")
    assert (seen.screen, seen.document, seen.selection) == ("CodingScreen", "L01", "La distance")


def test_a_table_two_deep_leads_to_the_passages_of_its_cell(study: Study, drive) -> None:
    start = study.transcript("L01").text.index("La distance")
    study.do(AddCoding("L01", start, start + 11, "distance"), coder="c1")
    seen = drive(study, "f3 G down down enter")
    assert "Themes by site / role" in seen.rows[0]
    assert "worker" in seen.rows[2]
    seen = drive(study, "f3 G down down enter enter enter")
    assert (seen.document, seen.selection) == ("L01", "La distance")


def test_quotations_memos_and_history_lead_back(study: Study, drive) -> None:
    drive(study, "down 1 m a escape")
    for keys in ("f4 enter", "f5 o", "f6 enter"):
        seen = drive(study, f"end {keys}")
        assert (seen.screen, seen.selection) == ("CodingScreen", "En février.")


def test_the_history_goes_on_when_its_end_is_reached(study: Study, drive, monkeypatch) -> None:
    monkeypatch.setattr("qualcode.tui.screens.browse.EVENTS", 2)
    for end in range(53, 58):
        study.do(AddCoding("L01", 52, end, "distance"), coder="c1")
    assert [len(study.events()) - int(drive(study, f"f6 {keys}").rows[1].split()[0]) for keys in ("", "end")] == [0, 0]
    oldest = [row.split()[0] for row in drive(study, "f6 end end end end end").rows if " c1 " in row]
    assert "1" in oldest


def test_another_coders_coding_is_seen_but_not_changed(study: Study, drive) -> None:
    study.do(AddCoding("L01", 8, 40, "alliance"), coder="consensus")
    seen = drive(study, "escape x i", coder="new")
    assert "The slow alliance (consensus)" in seen.status
    assert "consensus’s, not yours" in seen.message
    assert len(study.codings()) == 1


def test_what_another_program_wrote_appears(study: Study, drive) -> None:
    from qualcode.tui.app import QualcodeApp

    async def run() -> int:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            with Study.open(study.folder, "c1") as other:
                other.do(AddCoding("L01", 8, 40, "alliance"), coder="c1")
            app.poll()
            return len(app.desk.marks)

    assert asyncio.run(run()) == 1


@pytest.mark.parametrize(("key", "shown"), [("f3", "1/1"), ("f4", "Alliance"), ("f5", "mot"), ("f6", "code put on")])
def test_every_screen_shows_what_another_program_wrote(study: Study, look, key: str, shown: str) -> None:
    from qualcode.tui.app import QualcodeApp

    async def run() -> list[str]:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape", key)
            with Study.open(study.folder, "c1") as other:
                other.do(AddCoding("L01", 52, 63, "alliance"), coder="c1")
                other.do(SetMemo("document:L01", "un mot"), coder="c1")
            app.poll()
            for _look in range(200):  # F3 counts in a thread
                await pilot.pause()
                if any(shown.lower() in row.lower() for row in look(app).rows):
                    break
            return look(app).rows

    assert any(shown.lower() in row.lower() for row in asyncio.run(run()))


def test_the_history_says_on_a_narrow_screen_what_was_done_to_what(study: Study, drive) -> None:
    study.do(SetMemo("study", "un mot"), coder="c1")
    newest = drive(study, "f6", size=(80, 24)).rows[1]
    assert "target study" in newest
    for place in range(30):
        study.do(AddCoding("L01", place, place + 1, "alliance"), coder="c1")
    assert "…" in drive(study, "f6", size=(60, 24)).rows[1], "beside the bar too, a cut line says that it is cut"


def test_an_act_waits_in_line_while_another_program_writes(study: Study, look) -> None:
    from qualcode.tui.app import QualcodeApp

    async def run() -> tuple[str, str, int]:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape", "down")
            with Study.open(study.folder, "c1") as other:
                other.connection.execute("BEGIN IMMEDIATE")
                await pilot.press("1", "down", "2")
                waiting, before = look(app).message, len(study.codings())
                other.connection.execute("ROLLBACK")
            while len(app.coding.acts):
                await pilot.pause(0.05)
            return waiting, look(app).message, before

    waiting, after, before = asyncio.run(run())
    assert ("waiting" in waiting, after, before) == (True, "Bilingualism put on", 0)
    assert [text for _coder, _code, text in coded(study)] == [
        "En février.",
        "Trois jours par semaine au centre, avec l’équipe.",
    ]


def test_nothing_is_done_on_a_screen_too_small_to_see_and_it_comes_back(study: Study, look) -> None:
    from qualcode.tui.app import QualcodeApp

    async def run() -> list:
        app, seen = QualcodeApp(study, "c1"), []
        async with app.run_test(size=(20, 10)) as pilot:
            for size, keys in (
                ((20, 10), "1 f3 ctrl+p escape"),
                ((120, 30), ""),
                ((20, 10), "f4 1"),
                ((80, 24), "escape"),
            ):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                await pilot.press(*keys.split())
                await pilot.pause()
                seen.append((look(app).screen, "Widen" in "".join(look(app).rows)))
            return [*seen, look(app).message]

    *shown, hint = asyncio.run(run())
    assert "1▌Distan" in hint and hint.endswith("? keys")
    assert shown == [("SmallScreen", True), ("CodingScreen", False), ("SmallScreen", True), ("CodingScreen", False)]
    assert study.codings() == []


@pytest.mark.parametrize("keys", ["c", "1 m o u i", "f3 g", "slash"])
def test_leaving_works_from_every_dialog_and_keeps_the_memo(study: Study, keys: str) -> None:
    from qualcode.tui.app import QualcodeApp

    async def run() -> bool:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape", *keys.split(), "ctrl+q")
            patience = iter(range(300))
            while not app._exit and next(patience, None) is not None:
                await pilot.pause(0.01)
            return app._exit

    assert asyncio.run(run())
    assert [memo.text for memo in study.memos()] == (["oui"] if "m" in keys else [])


def test_the_first_steps_are_shown_until_one_has_coded(study: Study, first_steps) -> None:
    from qualcode.tui.app import QualcodeApp

    first_steps()

    async def first(coder: str) -> str:
        app = QualcodeApp(study, coder)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.2)
            return type(app.screen).__name__

    assert asyncio.run(first("c1")) == "Page", "who imported the documents is new to coding too"
    study.do(AddCoding("L01", 52, 63, "distance"), coder="c1")
    assert [asyncio.run(first(coder)) for coder in ("c1", "new")] == ["CodingScreen", "Page"]


@pytest.mark.parametrize("size", [(20, 6), (80, 24), (200, 60)])
def test_no_size_of_terminal_breaks_it(study: Study, drive, size: tuple[int, int]) -> None:
    seen = drive(study, "down 1 end D C tab f3 f2 question_mark escape", size=size)
    assert all(len(row) <= size[0] for row in seen.rows)
    assert ("Widen" in "".join(seen.rows)) == (size[0] < 40)


def test_an_empty_study_says_how_to_fill_it(empty: Study, drive) -> None:
    seen = drive(empty, "escape down 1 c m slash d x g space f3 f2")
    assert "qualcode import" in "\n".join(seen.rows)


def test_a_refusal_is_a_sentence_and_nothing_is_shown_as_done(study: Study, drive, monkeypatch) -> None:
    def refuse(*_acts: object, **_options: object) -> None:
        raise QualcodeError("The study is locked.", "Wait.")

    monkeypatch.setattr(study, "do", refuse)
    seen = drive(study, "down 1")
    assert (seen.codings, seen.message) == ([], "The study is locked. Wait.")


def test_escape_sequences_and_markup_in_a_transcript_stay_text(study: Study, drive) -> None:
    shown = "\n".join(drive(study, "down 1 f4", document="S01").rows)
    assert "[/x]" in shown
    assert not any(mark in shown for mark in "\x1b\x07\x9b")


def test_a_crash_says_one_sentence_and_no_words_of_the_transcript() -> None:
    from qualcode.tui.app import crash_report

    try:
        secret = "Nadia said so"
        raise KeyError(secret)
    except KeyError:
        report = crash_report().plain
    assert "KeyError" in report
    assert "Nadia" not in report


def test_the_screen_loads_neither_spacy_nor_sqlite_utils() -> None:
    import subprocess
    import sys

    heavy = ("spacy", "sqlite_utils", "numpy")
    code = f"import sys, qualcode.tui.app; print([name for name in {heavy} if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_the_mouse_drags_a_selection_and_clicks_sentences_and_turns(study: Study, monkeypatch) -> None:
    from qualcode.tui.app import QualcodeApp

    async def run() -> list[str]:
        app, selected = QualcodeApp(study, "c1"), []
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape")
            pane = app.coding.pane
            x, y = pane._margin.width, 2  # the row of the second turn
            await pilot.mouse_down(pane, offset=(x + 3, y))
            await pilot.hover(pane, offset=(x + 9, y))
            await pilot.mouse_up(pane, offset=(x + 9, y))
            selected.append(text_of(pane))
            for times in (2, 3):
                await pilot.click(pane, offset=(x + 14, y), times=times)
                selected.append(text_of(pane).split(" \n")[0])
        return selected

    def text_of(pane) -> str:
        return pane.transcript.text[pane.cursor.span.start : pane.cursor.span.end]

    assert asyncio.run(run()) == [
        "février",
        "Trois jours par semaine au centre, avec l’équipe.",
        "En février. Trois jours par semaine au centre, avec l’équipe. Je n’en reviens pas.",
    ]


def test_the_terminal_cursor_follows_the_active_edge(study: Study) -> None:
    from qualcode.tui.app import QualcodeApp

    async def run() -> list[tuple[int, int]]:
        app, places = QualcodeApp(study, "c1"), []
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape")
            for key in ("down", "o"):
                await pilot.press(key)
                margin = app.coding.pane.region.x + app.coding.pane._margin.width
                places.append((app.cursor_position.x - margin, app.cursor_position.y))
        return places

    assert asyncio.run(run()) == [(11, 3), (0, 3)]


def test_going_on_after_a_code_is_one_key_a_segment(study: Study, drive) -> None:
    seen = drive(study, "escape A 1 1 1")
    assert len({(coding.start, coding.end) for coding in study.codings()}) == 3
    assert "moves on" in seen.status
    assert "moves on" not in drive(study, "escape A A").status


def test_taking_a_code_off_stays_where_it_is_and_a_word_goes_with_the_next_move(study: Study, drive) -> None:
    seen = drive(study, "escape down A 1 up 1")
    assert (seen.selection, seen.message) == ("En février.", "Distance taken off")
    assert "? keys" in drive(study, "escape down 1 down").message


def test_at_eighty_columns_every_pinned_code_and_the_coder_are_in_sight(study: Study, drive) -> None:
    seen = drive(study, "escape down 1 down up", size=(80, 24))
    assert all(f"{code.pin}" in seen.rows[-1] for code in study.codebook.codes if code.pin)
    assert "c1" in seen.rows[-2]


@pytest.mark.parametrize(("key", "selector"), [("v", "TypedLine"), ("m", "MemoArea")])
def test_nothing_that_is_pasted_acts_on_the_terminal(study: Study, key: str, selector: str) -> None:
    from textual.events import Paste

    from qualcode.tui.app import QualcodeApp

    async def run() -> str:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape", key)
            app.post_message(Paste("\x1b]0;titre\x07\r\ndeux 👩‍⚕️"))
            await pilot.pause()
            line = app.screen.query_one(selector)
            return line.value if selector == "TypedLine" else line.text

    pasted = asyncio.run(run())
    assert pasted.split()[1:] == ["deux", "👩‍⚕️"], "in the place of what was selected, once"
    assert not any(mark in pasted for mark in "\x1b\x07\r")


def test_a_passage_of_a_whole_long_document_is_listed_without_reading_it_all(empty: Study, add, drive) -> None:
    add(empty, "L01", (("Sol", ("mot " * 60_000,)),))
    seen = drive(empty, "escape t 1 f4")
    assert any("Distance" in row and "mot mot" in row for row in seen.rows)
