"""The keys for going about in the study, and of two passages side by side."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.tui.keys import Key, lists
from qualcode.tui.keys import _key as key_of


def places() -> tuple[Key, ...]:
    """Going about in the study, and what stands beside the text."""
    return (
        key_of("p", "p", "place('next_passage')", _("next passage of the code in hand, through the study")),
        key_of("P", "P", "place('previous_passage')", _("previous passage of the code in hand")),
        key_of("B", "B", "place('bookmark')", _("bookmark here, or no longer")),
        key_of("Z", "Z", "place('bookmarks')", _("your bookmarks")),
        key_of("T", "T", "place('go_to_turn')", _("go to a turn, by number or time")),
        key_of("w", "w", "place('beside')", _("keep the passage; again elsewhere: the two side by side")),
        key_of("M", "M", "place('minimap')", _("the whole document beside its text, or no longer")),
        *beneath(),
    )


def listed() -> tuple[Key, ...]:
    """A list of places in the texts."""
    return (
        *lists(),
        key_of("w", "w", "screen.beside", _("keep the passage; on another: the two side by side"), "beside"),
    )


def beneath() -> tuple[Key, ...]:
    """What is told of the line in hand, where it is longer than its room."""
    return (
        key_of("ctrl+down alt+down", "ctrl+↓", "screen.read_on(1)", _("further down in what is told below"), "read_on"),
        key_of("ctrl+up alt+up", "ctrl+↑", "screen.read_on(-1)", _("further up in it"), "read_back"),
    )


def beside() -> tuple[Key, ...]:
    """Two passages side by side."""
    return (
        key_of("down j", "↓ j", "scroll_down", _("further down"), "next_line"),
        key_of("up k", "↑ k", "scroll_up", _("further up"), "previous_line"),
        key_of("pagedown space", _("space"), "page_down", _("a page on"), "page_on"),
        key_of("pageup b", "b", "page_up", _("a page back"), "page_back"),
        key_of("enter", _("enter"), "screen.place", _("the transcript there"), "choose"),
        key_of("tab", "tab", "screen.other", _("the other passage"), "other_passage"),
        key_of("plus equals_sign", "+", "screen.around(1)", _("more turns around them"), "more_around"),
        key_of("minus", "-", "screen.around(-1)", _("fewer turns around them"), "fewer_around"),
    )
