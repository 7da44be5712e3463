"""The keys of the codebook's screens, as part of the grammar in `keys`."""

from __future__ import annotations

from dataclasses import replace

from qualcode.i18n import _
from qualcode.tui import keys
from qualcode.tui.keys import _AZERTY_KEYS as AZERTY_KEYS
from qualcode.tui.keys import Key
from qualcode.tui.keys import _key as key_of


def codebook() -> tuple[Key, ...]:
    """The tree of codes on the codebook's screen."""
    return (
        *keys.lists()[:-1],
        key_of("enter", _("enter"), "choose", _("its quotations")),
        key_of("slash", "/", "screen.find", _("find a code: labels in every language, old names, ids")),
        key_of("o", "o", "screen.card", _("the whole card, to read"), "whole_card"),
        key_of("n", "n", "screen.new", _("a new code here")),
        key_of("N", "N", "screen.new_under", _("a new code under this one")),
        key_of("r", "r", "screen.rename", _("another label, in any language")),
        key_of("e", "e", "screen.edit", _("write the definition"), "edit_definition"),
        key_of("shift+up", "shift+↑", "screen.shift(-1)", _("before the code above it"), "move_up"),
        key_of("shift+down", "shift+↓", "screen.shift(1)", _("after the code below it"), "move_down"),
        key_of("shift+right", "shift+→", "screen.nest", _("under the code above it")),
        key_of("shift+left", "shift+←", "screen.unnest", _("out of the code it is under")),
        key_of("m", "m", "screen.move", _("under a code of your choice"), "move_under"),
        key_of("g", "g", "screen.merge", _("merge it into another code; you see first what happens")),
        key_of("s", "s", "screen.split", _("split it: send each quotation to one of new codes"), "split_code"),
        key_of("v", "v", "screen.review", _("walk through what was coded under an earlier definition of it")),
        key_of("V", "V", "screen.review_all", _("… of any code")),
        key_of("R", "R", "screen.retire", _("retire it, or restore it"), "retire"),
        key_of("delete x", "delete x", "screen.remove", _("take out a code without codings"), "remove_code"),
        key_of("c", "c", "screen.memo", _("memo on the code"), "code_memo"),
        key_of("h", "h", "screen.history", _("what became of the code, when and why"), "code_history"),
        key_of("H", "H", "screen.history_all", _("… of the whole codebook"), "codebook_history"),
        key_of("C", "C", "screen.coder", _("whose codings are counted"), "whose"),
        key_of("u ctrl+z", "u", "screen.undo", _("undo")),
        key_of("U ctrl+y", "U", "screen.redo", _("redo")),
    )


def merging() -> tuple[Key, ...]:
    """What a merge would do."""
    return (
        *keys.lists()[:-1],
        key_of("enter", _("enter"), "choose", _("merge")),
        key_of("o", "o", "screen.overlaps", _("join passages that overlap, or keep each")),
    )


def walking() -> tuple[Key, ...]:
    """A passage of those that are walked through."""
    return (
        key_of("down j", "↓ j", "scroll_down", _("further down"), "next_line"),
        key_of("up k", "↑ k", "scroll_up", _("further up"), "previous_line"),
        key_of("t", "t", "screen.around", _("more turns around it, or none"), "turns_around"),
        key_of("enter space", _("enter"), "screen.leave_it", _("leave it, go on to the next")),
        key_of("u ctrl+z", "u", "screen.undo", _("undo")),
        key_of("o", "o", "screen.place", _("the transcript there")),
    )


def splitting() -> tuple[Key, ...]:
    """The quotations of a code that is split."""
    return (*_digits("screen.send", "send", _("send it to the code of that digit")), *walking())


def reviewing() -> tuple[Key, ...]:
    """Passages coded under an earlier definition."""
    return (
        key_of("y", "y", "screen.confirm", _("it holds under the definition as it is")),
        key_of("x", "x", "screen.remove", _("take the coding off")),
        key_of("c", "c", "screen.recode", _("another code")),
        key_of("d", "d", "screen.wordings", _("both definitions in full")),
        *_digits("screen.pin", "pin", _("the pinned code instead")),
        *walking(),
    )


def _digits(action: str, name: str, about: str) -> list[Key]:
    return [
        key_of(f"{digit} {AZERTY_KEYS[digit - 1]}", str(digit), f"{action}({digit})", about, f"{name}_{digit}")
        for digit in range(1, 10)
    ]


def entries() -> tuple[Key, ...]:
    """The history of the codebook."""
    return (*keys.lists()[:-1], key_of("enter", _("enter"), "choose", _("the change word by word")))


def defining() -> tuple[Key, ...]:
    """A definition that is being written."""
    return (
        key_of("escape", _("esc"), "leave", _("go back; what was written is asked about")),
        key_of("ctrl+s", "ctrl+s", "save", _("keep it")),
        key_of("ctrl+g", "ctrl+g", "discard", _("go back without what was not kept yet")),
        key_of("ctrl+e", "ctrl+e", "editor", _("in your own editor ($VISUAL, $EDITOR)"), "writing_editor"),
        *(replace(key, action=key.action.removeprefix("app.")) for key in keys.screens()[:6]),
    )
