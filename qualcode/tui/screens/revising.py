"""A corrected text of a document: a thread reads the file, both texts are shown where they differ, Enter agrees."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.anchoring.wording import Difference, differences
from qualcode.errors import QualcodeError
from qualcode.i18n import _, known_word, ngettext
from qualcode.model.texts import Turn
from qualcode.names import fold
from qualcode.safetext import safe_line
from qualcode.tui import keys_revising
from qualcode.tui.aside import Aside, Tell
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.paths import completions, files_named
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted
from qualcode.tui.widgets.twotexts import TwoTexts
from qualcode.tui.widgets.typing import among

if TYPE_CHECKING:
    from qualcode.revising import Revision
    from qualcode.study import Study
    from qualcode.tui.app import QualcodeApp

KINDS = ("kept", "changed", "ambiguous", "lost")


class DifferenceList(LineList):
    """Where the texts differ, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_revising.differing())


class RevisionScreen(StudyScreen):
    """What a corrected file changes, and what becomes of the codings; Enter puts it in place, Escape leaves."""

    def __init__(self, desk: Desk, document: str, answers: Answers) -> None:
        super().__init__()
        self._desk, self._document, self._answers = desk, document, answers
        self._revision: Revision | None = None
        self._asked = False
        self._differences: list[Difference] = []

    def compose(self) -> ComposeResult:
        """Title, what becomes of the codings, where the texts differ, both there, hint."""
        yield Line(id="title")
        yield TextBox(id="fates")
        yield DifferenceList(id="lines")
        yield TwoTexts(id="beside")
        yield Hint(_("esc leaves"))

    def on_mount(self) -> None:
        """Read the file first."""
        self.query_one(DifferenceList).focus()
        self._say_task("")
        self._reading = Aside(self, self._say_task, self._was_read, self._refused, _("comparing …"))
        self._writing = Aside(self, self._say_task, self._was_done, self._refused, _("putting it in place …"))
        self._reading.ask(self._desk.study, self._read)

    def on_unmount(self) -> None:
        """Nothing goes on behind a screen that is gone."""
        self._reading.leave()
        self._writing.leave()

    def show_anew(self) -> None:
        """What was found stays as it was found."""

    def _say_task(self, words: str) -> None:
        title = _("A corrected text of {document}").format(document=safe_line(self._document))
        self.query_one("#title", Line).say(Text(" " + " · ".join(filter(None, (title, words)))))

    def _read(self, study: Study, _tell: Tell) -> Revision:
        from qualcode.importing import Reading
        from qualcode.revising import read_revision

        same = dict(_pairs(self._answers["same"]))
        asking = tuple(name.strip() for name in self._answers["interviewers"].split(",") if name.strip())
        return read_revision(study, self._document, _files(self._answers), Reading(interviewers=asking), same)

    def _was_read(self, revision: Revision) -> None:
        self._revision = revision
        self._differences = differences(revision.alignment, revision.old.text, revision.new.text)
        self.query_one("#fates", TextBox).say(self._told(revision))
        self.query_one(DifferenceList).set_lines(self._line, len(self._differences))
        self._show_difference()
        hint = _("enter puts it in place · ↓ ↑ where it differs · esc leaves it as it is")
        self.query_one(Hint).suggest(hint if revision.act else _("nothing changes · esc leaves"))

    def _told(self, revision: Revision) -> Text:
        """How many codings of each kind, how many places differ, what else is to be known."""
        counts = " · ".join(f"{known_word(kind)} {len(revision.of_kind(kind))}" for kind in KINDS)
        places = len(self._differences)
        said = ngettext("{count} place differs", "{count} places differ", places).format(count=places)
        text = Text(_("{name}: {value}").format(name=_("codings"), value=counts), style="bold").append(
            f" · {said}", style="dim"
        )
        if astray := len(revision.astray):
            said = ngettext(
                "{count} bookmark goes to the place nearest to its words",
                "{count} bookmarks go to the places nearest to their words",
                astray,
            )
            text.append("\n" + said.format(count=astray), style="italic")
        for note in revision.notes:
            text.append("\n" + safe_line(note), style="italic")
        return text

    def _line(self, index: int, width: int) -> Text:
        assert self._revision is not None
        place, old, new = self._differences[index], self._revision.old, self._revision.new
        number = turn_at(old.turns, place.old.start)
        half = max(8, (width - 10) // 2)
        text = Text(fitted(f"§{number}" if number else "", 7), style="dim")
        text.append(fitted(_on_a_line(old.text[place.old.start : place.old.end][:half]), half), style="strike")
        return text.append("  ").append(_on_a_line(new.text[place.new.start : place.new.end][:half]), style="bold")

    @on(LineList.Highlighted)
    def _show_difference(self) -> None:
        if self._revision is None or not self._differences:
            return
        place, old, new = (
            self._differences[self.query_one(DifferenceList).index],
            self._revision.old,
            self._revision.new,
        )
        self.query_one(TwoTexts).show((old.text, place.old), (new.text, place.new))

    # ------------------------------------------------------------------ keys

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self._agree()

    def _agree(self) -> None:
        """Put the corrected text in place, in a thread."""
        if self._revision is None or self._revision.act is None or self._writing.busy:
            return
        if self._revision.another and not self._asked:
            self._ask_whether_it_is_the_same(self._revision)
            return
        act, coder = self._revision.act, self._desk.coder
        self._writing.ask(self._desk.study, lambda study, _tell: study.do(act, coder=coder).event)

    def _ask_whether_it_is_the_same(self, revision: Revision) -> None:
        self._asked = True
        said = _("Only {share} % of the text is in this file: another document's? Enter again takes it even so")
        self.query_one(Hint).suggest(said.format(share=revision.share))

    def _was_done(self, _event: int) -> None:
        app, desk, document = self.app, self._desk, self._document
        app.poll()
        self.dismiss()
        app.when_there_is_room(lambda: after_correction(app, desk, document))

    def _refused(self, words: str) -> None:
        self.complain(words)

    def action_leave(self) -> None:
        """Stop what is going on, or go back; the text stays as it is."""
        if self._reading.stop() or self._writing.stop():
            self.app.poll()
        self.dismiss()


def after_correction(app: QualcodeApp, desk: Desk, document: str) -> None:
    """Go on to what is to be looked at; if nothing is, say that all is done."""
    from qualcode.tui.screens.settling import SettleScreen

    if desk.study.unsettled(document):
        app.push_screen(SettleScreen(desk, document))
    else:
        app.coding.say(_("The text of {document} is corrected; every coding is on its words").format(document=document))


def ask_for_correction(app: QualcodeApp, desk: Desk, document: str) -> None:
    """Ask for the corrected file, then show what it changes."""

    def answered(found: Answers | None) -> None:
        if found is not None:
            app.push_screen(RevisionScreen(desk, document, found))

    labels = [speaker.label for speaker in desk.study.transcript(document).speakers]
    fields = [
        Field("files", _("corrected file"), "", completions),
        Field("same", _("new=old names"), "", lambda typed: _renamed(typed, labels), _("new=old, commas between")),
        Field("interviewers", _("who asks"), "", among(labels)),
    ]
    title = _("A corrected text of {document}").format(document=safe_line(document))
    app.push_screen(Form(title, fields, _wrong), answered)


def _renamed(typed: str, labels: Sequence[str]) -> list[str]:
    """What the last of the pairs may be, once its new label is typed."""
    before, sign, last = typed.rpartition("=")
    return [f"{before}={label}" for label in labels if sign and fold(label).startswith(fold(last.strip()))]


def _wrong(answers: Answers) -> str:
    try:
        list(_pairs(answers["same"]))
        return "" if files_named(answers["files"]) else _("Name the corrected file.")
    except (QualcodeError, OSError, ValueError) as error:
        return str(error)


def _files(answers: Answers) -> list[Path]:
    return list(files_named(answers["files"]))


def _pairs(said: str) -> list[tuple[str, str]]:
    """`Samira=Nadia, I=Enquêtrice` as pairs of labels."""
    pairs = [tuple(part.strip() for part in pair.split("=", 1)) for pair in said.split(",") if pair.strip()]
    if wrong := [pair for pair in pairs if len(pair) != 2 or not all(pair)]:
        raise ValueError(_("{text} names no two labels: write new=old.").format(text="=".join(wrong[0])))
    return [(pair[0], pair[1]) for pair in pairs]


def turn_at(turns: Sequence[Turn], place: int) -> int:
    """The number of the turn that holds a place; 0 where there is none."""
    return bisect_right(turns, place, key=lambda turn: turn.start)


def _on_a_line(words: str) -> str:
    return safe_line(" ".join(words.split()))
