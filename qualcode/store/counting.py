"""The one rule of counting, over indexed tables; the screen, the commands and the exports all count here.

For a theme (a code with its sub-codes) and a group: people, segments, documents and words are unions, never sums over
sub-codes; interviewers are neither people nor words; one coder is counted at a time. A person's groups (site, region,
role, variables) are the speaker's own, else the document's; kind, wave, date, language and guide are the document's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from qualcode.model import Cell, Codebook, CodeCounts, Guide
from qualcode.store.sqlite import Connection, Row
from qualcode.store.tallies import Tally, tally

NO_GROUP = "—"
DOCUMENT_DIMENSIONS = ("kind", "wave", "date", "language", "guide")
DIMENSIONS = ("site", "region", "role", "participant", "document", *DOCUMENT_DIMENSIONS)

REGIONS = """WITH RECURSIVE region(site, root) AS MATERIALIZED (
    SELECT id, id FROM site WHERE parent IS NULL
    UNION ALL SELECT site.id, region.root FROM site JOIN region ON site.parent = region.site)
"""
_GROUPED = (
    REGIONS
    + """, person(speaker, document, participant, grp) AS MATERIALIZED (
    SELECT speaker.id, d.rowid, p.rowid, {of_person}
    FROM speaker JOIN document AS d ON d.id = speaker.document JOIN participant AS p ON p.id = speaker.participant),
alone(name, document, grp) AS MATERIALIZED (SELECT d.id, d.rowid, {of_document} FROM document AS d),
present(grp, participant, document, speaker) AS (
    SELECT grp, participant, document, speaker FROM person
    UNION ALL SELECT grp, NULL, document, NULL FROM alone WHERE document NOT IN (SELECT document FROM person))
"""
)
_SIZES = """
SELECT grp, count(DISTINCT participant),
    coalesce(sum((SELECT sum(words) FROM turn WHERE turn.speaker = present.speaker)), 0)
FROM present GROUP BY grp
"""
_ASKED = """
SELECT grp, count(DISTINCT participant), count(DISTINCT d.id), count(DISTINCT d.id) - count(DISTINCT done.document)
FROM present JOIN document AS d ON d.rowid = present.document
LEFT JOIN done ON done.document = d.id AND done.coder = :coder
WHERE d.guide IS NULL OR d.guide NOT IN (SELECT value FROM json_each(:silent))
GROUP BY grp
"""
_VOICES = "SELECT speaker, participant, grp FROM person"
_GROUPS = "SELECT name, grp FROM alone"
_PASSAGES = """
SELECT coding.document, coding.segment, coding.code, passage.speaker, first_word, last_word
FROM coding CROSS JOIN passage ON passage.segment = coding.segment
WHERE coding.coder = ? ORDER BY coding.document, coding.start, coding."end"
"""
"""One coder's codings as their index has them, document by document and by place, each with who speaks in it."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What a table is grouped by: dimension names of this module, or names of variables."""

    by: tuple[str, ...]

    def sql(self) -> str:
        """The common table expressions that give every speaker and every document its group."""
        return _GROUPED.format(of_person=self._name(_of_person), of_document=self._name(_of_document))

    def of_passage(self) -> str:
        """The group in which a passage counts: its speaker's `p`, or its document's `d` where nobody speaks in it."""
        return f"CASE WHEN p.id IS NULL THEN {self._name(_of_document)} ELSE {self._name(_of_person)} END"

    def _name(self, expression: Callable[[str], str]) -> str:
        parts = [f"coalesce(nullif(cast({expression(name)} AS TEXT), ''), '{NO_GROUP}')" for name in self.by]
        return " || ' / ' || ".join(parts) or "''"


def count_themes(
    connection: Connection, codebook: Codebook, guides: Mapping[str, Guide], grouping: Grouping, coder: str | None
) -> tuple[dict[str, int], dict[str, dict[str, Cell]]]:
    """For each group its people, `N`; and for each code of the codebook, in its order, a cell for each group."""
    query = Query(connection, codebook, grouping.sql(), coder)
    sizes = {group: (people, words) for group, people, words in query.rows(_SIZES)}
    said = query.tallies()
    sizes |= {group: (0, 0) for _theme, group in said if group not in sizes}
    asked = _asked(query, guides)
    cells = {
        code.id: {
            group: _cell(said.get((place, group)), asked[code.id].get(group, (0, 0, 0)), words)
            for group, (_people, words) in sizes.items()
        }
        for place, code in enumerate(codebook.codes)
    }
    return {group: people for group, (people, _words) in sizes.items()}, cells


def code_counts(connection: Connection, codebook: Codebook, coder: str | None) -> dict[str, CodeCounts]:
    """For each code what one coder's codings of it and its sub-codes come to in the whole study."""
    query = Query(connection, codebook, Grouping(()).sql(), coder)
    said = query.tallies()
    found = (said.get((place, ""), Tally()) for place in range(len(codebook.codes)))
    counts = (CodeCounts(one.segments, len(one.people), one.documents) for one in found)
    return {code.id: count for code, count in zip(codebook.codes, counts, strict=True)}


def coders_of_codings(connection: Connection) -> frozenset[str]:
    """Who has codings in the study."""
    query = "SELECT name FROM coder WHERE EXISTS (SELECT 1 FROM coding WHERE coding.coder = coder.name)"
    return frozenset(row[0] for row in connection.execute(query))


def code_frequencies(connection: Connection, coder: str | None = None) -> dict[str, int]:
    """How many codings each code has by itself; of one coder, or of all."""
    rows = connection.execute(
        "SELECT code, count(*) FROM coding WHERE (?1 IS NULL OR coder = ?1) GROUP BY code", (coder,)
    )
    return dict(rows.fetchall())


@dataclass(frozen=True, slots=True)
class Query:
    """One coder's codings, ready to be counted by a statement that reads the expressions of `Grouping.sql`."""

    connection: Connection
    codebook: Codebook
    grouped: str
    coder: str | None

    def rows(self, statement: str, silent: Iterable[str] = ()) -> list[Row]:
        """The statement's rows; `silent` are the guides that do not ask."""
        values = {"coder": self.coder, "silent": json.dumps(sorted(silent))}
        return self.connection.execute(self.grouped + statement, values).fetchall()

    def tallies(self) -> dict[tuple[int, str], Tally]:
        """(theme, group) -> what was said; a theme is its code's place in the codebook."""
        places = {code.id: place for place, code in enumerate(self.codebook.codes)}
        themes = {code: [places[theme.id] for theme in self.codebook.path(code)] for code in places}
        voices = {speaker: (person, group) for speaker, person, group in self.rows(_VOICES)}
        passages = self.connection.execute(_PASSAGES, (self.coder,))
        return tally(passages, themes, voices, dict(self.rows(_GROUPS)))


def _asked(query: Query, guides: Mapping[str, Guide]) -> dict[str, dict[str, tuple[int, int, int]]]:
    """For each code and group: people asked, documents in which it was asked, those of them not yet coded."""
    answers: dict[frozenset[str], dict[str, tuple[int, int, int]]] = {}
    by_code = {}
    for code in query.codebook.codes:
        silent = frozenset(guide.id for guide in guides.values() if not covers(query.codebook, guide.asks, code.id))
        if silent not in answers:
            answers[silent] = {group: tuple(counts) for group, *counts in query.rows(_ASKED, silent)}
        by_code[code.id] = answers[silent]
    return by_code


def covers(codebook: Codebook, asks: Iterable[str], code: str) -> bool:
    """Whether questions on the codes `asks` touch a code: itself, a theme above it, or one of its sub-codes."""
    family = codebook.subtree(code) | {above.id for above in codebook.path(code)}
    return not family.isdisjoint(asks)


def _cell(said: Tally | None, asked: tuple[int, int, int], group_words: int) -> Cell:
    people_asked, documents_asked, uncoded = asked
    if said is None:
        state = "not_asked" if not documents_asked else "not_coded" if uncoded else "not_raised"
        return Cell(0, people_asked, 0, 0, 0, 0.0, state)
    per_1000 = round(1000 * said.words / group_words, 3) if group_words else 0.0
    return Cell(len(said.people), people_asked, said.segments, said.documents, said.words, per_1000, "said")


def _of_person(dimension: str) -> str:
    if dimension == "site":
        return "coalesce(p.site, d.site)"
    if dimension == "region":
        return "(SELECT root FROM region WHERE site = coalesce(p.site, d.site))"
    if dimension == "role":
        return "p.role"
    if dimension == "participant":
        return "p.id"
    if dimension in ("document", *DOCUMENT_DIMENSIONS):
        return _of_document(dimension)
    return f"coalesce(p.variables ->> {_quoted(dimension)}, d.variables ->> {_quoted(dimension)})"


def _of_document(dimension: str) -> str:
    if dimension in DOCUMENT_DIMENSIONS:
        return f"d.{dimension}"
    if dimension in ("role", "participant"):
        return "NULL"
    if dimension == "document":
        return "d.id"
    if dimension == "site":
        return "d.site"
    if dimension == "region":
        return "(SELECT root FROM region WHERE site = d.site)"
    return f"d.variables ->> {_quoted(dimension)}"


def _quoted(name: str) -> str:
    path = json.dumps(name, ensure_ascii=False)
    return "'$." + path.replace("'", "''") + "'"
