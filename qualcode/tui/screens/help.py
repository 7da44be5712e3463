"""Pages to read: the keys of the pane in focus, and the first steps."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import set_cell_size
from rich.text import Text
from textual.widget import Widget

from qualcode.i18n import _
from qualcode.tui import keys
from qualcode.tui.keys import Key
from qualcode.tui.screens.dialogs import Page
from qualcode.tui.screens.importing import ImportList
from qualcode.tui.screens.logbook import Happenings
from qualcode.tui.screens.memos import MemoList
from qualcode.tui.screens.speakers import SpeakersList
from qualcode.tui.screens.summary import EvidenceList
from qualcode.tui.widgets.codes import CodesPane
from qualcode.tui.widgets.documents import DocumentsPane
from qualcode.tui.widgets.framework import FrameworkMatrix
from qualcode.tui.widgets.grid import Grid
from qualcode.tui.widgets.matrix import Matrix
from qualcode.tui.widgets.sheet import Sheet, ViewList
from qualcode.tui.widgets.transcript import TranscriptPane


def groups_for(widget: Widget | None) -> list[tuple[str, Iterable[Key]]]:
    """The parts of the grammar that hold where the focus is."""
    coding: list[tuple[str, Iterable[Key]]] = [
        (_("Coding"), keys.coding()),
        (_("Finding and showing"), keys.finding()),
        (_("Documents and speakers"), keys.material()),
    ]
    panes: tuple[tuple[type[Widget], list[tuple[str, Iterable[Key]]]], ...] = (
        (TranscriptPane, [(_("Moving in the text"), keys.moving()), *coding]),
        (CodesPane, [(_("In the codes"), keys.codes()), *coding]),
        (DocumentsPane, [(_("In the documents"), keys.documents())]),
        (SpeakersList, [(_("In the speakers"), keys.speakers())]),
        (ImportList, [(_("In the files"), keys.importing())]),
        (Matrix, [(_("In the table"), keys.matrix())]),
        (Sheet, [(_("In the analysis"), keys.sheet()), (_("What is asked of it"), keys.analysis())]),
        (ViewList, [(_("In a list"), keys.lists()), (_("What is asked of it"), keys.analysis())]),
        (FrameworkMatrix, [(_("In the framework matrix"), keys.framework())]),
        (Grid, [(_("In the table"), keys.grid())]),
        (MemoList, [(_("In the memos"), keys.memos()), (_("While writing"), keys.memo()[:5])]),
        (Happenings, [(_("In the logbook"), keys.logbook()), (_("While writing"), keys.memo()[:5])]),
        (EvidenceList, [(_("In the quotations"), keys.evidence()), (_("While writing"), keys.summary()[:7])]),
    )
    here = next((groups for pane, groups in panes if isinstance(widget, pane)), [(_("In a list"), keys.lists())])
    return [*here, (_("Everywhere"), (*keys.screens(), *keys.leaving()))]


def help_page(widget: Widget | None) -> Page:
    """The keys that work where the focus is."""
    text = Text()
    for title, group in groups_for(widget):
        text.append(title + "\n", style="bold")
        for shown, about in keys.help_text(group):
            text.append("  " + set_cell_size(shown, 12)).append(about + "\n", style="dim")
        text.append("\n")
    text.append(_("tab goes from pane to pane, esc back to the text; any key leaves this page"), style="dim")
    return Page(text)


def welcome_page(title: str) -> Page:
    """What a newcomer needs for the first five minutes."""
    steps = (
        ("↓ ↑", _("move from sentence to sentence; the marked stretch is what you code")),
        ("→ ←", _("move its end by a word; o changes to its start; shift+↓ takes in more")),
        ("1–9", _("put a pinned code on, or take it off; c finds any code by a few letters")),
        ("u", _("takes back; nothing needs saving, everything is on disk when it is shown")),
        ("m", _("writes a memo;  d  says this document is coded")),
        ("F3", _("themes by site;  F4 quotations;  F2 back to coding")),
        ("?", _("all keys;  ctrl+q leaves")),
    )
    text = Text(title + "\n\n", style="bold")
    for shown, about in steps:
        text.append("  " + set_cell_size(shown, 8), style="bold").append(about + "\n")
    text.append("\n" + _("Any key starts."), style="dim")
    return Page(text)
