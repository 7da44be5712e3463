"""The keys of the retrieval room."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.tui.keys import Key, lists
from qualcode.tui.keys import _key as key_of


def retrieval() -> tuple[Key, ...]:
    """The answers to a query."""
    return (
        *(key for key in lists() if key.id not in ("page_on", "choose")),
        key_of("pagedown", _("page ↓"), "page(1)", _("a page on"), "screenful_on"),
        key_of("enter", _("enter"), "choose", _("the transcript there")),
        key_of("slash", "/", "screen.words", _("type a query")),
        key_of("f", "f", "screen.narrow", _("add a condition: code, site, coder, key quotations …"), "show_only"),
        key_of("n", "n", "screen.saved", _("a saved query, by its name"), "saved_query"),
        key_of("S", "S", "screen.save", _("save the query under a name, or take it out"), "save_query"),
        key_of("s", "s", "screen.sort", _("sort by site, code, length, or as in the texts"), "sort"),
        key_of("plus equals_sign", "+", "screen.around(1)", _("more turns around them"), "more_around"),
        key_of("minus", "-", "screen.around(-1)", _("fewer turns around them"), "fewer_around"),
        key_of("space", _("space"), "screen.mark", _("mark it, or no longer"), "mark"),
        key_of("shift+down J", "shift+↓ J", "screen.mark_on(1)", _("mark on, a line at a time"), "extend_down"),
        key_of("shift+up K", "shift+↑ K", "screen.mark_on(-1)", _("mark upwards"), "extend_up"),
        key_of("asterisk", "*", "screen.mark_all", _("mark all, or none"), "mark_all"),
        key_of("c", "c", "screen.recode", _("another code for what is marked"), "pick"),
        key_of("x", "x", "screen.remove", _("take off what is marked")),
        key_of("m", "m", "screen.memo", _("a memo on what is marked")),
        key_of("i", "i", "screen.key_quotation", _("key quotations, or no longer")),
        key_of("a", "a", "screen.counter_example", _("counter-examples, or no longer")),
        key_of("Y", "Y", "screen.rendering", _("an excerpt or a translation of the coding")),
        key_of("w", "w", "screen.beside", _("keep the passage; on another: the two side by side"), "beside"),
        key_of("u ctrl+z", "u", "screen.undo", _("undo")),
        key_of("U ctrl+y", "U", "screen.redo", _("redo")),
    )
