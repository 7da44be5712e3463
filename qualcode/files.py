"""Writing a file whole or not at all; reading one that somebody named."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from qualcode.errors import DiskError, InputError
from qualcode.i18n import _, known_word


def read_file(path: Path) -> bytes:
    """What stands in a file; an `InputError` names it where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = known_word(error.strerror or str(error))
        raise InputError(_("{file}: cannot be read ({why}).").format(file=path, why=why)) from error


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file, as `writing` does."""
    with writing(path) as file:
        file.write(content)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of another at the end: a temporary file beside it, on disk, then renamed.

    A link stays a link. Raises `DiskError` where the folder cannot be written or the disk is full; then, and where what
    is written cannot be had, what was there stays.
    """
    partial, target = None, path.resolve()
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{path.name}.", delete=False) as file:
            partial = Path(file.name)
            yield cast(BinaryIO, file)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        partial.replace(target)
    except OSError as error:
        raise DiskError(
            _("{file}: cannot be written ({why}).").format(file=path, why=known_word(error.strerror or str(error))),
            _("Make room or choose another folder; what was there is unchanged."),
        ) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
