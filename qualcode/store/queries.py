"""Reading a study: documents, people, codings, quotations, memos. One statement an answer, plain data out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from qualcode.errors import NotFoundError
from qualcode.i18n import _
from qualcode.model import (
    Coding,
    Document,
    Filter,
    Listed,
    Memo,
    Participant,
    Quotation,
    Span,
    Speaker,
    Transcript,
    Turn,
)
from qualcode.store.counting import REGIONS, Grouping
from qualcode.store.sqlite import Connection, Row
from qualcode.store.texts import unpack_sentences

_DOCUMENTS = """
SELECT d.id, d.name, d.site, d.kind, d.language, d.date, d.wave, d.guide,
    (SELECT json_group_array(participant) FROM
        (SELECT DISTINCT participant FROM speaker WHERE document = d.id AND participant IS NOT NULL ORDER BY position)),
    (SELECT coalesce(sum(words), 0) FROM turn LEFT JOIN speaker ON speaker.id = turn.speaker
        WHERE turn.document = d.id AND coalesce(interviewer, 0) = 0),
    d.turns, d.length, d.sha256,
    (SELECT json_group_array(coder) FROM (SELECT coder FROM done WHERE document = d.id ORDER BY coder)),
    (SELECT count(*) FROM segment JOIN coding ON coding.segment = segment.id WHERE segment.document = d.id)
FROM document AS d
"""
_CODING = 'coding.id, s.document, s.start, s."end", coding.code, coding.coder, coding.round, coding.key'
_SPEAKERS = """(SELECT json_group_array(json_array(participant, site)) FROM (
    SELECT DISTINCT speaker.participant, participant.site
    FROM passage JOIN speaker ON speaker.id = passage.speaker JOIN participant ON participant.id = speaker.participant
    WHERE passage.segment = s.id ORDER BY passage.first_word))"""
# Whether any coding bears a memo is asked once a statement; most studies have none, and then no row asks for its own.
_MEMO = """(CASE WHEN EXISTS (SELECT 1 FROM memo WHERE target >= 'coding:' AND target < 'coding;')
    THEN (SELECT group_concat(text, char(10)) FROM memo WHERE target = 'coding:' || coding.id) END)"""

_BY_PLACE = 'ORDER BY s.document, s.start, s."end", coding.id'
_SEGMENTS_FIRST = "segment AS s CROSS JOIN coding INDEXED BY sqlite_autoindex_coding_1 ON coding.segment = s.id"
_CODINGS_FIRST = "coding CROSS JOIN segment AS s ON s.id = coding.segment"
_FEW = 1_000  # codings that are sorted sooner than a page of them is found by walking over a million segments


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
    row = connection.execute("SELECT text, sentences FROM document_text WHERE document = ?", (document_id,)).fetchone()
    if row is None:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=document_id))
    starts, ends, _ranks = unpack_sentences(row[1])
    sentences = tuple(map(Span, starts, ends))
    return Transcript(row[0], turns(connection, document_id), speakers(connection, document_id), sentences)


def turns(connection: Connection, document_id: str) -> tuple[Turn, ...]:
    """A document's turns in order."""
    rows = connection.execute(
        'SELECT number, label, start, body, "end", time FROM turn LEFT JOIN speaker ON speaker.id = turn.speaker'
        " WHERE turn.document = ? ORDER BY number",
        (document_id,),
    )
    return tuple(Turn(*row) for row in rows)


def speakers(connection: Connection, document_id: str) -> tuple[Speaker, ...]:
    """Who speaks in a document, in order of appearance."""
    query = "SELECT label, interviewer, participant FROM speaker WHERE document = ? ORDER BY position"
    return tuple(Speaker(label, bool(role), who) for label, role, who in connection.execute(query, (document_id,)))


def participants(connection: Connection) -> list[Participant]:
    """All people who speak in a document, by id."""
    rows = connection.execute(
        "SELECT id, site, role, variables FROM participant"
        " WHERE EXISTS (SELECT 1 FROM speaker WHERE participant = participant.id) ORDER BY id"
    )
    return [Participant(id_, site, role, json.loads(variables)) for id_, site, role, variables in rows]


def coders(connection: Connection) -> list[str]:
    """Everyone who has coded or done anything else, by name."""
    return [row[0] for row in connection.execute("SELECT name FROM coder ORDER BY name")]


def codings(connection: Connection, document_id: str | None = None, coder: str | None = None) -> list[Coding]:
    """Codings in order of place; of one document, of one coder, or all."""
    rows = connection.execute(
        f"SELECT {_CODING}, {_MEMO} FROM segment AS s JOIN coding ON coding.segment = s.id"
        " WHERE (?1 IS NULL OR s.document = ?1) AND (?2 IS NULL OR coding.coder = ?2)"
        ' ORDER BY s.document, s.start, s."end", coding.id'
        if document_id is None
        else f"SELECT {_CODING}, {_MEMO} FROM segment AS s JOIN coding ON coding.segment = s.id"
        " WHERE s.document = ?1 AND (?2 IS NULL OR coding.coder = ?2)"
        ' ORDER BY s.start, s."end", coding.id',
        (document_id, coder),
    )
    return [_coding(row) for row in rows]


def coding(connection: Connection, number: int) -> Coding:
    """One coding by its id."""
    row = connection.execute(
        f"SELECT {_CODING}, {_MEMO} FROM segment AS s JOIN coding ON coding.segment = s.id WHERE coding.id = ?",
        (number,),
    ).fetchone()
    if row is None:
        raise NotFoundError(
            _("There is no coding {number} in this study.").format(number=number),
            _("`qualcode codings` lists those there are."),
        )
    return _coding(row)


def quotations(
    connection: Connection, where: Filter, codes: frozenset[str] | None, limit: int | None, offset: int
) -> Iterator[Quotation]:
    """Codings with their words and citation, in order of document and place; `codes` are those `where.code` means."""
    if limit is not None:
        where, codes = Filter(ids=quotation_ids(connection, where, codes, limit, offset)), None
    condition, values = _condition(where, codes)
    rows = connection.execute(
        f"{_opening(where)} SELECT {_CODING}, {_MEMO}, s.quote, s.first_turn, s.last_turn, d.site, {_SPEAKERS}"
        " FROM coding JOIN segment AS s ON s.id = coding.segment JOIN document AS d ON d.id = s.document"
        f" {condition} {_BY_PLACE} LIMIT -1 OFFSET ?",
        (*values, 0 if limit is not None else offset),
    )
    return (_quotation(row) for row in rows)


def quotation_ids(
    connection: Connection, where: Filter, codes: frozenset[str] | None, limit: int = -1, offset: int = 0
) -> tuple[int, ...]:
    """The ids of one page of quotations, so that only these are read whole; or of all.

    Where many codings are meant, segments are walked in order of place until the page is full; few are sorted. On the
    walk the codings are found by segment: by coder, as SQLite likes to, would be all of a coder's for each segment.
    """
    condition, values = _condition(where, codes)
    many = where.ids is None and (codes is None or _more_than(connection, codes, _FEW))
    tables = _SEGMENTS_FIRST if many else _CODINGS_FIRST
    rows = connection.execute(
        f"{_opening(where)} SELECT coding.id FROM {tables} JOIN document AS d ON d.id = s.document {condition}"
        f" {_BY_PLACE} LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return tuple(row[0] for row in rows)


def _more_than(connection: Connection, codes: frozenset[str], count: int) -> bool:
    query = "SELECT count(*) FROM (SELECT 1 FROM coding WHERE code IN (SELECT value FROM json_each(?)) LIMIT ?)"
    return int(connection.execute(query, (json.dumps(sorted(codes)), count + 1)).fetchone()[0]) > count


def memos(connection: Connection, target: str | None = None) -> list[Memo]:
    """Memos on a target, or all, newest last."""
    rows = connection.execute(
        "SELECT id, target, coder, at, text, kind FROM memo WHERE (?1 IS NULL OR target = ?1) ORDER BY at, id",
        (target,),
    )
    return [Memo(*row) for row in rows]


def citation(document_id: str, people: tuple[str, ...], first_turn: int, last_turn: int) -> str:
    """`L03-P2 §47`: who speaks and in which turns; a person named by the manifest follows the document's id."""
    own = [person if person.startswith(f"{document_id}-") else f"{document_id} {person}" for person in people]
    turns = f"§{first_turn}" if first_turn == last_turn else f"§{first_turn}–{last_turn}"
    return f"{', '.join(own) or document_id} {turns}"


def _opening(where: Filter) -> str:
    """What the statement of a filter begins with."""
    return "" if where.cell is None else REGIONS


def _condition(where: Filter, codes: frozenset[str] | None) -> tuple[str, list[object]]:
    """The filter as SQL; a person's site and role are the speaker's own, else the document's."""
    parts: list[str] = []
    values: list[object] = []

    def add(sql: str, value: object) -> None:
        parts.append(sql)
        values.append(value)

    if codes is not None:
        add("coding.code IN (SELECT value FROM json_each(?))", json.dumps(sorted(codes)))
    if where.ids is not None:
        add("coding.id IN (SELECT value FROM json_each(?))", json.dumps(where.ids))
    if where.site is not None:
        add(_AT_SITE, where.site)
    if where.role is not None:
        add(_SPOKEN.format(condition="participant.role = ?"), where.role)
    if where.participant is not None:
        add(_SPOKEN.format(condition="participant.id = ?"), where.participant)
    if where.cell is not None:
        by, group = where.cell
        add(_IN_CELL.format(group=Grouping(by).of_passage()), group)
    if where.key is not None:
        add("coding.key = ?", int(where.key))
    for column, value in (("s.document", where.document), ("coding.coder", where.coder), ("d.kind", where.kind),
                          ("d.wave", where.wave)):  # fmt: skip
        if value is not None:
            add(f"{column} = ?", value)
    return ("WHERE " + " AND ".join(parts) if parts else ""), values


_SPOKEN = (
    "EXISTS (SELECT 1 FROM passage JOIN speaker ON speaker.id = passage.speaker"
    " JOIN participant ON participant.id = speaker.participant WHERE passage.segment = s.id AND {condition})"
)
_AT_SITE = """EXISTS (
    WITH RECURSIVE below(id) AS (
        SELECT ? UNION SELECT site.id FROM site JOIN below ON site.parent = below.id)
    SELECT 1 FROM passage LEFT JOIN speaker ON speaker.id = passage.speaker
    LEFT JOIN participant ON participant.id = speaker.participant
    WHERE passage.segment = s.id AND coalesce(participant.site, d.site) IN below)"""

_IN_CELL = """EXISTS (
    SELECT 1 FROM passage LEFT JOIN speaker ON speaker.id = passage.speaker
    LEFT JOIN participant AS p ON p.id = speaker.participant
    WHERE passage.segment = s.id AND {group} = ?)"""


def _document(row: Row) -> Document:
    return Document(
        id=row[0], name=row[1], site=row[2], kind=row[3], language=row[4], date=row[5], wave=row[6], guide=row[7],
        participants=tuple(json.loads(row[8])), words=row[9], turns=row[10], length=row[11], sha256=row[12],
        done=tuple(json.loads(row[13])), codings=row[14],
    )  # fmt: skip


def _coding(row: Row) -> Coding:
    number, document_id, start, end, code, coder, round_, key, memo = row[:9]
    return Coding(number, document_id, start, end, code, coder, round_, bool(key), memo or "")


def _quotation(row: Row) -> Quotation:
    quote, first_turn, last_turn, site, spoken = row[9:]
    names, here = _heard(spoken, site)
    return Quotation(_coding(row), quote, names, here, citation(row[1], names, first_turn, last_turn))


@lru_cache(maxsize=1024)
def _heard(spoken: str, site: str | None) -> tuple[tuple[str, ...], str | None]:
    """Who speaks, and their site if it is one; the same few people speak in all quotations of a document."""
    people = json.loads(spoken)
    own_sites = {own or site for _person, own in people}
    return tuple(dict.fromkeys(person for person, _site in people)), own_sites.pop() if len(own_sites) == 1 else site
