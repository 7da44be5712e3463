"""Writing the appendix or another report while one goes on coding: a thread writes, the last line says where it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import LANGUAGES, _
from qualcode.model import Filter
from qualcode.safetext import safe_line
from qualcode.tui.aside import Aside
from qualcode.tui.desk import Desk
from qualcode.tui.paths import completions, paths_named
from qualcode.tui.progress import duration, fault
from qualcode.tui.screens.dialogs import Choose
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.tui.screens.narrowing import conditions_of, where_field
from qualcode.tui.widgets.typing import among

if TYPE_CHECKING:
    from qualcode.report.output import Written
    from qualcode.report.releasing import Release
    from qualcode.study import Study
    from qualcode.tui.app import QualcodeApp

    Write = Callable[[Study, Path], Written]


SITES = ("names", "letters")
"""How sites are called in an appendix."""
SHOWN = 12
"""So many of the words found are shown before an appendix is written."""


def ask_for_appendix(app: QualcodeApp, desk: Desk) -> None:
    """Ask where the appendix goes, then write it; what would be written over is asked about."""
    study = desk.study
    fields = [
        Field("files", _("file"), _("appendix.docx"), completions),
        Field("language", _("language"), "", among(LANGUAGES)),
        Field("coder", _("whose codings"), "", among(study.coders())),
        where_field(study),
        Field("sites", _("sites"), SITES[0], among(SITES)),
        Field("despite", _("override, why"), ""),
    ]

    def answered(answers: Answers | None) -> None:
        if answers is not None:
            _confirm(app, desk, answers)

    title = _("Write the appendix (.docx .odt .html .md .tex .pdf .xlsx, or a folder of .csv)")
    app.push_screen(Form(title, fields, partial(_wrong, desk)), answered)


def _wrong(desk: Desk, answers: Answers) -> str:
    try:
        if not paths_named(answers["files"]):
            return _("Name a file, as in appendix.docx.")
        if answers["language"] not in ("", *LANGUAGES):
            raise InputError(_("Known languages: {known}.").format(known=", ".join(LANGUAGES)))
        if answers["sites"] not in ("", *SITES):
            raise InputError(_("Choose among: {names}.").format(names=", ".join(SITES)))
        desk.study.counted_coder(answers["coder"] or None)
        conditions_of(desk.study, answers)
    except QualcodeError as error:
        return str(error)
    return ""


def _confirm(app: QualcodeApp, desk: Desk, answers: Answers) -> None:
    paths = paths_named(answers["files"])
    unless_there(app, paths, lambda: _weigh(app, desk, paths, answers))


def unless_there(app: QualcodeApp, paths: list[Path], then: Callable[[], None]) -> None:
    """Go on; if a file is there already, only after asking whether it is to be written over."""
    there = [path for path in paths if path.is_file()]
    if not there:
        then()
        return
    title = _("{file} is there already").format(file=safe_line(", ".join(path.name for path in there)))
    _choose(app, title, _("write over it"), then)


def _weigh(app: QualcodeApp, desk: Desk, paths: list[Path], answers: Answers) -> None:
    """Check in a thread what would give people away, and ask once more where something does or it takes very long."""
    where = Filter(coder=answers["coder"] or None, conditions=conditions_of(desk.study, answers))
    language, release = answers["language"] or None, _release(desk, answers)

    def counted(said: str) -> None:
        start = Writing(app, desk, paths, _appendix(language, where, release)).start
        if said:
            _choose(app, said, _("write it all the same"), start)
        else:
            start()

    def counting(words: str) -> None:
        app.coding.show_task(words and _("counting …"))

    aside = Aside[str](app.coding, counting, counted, app.coding.say)
    aside.ask(desk.study, lambda study, _tell: _said(study, paths, language, where, release))


def _said(study: Study, paths: list[Path], language: str | None, where: Filter, release: Release) -> str:
    """What is to be said before anything is written; nothing where it can be written at once."""
    from qualcode.report.output import check_ending

    for path in paths:
        check_ending(path)
    return "\n".join(filter(None, (_warning(study, paths, where), _found(study, language, where, release))))


def _release(desk: Desk, answers: Answers) -> Release:
    """How the appendix may leave, as the form says."""
    from qualcode.report.releasing import Release

    return Release(answers["sites"] == "letters", despite=answers["despite"], coder=desk.coder)


def _found(study: Study, language: str | None, where: Filter, release: Release) -> str:
    """What the disclosure check finds, with the first words of it; nothing where it finds nothing."""
    from qualcode.disclosure.findings import leaving
    from qualcode.report.appendix import choose
    from qualcode.report.releasing import checked, lines, released

    findings = checked(study, released(choose(study, language, where.coder, where), release)).findings
    words = dict.fromkeys(safe_line(one.words) for one in leaving(findings) if one.kind != "cell")
    shown = " · ".join(list(words)[:SHOWN]) + " …" * (len(words) > SHOWN)
    return "\n".join(filter(None, (*lines(findings), shown)))


def _warning(study: Study, paths: list[Path], where: Filter) -> str:
    """What is to be said of the first file that takes very long; nothing where none does."""
    from qualcode.report.output import too_many

    for path in paths:
        if cost := too_many(study, path, where.coder, where):
            said = _(
                "{file} will hold {count} quotations: as {ending} that takes about {minutes} min and {memory} GB of "
                "memory; .html, .xlsx and CSV take seconds."
            )
            return said.format(
                file=safe_line(path.name), count=cost.quotations, ending=path.suffix, minutes=cost.minutes,
                memory=cost.gigabytes,
            )  # fmt: skip
    return ""


def _appendix(language: str | None, where: Filter, release: Release) -> Write:
    """Writes the appendix as it was asked for."""

    def write(study: Study, path: Path) -> Written:
        from qualcode.report.output import write_appendix

        return write_appendix(study, path, language=language, coder=where.coder, where=where, release=release)

    return write


def _choose(app: QualcodeApp, title: str, yes: str, then: Callable[[], None]) -> None:
    """Ask whether to go on; leaving it is what Enter does."""

    def chosen(index: int | None) -> None:
        if index == 0:
            then()

    app.push_screen(Choose(title, [Text(yes), Text(_("leave it as it is"))], 1), chosen)


class Writing:
    """One report in one or several files, on its way to the disk; `write` writes one of them."""

    def __init__(self, app: QualcodeApp, desk: Desk, paths: list[Path], write: Write) -> None:
        self._app, self._paths, self._report = app, paths, write
        self._folder, self._coder = desk.study.folder, desk.coder
        self._begun, self._now = monotonic(), paths[0]

    def start(self) -> None:
        """Write in a thread, and say each second how long it has taken."""
        self._say()
        self._clock = self._app.set_interval(1, self._say)
        self._app.run_worker(self._write, thread=True)

    def _say(self) -> None:
        time = duration(monotonic() - self._begun)
        done = f"{self._paths.index(self._now) + 1}/{len(self._paths)} · " if len(self._paths) > 1 else ""
        self._app.coding.show_task(_("writing {file} …").format(file=self._now.name) + f" {done}{time}")

    def _write(self) -> None:
        """In the thread: a hold on the study of its own; what is to be shown goes through the screen's queue."""
        from qualcode.study import Study

        try:
            with Study.open(self._folder, self._coder) as study:
                for path in self._paths:
                    self._now = path
                    written = self._report(study, path)
            said = _("{file} is written; its manifest is {manifest}.")
            self._end(said.format(file=written.path.absolute(), manifest=written.manifest.name))
        except QualcodeError as error:
            self._end(str(error))
        except Exception as error:  # a fault of ours in the appendix leaves the screen alone
            self._end(fault(error))

    def _end(self, words: str) -> None:
        self._app.call_later(self._ended, words)

    def _ended(self, words: str) -> None:
        self._clock.stop()
        self._app.coding.show_task("")
        self._app.coding.say(words)
