"""A project of Taguette as it exports it (`.sqlite3`): pages in HTML, highlights by bytes of their text, tags.

Who made a highlight and when stands only in the list of what was done, where that is kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.projects.database import Database, Row, holds, opened
from qualcode.projects.moments import moment
from qualcode.projects.pagetext import PageText
from qualcode.projects.project import Mark, Note, Project, ProjectCode, ProjectText
from qualcode.projects.refi_ids import made
from qualcode.projects.users import Users

_TABLES = frozenset(("projects", "documents", "highlights", "tags", "highlight_tags"))
_LONGEST_PAGE = 20_000_000
_NAMESPACE = UUID("51B2B2B7-27EB-4ECB-9D56-E75B0A0496C2")
"""Taguette's own, by which it names codes in the codebooks it exports."""


def is_taguette(path: Path) -> bool:
    """Whether a file is such a project."""
    return holds(path, _TABLES, ".sqlite3")


def read_taguette(path: Path) -> Project:
    """The project in a file. Raises `InputError` where it cannot be read, or holds several."""
    with opened(path) as database:
        return _Reading(database).project(_only(path, list(database.rows("projects", "id"))))


def _only(path: Path, projects: list[Row]) -> Row:
    if len(projects) == 1:
        return projects[0]
    names = ", ".join(f"“{row.text('name')}”" for row in projects[:10])
    raise InputError(
        _("{file}: there are {count} projects in it: {names}.").format(file=path, count=len(projects), names=names),
        _("In Taguette, open the one you want and export it as SQLite."),
    )


class _Act(NamedTuple):
    """Who made a highlight, and when."""

    user: str | None
    at: str | None


@dataclass(slots=True)
class _Reading:
    """The database on its way to a project: by Taguette's numbers what is in it."""

    database: Database
    lost: Counter[str] = field(default_factory=Counter)
    users: Users = field(default_factory=Users)
    codes: dict[int, str] = field(default_factory=dict)
    tags: dict[int, list[int]] = field(default_factory=dict)
    made: dict[int, _Act] = field(default_factory=dict)

    def project(self, row: Row) -> Project:
        """All parts, each after those it refers to."""
        key = row.key("id")
        codes = tuple(self._codes(key))
        for one in self.database.rows("highlight_tags"):
            self.tags.setdefault(one.key("highlight_id"), []).append(one.key("tag_id"))
        self._acts(key)
        highlights: dict[int, list[Row]] = {}
        for one in self.database.rows("highlights", "id"):
            highlights.setdefault(one.key("document_id"), []).append(one)
        documents = [one for one in self.database.rows("documents", "id") if one.key("project_id") == key]
        texts = tuple(self._text(one, highlights.get(one.key("id"), [])) for one in documents)
        said = row.text("description")
        notes = (Note(made("project description", said), said),) if said.strip() else ()
        return Project(row.text("name"), "Taguette", self.users.met, codes, texts, notes=notes, lost=+self.lost)

    def _codes(self, project: int) -> Iterator[ProjectCode]:
        """The tags; `people.carers` stands under `people` if that is a tag."""
        rows = [row for row in self.database.rows("tags", "id") if row.key("project_id") == project]
        self.codes = {row.key("id"): str(uuid5(_NAMESPACE, row.text("path"))).upper() for row in rows}
        paths = {row.text("path"): self.codes[row.key("id")] for row in rows}
        for row in rows:
            path = row.text("path")
            above, _dot, name = path.rpartition(".")
            parent = self.codes.get(row.key("parent_id")) or (paths.get(above) if name else None)
            label = path.removeprefix(f"{above}.") if parent and parent == paths.get(above) else path
            yield ProjectCode(self.codes[row.key("id")], label, parent, None, row.text("description"))

    def _acts(self, project: int) -> None:
        """Who made each highlight first."""
        for row in self.database.rows("commands", "id"):
            if row.key("project_id") == project and '"highlight_add"' in row.text("payload"):
                number = _highlight(row.text("payload"))
                if number is not None:
                    act = _Act(self.users.of(row.text("user_login")), moment(row.text("date")))
                    self.made.setdefault(number, act)

    def _text(self, row: Row, highlights: list[Row]) -> ProjectText:
        html = row.text("contents")
        if len(html) > _LONGEST_PAGE:
            raise InputError(_("“{name}” is too large to be read.").format(name=row.text("name")))
        page = PageText(html)
        identity = made("text", row.text("name"), html)
        return ProjectText(
            identity,
            row.text("name"),
            page.text,
            html.encode("utf-8", "replace"),
            tuple(mark for one in highlights for mark in self._marks(identity, page, one)),
            memo=row.text("description"),
            at=moment(row.text("created")),
        )

    def _marks(self, text: str, page: PageText, row: Row) -> Iterator[Mark]:
        number = row.key("id")
        tags = [self.codes[tag] for tag in dict.fromkeys(self.tags.get(number, ())) if tag in self.codes]
        if not tags:
            self.lost["passage without a code"] += 1
            return
        place = self._place(page, row, len(tags))
        if place is None:
            return
        user, at = self.made.get(number, _Act(None, None))
        selection = made("highlight", text, *place, number)
        for code in tags:
            yield Mark(*place, code, user, at, made("coding", selection, code), selection=selection)

    def _place(self, page: PageText, row: Row, tags: int) -> tuple[int, int] | None:
        start, end = row.whole("start_offset"), row.whole("end_offset")
        if start is None or end is None or not 0 <= start <= end or start >= max(1, page.size):
            self.lost["coding outside its text"] += tags
            return None
        self.lost["end of a coding past its text"] += tags * (end > page.size)
        place = page.place(start, end)
        self.lost["coding of no length"] += tags * (place is None)
        return place


def _highlight(payload: str) -> int | None:
    """The number of the highlight that a command made."""
    try:
        said: object = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    number = said.get("highlight_id") if isinstance(said, Mapping) else None
    return number if isinstance(number, int) else None
