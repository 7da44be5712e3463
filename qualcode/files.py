"""Writing a file or a folder whole or not at all; reading a file that somebody named."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from qualcode.errors import DiskError, InputError
from qualcode.i18n import _, reason


def read_file(path: Path) -> bytes:
    """What stands in a file; an `InputError` names it where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = reason(error)
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
        raise _unwritten(path, error) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


@contextmanager
def workplace(path: Path) -> Iterator[Path]:
    """A hidden folder beside the path, gone afterwards with all that was not moved out of it.

    Raises `DiskError` for whatever cannot be written in it, or moved.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as place:
            yield Path(place)
    except OSError as error:
        raise _unwritten(path, error) from error


@contextmanager
def writing_folder(path: Path) -> Iterator[Path]:
    """An empty folder for files that takes the place of another at the end; until then what was there stays.

    A link stays a link. Whether a folder may be replaced is asked before: `check_replaceable`.
    """
    target = path.resolve() if path.is_symlink() else path
    with workplace(target) as place:
        made, old = place / "new", place / "old"
        made.mkdir()
        yield made
        sync(*made.iterdir())
        if target.exists():
            target.rename(old)
        try:
            made.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise


def check_replaceable(path: Path, mark: str) -> None:
    """Refuse to replace a folder that holds anything but CSV files with the file `mark`, by which ours are known."""
    if not path.exists():
        return
    if not path.is_dir():
        raise InputError(
            _("{file}: is a file, and a folder is to be made.").format(file=path), _("Choose another name.")
        )
    names = sorted(each.name for each in path.iterdir())
    strange = [name for name in names if not name.endswith(".csv") and name != mark]
    if names and (strange or mark not in names):
        raise InputError(
            _("{file}: the folder holds other files, such as {name}.").format(file=path, name=(strange or names)[0]),
            _("Name a new folder, or empty this one."),
        )


def sync(*paths: Path) -> None:
    """Have the disk hold the files before they take the place of others."""
    for path in paths:
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _unwritten(path: Path, error: OSError) -> DiskError:
    return DiskError(
        _("{file}: cannot be written ({why}).").format(file=path, why=reason(error)),
        _("Make room or choose another folder; what was there is unchanged."),
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
