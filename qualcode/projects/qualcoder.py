"""A project of QualCoder: a folder `NAME.qda` with a database, read without what only QualCoder can show.

Pictures, recordings and pages are kept aside with their codings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.projects.database import Row, holds, opened
from qualcode.projects.moments import moment
from qualcode.projects.positions import Given
from qualcode.projects.project import Aside, Case, Note, Project, ProjectCode, ProjectVariable, coding_of
from qualcode.projects.qualcoder_media import Media, Medium, medium_of
from qualcode.projects.refi_ids import made
from qualcode.projects.sqlite_texts import Columns, TextsReading

_TABLES = frozenset(("source", "code_name", "code_text"))
_NOT_HELD = (("graph", "graph"), ("stored_sql", "stored query"))
_SEEN_OR_HEARD = {"code_image": "coding of a picture", "code_av": "coding of audio or video"}


def is_qualcoder(path: Path) -> bool:
    """Whether a path is such a folder, or the database in it."""
    named = path.is_dir() and path.suffix.casefold() == ".qda" and _database(path).is_file()
    return named or holds(_database(path), _TABLES, ".qda")


def read_qualcoder(path: Path, given: Mapping[str, Given] = {}) -> Project:
    """The project in a folder. Raises `InputError` where its database cannot be read."""
    file = _database(path)
    with opened(file) as database:
        if not database.tables >= _TABLES:
            raise InputError(_("{file}: this is no database of QualCoder.").format(file=file))
        name = (file.parent if file.name == "data.qda" else file).stem
        return _Reading(database, root=file.parent).project(name, given)


def _database(path: Path) -> Path:
    return path / "data.qda" if path.is_dir() else path


@dataclass(slots=True)
class _Reading(TextsReading):
    columns = Columns("fulltext", "pos0", "pos1", "important")

    root: Path = Path()
    groups: dict[int, str] = field(default_factory=dict)
    media: dict[int, Medium] = field(default_factory=dict)

    def project(self, name: str, given: Mapping[str, Given]) -> Project:
        """All parts, each after those it refers to."""
        codes = (*self._categories(), *self._codes())
        sources = [row for row in self.database.rows("source", "id") if self._is_text(row)]
        words = {self.texts.get(key): one.id for number, one in self.media.items() for key in (number, one.transcript)}
        codings = self._by_text("code_text")
        values = self._values()
        variables = tuple(self._variables(self._declared(), "valuetype"))
        texts = tuple(
            text._replace(inside=words.get(text.id, ""))
            for text in self._texts(sources, codings, values["file"], given)
        )
        asides = tuple(self._asides(variables, values["file"]))
        cases = tuple(self._cases(values["case"]))
        notes = tuple(self._notes())
        for table, kind in _NOT_HELD:
            self.lost[kind] += self.database.count(table)
        about = next((row.text("about") for row in self.database.rows("project")), "")
        return Project(
            name,
            " ".join(about.split())[:80] or "QualCoder",
            self.users.met,
            codes,
            texts,
            variables,
            cases,
            notes,
            asides=asides,
            conventions=self._conventions(),
            lost=+self.lost,
        )

    def _categories(self) -> Iterator[ProjectCode]:
        rows = list(self.database.rows("code_cat", "catid"))
        self.groups = {
            key: made("category", row.text("name")) for row in rows if (key := row.whole("catid")) is not None
        }
        for row in rows:
            identity, above = self.groups[row.key("catid")], self.groups.get(row.key("supercatid"))
            yield ProjectCode(identity, row.text("name"), above, None, row.text("memo"), codable=False)

    def _codes(self) -> Iterator[ProjectCode]:
        rows = list(self.database.rows("code_name", "cid"))
        self.codes = {row.key("cid"): made("code", row.text("name")) for row in rows}
        for row in rows:
            above = self.codes.get(row.key("supercid")) or self.groups.get(row.key("catid"))
            yield self._code("cid", row, above)

    def _is_text(self, row: Row) -> bool:
        """Whether a source has words; what it is besides is kept aside."""
        key = row.whole("id")
        if medium := medium_of(row, self.root):
            self.media[row.key("id")] = medium
            if medium.kind != "pdf":
                return False
        if key is None or not row.text("fulltext"):
            self.lost["text without words"] += medium is None
            return False
        self.texts[key] = made("text", row.text("name"), row.text("fulltext"))
        return True

    def _asides(self, variables: Iterable[ProjectVariable], values: Mapping[int, Mapping[str, str]]) -> Iterator[Aside]:
        """The pictures, recordings and pages."""
        codings: dict[int, list[Row]] = {}
        for table, kind in _SEEN_OR_HEARD.items():
            for row in self.database.rows(table):
                medium = self.media.get(row.key("id"))
                self.lost[coding_of(medium.kind) if medium else kind] += 1
                codings.setdefault(row.key("id"), []).append(row)
        named = {variable.name: variable for variable in variables}
        yield from Media(self.users, self.codes, named, self.lost).asides(self.media, codings, values)

    def _by_text(self, table: str) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for row in self.database.rows(table):
            found.setdefault(row.key("fid"), []).append(row)
        return found

    def _values(self) -> dict[str, dict[int, dict[str, str]]]:
        """What is said of files and of cases, by their numbers."""
        found: dict[str, dict[int, dict[str, str]]] = {"file": {}, "case": {}}
        for row in self.database.rows("attribute", "attrid"):
            kind, key, value = row.text("attr_type"), row.whole("id"), row.text("value")
            if key is None or kind not in found:
                self.lost["value of an unknown variable"] += bool(value)
            elif value:
                found[kind].setdefault(key, {})[row.text("name")] = value
        return found

    def _declared(self) -> Iterator[Row]:
        return (row for row in self.database.rows("attribute_type") if row.text("caseOrFile") in ("file", "case"))

    def _cases(self, values: Mapping[int, dict[str, str]]) -> Iterator[Case]:
        passages: dict[int, list[tuple[str, int, int]]] = {}
        for row in self.database.rows("case_text", "id"):
            text = self.texts.get(row.key("fid"))
            if text is None:
                self.lost["passage of a case in what is no text"] += 1
            elif where := self._place(text, row):
                passages.setdefault(row.key("caseid"), []).append((text, *where))
        for row in self.database.rows("cases", "caseid"):
            key = row.key("caseid")
            whole, parts = self._parted(passages.get(key, []))
            identity, name = made("case", row.text("name")), row.text("name")
            yield Case(identity, name, row.text("memo"), whole, parts, values.get(key, {}))

    def _notes(self) -> Iterator[Note]:
        for row in self.database.rows("annotation", "anid"):
            text = self.texts.get(row.key("fid"))
            where = self._place(text, row) if text else None
            if text is None:
                self.lost["note on what is no text"] += 1
            elif where:
                identity = made("annotation", text, *where, row.text("owner"))
                user, at = self.users.of(row.text("owner")), moment(row.text("date"))
                yield Note(identity, row.text("memo"), user=user, at=at, passage=(text, *where))
        yield from self._journal(self.database.rows("journal", "jid"), "jentry")
