"""What projects kept in SQLite share: texts in rows, codings by positions in them, and who wrote what when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from qualcode.projects.database import Database, Row
from qualcode.projects.moments import moment
from qualcode.projects.placing import Held, Place, Placed, place, placed
from qualcode.projects.positions import Given, Passage
from qualcode.projects.project import Convention, Mark, Note, ProjectCode, ProjectText, ProjectVariable
from qualcode.projects.refi_ids import colour, made
from qualcode.projects.users import Users

_KINDS = {"numeric": "Float"}


class Columns(NamedTuple):
    """What a program calls the words of a text, the ends of a coding, and (not all have it) that it matters."""

    words: str
    start: str
    end: str
    matters: str = ""


@dataclass(slots=True)
class TextsReading:
    """A database on its way to a project: by its program's numbers the ids of what is in it."""

    columns: ClassVar[Columns]

    database: Database
    lost: Counter[str] = field(default_factory=Counter)
    users: Users = field(default_factory=Users)
    codes: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    found: dict[str, Placed] = field(default_factory=dict)

    def _texts(
        self,
        rows: Sequence[Row],
        codings: Mapping[int, list[Row]],
        values: Mapping[int, dict[str, str]],
        given: Mapping[str, Given],
    ) -> tuple[ProjectText, ...]:
        """The texts with their codings, each by how positions in it are found to be counted."""
        self.found = placed([self._held(row, codings) for row in rows], given)
        return tuple(self._text(row, codings, values) for row in rows)

    def _held(self, row: Row, codings: Mapping[int, list[Row]]) -> Held:
        key, columns = row.key("id"), self.columns
        places = ((one, one.whole(columns.start), one.whole(columns.end)) for one in codings.get(key, ()))
        passages = [
            Passage(start, end, (one.text("seltext"),))
            for one, start, end in places if start is not None and end is not None and start <= end
        ]  # fmt: skip
        return Held(self.texts[key], row.text("name"), row.text(columns.words), passages)

    def _text(self, row: Row, codings: Mapping[int, list[Row]], values: Mapping[int, dict[str, str]]) -> ProjectText:
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
                at, matters = moment(row.text("date")), row.whole(self.columns.matters) == 1
                yield Mark(*where, code, user, at, identity, row.text("memo"), key=matters)

    def _place(self, text: str, row: Row) -> Place | None:
        start, end = row.whole(self.columns.start), row.whole(self.columns.end)
        return place(self.found[text], start, end, self.lost, row.text("seltext"))

    def _code(self, key: str, row: Row, above: str | None) -> ProjectCode:
        shade = colour(row.text("color"))
        return ProjectCode(self.codes[row.key(key)], row.text("name"), above, shade, row.text("memo"))

    def _parted(self, passages: list[tuple[str, int, int]]) -> tuple[tuple[str, ...], tuple[tuple[str, int, int], ...]]:
        """The texts that are a case's own whole, and the passages of others."""
        whole = [text for text, start, end in passages if start == 0 and end >= len(self.found[text].counted.text) - 1]
        return tuple(dict.fromkeys(whole)), tuple(one for one in passages if one[0] not in whole)

    def _variables(self, rows: Iterable[Row], kind: str) -> Iterator[ProjectVariable]:
        """Those with a name, each of the kind that a column says."""
        for row in rows:
            if name := row.text("name"):
                yield ProjectVariable(
                    made("variable", name), name, _KINDS.get(row.text(kind), "Text"), row.text("memo")
                )

    def _journal(self, rows: Iterable[Row], words: str) -> Iterator[Note]:
        """A journal, what it says in a column, and last what the project's own memo says."""
        for row in rows:
            identity, name, user = made("journal", row.text("name")), row.text("name"), self.users.of(row.text("owner"))
            yield Note(identity, row.text(words), name=name, user=user, at=moment(row.text("date")))
        for row in self.database.rows("project"):
            if row.text("memo").strip():
                yield Note(made("project memo", row.text("memo")), row.text("memo"))

    def _conventions(self) -> dict[str, Convention]:
        return {id_: one.convention for id_, one in self.found.items() if one.convention}
