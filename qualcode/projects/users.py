"""Those who coded in a project that knows people by their names alone."""

from __future__ import annotations

from qualcode.projects.project import User
from qualcode.projects.refi_ids import made


class Users:
    """The people met so far, each by the id that their name always has."""

    def __init__(self) -> None:
        self._met: dict[str, User] = {}

    def of(self, name: str) -> str | None:
        """The id of whoever has this name; None for nobody's."""
        name = name.strip()
        if name and name not in self._met:
            self._met[name] = User(made("user", name), name)
        return self._met[name].id if name else None

    @property
    def met(self) -> tuple[User, ...]:
        """Everybody, in the order in which they were met."""
        return tuple(self._met.values())
