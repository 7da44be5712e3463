"""One cell of the framework matrix: the quotations it rests on, and beside them the summary that is written of them."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from qualcode.acts import ConfirmSummary, SetSummary
from qualcode.errors import QualcodeError
from qualcode.framework.matrix import SummaryVersion, cell_of, holder_title, quotations, versions
from qualcode.i18n import _, ngettext
from qualcode.linking import for_reading, kept, links, written
from qualcode.model.codings import Quotation
from qualcode.moments import moment
from qualcode.safetext import safe_block, safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.screens.dialog import Dialog
from qualcode.tui.screens.keeping import KeepingScreen, LinkedArea
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted

_LONGEST = 6_000
_LINE = 300
_WIDE = 100
"""Cells from which the quotations stand beside the summary; with fewer, above it."""


class EvidenceList(LineList):
    """The quotations of a cell, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.evidence())


class SummaryScreen(KeepingScreen):
    """Quotations on the left, the summary on the right, below it why it is stale. Escape keeps what was written."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.summary(), priority=True)

    def __init__(self, desk: Desk, theme: str, holder: str, coder: str | None) -> None:
        super().__init__(desk)
        self._theme, self._holder, self._coder = theme, holder, coder
        self._version: SummaryVersion | None = None
        self._why: tuple[str, ...] = ()
        self._upon = 0
        self._found: list[Quotation] = []

    def compose(self) -> ComposeResult:
        """Title, both halves, hint."""
        yield Line(id="title")
        with Container(id="halves"):
            with Vertical(id="evidence"):
                yield EvidenceList(id="quotations")
                yield TextBox(id="quotation")
            with Vertical(id="writing"):
                yield LinkedArea("", soft_wrap=True, show_line_numbers=False)
                yield TextBox(id="why")
        yield Hint(_hint())

    def on_mount(self) -> None:
        """The text as it is, the cursor at its end."""
        self._read()
        self._show()
        self._put(self._text)
        self._area.focus()

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self.query_one("#halves").set_class(self.app.size.width >= _WIDE, "across")

    @property
    def _text(self) -> str:
        """The summary as it was read."""
        return self._version.text if self._version else ""

    @property
    def _changed(self) -> bool:
        return kept(self._area.text) != self._text

    def _read(self) -> None:
        study = self._desk.study
        self._version, self._why = cell_of(study, self._theme, self._holder)
        self._upon = self._version.id if self._version else 0
        self._found = quotations(study, self._theme, self._holder, self._coder)

    def show_anew(self) -> None:
        """What another program wrote; a text that one is writing stays, and is not saved over another's unseen."""
        changed, upon = self._changed, self._upon
        try:
            self._read()
        except QualcodeError as error:
            self.complain(error)
            return
        if not changed and upon != self._upon:
            self._put(self._text)
        elif changed:
            self._upon = upon
        self._show()

    def _show(self) -> None:
        count = len(self._found)
        counted = ngettext("{count} quotation", "{count} quotations", count).format(count=count)
        names = (self._desk.label(self._theme), safe_line(holder_title(self._desk.study, self._holder)))
        text = Text(" " + " · ".join(names)).append(f" · {counted}", style="dim")
        self.query_one("#title", Line).say(text.append(f" · {safe_line(self._coder or _('nobody'))}", style="dim"))
        lines = self.query_one(EvidenceList)
        lines.set_lines(self._line, count, lines.index)
        self._show_quotation(lines.index)
        self._show_why()

    # ------------------------------------------------------------------ the quotations

    def _line(self, index: int, width: int) -> Text:
        quotation = self._found[index]
        line = Text().append(fitted(safe_line(quotation.citation), min(18, width // 2)) + " ", style="bold")
        cited = {link.coding for link in links(self._area.text)}
        line.append("• " if quotation.coding.id in cited else "  ", style="dim")
        line.append(f"{marks} " if (marks := quotation.coding.marks) else "")
        return line.append(safe_line(" ".join(quotation.text[:_LONGEST].split())[:_LINE]))

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        self._show_quotation(event.index)

    def _show_quotation(self, index: int) -> None:
        box = self.query_one("#quotation", TextBox)
        if not self._found:
            box.say(Text(_("No passage carries this."), style="dim"))
            return
        quotation = self._found[index]
        head = f"{quotation.citation} · {self._desk.label(quotation.coding.code)} {quotation.coding.marks}".rstrip()
        box.say(Text().append(safe_line(head) + "\n", style="dim").append(safe_block(quotation.text[:_LONGEST])))

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_link()

    def action_link(self) -> None:
        """A link to the quotation in hand, where the cursor stands in the summary."""
        if self._found:
            quotation = self._found[self.query_one(EvidenceList).index]
            link = written(quotation.coding.id, quotation.citation)
            row, column = self._area.selection.start
            before = self._area.document.get_line(row)[:column]
            self._area.insert(link if not before or before[-1:].isspace() else " " + link)
            self.query_one(EvidenceList).refresh()

    def action_place(self) -> None:
        """The transcript at the quotation in hand."""
        if self._found:
            coding = self._found[self.query_one(EvidenceList).index].coding
            self.app.show_place(coding.document, coding.span)

    # ------------------------------------------------------------------ the summary

    def _show_why(self) -> None:
        version = self._version
        text = Text()
        if version is None:
            text.append(_("Not written yet."), style="dim")
        else:
            by = _("{coder}, {date}").format(coder=safe_line(version.coder), date=moment(version.at))
            text.append(("◐ " if self._why else "● " if version.text else "") + by, style="dim")
        for why in self._why:
            text.append("\n◐ " + safe_line(why), style=self.app.style("warning"))
        if self._why:
            text.append("\n" + _("ctrl+t: it still holds"), style="dim")
        self.query_one("#why", TextBox).say(text)

    def _save(self) -> bool:
        if not self._changed:
            return True
        act = SetSummary(self._theme, self._holder, self._area.text, self._upon, self._coder)
        return self._do(act, _("Saved"))

    def _do(self, act: SetSummary | ConfirmSummary, said: str) -> bool:
        def write() -> None:
            self._desk.study.do(act, coder=self._desk.coder)
            self._read()

        return self._keep(write, said)

    def _refused(self, error: QualcodeError) -> None:
        """Say why; if another text stands there now, show it, and let the next save be upon it."""
        upon = self._upon
        self.complain(error)
        try:
            self._read()
        except QualcodeError:
            return
        if upon == self._upon:
            return
        self._show()
        theirs = for_reading(self._text, self._desk.study.citations_in(self._text))
        text = Text(_("In the study now; ctrl+s writes yours over it, ctrl+g leaves it as it is:") + "\n", style="bold")
        self.query_one("#why", TextBox).say(text.append(safe_block(theirs) or "—"))

    def action_confirm(self) -> None:
        """The summary still holds; one that was changed is saved, which says as much."""
        if self._changed:
            self._save()
        elif self._text:
            self._do(ConfirmSummary(self._theme, self._holder, self._upon, self._coder), _("It still holds: noted"))

    def action_versions(self) -> None:
        """The earlier versions; one that is chosen becomes the newest."""

        def chosen(version: SummaryVersion | None) -> None:
            if version is not None and version.text != self._text:
                self._put(version.text)
                self._save()

        if self._save():
            self.app.push_screen(Versions(self._desk, self._theme, self._holder, back=True), chosen)


class Versions(Dialog[SummaryVersion | None]):
    """Every version of a cell, the newest first; with `back`, Enter takes the one in hand back as the newest."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, desk: Desk, theme: str, holder: str, *, back: bool = False) -> None:
        super().__init__()
        self._desk, self._theme, self._holder, self._back = desk, theme, holder, back
        self._versions = versions(desk.study, theme, holder)

    def compose(self) -> ComposeResult:
        """Title, list, the text in hand, hint."""
        title = f"{self._desk.label(self._theme)} · {safe_line(holder_title(self._desk.study, self._holder))}"
        hint = _("enter takes it back as the newest · esc leaves") if self._back else _("esc leaves")
        with Vertical(classes="box wide tall"):
            yield Static(Text(title, style="bold"))
            yield LineList(id="versions")
            yield TextBox(id="version")
            yield Static(Text(hint, style="dim"))

    def on_mount(self) -> None:
        """The newest is in hand."""
        lines = self.query_one(LineList)
        lines.set_lines(self._line, len(self._versions))
        lines.focus()
        self._show(0)

    def _line(self, index: int, width: int) -> Text:
        version = self._versions[index]
        line = Text().append(moment(version.at) + "  ", style="dim")
        line.append(fitted(safe_line(version.coder), 12) + " ")
        return line.append(safe_line(" ".join(version.text.split())[:_LINE]) or "—")

    def _show(self, index: int) -> None:
        if self._versions:
            version = self._versions[index]
            rested = len(version.evidence.codings)
            said = ngettext("rests on {count} passage", "rests on {count} passages", rested).format(count=rested)
            text = Text().append(said + "\n", style="dim")
            shown = for_reading(version.text, self._desk.study.citations_in(version.text))
            self.query_one("#version", TextBox).say(text.append(safe_block(shown)))

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        self._show(event.index)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        if self._back:
            self.dismiss(self._versions[event.index])

    def action_leave(self) -> None:
        """Nothing is taken back."""
        self.dismiss(None)


def _hint() -> str:
    return _(
        "esc keeps it · tab to the quotations · ctrl+l cites · ctrl+o transcript · ctrl+t still holds · ctrl+r versions"
    )
