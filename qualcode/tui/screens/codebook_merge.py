"""What merging a code into another would do, shown before it is done: passages, sub-codes, names, memos, guides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.acts import MergeCodes
from qualcode.care.merging import MergePreview, merge_preview
from qualcode.i18n import _, ngettext
from qualcode.model.codings import Quotation
from qualcode.safetext import safe_block, safe_line
from qualcode.tui import keys_codebook
from qualcode.tui.aside import Aside
from qualcode.tui.bindings import bindings
from qualcode.tui.cards import field_titles
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.screens.codebook import CodebookScreen

_MOST = 2_000
"""Groups of passages whose words are read to be shown."""
_LONGEST = 3_000
Found = tuple[MergePreview, Mapping[int, Quotation]]
Row = tuple[str, int | None]
"""A line, and the place of the group of passages that it is about."""


class MergeList(LineList):
    """What happens, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_codebook.merging())


class MergeScreen(StudyScreen):
    """The merge as it would be; Enter asks for a reason and does it."""

    def __init__(self, book: CodebookScreen, code: str, into: str) -> None:
        super().__init__()
        self._book, self._desk = book, book.desk
        self._code, self._into = code, into
        self._overlaps = "keep"
        self._found: Found | None = None
        self._rows: list[Row] = []

    def compose(self) -> ComposeResult:
        """Title, what happens, the passages in hand, hint."""
        yield Line(id="title")
        yield MergeList(id="lines")
        yield TextBox(id="detail")
        yield Hint(_("enter merges · o join or keep overlapping passages · esc leaves it · ? keys"))

    def on_mount(self) -> None:
        """Look in a thread; nothing is done yet."""
        self.query_one(MergeList).focus()
        doing = _("looking …")
        self._aside = Aside[Found](self, self._waiting, self._looked, self.complain, doing)
        self.show_anew()

    def on_unmount(self) -> None:
        """Nobody waits any more."""
        self._aside.leave()

    def show_anew(self) -> None:
        """The merge as it would be now."""
        title = _("{code} becomes one with {into}").format(
            code=self._desk.label(self._code), into=self._desk.label(self._into)
        )
        self.query_one("#title", Line).say(Text(" " + title))
        code, into = self._code, self._into
        self._aside.ask(self._desk.study, lambda study, _tell: looked_at(study, code, into))

    def _waiting(self, words: str) -> None:
        self.tell(Text(words and f" {words}", style="italic"))

    def _looked(self, found: Found) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        lines = self.query_one(MergeList)
        self._rows = list(self._lines(*self._found))
        lines.set_lines(lambda index, _width: Text(" " + self._rows[index][0]), len(self._rows), lines.index)
        self._show_detail()

    @on(LineList.Highlighted)
    def _show_detail(self) -> None:
        index = self.query_one(MergeList).index
        words, place = self._rows[index] if index < len(self._rows) else ("", None)
        self.query_one("#detail", TextBox).say(Text(words) if place is None else self._passages(place))

    def _passages(self, place: int) -> Text:
        """The passages of a group with their words."""
        text = Text()
        if self._found is None:
            return text
        group, quotations = self._found[0].overlapping[place], self._found[1]
        for member in group.members:
            quotation = quotations.get(member.id)
            cited = quotation.citation if quotation else f"#{member.id}"
            text.append(safe_line(f"{cited} · {self._desk.label(member.code)} · {group.coder}") + "\n", style="dim")
            text.append(safe_block(quotation.text[:_LONGEST].strip()) + "\n" if quotation else "")
        return text

    # ------------------------------------------------------------------ in words

    def _lines(self, found: MergePreview, cited: Mapping[int, Quotation]) -> Iterator[Row]:
        label = self._desk.label
        after = found.joined if self._overlaps == "join" else found.kept
        both = " + ".join(f"{label(code)} {found.codings[code]}" for code in (*found.codes, found.into))
        count = ngettext("{count} coding, all coders’", "{count} codings, all coders’", after).format(count=after)
        yield _("{name}: {value}").format(name=f"{both} → {label(found.into)}", value=count), None
        if not found.overlapping:
            yield _("no passages overlap"), None
        yield from ((words, None) for words in self._told(found))
        twins = {group.members for group in found.twins}
        for at, group in enumerate(found.overlapping):
            place = next((safe_line(cited[one.id].citation) for one in group.members if one.id in cited), "")
            words = self._of_group(len(group.members), group.members in twins)
            yield " · ".join(map(safe_line, (words, place or group.document, group.coder))), at

    def _of_group(self, count: int, same: bool) -> str:
        words = _("{count} overlapping passages stay, each by itself")
        if same:
            words = _("{count} codings on one passage become one")
        elif self._overlaps == "join":
            words = _("{count} overlapping passages are joined to one")
        return words.format(count=count)

    def _told(self, found: MergePreview) -> Iterator[str]:
        label = self._desk.label
        lists: tuple[tuple[str, Iterable[str]], ...] = (
            (_("comes under it: {names}"), map(label, found.children)),
            (_("finds it from now on: {names}"), found.aliases),
            (_("guides that ask for it then: {names}"), found.guides),
            (_("also under it then: {names}"), map(label, found.also_under)),
            (_("saved queries that mean it then: {names}"), found.queries),
            (_("summaries that become its own: {names}"), [f"{label(one)} · {who}" for one, who in found.summaries]),
            (_("summaries put one after the other: {names}"), found.joined_summaries),
        )
        for words, names in lists:
            if told := ", ".join(map(safe_line, names)):
                yield words.format(names=told)
        if found.memos:
            said = ngettext("{count} memo goes with it", "{count} memos go with it", found.memos)
            yield said.format(count=found.memos)
        for fields in filter(None, found.leaving.values()):
            titles = field_titles()
            told = ", ".join(titles.get(field, field) for field in fields)
            yield _("leaves codebook.yaml, stays in the history: {fields}").format(fields=told)

    # ------------------------------------------------------------------ keys

    def action_overlaps(self) -> None:
        """Join passages that overlap, or keep each."""
        self._overlaps = "join" if self._overlaps == "keep" else "keep"
        self._show()

    def action_leave(self) -> None:
        """Nothing is done."""
        self.dismiss()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        if self._found is None:
            return

        def given(answers: Answers | None) -> None:
            if answers is not None:
                self._merge(answers["reason"])

        title = _("Merge {code} into {into}").format(
            code=self._desk.label(self._code), into=self._desk.label(self._into)
        )
        self.app.push_screen(Form(title, [Field("reason", _("why"))]), given)

    def _merge(self, reason: str) -> None:
        code, into = self._desk.label(self._code), self._desk.label(self._into)
        said = _("{code} is one with {into} now").format(code=code, into=into)
        self.dismiss()
        self._book.change(said, MergeCodes((self._code,), self._into, self._overlaps, reason), in_hand=self._into)


def looked_at(study: Study, code: str, into: str) -> Found:
    """The preview of a merge, and the quotations of passages that become one or overlap."""
    found = merge_preview(study, (code,), into)
    ids = tuple(dict.fromkeys(one.id for group in found.overlapping[:_MOST] for one in group.members))
    return found, {one.coding.id: one for one in study.quotations_of(ids)}
