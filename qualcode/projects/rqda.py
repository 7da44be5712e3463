"""A project of RQDA: one SQLite file (`.rqda`). What was deleted in it has another status there, and is not here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from qualcode.projects.database import Row, holds, opened
from qualcode.projects.moments import moment
from qualcode.projects.positions import Given
from qualcode.projects.project import Case, Group, Note, Project, ProjectCode
from qualcode.projects.refi_ids import made
from qualcode.projects.sqlite_texts import Columns, TextsReading

_TABLES = frozenset(("source", "freecode", "coding"))
_NOT_HELD = (("coding2", "coding in a second set"), ("image", "picture"), ("imageCoding", "coding of a picture"))


def is_rqda(path: Path) -> bool:
    """Whether a file is such a project."""
    return holds(path, _TABLES, ".rqda")


def read_rqda(path: Path, given: Mapping[str, Given] = {}) -> Project:
    """The project in a file. Raises `InputError` where it cannot be read."""
    with opened(path) as database:
        return _Reading(database).project(path.stem, given)


class _Reading(TextsReading):
    columns = Columns("file", "selfirst", "selend")

    def project(self, name: str, given: Mapping[str, Given]) -> Project:
        """All parts, each after those it refers to."""
        rows = self._by_name("freecode", "id")
        self.codes = {key: made("code", row.text("name")) for key, row in rows.items()}
        groups, above = self._categories()
        codes = (*groups, *(self._code("id", row, above.get(key)) for key, row in rows.items()))
        sources = self._by_name("source", "id")
        self.texts = {key: made("text", row.text("name"), row.text("file")) for key, row in sources.items()}
        codings = self._codings()
        texts = self._texts([*sources.values()], codings, self._values("fileAttr", "fileID"), given)
        cases, notes = tuple(self._cases()), tuple(self._notes())
        for table, kind in _NOT_HELD:
            self.lost[kind] += sum(1 for _row in self._rows(table))
        return Project(
            name, "RQDA", self.users.met, codes, texts,
            tuple(self._variables(self._rows("attributes"), "class")), cases, notes,
            groups=(*self._more_groups(groups, above), *self._file_groups()),
            conventions=self._conventions(),
            lost=+self.lost,
        )  # fmt: skip

    def _rows(self, table: str) -> Iterator[Row]:
        """The rows of a table that were not deleted."""
        return (row for row in self.database.rows(table) if row.whole("status") == 1)

    def _by_name(self, table: str, key: str) -> dict[int, Row]:
        return {row.key(key): row for row in self._rows(table)}

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

    def _values(self, table: str, column: str) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for row in self._rows(table):
            if value := row.text("value"):
                found.setdefault(row.key(column), {})[row.text("variable")] = value
        return found

    def _cases(self) -> Iterator[Case]:
        values = self._values("caseAttr", "caseID")
        passages: dict[int, list[tuple[str, int, int]]] = {}
        for row in self._rows("caselinkage"):
            text = self.texts.get(row.key("fid"))
            if text and (where := self._place(text, row)):
                passages.setdefault(row.key("caseid"), []).append((text, *where))
        for key, row in self._by_name("cases", "id").items():
            identity, name = made("case", row.text("name")), row.text("name")
            whole, parts = self._parted(passages.get(key, []))
            yield Case(identity, name, row.text("memo"), tuple(sorted(whole)), parts, values.get(key, {}))

    def _notes(self) -> Iterator[Note]:
        for row in self._rows("annotation"):
            text, at = self.texts.get(row.key("fid")), row.whole("position")
            if text is None or at is None or (line := self._line(text, at)) is None:
                self.lost["note outside its text"] += 1
                continue
            identity, user = made("annotation", text, at, row.text("annotation")), self.users.of(row.text("owner"))
            yield Note(identity, row.text("annotation"), user=user, at=moment(row.text("date")), passage=(text, *line))
        yield from self._journal(self._rows("journal"), "journal")

    def _line(self, text: str, position: int) -> tuple[int, int] | None:
        """The line that a position is in, where it has words."""
        counted = self.found[text].counted
        if not 0 <= position <= counted.last:
            return None
        at = min(max(0, counted.place(position)[0]), len(counted.text))
        start, end = counted.text.rfind("\n", 0, at) + 1, counted.text.find("\n", at)
        end = len(counted.text) if end < 0 else end
        return (start, end) if counted.text[start:end].strip() else None
