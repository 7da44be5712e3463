"""A coder's own last act taken back, or done again, and what is said of it. Knows no screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualcode.i18n import _, act_words

if TYPE_CHECKING:
    from qualcode.store.events import Outcome
    from qualcode.study import Study


class Taken(NamedTuple):
    """What came of it, None where there was nothing; and that in words."""

    outcome: Outcome | None
    said: str


def take_back(study: Study, coder: str) -> Taken:
    """The last act taken back; says what it was."""
    names = study.next_undo(coder)
    outcome = study.undo(coder=coder)
    if outcome is None:
        return Taken(None, _("Nothing to undo"))
    return Taken(outcome, _("Taken back: {act}").format(act=act_words(", ".join(names))))


def do_again(study: Study, coder: str) -> Taken:
    """What was taken back last, done again; says what it was."""
    names = study.next_redo(coder)
    outcome = study.redo(coder=coder)
    if outcome is None:
        return Taken(None, _("Nothing to redo"))
    return Taken(outcome, _("Done again: {act}").format(act=act_words(", ".join(names))))
