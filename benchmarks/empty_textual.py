"""An empty Textual application with one word on it: what starting costs at the least."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Empty(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        """The word that is waited for."""
        yield Static("nothingness")


Empty().run()
