"""The periodic report from the screen: asked for in the palette, written in a thread, the same bytes as by command."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from qualcode.digest import digest
from qualcode.report.digest import write_digest
from qualcode.study import Study


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "files"
    found.mkdir()
    monkeypatch.chdir(found)
    return found


def ask(study: Study, answers: dict[str, str], until: Any) -> str:
    """Fill the dialog in and send it; answers what the screen says when `until` holds."""
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.palette import commands
    from qualcode.tui.screens.form import Form
    from qualcode.tui.widgets.line import Line
    from qualcode.tui.widgets.typing import Completing

    async def run() -> str:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape")
            next(each for each in commands(app) if each.title.startswith("Write the periodic")).callback()
            await pilot.pause()
            assert isinstance(app.screen, Form)
            for line, value in zip(app.screen.query(Completing), answers.values(), strict=True):
                line.value = value
            await pilot.press("enter")
            patience = iter(range(1_500))
            while not until(app):
                assert next(patience, None) is not None
                await pilot.pause(0.02)
            rows = ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]
            return "\n".join([*rows, app.coding.query_one("#message", Line).text.plain])

    return asyncio.run(run())


def test_it_is_written_as_the_command_writes_it(study: Study, folder: Path) -> None:
    def written(app: Any) -> bool:
        from qualcode.tui.widgets.line import Line

        return "is written" in app.coding.query_one("#message", Line).text.plain

    answers = {"since": "2000-01", "until": "", "site": "", "files": "out.md", "language": "en"}
    ask(study, answers, written)
    write_digest(study, digest(study, "2000-01"), folder / "by-command.md", "en")
    assert (folder / "out.md").read_bytes() == (folder / "by-command.md").read_bytes()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("", "", "", "out.md", ""), "Say since when"),
        (("soon", "", "", "out.md", ""), "2013-04-02"),
        (("2013-04", "2013-03", "", "out.md", ""), "before it begins"),
        (("2013-04", "", "Nowhere", "out.md", ""), "Nowhere"),
        (("2013-04", "", "", "out.xyz", ""), ".xyz"),
        (("2013-04", "", "", "", ""), "Name a file"),
    ],
)
def test_what_cannot_be_is_said_in_the_dialog_and_nothing_is_written(
    study: Study, folder: Path, answers: tuple[str, ...], said: str
) -> None:
    names = ("since", "until", "site", "files", "language")
    shown = ask(study, dict(zip(names, answers, strict=True)), lambda app: type(app.screen).__name__ == "Form")
    assert said in shown
    assert not list(folder.iterdir())
