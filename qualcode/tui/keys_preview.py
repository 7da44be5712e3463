"""The keys of the appendix's outline, and of a part of it that is read."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.tui.keys import Key, lists
from qualcode.tui.keys import _key as key_of


def outline() -> tuple[Key, ...]:
    """The parts of the appendix."""
    return (
        *(key for key in lists() if key.id not in ("page_on", "choose")),
        key_of("pagedown", _("page ↓"), "page(1)", _("a page on"), "screenful_on"),
        key_of("enter", _("enter"), "choose", _("read the part")),
        key_of("space", _("space"), "screen.switch", _("in this export, or not"), "switch_part"),
        key_of("shift+down J", "shift+↓ J", "screen.shift(1)", _("the part further down"), "part_down"),
        key_of("shift+up K", "shift+↑ K", "screen.shift(-1)", _("the part further up"), "part_up"),
        key_of("l", "l", "screen.language", _("in the other language"), "part_language"),
        key_of("c", "c", "screen.coder", _("whose codings are counted")),
        key_of("0 à", "0", "screen.as_said", _("as study.yaml has it again"), "outline_again"),
        key_of("W", "W", "screen.write", _("write the appendix …"), "appendix"),
        key_of("X", "X", "app.export", _("write tables or a project for other programs …")),
        key_of("x", "x", "screen.stop", _("stop what is being written"), "stop_writing"),
    )


def part() -> tuple[Key, ...]:
    """A part that is read."""
    return (
        *lists()[:-1],
        key_of("n", "n", "screen.other(1)", _("the next part"), "next_part"),
        key_of("p", "p", "screen.other(-1)", _("the part before"), "part_before"),
    )
