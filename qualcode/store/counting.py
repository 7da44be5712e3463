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
from qualcode.store.sqlite import Connection

NO_GROUP = "—"
DOCUMENT_DIMENSIONS = ("kind", "wave", "date", "language", "guide")
DIMENSIONS = ("site", "region", "role", "participant", "document", *DOCUMENT_DIMENSIONS)

_REGIONS = """
region(site, root) AS (
    SELECT id, id FROM site WHERE parent IS NULL
    UNION ALL SELECT site.id, region.root FROM site JOIN region ON site.parent = region.site)
"""
_GROUPED = """
person(speaker, document, participant, words, grp) AS (
    SELECT speaker.id, d.id, p.id, (SELECT sum(words) FROM turn WHERE turn.speaker = speaker.id), {of_person}
    FROM speaker JOIN document AS d ON d.id = speaker.document JOIN participant AS p ON p.id = speaker.participant
    WHERE speaker.interviewer = 0),
alone(document, grp) AS (SELECT d.id, {of_document} FROM document AS d)
"""
_CELLS = """
WITH RECURSIVE {regions}, {grouped},
subtree(theme, code) AS (SELECT value ->> 0, value ->> 1 FROM json_each(:subtree)),
piece AS MATERIALIZED (
    SELECT subtree.theme, s.document, s.id AS segment, passage.first_word, passage.last_word, person.participant,
        coalesce(person.grp, alone.grp) AS grp
    FROM coding JOIN subtree ON subtree.code = coding.code
    JOIN segment AS s ON s.id = coding.segment
    JOIN passage ON passage.segment = s.id
    JOIN alone ON alone.document = s.document
    LEFT JOIN person ON person.speaker = passage.speaker
    WHERE coding.coder = :coder),
measured AS (
    SELECT theme, grp, document, segment, participant, max(0, last_word - max(first_word, coalesce(max(last_word) OVER (
        PARTITION BY theme, document ORDER BY first_word, last_word
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS words
    FROM piece)
SELECT theme, grp, count(DISTINCT participant), count(DISTINCT segment), count(DISTINCT document), sum(words)
FROM measured GROUP BY theme, grp
"""
_SIZES = """
WITH RECURSIVE {regions}, {grouped}
SELECT grp, count(DISTINCT participant), coalesce(sum(words), 0) FROM (
    SELECT grp, participant, words FROM person
    UNION ALL SELECT grp, NULL, 0 FROM alone WHERE document NOT IN (SELECT document FROM person))
GROUP BY grp
"""
_ASKED = """
WITH RECURSIVE {regions}, {grouped},
present AS (
    SELECT grp, participant, document FROM person
    UNION ALL SELECT grp, NULL, document FROM alone WHERE document NOT IN (SELECT document FROM person))
SELECT grp, count(DISTINCT participant), count(DISTINCT d.id), count(DISTINCT d.id) - count(DISTINCT done.document)
FROM present JOIN document AS d ON d.id = present.document
LEFT JOIN done ON done.document = d.id AND done.coder = :coder
WHERE d.guide IS NULL OR d.guide NOT IN (SELECT value FROM json_each(:silent))
GROUP BY grp
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


def group_sizes(connection: Connection, grouping: Grouping) -> dict[str, tuple[int, int]]:
    """For each group its people, `N`, and their words."""
    rows = connection.execute(_SIZES.format(regions=_REGIONS, grouped=grouping.sql()))
    return {group: (people, words) for group, people, words in rows}


def cells(
    connection: Connection, codebook: Codebook, guides: Mapping[str, Guide], grouping: Grouping, coder: str | None
) -> dict[str, dict[str, Cell]]:
    """For each code of the codebook, in its order, a cell for each group."""
    sizes = group_sizes(connection, grouping)
    said = _said(connection, codebook, grouping, coder)
    asked = _asked(connection, codebook, guides, grouping, coder)
    return {
        code.id: {
            group: _cell(said.get((code.id, group)), asked[code.id].get(group, (0, 0, 0)), words)
            for group, (_people, words) in sizes.items()
        }
        for code in codebook.codes
    }


def code_counts(connection: Connection, codebook: Codebook, coder: str | None) -> dict[str, CodeCounts]:
    """For each code what one coder's codings of it and its sub-codes come to in the whole study."""
    said = _said(connection, codebook, Grouping(()), coder)
    none = (0, 0, 0, 0)
    counts = ((code.id, said.get((code.id, ""), none)) for code in codebook.codes)
    return {code: CodeCounts(segments, people, documents) for code, (people, segments, documents, _words) in counts}


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


def _said(
    connection: Connection, codebook: Codebook, grouping: Grouping, coder: str | None
) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    """(theme, group) -> people, segments, documents, words; only where something was coded."""
    pairs = [(theme.id, code.id) for code in codebook.codes for theme in codebook.path(code.id)]
    rows = connection.execute(
        _CELLS.format(regions=_REGIONS, grouped=grouping.sql()), {"subtree": json.dumps(pairs), "coder": coder}
    )
    return {(theme, group): tuple(counts) for theme, group, *counts in rows}


def _asked(
    connection: Connection, codebook: Codebook, guides: Mapping[str, Guide], grouping: Grouping, coder: str | None
) -> dict[str, dict[str, tuple[int, int, int]]]:
    """For each code and group: people asked, documents in which it was asked, those of them not yet coded."""
    answers: dict[frozenset[str], dict[str, tuple[int, int, int]]] = {}
    by_code = {}
    for code in codebook.codes:
        silent = frozenset(guide.id for guide in guides.values() if not covers(codebook, guide.asks, code.id))
        if silent not in answers:
            rows = connection.execute(
                _ASKED.format(regions=_REGIONS, grouped=grouping.sql()),
                {"silent": json.dumps(sorted(silent)), "coder": coder},
            )
            answers[silent] = {group: tuple(counts) for group, *counts in rows}
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
