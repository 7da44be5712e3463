"""The framework matrix as it is kept: a summary for a theme and a holder, each version whole with what it rested on.

A holder is a person or a site, written as a memo's target is: `participant:MSP03`, `site:lille`. A theme is a code with
its sub-codes; a site holds what is said at the sites below it too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from qualcode.model.asking import Filter
from qualcode.model.codes import Code, Codebook
from qualcode.model.codings import Coding, Quotation
from qualcode.store.database import kept
from qualcode.store.database.sqlite import Connection, Row
from qualcode.store.reading import queries
from qualcode.store.reading.dimensions import of_person

Spot = tuple[str, str]
"""A theme and a holder: a cell of the matrix."""


class Cited(NamedTuple):
    """A coding as a summary rests on it."""

    id: int
    document: str
    start: int
    end: int
    code: str


class Evidence(NamedTuple):
    """What a summary rests on: codings, a digest of each code's definition, each document's SHA-256."""

    codings: tuple[Cited, ...]
    definitions: Mapping[str, str]
    texts: Mapping[str, str]


class SummaryVersion(NamedTuple):
    """One text of a cell: who wrote it and when, whose codings it rests on. An `id` is never given twice."""

    id: int
    theme: str
    holder: str
    text: str
    coder: str
    at: str
    counted: str | None
    evidence: Evidence


_VERSION = "version.id, version.theme, version.holder, version.text, version.coder, at, counted, evidence"
_SAID = """
SELECT coding.id, coding.document, coding.start, coding."end", code, coder, p.id, {site}, d.sha256
FROM coding JOIN document AS d ON d.id = coding.document JOIN passage ON passage.segment = coding.segment
LEFT JOIN speaker ON speaker.id = passage.speaker LEFT JOIN participant AS p ON p.id = speaker.participant
LEFT JOIN part ON part.id = speaker.part
WHERE coding.code IN (SELECT value FROM json_each(?)) AND +coding.coder IN (SELECT value FROM json_each(?))
"""
"""The codes lead to fewer codings than their coder: the sign keeps SQLite from the coder's index."""


def current(connection: Connection) -> dict[Spot, SummaryVersion]:
    """Every cell that has a summary, with the version that holds."""
    rows = connection.execute(f"SELECT {_VERSION} FROM summary JOIN summary_version AS version ON version.id = version")
    return {(row[1], row[2]): _version(row) for row in rows}


def current_of(connection: Connection, spot: Spot) -> SummaryVersion | None:
    """The version of one cell that holds."""
    row = connection.execute(
        f"SELECT {_VERSION} FROM summary JOIN summary_version AS version ON version.id = version"
        " WHERE summary.theme = ? AND summary.holder = ?",
        spot,
    ).fetchone()
    return _version(row) if row else None


def versions(connection: Connection, spot: Spot) -> list[SummaryVersion]:
    """Every version of a cell, the newest first."""
    query = f"SELECT {_VERSION} FROM summary_version AS version WHERE theme = ? AND holder = ? ORDER BY id DESC"
    return [_version(row) for row in connection.execute(query, spot)]


def count(connection: Connection) -> int:
    """How many cells have a summary with words in it."""
    query = "SELECT count(*) FROM summary JOIN summary_version AS version ON version.id = version WHERE text <> ''"
    return int(connection.execute(query).fetchone()[0])


def evidence(
    connection: Connection, spots: Iterable[tuple[Spot, str | None]]
) -> dict[tuple[Spot, str | None], Evidence]:
    """What each cell rests on now, in the codings of the coder named beside it: one statement for all."""
    wanted = set(spots)
    book = Codebook({}, kept.codes(connection))
    families = {theme: book.subtree(theme) if theme in book else frozenset() for (theme, _holder), _coder in wanted}
    codes: frozenset[str] = frozenset().union(*families.values())
    found: dict[tuple[Spot, str | None], dict[int, Cited]] = {each: {} for each in wanted}
    texts: dict[str, str] = {}
    themes = {code: [step.id for step in book.path(code) if step.id in families] for code in codes}
    holders = _Holders(connection, {holder for (_theme, holder), _coder in wanted})
    for *place, coder, person, site, sha256 in _said(connection, codes, {coder for _spot, coder in wanted}):
        for holder in holders[person, site]:
            for theme in themes[place[4]]:
                codings = found.get(((theme, holder), coder))
                if codings is not None and place[0] not in codings:
                    codings[place[0]] = Cited(*place)
                    texts[place[1]] = sha256
    digests = {code: digest(book[code]) for code in codes}
    return {spot: _evidence(codings.values(), families[spot[0][0]], digests, texts) for spot, codings in found.items()}


def _said(connection: Connection, codes: Collection[str], coders: Iterable[str | None]) -> Iterable[Row]:
    """Codings a passage at a time: as `Cited`, then the coder, who speaks, where, the document's SHA-256."""
    named = sorted(coder for coder in coders if coder is not None)
    return connection.execute(_SAID.format(site=of_person("site")), (json.dumps(sorted(codes)), json.dumps(named)))


class _Holders(dict[tuple[str | None, str | None], tuple[str, ...]]):
    """Those of some holders to whom a passage belongs: the person, and their site with those above it."""

    def __init__(self, connection: Connection, wanted: Collection[str]) -> None:
        super().__init__()
        self._wanted = wanted
        self._above = {site.id: site.parent for site in kept.sites(connection)}

    def __missing__(self, key: tuple[str | None, str | None]) -> tuple[str, ...]:
        person, site = key
        names = [f"participant:{person}", *(f"site:{name}" for name in _upwards(site, self._above))]
        self[key] = tuple(name for name in names if name in self._wanted)
        return self[key]


def _upwards(site: str | None, above: Mapping[str, str | None]) -> Iterator[str]:
    while site is not None:
        yield site
        site = above.get(site)


def _evidence(
    codings: Iterable[Cited], family: Collection[str], digests: Mapping[str, str], texts: Mapping[str, str]
) -> Evidence:
    ordered = tuple(sorted(codings, key=lambda cited: (cited.document, cited.start, cited.end, cited.id)))
    return Evidence(
        ordered,
        {code: digests[code] for code in sorted(family)},
        {cited.document: texts[cited.document] for cited in ordered},
    )


def digest(code: Code) -> str:
    """What tells a code's definition from any other: label, brief, full, use when, not when."""
    said = [sorted(words.items()) for words in (code.label, code.brief, code.full, code.use_when, code.not_when)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def citations(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The citation of each coding that is there, `L03-P2 §47`."""
    return {found.coding.id: found.citation for found in _found(connection, ids)}


def codings_of(connection: Connection, ids: Iterable[int]) -> dict[int, Coding]:
    """Those of the codings that are still there."""
    return {found.coding.id: found.coding for found in _found(connection, ids)}


def _found(connection: Connection, ids: Iterable[int]) -> Iterable[Quotation]:
    where = Filter(ids=tuple(sorted(set(ids))))
    return queries.quotations(connection, where, None) if where.ids else ()


def turn_at(connection: Connection, document: str, position: int) -> int | None:
    """The number of the turn in which a place of a document lies."""
    query = 'SELECT number FROM turn WHERE document = ? AND start <= ? AND "end" > ?'
    row = connection.execute(query, (document, position, position)).fetchone()
    return int(row[0]) if row else None


def to_data(evidence: Evidence) -> str:
    """Evidence as it is kept."""
    return json.dumps([evidence.codings, dict(evidence.definitions), dict(evidence.texts)], ensure_ascii=False)


def from_data(text: str) -> Evidence:
    """The evidence that `to_data` wrote."""
    codings, definitions, texts = json.loads(text)
    return Evidence(tuple(Cited(*cited) for cited in codings), definitions, texts)


def _version(row: Row) -> SummaryVersion:
    number, theme, holder, text, coder, at, counted, rested = row
    return SummaryVersion(number, theme, holder, text, coder, at, counted, from_data(rested))


def row_of(version: SummaryVersion) -> Sequence[Any]:
    """A version as the row of its table."""
    return [*version[:-1], to_data(version.evidence)]
