"""The one rule of counting, as SQL over indexed tables; the screen, the commands and the exports all count here.

For a theme (a code with its sub-codes) and a group: people, segments, documents and words are unions, never sums over
sub-codes; interviewers are neither people nor words; one coder is counted at a time. A person's groups (site, region,
role, variables) are the speaker's own, else the document's; kind, wave, date, language and guide are the document's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.model import Cell, Codebook, CodeCounts, Guide
from qualcode.store.sqlite import Connection, Row

NO_GROUP = "—"
DOCUMENT_DIMENSIONS = ("kind", "wave", "date", "language", "guide")
DIMENSIONS = ("site", "region", "role", "participant", "document", *DOCUMENT_DIMENSIONS)

_GROUPED = """
WITH RECURSIVE region(site, root) AS (
    SELECT id, id FROM site WHERE parent IS NULL
    UNION ALL SELECT site.id, region.root FROM site JOIN region ON site.parent = region.site),
person(speaker, document, participant, grp) AS MATERIALIZED (
    SELECT speaker.id, d.rowid, p.rowid, {of_person}
    FROM speaker JOIN document AS d ON d.id = speaker.document JOIN participant AS p ON p.id = speaker.participant),
alone(name, document, grp) AS MATERIALIZED (SELECT d.id, d.rowid, {of_document} FROM document AS d),
present(grp, participant, document, speaker) AS (
    SELECT grp, participant, document, speaker FROM person
    UNION ALL SELECT grp, NULL, document, NULL FROM alone WHERE document NOT IN (SELECT document FROM person)),
subtree(theme, code) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(:subtree))
"""
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
# The joins stand in the order they are made: themes, their codings, the passages of each, all in covering indexes.
_SPOKEN = """
SELECT theme, coding.segment, passage.speaker, first_word, last_word FROM subtree
CROSS JOIN coding ON coding.code = subtree.code AND coding.coder = :coder
CROSS JOIN passage ON passage.segment = coding.segment AND passage.speaker IS NOT NULL
"""
_UNSPOKEN = """
SELECT theme, grp, NULL AS participant, coding.segment, alone.document, 0 AS words FROM passage
CROSS JOIN coding ON coding.segment = passage.segment AND coding.coder = :coder
CROSS JOIN subtree ON subtree.code = coding.code
CROSS JOIN segment ON segment.id = passage.segment
CROSS JOIN alone ON alone.name = segment.document
WHERE passage.speaker IS NULL
"""
_CELLS = f"""
SELECT theme, grp, count(DISTINCT participant), count(DISTINCT segment), count(DISTINCT document), sum(words) FROM (
    SELECT theme, grp, participant, segment, document, words FROM (
        SELECT theme, speaker, segment,
            max(0, last_word - max(first_word, coalesce(max(last_word) OVER before, 0))) AS words
        FROM ({_SPOKEN})
        WINDOW before AS (
            PARTITION BY theme, speaker ORDER BY first_word ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ) CROSS JOIN person USING (speaker)
    UNION ALL {_UNSPOKEN})
GROUP BY theme, grp
"""
_COUNTS = f"""
SELECT theme, count(DISTINCT segment), count(DISTINCT participant), count(DISTINCT document) FROM (
    SELECT theme, participant, segment, document FROM ({_SPOKEN}) CROSS JOIN person USING (speaker)
    UNION ALL SELECT theme, participant, segment, document FROM ({_UNSPOKEN}))
GROUP BY theme
"""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What a table is grouped by: dimension names of this module, or names of variables."""

    by: tuple[str, ...]

    def sql(self) -> str:
        """The common table expressions that give every speaker and every document its group."""
        return _GROUPED.format(of_person=self._name(_of_person), of_document=self._name(_of_document))

    def _name(self, expression: Callable[[str], str]) -> str:
        parts = [f"coalesce(nullif(cast({expression(name)} AS TEXT), ''), '{NO_GROUP}')" for name in self.by]
        return " || ' / ' || ".join(parts) or "''"


def count_themes(
    connection: Connection, codebook: Codebook, guides: Mapping[str, Guide], grouping: Grouping, coder: str | None
) -> tuple[dict[str, int], dict[str, dict[str, Cell]]]:
    """For each group its people, `N`; and for each code of the codebook, in its order, a cell for each group."""
    query = Query(connection, codebook, grouping.sql(), coder)
    sizes = {group: (people, words) for group, people, words in query.rows(_SIZES)}
    said = {(theme, group): tuple(counts) for theme, group, *counts in query.rows(_CELLS)}
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
    counts = {theme: CodeCounts(*numbers) for theme, *numbers in query.rows(_COUNTS)}
    return {code.id: counts.get(place, CodeCounts(0, 0, 0)) for place, code in enumerate(codebook.codes)}


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
        """The statement's rows; a theme is its code's place in the codebook, `silent` the guides that do not ask."""
        places = {code.id: place for place, code in enumerate(self.codebook.codes)}
        pairs = [(places[theme.id], code.id) for code in self.codebook.codes for theme in self.codebook.path(code.id)]
        values = {"subtree": json.dumps(pairs), "coder": self.coder, "silent": json.dumps(sorted(silent))}
        return self.connection.execute(self.grouped + statement, values).fetchall()


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


def _cell(said: Sequence[int] | None, asked: tuple[int, int, int], group_words: int) -> Cell:
    people_asked, documents_asked, uncoded = asked
    if said is None:
        state = "not_asked" if not documents_asked else "not_coded" if uncoded else "not_raised"
        return Cell(0, people_asked, 0, 0, 0, 0.0, state)
    people, segments, documents, words = said
    per_1000 = round(1000 * words / group_words, 3) if group_words else 0.0
    return Cell(people, people_asked, segments, documents, words, per_1000, "said")


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
