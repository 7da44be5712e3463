"""What became of a code, or of the codebook: every change that stands, when, by whom and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.book.comparing import CodeChange, Piece
from qualcode.care import changelog
from qualcode.care.changelog import BEGUN, Entry
from qualcode.i18n import _, known_word, ngettext
from qualcode.model import in_language
from qualcode.moments import day, moment
from qualcode.safetext import safe_block, safe_line
from qualcode.tui import keys_codebook
from qualcode.tui.aside import Aside
from qualcode.tui.bindings import bindings
from qualcode.tui.cards import field_titles
from qualcode.tui.desk import Desk
from qualcode.tui.screens.dialogs import Page
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted

if TYPE_CHECKING:
    from qualcode.study import Study

Entries = tuple[Entry, ...]
_STRUCK, _NEW = Style(strike=True), Style(underline=True)


class EntryList(LineList):
    """Changes, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_codebook.entries())


class LogScreen(StudyScreen):
    """The changes of one code, or of all, the newest first; Enter shows one word by word."""

    def __init__(self, desk: Desk, code: str | None) -> None:
        super().__init__()
        self._desk, self._code = desk, code
        self._found: Sequence[Entry] = ()

    def compose(self) -> ComposeResult:
        """Title, list, the change in hand, hint."""
        yield Line(id="title")
        yield EntryList(id="lines")
        yield TextBox(id="detail")
        yield Hint(_("enter word by word · esc back · ? keys"))

    def on_mount(self) -> None:
        """Read it in a thread: a long history takes a moment."""
        self.query_one(EntryList).focus()
        doing = _("reading the history …")
        self._aside = Aside[Entries](self, self._waiting, self._read, self.complain, doing)
        self._compare = Aside[tuple[CodeChange, ...]](self, self._waiting, self._show_change, self.complain, doing)
        self.show_anew()

    def on_unmount(self) -> None:
        """Nobody waits any more."""
        self._aside.leave()
        self._compare.leave()

    def show_anew(self) -> None:
        """The history as it is now."""
        self._show_title()
        self._aside.ask(self._desk.study, lambda study, _tell: entries_of(study, self._code))

    def _waiting(self, words: str) -> None:
        self.tell(Text(words and f" {words}", style="italic"))

    def _read(self, found: Entries) -> None:
        self._found = found[::-1]
        lines = self.query_one(EntryList)
        lines.set_lines(self._line, len(self._found), lines.index)
        self._show_title()
        self._show_detail()

    def _show_title(self) -> None:
        about = self._desk.label(self._code) if self._code else _("the codebook")
        count = len(self._found)
        said = ngettext("{count} change", "{count} changes", count).format(count=count)
        title = Text(" " + _("History: {code}").format(code=about)).append(f" · {said}" if count else "", style="dim")
        self.query_one("#title", Line).say(title)

    def _line(self, index: int, width: int) -> Text:
        entry = self._found[index]
        version = f"v{entry.version}" if entry.version else ""
        line = Text().append(f"{version:>5}  {day(entry.at)}  ", style="dim")
        line.append(fitted(safe_line(entry.coder), 12) + " ", style="dim")
        line.append(fitted(known_word(entry.what), 20) + " ")
        return line.append(safe_line(" · ".join(filter(None, (self._about(entry), said_of(entry), entry.reason)))))

    def _about(self, entry: Entry) -> str:
        """The code, where the history is not that of one."""
        return "" if entry.code == self._code else in_language(entry.label, self._desk.language) or entry.code

    @on(LineList.Highlighted)
    def _show_detail(self) -> None:
        box, index = self.query_one("#detail", TextBox), self.query_one(EntryList).index
        if not self._found:
            box.say(Text(_("Nothing was changed yet."), style="dim"))
            return
        entry = self._found[index]
        head = " · ".join(filter(None, (moment(entry.at), entry.coder, known_word(entry.what))))
        text = Text().append(safe_line(head) + "\n", style="dim")
        text.append(safe_line(" · ".join(filter(None, (self._about(entry), said_of(entry))))))
        if entry.reason:
            text.append("\n" + _("why: {reason}").format(reason=safe_block(entry.reason)), style="italic")
        box.say(text)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        entry = self._found[event.index]
        if entry.version is None or entry.version < 2:  # there is nothing before the first
            self.say(_("There is nothing before it to compare with."))
            return
        number, code = entry.version, entry.code
        self._compare.ask(self._desk.study, lambda study, _tell: _changes(study, number, code))

    def _show_change(self, changes: tuple[CodeChange, ...]) -> None:
        text = Text()
        for change in changes:
            text.append(in_language(change.label, self._desk.language) or change.code, style="bold")
            text.append(" · " + ", ".join(map(known_word, change.kinds)) + "\n", style="dim")
            for field in change.fields:
                name = field_titles().get(field.field, field.field) + (f" ({field.language})" if field.language else "")
                text.append(f"\n{name}\n", style="dim")
                text.append_text(pieces_in_colour(field.pieces, self)).append("\n")
            text.append("\n")
        self.app.push_screen(Page(text))


def entries_of(study: Study, code: str | None) -> Entries:
    """The changes of a code, what was merged into it and where it came from among them; of all, where none is named."""
    found = changelog.changelog(study)
    if code is None:
        return found
    return tuple(entry for entry in found if entry.code == code or code in entry.others)


def _changes(study: Study, version: int, code: str) -> tuple[CodeChange, ...]:
    return changelog.diff(study, version - 1, version, code or None)


def said_of(entry: Entry) -> str:
    """What else is said of a change."""
    if entry.what == BEGUN:
        count = len(entry.others)
        return ngettext("with {count} code", "with {count} codes", count).format(count=count)
    if entry.before or entry.after:
        return f"{entry.before or '—'} → {entry.after or '—'}"
    titles = field_titles()
    return ", ".join(titles.get(field, field) for field in entry.fields) or ", ".join(entry.others)


def pieces_in_colour(pieces: Sequence[Piece], screen: StudyScreen) -> Text:
    """A text word by word: what went is struck, what came is underlined, each in its colour."""
    styles = {"-": screen.app.style("error") + _STRUCK, "+": screen.app.style("success") + _NEW}
    text = Text()
    for piece in pieces:
        text.append(safe_block(piece.text), style=styles.get(piece.sign, ""))
    return text
