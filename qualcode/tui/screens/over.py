"""What the screens that open over the coding screen have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.screen import Screen

from qualcode.errors import QualcodeError
from qualcode.i18n import _, known_word
from qualcode.model.codings import Passage
from qualcode.safetext import safe_line
from qualcode.tui import keys_places
from qualcode.tui.bindings import bindings
from qualcode.tui.screens.dialogs import Choose
from qualcode.tui.widgets.line import BETWEEN, Hint, TextBox

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp


class StudyScreen(Screen[None]):
    """A screen that shows something of the study. Escape leads back."""

    app: QualcodeApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        *bindings(keys_places.beneath()),
    ]

    def show_anew(self) -> None:
        """Show the study as it is now."""
        raise NotImplementedError

    def let_go(self) -> bool:
        """Keep what would be lost when the screen goes; answers whether it may."""
        return True

    def asks_about_edits(self) -> bool:
        """Whether this screen asks before YAML files that were edited by hand are taken in."""
        return False

    def tell(self, words: Text) -> None:
        """A sentence in the last line, where a hint stands otherwise."""
        self.query_one(Hint).say(words)

    def show_task(self, words: str) -> None:
        """Where the screen has room for it: what goes on beside; nothing when it is over."""

    def say(self, words: str) -> None:
        """What was done, or is to be known."""
        self.tell(Text(" " + safe_line(words), style=self.app.style("accent")))

    def complain(self, error: QualcodeError | str) -> None:
        """What went wrong."""
        self.tell(Text(" " + safe_line(str(error)), style=self.app.style("error")))

    def choose(self, title: str, shown: Sequence[str], index: int, then: Callable[[int], object]) -> None:
        """Have one of a few chosen; `then` hears its place."""

        def chosen(place: int | None) -> None:
            if place is not None:
                then(place)

        self.app.push_screen(Choose(title, [Text(safe_line(words)) for words in shown], index), chosen)

    def choose_name(self, title: str, names: Sequence[str], current: str | None, then: Callable[[str], None]) -> None:
        """Have one of some names chosen, shown as the interface calls them."""
        index = names.index(current) if current in names else 0
        self.choose(title, [known_word(name) for name in names], index, lambda place: then(names[place]))

    def passage(self) -> Passage | None:
        """The passage that the line in hand is about, where the screen lists passages."""
        return None

    def action_beside(self) -> None:
        """Keep the passage in hand; with another one kept, show the two side by side."""
        try:
            place = self.passage()
            said = self.app.coding.places.set_beside(place) if place else _("This leads to no passage.")
        except QualcodeError as error:  # what the line was about is gone
            self.complain(error)
        else:
            self.say(BETWEEN.join(self.app.hint_now(said.split(BETWEEN)))) if said else None

    def action_undo(self) -> None:
        """Take back one's own last act."""
        self.app.coding.act(self.app.desk.undo)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.app.coding.act(self.app.desk.redo)

    def action_read_on(self, step: int) -> None:
        """Further in what is told of the line in hand."""
        for box in self.query(TextBox):
            box.read_on(step)

    def action_leave(self) -> None:
        """Back to where this was opened from."""
        self.dismiss()


class WritingScreen(StudyScreen):
    """A screen from which something is written while one goes on; the last line says so."""

    _doing = ""

    def _hint(self) -> str:
        raise NotImplementedError

    def _waiting(self, words: str) -> None:
        if words:
            self.tell(Text(" " + words, style="italic"))
        elif self._doing:
            self.show_task(self._doing)
        else:
            self.query_one(Hint).suggest(self._hint())

    def show_task(self, words: str) -> None:
        """What is being written, in the last line."""
        self._doing = words
        stops = " · " + _("x stops") if words else ""
        self.tell(Text(" " + safe_line(words + stops), style=self.app.style("warning") if words else ""))

    def action_stop(self) -> None:
        """Give up what is being written."""
        if not self.app.stop_writing():
            self.say(_("Nothing is being written."))
