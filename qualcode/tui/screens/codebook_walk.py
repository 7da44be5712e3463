"""Passages walked through one by one: each with what is said around it; a key goes on, one goes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rich.style import Style
from rich.text import Text
from textual.containers import VerticalScroll
from textual.widgets import Static

from qualcode.i18n import _
from qualcode.model import in_language
from qualcode.model.codings import Quotation
from qualcode.safetext import safe_block, safe_line
from qualcode.surroundings import around
from qualcode.tui.desk import Change, Desk
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Line

_CONTEXTS = (2, 5, 9, 0)
"""Turns on each side of a passage, at first and by a key."""
_LONGEST = 20_000
"""Characters of a passage, or of what stands beside it, that are shown."""


class WalkScreen(StudyScreen):
    """One coding after the other. What is done is on disk at once; `u` takes the last step back."""

    def __init__(self, desk: Desk, ids: Sequence[int]) -> None:
        super().__init__()
        self._desk = desk
        self._ids = tuple(ids)
        self._place = 0
        self._steps: list[bool] = []
        self._around = _CONTEXTS[0]

    @property
    def _over(self) -> bool:
        """Whether all have been looked at."""
        return self._place >= len(self._ids)

    @property
    def _passage(self) -> VerticalScroll:
        return self.query_one("#passage", VerticalScroll)

    def on_mount(self) -> None:
        """The first passage is in hand."""
        self._passage.focus()
        self.show_anew()

    def show_anew(self) -> None:
        """The passage in hand as it is now."""
        self._show_title()
        found = None if self._over else self._in_hand()
        text, above = (self._end(), 0) if self._over else self._told(found) if found else (self._gone(), 0)
        self.query_one("#cited", Line).say(Text("  " + self._cited(found), style="dim"))
        self._passage.query_one(Static).update(text)
        self.call_after_refresh(self._reveal, text[:above])
        self._show_beside(found)

    def _in_hand(self) -> Quotation | None:
        number = self._ids[self._place]
        found = self.app.coding.attempt(lambda: self._desk.study.quotations_of((number,)))
        return found[0] if found else None

    def _reveal(self, above: Text) -> None:
        """Bring the passage in sight, a line of what stands before it above."""
        lines = above.wrap(self.app.console, max(1, self._passage.scrollable_content_region.width))
        self._passage.scroll_to(y=max(0, len(lines) - 2), animate=False, force=True)

    def _show_title(self) -> None:
        place, count = min(self._place + 1, len(self._ids)), len(self._ids)
        progress = _("{place} of {count}").format(place=place, count=count) if not self._over else _("done")
        title = Text(f" {self._about()} · ").append(progress, style=self.app.style("accent"))
        self.query_one("#title", Line).say(title)

    def _told(self, quotation: Quotation) -> tuple[Text, int]:
        """A passage with what is said around it, and how many characters stand before it."""
        coding = quotation.coding
        beside = around(self._desk.study.transcript(coding.document), coding.span, self._around)
        text = Text(style="dim").append(safe_block(beside.before[-_LONGEST:]))
        above = len(text)
        ground = Style(bgcolor=self.app.style("selection").color, dim=False)
        text.append(safe_block(quotation.text[:_LONGEST]), style=ground)
        text.append(safe_block(beside.after[:_LONGEST]))
        if coding.memo:
            text.append("\n\n" + _("Memo") + ": " + safe_block(coding.memo), style="italic")
        return text, above

    def _cited(self, found: Quotation | None) -> str:
        """Where the passage stands, and who put which code on it."""
        if found is None:
            return ""
        labels = {one.id: in_language(one.label, self._desk.language) for one in self._desk.study.sites}
        coding = found.coding
        named = self._desk.label(coding.code) + " " + coding.marks
        said = (found.citation, labels.get(found.site or "", ""), coding.coder, named.strip())
        return safe_line(" · ".join(filter(None, said)))

    def _gone(self) -> Text:
        return Text(_("This coding is there no more; enter goes on."), style="dim")

    # ------------------------------------------------------------------ steps

    def settle(self, make: Callable[[int], tuple[object, str]]) -> None:
        """Carry out the act that is made for the coding in hand, say it, and go on to the next."""

        def carry() -> Change:
            if self._over:
                return Change("")
            act, said = make(self._ids[self._place])
            change = self._desk.record(act)
            self._step(not change.idle)
            return replace(change, said=said)

        self.app.coding.act(carry)

    def _step(self, acted: bool) -> None:
        self._steps.append(acted)
        self._place += 1
        self.show_anew()

    def _step_back(self) -> None:
        self._steps.pop()
        self._place -= 1
        self.show_anew()

    def action_leave_it(self) -> None:
        """Nothing becomes of it; on to the next, and after the last one back."""
        if self._over:
            self.dismiss()
        else:
            self._step(False)

    def action_undo(self) -> None:
        """Take the last step back."""
        if not self._steps:
            self.say(_("Nothing to take back here"))
        elif self._steps[-1]:
            self.app.coding.act(self._taken_back)
        else:
            self._step_back()

    def _taken_back(self) -> Change:
        change = self._desk.undo()
        self._step_back()
        return change

    def action_around(self) -> None:
        """More turns around it; after the most, none."""
        self._around = _CONTEXTS[(_CONTEXTS.index(self._around) + 1) % len(_CONTEXTS)]
        self.show_anew()

    def action_place(self) -> None:
        """The transcript at the passage."""
        found = None if self._over else self._in_hand()
        if found is not None:
            self.app.show_place(found.coding.document, found.coding.span)

    # ------------------------------------------------------------------ what each screen says for itself

    def _about(self) -> str:
        """What is walked through, for the title."""
        raise NotImplementedError

    def _end(self) -> Text:
        """What is said after the last one."""
        raise NotImplementedError

    def _show_beside(self, found: Quotation | None) -> None:
        """Show what helps to decide."""
        raise NotImplementedError
