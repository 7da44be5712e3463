"""Opening the one database file safely. The only SQLite library of the process is chosen here.

`pysqlite3` carries a SQLite without the write-ahead-log race that older ones have (fixed in 3.51.3); where no wheel of
it exists the standard library serves, with a rollback journal instead.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import BusyError, DiskError, StudyError
from qualcode.i18n import _, reason

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

Connection = sqlite3.Connection
Error = sqlite3.Error
IntegrityError = sqlite3.IntegrityError
Row = tuple[Any, ...]
APPLICATION_ID = 0x51434F44  # "QCOD"
BUSY_SECONDS = 5
_CACHE, _SMALL_CACHE = 65_536, 8_192  # kilobytes
_HEADER = b"SQLite format 3\x00"
_SAFE_WAL = (3, 51, 3)
_NETWORK_FILESYSTEMS = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "webdav", "davfs"))


def create(path: Path) -> Connection:
    """Open a new, empty database file for writing; an existing file is refused."""
    if path.exists():
        raise StudyError(_("{file}: there is a database already.").format(file=path))
    with translated(path):
        connection = _connect(f"{path.absolute().as_uri()}?mode=rwc")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        _prepare(connection, path)
    return connection


def connect(path: Path) -> Connection:
    """Open a study's database; one on a medium that cannot be written is opened for reading alone.

    Raises `StudyError` where the file is missing, not ours, truncated or damaged.
    """
    check_file(path)
    with translated(path):
        if not is_writable(path):
            return _connect(f"{path.absolute().as_uri()}?{_read_only_mode(path)}")
        connection = _connect(f"{path.absolute().as_uri()}?mode=rw")
        _prepare(connection, path)
    return connection


def connect_to_read(path: Path) -> Connection:
    """Open a study's database for reading alone, whatever may be written to it; errors are those of `connect`."""
    check_file(path)
    with translated(path):
        return _connect(f"{path.absolute().as_uri()}?{'mode=ro' if is_writable(path) else _read_only_mode(path)}")


def remove(path: Path) -> None:
    """Take a database file away with its log, if it is there."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def is_writable(path: Path) -> bool:
    """Whether a database can be written: the file, and its folder for the log."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def check_file(path: Path) -> None:
    """Look at the file before SQLite does: a regular file, a whole SQLite database, and one of ours."""
    again = _("Restore it from the study's backups folder, or name another study.")
    if not path.is_file():
        raise StudyError(_("{file}: there is no database here.").format(file=path), again)
    with translated(path), path.open("rb") as file:
        header = file.read(100)
        size = os.fstat(file.fileno()).st_size
    if len(header) < 100 or header[:16] != _HEADER:
        raise StudyError(_("{file}: not a database (its header is not SQLite's).").format(file=path), again)
    page_size = struct.unpack(">H", header[16:18])[0]
    pages, application_id = struct.unpack(">I", header[28:32])[0], struct.unpack(">I", header[68:72])[0]
    if application_id != APPLICATION_ID:
        raise StudyError(_("{file}: a database of another program, not a qualcode study.").format(file=path), again)
    if size < pages * (65536 if page_size == 1 else page_size) and not _has_log(path):
        raise StudyError(_("{file}: the database is truncated.").format(file=path), again)


@contextmanager
def transaction(connection: Connection, path: Path) -> Iterator[None]:
    """One act: `BEGIN IMMEDIATE`, then COMMIT, or ROLLBACK if anything is raised, Ctrl-C included."""
    with translated(path):
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """Within, what is read is the study as it is at one moment, whatever others write meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def patience(connection: Connection, seconds: float) -> Iterator[None]:
    """Within, nothing waits longer than so many seconds for another program that is writing."""
    connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Say what SQLite and the system report of this file as one of our errors."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _operational(path, str(error)) from error
    except sqlite3.IntegrityError as error:
        raise StudyError(
            _("{file}: the study does not allow this ({why}); nothing was changed.").format(file=path, why=error)
        ) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    except OSError as error:
        raise DiskError(f"{path}: {reason(error)}.") from error


def is_whole(connection: Connection) -> str:
    """SQLite's own word on the file: empty if whole, else what it found first."""
    try:
        answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if answer == "ok" else answer


@contextmanager
def frugal(connection: Connection) -> Iterator[None]:
    """Within, few pages are kept in memory: for what writes much and holds much itself."""
    connection.execute(f"PRAGMA cache_size = -{_SMALL_CACHE}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def _connect(uri: str) -> Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=256)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.create_function("fold", 1, _folded, deterministic=True)
    return connection


def _folded(text: str | None) -> str | None:
    """A text as comparisons take it: no case, no accents."""
    from qualcode.names import fold

    return None if text is None else fold(str(text))


def _prepare(connection: Connection, path: Path) -> None:
    """Choose the journal: a write-ahead log where it is safe, each commit on disk before it returns either way."""
    if sqlite3.sqlite_version_info >= _SAFE_WAL and not _on_network(path):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    else:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = EXTRA")


def _read_only_mode(path: Path) -> str:
    """A log left beside the file must be read too; without one the file cannot change under us."""
    return "mode=ro" if path.with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"


def _has_log(path: Path) -> bool:
    """Whether a write-ahead log holds pages that the file may lack still."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _on_network(path: Path) -> bool:
    """Whether Linux says the folder is mounted from elsewhere; other systems do not tell cheaply."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return str(path.absolute()).startswith("\\\\")
    here = path.absolute()
    best, kind = Path("/"), ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").split("\n"):
        fields = line.split(" ")
        if len(fields) > 2 and here.is_relative_to(fields[1]) and len(fields[1]) >= len(str(best)):
            best, kind = Path(fields[1]), fields[2]
    return kind in _NETWORK_FILESYSTEMS


def _operational(path: Path, text: str) -> StudyError | DiskError:
    if "locked" in text or "busy" in text:
        return BusyError(
            _("{file}: another program is writing; waited {seconds} s.").format(file=path, seconds=BUSY_SECONDS),
            _("Try again in a moment."),
        )
    if "readonly" in text:
        return StudyError(
            _("{file}: the study is read-only.").format(file=path),
            _("Copy it to a folder that can be written, or change its permissions."),
        )
    if "full" in text or ("disk I/O" in text and _is_full(path.parent)):
        return DiskError(
            _("{file}: the disk is full; nothing was written.").format(file=path), _("Make room and try again.")
        )
    if "unable to open" in text or "disk I/O" in text:
        return StudyError(_("{file}: cannot be opened or written ({why}).").format(file=path, why=text))
    return _damaged(path, text)


def _is_full(folder: Path) -> bool:
    """Whether a disk has no room for one more page; SQLite calls it an input/output error where it maps a file."""
    from shutil import disk_usage

    return disk_usage(folder).free < 4096 * 16


def _damaged(path: Path, text: str) -> StudyError:
    return StudyError(
        _("{file}: the database is damaged ({why}).").format(file=path, why=text),
        _("Restore it from the study's backups folder."),
    )
