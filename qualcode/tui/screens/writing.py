"""Writing the appendix or another report while one goes on coding: a thread writes, the last line says where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import starmap
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import LANGUAGES, _
from qualcode.model.asking import Filter
from qualcode.reportfile import MOST_CONTEXT, Said
from qualcode.safetext import safe_line
from qualcode.tui.aside import Aside, GivenUp
from qualcode.tui.desk import Desk
from qualcode.tui.paths import completions, paths_named
from qualcode.tui.progress import duration, fault, how_far
from qualcode.tui.screens.dialogs import Choose
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.tui.screens.narrowing import conditions_of, where_field
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.typing import among

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.report.outlining import Outline
    from qualcode.report.output import Written
    from qualcode.report.releasing import Release
    from qualcode.report.watching import Tell
    from qualcode.study import Study
    from qualcode.tui.app import QualcodeApp

    Write = Callable[[Study, Path, Tell], str]
    """Writes something to a path, tells how far it is, and answers what is to be said of it."""


SITES = ("names", "letters")
"""How sites are called in an appendix."""
BOUNDS = ("per_participant", "per_theme", "context")
"""What is said of quotations by a number; where none is, it is as study.yaml has it."""
SHOWN = 12
"""So many of the words found are shown before an appendix is written."""


class AppendixForm(Form):
    """Where the appendix goes, or first to its outline."""

    app: QualcodeApp
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+o", "outline", show=False, priority=True)]

    def action_outline(self) -> None:
        """To the outline, where each part can be read before."""
        self.dismiss(None)
        self.app.call_later(self.app.action_go, "preview")


def ask_for_appendix(
    app: QualcodeApp, desk: Desk, outline: Outline | None = None, first: tuple[str, str] = ("", "")
) -> None:
    """Ask where the appendix goes, then write it; what would be written over is asked about.

    `outline` are its parts, where they are others than the study's; `first` the language and the coder offered first.
    """
    study = desk.study
    fields = [
        Field("files", _("file"), _("appendix.docx"), completions),
        Field("language", _("language"), first[0], among(LANGUAGES)),
        Field("coder", _("whose codings"), first[1], among(study.coders())),
        where_field(study),
        Field("sites", _("sites"), SITES[0], among(SITES)),
        *starmap(partial(Field, example=_("as in study.yaml")), zip(BOUNDS, _bounds_said(), strict=True)),
        Field("template", _("template"), "", completions, _("a .docx or .odt whose styles it takes")),
        Field("despite", _("override, why"), "", example=_("a reason, kept on record")),
    ]

    def answered(answers: Answers | None) -> None:
        if answers is not None:
            _confirm(app, desk, answers, outline)

    title = _("Write the appendix (.docx .odt .html .md .tex .pdf .xlsx, or a folder of .csv); ctrl+o shows its parts")
    app.push_screen(AppendixForm(title, fields, partial(_wrong, desk)), answered)


def _bounds_said() -> tuple[str, str, str]:
    return _("most per person"), _("most per theme"), _("context, turns")


def quotations_said(answers: Answers) -> Said:
    """What the form says of quotations; an InputError where it is no number."""
    said = {name: answers[name] for name in BOUNDS if answers[name]}
    for label, name in zip(_bounds_said(), BOUNDS, strict=True):
        if not said.get(name, "0").isdecimal() or (name == "context" and int(said.get(name, "0")) > MOST_CONTEXT):
            raise InputError(_("{name}: {value} is not a number.").format(name=label, value=said[name]))
    return {name: int(value) for name, value in said.items()}


def _templates(answers: Answers) -> list[Path]:
    return paths_named(answers["template"])


def _check_templates(answers: Answers) -> None:
    """Refuse a template that cannot be read, or that none of the files is written with."""
    from qualcode.report.output import looks_of

    endings = {path.suffix.lower() for path in paths_named(answers["files"])}
    for form, template in looks_of(_templates(answers)).items():
        if f".{form}" not in endings:
            said = _("{file}: a template for .{ending}, and no such file is to be written.")
            raise InputError(said.format(file=safe_line(template.name), ending=form))


def _wrong(desk: Desk, answers: Answers) -> str:
    try:
        if not paths_named(answers["files"]):
            return _("Name a file, as in appendix.docx.")
        if answers["language"] not in ("", *LANGUAGES):
            raise InputError(_("Known languages: {known}.").format(known=", ".join(LANGUAGES)))
        if answers["sites"] not in ("", *SITES):
            raise InputError(_("Choose among: {names}.").format(names=", ".join(SITES)))
        desk.study.counted_coder(answers["coder"] or None)
        quotations_said(answers)
        _check_templates(answers)
        conditions_of(desk.study, answers)
    except QualcodeError as error:
        return str(error)
    return ""


def _confirm(app: QualcodeApp, desk: Desk, answers: Answers, outline: Outline | None) -> None:
    paths = paths_named(answers["files"])
    unless_there(app, paths, lambda: _weigh(app, desk, paths, answers, outline))


def unless_there(app: QualcodeApp, paths: list[Path], then: Callable[[], None]) -> None:
    """Go on; if a file is there already, only after asking whether it is to be written over."""
    there = [path for path in paths if path.is_file()]
    if not there:
        then()
        return
    title = _("{file} is there already").format(file=safe_line(", ".join(path.name for path in there)))
    _choose(app, title, _("write over it"), then)


def _weigh(app: QualcodeApp, desk: Desk, paths: list[Path], answers: Answers, outline: Outline | None) -> None:
    """Check in a thread what would give people away, and ask once more where something does or it takes very long."""
    where = Filter(coder=answers["coder"] or None, conditions=conditions_of(desk.study, answers))
    language, release = answers["language"] or None, _release(desk, answers)
    said_of_quotations, templates = quotations_said(answers), _templates(answers)

    def choices(study: Study) -> Choices:
        from qualcode.report.appendix import choose

        return choose(study, language, where.coder, where, outline=outline, quotations=said_of_quotations)

    def counted(said: str) -> None:
        start = Writing(app, desk, paths, _appendix(choices, release, templates)).start
        if said:
            _choose(app, said, _("write it all the same"), start)
        else:
            start()

    def counting(words: str) -> None:
        show_task(app, words and _("counting …"))

    aside = Aside[str](app.coding, counting, counted, app.coding.say)
    aside.ask(desk.study, lambda study, _tell: _said(study, paths, choices(study), release))


def _said(study: Study, paths: list[Path], choices: Choices, release: Release) -> str:
    """What is to be said before anything is written; nothing where it can be written at once."""
    from qualcode.report.output import check_ending

    for path in paths:
        check_ending(path)
    return "\n".join(filter(None, (_warning(study, paths, choices), _found(study, choices, release))))


def _release(desk: Desk, answers: Answers) -> Release:
    """How the appendix may leave, as the form says."""
    from qualcode.report.releasing import Release

    return Release(answers["sites"] == "letters", despite=answers["despite"], coder=desk.coder)


def _found(study: Study, choices: Choices, release: Release) -> str:
    """What the disclosure check finds, with the first words of it; nothing where it finds nothing."""
    from qualcode.disclosure.findings import leaving
    from qualcode.report.releasing import checked, lines, released

    findings = checked(study, released(choices, release)).findings
    if not findings:
        return ""
    words = dict.fromkeys(safe_line(one.words) for one in leaving(findings) if one.kind != "cell")
    shown = " · ".join(list(words)[:SHOWN]) + " …" * (len(words) > SHOWN)
    return "\n".join(filter(None, (*lines(study, findings), shown)))


def _warning(study: Study, paths: list[Path], choices: Choices) -> str:
    """What is to be said of the first file that takes very long; nothing where none does."""
    from qualcode.report.output import too_many

    for path in paths:
        if cost := too_many(study, path, choices):
            said = _(
                "{file} will hold {count} quotations: as {ending} that takes about {minutes} min and {memory} GB of "
                "memory; .html, .xlsx and CSV take seconds."
            )
            return said.format(
                file=safe_line(path.name), count=cost.quotations, ending=path.suffix, minutes=cost.minutes,
                memory=cost.gigabytes,
            )  # fmt: skip
    return ""


def _appendix(choices: Callable[[Study], Choices], release: Release, templates: Sequence[Path]) -> Write:
    """Writes the appendix as it was asked for."""

    def write(study: Study, path: Path, tell: Tell) -> str:
        from qualcode.report.output import write_chosen

        return said_of(write_chosen(study, path, choices(study), release, tell, templates=templates))

    return write


def said_of(written: Written) -> str:
    """What is said of a report that is written."""
    said = _("{file} is written; its manifest is {manifest}.")
    return said.format(file=written.path.absolute(), manifest=written.manifest.name)


def _choose(app: QualcodeApp, title: str, yes: str, then: Callable[[], None]) -> None:
    """Ask whether to go on; leaving it is what Enter does."""

    def chosen(index: int | None) -> None:
        if index == 0:
            then()

    app.push_screen(Choose(title, [Text(yes), Text(_("leave it as it is"))], 1), chosen)


def show_task(app: QualcodeApp, words: str) -> None:
    """Say what goes on, beside the coding and on the screen above it if there is one; nothing when it is over."""
    app.coding.show_task(words)
    if isinstance(app.screen, StudyScreen):
        app.screen.show_task(words)


def progress_of(path: Path, done: int, count: int, pieces: int, seconds: float) -> str:
    """How far a file is after so many seconds: parts that were read, then about how long it is laid out in pages.

    `pieces` are the paragraphs, quotations and rows read so far.
    """
    from qualcode.report.output import SECONDS

    pages = SECONDS.get(path.suffix.lower(), 0.0)
    if done < count - 1 and not pages:
        return how_far(done, count, seconds)
    left = pieces * pages / 1000 - seconds if done >= count - 1 else 0
    about = _("about {time} left").format(time=duration(left)) if left >= 1 else duration(seconds)
    return (_("{done} of {count}").format(done=done, count=count) + " · " if count else "") + about


class Writing:
    """Something in one or several files, on its way to the disk; `write` writes one, `then` hears what came of it."""

    def __init__(
        self, app: QualcodeApp, desk: Desk, paths: list[Path], write: Write, then: Callable[[str], object] | None = None
    ) -> None:
        self._app, self._paths, self._report, self._then = app, paths, write, then
        self._folder, self._coder = desk.study.folder, desk.coder
        self._begin(paths[0])
        self._held: Study | None = None
        self._holding = Lock()
        self._stopped = False

    def start(self) -> None:
        """Write in a thread, and say each second how far it is and about how long it still takes."""
        self._app.writing = self
        self._say()
        self._clock = self._app.set_interval(1, self._say)
        self._app.run_worker(self._write, thread=True)

    def _begin(self, path: Path) -> None:
        self._now, self._since, self._far, self._pieces = path, monotonic(), (0, 0), 0

    def stop(self) -> None:
        """Give it up: what was there stays, and nothing half-written does."""
        self._stopped = True
        with self._holding:
            if self._held is not None:
                self._held.interrupt()

    def _tell(self, done: int, count: int) -> None:
        """Hear how far it is, in the thread; what nobody wants any more goes no further."""
        self._far, self._pieces = (done, count), self._pieces + 1
        if self._stopped:
            raise GivenUp

    def _say(self) -> None:
        files = f" {self._paths.index(self._now) + 1}/{len(self._paths)} ·" if len(self._paths) > 1 else ""
        far = progress_of(self._now, *self._far, self._pieces, monotonic() - self._since)
        show_task(self._app, _("writing {file} …").format(file=self._now.name) + f"{files} {far}")

    def _write(self) -> None:
        """In the thread: a hold on the study of its own; what is to be shown goes through the screen's queue."""
        try:
            self._end(self._written())
        except GivenUp:
            self._end(_("Given up: nothing was written of {file}.").format(file=self._now.name))
        except QualcodeError as error:
            given_up = _("Given up: nothing was written of {file}.").format(file=self._now.name)
            self._end(given_up if self._stopped else str(error))
        except Exception as error:  # a fault of ours in the appendix leaves the screen alone
            self._end(fault(error))

    def _written(self) -> str:
        from qualcode.study import Study

        with Study.open(self._folder, self._coder) as study:
            self._held = study
            try:
                for path in self._paths:
                    self._begin(path)
                    said = self._report(study, path, self._tell)
            finally:
                with self._holding:
                    self._held = None
        return said

    def _end(self, words: str) -> None:
        self._app.call_later(self._ended, words)

    def _ended(self, words: str) -> None:
        self._clock.stop()
        if self._app.writing is self:
            self._app.writing = None
        show_task(self._app, "")
        self._app.coding.say(words)
        if self._then is not None:
            self._then(words)
