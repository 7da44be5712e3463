"""The study: a folder with two YAML files of the researcher's and a database of ours; the one object the fronts hold.

The database is written first, then the YAML replaced. On opening, an edit made by hand is taken in as an event, and a
file that could not be written last time is written. Reads come from the database.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, wraps
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from qualcode.errors import DiskError, InputError, NotFoundError, QualcodeError, StudyError
from qualcode.i18n import _
from qualcode.model import (
    CONSENSUS,
    Codebook,
    CodeCounts,
    Coding,
    Condition,
    Described,
    Document,
    Event,
    Filter,
    Guide,
    Hit,
    Listed,
    Memo,
    Part,
    Participant,
    Question,
    Quotation,
    Site,
    Speaker,
    ThemeTable,
    Transcript,
    Turn,
    Words,
)
from qualcode.names import nearest
from qualcode.store import counting, described, dimensions, kept, queries, search
from qualcode.store.backups import back_up
from qualcode.store.events import Outcome, events
from qualcode.store.named import names
from qualcode.store.schema import migrate
from qualcode.store.sqlite import Connection, connect, is_whole, patience, translated
from qualcode.store.yamlfiles import YamlFiles
from qualcode.themes import theme_table

if TYPE_CHECKING:
    from qualcode.store.history import History

P = ParamSpec("P")
Answer = TypeVar("Answer")
DATABASE = kept.DATABASE
EVERYTHING = Filter()


def told(method: Callable[Concatenate[Study, P], Answer]) -> Callable[Concatenate[Study, P], Answer]:
    """A method that reads the database, saying what SQLite reports of it (damage, a lock) as one of our errors."""

    @wraps(method)
    def read(self: Study, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        with translated(self.database):
            return method(self, *args, **kwargs)

    return read


class Study:
    """An open study. `coder` is who acts where an act names nobody else."""

    def __init__(self, folder: Path, connection: Connection, coder: str) -> None:
        self.folder = folder
        self.coder = coder
        self.connection = connection
        self._files = YamlFiles(connection, self.database)
        self._version = self._data_version()
        self._identity = _identity(self.database)
        self._transcripts: dict[str, Transcript] = {}

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

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    def interrupt(self) -> None:
        """Stop, from another thread, what is being read."""
        self.connection.interrupt()

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

    @property
    def database(self) -> Path:
        """Where the database lies."""
        return self.folder / DATABASE

    # ------------------------------------------------------------------ what the study is made of

    @cached_property
    @told
    def _settings(self) -> Mapping[str, Any]:
        settings: Mapping[str, Any] = json.loads(kept.get_meta(self.connection, "settings"))
        return settings

    @property
    def title(self) -> Words:
        """The study's title."""
        title: Words = self._settings["title"]
        return title

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the study, the first one first in every choice."""
        return tuple(self._settings["languages"])

    @property
    def variables(self) -> Mapping[str, Mapping[str, Any]]:
        """Declared variables: of `participant`, `document` and `site`, each name -> its type, choices, and `by`."""
        variables: Mapping[str, Mapping[str, Any]] = self._settings["variables"]
        return variables

    @property
    def report(self) -> Mapping[str, Any]:
        """The report outline as written in study.yaml."""
        report: Mapping[str, Any] = self._settings["report"]
        return report

    @cached_property
    def guides(self) -> Mapping[str, Guide]:
        """Interview guides by id."""
        said = self._settings.get("questions", {})
        return {name: _guide(name, asks, *said.get(name, ({}, ()))) for name, asks in self._settings["guides"].items()}

    @cached_property
    @told
    def codebook(self) -> Codebook:
        """The codebook as it is now."""
        title = json.loads(kept.get_meta(self.connection, "codebook title"))
        return Codebook(title, kept.codes(self.connection))

    @cached_property
    @told
    def sites(self) -> tuple[Site, ...]:
        """The sites, regions before their premises."""
        return kept.sites(self.connection)

    @told
    def text_of(self, file: str) -> str:
        """The text of `codebook.yaml` or `study.yaml` as the study knows it."""
        return kept.get_meta(self.connection, file)

    # ------------------------------------------------------------------ reading

    @told
    def documents(self) -> list[Document]:
        """All documents, by site, then by id."""
        return queries.documents(self.connection)

    @told
    def catalogue(self) -> list[Listed]:
        """All documents by id, with name, site and kind alone."""
        return queries.catalogue(self.connection)

    @told
    def document(self, name: str) -> Document:
        """One document by its id (or its file name)."""
        return queries.document(self.connection, name)

    @told
    def transcript(self, document: str) -> Transcript:
        """A document's text with turns, speakers and sentence bounds; kept until it changes."""
        if document not in self._transcripts:
            if len(self._transcripts) >= 4:
                self._transcripts.clear()
            self._transcripts[document] = queries.transcript(self.connection, document)
        return self._transcripts[document]

    @told
    def voices(self, document: str) -> tuple[tuple[Turn, ...], tuple[Speaker, ...]]:
        """A document's turns and speakers without its text."""
        return queries.turns(self.connection, document), queries.speakers(self.connection, document)

    @told
    def described(self) -> list[Described]:
        """What is said of each document by people, with its variables."""
        return described.described(self.connection)

    @told
    def parts(self, document: str | None = None) -> Mapping[str, tuple[Part, ...]]:
        """The parts of documents that have a site, a wave or a date of their own; of one document, or of all."""
        return described.parts(self.connection, document)

    @told
    def participants(self) -> list[Participant]:
        """All people interviewed."""
        return queries.participants(self.connection)

    @told
    def coders(self) -> list[str]:
        """Everyone who has acted in the study."""
        return queries.coders(self.connection)

    @told
    def has_coded(self, coder: str) -> bool:
        """Whether a coder has put a code on anything yet."""
        return coder in counting.coders_of_codings(self.connection)

    @told
    def codings(self, document: str | None = None, coder: str | None = None) -> list[Coding]:
        """Codings in order of document and place."""
        return queries.codings(self.connection, document, coder)

    @told
    def coding(self, number: int) -> Coding:
        """One coding by its id."""
        return queries.coding(self.connection, number)

    @told
    def quotations(self, where: Filter = EVERYTHING, limit: int | None = None, offset: int = 0) -> list[Quotation]:
        """The codings a filter means, with their words, people and citation."""
        return list(queries.quotations(self.connection, where, self._codes(where), limit, offset))

    @told
    def quotation_ids(self, where: Filter = EVERYTHING) -> tuple[int, ...]:
        """The ids of the codings a filter means, in the order in which `quotations` lists them."""
        return queries.quotation_ids(self.connection, where, self._codes(where))

    @told
    def find(
        self, words: str, *, document: str | None = None, context: int = 60, limit: int | None = None
    ) -> list[Hit]:
        """Places where the words stand side by side, accents and case ignored."""
        return list(search.find(self.connection, words, document, context, limit))

    @told
    def memos(self, target: str | None = None) -> list[Memo]:
        """Memos on a target, or all."""
        return queries.memos(self.connection, target)

    @told
    def events(self, limit: int | None = None) -> list[Event]:
        """The acts on record, newest first."""
        return events(self.connection, limit)

    # ------------------------------------------------------------------ counting

    @told
    def counted_coder(self, coder: str | None = None) -> str | None:
        """Whose codings are counted: the one named, else the consensus, else the only coder; None if nobody coded."""
        if coder is not None:
            return self._present_coder(coder)
        present = counting.coders_of_codings(self.connection)
        if CONSENSUS in present or len(present) < 2:
            return CONSENSUS if CONSENSUS in present else next(iter(present), None)
        raise InputError(
            _("Several coders coded this study: {names}.").format(names=", ".join(sorted(present))),
            _("Choose whose codings to count with --coder; coders are never added up."),
        )

    def _present_coder(self, name: str) -> str:
        known = self.coders()
        if name in known:
            return name
        near = nearest(name, known)
        hint = _("Write {near}.").format(near=near) if near else _("Choose among: {names}.")
        message = _("Nobody called {name} has coded in this study.").format(name=name)
        raise NotFoundError(message, hint.format(names=", ".join(known)))

    @told
    def themes(
        self, by: Sequence[str] = ("site",), *, coder: str | None = None, where: Sequence[Condition] = ()
    ) -> ThemeTable:
        """Themes × groups, by one dimension or several, where all conditions hold."""
        return theme_table(self, tuple(by), self.counted_coder(coder), where)

    @told
    def code_counts(self, coder: str | None = None) -> dict[str, CodeCounts]:
        """Segments, participants and documents of every code with its sub-codes, as unions."""
        return counting.code_counts(self.connection, self.codebook, self.counted_coder(coder))

    def dimensions(self) -> tuple[str, ...]:
        """What tables can be grouped by: the built-in dimensions, declared variables, what is said of sites."""
        declared = (name for kind in self.variables.values() for name in kind)
        said = (name for site in self.sites for name in site.attributes)
        return tuple(dict.fromkeys((*dimensions.DIMENSIONS, *declared, *said)))

    @told
    def names(self, noun: str) -> list[str]:
        """What the study has of a noun: its roles, waves, kinds, coders, people, …; none of one it does not know."""
        return names(self.connection, noun)

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

    def _take_in(self, file: str, text: str) -> Outcome:
        from qualcode.store.book import EditText

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
        for file in outcome.files:
            self._forget_settings()
            try:
                self._files.write(file)
            except DiskError as error:
                hint = _("The change is in the study; make room, and {file} is written when the study is opened next.")
                raise DiskError(error.message, hint.format(file=file)) from error
        return outcome

    def _codes(self, where: Filter) -> frozenset[str] | None:
        return None if where.code is None else self.codebook.subtree(where.code)

    def _forget(self) -> None:
        self._transcripts.clear()
        self._forget_settings()

    def _forget_settings(self) -> None:
        for name in ("_settings", "guides", "codebook", "sites"):
            self.__dict__.pop(name, None)

    def _data_version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])


def _guide(name: str, asks: Sequence[str], title: Words, questions: Sequence[tuple[Words, Sequence[str]]]) -> Guide:
    return Guide(name, tuple(asks), title, tuple(Question(text, tuple(asked)) for text, asked in questions))


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
    """Who codes where nobody is named: the setting QUALCODE_CODER, else the login name."""
    if name := os.environ.get("QUALCODE_CODER", "").strip():
        return name
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "coder"
