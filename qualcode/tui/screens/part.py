"""A part of the appendix as it will be written, to be read in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from qualcode.i18n import _
from qualcode.report.appendix import build, choose
from qualcode.report.choices import Choices
from qualcode.report.document import Block, Section, Table
from qualcode.report.outlining import Chapter, Listed
from qualcode.safetext import safe_line
from qualcode.study import Study
from qualcode.tui.arranging import Place, Slots, alone, outline_of, up_to, walk, whole_of
from qualcode.tui.aside import Aside, Tell
from qualcode.tui.desk import Desk
from qualcode.tui.laying import Laid
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line
from qualcode.tui.widgets.outline import PartText

_DISCLOSURE = "disclosure"


class PartScreen(StudyScreen):
    """One part, its title, tables and quotations as text; the next and the one before are a key away."""

    def __init__(self, desk: Desk, slots: Slots, place: Place, language: str, coder: str | None) -> None:
        super().__init__()
        self._desk, self._slots, self._place, self._language, self._coder = desk, slots, place, language, coder
        self._sections: list[Section] = []

    def compose(self) -> ComposeResult:
        """Title, text, hint."""
        yield Line(id="title")
        yield PartText(id="lines")
        yield Hint(_hint())

    def on_mount(self) -> None:
        """It is made beside."""
        self._asking = Aside[list[Section]](self, self._waiting, self._show, self.complain, _("reading …"))
        self.query_one(PartText).focus()
        self.show_anew()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._asking.leave()

    def show_anew(self) -> None:
        """The part of the study as it is now."""
        slots, place, language, coder = self._slots, self._place, self._language, self._coder
        self.query_one("#title", Line).say(self._title())

        def question(study: Study, tell: Tell) -> list[Section]:
            choices = choose(study, language, coder, outline=whole_of(slots))
            return [held(each, tell) for each in made(study, choices, slots, place, tell)]

        self._asking.ask(self._desk.study, question)

    def action_leave(self) -> None:
        """Back to the outline, to this part; while it is made, only that is given up."""
        if not self._asking.stop() or not self._sections:
            self.dismiss()

    def action_other(self, step: int) -> None:
        """The next part, or the one before."""
        places = [place for place, slot in walk(self._slots) if isinstance(slot.item, Listed)]
        following = [place for place in places if place > self._place]
        before = [place for place in places if place < self._place]
        if found := following[:1] if step > 0 else before[-1:]:
            self._place, self._sections = found[0], []
            self.query_one(PartText).read(lambda _count: [])
            self.show_anew()

    def _title(self) -> Text:
        slot = dict(walk(self._slots))[self._place]
        return Text(" " + safe_line(slot.stands.title if slot.stands else ""))

    def _waiting(self, words: str) -> None:
        if words:
            self.tell(Text(" " + words, style="italic"))
        else:
            self.query_one(Hint).suggest(_hint())

    def _show(self, sections: list[Section]) -> None:
        self._sections = sections
        self._lay(self.query_one(PartText).index)

    @on(PartText.Widened)
    def _widened(self) -> None:
        if self._sections:
            self._lay(self.query_one(PartText).index)

    def _lay(self, index: int) -> None:
        pane = self.query_one(PartText)
        width = pane.scrollable_content_region.width - 1
        pane.read(Laid(self._sections, width, self.app.style("accent"), self._language).reach, index)


def made(study: Study, choices: Choices, slots: Slots, place: Place, tell: Tell) -> list[Section]:
    """The sections of a part as they come in the whole appendix, their tables numbered from its beginning."""
    from qualcode.report.releasing import checked

    if _name(slots, place) == _DISCLOSURE:
        outline = (*(item for item in outline_of(slots) if item != slots[place[0]].item), *alone(slots, place))
        report = checked(study, replace(choices, outline=outline)).report
        return [each for each in report.sections if each.name == _DISCLOSURE]
    own = len(build(study, replace(choices, outline=alone(slots, place))).sections) - (len(place) - 1)
    tell(own)
    return list(build(study, replace(choices, outline=up_to(slots, place))).sections[-own:])


def _name(slots: Slots, place: Place) -> str:
    item = dict(walk(slots))[place].item
    return "" if isinstance(item, Chapter) else item.part


def held(section: Section, tell: Tell) -> Section:
    """A section that asks the study nothing any more."""
    return replace(section, blocks=tuple(_held(section, tell)))


def _held(section: Section, tell: Tell) -> Iterator[Block]:
    for block in section.blocks:
        tell(block)
        yield replace(block, rows=tuple(block.rows)) if isinstance(block, Table) else block


def _hint() -> str:
    return _("space page on · b page back · end to its end · n next part · p part before · esc back · ? keys")
