"""The definition of a code, written field by field in every language; kept as one act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static, TextArea

from qualcode.acts import EditDefinition
from qualcode.book.defining import PLAIN, Slot, edits, slots, text_of
from qualcode.care.edits import codebook_written, edited_text
from qualcode.care.reviewing import stale
from qualcode.codebook import COLOURS
from qualcode.editor import edited
from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.model.codes import Code
from qualcode.tui import keys_codebook
from qualcode.tui.acting import Acting, Task
from qualcode.tui.bindings import bindings
from qualcode.tui.cards import field_titles
from qualcode.tui.screens.dialogs import MemoArea
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line
from qualcode.tui.widgets.typing import Complete, Completing, TypedLine, among, nothing

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.screens.codebook import CodebookScreen


class FieldArea(MemoArea):
    """Lines of a definition; tab goes on to the next field."""

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002
        super().__init__(text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", id=id)


class DefinitionScreen(StudyScreen):
    """All fields below one another. ctrl+s keeps them; nothing is kept before."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_codebook.defining(), priority=True)

    def __init__(self, book: CodebookScreen, code: str) -> None:
        super().__init__()
        self._book, self._desk = book, book.desk
        self._code: Code = book.desk.codebook[code]
        self._slots = list(slots(self._code, book.languages))

    def compose(self) -> ComposeResult:
        """The name of each field, and what it says."""
        yield Line(id="title")
        with VerticalScroll(id="fields", can_focus=False):
            for place, slot in enumerate(self._slots):
                yield Static(self._heading(slot), classes="field")
                text = text_of(self._code, slot)
                if slot.field in PLAIN:
                    yield Completing(text, self._completion(slot.field), id=f"field-{place}")
                else:
                    yield FieldArea(text, id=f"field-{place}")
            yield Static(_("Why it is changed; the history tells it"), classes="field")
            yield TypedLine(id="reason", select_on_focus=False)
        yield Hint(_("ctrl+s keeps it · tab next field · ctrl+e your editor · esc back"))

    def on_mount(self) -> None:
        """The first field is written in."""
        self._acting = Acting(self, self._desk.study, lambda words: self.tell(Text(words and f" {words}")))
        title = Text(" " + _("Definition of {code}").format(code=self._desk.label(self._code.id)))
        self.query_one("#title", Line).say(title)
        self.query_one("#field-0").focus(scroll_visible=False)
        self.call_after_refresh(self.query_one("#fields").scroll_home, animate=False)

    def _heading(self, slot: Slot) -> Text:
        hints = {
            "examples": _("one a line"), "near_misses": _("one a line"), "also_under": _("codes, with commas between"),
            "pin": _("1 to 9"), "colour": ", ".join(COLOURS), "in_vivo": _("true if its label is somebody’s own words"),
        }  # fmt: skip
        told = ", ".join(filter(None, (slot.language, hints.get(slot.field, ""))))
        return Text(field_titles()[slot.field] + (f" ({told})" if told else ""))

    def _completion(self, field: str) -> Complete:
        if field == "colour":
            return among(COLOURS)
        if field != "also_under":
            return nothing
        names = [name for code in self._desk.codebook.codes for name in (code.id, *code.label.values())]

        def complete(typed: str) -> list[str]:
            head, comma, last = typed.rpartition(",")
            return [head + comma + " " * bool(comma) + name for name in among(names)(last)] if last.strip() else []

        return complete

    # ------------------------------------------------------------------ what was written

    @property
    def _written(self) -> Mapping[Slot, str]:
        return {slot: self._said(place) for place, slot in enumerate(self._slots)}

    def _said(self, place: int) -> str:
        field = self.query_one(f"#field-{place}")
        return field.text if isinstance(field, TextArea) else field.value if isinstance(field, Input) else ""

    @property
    def _changed(self) -> bool:
        return bool(edits(self._code, self._written))

    def show_anew(self) -> None:
        """What is being written stays; what another wrote of it is said when it is kept."""

    def let_go(self) -> bool:
        """What was written is not lost by a key that leads elsewhere."""
        return self._save()

    def action_save(self) -> None:
        """Keep it, and go back when it is kept."""
        acts = self._acts()
        if not acts:
            self.dismiss()
        elif self._may_overwrite(acts):
            coder = self._desk.coder
            task = Task(lambda study: kept(study, coder, acts), self._kept, self.complain)
            self._book.settled(lambda: self._acting.add(task))

    def _kept(self, words: str) -> None:
        self._book.show_later(words)
        self.dismiss()

    def action_leave(self) -> None:
        """Go back; what was written is asked about."""
        if not self._changed:
            self.dismiss()
            return
        options = (_("go on writing"), _("keep it"), _("leave the definition as it was"))
        self.choose(_("What was written is not kept yet"), options, 0, self._leave_by)

    def _leave_by(self, place: int) -> None:
        if place == 1:
            self.action_save()
        elif place:
            self.dismiss()

    def action_discard(self) -> None:
        """Go back without what was not kept."""
        self.dismiss()

    def action_go(self, name: str) -> None:
        """To another screen, after this is kept."""
        self.app.action_go(name)

    def action_editor(self) -> None:
        """The field in hand in one's own editor."""
        area = self.focused
        if not isinstance(area, TextArea):
            return
        try:
            with self.app.suspend(), edited(area.text) as words:
                if words is not None:
                    area.text = words
        except QualcodeError as error:
            self.complain(error)

    # ------------------------------------------------------------------ keeping it

    def _acts(self) -> tuple[EditDefinition, ...]:
        return edits(self._code, self._written, self.query_one("#reason", Input).value.strip())

    def _save(self) -> bool:
        """Keep what says something else, at once; answers whether the screen may go."""
        acts = self._acts()
        if not self._may_overwrite(acts):
            return False
        if acts and edited_text(self._desk.study) is not None:
            self.complain(InputError(_("codebook.yaml was changed in an editor."), _("ctrl+s shows what, first.")))
            return False
        try:
            if acts:
                kept(self._desk.study, self._desk.coder, acts)
        except QualcodeError as error:
            self.complain(error)
            return False
        return True

    def _may_overwrite(self, acts: tuple[EditDefinition, ...]) -> bool:
        """Whether the fields still say what they said, in the file too; where not, that is said once."""
        before, now = self._code, codebook_written(self._desk.study).by_id.get(self._code.id)
        if now is None:
            self.complain(InputError(_("The code is gone."), _("ctrl+g leaves it.")))
            return False
        self._code = now
        changed = [Slot(act.field, act.language) for act in acts]
        if any(text_of(before, slot) != text_of(now, slot) for slot in changed):
            again = _("ctrl+s keeps yours all the same, ctrl+g leaves it as it is.")
            self.complain(InputError(_("It has been written anew since."), again))
            return False
        return True


def kept(study: Study, coder: str, acts: tuple[EditDefinition, ...]) -> str:
    """Write a definition; answers what was done, and how many passages it leaves under the earlier wording."""
    study.do(*acts, coder=coder)
    found = stale(study, None, acts[0].code)
    left = found[0].left if found else 0
    said = ngettext(
        "Kept; {count} passage is coded under an earlier definition: v walks through it",
        "Kept; {count} passages are coded under an earlier definition: v walks through them",
        left,
    )
    return said.format(count=left) if left else _("Kept")
