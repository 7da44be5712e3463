"""A table of codings read into a study: each row names a document, a code, and a place by offsets or by its words.

Columns: `document`; `code`, or `code_path` (`A > B` nests); `start` and `end` in code points, or `quote`; if wanted
`text` (checked against the place), `coder`, `round`, `key`. A quote must stand in the document exactly once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.acts import AddCode, AddCoding, AddCodings, SetKey
from qualcode.codebook import PATH_SIGN, find_code, suggest_id
from qualcode.errors import InputError, NotFoundError, QualcodeError
from qualcode.i18n import _
from qualcode.model import Code, Codebook
from qualcode.names import nearest
from qualcode.study import Study

COLUMNS = ("document", "code", "code_path", "start", "end", "quote", "text", "coder", "round", "key")
_YES = frozenset(("1", "x", "yes", "oui", "true", "key"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be used, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a table came to."""

    codings: tuple[int, ...]
    codes: tuple[str, ...]
    refused: tuple[Refusal, ...]


def read_coded_table(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    """The rows of a CSV file with their line numbers; comma, semicolon or tab are told from the header."""
    return read_table(path, COLUMNS, ("document",))


def read_table(path: Path, known: Sequence[str], needed: Sequence[str]) -> list[tuple[int, Mapping[str, str]]]:
    """The rows of a CSV file as mappings, with their line numbers.

    Raises `InputError` where the file cannot be read, or a column is unknown or missing; with `known` empty any goes.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(_("{file}: cannot be read ({why}).").format(file=path, why=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise InputError(_("{file}: not in UTF-8.").format(file=path), _("Save it as CSV in UTF-8.")) from error
    lines = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=lines.count)
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, restval="")
    _check_columns(path, reader.fieldnames or (), known, needed)
    return [(reader.line_num, {name: (value or "").strip() for name, value in row.items() if name}) for row in reader]


def _check_columns(path: Path, found: Iterable[str], known: Sequence[str], needed: Sequence[str]) -> None:
    columns = [name.strip() for name in found]
    for name in columns:
        if known and name not in known:
            near = nearest(name, known)
            raise InputError(
                _("{file}:1: there is no column {name}.").format(file=path, name=name),
                _("Write {near}.").format(near=near)
                if near
                else _("Known are: {names}.").format(names=", ".join(known)),
            )
    for name in needed:
        if name not in columns:
            raise InputError(_("{file}:1: the column {name} is missing.").format(file=path, name=name))


def tag_table(
    study: Study, rows: Iterable[tuple[int, Mapping[str, str]]], coder: str, *, new_codes: bool = False
) -> Tagged:
    """Put the codings of a table on, as one act a coder; rows that cannot be used are answered with the reason."""
    reading = _Reading(study, coder, new_codes)
    for line, row in rows:
        reading.take(line, row)
    codings: list[int] = []
    for name, acts in reading.acts.items():
        added = study.do(*reading.new_codes, AddCodings(tuple(acts)), coder=name).codings
        reading.new_codes.clear()
        codings.extend(added)
        keys = [SetKey(number, True) for number, act in zip(added, acts, strict=True) if act in reading.keys[name]]
        if keys:
            study.do(*keys, coder=name)
    return Tagged(tuple(codings), tuple(reading.made), tuple(reading.refused))


class _Reading:
    """Rows as they are read: the acts they ask for by coder, the codes to make, the rows refused."""

    def __init__(self, study: Study, coder: str, make_codes: bool) -> None:
        self._study = study
        self._coder = coder
        self._make_codes = make_codes
        self._codes: dict[str, str] = {}
        self._book = study.codebook
        self._documents = {key: listed.id for listed in study.catalogue()
                           for key in (Path(listed.name).stem, listed.name, listed.id)}  # fmt: skip
        self._texts: dict[str, str] = {}
        self._seen: set[tuple[Any, ...]] = set()
        self.acts: dict[str, list[AddCoding]] = {}
        self.keys: dict[str, set[AddCoding]] = {}
        self.new_codes: list[AddCode] = []
        self.made: list[str] = []
        self.refused: list[Refusal] = []

    def take(self, line: int, row: Mapping[str, str]) -> None:
        """Read one row; a reason not to use it is kept."""
        try:
            self._take(row)
        except QualcodeError as error:
            self.refused.append(Refusal(line, str(error)))

    def _take(self, row: Mapping[str, str]) -> None:
        document = self._document(row["document"])
        start, end = self._place(document, row)
        act = AddCoding(document, start, end, self._code(row), _whole(row.get("round") or "1"))
        coder = row.get("coder") or self._coder
        if (coder, act) in self._seen:
            return
        self._refuse_twin(act, coder)
        self._seen.add((coder, act))
        self.acts.setdefault(coder, []).append(act)
        self.keys.setdefault(coder, set())
        if row.get("key", "").casefold() in _YES:
            self.keys[coder].add(act)

    def _refuse_twin(self, act: AddCoding, coder: str) -> None:
        there = self._study.connection.execute(
            "SELECT 1 FROM segment JOIN coding ON coding.segment = segment.id"
            ' WHERE document = ? AND start = ? AND "end" = ? AND code = ? AND coder = ? AND round = ?',
            (act.document, act.start, act.end, act.code, coder, act.round),
        ).fetchone()
        if there:
            raise InputError(
                _("{start}–{end} carries {code} already.").format(start=act.start, end=act.end, code=act.code)
            )

    def _document(self, name: str) -> str:
        if name not in self._documents:
            near = nearest(name, self._documents)
            hint = _("Write {near}.").format(near=near) if near else _("`qualcode documents` lists them.")
            raise NotFoundError(_("There is no document {name} in this study.").format(name=name), hint)
        return self._documents[name]

    def _place(self, document: str, row: Mapping[str, str]) -> tuple[int, int]:
        if document not in self._texts:
            self._texts[document] = self._study.transcript(document).text
        text = self._texts[document]
        if row.get("start") and row.get("end"):
            start, end = _whole(row["start"]), _whole(row["end"])
            _check_place(text, start, end, row.get("text") or row.get("quote") or "")
            return start, end
        return _only_place(text, row.get("quote", ""))

    def _code(self, row: Mapping[str, str]) -> str:
        name = row.get("code") or row.get("code_path") or ""
        if name not in self._codes:
            found = find_code(self._book, name) if name else None
            self._codes[name] = found.id if found else self._new_code(name)
        return self._codes[name]

    def _new_code(self, path: str) -> str:
        """The id of a code to make, with the themes above it that are missing."""
        if not path:
            raise InputError(_("The row names no code."))
        if not self._make_codes:
            near = nearest(path, [text for code in self._book.codes for text in (code.id, *code.label.values())])
            hint = _("Write {near}.").format(near=near) if near else _("Insist with --new-codes.")
            raise NotFoundError(_("There is no code {name} in the codebook.").format(name=path), hint)
        parent = None
        steps = [step.strip() for step in path.split(PATH_SIGN.strip())]
        for depth, label in enumerate(steps, start=1):
            above = find_code(self._book, PATH_SIGN.join(steps[:depth]))
            if above is None:
                above = Code(suggest_id(label, self._book), {"": label}, parent)
                self._book = Codebook(self._book.title, (*self._book.codes, above))
                self.new_codes.append(AddCode(above.id, above.label, parent))
                self.made.append(above.id)
            parent = above.id
        return str(parent)


def _check_place(text: str, start: int, end: int, words: str) -> None:
    if not 0 <= start < end <= len(text):
        raise InputError(
            _("{start}–{end} is not a passage of a text of {length} characters.").format(
                start=start, end=end, length=len(text)
            )
        )
    if words and text[start:end].split() != words.split():
        raise InputError(_("{start}–{end} does not carry the words of the row.").format(start=start, end=end))


def _only_place(text: str, quote: str) -> tuple[int, int]:
    if not quote:
        raise InputError(_("The row gives neither start and end nor a quote."))
    start = text.find(quote)
    if start < 0:
        raise NotFoundError(_("The quote does not stand in the document: {quote}").format(quote=quote[:60]))
    if text.find(quote, start + 1) >= 0:
        raise InputError(
            _("The quote stands in the document more than once: {quote}").format(quote=quote[:60]),
            _("Give start and end."),
        )
    return start, start + len(quote)


def _whole(value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise InputError(_("{value} is not a whole number.").format(value=value)) from error
