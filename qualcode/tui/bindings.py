"""The grammar of `keys` as Textual's bindings."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from qualcode.tui.keys import Key


def bindings(group: Iterable[Key], *, priority: bool = False) -> list[BindingType]:
    """A binding for each line of the grammar, by whose name a keymap gives it other keys; help is our own, so none is shown in a footer."""
    return [
        Binding(",".join(key.keys), key.action, key.about, show=False, priority=priority, id=key.id) for key in group
    ]
