"""Keys that come before the screen has dealt with those before them."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events
from textual.screen import Screen

from qualcode.study import Study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.dialogs import Ask, Choose, Page, WriteMemo


def test_a_dialog_that_is_left_twice_in_haste_leaves_nothing_else(study: Study) -> None:
    def dialogs() -> list[Screen[Any]]:
        return [Page("words"), Ask("what?"), Choose("which?", []), WriteMemo("on it", "")]

    async def left(dialog: Screen[Any]) -> str:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(80, 24)) as pilot:
            await app.push_screen(dialog)
            await pilot.pause()
            for _time in range(3):
                app.post_message(events.Key("escape", None))
            await pilot.pause()
            return type(app.screen).__name__

    assert [asyncio.run(left(dialog)) for dialog in dialogs()] == ["CodingScreen"] * 4
