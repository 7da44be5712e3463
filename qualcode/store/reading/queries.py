"""Reading a study: documents, people, codings, quotations, memos. One statement an answer, plain data out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.model.asking import Filter
from qualcode.model.codings import Candidate, Coding, Memo, Passage, Quotation
from qualcode.model.people import Participant
from qualcode.model.texts import Document, Listed, Speaker, Transcript, Turn
from qualcode.store.database.sqlite import Connection, Row

if TYPE_CHECKING:
    from qualcode.query.tree import Tree

_DOCUMENTS = """
SELECT d.id, d.name, d.site, d.kind, d.language, d.date, d.wave, d.guide,
    (SELECT json_group_array(participant) FROM
        (SELECT DISTINCT participant FROM speaker WHERE document = d.id AND participant IS NOT NULL ORDER BY position)),
    (SELECT coalesce(sum(words), 0) FROM turn
        WHERE speaker IN (SELECT id FROM speaker WHERE document = d.id AND interviewer = 0))
        + (SELECT coalesce(sum(words), 0) FROM turn WHERE speaker IS NULL AND document = d.id),
    d.turns, d.length, d.sha256,
    (SELECT json_group_array(coder) FROM (SELECT coder FROM done WHERE document = d.id ORDER BY coder)),
    (SELECT count(*) FROM coding WHERE document = d.id)
FROM document AS d
"""
# Whether any coding bears a memo is asked once a statement; most studies have none, and then no row asks for its own.
_CODING = """coding.id, coding.document, coding.start, coding."end", code, coder, round, coding.key,
    (CASE WHEN EXISTS (SELECT 1 FROM memo WHERE target >= 'coding:' AND target < 'coding;')
        THEN (SELECT coalesce(group_concat(text, char(10)), '') FROM memo WHERE target = 'coding:' || coding.id)
        ELSE '' END), counter, definition"""
_SPEAKING = """(SELECT group_concat(speaker)
    FROM (SELECT speaker FROM passage WHERE passage.segment = coding.segment ORDER BY first_word))"""
_QUOTATION = f"""{_CODING}, segment.quote, first_turn, last_turn, {_SPEAKING},
    (SELECT time FROM turn WHERE turn.document = coding.document AND turn.number = first_turn)"""
_CANDIDATE = f"""SELECT coding.id, coding.document, coding.start, coding."end", code, coding.key, counter, {_SPEAKING}
FROM coding CROSS JOIN document AS d ON d.id = coding.document"""
_PLACE = 'coding.document, coding.start, coding."end", coding.id'
_PEOPLE = """
SELECT d.id, d.site, speaker.id, participant.id, coalesce(participant.site, part.site, d.site) FROM document AS d
LEFT JOIN speaker ON speaker.document = d.id LEFT JOIN part ON part.id = speaker.part
LEFT JOIN participant ON participant.id = speaker.participant WHERE d.id IN (SELECT value FROM json_each(?))
"""


def documents(connection: Connection) -> list[Document]:
    """All documents, by site in the researcher's order, then by id."""
    order = " ORDER BY (SELECT position FROM site WHERE id = d.site), d.id"
    return [_document(row) for row in connection.execute(_DOCUMENTS + order)]


def catalogue(connection: Connection) -> list[Listed]:
    """All documents by id, with name, site and kind alone."""
    return [Listed(*row) for row in connection.execute("SELECT id, name, site, kind FROM document ORDER BY id")]


def document(connection: Connection, name: str) -> Document:
    """One document by its id, or by its file name where only one bears it."""
    rows = connection.execute(_DOCUMENTS + "WHERE d.id = ?", (name,)).fetchall()
    by_name = "WHERE d.name = ?1 OR d.id = ?1 COLLATE NOCASE"
    rows = rows or connection.execute(_DOCUMENTS + by_name, (name,)).fetchall()
    if len(rows) != 1:
        raise NotFoundError(
            _("There is no document {name} in this study.").format(name=name), _("`qualcode documents` lists them.")
        )
    return _document(rows[0])


def transcript(connection: Connection, document_id: str) -> Transcript:
    """A document's text with turns, speakers and sentence bounds."""
    from qualcode.store.reading.texts import unpack_sentences

    row = connection.execute("SELECT text, sentences FROM document_text WHERE document = ?", (document_id,)).fetchone()
    if row is None:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=document_id))
    starts, ends, _ranks = unpack_sentences(row[1])
    sentences = tuple(map(Span, starts, ends))
    return Transcript(row[0], turns(connection, document_id), speakers(connection, document_id), sentences)


def turns(connection: Connection, document_id: str) -> tuple[Turn, ...]:
    """A document's turns in order."""
    rows = connection.execute(
        "SELECT number, nullif(label, ''), start, body, \"end\", time"
        " FROM turn LEFT JOIN speaker ON speaker.id = turn.speaker WHERE turn.document = ? ORDER BY number",
        (document_id,),
    )
    return tuple(Turn(*row) for row in rows)


def speakers(connection: Connection, document_id: str) -> tuple[Speaker, ...]:
    """Who speaks in a document, in order of appearance."""
    query = """
        SELECT label, interviewer, participant FROM speaker WHERE document = ? AND label <> ''
        GROUP BY label ORDER BY min(position)"""
    return tuple(Speaker(label, bool(role), who) for label, role, who in connection.execute(query, (document_id,)))


def participants(connection: Connection) -> list[Participant]:
    """All people who speak in a document, by id."""
    rows = connection.execute(
        "SELECT id, site, role, variables, waves FROM participant"
        " WHERE EXISTS (SELECT 1 FROM speaker WHERE participant = participant.id) ORDER BY id"
    )
    return [Participant(name, site, role, *map(json.loads, variables)) for name, site, role, *variables in rows]


def coders(connection: Connection) -> list[str]:
    """Everyone who has coded or done anything else, by name."""
    return [row[0] for row in connection.execute("SELECT name FROM coder ORDER BY name")]


def coders_of_codings(connection: Connection) -> frozenset[str]:
    """Who has codings in the study."""
    query = "SELECT name FROM coder WHERE EXISTS (SELECT 1 FROM coding WHERE coding.coder = coder.name)"
    return frozenset(row[0] for row in connection.execute(query))


def codings(connection: Connection, document_id: str | None = None, coder: str | None = None) -> list[Coding]:
    """Codings in order of place; of one document, of one coder, or all."""
    condition, values = condition_of(Filter(document=document_id, coder=coder), None)
    rows = connection.execute(f"SELECT {_CODING} FROM coding {condition} ORDER BY {_PLACE}", values)
    return list(map(Coding._make, rows))


def coding(connection: Connection, number: int) -> Coding:
    """One coding by its id."""
    row = connection.execute(f"SELECT {_CODING} FROM coding WHERE coding.id = ?", (number,)).fetchone()
    if row is None:
        raise NotFoundError(
            _("There is no coding {number} in this study.").format(number=number),
            _("`qualcode codings` lists those there are."),
        )
    return Coding._make(row)


def quotations(connection: Connection, where: Filter, codes: frozenset[str] | None) -> Iterator[Quotation]:
    """Codings with their words and citation, in order of document and place; `codes` are those `where.code` means."""
    heard = _Heard(connection)
    return (_quotation(row, heard) for row in _quoted(connection, where, codes))


def quotations_of(connection: Connection, ids: Sequence[int]) -> list[Quotation]:
    """The quotations of these ids in this order; those that are there no more are left out."""
    rows = {row[0]: row for row in _quoted(connection, Filter(ids=tuple(ids)), None)}
    heard = _Heard(connection)
    heard.meet({row[1] for row in rows.values()})
    return [_quotation(rows[number], heard) for number in ids if number in rows]


def candidates(connection: Connection, where: Filter, codes: frozenset[str] | None) -> Iterator[Candidate]:
    """The codings that `quotations` would quote, code by code in the order of their ids, and then of place."""
    heard = _Heard(connection)
    condition, values = condition_of(where, codes)
    statement = f"{opening(where)} {_CANDIDATE} {condition} ORDER BY code, {_PLACE}"
    for row in connection.execute(statement, values):
        names, site, _speaking_as = heard[row[1], row[7]]
        yield Candidate._make((*row[:7], names, site))


def _quoted(connection: Connection, where: Filter, codes: frozenset[str] | None) -> Iterable[Row]:
    condition, values = condition_of(where, codes)
    return connection.execute(
        f"{opening(where)} SELECT {_QUOTATION} FROM coding CROSS JOIN segment ON segment.id = coding.segment"
        f" CROSS JOIN document AS d ON d.id = coding.document {condition} ORDER BY {_PLACE}",
        values,
    )


def memos(connection: Connection, target: str | None = None) -> list[Memo]:
    """Memos on a target, or all, newest last."""
    rows = connection.execute(
        "SELECT id, target, coder, at, text, kind, date FROM memo WHERE (?1 IS NULL OR target = ?1) ORDER BY at, id",
        (target,),
    )
    return [Memo(*row) for row in rows]


def passages(connection: Connection, codes: Iterable[str], coders: Iterable[str] | None) -> list[Passage]:
    """The places that carry one of the codes, each once, in order of document and place; None: of all coders."""
    query = """SELECT DISTINCT document, start, "end" FROM coding WHERE code IN (SELECT value FROM json_each(?1))
        AND (?2 IS NULL OR coder IN (SELECT value FROM json_each(?2))) ORDER BY document, start, "end" """
    asked = json.dumps(sorted(codes)), None if coders is None else json.dumps(sorted(coders))
    return [Passage(*row) for row in connection.execute(query, asked)]


def last_event(connection: Connection) -> int:
    """The number of the last act on record."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0])


def citation(document_id: str, people: tuple[str, ...], first_turn: int, last_turn: int) -> str:
    """`L03-P2 §47`: who speaks and in which turns; a person named by the manifest follows the document's id."""
    return _cited(_speaking(document_id, people), first_turn, last_turn)


def _cited(speaking: str, first_turn: int, last_turn: int) -> str:
    return f"{speaking} §{first_turn}" if first_turn == last_turn else f"{speaking} §{first_turn}–{last_turn}"


def _speaking(document_id: str, people: tuple[str, ...]) -> str:
    own = [person if person.startswith(f"{document_id}-") else f"{document_id} {person}" for person in people]
    return ", ".join(own) or document_id


def opening(where: Filter) -> str:
    """What the statement of a filter begins with."""
    if where.cell is None and not where.conditions and (where.query is None or not _says_of_voices(where.query)):
        return ""
    from qualcode.store.reading.dimensions import ABOVE

    return ABOVE


def _says_of_voices(query: Tree) -> bool:
    from qualcode.store.reading.retrieval import says_of_voices

    return says_of_voices(query)


def condition_of(where: Filter, codes: frozenset[str] | None) -> tuple[str, list[object]]:
    """The filter as SQL; a person's site and role are the speaker's own, else the document's."""
    parts: list[str] = []
    values: list[object] = []

    def add(sql: str, value: object) -> None:
        parts.append(sql)
        values.append(value)

    if codes is not None:
        parts.append(f"coding.code IN ({', '.join('?' * len(codes))})")
        values.extend(sorted(codes))
    if where.ids is not None:
        add("coding.id IN (SELECT value FROM json_each(?))", json.dumps(where.ids))
    if where.site is not None:
        add(_AT_SITE, where.site)
    if where.role is not None:
        add(_OF_ROLE, where.role)
    if where.participant is not None:
        add(_OF_PERSON, where.participant)
    if where.wave is not None:
        add(_IN_WAVE, where.wave)
    if where.cell is not None or where.conditions:
        from qualcode.store.reading.dimensions import Grouping

        by, group = where.cell or ((), "")
        grouping = Grouping(by, where.conditions)
        add(_COUNTED.format(group=grouping.of_passage(), holds=grouping.holds(), codings=grouping.of_codings()), group)
    if where.key is not None:
        add("coding.key = ?", int(where.key))
    if where.counter is not None:
        add("coding.counter = ?", int(where.counter))
    if where.query is not None:
        from qualcode.store.reading.retrieval import answered

        parts.append(answered(where.query, codes))
    for column, value in (("coding.document", where.document), (_of_coder(where), where.coder), ("d.kind", where.kind)):
        if value is not None:
            add(f"{column} = ?", value)
    return ("WHERE " + " AND ".join(parts) if parts else ""), values


_OF_PERSON = """coding.segment IN (
    SELECT segment FROM speaker JOIN passage ON passage.speaker = speaker.id WHERE speaker.participant = ?)"""
_OF_ROLE = """EXISTS (
    SELECT 1 FROM passage JOIN speaker ON speaker.id = passage.speaker
    JOIN participant ON participant.id = speaker.participant
    WHERE passage.segment = coding.segment AND participant.role = ?)"""
_PASSAGE = """SELECT 1 FROM passage LEFT JOIN speaker ON speaker.id = passage.speaker
    LEFT JOIN part ON part.id = speaker.part LEFT JOIN participant AS p ON p.id = speaker.participant
    WHERE passage.segment = coding.segment"""
_AT_SITE = f"""EXISTS (
    WITH RECURSIVE below(id) AS (
        SELECT ? UNION SELECT site.id FROM site JOIN below ON site.parent = below.id)
    {_PASSAGE} AND coalesce(p.site, part.site, d.site) IN below)"""
_IN_WAVE = f"EXISTS ({_PASSAGE} AND coalesce(part.wave, d.wave) = ?)"
_COUNTED = f"EXISTS ({_PASSAGE} AND {{group}} = ? AND {{holds}}) AND {{codings}}"


def _of_coder(where: Filter) -> str:
    """A coder's codings are many: the sign keeps SQLite from their index where a code or a person leads to fewer."""
    fewer = where.code is not None or where.participant is not None or where.ids is not None
    return "+coding.coder" if fewer else "coding.coder"


def _document(row: Row) -> Document:
    return Document(
        id=row[0], name=row[1], site=row[2], kind=row[3], language=row[4], date=row[5], wave=row[6], guide=row[7],
        participants=tuple(json.loads(row[8])), words=row[9], turns=row[10], length=row[11], sha256=row[12],
        done=tuple(json.loads(row[13])), codings=row[14],
    )  # fmt: skip


def _quotation(row: Row, heard: _Heard) -> Quotation:
    quote, first_turn, last_turn, speakers, time = row[11:]
    names, site, speaking = heard[row[1], speakers]
    return Quotation(Coding._make(row[:11]), quote, names, site, _cited(speaking, first_turn, last_turn), time)


class _Heard(dict[tuple[str, str | None], tuple[tuple[str, ...], str | None, str]]):
    """Who speaks in a passage, their site if it is one, and how they are cited; by document and keys of speakers.

    The same few people speak in all quotations of a document, so they are asked for once a document, or for all
    documents that are known to come.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection
        self._sites: dict[str, str | None] = {}
        """The documents' own sites: where nobody speaks in a passage, or people of several sites do."""
        self._people: dict[str, tuple[str | None, str | None]] = {}

    def meet(self, documents: Iterable[str]) -> None:
        """Ask for everybody who speaks in some documents."""
        for document, own, speaker, who, site in self._connection.execute(_PEOPLE, (json.dumps(list(documents)),)):
            self._sites[document] = own
            self._people[str(speaker)] = who, site

    def __missing__(self, key: tuple[str, str | None]) -> tuple[tuple[str, ...], str | None, str]:
        document, keys = key
        if document not in self._sites:
            self.meet((document,))
        people = [self._people[speaker] for speaker in keys.split(",")] if keys else []
        names = tuple(dict.fromkeys(who for who, _site in people if who))
        sites = {site for _who, site in people}
        site = sites.pop() if len(sites) == 1 else self._sites[document]
        heard = self[key] = names, site, _speaking(document, names)
        return heard
