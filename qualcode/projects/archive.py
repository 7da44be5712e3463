"""A project file as an archive that may come from anybody: checked whole before anything of it is read.

Nothing is unpacked but the files that are asked for, each to a place the caller names; memory is bounded by the
largest of them.
"""

from __future__ import annotations

import shutil
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO
from unicodedata import normalize
from urllib.parse import unquote

from qualcode.errors import DiskError, InputError
from qualcode.i18n import _, reason

_MOST_ENTRIES = 9_999
_LARGEST_DIRECTORY = 32_000_000
_LARGEST_READ = 200_000_000
_LARGEST_TEXT = 64_000_000
_MOST_TEXT = 300_000_000
_SMALL = 20_000_000  # what unpacks to less is no bomb, however well it was packed
_MOST_PACKED = 100  # how many times smaller than itself a file of words is at the most
_CHUNK = 1 << 16
_END = b"PK\x05\x06"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


class Archive:
    """The files of a project, by their names in it; a project that was saved unpacked has those beside it.

    Make one by `opened`. Names are as written, with `/` between folders.
    """

    def __init__(self, path: Path, files: dict[str, zipfile.ZipInfo | Path], packed: zipfile.ZipFile | None) -> None:
        self.path = path
        self._files = files
        self._packed = packed
        self._read = 0
        self._folded: dict[str, list[str]] = {}
        for name in files:
            self._folded.setdefault(_folded(name), []).append(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each file, folders and what a Mac adds left out."""
        return tuple(name for name in self._files if not _is_litter(name))

    def find(self, *names: str) -> str | None:
        """The first of these names that a file has, as it is written or but for capitals and `%20`."""
        for name in names:
            for written in dict.fromkeys((name, unquote(name))):
                if written in self._files:
                    return written
                if len(found := self._folded.get(_folded(written), [])) == 1:
                    return found[0]
        return None

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises `InputError` where they are damaged, or too many to hold."""
        size = self.size(name)
        self._read += size
        if size > _LARGEST_TEXT or self._read > _MOST_TEXT:
            raise _too_large(self.path, name)
        with self.open(name) as stream:
            return stream.read(_LARGEST_TEXT)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A file to read from. An `InputError` is raised where its bytes are not what the archive says of them."""
        if self.size(name) > _LARGEST_READ:
            raise _too_large(self.path, name)
        try:
            with self._stream(name) as stream:
                yield stream  # type: ignore[misc]
                self._check_whole(name, stream)
        except _DAMAGE as error:
            raise _damaged(self.path, name) from error

    def copy(self, name: str, target: Path) -> None:
        """Put a file in a place, a piece at a time. Raises `DiskError` where it cannot be written."""
        try:
            with self._stream(name) as stream, target.open("wb") as file:
                shutil.copyfileobj(stream, file, _CHUNK)
                self._check_whole(name, stream)
        except _DAMAGE as error:
            raise _damaged(self.path, name) from error
        except OSError as error:
            why = reason(error)
            raise DiskError(_("{file}: cannot be written ({why}).").format(file=target, why=why)) from error

    def size(self, name: str) -> int:
        """How many bytes a file has."""
        entry = self._files[name]
        return entry.stat().st_size if isinstance(entry, Path) else entry.file_size

    def _check_whole(self, name: str, stream: IO[bytes]) -> None:
        """Raise where a file that was read to its end is shorter than the archive says."""
        if not stream.read(1) and stream.tell() != self.size(name):
            raise zipfile.BadZipFile

    def _stream(self, name: str) -> IO[bytes]:
        entry = self._files[name]
        if isinstance(entry, Path):
            return entry.open("rb")
        assert self._packed is not None
        return self._packed.open(entry)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The files of the project at `path`, an archive or a file that lies beside a folder of sources.

    Raises `InputError` for an archive that is damaged, locked or made to do harm.
    """
    archive, packed = _open(path)
    with packed or nullcontext():
        yield archive


def _open(path: Path) -> tuple[Archive, zipfile.ZipFile | None]:
    try:
        if not zipfile.is_zipfile(path):
            _check_begun(path)
            return Archive(path, {"project.qde": path, **_beside(path)}, None), None
        _check_end(path)
        packed = zipfile.ZipFile(path)
        try:
            return Archive(path, _checked(path, packed.infolist()), packed), packed
        except BaseException:
            packed.close()
            raise
    except OSError as error:
        why = reason(error)
        raise InputError(_("{file}: cannot be read ({why}).").format(file=path, why=why)) from error
    except _DAMAGE as error:
        raise _damaged(path) from error


def _beside(path: Path) -> dict[str, zipfile.ZipInfo | Path]:
    """The files of the folders of sources beside a project that was saved unpacked."""
    folders = [folder for folder in path.parent.iterdir() if _is_sources(folder)]
    files = [file for folder in folders for file in folder.iterdir() if file.is_file() and not file.is_symlink()]
    return {f"sources/{file.name}": file for file in files[:_MOST_ENTRIES]}


def _is_sources(folder: Path) -> bool:
    return folder.name.casefold() == "sources" and folder.is_dir() and not folder.is_symlink()


def _check_begun(path: Path) -> None:
    """Refuse an archive that breaks off."""
    with path.open("rb") as file:
        if file.read(4) == b"PK\x03\x04":
            raise _damaged(path)


def _check_end(path: Path) -> None:
    """Refuse an archive whose list of files alone would fill the memory."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 22 - 0xFFFF))
        tail = file.read()
    start = tail.rfind(_END)
    if start < 0 or len(tail) < start + 22:
        raise _damaged(path)
    count, length = struct.unpack("<HI", tail[start + 10 : start + 16])
    wide = count == 0xFFFF or length == 0xFFFFFFFF
    if count > _MOST_ENTRIES or wide or length > _LARGEST_DIRECTORY:
        raise _too_many(path)


def _checked(path: Path, entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo | Path]:
    """The files by name, after everything that the list of an archive can do wrong was looked for."""
    if len(entries) > _MOST_ENTRIES:
        raise _too_many(path)
    for entry in entries:
        _check_entry(path, entry)
    _check_size(path, entries)
    files = [(_name(entry), entry) for entry in entries if not entry.is_dir() and not _name(entry).endswith("/")]
    _check_twice(path, (name for name, _entry in files))
    _check_overlap(path, entries)
    return dict(files)


def _name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/").removeprefix("./")


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    name = _name(entry)
    parts = PurePosixPath(name).parts
    if ".." in parts or name.startswith("/") or name[1:2] == ":" or "\0" in entry.orig_filename:
        raise _refused(path, _("“{name}” would be put outside its folder").format(name=entry.filename))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused(path, _("“{name}” is a link, not a file").format(name=name))
    if entry.flag_bits & 1:
        raise InputError(
            _("{file}: the archive is locked by a password.").format(file=path),
            _("Export the project again without a password."),
        )


def _check_size(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    there = path.stat().st_size
    for entry in entries:
        if entry.compress_size > there:
            raise _refused(path, _("“{name}” is said to be larger than the archive").format(name=_name(entry)))
        if entry.file_size > max(_SMALL, _MOST_PACKED * entry.compress_size):
            raise _refused(path, _("“{name}” unpacks to more than it can hold").format(name=_name(entry)))
    if sum(entry.file_size for entry in entries) > max(_SMALL, _MOST_PACKED * there):
        raise _refused(path, _("it unpacks to more than it can hold"))


def _check_twice(path: Path, names: Iterable[str]) -> None:
    if twice := next((name for name, count in Counter(names).items() if count > 1), None):
        raise _refused(path, _("it holds “{name}” twice").format(name=twice))


def _check_overlap(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse files that share their bytes, as bombs do."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise _refused(path, _("the files in it lie over each other"))
        end = entry.header_offset + 30 + entry.compress_size


def _folded(name: str) -> str:
    return normalize("NFC", name).casefold()


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def _refused(path: Path, why: str) -> InputError:
    return InputError(
        _("{file}: the archive is not safe to open: {why}.").format(file=path, why=why),
        _("Ask whoever made it for another export; nothing was read."),
    )


def _too_large(path: Path, name: str) -> InputError:
    return InputError(
        _("{file}: “{name}” is too large to be read.").format(file=path, name=name),
        _("Split the project in the program that made it, and export its parts."),
    )


def _too_many(path: Path) -> InputError:
    return _refused(path, _("it holds more than {count} files").format(count=_MOST_ENTRIES))


def _damaged(path: Path, name: str = "") -> InputError:
    where = f"{path}, {name}" if name else str(path)
    return InputError(
        _("{file}: the archive is damaged and cannot be unpacked.").format(file=where),
        _("Export the project again from the program that made it."),
    )
