"""Copies of the database, whole and closed, in the study's `backups` folder; never by copying a live file."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from qualcode.store.database.sqlite import Connection, translated


def back_up(connection: Connection, path: Path, reason: str) -> Path:
    """Write a copy of the database as `backups/study-DATE-reason.db` and answer its path."""
    folder = path.parent / "backups"
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    target = folder / f"study-{stamp}-{reason}.db"
    partial = target.with_suffix(".partial")
    with translated(target):
        folder.mkdir(exist_ok=True)
        partial.unlink(missing_ok=True)
        try:
            connection.execute("VACUUM INTO ?", (str(partial),))
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(folder)
    return target


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
