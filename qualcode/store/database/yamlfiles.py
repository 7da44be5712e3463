"""The two YAML files beside the database: what was edited by hand in them, and writing what the database is ahead of.

The database keeps the text of each, the digest of what was last written and the file's state then (time and size).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qualcode.errors import DiskError
from qualcode.i18n import reason
from qualcode.store.database import kept
from qualcode.store.database.sqlite import Connection, is_writable, transaction, translated

FILES = (kept.STUDY, kept.CODEBOOK)


class YamlFiles:
    """`study.yaml` and `codebook.yaml` of one study."""

    def __init__(self, connection: Connection, database: Path) -> None:
        self._connection = connection
        self._database = database

    def edited(self) -> Iterator[tuple[str, str]]:
        """The files edited by hand since they were last written, with their text; the others are set right."""
        for file in FILES:
            path = self.path(file)
            if path.exists() and self._kept("seen", file) == _state(path):
                continue
            theirs, ours = _read(path), kept.get_meta(self._connection, file)
            if theirs is None or theirs == ours or _digest(theirs) == self._kept("written", file):
                self.write(file)
            else:
                yield file, theirs

    def write(self, file: str) -> None:
        """Put the study's text into the file, unless it is there; a study that is read-only stays as it is.

        The text is read, written and noted while no other program writes, so that the later one always stands.
        """
        from qualcode.files import replace_file

        if not is_writable(self._database):
            return
        path = self.path(file)
        with transaction(self._connection, self._database):
            text = kept.get_meta(self._connection, file)
            if not path.exists() or path.read_bytes() != text.encode():
                replace_file(path, text.encode())
            kept.set_meta(self._connection, f"seen {file}", _state(path))
            kept.set_meta(self._connection, f"written {file}", _digest(text))

    def path(self, file: str) -> Path:
        """Where the file lies."""
        return self._database.parent / file

    def _kept(self, what: str, file: str) -> str:
        return kept.get_meta(self._connection, f"{what} {file}")


def _read(path: Path) -> str | None:
    """The file's text, None if there is no file."""
    from qualcode.yamls.text import decode

    with translated(path):
        return decode(path.read_bytes(), str(path)) if path.exists() else None


def _state(path: Path) -> str:
    """When and how large a file is, to see at a glance that it is as it was; empty if there is none."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise DiskError(f"{path}: {reason(error)}.") from error
    return f"{stat.st_mtime_ns} {stat.st_size}"


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()
