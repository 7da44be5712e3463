"""A study as it was after an event: read from a copy that is taken back, and that is gone afterwards."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from qualcode.errors import DiskError, InputError, NotFoundError
from qualcode.i18n import _, reason
from qualcode.store.database.sqlite import Connection, connect
from qualcode.study import DATABASE, Study

if TYPE_CHECKING:
    from qualcode.store.events import Outcome

_MOMENT = re.compile(r"\d{4}-\d\d(-\d\d([T ]\d\d(:\d\d(:\d\d)?)?)?)?")


class Past(Study):
    """A study of which nothing can be changed: its database is a copy, all else in its folder is as it is now."""

    def __init__(self, folder: Path, connection: Connection, coder: str, copy: Path) -> None:
        self._copy = copy
        super().__init__(folder, connection, coder)

    @property
    def database(self) -> Path:
        """Where the copy lies."""
        return self._copy

    def again(self) -> Past:
        """A hold of one's own on the same copy."""
        return type(self)(self.folder, connect(self._copy), self.coder, self._copy)

    def take_in_edits(self) -> list[str]:
        """What is edited by hand now is nothing of then."""
        return []

    def do(self, *_acts: Any, coder: str | None = None) -> Outcome:
        """Refused: what is past stays as it was."""
        _refuse()

    def undo(self, coder: str | None = None) -> Outcome | None:
        """Refused, as acts are."""
        _refuse()

    def redo(self, coder: str | None = None) -> Outcome | None:
        """Refused, as acts are."""
        _refuse()


def _refuse() -> NoReturn:
    raise InputError(_("The study as it was then cannot be changed."), _("Open the study as it is now."))


@contextmanager
def at(study: Study, event: int) -> Iterator[Past]:
    """The study as it was when an event was over; nobody else can read the copy, and nothing of it stays on disk.

    Raises NotFoundError where the study has no such event.
    """
    from qualcode.store.rewinding import copied, rewind

    last = study.last_event()
    if not 1 <= event <= last:
        raise NotFoundError(
            _("The study has no event {number}.").format(number=event),
            _("Events go from 1 to {last}; `qualcode log` lists them.").format(last=last),
        )
    with _place_of_copies() as folder:
        path = Path(folder) / DATABASE
        connection = copied(study.connection, path)
        try:
            rewind(connection, path, event)
            yield Past(study.folder, connection, study.coder, path)
        finally:
            connection.close()


def _place_of_copies() -> tempfile.TemporaryDirectory[str]:
    """A folder that nobody else can look into, gone afterwards."""
    try:
        return tempfile.TemporaryDirectory(prefix="qualcode-")
    except OSError as error:
        raise DiskError(
            _("There is no folder for temporary files that can be written ({why}).").format(why=reason(error)),
            _("Make room, or name one: TMPDIR=/another/folder."),
        ) from error


def event_named(study: Study, name: str) -> int:
    """The number of an event: as it is, or the last one up to the end of a day, hour or minute in UTC, `2026-11-23`."""
    from qualcode.store.rewinding import last_event_by

    if name.isascii() and name.isdigit():
        return int(name)
    if not _MOMENT.fullmatch(name):
        raise InputError(
            _("“{name}” is neither the number of an event nor a date.").format(name=name),
            _("Write a number from `qualcode log`, or a date as in 2026-11-23 or 2026-11-23T14:30 (UTC)."),
        )
    event = last_event_by(study.connection, name.replace(" ", "T"))
    if event == 0:
        first = study.events()[-1].at
        raise NotFoundError(
            _("The study had no event yet on {date}.").format(date=name),
            _("Its first is of {first}.").format(first=first[:10]),
        )
    return event
