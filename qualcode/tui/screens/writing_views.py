"""Writing an analysis to a file: its name asked for, the ending decides, what is there is not written over unasked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.files import replace_file
from qualcode.i18n import _
from qualcode.safetext import safe_line
from qualcode.tui.aside import Aside
from qualcode.tui.paths import completions, paths_named
from qualcode.tui.screens.form import Answers, Field, Form

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.screens.over import StudyScreen

Files = Mapping[str, Callable[[], bytes]]
"""Endings, each with what makes the bytes of such a file."""


def ask_for_file(screen: StudyScreen, name: str, files: Files, writing: Aside[str], study: Study) -> None:
    """Ask where it goes, then write it in a thread; `writing` hears what was written."""
    field = Field("file", _("file"), name + next(iter(files)), completions)
    title = _("Write what is seen ({endings})").format(endings=" ".join(files))

    def write(path: Path) -> None:
        writing.ask(study, lambda _study, _tell: _write(path, files))

    def answered(answers: Answers | None) -> None:
        if answers is None:
            return
        (path,) = paths_named(answers["file"])
        if not path.exists():
            write(path)
            return
        there = _("{file} is there already").format(file=safe_line(path.name))
        options = (_("write over it"), _("leave it as it is"))
        screen.choose(there, options, 1, lambda chosen: write(path) if chosen == 0 else None)

    screen.app.push_screen(Form(title, [field], lambda answers: _wrong(answers["file"], files)), answered)


def _wrong(typed: str, files: Files) -> str:
    paths = paths_named(typed)
    if len(paths) != 1:
        return _("Name one file.")
    if paths[0].suffix.lower() not in files:
        return _("Known endings: {known}.").format(known=" ".join(files))
    return ""


def _write(path: Path, files: Files) -> str:
    replace_file(path, files[path.suffix.lower()]())
    return _("{file} is written.").format(file=path.absolute())
