"""What the screens on which one writes have in common: links that lead somewhere, and that nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.message import Message

from qualcode.errors import QualcodeError
from qualcode.linking import for_writing, links
from qualcode.tui.desk import Desk
from qualcode.tui.screens.dialogs import MemoArea
from qualcode.tui.screens.over import StudyScreen

_PATIENCE = 0.5
"""Seconds that saving waits for another program before it says so; nothing of the text is lost."""


class LinkedArea(MemoArea):
    """A place to write in. Enter on a link leads to what it cites."""

    class LinkChosen(Message):
        """A link is to be followed."""

        def __init__(self, coding: int) -> None:
            super().__init__()
            self.coding = coding

    def get_line(self, line_index: int) -> Text:
        """A line with its links apart."""
        line = super().get_line(line_index)
        for link in links(line.plain):
            line.stylize(Style(dim=True, underline=True), link.start, link.end)
        return line

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and (coding := self._link_here()) is not None:
            event.stop()
            event.prevent_default()
            self.post_message(self.LinkChosen(coding))
        else:
            await super()._on_key(event)

    def _link_here(self) -> int | None:
        row, column = self.cursor_location
        line = self.document.get_line(row)
        return next((link.coding for link in links(line) if link.start < column < link.end), None)


class KeepingScreen(StudyScreen):
    """A text to write, and what stands beside it. Whatever leads away keeps what was written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    @property
    def _area(self) -> LinkedArea:
        return self.query_one(LinkedArea)

    def _put(self, text: str) -> None:
        """Show a text in the place to write, the cursor at its end."""
        self._area.text = for_writing(text, self._desk.study.citations_in(text))
        self._area.move_cursor(self._area.document.end)

    def let_go(self) -> bool:
        """Keep what was written before the screen goes; not, if that is refused."""
        return self._save()

    def _keep(self, write: Callable[[], None], said: str) -> bool:
        """Write to the study and say so; what is refused is said, and the text stays where it is."""
        try:
            with self._desk.study.waiting(_PATIENCE):
                write()
        except QualcodeError as error:
            self._refused(error)
            return False
        self._show()
        self.say(said)
        return True

    def _refused(self, error: QualcodeError) -> None:
        self.complain(error)

    def action_save(self) -> None:
        """Keep the text and stay."""
        self._save()

    def action_leave(self) -> None:
        """Keep the text and go back."""
        if self._save():
            self.dismiss()

    def action_discard(self) -> None:
        """Go back without what was written since it was saved."""
        self.dismiss()

    def action_go(self, name: str) -> None:
        """To another screen, which keeps the text first."""
        self.app.action_go(name)

    @on(LinkedArea.LinkChosen)
    def _link_chosen(self, event: LinkedArea.LinkChosen) -> None:
        try:
            coding = self._desk.study.coding(event.coding)
        except QualcodeError as error:
            self.complain(error)
            return
        self.app.show_place(coding.document, coding.span)

    # ------------------------------------------------------------------ what each screen says for itself

    def _save(self) -> bool:
        """Keep the text, if it is another; answers whether the screen may go."""
        raise NotImplementedError

    def _show(self) -> None:
        """Show what stands beside the text as the study has it now."""
        raise NotImplementedError
