"""The keys for correcting a document's text, and for settling what becomes of its codings."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.tui.keys import _AZERTY_KEYS, Key, lists
from qualcode.tui.keys import _key as key_of


def correcting() -> tuple[Key, ...]:
    """Correcting the document at hand."""
    return (
        key_of("R", "R", "ask('correct')", _("a corrected text of this document; codings that are to be looked at")),
        key_of("E", "E", "ask('edit_turn')", _("correct the words of a turn, or the speaker's name")),
    )


def differing() -> tuple[Key, ...]:
    """Where a corrected text differs."""
    return (
        *lists()[:-1],
        key_of("enter", _("enter"), "choose", _("put the corrected text in place")),
    )


def settling() -> tuple[Key, ...]:
    """Codings that are to be looked at since their text was corrected."""
    return (
        *lists()[:-1],
        key_of("enter", _("enter"), "choose", _("it holds where it is shown")),
        *(
            key_of(
                f"{digit} {_AZERTY_KEYS[digit - 1]}",
                str(digit),
                f"screen.place_at({digit})",
                _("it belongs to the place of that number"),
            )
            for digit in range(1, 10)
        ),
        key_of("tab", "tab", "screen.other_place", _("show its next place")),
        key_of("x", "x", "screen.drop", _("give it up")),
        key_of("asterisk", "*", "screen.keep_all", _("all on corrected words hold")),
        key_of("n", "n", "screen.on(1)", _("the next one, this one left as it is"), "next_unsettled"),
        key_of("p", "p", "screen.on(-1)", _("the one before"), "previous_unsettled"),
        key_of("h", "h", "screen.hold", _("hold it: in the transcript R puts it on the words selected there")),
        key_of("o", "o", "screen.open_place", _("the transcript there")),
        key_of("u ctrl+z", "u", "screen.undo", _("undo")),
        key_of("U ctrl+y", "U", "screen.redo", _("redo")),
    )
