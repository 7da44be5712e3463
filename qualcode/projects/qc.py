"""A project of qc: a folder with `settings.yaml`, a corpus of text files, a codebook that is a list, codes by line.

A coding of qc is of one line of a file as it is broken there; it becomes a passage without the blanks around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.normalise import normalise
from qualcode.projects.database import opened
from qualcode.projects.plaintext import read_plain
from qualcode.projects.project import Mark, Note, Project, ProjectCode, ProjectText
from qualcode.projects.refi_ids import made
from qualcode.projects.users import Users
from qualcode.yamls.text import Plain, load, plain

_SETTINGS = "settings.yaml"
_PLACES = ("codebook", "corpus_dir", "database", "memos_dir", "codes_dir")
_WORDS = frozenset((".txt", ".md"))
_LARGEST_SETTINGS = 100_000
_MOST_FILES = 10_000
_BOM = "\ufeff"


class _Coded(NamedTuple):
    """A code on a line of a file, counted from 0, by somebody."""

    file: str
    line: int
    code: str
    coder: str


def is_qc(path: Path) -> bool:
    """Whether a path is such a folder, or the settings in it."""
    file = path / _SETTINGS if path.is_dir() else path
    if file.name != _SETTINGS or not file.is_file() or file.stat().st_size > _LARGEST_SETTINGS:
        return False
    return b"qc_version" in file.read_bytes()


def read_qc(path: Path) -> Project:
    """The project in a folder. Raises `InputError` where a part of it cannot be read, or lies outside of it."""
    folder = path if path.is_dir() else path.parent
    settings = _yaml(folder / _SETTINGS)
    if not isinstance(settings, dict):
        raise InputError(_("{file}: these are no settings of qc.").format(file=folder / _SETTINGS))
    named = {key: _inside(folder, value) for key in _PLACES if isinstance(value := settings.get(key), str)}
    return _Reading(folder, named).project()


def _yaml(path: Path) -> Plain:
    _original, text = read_plain(path)
    root = load(text, str(path))
    return plain(root) if root else ""


def _inside(folder: Path, written: str) -> Path:
    """A file or folder the settings name, which is to lie in the project's own."""
    found = folder / written
    if not found.resolve().is_relative_to(folder.resolve()):
        raise InputError(
            _("{file}: “{name}” lies outside the project.").format(file=folder / _SETTINGS, name=written),
            _("Put it into the project's folder, and its place there into the settings."),
        )
    return found


@dataclass(slots=True)
class _Reading:
    """A folder on its way to a project, with what its settings name."""

    folder: Path
    named: dict[str, Path]
    lost: Counter[str] = field(default_factory=Counter)
    users: Users = field(default_factory=Users)
    codes: dict[str, ProjectCode] = field(default_factory=dict)

    def project(self) -> Project:
        """All parts, each after those it refers to."""
        book = self.named.get("codebook", self.folder / "codebook.yaml")
        self._take(_yaml(book) if book.is_file() else "", None)
        coded: dict[str, list[_Coded]] = {}
        for one in (*self._coded(), *self._coded_before()):
            coded.setdefault(one.file, []).append(one)
        corpus = self.named.get("corpus_dir", self.folder / "corpus")
        files = {path.relative_to(corpus).as_posix(): path for path in self._files(corpus)}
        texts = tuple(self._text(name, path, coded.get(name, [])) for name, path in files.items())
        self.lost["coding of a text without its file"] += sum(len(coded[name]) for name in coded.keys() - files.keys())
        codes = tuple(self.codes.values())
        notes = tuple(self._notes())
        return Project(self.folder.resolve().name, "qc", self.users.met, codes, texts, notes=notes, lost=+self.lost)

    def _take(self, node: Plain, parent: str | None) -> None:
        """The codes of the codebook; one that stands there twice stands where it is first."""
        if isinstance(node, str):
            if name := node.strip():
                self._code(name, parent)
        elif isinstance(node, dict):
            for name, below in node.items():
                self._take(below, self._code(str(name), parent))
        else:
            for one in node:
                self._take(one, parent)

    def _code(self, name: str, parent: str | None = None) -> str:
        if name not in self.codes:
            self.codes[name] = ProjectCode(made("code", name), name, parent)
        elif parent and self.codes[name].parent != parent:
            self.lost["second place of a code"] += 1
        return self.codes[name].id

    def _coded(self) -> Iterator[_Coded]:
        """What the database has: lines by the paragraph they are in, which knows the file."""
        file = self.named.get("database", self.folder / "qualitative_coding.sqlite3")
        if not file.is_file():
            return
        with opened(file) as database:
            index = {row.key("id"): row.text("document_id") for row in database.rows("document_index")}
            place = {row.key("id"): index.get(row.key("document_index_id"), "") for row in database.rows("location")}
            document: dict[int, str] = {}
            for row in database.rows("coded_line_location_association"):
                document.setdefault(row.key("coded_line_id"), place.get(row.key("location_id"), ""))
            for row in database.rows("coded_line", "id"):
                coder, code = row.text("coder_id"), row.text("code_id")
                yield _Coded(document.get(row.key("id"), ""), row.key("line"), code, coder)

    def _coded_before(self) -> Iterator[_Coded]:
        """What files of codes have, a line for each line of a text, as qc had them before its first version."""
        for path in self._files(self.named.get("codes_dir", self.folder / "codes"), frozenset((".codes",))):
            within = path.relative_to(self.named.get("codes_dir", self.folder / "codes"))
            name, _dot, coder = within.name.removesuffix(".codes").rpartition(".")
            file = (PurePosixPath(within.parent) / name).as_posix()
            for line, codes in enumerate(read_plain(path)[1].splitlines()):
                yield from (_Coded(file, line, code.strip(), coder) for code in codes.split(",") if code.strip())

    def _files(self, folder: Path, endings: frozenset[str] = _WORDS) -> Iterator[Path]:
        """The files of a folder by their endings; nothing that leads elsewhere."""
        if not folder.is_dir():
            return
        found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in endings)
        if len(found) > _MOST_FILES:
            raise InputError(_("{file}: there are too many files in this folder.").format(file=folder))
        for path in found:
            if path.is_file() and path.resolve().is_relative_to(self.folder.resolve()):
                yield path

    def _text(self, name: str, path: Path, coded: list[_Coded]) -> ProjectText:
        original, raw = read_plain(path)
        text = normalise(raw)
        lines = _lines(raw.lstrip(_BOM))
        identity = made("text", name, text)
        marks = tuple(self._marks(identity, text, lines, coded))
        return ProjectText(identity, name, text, original, marks)

    def _marks(self, identity: str, text: str, lines: list[tuple[int, int]], coded: list[_Coded]) -> Iterator[Mark]:
        for one in dict.fromkeys(coded):
            if not 0 <= one.line < len(lines):
                self.lost["coding outside its text"] += 1
                continue
            start, end = lines[one.line]
            words = text[start:end]
            if not words.strip():
                self.lost["coding of an empty line"] += 1
                continue
            place = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
            code, user = self._code(one.code), self.users.of(one.coder)
            yield Mark(*place, code, user, None, made("coding", identity, *place, code, user or ""))

    def _notes(self) -> Iterator[Note]:
        folder = self.named.get("memos_dir", self.folder / "memos")
        for path in self._files(folder):
            words = normalise(read_plain(path)[1])
            if words.strip():
                name = path.relative_to(folder).with_suffix("").as_posix()
                yield Note(made("memo", name, words), words, name=name)


def _lines(raw: str) -> list[tuple[int, int]]:
    """Where each line begins and ends, as qc counts lines, in the text as a study has it."""
    found, start = [], 0
    for line in raw.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        found.append((start, start + len(line)))
        start += len(line) + 1
    return found
