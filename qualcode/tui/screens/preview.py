"""The appendix before it is written: its outline, how each part stands, which parts go into this export and where."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import LANGUAGES, _, known_word, ngettext
from qualcode.report.appendix import choose
from qualcode.report.choices import written_in
from qualcode.report.outline import outlined, readers
from qualcode.report.outlining import Chapter, Listed, listed, outline_data
from qualcode.report.standing import MISSING, READY, STALE, THIN
from qualcode.safetext import safe_block, safe_line
from qualcode.study import Study
from qualcode.tui.arranging import (
    Place,
    Slot,
    Slots,
    arranged,
    is_on,
    moved,
    outline_of,
    switched,
    told,
    walk,
    whole_of,
)
from qualcode.tui.aside import Aside, Tell
from qualcode.tui.desk import Desk
from qualcode.tui.screens.over import WritingScreen
from qualcode.tui.screens.part import PartScreen
from qualcode.tui.screens.writing import ask_for_appendix
from qualcode.tui.widgets.line import Hint, Line, TextBox, fitted
from qualcode.tui.widgets.outline import OutlineList

_COLOURS = {READY: "success", THIN: "warning", STALE: "warning", MISSING: "error"}
_STATE = 9


class PreviewScreen(WritingScreen):
    """The outline of the appendix, a line a part; the one in hand is told of in full below."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._language = written_in(desk.study, None)
        self._coder: str | None = None
        self._slots: Slots = ()
        self._own = False

    def compose(self) -> ComposeResult:
        """Title, parts, the one in hand, hint."""
        yield Line(id="title")
        yield OutlineList(id="lines")
        yield TextBox(id="detail")
        yield Hint(self._hint())

    def on_mount(self) -> None:
        """How the parts stand is asked beside."""
        self._asking = Aside[Slots](self, self._waiting, self._show, self.complain, _("looking …"))
        self.query_one(OutlineList).focus()
        self.show_anew()

    def on_unmount(self) -> None:
        """Nobody waits for the answer any more."""
        self._asking.leave()

    def show_anew(self) -> None:
        """The outline of the study as it is now, unless it was arranged otherwise, and how each part stands."""
        try:
            coder = self._counted
        except QualcodeError as error:
            self.complain(error)
            return
        slots, language = self._slots if self._own else (), self._language

        def question(study: Study, tell: Tell) -> Slots:
            found = slots or _as_said(study, language, coder)
            tell(found)
            return told(found, outlined(study, choose(study, language, coder, outline=whole_of(found))))

        self._asking.ask(self._desk.study, question)

    @property
    def _counted(self) -> str | None:
        """Whose codings the appendix is of: one's own where several coded, nothing is agreed and nobody is chosen."""
        study, mine = self._desk.study, self._desk.coder
        try:
            return study.counted_coder(self._coder)
        except InputError:
            return study.counted_coder(mine)

    def _hint(self) -> str:
        return _(
            "enter reads · space on or off · J K moves · W writes · l language · 0 as in study.yaml · esc back · ? keys"
        )

    def action_leave(self) -> None:
        """Back to where this was opened from; what is looked for is given up first."""
        if not self._asking.stop():
            self.dismiss()

    # ------------------------------------------------------------------ what is shown

    def _show(self, slots: Slots) -> None:
        lines = self.query_one(OutlineList)
        self._slots = slots
        lines.set_lines(self._line, len(list(walk(slots))), lines.index)
        self._show_title()
        self._show_detail()

    def _show_title(self) -> None:
        parts = [(place, slot) for place, slot in walk(self._slots) if isinstance(slot.item, Listed)]
        there = [slot for place, slot in parts if is_on(self._slots, place)]
        text = Text(" " + _("The appendix") + " · ")
        text.append(ngettext("{count} part", "{count} parts", len(there)).format(count=len(there)))
        for state in (THIN, STALE, MISSING):
            if count := sum(slot.stands is not None and slot.stands.state == state for slot in there):
                text.append(f" · {known_word(state)} {count}", style=self.app.style(_COLOURS[state]))
        text.append(f" · {safe_line(self._counted)}" if self._counted else "", style="dim")
        text.append(f" · {known_word(self._language)}", style="dim")
        self.query_one("#title", Line).say(text)

    def _line(self, index: int, width: int) -> Text:
        place, slot = self._at(index)
        stands, written = slot.stands, is_on(self._slots, place)
        title = stands.title if stands else ""
        if isinstance(slot.item, Chapter):
            mark = "■ " if written else "□ "
            return Text(mark + safe_line(title), style="bold" if written else "dim")
        broad = max(20, min(44, width * 2 // 5))
        indent = "  " * (len(place) - 1)
        line = Text().append(indent + ("✓ " if written else "· "), self.app.style("success") if written else "dim")
        line.append(fitted(safe_line(title), broad - 2 * len(indent)) + " ", style="" if written else "dim")
        if stands:
            line.append(fitted(known_word(stands.state), _STATE) + " ", style=self.app.style(_COLOURS[stands.state]))
            line.append(safe_line(stands.why), style="dim")
        return line

    @on(OutlineList.Highlighted)
    def _show_detail(self) -> None:
        box = self.query_one("#detail", TextBox)
        if not self._slots:
            return
        place, slot = self._in_hand
        text = Text()
        if slot.stands is not None:
            text.append(safe_line(slot.stands.title), style="bold")
            if slot.stands.name != "chapter":
                text.append(" · " + known_word(slot.stands.state), style=self.app.style(_COLOURS[slot.stands.state]))
            text.append("\n" + safe_block(slot.stands.why) if slot.stands.why else "")
        text.append("\n" + _whether(slot, is_on(self._slots, place)), style="dim")
        text.append("\n" + _("In study.yaml: {item}").format(item=safe_line(_in_yaml(slot))), style="dim")
        box.say(text)

    # ------------------------------------------------------------------ what is arranged

    def _at(self, index: int) -> tuple[Place, Slot]:
        return list(walk(self._slots))[index]

    @property
    def _in_hand(self) -> tuple[Place, Slot]:
        return self._at(self.query_one(OutlineList).index)

    def _arrange(self, slots: Slots, place: Place) -> None:
        self._own, self._slots = True, slots
        lines = self.query_one(OutlineList)
        lines.move_to([each for each, _slot in walk(slots)].index(place))
        lines.refresh()
        self._show_title()
        self._show_detail()

    def action_switch(self) -> None:
        """The part in this export, or not."""
        if self._slots:
            place, _slot = self._in_hand
            self._arrange(switched(self._slots, place), place)

    def action_shift(self, step: int) -> None:
        """The part further up or down."""
        if self._slots:
            self._arrange(*moved(self._slots, self._in_hand[0], step))

    def action_as_said(self) -> None:
        """As the study has it, nothing arranged."""
        self._own = False
        self.show_anew()

    def action_language(self) -> None:
        """In the next of the languages of reports."""
        self._language = LANGUAGES[(LANGUAGES.index(self._language) + 1) % len(LANGUAGES)]
        self.show_anew()

    def action_coder(self) -> None:
        """Of somebody else's codings."""
        names = self._desk.study.coders()

        def chosen(name: str) -> None:
            self._coder = name
            self.show_anew()

        self.choose_name(_("Whose codings are counted?"), names, self._counted, chosen)

    # ------------------------------------------------------------------ reading and writing

    @on(OutlineList.Chosen)
    def _read(self) -> None:
        place = self._in_hand[0]
        screen = PartScreen(self._desk, self._slots, place, self._language, self._counted)
        self.app.push_screen(screen)

    def action_write(self) -> None:
        """Write what is on, in this order."""
        outline = outline_of(self._slots)
        if not outline:
            self.complain(_("No part of the appendix is left."))
            return
        first = (self._language, self._counted or "")
        ask_for_appendix(self.app, self._desk, outline if self._own else None, first)


def _as_said(study: Study, language: str, coder: str | None) -> Slots:
    """The outline as the study has it, and after it the parts that it leaves out."""
    outline = choose(study, language, coder).outline
    there = {part.part for part in listed(outline)}
    return arranged(outline, [Listed(name) for name in readers(study) if name not in there])


def _whether(slot: Slot, written: bool) -> str:
    """Whether a part is written, in a sentence."""
    if not written:
        return _("Not in this export.")
    empty = slot.stands is not None and slot.stands.state == MISSING
    if empty and isinstance(slot.item, Listed) and not slot.item.named:
        return _("Left out as long as there is nothing to write.")
    return _("In this export.")


def _in_yaml(slot: Slot) -> str:
    data = outline_data((slot.item,))[0]
    return data if isinstance(data, str) else str(data).replace("'", "")
