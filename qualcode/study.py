"""The study: a folder with two YAML files of the researcher's and a database of ours; the one object the fronts hold.

The database is written first, then the YAML replaced. On opening, an edit made by hand is taken in as an event, and a
file that could not be written last time is written. Reads come from the database.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from qualcode.errors import DiskError, InputError, QualcodeError, StudyError
from qualcode.holdings import Holdings, told
from qualcode.i18n import _
from qualcode.names import nearest
from qualcode.store.database import kept
from qualcode.store.database.backups import back_up
from qualcode.store.database.schema import migrate
from qualcode.store.database.sqlite import Connection, connect, is_whole, patience, translated
from qualcode.store.database.yamlfiles import YamlFiles
from qualcode.store.receiving.foreign import ASIDE

if TYPE_CHECKING:
    from qualcode.store.events import Outcome
    from qualcode.store.history import History

DATABASE = kept.DATABASE
_STEPS = 5_000
"""Instructions of SQLite between two looks at how far an act is."""


class Study(Holdings):
    """An open study. `coder` is who acts where an act names nobody else."""

    def __init__(self, folder: Path, connection: Connection, coder: str) -> None:
        super().__init__(folder, connection)
        self.coder = coder
        self._files = YamlFiles(connection, self.database)
        self._version = self._data_version()
        self._identity = _identity(self.database)

    @classmethod
    def create(cls, folder: str | Path, *, study_text: str, codebook_text: str, coder: str = "") -> Study:
        """Make a study in a folder from the texts of its two YAML files, and open it."""
        from qualcode.newstudy import make

        make(Path(folder), study_text, codebook_text, coder or default_coder())
        return cls.open(folder, coder)

    @classmethod
    def open(cls, folder: str | Path, coder: str = "") -> Study:
        """Open a study, bring its tables up to date, and take in what was edited by hand."""
        folder = Path(folder)
        if not (is_study(folder) or (folder / DATABASE).is_file()):
            raise StudyError(
                _("{folder}: there is no study here ({file} is missing).").format(folder=folder, file=kept.STUDY),
                _("`qualcode init {folder}` makes one.").format(folder=folder),
            )
        connection = connect(folder / DATABASE)
        try:
            with translated(folder / DATABASE):
                migrate(connection, folder / DATABASE)
                study = cls(folder, connection, coder or default_coder())
                study.take_in_edits()
        except BaseException:
            connection.close()
            raise
        return study

    def again(self) -> Study:
        """A hold of one's own on the same study, for a thread that asks; what is edited by hand is left to this one."""
        return type(self)(self.folder, connect(self.database), self.coder)

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    def interrupt(self) -> None:
        """Stop, from another thread, what is being read."""
        self.connection.interrupt()

    def watch(self, heard: Callable[[int], bool]) -> None:
        """Have `heard` told now and then how many rows this hold has written; where it answers True, the act stops."""
        self.connection.set_progress_handler(lambda: heard(self.connection.total_changes), _STEPS)

    def __enter__(self) -> Study:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def _history(self) -> History:
        """What carries acts out: loaded when the first one comes."""
        from qualcode.store.history import History

        return History(self.connection, self.database)

    # ------------------------------------------------------------------ acting

    def do(self, *acts: Any, coder: str | None = None) -> Outcome:
        """Carry out acts of a coder as one transaction; when this returns, they are on disk."""
        self._before(*(type(act).__name__ for act in acts))
        return self._after(self._history.do(*acts, coder=coder or self.coder))

    def undo(self, coder: str | None = None) -> Outcome | None:
        """Take back the coder's own last act; None if there is none."""
        self._before(*self._history.next_undo(coder or self.coder))
        outcome = self._history.undo(coder or self.coder)
        return outcome and self._after(outcome)

    def redo(self, coder: str | None = None) -> Outcome | None:
        """Do again what the coder took back last; None if there is nothing."""
        self._before(*self._history.next_redo(coder or self.coder))
        outcome = self._history.redo(coder or self.coder)
        return outcome and self._after(outcome)

    @told
    def next_undo(self, coder: str) -> tuple[str, ...]:
        """The kinds of act that `undo` would take back."""
        return self._history.next_undo(coder)

    @told
    def next_redo(self, coder: str) -> tuple[str, ...]:
        """The kinds of act that `redo` would do again."""
        return self._history.next_redo(coder)

    def waiting(self, seconds: float) -> AbstractContextManager[None]:
        """Acts within are refused with a `BusyError` after so many seconds of another program's writing."""
        return patience(self.connection, seconds)

    def known_coder(self, name: str, *, new: bool = False) -> str:
        """A coder's name, unless it is nearly one the study knows (`new` insists)."""
        known = self.coders()
        if name in known or new:
            return name
        if near := nearest(name, known):
            raise InputError(
                _("No coder is called {name}; there is {near}.").format(name=name, near=near),
                _("Write {near}, or insist with --new-coder.").format(near=near),
            )
        return name

    @told
    def changed(self) -> bool:
        """Whether another program has written to the study since this was last asked; caches are dropped if so."""
        self._require_there()
        version = self._data_version()
        if version == self._version:
            return False
        self._version = version
        self._forget()
        return True

    def back_up(self, reason: str) -> Path:
        """Write a copy of the database to the backups folder."""
        return back_up(self.connection, self.database, reason)

    def damage(self) -> str:
        """What SQLite finds wrong with the database; empty if it is whole."""
        return is_whole(self.connection)

    # ------------------------------------------------------------------ the two files

    def take_in_edits(self) -> list[str]:
        """Take in YAML files edited by hand, write those the database is ahead of; answers the files taken in."""
        return [file for file, text in self._files.edited() if self._take_in(file, text)]

    @told
    def edits(self) -> dict[str, str]:
        """The YAML files edited by hand that are not taken in yet, each with its text."""
        return dict(self._files.edited())

    def _take_in(self, file: str, text: str) -> Outcome:
        from qualcode.store.acts.book import EditText

        try:
            return self.do(EditText(file, text))
        except QualcodeError as error:
            raise type(error)(error.message.replace(file, str(self._files.path(file)), 1), error.hint) from error

    def _before(self, *names: str) -> None:
        """Before an act: the file is still there; if it changes a YAML file, what was edited by hand is taken in."""
        self._require_there()
        if not kept.FILE_ACTS.isdisjoint(names):
            self.take_in_edits()

    def _require_there(self) -> None:
        """Refuse to write into a database that was deleted or replaced: the system would let us, and lose it all."""
        if _identity(self.database) != self._identity:
            raise StudyError(
                _("{file}: the study was moved, deleted or replaced; nothing was written.").format(file=self.database),
                _("Put it back if you can, and open it again."),
            )

    def _after(self, outcome: Outcome) -> Outcome:
        for document in outcome.reread:
            self._transcripts.pop(document, None)
        if ASIDE in outcome.files:
            from qualcode.store.receiving.asidefiles import settle_files

            settle_files(self.connection, self.folder)
        for file in outcome.files - {ASIDE}:
            self._forget_settings()
            try:
                self._files.write(file)
            except DiskError as error:
                hint = _("The change is in the study; make room, and {file} is written when the study is opened next.")
                raise DiskError(error.message, hint.format(file=file)) from error
        return outcome

    def _data_version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from any other, whatever its name; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_study(folder: str | Path) -> bool:
    """Whether a folder holds a study."""
    return (Path(folder) / kept.STUDY).is_file()


def default_coder() -> str:
    """Who codes where nobody is named: as QUALCODE_CODER says, else the settings, else the login name."""
    from qualcode.settings import coder

    return coder()
