"""An archive that may come from anybody is read only where nothing about it can do harm."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import InputError
from qualcode.projects.archive import opened

Made = dict[str, bytes]


def packed(path: Path, files: Made, change: Callable[[zipfile.ZipInfo], None] = lambda entry: None) -> Path:
    """An archive of these files, each entry changed before it is written."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            archive.writestr(entry, content)
    return path


def read_all(path: Path) -> Made:
    with opened(path) as archive:
        return {name: archive.read(name) for name in archive.names}


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_all(path)
    assert str(path) in caught.value.message
    return caught.value.message


def test_files_are_read_by_their_names(tmp_path: Path) -> None:
    files = {"project.qde": b"<Project/>", "Sources/A b.txt": b"words", "sources/.root": b""}
    path = packed(tmp_path / "a.qdpx", {**files, "Sources/": b"", "__MACOSX/._project.qde": b"x"})
    assert read_all(path) == files
    with opened(path) as archive:
        assert archive.find("sources/none", "sources/a%20B.txt") == "Sources/A b.txt"
        assert archive.find("nowhere") is None
        archive.copy("Sources/A b.txt", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"words"


@pytest.mark.parametrize("name", ["../out.txt", "sources/../../out.txt", "/etc/out.txt", "C:\\out.txt", "a\\..\\..\\b"])
def test_paths_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    assert "outside" in refused(packed(tmp_path / "a.qdpx", {"project.qde": b"x", name: b"out"}))
    assert [path.name for path in tmp_path.iterdir()] == ["a.qdpx"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    def change(entry: zipfile.ZipInfo) -> None:
        entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16

    assert "not a file" in refused(packed(tmp_path / "a.qdpx", {"sources/a.txt": b"/etc/passwd"}, change))


def test_bombs_are_refused_unread(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.qdpx", {"project.qde": bytes(25_000_000)})
    assert path.stat().st_size < 100_000
    assert "more than it can hold" in refused(path)


def test_bombs_of_files_over_each_other_are_refused(tmp_path: Path) -> None:
    def one(archive: zipfile.ZipFile) -> None:
        archive.filelist = [archive.filelist[0], copy_of(archive.filelist[0])]

    path = tmp_path / "a.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", b"words" * 100)
        one(archive)
    assert "over each other" in refused(path)


def copy_of(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo("b.txt")
    for name in ("header_offset", "CRC", "compress_size", "file_size", "external_attr"):
        setattr(copy, name, getattr(entry, name))
    return copy


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"")
        archive.filelist *= 10_000
    assert "more than 9999 files" in refused(path)


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("sources/a.txt", b"one")
        archive.writestr("sources/a.txt", b"two")
    assert "twice" in refused(path)


@pytest.mark.parametrize("size", [3, 300])
def test_sizes_that_are_not_true_are_refused(tmp_path: Path, size: int) -> None:
    path = packed(tmp_path / "a.qdpx", {"project.qde": b"nineteen letters ok"})
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", size)
    path.write_bytes(data)
    assert "damaged" in refused(path)


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 and no more", b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18],
)
def test_what_only_begins_or_ends_like_an_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.qdpx"
    path.write_bytes(data)
    refused(path)


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.qdpx", {"project.qde": bytes(range(256)) * 20}).read_bytes()
    for broken in (whole[: len(whole) // 2], whole[:60] + b"\xff\xff\xff" + whole[63:]):
        (tmp_path / "a.qdpx").write_bytes(broken)
        assert "damaged" in refused(tmp_path / "a.qdpx")


def test_a_locked_archive_says_so(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.qdpx", {"project.qde": b"x"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "password" in refused(path)


def test_a_project_saved_unpacked_has_the_sources_beside_it(tmp_path: Path) -> None:
    (tmp_path / "Sources").mkdir()
    (tmp_path / "Sources" / "a.txt").write_bytes(b"words")
    (tmp_path / "Sources" / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "a.qde").write_bytes(b"<Project/>")
    assert read_all(tmp_path / "a.qde") == {"project.qde": b"<Project/>", "sources/a.txt": b"words"}


def test_an_archive_is_not_made_by_reading(tmp_path: Path) -> None:
    refused(tmp_path / "none.qdpx")
    assert list(tmp_path.iterdir()) == []
