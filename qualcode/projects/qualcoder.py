"""A project of QualCoder: a folder `NAME.qda` with a database, read without what only QualCoder can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.projects.database import Database, Row, holds, opened
from qualcode.projects.moments import moment
from qualcode.projects.placing import Held, Placed, place, placed
from qualcode.projects.positions import Given, Passage
from qualcode.projects.project import Case, Mark, Note, Project, ProjectCode, ProjectText, ProjectVariable
from qualcode.projects.refi_ids import colour, made
from qualcode.projects.users import Users

_TABLES = frozenset(("source", "code_name", "code_text"))
_MEDIA = (("image", "picture"), ("audio", "audio"), ("video", "video"))
_KINDS = {"numeric": "Float"}
_NOT_HELD = (
    ("code_image", "coding of a picture"),
    ("code_av", "coding of audio or video"),
    ("graph", "graph"),
    ("stored_sql", "stored query"),
)


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
        return _Reading(database).project(name, given)


def _database(path: Path) -> Path:
    return path / "data.qda" if path.is_dir() else path


@dataclass(slots=True)
class _Reading:
    """The database on its way to a project: by QualCoder's numbers the ids of what is in it."""

    database: Database
    lost: Counter[str] = field(default_factory=Counter)
    users: Users = field(default_factory=Users)
    groups: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    found: dict[str, Placed] = field(default_factory=dict)

    def project(self, name: str, given: Mapping[str, Given]) -> Project:
        """All parts, each after those it refers to."""
        codes = (*self._categories(), *self._codes())
        sources = [row for row in self.database.rows("source", "id") if self._is_text(row)]
        codings = self._by_text("code_text")
        self.found = placed([self._held(row, codings) for row in sources], given)
        values = self._values()
        texts = tuple(self._text(row, codings, values) for row in sources)
        cases = tuple(self._cases(values))
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
            tuple(self._variables()),
            cases,
            notes,
            conventions={id_: one.convention for id_, one in self.found.items() if one.convention},
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
            identity, shade = self.codes[row.key("cid")], colour(row.text("color"))
            yield ProjectCode(identity, row.text("name"), above, shade, row.text("memo"))

    def _is_text(self, row: Row) -> bool:
        """Whether a source has words; one that is heard or seen is lost."""
        key, where = row.whole("id"), row.text("mediapath").lower().lstrip("/")
        if kind := next((kind for start, kind in _MEDIA if where.startswith(start)), None):
            self.lost[kind] += 1
            return False
        if key is None or not row.text("fulltext"):
            self.lost["text without words"] += 1
            return False
        self.texts[key] = made("text", row.text("name"), row.text("fulltext"))
        return True

    def _by_text(self, table: str) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for row in self.database.rows(table):
            found.setdefault(row.key("fid"), []).append(row)
        return found

    def _held(self, row: Row, codings: Mapping[int, list[Row]]) -> Held:
        key = row.key("id")
        places = ((one, one.whole("pos0"), one.whole("pos1")) for one in codings.get(key, ()))
        passages = [
            Passage(start, end, (one.text("seltext"),))
            for one, start, end in places if start is not None and end is not None and start <= end
        ]  # fmt: skip
        return Held(self.texts[key], row.text("name"), row.text("fulltext"), passages)

    def _text(
        self, row: Row, codings: dict[int, list[Row]], values: Mapping[tuple[str, int], dict[str, str]]
    ) -> ProjectText:
        key = row.key("id")
        identity = self.texts[key]
        one = self.found[identity]
        return ProjectText(
            identity,
            row.text("name"),
            one.counted.text,
            one.original,
            tuple(self._marks(identity, codings.get(key, []))),
            memo=row.text("memo"),
            user=self.users.of(row.text("owner")),
            at=moment(row.text("date")),
            values=values.get(("file", key), {}),
        )

    def _marks(self, text: str, codings: list[Row]) -> Iterator[Mark]:
        for row in codings:
            code = self.codes.get(row.key("cid"))
            if code is None:
                self.lost["coding without a known code"] += 1
            elif where := self._place(text, row):
                user = self.users.of(row.text("owner"))
                identity = made("coding", text, *where, code, user or "")
                at, memo = moment(row.text("date")), row.text("memo")
                yield Mark(*where, code, user, at, identity, memo, key=row.whole("important") == 1)

    def _place(self, text: str, row: Row) -> tuple[int, int] | None:
        words = row.text("seltext")
        return place(self.found[text], row.whole("pos0"), row.whole("pos1"), self.lost, words)

    def _values(self) -> dict[tuple[str, int], dict[str, str]]:
        """What is said of files and cases, by what they are and their number."""
        found: dict[tuple[str, int], dict[str, str]] = {}
        for row in self.database.rows("attribute", "attrid"):
            kind, key, value = row.text("attr_type"), row.whole("id"), row.text("value")
            if key is None or kind not in ("file", "case"):
                self.lost["value of an unknown variable"] += bool(value)
            elif value:
                found.setdefault((kind, key), {})[row.text("name")] = value
        return found

    def _variables(self) -> Iterator[ProjectVariable]:
        for row in self.database.rows("attribute_type"):
            if (name := row.text("name")) and row.text("caseOrFile") in ("file", "case"):
                kind = _KINDS.get(row.text("valuetype"), "Text")
                yield ProjectVariable(made("variable", name), name, kind, row.text("memo"))

    def _cases(self, values: Mapping[tuple[str, int], dict[str, str]]) -> Iterator[Case]:
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
            yield Case(identity, name, row.text("memo"), whole, parts, values.get(("case", key), {}))

    def _parted(self, passages: list[tuple[str, int, int]]) -> tuple[tuple[str, ...], tuple[tuple[str, int, int], ...]]:
        """The texts that are a case's own whole, and the passages of others."""
        whole = [text for text, start, end in passages if start == 0 and end >= len(self.found[text].counted.text) - 1]
        return tuple(dict.fromkeys(whole)), tuple(one for one in passages if one[0] not in whole)

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
        for row in self.database.rows("journal", "jid"):
            identity, name, user = made("journal", row.text("name")), row.text("name"), self.users.of(row.text("owner"))
            yield Note(identity, row.text("jentry"), name=name, user=user, at=moment(row.text("date")))
        for row in self.database.rows("project"):
            if row.text("memo").strip():
                yield Note(made("project memo", row.text("memo")), row.text("memo"))
