"""The one rule of counting, over indexed tables; the screen, the commands and the exports all count here.

For a theme (a code with its sub-codes) and a group: people, segments, documents and words are unions, never sums over
sub-codes; interviewers are neither people nor words; one coder is counted at a time. A person's groups (site, region,
role, variables) are the speaker's own, else the document's; kind, wave, date, language and guide are the document's.
The total of a table is a union too: who counts in two groups counts once in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from qualcode.model.codes import Code, Codebook
from qualcode.model.counts import Cell, CodeCounts
from qualcode.model.people import Guide
from qualcode.store.counting.tallies import Tally, tally
from qualcode.store.database.sqlite import Connection, Row
from qualcode.store.reading.dimensions import Grouping, voices

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
PASSAGES = """
SELECT coding.document, coding.segment, coding.code, passage.speaker, first_word, last_word
FROM coding CROSS JOIN passage ON passage.segment = coding.segment
WHERE coding.coder = ? AND {codings} ORDER BY coding.document, coding.start, coding."end"
"""
"""One coder's codings as their index has them, document by document and by place, each with who speaks in it."""


MENTIONS = """
SELECT DISTINCT coding.document, coding.code, passage.speaker
FROM coding CROSS JOIN passage ON passage.segment = coding.segment WHERE coding.coder = ? AND {codings}
"""
"""Which codes one coder put on what whom said in which document."""
TOTAL = ""
"""The group of everything: no other has an empty name."""

Cells = Mapping[str, Mapping[str, Cell]]


Under = Callable[[Codebook, str], Iterable[Code]]


class Counted(NamedTuple):
    """For each group its people, `N`, and all they say in words; for each code a cell for each group, `TOTAL` too."""

    people: Mapping[str, int]
    cells: Cells
    words: Mapping[str, int]


def count_themes(
    connection: Connection,
    codebook: Codebook,
    guides: Mapping[str, Guide],
    grouping: Grouping,
    coder: str | None,
    tell: Callable[[str], None] | None = None,
    under: Under = Codebook.path,
) -> Counted:
    """Every theme of the codebook in every group and in all of them together; `tell` as in `tally`.

    `under` are the themes that a coding counts under: its code and those above it, or `alone`.
    """
    query = Query(connection, codebook, grouping, coder)
    said = query.tallies(tell, under)
    sizes = query.sizes()
    sizes |= {group: (0, 0) for _theme, group in said if group not in sizes}
    asked = _asked(query, guides)
    cells = {
        code.id: {
            group: _cell(said.get((place, group)), asked[code.id].get(group, (0, 0, 0)), words)
            for group, (_people, words) in sizes.items()
        }
        for place, code in enumerate(codebook.codes)
    }
    people, words = ({group: size[at] for group, size in sizes.items()} for at in (0, 1))
    return Counted(people, cells, words)


def alone(codebook: Codebook, code: str) -> tuple[Code]:
    """A code counts under itself only, and not under those above it."""
    return (codebook[code],)


def code_counts(connection: Connection, codebook: Codebook, coder: str | None) -> dict[str, CodeCounts]:
    """For each code what one coder's codings of it and its sub-codes come to in the whole study."""
    said = Query(connection, codebook, Grouping(), coder).tallies()
    found = (said.get((place, TOTAL), Tally()) for place in range(len(codebook.codes)))
    counts = (CodeCounts(one.segments, len(one.people), one.documents) for one in found)
    return {code.id: count for code, count in zip(codebook.codes, counts, strict=True)}


@dataclass(frozen=True, slots=True)
class Query:
    """One coder's codings, to be counted in the groups of a grouping and in all together."""

    connection: Connection
    codebook: Codebook
    grouping: Grouping
    coder: str | None

    def rows(self, statement: str, silent: Iterable[str] = ()) -> list[Row]:
        """The rows of a statement on who is `present`, for each group and for all; `silent` guides do not ask."""
        values = {"coder": self.coder, "silent": json.dumps(sorted(silent))}
        groupings = dict.fromkeys((self.grouping, replace(self.grouping, by=())))
        return [row for one in groupings for row in self.connection.execute(one.sql() + statement, values)]

    def sizes(self) -> dict[str, tuple[int, int]]:
        """People and participants' words of each group."""
        return {TOTAL: (0, 0)} | {group: (people, words) for group, people, words in self.rows(_SIZES)}

    def tallies(
        self, tell: Callable[[str], None] | None = None, under: Under = Codebook.path
    ) -> dict[tuple[int, str], Tally]:
        """(theme, group) -> what was said; a theme is its code's place in the codebook. `tell` as in `tally`."""
        places = {code.id: place for place, code in enumerate(self.codebook.codes)}
        themes = {code: [places[theme.id] for theme in under(self.codebook, code)] for code in places}
        speakers, unheard = voices(self.connection, self.grouping)
        passages = self.connection.execute(PASSAGES.format(codings=self.grouping.of_codings()), (self.coder,))
        return tally(
            passages,
            themes,
            {speaker: (person, _with_total(group)) for speaker, (person, group) in speakers.items()},
            {document: _with_total(group) for document, group in unheard.items()},
            tell,
        )


def _with_total(group: str) -> tuple[str, ...]:
    return (group, TOTAL) if group != TOTAL else (TOTAL,)


def _asked(query: Query, guides: Mapping[str, Guide]) -> dict[str, dict[str, tuple[int, int, int]]]:
    """For each code and group: people asked, documents in which it was asked, those of them not yet coded."""
    answers: dict[frozenset[str], dict[str, tuple[int, int, int]]] = {}
    by_code = {}
    for code in query.codebook.codes:
        silent = frozenset(guide.id for guide in guides.values() if not covers(query.codebook, guide.asks, code.id))
        if silent not in answers:
            rows = query.rows(_ASKED, silent)
            answers[silent] = {group: (people, asked, uncoded) for group, people, asked, uncoded in rows}
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
