"""A project of RQDA: one SQLite file (`.rqda`). What was deleted in it has another status there, and is not here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.projects.database import Database, Row, holds, opened
from qualcode.projects.moments import moment
from qualcode.projects.placing import Held, Placed, place, placed
from qualcode.projects.positions import Given, Passage
from qualcode.projects.project import Case, Group, Mark, Note, Project, ProjectCode, ProjectText, ProjectVariable
from qualcode.projects.refi_ids import colour, made
from qualcode.projects.users import Users

_TABLES = frozenset(("source", "freecode", "coding"))
_NOT_HELD = (("coding2", "coding in a second set"), ("image", "picture"), ("imageCoding", "coding of a picture"))
_KINDS = {"numeric": "Float"}


def is_rqda(path: Path) -> bool:
    """Whether a file is such a project."""
    return holds(path, _TABLES, ".rqda")


def read_rqda(path: Path, given: Mapping[str, Given] = {}) -> Project:
    """The project in a file. Raises `InputError` where it cannot be read."""
    with opened(path) as database:
        return _Reading(database).project(path.stem, given)


@dataclass(slots=True)
class _Reading:
    """The database on its way to a project: by RQDA's numbers the ids of what is in it."""

    database: Database
    lost: Counter[str] = field(default_factory=Counter)
    users: Users = field(default_factory=Users)
    codes: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    found: dict[str, Placed] = field(default_factory=dict)

    def project(self, name: str, given: Mapping[str, Given]) -> Project:
        """All parts, each after those it refers to."""
        rows = self._by_name("freecode", "id")
        self.codes = {key: made("code", row.text("name")) for key, row in rows.items()}
        groups, above = self._categories()
        codes = (*groups, *(self._code(row, above.get(key)) for key, row in rows.items()))
        sources = self._by_name("source", "id")
        self.texts = {key: made("text", row.text("name"), row.text("file")) for key, row in sources.items()}
        codings = self._codings()
        self.found = placed([self._held(key, row, codings) for key, row in sources.items()], given)
        values = self._values("fileAttr", "fileID")
        texts = tuple(self._text(key, row, codings, values) for key, row in sources.items())
        cases, notes = tuple(self._cases()), tuple(self._notes())
        for table, kind in _NOT_HELD:
            self.lost[kind] += sum(1 for _row in self._rows(table))
        return Project(
            name, "RQDA", self.users.met, codes, texts, tuple(self._variables()), cases, notes,
            groups=(*self._more_groups(groups, above), *self._file_groups()),
            conventions={id_: one.convention for id_, one in self.found.items() if one.convention},
            lost=+self.lost,
        )  # fmt: skip

    def _rows(self, table: str) -> Iterator[Row]:
        """The rows of a table that were not deleted."""
        return (row for row in self.database.rows(table) if row.whole("status") == 1)

    def _by_name(self, table: str, key: str) -> dict[int, Row]:
        return {row.key(key): row for row in self._rows(table)}

    def _code(self, row: Row, above: str | None) -> ProjectCode:
        identity, shade = self.codes[row.key("id")], colour(row.text("color"))
        return ProjectCode(identity, row.text("name"), above, shade, row.text("memo"))

    def _categories(self) -> tuple[tuple[ProjectCode, ...], dict[int, str]]:
        """The categories as codes that hold others, and by code the first it is in."""
        rows = self._by_name("codecat", "catid")
        found = {
            key: ProjectCode(made("category", row.text("name")), row.text("name"), None, None, row.text("memo"), False)
            for key, row in rows.items()
        }
        above: dict[int, str] = {}
        for row in self._rows("treecode"):
            if row.key("catid") in found and row.key("cid") in self.codes:
                above.setdefault(row.key("cid"), found[row.key("catid")].id)
        return tuple(found.values()), above

    def _more_groups(self, categories: tuple[ProjectCode, ...], above: Mapping[int, str]) -> Iterator[Group]:
        """Sets of codes that are in a category besides the one they stand under."""
        names = {row.key("catid"): made("category", row.text("name")) for row in self._rows("codecat")}
        more: dict[str, list[str]] = {}
        for row in self._rows("treecode"):
            category, code = names.get(row.key("catid")), self.codes.get(row.key("cid"))
            if category and code and above.get(row.key("cid")) != category:
                more.setdefault(category, []).append(code)
        for one in categories:
            if one.id in more:
                yield Group(made("set", one.id), one.name, codes=tuple(dict.fromkeys(more[one.id])))

    def _file_groups(self) -> Iterator[Group]:
        """Categories of files as sets of texts."""
        held: dict[int, list[str]] = {}
        for row in self._rows("treefile"):
            if text := self.texts.get(row.key("fid")):
                held.setdefault(row.key("catid"), []).append(text)
        for row in self._rows("filecat"):
            name, texts = row.text("name"), tuple(dict.fromkeys(held.get(row.key("catid"), ())))
            yield Group(made("set of texts", name), name, row.text("memo"), texts=texts)

    def _codings(self) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for row in self._rows("coding"):
            if row.key("fid") in self.texts:
                found.setdefault(row.key("fid"), []).append(row)
            else:
                self.lost["coding of a text that is not here"] += 1
        return found

    def _held(self, key: int, row: Row, codings: Mapping[int, list[Row]]) -> Held:
        places = ((one, one.whole("selfirst"), one.whole("selend")) for one in codings.get(key, ()))
        passages = [
            Passage(start, end, (one.text("seltext"),))
            for one, start, end in places if start is not None and end is not None and start <= end
        ]  # fmt: skip
        return Held(self.texts[key], row.text("name"), row.text("file"), passages)

    def _text(
        self, key: int, row: Row, codings: Mapping[int, list[Row]], values: Mapping[int, dict[str, str]]
    ) -> ProjectText:
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
            values=values.get(key, {}),
        )

    def _marks(self, text: str, codings: list[Row]) -> Iterator[Mark]:
        for row in codings:
            code = self.codes.get(row.key("cid"))
            if code is None:
                self.lost["coding without a known code"] += 1
            elif where := self._place(text, row):
                user = self.users.of(row.text("owner"))
                identity = made("coding", text, *where, code, user or "")
                yield Mark(*where, code, user, moment(row.text("date")), identity, row.text("memo"))

    def _place(self, text: str, row: Row) -> tuple[int, int] | None:
        words = row.text("seltext")
        return place(self.found[text], row.whole("selfirst"), row.whole("selend"), self.lost, words)

    def _values(self, table: str, column: str) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for row in self._rows(table):
            if value := row.text("value"):
                found.setdefault(row.key(column), {})[row.text("variable")] = value
        return found

    def _variables(self) -> Iterator[ProjectVariable]:
        for row in self._rows("attributes"):
            if name := row.text("name"):
                kind = _KINDS.get(row.text("class"), "Text")
                yield ProjectVariable(made("variable", name), name, kind, row.text("memo"))

    def _cases(self) -> Iterator[Case]:
        values = self._values("caseAttr", "caseID")
        passages: dict[int, list[tuple[str, int, int]]] = {}
        for row in self._rows("caselinkage"):
            text = self.texts.get(row.key("fid"))
            if text and (where := self._place(text, row)):
                passages.setdefault(row.key("caseid"), []).append((text, *where))
        for key, row in self._by_name("cases", "id").items():
            identity, name = made("case", row.text("name")), row.text("name")
            whole = {text for text, start, end in passages.get(key, ()) if self._is_whole(text, start, end)}
            parts = tuple(one for one in passages.get(key, ()) if one[0] not in whole)
            yield Case(identity, name, row.text("memo"), tuple(sorted(whole)), parts, values.get(key, {}))

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        return start == 0 and end >= len(self.found[text].counted.text) - 1

    def _notes(self) -> Iterator[Note]:
        for row in self._rows("annotation"):
            text, at = self.texts.get(row.key("fid")), row.whole("position")
            if text is None or at is None or (line := self._line(text, at)) is None:
                self.lost["note outside its text"] += 1
                continue
            identity, user = made("annotation", text, at, row.text("annotation")), self.users.of(row.text("owner"))
            yield Note(identity, row.text("annotation"), user=user, at=moment(row.text("date")), passage=(text, *line))
        for row in self._rows("journal"):
            identity, user = made("journal", row.text("name")), self.users.of(row.text("owner"))
            yield Note(identity, row.text("journal"), name=row.text("name"), user=user, at=moment(row.text("date")))
        for row in self.database.rows("project"):
            if row.text("memo").strip():
                yield Note(made("project memo", row.text("memo")), row.text("memo"))

    def _line(self, text: str, position: int) -> tuple[int, int] | None:
        """The line that a position is in, where it has words."""
        counted = self.found[text].counted
        if not 0 <= position <= counted.last:
            return None
        at = min(max(0, counted.place(position)[0]), len(counted.text))
        start, end = counted.text.rfind("\n", 0, at) + 1, counted.text.find("\n", at)
        end = len(counted.text) if end < 0 else end
        return (start, end) if counted.text[start:end].strip() else None
