"""What tables are grouped by and narrowed to, as SQL: dimensions of a person, of a document, of a passage.

A person's groups are the speaker's own, else those of the part of the document where they speak, else the document's;
kind, wave, date, language and guide are the part's or the document's. A variable may differ by wave. What is said of a
site goes for those in it that say nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.model.asking import Condition
from qualcode.store.database.sqlite import Connection
from qualcode.variables.values import OF_PASSAGES

NO_GROUP = "—"
SEPARATOR = " / "
DOCUMENT_DIMENSIONS = ("kind", "wave", "date", "language", "guide")
_PERIOD = re.compile(r"\d{4}(-\d\d)?", re.ASCII)

ABOVE = """WITH RECURSIVE above(site, ancestor, parent, distance) AS MATERIALIZED (
    SELECT id, id, parent, 0 FROM site
    UNION ALL SELECT above.site, site.id, site.parent, distance + 1 FROM above JOIN site ON site.id = above.parent)
"""
"""For each site those above it, itself first: what the expressions of this module read."""

_GROUPED = (
    ABOVE
    + """, person(speaker, document, participant, grp) AS MATERIALIZED (
    SELECT speaker.id, d.rowid, p.rowid, {of_person}
    FROM speaker JOIN document AS d ON d.id = speaker.document JOIN participant AS p ON p.id = speaker.participant
    LEFT JOIN part ON part.id = speaker.part WHERE {persons}),
alone(name, speaker, document, unheard, grp) AS MATERIALIZED (
    SELECT d.id, NULL, d.rowid, NOT EXISTS (SELECT 1 FROM part AS other WHERE other.document = d.id)
        AND NOT EXISTS (SELECT 1 FROM speaker WHERE document = d.id AND participant IS NOT NULL), {of_document}
    FROM document AS d LEFT JOIN part ON 0 WHERE {documents}
    UNION ALL
    SELECT d.id, speaker.id, d.rowid,
        NOT EXISTS (SELECT 1 FROM speaker AS other WHERE other.part = part.id AND other.participant IS NOT NULL),
        {of_document}
    FROM part JOIN document AS d ON d.id = part.document
    JOIN speaker ON speaker.part = part.id AND speaker.label = '' WHERE {documents}),
present(grp, participant, document, speaker) AS (
    SELECT grp, participant, document, speaker FROM person
    UNION ALL SELECT grp, NULL, document, NULL FROM alone WHERE unheard)
"""
)
"""Who speaks and where nobody does, each with its group; `unheard`: no participant is interviewed there."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What a table is grouped by, dimensions or names of variables, and narrowed to: all conditions of `where` hold."""

    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()

    def sql(self) -> str:
        """The common table expressions that give every speaker, document and part its group."""
        return _GROUPED.format(
            of_person=self._name(of_person),
            of_document=self._name(of_document),
            persons=_all(self._conditions(of_person)),
            documents=_all(self._conditions(of_document)),
        )

    def of_passage(self) -> str:
        """The group in which a passage counts: its speaker's `p`, or its document's `d` where nobody speaks in it."""
        return f"CASE WHEN p.id IS NULL THEN {self._name(of_document)} ELSE {self._name(of_person)} END"

    def holds(self) -> str:
        """Whether what `where` says of people and documents holds for a passage."""
        person, document = _all(self._conditions(of_person)), _all(self._conditions(of_document))
        return f"CASE WHEN p.id IS NULL THEN {document} ELSE {person} END"

    def of_codings(self) -> str:
        """What `where` says of the coding itself, as a condition on `coding`."""
        said = [condition for condition in self.where if condition.name in OF_PASSAGES]
        return _all(condition_holds(condition, _OF_CODING[condition.name]) for condition in said)

    def _conditions(self, expression: Callable[[str], str]) -> Iterable[str]:
        return (condition_holds(said, expression(said.name)) for said in self.where if said.name not in OF_PASSAGES)

    def _name(self, expression: Callable[[str], str]) -> str:
        return f" || '{SEPARATOR}' || ".join(_named(expression(name)) for name in self.by) or "''"


class Voices(NamedTuple):
    """Who each speaker is (None: nobody) and in which group; the group of what nobody says in each document."""

    speakers: Mapping[int, tuple[int | None, str]]
    documents: Mapping[str, str]


def voices(connection: Connection, grouping: Grouping) -> Voices:
    """The voices that a grouping counts; who does not meet its conditions is not among them."""
    said = "SELECT speaker, participant, grp FROM person UNION ALL SELECT speaker, NULL, grp FROM alone WHERE speaker"
    rows = connection.execute(grouping.sql() + said)
    alone = connection.execute(grouping.sql() + "SELECT name, grp FROM alone WHERE speaker IS NULL")
    return Voices({speaker: (person, group) for speaker, person, group in rows}, dict(alone.fetchall()))


def of_person(dimension: str) -> str:
    """The expression for a dimension of a speaker who is a participant."""
    if dimension == "site":
        return "coalesce(p.site, part.site, d.site)"
    if dimension == "region":
        return _region(of_person("site"))
    if dimension == "role":
        return "p.role"
    if dimension == "participant":
        return "p.id"
    if dimension in ("document", *DOCUMENT_DIMENSIONS):
        return of_document(dimension)
    path = _path(dimension)
    own = f"p.waves -> {of_document('wave')} ->> {path}, p.variables ->> {path}, d.variables ->> {path}"
    return f"coalesce({own}, {_attribute(of_person('site'), path)})"


def of_document(dimension: str) -> str:
    """The expression for a dimension of a document, or of a part of it, in which nobody speaks."""
    if dimension in ("wave", "date", "site"):
        return f"coalesce(part.{dimension}, d.{dimension})"
    if dimension in DOCUMENT_DIMENSIONS:
        return f"d.{dimension}"
    if dimension in ("role", "participant"):
        return "NULL"
    if dimension == "document":
        return "d.id"
    if dimension == "region":
        return _region(of_document("site"))
    path = _path(dimension)
    return f"coalesce(d.variables ->> {path}, {_attribute(of_document('site'), path)})"


def of_site(dimension: str) -> str:
    """The expression for a dimension of a site that is called `premises` in the statement."""
    if dimension == "site":
        return "premises.id"
    return _region("premises.id") if dimension == "region" else _attribute("premises.id", _path(dimension))


_OF_CODING = {
    "round": "coding.round",
    "text": "(SELECT quote FROM segment WHERE segment.id = coding.segment)",
}


def _named(expression: str) -> str:
    """A group's name: never empty, and never with the sign in it that stands between two names."""
    return f"replace(coalesce(nullif(cast({expression} AS TEXT), ''), '{NO_GROUP}'), '{SEPARATOR}', '/')"


def _region(site: str) -> str:
    return f"(SELECT ancestor FROM above WHERE site = {site} AND parent IS NULL)"


def _attribute(site: str, path: str) -> str:
    """What a site says of itself, else the nearest one above it."""
    return (
        f"(SELECT site.attributes ->> {path} FROM above JOIN site ON site.id = above.ancestor"
        f" WHERE above.site = {site} AND site.attributes ->> {path} IS NOT NULL ORDER BY distance LIMIT 1)"
    )


def condition_holds(condition: Condition, expression: str) -> str:
    """Whether a condition holds of what an expression is worth; never NULL."""
    name, sign, values = condition
    if not values:
        return f"coalesce(cast({expression} AS TEXT), '') {sign} ''"
    if sign == "~":
        return _any(f"instr(fold({expression}), fold({_quoted(value)})) > 0" for value in values)
    if name == "site":
        inside = f"EXISTS (SELECT 1 FROM above WHERE above.site = {expression} AND ancestor IN {in_list(values)})"
        return inside if sign == "=" else f"NOT {inside}"
    if sign == "=":
        return f"coalesce({_is_one_of(expression, values)}, 0)"
    if sign == "!=":
        return f"coalesce(NOT ({_is_one_of(expression, values)}), 1)"
    return _in_order(expression, sign, values[0])


def _is_one_of(expression: str, values: Sequence[str]) -> str:
    """Whether it is one of the values; a year or a month means every day in it."""
    within = [f"{expression} GLOB {_quoted(value + '-*')}" for value in values if _PERIOD.fullmatch(value)]
    return " OR ".join([f"cast({expression} AS TEXT) IN {in_list(values)}", *within])


def _in_order(expression: str, sign: str, value: str) -> str:
    """Numbers by size; anything else as text, as far as the value goes: `date<=2013-01` means all of January."""
    if _is_number(value):
        numeric = f"{expression} GLOB '*[0-9]*' AND NOT {expression} GLOB '*[a-zA-Z]*'"
        return f"coalesce({numeric} AND cast({expression} AS REAL) {sign} {float(value)!r}, 0)"
    return f"coalesce(substr({expression}, 1, {len(value)}) {sign} {_quoted(value)}, 0)"


def _is_number(value: str) -> bool:
    try:
        return abs(float(value)) < float("inf")
    except ValueError:
        return False


def _all(conditions: Iterable[str]) -> str:
    return " AND ".join(f"({condition})" for condition in conditions) or "1"


def _any(conditions: Iterable[str]) -> str:
    return "coalesce(" + " OR ".join(conditions) + ", 0)"


def in_list(values: Sequence[str]) -> str:
    """What stands after IN: texts as SQL literals."""
    return f"({', '.join(map(_quoted, values))})"


def _path(name: str) -> str:
    """A variable's name as a JSON path."""
    return _quoted("$." + json.dumps(name, ensure_ascii=False))


def _quoted(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
