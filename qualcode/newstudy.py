"""Making a study: its folder and its database, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qualcode.errors import StudyError
from qualcode.i18n import _
from qualcode.store.acts.book import EditText
from qualcode.store.database import kept
from qualcode.store.database.backups import sync_folder
from qualcode.store.database.schema import migrate
from qualcode.store.database.sqlite import create, remove, translated
from qualcode.store.history import History


def make(folder: Path, study_text: str, codebook_text: str, coder: str) -> None:
    """Make a study's folder and database from the texts of its two files, which are written when it is opened.

    The database is filled under another name: an interrupted start leaves nothing that looks like a study.
    """
    _refuse_taken(folder, codebook_text)
    with translated(folder), _folders(folder, folder / "backups"):
        partial = folder / f".{kept.DATABASE}.partial"
        remove(partial)
        try:
            _fill(partial, study_text, codebook_text, coder)
            partial.replace(folder / kept.DATABASE)
            sync_folder(folder)
        finally:
            remove(partial)


@contextmanager
def _folders(*folders: Path) -> Iterator[None]:
    """Make those folders that are not there; if what is done in them fails, they are gone again."""
    made = [folder for folder in folders if not folder.exists()]
    try:
        for folder in made:
            folder.mkdir(parents=True)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


def _refuse_taken(folder: Path, codebook_text: str) -> None:
    """Refuse to make a study where there is one, or where a codebook would be written over."""
    if (folder / kept.STUDY).is_file() or (folder / kept.DATABASE).exists():
        raise StudyError(_("{folder}: there is a study here already.").format(folder=folder))
    codebook = folder / kept.CODEBOOK
    if codebook.exists() and codebook.read_bytes() != codebook_text.encode():
        raise StudyError(
            _("{file}: there is a codebook here already; a new study would write over it.").format(file=codebook),
            _("Choose another folder, or make the study from this codebook."),
        )


def _fill(database: Path, study_text: str, codebook_text: str, coder: str) -> None:
    """Make a study's database from the texts of its two files."""
    connection = create(database)
    try:
        migrate(connection, database)
        texts = EditText(kept.STUDY, study_text), EditText(kept.CODEBOOK, codebook_text)
        History(connection, database).do(*texts, coder=coder)
        with translated(database):
            connection.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file that gets another name
    finally:
        connection.close()
