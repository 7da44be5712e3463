"""What every dialog has in common: it is left once."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """A screen over another. Keys struck in haste may reach it when it was left already: they leave nothing else."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Leave it, if it is still there; without this the screen below would go, and at last the program."""
        return super().dismiss(result) if self in self.app.screen_stack else AwaitComplete()
