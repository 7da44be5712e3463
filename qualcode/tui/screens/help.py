"""Pages to read: the keys of the pane in focus, and the first steps."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Column, Table
from rich.text import Text
from textual.widget import Widget

from qualcode.i18n import _
from qualcode.tui import (
    keys,
    keys_codebook,
    keys_exchange,
    keys_memos,
    keys_places,
    keys_preview,
    keys_revising,
    keys_settings,
)
from qualcode.tui.keymaps import Keymap, first_keys, with_keymap
from qualcode.tui.keys import Key
from qualcode.tui.keys_retrieval import retrieval
from qualcode.tui.screens.beside import PassageBox
from qualcode.tui.screens.browse import PlaceList
from qualcode.tui.screens.codebook_log import EntryList
from qualcode.tui.screens.codebook_merge import MergeList
from qualcode.tui.screens.codebook_review import ReviewPassage
from qualcode.tui.screens.codebook_split import SplitPassage
from qualcode.tui.screens.dialogs import Page
from qualcode.tui.screens.exporting import ExportList
from qualcode.tui.screens.importing import ImportList
from qualcode.tui.screens.logbook import Happenings
from qualcode.tui.screens.memos import MemoList
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.screens.receiving import ReceivingList
from qualcode.tui.screens.revising import DifferenceList
from qualcode.tui.screens.settings import SettingsList
from qualcode.tui.screens.settling import UnsettledList
from qualcode.tui.screens.speakers import SpeakersList
from qualcode.tui.screens.summary import EvidenceList
from qualcode.tui.widgets.codes import CodesPane
from qualcode.tui.widgets.codetree import CodeTree
from qualcode.tui.widgets.documents import DocumentsPane
from qualcode.tui.widgets.framework import FrameworkMatrix
from qualcode.tui.widgets.grid import Grid
from qualcode.tui.widgets.keywords import Keywords
from qualcode.tui.widgets.line import TextBox
from qualcode.tui.widgets.matrix import Matrix
from qualcode.tui.widgets.outline import OutlineList, PartText
from qualcode.tui.widgets.quotations import QuotationList
from qualcode.tui.widgets.sheet import Sheet, ViewList
from qualcode.tui.widgets.transcript import TranscriptPane


def groups_for(widget: Widget | None) -> list[tuple[str, Iterable[Key]]]:
    """The parts of the grammar that hold where the focus is."""
    coding: list[tuple[str, Iterable[Key]]] = [
        (_("Coding"), keys.coding()),
        (_("Finding and showing"), keys.finding()),
        (_("Going about"), keys_places.places()),
        (_("Documents and speakers"), (*keys.material(), *keys_revising.correcting())),
    ]
    panes: tuple[tuple[type[Widget], list[tuple[str, Iterable[Key]]]], ...] = (
        (TranscriptPane, [(_("Moving in the text"), keys.moving()), *coding]),
        (CodesPane, [(_("In the codes"), keys.codes()), *coding]),
        (DocumentsPane, [(_("In the documents"), keys.documents())]),
        (SpeakersList, [(_("In the speakers"), keys.speakers())]),
        (ImportList, [(_("In the files"), keys.importing())]),
        (ExportList, [(_("In what will be written"), keys_exchange.exporting())]),
        (ReceivingList, [(_("In a project on its way in"), keys_exchange.receiving())]),
        (
            CodeTree,
            [
                (_("In the codebook"), keys_codebook.codebook()),
                (_("While writing a definition"), keys_codebook.defining()[:4]),
            ],
        ),
        (MergeList, [(_("Before a merge"), keys_codebook.merging())]),
        (SplitPassage, [(_("While splitting a code"), keys_codebook.splitting())]),
        (ReviewPassage, [(_("While reviewing"), keys_codebook.reviewing())]),
        (EntryList, [(_("In the history of a code"), keys_codebook.entries())]),
        (Matrix, [(_("In the table"), keys.matrix())]),
        (Sheet, [(_("In the analysis"), keys.sheet()), (_("What is asked of it"), keys.analysis())]),
        (ViewList, [(_("In a list"), keys.lists()), (_("What is asked of it"), keys.analysis())]),
        (FrameworkMatrix, [(_("In the framework matrix"), keys.framework())]),
        (Grid, [(_("In the table"), keys.grid())]),
        (DifferenceList, [(_("In the differences"), keys_revising.differing())]),
        (UnsettledList, [(_("In the codings to look at"), keys_revising.settling())]),
        (SettingsList, [(_("In the settings"), keys_settings.settings())]),
        (OutlineList, [(_("In the parts of the appendix"), keys_preview.outline())]),
        (PartText, [(_("While reading a part"), keys_preview.part())]),
        (PlaceList, [(_("In a list"), keys_places.listed())]),
        (PassageBox, [(_("Two passages"), keys_places.beside())]),
        (QuotationList, [(_("In the quotations"), retrieval())]),
        (Keywords, [(_("In the places found"), keys.searching())]),
        (MemoList, [(_("In the memos"), keys_memos.memos()), (_("While writing"), keys_memos.memo()[:5])]),
        (Happenings, [(_("In the logbook"), keys_memos.logbook()), (_("While writing"), keys_memos.memo()[:5])]),
        (EvidenceList, [(_("In the quotations"), keys.evidence()), (_("While writing"), keys.summary()[:7])]),
    )
    here = next((groups for pane, groups in panes if isinstance(widget, pane)), [(_("In a list"), keys.lists())])
    if widget is not None and isinstance(widget.screen, StudyScreen) and widget.screen.query(TextBox):
        here = [*here, (_("What is told below"), keys_places.beneath())]
    return [*here, (_("Everywhere"), (*keys.screens(), *keys.leaving()))]


def help_page(widget: Widget | None, keymap: Keymap) -> Page:
    """The keys that work where the focus is, as they are now."""
    parts: list[RenderableType] = []
    for title, group in groups_for(widget):
        entries = keys.help_text(with_keymap(group, keymap))
        shown = _entries(entries, Column(min_width=14, no_wrap=True), Column(style="dim"))
        parts += (Text(title, style="bold"), shown, "")
    leaving = _("tab goes from pane to pane, esc back to the text; any key leaves this page")
    return Page(Group(*parts, Text(leaving, style="dim")))


def _entries(entries: Iterable[tuple[str, str]], key: Column, about: Column) -> Table:
    """Keys and what each does; what goes on on another line stays beside its key."""
    table = Table.grid(key, about, padding=(0, 1))
    for shown, words in entries:
        table.add_row(Text(f"  {shown}"), Text(words))
    return table


def welcome_page(title: str, keymap: Keymap) -> Page:
    """What a newcomer needs for the first five minutes, with the keys as they are now."""
    steps = (
        ("{next_unit} {previous_unit}", _("move from sentence to sentence; the marked stretch is what you code")),
        ("{word_right} {word_left}",
         _("move its end by a word; {other_edge} changes to its start; {extend_down} takes in more")),
        ("1–9", _("put a pinned code on, or take it off; {pick} finds any code by a few letters")),
        ("{undo}", _("takes back; nothing needs saving, everything is on disk when it is shown")),
        ("{memo}", _("writes a memo;  {done}  says this document is coded")),
        ("{go_themes}", _("themes by site;  {go_quotations} quotations;  {go_coding} back to coding")),
        ("{help}", _("all keys;  {quit} leaves")),
    )  # fmt: skip
    now = first_keys(keymap)
    entries = ((shown.format(**now), about.format(**now)) for shown, about in steps)
    said = _entries(entries, Column(min_width=8, no_wrap=True, style="bold"), Column())
    return Page(Group(Text(title + "\n", style="bold"), said, Text("\n" + _("Any key starts."), style="dim")))
