"""Codings that are to be looked at since their text was corrected: each in both texts, one key settles it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.i18n import _, known_word, ngettext
from qualcode.model import Span
from qualcode.model.texts import Transcript
from qualcode.safetext import safe_line
from qualcode.settling import DROP, KEEP, settle
from qualcode.tui import keys_revising
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Change, Desk
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.screens.revising import turn_at
from qualcode.tui.widgets.line import Hint, Line, LineList, fitted
from qualcode.tui.widgets.twotexts import TwoTexts

if TYPE_CHECKING:
    from qualcode.store.correcting.unsettled import Unsettled


_OF_THIS_SCREEN = frozenset(("PlaceCoding", "DropCodings", "ConfirmCorrected"))
"""Acts of which each settling has one, by their names in the history."""


class UnsettledList(LineList):
    """The codings, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_revising.settling())


class SettleScreen(StudyScreen):
    """One coding after the other: what it stood on, where it stands or may stand. What is done is on disk at once."""

    def __init__(self, desk: Desk, document: str) -> None:
        super().__init__()
        self._desk, self._document = desk, document
        self._listed: list[Unsettled] = []
        self._shown_place = 0

    def compose(self) -> ComposeResult:
        """Title, the codings, the one in hand in both texts, hint."""
        yield Line(id="title")
        yield UnsettledList(id="lines")
        yield TwoTexts(id="beside")
        yield Hint()

    def on_mount(self) -> None:
        """The first one is in hand."""
        self.query_one(UnsettledList).focus()
        self.show_anew()

    def show_anew(self) -> None:
        """What is left, with the cursor where it was."""
        self._listed = self.app.coding.attempt(lambda: self._desk.study.unsettled(self._document)) or []
        self.__dict__.pop("_formers", None)
        lines = self.query_one(UnsettledList)
        lines.set_lines(self._line, len(self._listed), lines.index)
        self._shown_place = 0
        self._show_title()
        self._show_one()

    def _show_title(self) -> None:
        count = len(self._listed)
        said = ngettext("{count} coding to look at", "{count} codings to look at", count).format(count=count)
        kinds = [each.state for each in self._listed]
        counts = [f"{kinds.count(kind)} {known_word(kind)}" for kind in dict.fromkeys(kinds)]
        title = " · ".join((safe_line(self._document), said if count else _("all is settled"), *counts))
        self.query_one("#title", Line).say(Text(" " + title))

    def _line(self, index: int, _width: int) -> Text:
        each = self._listed[index]
        former = self._former(each)
        text = Text(fitted(known_word(each.state), 10) + " ", style=self.app.style("accent"))
        text.append(fitted(f"§{turn_at(former.turns, each.before.start)}", 6), style="dim")
        text.append(fitted(self._desk.label(each.code), 22) + " ", style="bold")
        text.append(fitted(safe_line(each.coder), 10) + " ", style="dim")
        return text.append(safe_line(" ".join(each.quote[:200].split())))

    @cached_property
    def _formers(self) -> dict[int, Transcript]:
        return {}

    def _former(self, each: Unsettled) -> Transcript:
        """The text in which it stood last."""
        if each.version not in self._formers:
            self._formers[each.version] = self._desk.study.former(self._document, each.version).transcript
        return self._formers[each.version]

    @property
    def _one(self) -> Unsettled | None:
        index = self.query_one(UnsettledList).index
        return self._listed[index] if index < len(self._listed) else None

    @property
    def _place(self) -> Span | None:
        """The place that is shown."""
        each = self._one
        return each.places[self._shown_place % len(each.places)] if each and each.places else None

    def _show_one(self) -> None:
        each, place = self._one, self._place
        self.query_one(TwoTexts).display = each is not None
        self.query_one(Hint).suggest(self._hint(each))
        if each is None:
            return
        number, count = self._shown_place % max(1, len(each.places)) + 1, len(each.places)
        head = _("as it is") if count < 2 else _("place {number} of {count}").format(number=number, count=count)
        new = (self._desk.study.transcript(self._document).text, place) if place else None
        self.query_one(TwoTexts).show((self._former(each).text, each.before), new, (_("as it was"), head))

    def _hint(self, each: Unsettled | None) -> str:
        if each is None:
            return _("all is settled · u undo · esc back")
        if each.state == "changed":
            return _("enter it holds · x gives it up · * all on corrected words hold · n p · u undo · esc later")
        if not each.places:
            return _("h puts it on words you select · x gives it up · n p · u undo · esc later: R lists it again")
        return _("enter puts it here · tab other places · 1–9 that place · x gives it up · n p · u undo · esc later")

    @on(LineList.Highlighted)
    def _highlighted(self) -> None:
        self._shown_place = 0
        self._show_one()

    # ------------------------------------------------------------------ settling

    def _settle(self, said: str, make: Callable[[], list[Any]]) -> None:
        """Carry out the acts, say it, and show what is left."""

        def carry() -> Change:
            acts = make()
            change = self._desk.record(*acts) if acts else Change("")
            self.show_anew()
            self.say(said)
            return replace(change, said=said)

        self.app.coding.act(carry)

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        each, place = self._one, self._place
        if each is None:
            return
        if place is None:
            self.complain(_("It stands nowhere: h puts it on words you select, x gives it up."))
            return
        what = KEEP if each.state == "changed" and place == each.places[0] else f"{place.start}-{place.end}"
        self._settle(_("Kept here"), lambda: settle(each, what))

    def action_place_at(self, number: int) -> None:
        """The place of that number."""
        each = self._one
        if each is None or number > len(each.places):
            self.complain(_("It has no place {number}").format(number=number))
        else:
            self._settle(_("Kept here"), lambda: settle(each, str(number)))

    def action_drop(self) -> None:
        """Give it up."""
        each = self._one
        if each is not None:
            self._settle(_("Given up"), lambda: settle(each, DROP))

    def action_keep_all(self) -> None:
        """All that stand on corrected words hold."""
        changed = [each for each in self._listed if each.state == "changed"]
        count = len(changed)
        said = ngettext("{count} coding holds", "{count} codings hold", count).format(count=count)
        self._settle(said, lambda: [act for each in changed for act in settle(each, KEEP)])

    def action_other_place(self) -> None:
        """Its next place."""
        self._shown_place += 1
        self._show_one()

    def action_on(self, step: int) -> None:
        """Another one, this one left as it is."""
        self.query_one(UnsettledList).action_step(step)

    def action_hold(self) -> None:
        """Hold it, to be put on words that are selected in the transcript."""
        each = self._one
        if each is not None:
            self.app.coding.asking.held = each
            self.app.show_place(self._document, self._place)
            self.app.coding.say(_("Select its words, then R puts it on them"))

    def action_open_place(self) -> None:
        """The transcript at the place that is shown."""
        if (place := self._place) is not None:
            self.app.show_place(self._document, place)

    def action_undo(self) -> None:
        """Take back one's own last act: what was settled here, or the corrected text, and then all here is gone."""
        last = set(self._desk.study.next_undo(self._desk.coder))
        if last & _OF_THIS_SCREEN:
            self._again(self._desk.undo)
        elif "ReviseDocument" in last:
            self.app.coding.act(self._desk.undo)
            self.dismiss()
        else:
            self.say(_("Nothing here is left to take back."))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._again(self._desk.redo)

    def _again(self, what: Callable[[], Change]) -> None:
        def carry() -> Change:
            change = what()
            self.show_anew()
            self.say(change.said)
            return change

        self.app.coding.act(carry)
