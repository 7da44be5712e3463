"""The keys of a project on its way into the study, and of what is about to be written for other programs."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.tui.keys import Key, lists
from qualcode.tui.keys import _key as key_of


def receiving() -> tuple[Key, ...]:
    """A project on its way in."""
    return (
        *lists()[:-1],
        key_of("enter", _("enter"), "choose", _("take the project in")),
        key_of("e", "e", "screen.change", _("say something else: who it is, which code, how it is counted"), "change"),
        key_of("y", "y", "screen.confirm", _("it is so: the line is settled as it is proposed"), "confirm_line"),
        key_of("n", "n", "screen.next_open", _("the next line that is to be settled"), "next_open"),
    )


def exporting() -> tuple[Key, ...]:
    """What is about to be written."""
    return (
        *lists()[:-1],
        key_of("enter", _("enter"), "choose", _("write it")),
        key_of("e", "e", "screen.change", _("another file, or something else in it"), "change"),
        key_of("x", "x", "screen.stop", _("stop what is being written"), "stop_writing"),
    )
