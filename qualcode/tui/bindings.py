"""The grammar of `keys` as Textual's bindings."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from qualcode.tui.keys import Key


def bindings(group: Iterable[Key], *, priority: bool = False) -> list[BindingType]:
    """A binding for each line of the grammar, named so that a keymap can give it other keys; no footer shows them."""
    return [
        Binding(",".join(key.keys), key.action, key.about, show=False, priority=priority, id=key.id) for key in group
    ]
