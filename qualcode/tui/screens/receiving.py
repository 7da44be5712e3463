"""A project of another program before it comes in: what comes, what is lost, what is to be settled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.errors import QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.safetext import safe_line
from qualcode.tui import keys_exchange
from qualcode.tui.aside import Aside
from qualcode.tui.aside import Tell as Heard
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.progress import duration, how_far
from qualcode.tui.receiving import Looked, Looking, Row, Said, comes, rows, way_words, ways
from qualcode.tui.screens.form import Answers, Field, Form, is_yes, yes_or_no
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.screens.picker import Picked, Picker
from qualcode.tui.taking_in import TakingIn
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted
from qualcode.tui.widgets.typing import among

if TYPE_CHECKING:
    from qualcode.projects.project import Convention
    from qualcode.study import Study


class ReceivingList(LineList):
    """What is said of a project, a line a thing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_exchange.receiving())


class ReceivingScreen(StudyScreen):
    """A project before it comes in. Escape leaves the study as it is, until all of it is written."""

    def __init__(self, desk: Desk, path: Path) -> None:
        super().__init__()
        self._desk, self._path = desk, path
        self._folder = TemporaryDirectory(prefix="qualcode-", ignore_cleanup_errors=True)
        self._looking = Looking(path, Path(self._folder.name))
        self._said = Said()
        self._looked: Looked | None = None
        self._rows: list[Row] = []
        self._far, self._since = ("", 0, 0), 0.0
        self._writing: TakingIn | None = None

    def compose(self) -> ComposeResult:
        """Title, a line a thing, the one in hand in full, hint."""
        yield Line(id="title")
        yield ReceivingList(id="lines")
        yield TextBox(id="detail")
        yield Hint()

    def on_mount(self) -> None:
        """Look first, in a thread."""
        self._aside = Aside[Looked](self, self._waiting, self._show, self._refused)
        self.query_one("#title", Line).say(Text(f" {safe_line(self._path.name)}"))
        self.query_one(ReceivingList).focus()
        self._look()

    def on_unmount(self) -> None:
        """Nobody waits any more, and what was read is gone."""
        self._aside.leave()
        self._folder.cleanup()

    def show_anew(self) -> None:
        """The study is another: what would come may be so, too."""
        if self._looked is not None and self._writing is None:
            self._look()

    def let_go(self) -> bool:
        """Not while it is being written."""
        if self._writing is not None:
            self.say(_("Still writing; esc stops it."))
        return self._writing is None

    # ------------------------------------------------------------------ looking

    def _look(self) -> None:
        coder, said, looking = self._desk.coder, self._said, self._looking

        def question(study: Study, heard: Heard) -> Looked:
            def tell(task: str, done: int, of: int) -> None:
                heard(task)
                self._hear(task, done, of)

            return looking.look(study, coder, said, tell)

        self._aside.ask(self._desk.study, question)

    def _hear(self, task: str, done: int, of: int) -> None:
        """In the thread: how far it is."""
        if task != self._far[0]:
            self._since = monotonic()
        self._far = task, done, of

    def _waiting(self, words: str) -> None:
        if not words:
            self._hint()
            return
        task, done, of = self._far
        gone = monotonic() - self._since
        far = how_far(done, of, gone) if of else duration(gone)
        self.tell(Text(f" {task} … {far} · " + _("esc stops"), style="italic"))

    def _refused(self, words: str) -> None:
        self.complain(words)
        if self._looked is None:
            self.query_one("#detail", TextBox).say(Text(safe_line(words), style=self.app.style("error")))
            self.query_one(Hint).suggest(_("esc leaves all as it is · ? keys"))

    def _show(self, looked: Looked) -> None:
        before, lines = self._in_hand(), self.query_one(ReceivingList)
        self._looked, self._rows = looked, rows(looked, self._said)
        same = (place for place, row in enumerate(self._rows) if before and row[:2] == before[:2])
        lines.set_lines(self._line, len(self._rows), next(same, 1))
        self._show_title()
        self._show_detail()
        self._hint()

    def _hint(self) -> None:
        if self._looked is None:
            self.query_one(Hint).suggest(_("esc leaves all as it is · ? keys"))
        elif self._open():
            self.query_one(Hint).suggest(
                _("enter takes it in · n next to settle · y it is so · e it is not · esc leaves all as it is · ? keys")
            )
        else:
            self.query_one(Hint).suggest(_("enter takes it in · e says otherwise · esc leaves all as it is · ? keys"))

    # ------------------------------------------------------------------ what is shown

    def _open(self) -> list[int]:
        return [place for place, row in enumerate(self._rows) if row.open]

    def _in_hand(self) -> Row | None:
        index = self.query_one(ReceivingList).index
        return self._rows[index] if index < len(self._rows) else None

    def _show_title(self) -> None:
        assert self._looked is not None
        project = self._looked.project
        words = (self._path.name, project.name if project.name != self._path.stem else "", project.origin)
        title = Text(" " + " · ".join(safe_line(each) for each in words if each))
        if count := len(self._open()):
            said = ngettext("{count} to settle", "{count} to settle", count).format(count=count)
            title.append(f" · {said}", style=self.app.style("warning"))
        self.query_one("#title", Line).say(title)

    def _line(self, index: int, width: int) -> Text:
        row = self._rows[index]
        if not row.about:
            return Text(row.name, style="bold")
        style = self.app.style("warning") if row.open or row.about == "lost" else ""
        mark = Text("? " if row.open else "  ", style=style)
        if row.about == "note":
            return mark.append(safe_line(row.name), style="dim")
        broad = min(60, width - 10) if row.about in ("lost", "kept") else min(34, width // 3)
        mark.append(fitted(safe_line(row.name), max(20, broad)) + "  ", style=style)
        return mark.append(safe_line(row.said), style="" if row.said.strip("0") else "dim")

    @on(LineList.Highlighted)
    def _show_detail(self) -> None:
        row, text = self._in_hand(), Text()
        if row is not None and row.about:
            words = row.name if row.about == "way" else " · ".join(filter(None, (row.name, row.said)))
            text.append(safe_line(words) + "\n", style="dim") if row.about != "note" else None
            text.append_text(row.detail())
        self.query_one("#detail", TextBox).say(text)

    # ------------------------------------------------------------------ what is said otherwise

    def action_next_open(self) -> None:
        """To the next line that is to be settled."""
        lines, places = self.query_one(ReceivingList), self._open()
        if places:
            lines.move_to(next((place for place in places if place > lines.index), places[0]))

    def action_confirm(self) -> None:
        """Settle the line in hand as it is proposed, and go to the next one."""
        row, looked, choices = self._in_hand(), self._looked, self._said.choices
        if row is None or not row.open or looked is None or self._writing is not None:
            return
        self.action_next_open()
        if row.about == "way":
            self._give(row, looked.project.conventions[row.key])
        elif row.about == "coder":
            self._with_choices(coders={**choices.coders, row.key: _coder(looked, row)})
        else:
            proposal = looked.asked[row.about, row.key].proposal
            self._with_choices(codes={**choices.codes, row.key: proposal})

    def action_change(self) -> None:
        """Say something else of the line in hand."""
        row = self._in_hand()
        if self._looked is None or self._writing is not None or row is None:
            return
        change = {"way": self._choose_way, "coder": self._ask_coder, "code": self._ask_code, "sets": self._turn_sets}
        if row.about in change:
            change[row.about](row)
        else:
            self.say(_("Nothing is to be said of this line."))

    def _say(self, said: Said) -> None:
        """Show at once what was said; what comes of it is looked at beside."""
        assert self._looked is not None
        self._said = said
        self._show(self._looked)
        self._look()

    def _with_choices(self, **choices: Any) -> None:
        self._say(replace(self._said, choices=replace(self._said.choices, **choices)))

    def _choose_way(self, row: Row) -> None:
        assert self._looked is not None
        found = ways(self._looked, row.key)
        shown = [f"{way_words(one)}  “{' '.join(words.split())}”" if words else way_words(one) for one, words in found]
        now = self._looked.project.conventions[row.key]
        index = next((place for place, (one, _words) in enumerate(found) if one[:3] == now[:3]), 0)

        title = _("How positions in {source} are counted").format(source=safe_line(row.name))
        self.choose(title, shown, index, lambda place: self._give(row, found[place][0]))

    def _give(self, row: Row, way: Convention) -> None:
        self._say(replace(self._said, given={**self._said.given, row.key: way}))

    def _ask_coder(self, row: Row) -> None:
        assert self._looked is not None
        study = self._desk.study
        fields = [
            Field("coder", _("coder"), _coder(self._looked, row), among((*study.coders(), self._desk.coder, row.key))),
            Field("insist", _("insist on name"), "", yes_or_no()),
        ]

        def wrong(answers: Answers) -> str:
            try:
                new = is_yes(answers["insist"]) or answers["coder"] == row.key
                return "" if study.known_coder(answers["coder"], new=new) else _("Say who it is.")
            except QualcodeError as error:
                return str(error)

        def answered(answers: Answers | None) -> None:
            if answers is not None:
                self._with_choices(coders={**self._said.choices.coders, row.key: answers["coder"]})

        title = _("Who is {user} in this study?").format(user=safe_line(row.name))
        self.app.push_screen(Form(title, fields, wrong), answered)

    def _ask_code(self, row: Row) -> None:
        desk = self._desk

        def chosen(picked: Picked | None) -> None:
            if picked is not None:
                self._with_choices(codes={**self._said.choices.codes, row.key: picked.code or ""})

        title = _("Which code is {name}?").format(name=safe_line(row.name))
        new, hues = _("a new code, as it is called"), self.app.coding.pane.paint.hues
        picker = Picker(title, desk.codebook, desk.looks, hues, desk.language, nobody=new, create=False)
        self.app.push_screen(picker, chosen)

    def _turn_sets(self, _row: Row) -> None:
        from qualcode.receiving import SETS

        now = SETS.index(self._said.choices.sets)
        self._with_choices(sets=SETS[(now + 1) % len(SETS)])

    # ------------------------------------------------------------------ taking it in

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        if self._looked is None or self._writing is not None or not self.is_current:
            return
        if self._aside.busy:
            self.say(_("Still looking; in a moment."))
        elif not comes(self._looked.plan):
            self.say(_("Everything in it is in the study already."))
        elif count := len(self._open()):
            words = ngettext("{count} line is not settled", "{count} lines are not settled", count).format(count=count)
            options = (_("look at it first"), _("take it in as it is proposed"))
            self.choose(words, options, 0, lambda place: self._write() if place else self.action_next_open())
        else:
            self._write()

    def _write(self) -> None:
        assert self._looked is not None
        self._writing = TakingIn(self, self._desk, self._looked.plan, self._ended)
        self._writing.start()

    def _ended(self, words: str, *, done: bool) -> None:
        """All of it is in, or nothing."""
        self._writing = None
        self.app.poll()
        if done:
            self.dismiss()
            self.app.coding.say(words)
        else:
            self.complain(words)

    def action_leave(self) -> None:
        """Give up what goes on; else back, nothing taken in."""
        if self._writing is not None:
            self._writing.stop()
        elif not self._aside.stop() or self._looked is None:
            self.dismiss()


def _coder(looked: Looked, row: Row) -> str:
    """Who the user of a line is in the study, as it is planned now."""
    return next((met.coder for met in looked.plan.users if met.user == row.key), row.key)
