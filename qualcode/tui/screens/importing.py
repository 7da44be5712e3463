"""Bringing transcripts in: choose files, see who speaks in each, confirm; a thread does the work, no key waits."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from qualcode.errors import QualcodeError
from qualcode.i18n import _, known_word, ngettext
from qualcode.model import in_language
from qualcode.model.texts import KINDS
from qualcode.safetext import safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.bringing import Became, Wanted, bring
from qualcode.tui.desk import Desk
from qualcode.tui.paths import completions, files_named, place_named
from qualcode.tui.progress import how_far
from qualcode.tui.screens.form import Answers, Field, Form, is_yes, yes_or_no
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted
from qualcode.tui.widgets.typing import among, nothing

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp


class ImportList(LineList):
    """What becomes of files, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.importing())


class ImportScreen(StudyScreen):
    """What would become of the files; Enter brings them in. Escape leaves; what is in hand is finished behind."""

    class Told(Message):
        """How many documents there are to be, or what became of one; None when nothing more comes."""

        def __init__(self, what: int | Became | None) -> None:
            super().__init__()
            self.what = what

    def __init__(self, desk: Desk, answers: Answers) -> None:
        super().__init__()
        self._desk, self._answers = desk, answers
        self._wanted = wanted_by(answers)
        self._looking, self._running = True, False
        self._stop = Event()
        self._found: list[Became] = []
        self._count, self._begun = 0, 0.0

    def compose(self) -> ComposeResult:
        """Title, a line a file, the one in hand in full, hint."""
        yield Line(id="title")
        yield ImportList(id="lines")
        yield TextBox(id="detail")
        yield Hint()

    def on_mount(self) -> None:
        """Look first."""
        self._start(look=True)

    def on_unmount(self) -> None:
        """Nothing goes on behind a screen that is gone."""
        self._stop.set()

    def show_anew(self) -> None:
        """What was found stays as it was found."""

    # ------------------------------------------------------------------ the work

    def _start(self, *, look: bool) -> None:
        self._looking, self._running = look, True
        self._stop, self._found, self._count, self._begun = Event(), [], 0, monotonic()
        self.query_one(ImportList).set_lines(self._line, 0)
        self._show()
        self.run_worker(partial(self._work, look, self._stop), thread=True)

    def _work(self, look: bool, stop: Event) -> None:
        """In a thread of its own, with its own hold on the study."""
        told = bring(self._desk.study.folder, self._desk.coder, self._wanted, look=look)
        for what in told:
            self.post_message(self.Told(what))
            if stop.is_set():
                break
        told.close()
        self.post_message(self.Told(None))

    @on(Told)
    def _was_told(self, event: Told) -> None:
        if isinstance(event.what, int):
            self._count = event.what
        elif event.what is not None:
            self._found.append(event.what)
            self.query_one(ImportList).set_count(len(self._found))
        else:
            self._running = False
            self._finish()
        self._show()

    def _finish(self) -> None:
        """After the import: who speaks is shown once, over what was refused."""
        self.app.poll()
        self.app.when_there_is_room(self._show_who_speaks)

    def _show_who_speaks(self) -> None:
        added = [became.document for became in self._added()]
        if self._looking or not added:
            return
        if not self._refused():
            self.dismiss()
        self.app.show_speakers(added)

    def _added(self) -> list[Became]:
        return [became for became in self._found if became.document and not became.known]

    def _refused(self) -> int:
        return sum(bool(became.error) for became in self._found)

    # ------------------------------------------------------------------ what is shown

    def _show(self) -> None:
        self.query_one("#title", Line).say(Text(" " + self._title()))
        self._show_detail()
        if self._running:
            hint = _("esc leaves, and stops after this file")
        elif self._looking and self._added():
            hint = _("enter brings them in · e changes what is said of them · esc leaves")
        else:
            hint = _("e changes what is said of them · esc leaves")
        self.query_one(Hint).suggest(hint)

    def _title(self) -> str:
        done, added = len(self._found), len(self._added())
        if self._running:
            task = _("Looking into the files") if self._looking else _("Bringing in")
            return f"{task} · {how_far(done, self._count, monotonic() - self._begun)}"
        would = ngettext("{count} document would be added", "{count} documents would be added", added)
        was = ngettext("{count} document added", "{count} documents added", added)
        parts = [(would if self._looking else was).format(count=added)]
        if refused := self._refused():
            parts.append(ngettext("{count} refused", "{count} refused", refused).format(count=refused))
        if self._stop.is_set() and done < self._count:
            parts.append(_("stopped"))
        return " · ".join(parts)

    def _line(self, index: int, width: int) -> Text:
        became = self._found[index]
        text = Text(fitted(safe_line(became.file), max(12, width // 3)) + " ")
        if became.error:
            return text.append(safe_line(_why(became)), style=self.app.style("error"))
        text.append(fitted(safe_line(became.document), 8) + " ", style="dim" if became.known else "bold")
        who = " · ".join(_in_words(*speaker) for speaker in became.speakers)
        return text.append(safe_line(" · ".join(filter(None, (who, *became.notes)))), style="dim")

    def _show_detail(self) -> None:
        text = Text(style="dim")
        if self._found:
            became = self._found[self.query_one(ImportList).index]
            text = Text().append(safe_line(became.file) + "\n", style="dim").append(safe_line(became.error))
            text.append(safe_line(" · ".join(_in_words(*speaker) for speaker in became.speakers)))
            for note in became.notes:
                text.append("\n" + safe_line(note), style="italic")
        self.query_one("#detail", TextBox).say(text)

    @on(LineList.Highlighted)
    def _highlighted(self) -> None:
        self._show_detail()

    # ------------------------------------------------------------------ keys

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        if self._looking and not self._running and self._added():
            self._start(look=False)

    def action_change(self) -> None:
        """Say something else of the files."""
        app, desk, answers = self.app, self._desk, self._answers
        self.action_leave()
        ask_for_files(app, desk, answers)

    def action_leave(self) -> None:
        """Leave at once; the file in hand is finished behind, and nothing after it."""
        self._stop.set()
        if self._running and not self._looking:
            self.app.coding.say(_("Bringing in stops after the file in hand"))
        self.dismiss()


def _why(became: Became) -> str:
    """Why a file was refused, without its path where the reason begins with it: its name stands before already."""
    folder, name, reason = became.error.partition(became.file)
    begins = bool(name) and (not folder or folder.endswith("/"))
    return reason.lstrip(":\N{NO-BREAK SPACE} ") if begins else became.error


def _in_words(label: str, who: str, turns: int) -> str:
    """`Nadia = L03-P1 (12)`."""
    said = _("interviewer") if who == "interviewer" else who or "—"
    return f"{label} = {said} ({turns})"


# ---------------------------------------------------------------------- what is wanted


def ask_for_files(app: QualcodeApp, desk: Desk, answers: Answers | None = None) -> None:
    """Ask for files and what is said of them, then look into them; a project of another program has its own screen."""

    def answered(found: Answers | None) -> None:
        if found is None:
            return
        if (project := _project(found)) is not None:
            from qualcode.tui.screens.receiving import ReceivingScreen

            app.push_screen(ReceivingScreen(desk, project))
        else:
            app.push_screen(ImportScreen(desk, found))

    title = _("Bring in transcripts, or another program’s project (.qdpx .qdc …)")
    app.push_screen(Form(title, _fields(desk, answers or {}), _wrong), answered)


def _fields(desk: Desk, values: Answers) -> list[Field]:
    study = desk.study
    documents, people = study.documents(), study.participants()
    sites = [in_language(site.label, desk.language) or site.id for site in study.sites]
    kinds = dict.fromkeys((*KINDS, *(document.kind for document in documents)))
    waves = [str(wave) for wave in study.variables.get("document", {}).get("wave", {}).get("choices") or ()]
    known = (
        ("files", _("files, or a .csv"), completions, "interviews/*.docx"),
        ("site", _("site"), among(sites)),
        ("kind", _("kind"), among(map(known_word, kinds))),
        ("interviewers", _("who asks"), nothing, _("labels in the text, commas between")),
        ("participant", _("participant"), among(person.id for person in people)),
        ("role", _("their role"), among(person.role or "" for person in people)),
        ("date", _("date"), nothing, "2013-04-02"),
        ("wave", _("wave"), among((*waves, *(document.wave or "" for document in documents)))),
        ("guide", _("guide"), among(study.guides)),
        ("language", _("language"), among(("fr", "en"))),
        ("new_site", _("insist on site"), yes_or_no()),
    )
    return [Field(name, label, values.get(name, ""), *completion) for name, label, *completion in known]


def _wrong(answers: Answers) -> str:
    try:
        if not files_named(answers["files"]):
            return _("Name files first, as in interviews/*.docx.")
        if _project(answers) is not None and any(said for name, said in answers.items() if name != "files"):
            return _("A project says itself what its texts are: leave the other lines empty.")
        is_yes(answers["new_site"])
        return ""
    except (QualcodeError, OSError, ValueError) as error:
        return str(error)


def _project(answers: Answers) -> Path | None:
    """The project of another program that is named, if one is."""
    from qualcode.projects.reading import project_kind

    place = place_named(answers["files"])
    return place if place is not None and project_kind(place) else None


def wanted_by(answers: Answers) -> Wanted:
    """What the answers mean."""
    from qualcode.intake import Description

    said = Description(
        site=answers["site"],
        kind=answers["kind"],
        participant=answers["participant"],
        role=answers["role"],
        date=answers["date"],
        wave=answers["wave"],
        guide=answers["guide"],
        language=answers["language"],
    )
    asking = tuple(name.strip() for name in answers["interviewers"].split(",") if name.strip())
    return Wanted(tuple(files_named(answers["files"])), said, asking, is_yes(answers["new_site"]))
