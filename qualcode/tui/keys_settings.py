"""The keys of the settings."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.tui.keys import Key, lists
from qualcode.tui.keys import _key as key_of


def settings() -> tuple[Key, ...]:
    """The settings of this machine."""
    return (
        *lists()[:-1],
        key_of("enter", _("enter"), "choose", _("change it")),
        key_of("l", "l", "screen.change('language')", _("the language of the interface")),
        key_of("c", "c", "screen.change('coder')", _("who codes")),
        key_of("t", "t", "screen.change('theme')", _("the look of the screen")),
        key_of("u", "u", "screen.change('unit')", _("by sentences or by turns, when the screen opens")),
        key_of("a", "a", "screen.change('auto_advance')", _("whether a code put on moves on")),
        key_of("p", "p", "screen.change('keymap.preset')", _("another set of keys"), "change_preset"),
        key_of("x", "x", "screen.unset", _("the default again")),
        key_of("e", "e", "screen.editor", _("in your own editor ($VISUAL, $EDITOR)")),
    )
