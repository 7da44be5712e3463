"""What each theme rests on, who has coded what, and where the study's documents come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from qualcode.model.asking import Condition
from qualcode.store.counting.themes import PASSAGES
from qualcode.store.counting.waves import Asked
from qualcode.store.database.sqlite import Connection, Row
from qualcode.store.reading.dimensions import ABOVE, Grouping, condition_holds, of_site

_AGAINST = """
SELECT DISTINCT code, coding.segment, document, passage.speaker
FROM coding JOIN passage ON passage.segment = coding.segment WHERE counter AND +coder = ? AND {codings}
"""
_VOICES = """
SELECT speaker, participant.id, document.id, grp FROM person
JOIN participant ON participant.rowid = person.participant JOIN document ON document.rowid = person.document
"""
_ALONE = "SELECT speaker, NULL, name, grp FROM alone"
_PRESENT = """
SELECT DISTINCT grp, participant.id, d.id, d.guide,
    EXISTS (SELECT 1 FROM done WHERE done.document = d.id AND done.coder = ?)
FROM present JOIN document AS d ON d.rowid = present.document
LEFT JOIN participant ON participant.rowid = present.participant
"""
_WORDS = (
    "SELECT turn.document, sum(words) FROM turn JOIN person ON person.speaker = turn.speaker GROUP BY turn.document"
)
_DONE = "SELECT coder, document FROM done"
_BEGUN = "SELECT coder.name, document.id FROM coder CROSS JOIN document WHERE EXISTS ("
_BEGUN += "SELECT 1 FROM coding WHERE coding.coder = coder.name AND coding.document = document.id)"
_DATES = """, meant(document) AS ({meant})
SELECT site, date, 1 FROM document WHERE rowid IN meant UNION
SELECT coalesce(part.site, d.site), coalesce(part.date, d.date), 1 FROM part JOIN document AS d ON d.id = part.document
WHERE d.rowid IN meant
UNION SELECT coalesce(p.site, part.site, d.site), coalesce(part.date, d.date), 0 FROM person
JOIN speaker ON speaker.id = person.speaker
JOIN participant AS p ON p.id = speaker.participant JOIN document AS d ON d.id = speaker.document
LEFT JOIN part ON part.id = speaker.part
"""

Dates = Mapping[str | None, Set[str | None]]
"""Dates by site, None among them where something is undated; under None those of no site."""
Mention = tuple[str, str, int | None]
"""A code, a document in which it stands, and who speaks there (None: nobody)."""


class Voice(NamedTuple):
    """Who speaks (None: nobody), in which document, of which site."""

    person: str | None
    document: str
    site: str


@dataclass(slots=True)
class Walk:
    """What one pass over a coder's codings finds: segments by theme, words coded by document, and every mention."""

    segments: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    words: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    mentions: set[Mention] = field(default_factory=set)


class Present(NamedTuple):
    """By site and by person, each document they are in: which it is, by which guide, whether the coder is done."""

    sites: Mapping[str, Mapping[str, Asked]]
    people: Mapping[str, Mapping[str, Asked]]


def walk(
    connection: Connection,
    themes: Mapping[str, Sequence[str]],
    coder: str | None,
    grouping: Grouping,
    heard: Collection[tuple[str, int | None]],
    tell: Callable[[str], None] | None,
) -> Walk:
    """Pass over one coder's codings where those `heard` speak; `themes` are those a code counts under.

    `tell` hears of each document before it is counted, and may raise to stop.
    """
    found = Walk()
    rows = connection.execute(PASSAGES.format(codings=grouping.of_codings()), (coder,))
    _count(rows, themes, found, heard, tell)
    return found


def _count(
    rows: Iterable[Row],
    themes: Mapping[str, Sequence[str]],
    found: Walk,
    heard: Collection[tuple[str, int | None]],
    tell: Callable[[str], None] | None,
) -> None:
    """Segments come by place, so that words are counted by how far each speaker's have been reached."""
    document: str | None = None
    last: dict[str, int] = {}
    reach: dict[int, int] = {}
    for here, segment, code, speaker, first_word, last_word in rows:
        if here != document:
            document = here
            reach.clear()
            if tell:
                tell(here)
        if (here, speaker) not in heard:
            continue
        found.mentions.add((code, here, speaker))
        if speaker is not None:
            before = reach.get(speaker, 0)
            if last_word > before:
                found.words[here] += last_word - (first_word if first_word > before else before)
                reach[speaker] = last_word
        for theme in themes[code]:
            if last.get(theme) != segment:
                last[theme] = segment
                found.segments[theme] += 1


def against(
    connection: Connection, coder: str | None, grouping: Grouping, heard: Collection[tuple[str, int | None]]
) -> dict[str, set[int]]:
    """The segments, where those `heard` speak, that one coder marked as counter-examples, by code."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    query = _AGAINST.format(codings=grouping.of_codings())
    for code, segment, document, speaker in connection.execute(query, (coder,)):
        if (document, speaker) in heard:
            found[code].add(segment)
    return dict(found)


def voices(connection: Connection, where: tuple[Condition, ...] = ()) -> dict[tuple[str, int | None], Voice]:
    """Who speaks, by document and speaker; what nobody says is the document's, or the part's."""
    opening = Grouping(("site",), where).sql()
    rows = [*connection.execute(opening + _VOICES), *connection.execute(opening + _ALONE)]
    return {(document, speaker): Voice(person, document, site) for speaker, person, document, site in rows}


def present(connection: Connection, coder: str | None, where: tuple[Condition, ...] = ()) -> Present:
    """Who and what site is in which documents, as tables count them."""
    sites: defaultdict[str, dict[str, Asked]] = defaultdict(dict)
    people: defaultdict[str, dict[str, Asked]] = defaultdict(dict)
    opening = Grouping(("site",), where).sql()
    for site, person, document, guide, coded in connection.execute(opening + _PRESENT, (coder,)):
        asked = Asked(guide, bool(coded))
        sites[site][document] = asked
        if person is not None:
            people[person][document] = asked
    return Present(dict(sites), dict(people))


def words_of_documents(connection: Connection, where: tuple[Condition, ...] = ()) -> dict[str, int]:
    """The words of participants in each document that has any."""
    return dict(connection.execute(Grouping((), where).sql() + _WORDS).fetchall())


def work(connection: Connection) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """For each coder the documents marked as done, and those with a coding of theirs."""
    done: defaultdict[str, set[str]] = defaultdict(set)
    begun: defaultdict[str, set[str]] = defaultdict(set)
    for query, found in ((_DONE, done), (_BEGUN, begun)):
        for coder, document in connection.execute(query):
            found[coder].add(document)
    return dict(done), dict(begun)


def dates_of_sites(connection: Connection, where: tuple[Condition, ...] = ()) -> tuple[Dates, Dates]:
    """The dates of each site's documents, and of its parts of others; and those of what its people say anywhere."""
    own: defaultdict[str | None, set[str | None]] = defaultdict(set)
    said: defaultdict[str | None, set[str | None]] = defaultdict(set)
    query = _DATES.format(meant="SELECT document FROM present" if where else "SELECT rowid FROM document")
    for site, date, is_own in connection.execute(Grouping((), where).sql() + query):
        (own if is_own else said)[site].add(date)
    return dict(own), dict(said)


def sites_meeting(connection: Connection, where: Iterable[Condition]) -> set[str]:
    """The sites for which conditions hold that are of sites: their ids, regions and variables."""
    holds = (f"AND {condition_holds(condition, of_site(condition.name))}" for condition in where)
    rows = connection.execute(f"{ABOVE} SELECT id FROM site AS premises WHERE 1 {' '.join(holds)}")
    return {site for (site,) in rows}
