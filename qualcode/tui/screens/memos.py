"""All memos in one list: narrowed by keys, opened, written, taken away; each leads to what it is on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.acts import RemoveMemo
from qualcode.errors import QualcodeError
from qualcode.i18n import _, known_word, ngettext
from qualcode.linking import for_reading, links
from qualcode.memos import (
    NOUNS,
    MemoFilter,
    Noted,
    answered,
    authors,
    for_readers,
    listed,
    span_of,
    targets_in_words,
)
from qualcode.model import in_language
from qualcode.model.codings import LOGBOOK, MEMO_KINDS, QUESTION, SETTLED, Memo
from qualcode.moments import day, moment
from qualcode.safetext import safe_block, safe_line
from qualcode.tui import keys_memos
from qualcode.tui.aside import Aside
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Change, Desk
from qualcode.tui.screens.days import ask_day, ask_days
from qualcode.tui.screens.dialogs import Ask, Choose
from qualcode.tui.screens.memo import MemoScreen
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted

_PAGE = 200
_LINE = 300
_WIDE = 100
"""Columns from which a line has room for longer words and the author."""
JOURNAL = MemoFilter(kind="reflexive", target="study")


class MemoList(LineList):
    """Memos, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_memos.memos())


class MemosScreen(StudyScreen):
    """The memos that a filter means, the newest first, the one in hand in full below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._where = self._shown = MemoFilter()
        self._found: list[Noted] = []
        self._titles: dict[str, str] = {}
        self._citations: dict[int, str] = {}
        self._read: set[int] = set()
        self._told = False

    def compose(self) -> ComposeResult:
        """Title, list, the memo in hand, hint."""
        yield Line(id="title")
        yield MemoList(id="lines")
        yield TextBox(id="detail")
        yield Hint(_hint())

    def on_mount(self) -> None:
        """The newest is in hand."""
        self._looking = Aside[list[Noted]](self, self._waiting, self._show, self._refused, _("looking …"))
        self.query_one(MemoList).focus()
        self.show_anew()

    def on_unmount(self) -> None:
        """Nobody waits for the answer any more."""
        self._looking.leave()

    def on_screen_resume(self) -> None:
        """What was written is seen when one comes back from it."""
        if self.is_mounted:
            self.show_anew()

    def show_anew(self) -> None:
        """The list as it is now, the same memo in hand if it is still there; words are looked for in a thread."""
        where = self._where
        if where.words:
            self._looking.ask(self._desk.study, lambda study, _tell: listed(study, where))
            return
        self._looking.stop()
        try:
            self._show(listed(self._desk.study, where))
        except QualcodeError as error:
            self.complain(error)

    def action_leave(self) -> None:
        """Back to where this was opened from; while words are looked for, only that is given up."""
        if self._looking.stop():
            self._where = self._shown
        else:
            self.dismiss()

    def _waiting(self, words: str) -> None:
        if words:
            self.tell(Text(" " + words, style="italic"))
        elif self._told:
            self.query_one(Hint).suggest(_hint())
        self._told = bool(words)

    def _refused(self, words: str) -> None:
        self._where = self._shown
        self.complain(words)

    def _show(self, found: list[Noted]) -> None:
        """Show the memos that were found, the newest first."""
        lines, before = self.query_one(MemoList), self._in_hand
        self._found, self._shown = found[::-1], self._where
        self._titles, self._citations, self._read = {}, {}, set()
        numbers = {each.memo.id: place for place, each in enumerate(self._found)}
        index = numbers.get(before.memo.id, lines.index) if before else lines.index
        lines.set_lines(self._line, len(self._found), index)
        self.query_one("#title", Line).say(self._title())
        self._show_detail()

    @property
    def _in_hand(self) -> Noted | None:
        index = self.query_one(MemoList).index
        return self._found[index] if index < len(self._found) else None

    def _title(self) -> Text:
        count = len(self._found)
        text = Text(" " + ngettext("{count} memo", "{count} memos", count).format(count=count))
        narrowed = " · ".join(self._narrowed())
        return text.append(f" · {narrowed}" if narrowed else "", style=self.app.style("accent"))

    def _narrowed(self) -> Iterator[str]:
        where = self._where
        for value in (where.kind, where.target):
            if value:
                yield known_word(value)
        for value in (where.coder, where.site and self._site_label(where.site)):
            if value:
                yield safe_line(value)
        if where.since or where.until:
            yield f"{where.since or '…'} – {where.until or '…'}"
        if where.words:
            yield _("“{words}”").format(words=safe_line(where.words))

    def _site_label(self, name: str) -> str:
        return next((in_language(site.label, self._desk.language) for site in self._desk.study.sites
                     if site.id == name), name)  # fmt: skip

    # ------------------------------------------------------------------ a line, and the memo in hand

    def _about(self, index: int) -> str:
        """What a memo is on, in words; a whole page, with what it cites, is read when one line of it comes in view."""
        first = index // _PAGE * _PAGE
        if first not in self._read:
            page = self._found[first : first + _PAGE]
            self._read.add(first)
            self._titles |= targets_in_words(self._desk.study, page)
            self._citations |= self._desk.study.citations_in(*(each.memo.text[:_LINE] for each in page))
        return safe_line(self._titles[self._found[index].memo.target])

    def _line(self, index: int, width: int) -> Text:
        memo = self._found[index].memo
        line = Text().append(day(memo.at) + " ", style="dim")
        line.append("? " if memo.kind == QUESTION else "  ", style="bold")
        line.append(_kind(memo.kind, 16 if width >= _WIDE else 10) + " ", style="dim")
        about = f"{self._about(index)} {memo.date or ''}"
        line.append(fitted(about, 34 if width >= _WIDE else 20) + " ")
        if width >= _WIDE:
            line.append(fitted(safe_line(memo.coder), 10) + " ", style="dim")
        return line.append(safe_line(" ".join(for_reading(memo.text[:_LINE], self._citations).split())))

    @on(LineList.Highlighted)
    def _highlighted(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        box = self.query_one("#detail", TextBox)
        if (noted := self._in_hand) is None:
            nothing = _("No memo is like this; 0 shows all.") if any(self._where) else _("No memos yet; n writes one.")
            box.say(Text(nothing, style="dim"))
            return
        memo = noted.memo
        when = moment(memo.at)
        about = self._about(self.query_one(MemoList).index)
        head = " · ".join((about, safe_line(memo.coder), when, known_word(memo.kind)))
        (text,) = for_readers(self._desk.study, [memo])
        box.say(Text().append(head + "\n", style="dim").append(safe_block(text)))

    # ------------------------------------------------------------------ opening, writing, taking away

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self._open()

    def _open(self) -> MemoScreen | None:
        if (noted := self._in_hand) is None:
            return None
        screen = MemoScreen(self._desk, noted.memo, self._about(self.query_one(MemoList).index))
        self.app.push_screen(screen)
        return screen

    def action_editor(self) -> None:
        """The memo in hand in one's own editor."""
        if (screen := self._open()) is not None:
            screen.call_after_refresh(screen.action_editor)

    def action_remove(self) -> None:
        """Take the memo in hand away."""
        if (noted := self._in_hand) is not None:
            self.app.coding.act(lambda: self._removed(noted.memo))

    def _removed(self, memo: Memo) -> Change:
        self._desk.study.do(RemoveMemo(memo.id), coder=self._desk.coder)
        return Change(_("Memo taken away"), all=True)

    def action_answer(self) -> None:
        """Answer the open question in hand."""
        noted = self._in_hand
        if noted is None or noted.memo.kind != QUESTION:
            self.say(_("This is no open question."))
            return

        def given(words: str | None) -> None:
            if words:
                act = answered(noted.memo, words, self._desk.coder, date.today().isoformat())
                self.app.coding.act(lambda: self._answered(act))

        self.app.push_screen(Ask(_("The answer")), given)

    def _answered(self, act: object) -> Change:
        self._desk.study.do(act, coder=self._desk.coder)
        return Change(_("The question is answered."), all=True)

    def action_place(self) -> None:
        """The passage or the document that the memo is on, else the first it cites."""
        noted = self._in_hand
        if noted is None:
            return
        if noted.document is not None:
            self.app.show_place(noted.document, span_of(noted))
            return
        try:
            cited = self._desk.study.citations_in(noted.memo.text)
            number = next((link.coding for link in links(noted.memo.text) if link.coding in cited), None)
            coding = self._desk.study.coding(number) if number is not None else None
        except QualcodeError as error:
            self.complain(error)
            return
        if coding is None:
            self.say(_("This memo leads to no passage."))
        else:
            self.app.show_place(coding.document, coding.span)

    def action_new(self) -> None:
        """A new memo: first on what."""
        from qualcode.tui.screens.new_memo import ask_for_new

        noted = self._in_hand
        here = None if noted is None else (noted.memo.target, self._about(self.query_one(MemoList).index))
        ask_for_new(self, self._desk, here)

    def entry(self, site: str) -> None:
        """A new entry in a site's logbook."""
        ask_day(self, lambda day: self.write(f"site:{site}", self._site_label(site), LOGBOOK, day))

    def write(self, target: str, about: str, kind: str, day: str | None = None) -> None:
        """Write a new memo on a target, called `about` for a reader."""
        memo = Memo(0, target, self._desk.coder, "", "", kind, day)
        self.app.push_screen(MemoScreen(self._desk, memo, about))

    # ------------------------------------------------------------------ narrowing

    def _narrow(self, **values: str | None) -> None:
        self._where = self._where._replace(**values)
        self.show_anew()

    def action_all(self) -> None:
        """Every memo."""
        self._where = MemoFilter()
        self.show_anew()

    def action_kind(self) -> None:
        """The next kind of memo, and after the last all kinds."""
        self._narrow(kind=_next(MEMO_KINDS, self._where.kind))

    def action_target(self) -> None:
        """The next sort of thing that memos are on."""
        self._narrow(target=_next(NOUNS, self._where.target))

    def action_coder(self) -> None:
        """The next author."""
        self._narrow(coder=_next(authors(self._desk.study), self._where.coder))

    def action_journal(self) -> None:
        """The reflexive journal, or all memos again."""
        self._where = MemoFilter() if self._where == JOURNAL else JOURNAL
        self.show_anew()

    def action_questions(self) -> None:
        """Open questions, or all memos again."""
        self._narrow(kind=None if self._where.kind == QUESTION else QUESTION)

    def action_site(self) -> None:
        """One site, or a region."""
        self.ask_site(lambda site: self._narrow(site=site))

    def action_words(self) -> None:
        """Words that stand in the memos."""

        def asked(words: str | None) -> None:
            self._narrow(words=words)

        self.app.push_screen(Ask(_("Words in memos"), self._where.words or ""), asked)

    def action_days(self) -> None:
        """Between two days."""
        ask_days(self, self._desk.study, self._where, lambda since, until: self._narrow(since=since, until=until))

    def ask_site(self, then: Callable[[str], None]) -> None:
        """Which site; a region means those in it too."""
        sites = self._desk.study.sites
        parents = {site.id: site.parent for site in sites}
        options = [Text("  " * _depth(parents, site.id) + safe_line(self._site_label(site.id))) for site in sites]

        def chosen(index: int | None) -> None:
            if index is not None:
                then(sites[index].id)

        if sites:
            self.app.push_screen(Choose(_("Which site?"), options), chosen)
        else:
            self.say(_("The study has no sites yet."))

    def action_logbook(self) -> None:
        """The logbook and timeline of the site of the memo in hand, else of one that is asked for."""
        from qualcode.tui.screens.logbook import LogbookScreen

        def show(site: str) -> None:
            self.app.push_screen(LogbookScreen(self._desk, site))

        noted = self._in_hand
        if noted is not None and noted.site is not None:
            show(noted.site)
        else:
            self.ask_site(show)


def _hint() -> str:
    return _("enter opens · n new · / words · K T C S D narrow · 0 all · l logbook · ? keys")


def _kind(kind: str, width: int) -> str:
    """A kind of memo in so many cells: in full where there is room, else by a shorter word."""
    words, short = (
        known_word(kind),
        {
            "methodological": _("method"),
            LOGBOOK: _("log"),
            QUESTION: _("question"),
            SETTLED: _("answered"),
        },
    )
    return fitted(words if len(words) <= width else short.get(kind, words), width)


def _next(known: Sequence[str], now: str | None) -> str | None:
    """The one after this, None after the last."""
    around = (None, *known)
    return around[(around.index(now) + 1) % len(around)] if now in around else None


def _depth(parents: dict[str, str | None], site: str) -> int:
    parent = parents.get(site)
    return 0 if parent is None else 1 + _depth(parents, parent)
