"""A small edit of one turn: its words and the speaker's name, put into the study by the road of a corrected text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from qualcode.i18n import _, ngettext
from qualcode.model import Span
from qualcode.model.texts import Turn
from qualcode.safetext import safe_block, safe_line
from qualcode.tui.aside import Aside, Tell
from qualcode.tui.desk import Desk
from qualcode.tui.screens.dialog import Dialog
from qualcode.tui.screens.dialogs import MemoArea
from qualcode.tui.widgets.typing import TypedLine

if TYPE_CHECKING:
    from qualcode.revising import Revision
    from qualcode.study import Study
    from qualcode.tui.app import QualcodeApp


@dataclass(frozen=True, slots=True)
class Edited:
    """What a turn is to say, and under which label."""

    words: str
    label: str


class EditTurn(Dialog[Edited | None]):
    """The speaker's name and the words of a turn, to be written otherwise; answers nothing if both stay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", show=False, priority=True),
        Binding("ctrl+g", "leave", show=False, priority=True),
    ]

    def __init__(self, turn: Turn, words: str) -> None:
        super().__init__()
        self._number, self._label, self._words = turn.number, safe_line(turn.speaker or ""), safe_block(words)

    def compose(self) -> ComposeResult:
        """Which turn, who speaks, what is said."""
        with Vertical(classes="box tall wide"):
            yield Static(Text(_("Turn {number}").format(number=self._number), style="bold"))
            if self._label:
                yield TypedLine(self._label, select_on_focus=False)
            yield MemoArea(self._words, soft_wrap=True, show_line_numbers=False)
            keys = _("esc keeps it · ctrl+g leaves it as it was")
            yield Static(Text(keys + " · " + _("tab speaker or words") if self._label else keys, style="dim"))

    def on_mount(self) -> None:
        """The words first."""
        self.query_one(TextArea).focus()

    def action_keep(self) -> None:
        """The answer, if it is another."""
        lines = self.query(TypedLine)
        label = lines.first().value.strip() if lines else self._label
        edited = Edited(self.query_one(TextArea).text, label or self._label)
        self.dismiss(None if edited == Edited(self._words, self._label) else edited)

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


def ask_for_edit(app: QualcodeApp, desk: Desk, place: int) -> None:
    """Ask for the words of the turn at a place of the document at hand, and put them in."""
    assert desk.document is not None
    document, transcript = desk.document.id, desk.transcript
    turn = next((each for each in transcript.turns if each.start <= place < each.end), None)
    if turn is None:
        return
    words = transcript.text[turn.body : turn.end].rstrip()

    def answered(edited: Edited | None) -> None:
        if edited is not None:
            _carry(app, desk, document, turn, words, edited)

    app.push_screen(EditTurn(turn, words), answered)


def _carry(app: QualcodeApp, desk: Desk, document: str, turn: Turn, words: str, edited: Edited) -> None:
    """Put an edit in, in a thread; then show it, and say what is to be looked at."""

    def said(task: str) -> None:
        app.coding.show_task(task and _("correcting …"))

    def done(_event: None) -> None:
        app.poll()
        count = len(desk.study.unsettled(document))
        looked = ngettext("{count} coding is to be looked at: R", "{count} codings are to be looked at: R", count)
        app.coding.say(_("Corrected") + (" · " + looked.format(count=count) if count else ""))

    def work(study: Study, _tell: Tell) -> None:
        _put(study, desk.coder, document, turn, words, edited)

    def refused(words: str) -> None:
        app.poll()
        app.coding.telling.message(words, "error")

    Aside[None](app.coding, said, done, refused).ask(desk.study, work)


def _put(study: Study, coder: str, document: str, turn: Turn, words: str, edited: Edited) -> None:
    """First the words, where they stand, then the name."""
    from qualcode.revising import edited as with_words
    from qualcode.revising import renamed

    place, by = changed(words, edited.words)
    if place.start < place.end or by:
        _carry_out(study, coder, with_words(study, document, turn.body + place.start, turn.body + place.end, by))
    if turn.speaker and edited.label != safe_line(turn.speaker):
        _carry_out(study, coder, renamed(study, document, turn.speaker, edited.label))


def _carry_out(study: Study, coder: str, revision: Revision) -> None:
    if revision.act is not None:
        study.do(revision.act, coder=coder)


def changed(words: str, shown: str) -> tuple[Span, str]:
    """What was written otherwise of words that are shown made safe: where they begin and end, and what stands there.

    What is the same at both ends stays as it is in the text, whatever of it a terminal cannot show.
    """
    safe = safe_block(words)
    start = next((at for at, (a, b) in enumerate(zip(safe, shown, strict=False)) if a != b), min(len(safe), len(shown)))
    most = min(len(safe), len(shown)) - start
    end = next((at for at in range(most) if safe[-1 - at] != shown[-1 - at]), most)
    return Span(start, len(words) - end), shown[start : len(shown) - end]
