"""The keys of memos and logbooks, as part of the grammar in `keys`."""

from __future__ import annotations

from dataclasses import replace

from qualcode.i18n import _
from qualcode.tui import keys
from qualcode.tui.keys import Key
from qualcode.tui.keys import _key as key_of


def memos() -> tuple[Key, ...]:
    """The list of memos."""
    return (
        *keys.lists()[:-1],
        key_of("enter", _("enter"), "choose", _("read it, write on")),
        key_of("n", "n", "screen.new", _("a new memo: on what is asked for")),
        key_of("e", "e", "screen.editor", _("in your own editor ($VISUAL, $EDITOR)")),
        key_of("a", "a", "screen.answer", _("answer the open question")),
        key_of("x", "x", "screen.remove", _("take it away")),
        key_of("o", "o", "screen.place", _("the passage or document it is on, or cites")),
        key_of("l", "l", "screen.logbook", _("a site's logbook and timeline")),
        key_of("slash", "/", "screen.words", _("with these words only")),
        key_of("K", "K", "screen.kind", _("one kind only, the next one each time")),
        key_of("T", "T", "screen.target", _("on one sort of thing only: study, site, document, code …")),
        key_of("C", "C", "screen.coder", _("of one author only"), "author"),
        key_of("S", "S", "screen.site", _("of one site or region only")),
        key_of("D", "D", "screen.days", _("between two days only")),
        key_of("q", "q", "screen.questions", _("open questions only, or no longer")),
        key_of("r", "r", "screen.journal", _("the reflexive journal only, or no longer")),
        key_of("0 à", "0", "screen.all", _("all memos again")),
        key_of("u ctrl+z", "u", "screen.undo", _("undo")),
        key_of("U ctrl+y", "U", "screen.redo", _("redo")),
    )


def logbook() -> tuple[Key, ...]:
    """A site's logbook and timeline."""
    return (
        *keys.lists()[:-1],
        key_of("enter", _("enter"), "choose", _("open the document, or the entry")),
        key_of("n", "n", "screen.new", _("a new entry")),
        key_of("u ctrl+z", "u", "screen.undo", _("undo")),
        key_of("U ctrl+y", "U", "screen.redo", _("redo")),
    )


def memo() -> tuple[Key, ...]:
    """A memo that is being read or written."""
    return (
        key_of("escape", _("esc"), "leave", _("keep it and go back")),
        key_of("ctrl+s", "ctrl+s", "save", _("keep it and go on")),
        key_of("ctrl+g", "ctrl+g", "discard", _("go back without what was not kept yet")),
        key_of("ctrl+e", "ctrl+e", "editor", _("in your own editor ($VISUAL, $EDITOR)"), "writing_editor"),
        key_of("ctrl+t", "ctrl+t", "kind", _("another kind of memo"), "writing_kind"),
        *(replace(key, action=key.action.removeprefix("app.")) for key in keys.screens()[:6]),
    )
