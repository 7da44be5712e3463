"""Which codes stand where, for what is counted pair by pair and interview by interview.

Groups are those of the counting rule: a passage is in the group of who speaks in it, else in its document's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from qualcode.analysis.cooccurrence import Paper, Relation, Segment
from qualcode.store.counting.themes import MENTIONS
from qualcode.store.database.sqlite import Connection, Row
from qualcode.store.reading.dimensions import Grouping, Voices, voices
from qualcode.store.reading.texts import load_text

_PRESENT = "SELECT DISTINCT document.id, grp FROM present JOIN document ON document.rowid = present.document"
_MARKED = """
SELECT coding.document, coding.start, coding."end", coding.segment, coding.code, passage.speaker
FROM coding CROSS JOIN passage ON passage.segment = coding.segment
WHERE coding.coder = ? AND {codings} ORDER BY coding.document, coding.start, coding."end"
"""
_TURNS = 'SELECT start, body, "end", speaker FROM turn WHERE document = ? ORDER BY number'
_TURN_STARTS = "SELECT start FROM turn WHERE document = ? ORDER BY number"
_INTERVIEWS = """
SELECT id, kind, date, EXISTS (SELECT 1 FROM done WHERE done.document = document.id AND done.coder = ?1)
    OR EXISTS (SELECT 1 FROM coding WHERE coding.coder = ?1 AND coding.document = document.id)
FROM document ORDER BY id
"""
_CODED = "SELECT DISTINCT document, code FROM coding WHERE coder = ?"

Speakers = tuple[int | None, ...]
Marked = tuple[int, int, int, Speakers]
"""A distinct segment: its start and end, its codes as bits, who speaks in it."""
Ruler = Callable[[int, int], tuple[int, int]]
"""Where a segment begins and finishes on a ruler, given its start and end in code points."""


class Interview(NamedTuple):
    """A document that may be counted as an interview; `coded`: with a coding of the coder, or marked as done."""

    id: str
    kind: str
    date: str | None
    coded: bool


def papers(
    connection: Connection,
    marks: Mapping[str, int],
    grouping: Grouping,
    coder: str | None,
    relation: Relation,
    tell: Callable[[str], None] | None = None,
) -> Iterator[Paper]:
    """What one coder marked, document by document and group by group; `marks` are the bits that a code stands for.

    `tell` hears of each document before it is counted, and may raise to stop.
    """
    known = voices(connection, grouping)
    rows = connection.execute(_MARKED.format(codings=grouping.of_codings()), (coder,))
    for document, marked in _documents(rows, marks):
        if tell:
            tell(document)
        segments = _segments(document, marked, known, _ruler(connection, document, relation))
        units = _turns(connection, document, marked, known) if relation.name == "turn" else segments
        for group in segments.keys() | units.keys():
            yield Paper(group, segments.get(group, []), units.get(group, []))


def interviews(connection: Connection, coder: str | None) -> list[Interview]:
    """All documents by id, with whether the coder has worked on them."""
    rows = connection.execute(_INTERVIEWS, (coder,))
    return [Interview(name, kind, date, bool(coded)) for name, kind, date, coded in rows]


def codes_of_documents(connection: Connection, coder: str | None) -> dict[str, set[str]]:
    """The codes that one coder put on anything in each document; a document without any is not there."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for document, code in connection.execute(_CODED, (coder,)):
        found[document].add(code)
    return dict(found)


def codes_by_group(connection: Connection, grouping: Grouping, coder: str | None) -> dict[str, dict[str, set[str]]]:
    """For each group the documents in which it is present, with the codes of its passages, which may be none."""
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for document, group in connection.execute(grouping.sql() + _PRESENT):
        found[group][document] = set()
    known = voices(connection, grouping)
    for document, code, speaker in connection.execute(MENTIONS.format(codings=grouping.of_codings()), (coder,)):
        for group in _heard(known, document, (speaker,)):
            found[group].setdefault(document, set()).add(code)
    return dict(found)


def _heard(known: Voices, document: str, speakers: Iterable[int | None]) -> dict[str, frozenset[int]]:
    """The groups of those who speak, with their people; the document's own where nobody does."""
    found: defaultdict[str, frozenset[int]] = defaultdict(frozenset)
    for speaker in speakers:
        if speaker is None:
            if document in known.documents:
                found[known.documents[document]] |= frozenset()
        elif speaker in known.speakers:
            person, group = known.speakers[speaker]
            found[group] |= frozenset() if person is None else {person}
    return dict(found)


def _documents(rows: Iterable[Row], marks: Mapping[str, int]) -> Iterator[tuple[str, list[Marked]]]:
    """Each document with its distinct segments in order; a segment has a row for each code and who speaks."""
    document, segment = None, None
    marked: list[Marked] = []
    for here, start, end, number, code, speaker in rows:
        if here != document:
            if document is not None:
                yield document, marked
            document, segment, marked = here, None, []
        if number != segment:
            segment = number
            marked.append((start, end, marks[code], (speaker,)))
        else:
            _start, _end, codes, speakers = marked[-1]
            heard = speakers if speaker in speakers else (*speakers, speaker)
            marked[-1] = start, end, codes | marks[code], heard
    if document is not None:
        yield document, marked


def _segments(document: str, marked: Iterable[Marked], known: Voices, ruler: Ruler | None) -> dict[str, list[Segment]]:
    """The segments of each group that speaks in them, with its own people."""
    found: dict[str, list[Segment]] = {}
    heard: dict[Speakers, dict[str, frozenset[int]]] = {}
    for start, end, codes, speakers in marked:
        if speakers not in heard:
            heard[speakers] = _heard(known, document, speakers)
        place = ruler(start, end) if ruler else (0, 0)
        for group, people in heard[speakers].items():
            found.setdefault(group, []).append(Segment(start, end, codes, people, *place))
    return found


def _turns(connection: Connection, document: str, marked: Iterable[Marked], known: Voices) -> dict[str, list[Segment]]:
    """The turns that bear a code, with all they bear; a label is not yet speaking, and an interviewer is no voice."""
    turns = connection.execute(_TURNS, (document,)).fetchall()
    starts, borne = [turn[0] for turn in turns], [0] * len(turns)
    for start, end, codes, _speakers in marked:
        place = bisect_right(starts, start) - 1
        while place < len(turns) and starts[place] < end:
            if max(start, turns[place][1]) < min(end, turns[place][2]):
                borne[place] |= codes
            place += 1
    found: dict[str, list[Segment]] = {}
    for (_start, body, end, speaker), codes in zip(turns, borne, strict=True):
        if codes:
            for group, people in _heard(known, document, (speaker,)).items():
                found.setdefault(group, []).append(Segment(body, end, codes, people))
    return found


def _ruler(connection: Connection, document: str, relation: Relation) -> Ruler | None:
    """What the distance between segments of a document is measured by; nothing where it is not asked for."""
    if relation.name != "follows":
        return None
    if relation.within == "turn":
        starts = [row[0] for row in connection.execute(_TURN_STARTS, (document,))]
        return lambda start, end: (bisect_right(starts, start), bisect_right(starts, end - 1))
    text = load_text(connection, document)
    if relation.within != "sentence":
        return lambda start, end: (text.word_rank(start), text.word_rank(end))

    def sentences(start: int, end: int) -> tuple[int, int]:
        """The numbers of the sentences in which a segment begins and ends; one that begins between two, the next."""
        begin = bisect_right(text.starts, start)
        between = begin == 0 or start >= text.ends[begin - 1]
        return begin + between, bisect_right(text.starts, end - 1)

    return sentences
