"""Journeys through the memos: narrowed, written, answered, taken away and back; nothing that was typed is lost."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCoding, AddMemo, EditMemo, RemoveMemo
from qualcode.study import Study

MEMOS = (
    ("study", "Je doute de tout.", "reflexive", None),
    ("site:lille", "Deux absents.", "logbook", "2013-04-02"),
    ("document:L01", "Ton hésitant.", "analytic", None),
    ("code:distance", "Où finit-elle ?", "question", None),
)


@pytest.fixture
def noted(study: Study) -> Study:
    start = study.transcript("L01").text.index("La distance")
    study.do(AddCoding("L01", start, start + 11, "distance"), coder="c1")
    for target, text, kind, day in MEMOS:
        study.do(AddMemo(target, text, kind, day), coder="c1")
    study.do(AddMemo("coding:1", "À citer [#1].", "analytic"), coder="c2")
    return study


def listed(seen: Any) -> list[str]:
    """The memos in the list, by the first word of their text."""
    words = [text.split()[0] for _target, text, *_rest in MEMOS] + ["À"]
    return [next(word for word in words if f" {word} " in row) for row in seen.rows[1:20] if any(
        f" {word} " in row for word in words)]  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("", ["À", "Où", "Ton", "Deux", "Je"]), ("K", ["À", "Ton"]), ("K K K", ["Je"]), ("K 0", None), ("T", ["Je"]),
        ("C", ["Où", "Ton", "Deux", "Je"]), ("C C", ["À"]), ("q", ["Où"]), ("q q", None), ("r", ["Je"]), ("r r", None),
        ("S enter", ["À", "Ton", "Deux"]), ("slash A B S E N enter", ["Deux"]), ("slash z z enter", []),
        ("D 2 0 1 3 minus 0 4 down 2 0 1 3 enter", ["Deux"]),
    ],
)  # fmt: skip
def test_keys_narrow_the_list(noted: Study, drive: Any, keys: str, shown: list[str] | None) -> None:
    seen = drive(noted, f"f5 {keys}")
    assert listed(seen) == (["À", "Où", "Ton", "Deux", "Je"] if shown is None else shown)


@pytest.mark.parametrize("leave", ["escape", "ctrl+s", "f2", "f3", "ctrl+q"])
def test_a_memo_is_written_on_and_whatever_leads_away_keeps_it(noted: Study, drive: Any, leave: str) -> None:
    drive(noted, f"f5 r enter exclamation_mark {leave}")
    assert noted.memos("study")[0].text == "Je doute de tout.!"


def test_ctrl_g_leaves_it_and_an_emptied_one_is_taken_away_and_comes_back_by_undo(noted: Study, drive: Any) -> None:
    drive(noted, "f5 r enter x ctrl+g")
    assert noted.memos("study")[0].text == "Je doute de tout."
    drive(noted, "f5 r enter" + " backspace" * len("Je doute de tout.") + " escape")
    assert noted.memos("study") == []
    drive(noted, "f5 u")
    assert noted.memos("study")[0].text == "Je doute de tout."


def test_a_new_memo_is_on_what_is_chosen_and_of_another_kind_by_a_key(noted: Study, drive: Any) -> None:
    drive(noted, "f5 n enter O u i escape")
    assert [(memo.target, memo.text, memo.kind, memo.coder) for memo in noted.memos()][-1] == (
        "coding:1", "Oui", "analytic", "c1")  # fmt: skip
    drive(noted, "f5 n down down enter ctrl+t N o n escape")
    assert [(memo.target, memo.text, memo.kind) for memo in noted.memos()][-1] == ("study", "Non", "question")
    count = len(noted.memos())
    drive(noted, "f5 n enter escape")
    assert len(noted.memos()) == count, "nothing was written"


def test_a_memo_is_written_on_the_passage_that_is_selected_and_leads_to_it(noted: Study, drive: Any) -> None:
    drive(noted, "down down f5 n end up enter I c i escape")
    memo = noted.memos()[-1]
    assert memo.target.startswith("passage:L01:")
    seen = drive(noted, "f5 o")
    assert (seen.screen, seen.selection) == ("CodingScreen", "Trois jours par semaine au centre, avec l’équipe.")


def test_a_memo_is_taken_away_but_not_anothers(noted: Study, drive: Any) -> None:
    seen = drive(noted, "f5 x")
    assert "c2’s, not yours" in "\n".join(seen.rows)
    drive(noted, "f5 down x")
    assert "question" not in {memo.kind for memo in noted.memos()}
    drive(noted, "f5 u U u")
    assert "question" in {memo.kind for memo in noted.memos()}


def test_anothers_memo_is_read_and_its_links_followed(noted: Study, drive: Any) -> None:
    seen = drive(noted, "f5 enter x left left enter")
    assert (seen.screen, seen.selection) == ("CodingScreen", "La distance")
    assert noted.memos("coding:1")[0].text == "À citer [#1]."
    seen = drive(noted, "f5 o")
    assert seen.selection == "La distance"


def test_an_open_question_is_answered(noted: Study, drive: Any) -> None:
    drive(noted, "f5 q a L à enter", coder="c2")
    (memo,) = noted.memos("code:distance")
    assert (memo.kind, memo.coder) == ("answered", "c1")
    assert memo.text.startswith("Où finit-elle ?\n\n→ c2, 20")
    assert memo.text.endswith(": Là")


def test_a_site_has_a_timeline_to_which_an_entry_is_added(noted: Study, drive: Any) -> None:
    rows = drive(noted, "f5 down down down l").rows
    assert "Lille · logbook and timeline · 1 entry" in rows[0]
    assert [row.split()[0] for row in rows[1:3]] == ["2013-04-02", "—"]
    drive(noted, "f5 down down down l n 2 0 1 3 minus 0 5 minus 0 1 enter T r o i s escape")
    memo = noted.memos("site:lille")[-1]
    assert (memo.text, memo.kind, memo.date) == ("Trois", "logbook", "2013-05-01")
    seen = drive(noted, "f5 down down down down l end enter", document="S01")
    assert (seen.screen, seen.document) == ("CodingScreen", "L01")


def test_ones_own_editor_writes_the_memo(noted: Study, drive: Any, tmp_path: Path, monkeypatch: Any) -> None:
    from qualcode.tui.app import QualcodeApp

    program = tmp_path / "edit"
    program.write_text('#!/bin/sh\nsed -i s/doute/pense/ "$2"\n')
    program.chmod(0o700)
    monkeypatch.setenv("VISUAL", f"'{program}' -w")
    monkeypatch.setattr(QualcodeApp, "suspend", lambda _app: nullcontext())
    drive(noted, "f5 r e")
    assert noted.memos("study")[0].text == "Je pense de tout."
    monkeypatch.setenv("VISUAL", "no-such-editor")
    assert "no-such-editor" in "\n".join(drive(noted, "f5 r e").rows)


def test_the_list_shows_citations_as_readers_see_them(noted: Study, drive: Any) -> None:
    rows = drive(noted, "f5").rows
    assert any("À citer [" in row for row in rows[1:10])
    assert not any("[#" in row for row in rows)


@pytest.mark.parametrize("theirs", [EditMemo(2, "Un absent.", "logbook", "2013-04-02"), RemoveMemo(2)])
def test_what_another_wrote_meanwhile_is_not_written_over_unseen(noted: Study, look: Any, theirs: Any) -> None:
    from qualcode.tui.app import QualcodeApp

    async def run() -> tuple[str, list[str]]:
        app = QualcodeApp(noted, "c2")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("f5", "down", "down", "down", "enter", "x")
            with Study.open(noted.folder, "c1") as other:
                other.do(theirs, coder="c1")
            app.poll()
            await pilot.press("escape")
            refused = "\n".join(look(app).rows)
            before = [memo.text for memo in noted.memos("site:lille")]
            await pilot.press("escape")
            return refused, before

    refused, before = asyncio.run(run())
    assert "since" in refused
    assert before == (["Un absent."] if isinstance(theirs, EditMemo) else [])
    assert [memo.text for memo in noted.memos("site:lille")] == ["Deux absents.x"]


def test_thousands_of_memos_are_one_list_that_starts_at_the_newest(study: Study, drive: Any) -> None:
    study.do(*(AddMemo("document:L01", f"note {number}") for number in range(3_000)), coder="c1")
    seen = drive(study, "f5 end")
    assert "3000 memos" in seen.rows[0]
    assert any("note 0" in row for row in seen.rows)


@pytest.mark.parametrize("size", [(40, 8), (80, 24), (200, 50)])
def test_the_list_and_the_memo_fit_any_terminal(noted: Study, drive: Any, size: tuple[int, int]) -> None:
    for keys in ("f5", "f5 enter", "f5 n", "f5 down l", "f5 question_mark", "f5 D"):
        assert all(len(row) <= size[0] for row in drive(noted, keys, size=size).rows)


def test_keys_work_while_words_are_looked_for_and_escape_stops_it(
    noted: Study, look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from qualcode import memos
    from qualcode.tui.app import QualcodeApp

    begun, go_on = Event(), Event()

    def slowly(study: Study, where: memos.MemoFilter) -> Any:
        if where.words:
            begun.set()
            assert go_on.wait(30)
        return memos.listed(study, where)

    monkeypatch.setattr("qualcode.tui.screens.memos.listed", slowly)

    async def run() -> tuple[list[str], Any]:
        app = QualcodeApp(noted, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("f5", "slash", *"absen", "enter")
            assert begun.wait(30)
            await pilot.press("down", "escape")
            stopped = listed(look(app))
            go_on.set()
            await app.workers.wait_for_complete()
            await pilot.pause()
            return stopped, look(app)

    stopped, seen = asyncio.run(run())
    assert stopped == listed(seen) == ["À", "Où", "Ton", "Deux", "Je"]
    assert (seen.screen, "absen" in seen.rows[0]) == ("MemosScreen", False)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_kind_of_memo_is_said_whole_in_eighty_columns(
    noted: Study, drive: Any, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("QUALCODE_LANG", lang)
    rows = drive(noted, "f5", size=(80, 24)).rows
    assert any(" ? question " in row for row in rows)
