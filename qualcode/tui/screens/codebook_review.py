"""Passages coded under an earlier definition, walked through beside both definitions: keep, take off, another code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from qualcode.acts import ConfirmCodings, RecodeCodings, RemoveCoding
from qualcode.book.comparing import FieldChange
from qualcode.book.placing import without
from qualcode.care.reviewing import definitions, wordings_compared
from qualcode.i18n import _, ngettext
from qualcode.model.codings import Quotation
from qualcode.moments import day
from qualcode.tui import keys_codebook
from qualcode.tui.bindings import bindings
from qualcode.tui.cards import field_titles
from qualcode.tui.screens.codebook_log import pieces_in_colour
from qualcode.tui.screens.codebook_walk import WalkScreen
from qualcode.tui.screens.dialogs import Page
from qualcode.tui.screens.picker import Picked, Picker
from qualcode.tui.widgets.line import Hint, Line, TextBox


class ReviewPassage(VerticalScroll):
    """The passage in hand."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_codebook.reviewing())


class ReviewScreen(WalkScreen):
    """Both definitions above, the passage below."""

    def compose(self) -> ComposeResult:
        """Title, the definition then and now, the passage, hint."""
        yield Line(id="title")
        with Horizontal(id="wordings"):
            yield TextBox(id="then")
            yield TextBox(id="now")
        yield Line(id="cited")
        with ReviewPassage(id="passage"):
            yield Static()
        yield Hint(
            _("y it holds · x take it off · c another code · enter leaves it · u back · d both in full · ? keys")
        )

    def _about(self) -> str:
        return _("Coded under an earlier definition")

    def _end(self) -> Text:
        settled = sum(self._steps)
        said = ngettext("{count} passage is settled", "{count} passages are settled", settled).format(count=settled)
        left = len(self._ids) - settled
        still = ngettext("{count} is left as it was", "{count} are left as they were", left).format(count=left)
        return Text(f"{said}, {still}.\n\n" + _("u takes the last back; enter goes back to the codebook."))

    def _show_beside(self, found: Quotation | None) -> None:
        then, now = self._wordings(found) if found else (Text(), Text())
        self.query_one("#then", TextBox).say(then)
        self.query_one("#now", TextBox).say(now)

    def _wordings(self, found: Quotation) -> tuple[Text, Text]:
        """The definition under which it was coded, and the present one, with the words that differ."""
        study, coding = self._desk.study, found.coding
        known = {each.number: each for each in self.app.coding.attempt(lambda: definitions(study, coding.code)) or ()}
        present = max(known, default=coding.definition)
        changes = self.app.coding.attempt(
            lambda: wordings_compared(study, coding.code, coding.definition, present)
        ) or ()  # fmt: skip
        days = {number: day(each.at) for number, each in known.items()}
        return (
            self._wording(_("Then"), coding.definition, days, changes, "-"),
            self._wording(_("Now"), present, days, changes, "+"),
        )

    def _wording(
        self, title: str, number: int, days: dict[int, str], changes: Sequence[FieldChange], sign: str
    ) -> Text:
        text = Text(title, style="bold").append(f" · v{number} · {days.get(number, '')}", style="not bold dim")
        text = Text().append_text(text)
        for change in self._in_order(changes):
            name = field_titles().get(change.field, change.field) + (f" ({change.language})" if change.language else "")
            text.append(f"\n{name}\n", style="dim")
            own = [piece for piece in change.pieces if piece.sign in ("=", sign)]
            text.append_text(pieces_in_colour(own, self)) if own else text.append("—", style="dim")
        return text

    def _in_order(self, changes: Sequence[FieldChange]) -> Iterator[FieldChange]:
        """Those in one's own language first."""
        yield from sorted(changes, key=lambda change: change.language not in ("", self._desk.language))

    # ------------------------------------------------------------------ keys

    def action_confirm(self) -> None:
        """It holds."""
        self.settle(lambda number: (ConfirmCodings((number,)), _("It holds")))

    def action_remove(self) -> None:
        """The coding comes off."""
        self.settle(lambda number: (RemoveCoding(number), _("Taken off")))

    def action_recode(self) -> None:
        """Another code."""

        def picked(answer: Picked | None) -> None:
            if answer is not None and answer.code:
                self._recode(answer.code)

        desk, hues = self._desk, self.app.coding.pane.paint.hues
        used = without(desk.codebook, {code.id for code in desk.codebook.codes if code.retired})
        picker = Picker(_("Which code instead?"), used, desk.looks, hues, desk.language, create=False)
        self.app.push_screen(picker, picked)

    def action_pin(self, digit: int) -> None:
        """The code pinned to a digit."""
        code = self._desk.pinned(digit)
        if code is None:
            self.say(_("No code is pinned to {digit}").format(digit=digit))
        else:
            self._recode(code)

    def _recode(self, code: str) -> None:
        said = _("It is {code} now").format(code=self._desk.label(code))
        self.settle(lambda number: (RecodeCodings((number,), code), said))

    def action_wordings(self) -> None:
        """Both definitions in full."""
        found = None if self._over else self._in_hand()
        if found is not None:
            then, now = self._wordings(found)
            self.app.push_screen(Page(Text("\n\n\n").join([then, now])))
