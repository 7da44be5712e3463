"""Finding words in the texts of a study: the index names the turns, the turn's own text the exact places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.language.patterns import Matcher, Patience, Wanted, check, matcher
from qualcode.model.asking import Condition, Filter
from qualcode.model.codings import Hit
from qualcode.store.database.sqlite import Connection, Row
from qualcode.store.reading.queries import citation

_TURNS = """
SELECT turn.document, turn.number, turn.body, turn."end", speaker.participant
FROM {source} LEFT JOIN speaker ON speaker.id = turn.speaker
WHERE {matches} AND (?2 IS NULL OR turn.document = ?2) {voices} ORDER BY {order}
"""
_NARROWED = """
{above} SELECT turn.document, turn.number, turn.body, turn."end", p.id
FROM {source} JOIN document AS d ON d.id = turn.document
LEFT JOIN speaker ON speaker.id = turn.speaker LEFT JOIN participant AS p ON p.id = speaker.participant
LEFT JOIN part ON part.document = turn.document AND turn.number BETWEEN part.first_turn AND part.last_turn
WHERE {matches} AND (?2 IS NULL OR turn.document = ?2) {voices} AND {holds} ORDER BY {order}
"""
_INDEXED = {
    "source": "turn_index JOIN turn ON turn.id = turn_index.rowid",
    "matches": "turn_index MATCH ?1",
    "order": "turn_index.rowid",
}
_EVERY = {"source": "turn", "matches": "?1 = ''", "order": "turn.id"}
_NO_INTERVIEWERS = "AND NOT coalesce(speaker.interviewer AND speaker.label <> '', 0)"


def find(
    connection: Connection,
    wanted: Wanted,
    where: Filter,
    context: int = 60,
    limit: int | None = None,
    *,
    interviewers: bool = True,
) -> Iterator[Hit]:
    """Every place that is wanted, in the turns that a filter means, with `context` code points on each side of it.

    The turns are those of the people whom the filter means; those of nobody, and of interviewers if they are wanted, go
    with their document. An `InputError` says what no text could hold, and which expression takes too long.
    """
    check(wanted)
    patience = Patience()
    matchers = {name: matcher(wanted, name, patience) for name in _languages(connection, wanted)}
    turns = _turns(connection, [each.query for each in matchers.values()], where, interviewers)
    languages = _language_of(connection) if wanted.forms else {}
    found = (
        hit
        for name, rows in groupby(turns, key=itemgetter(0))
        for hit in _hits(connection, name, list(rows), matchers[languages.get(name, "")], patience, context)
    )
    return islice(found, limit)


def _languages(connection: Connection, wanted: Wanted) -> Iterable[str]:
    """The languages in which the forms of words differ; where they do not matter, one that is none."""
    return sorted({"", *_language_of(connection).values()}) if wanted.forms and not wanted.regex else ("",)


def _language_of(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT id, language FROM document").fetchall())


def _turns(connection: Connection, queries: Sequence[str], where: Filter, interviewers: bool) -> Iterator[Row]:
    """The turns that may have a place, in order of import."""
    query = " OR ".join(f"({query})" for query in dict.fromkeys(queries)) if all(queries) else ""
    parts = {**(_INDEXED if query else _EVERY), "voices": "" if interviewers else _NO_INTERVIEWERS}
    if where == Filter(document=where.document):
        return connection.execute(_TURNS.format(**parts), (query, where.document))
    from qualcode.conditions import of_filter
    from qualcode.store.reading.dimensions import ABOVE, Grouping

    said = of_filter(where._replace(document=None))
    refuse_of_codings(said)
    narrowed = _NARROWED.format(above=ABOVE, holds=Grouping(where=said).holds(), **parts)
    return connection.execute(narrowed, (query, where.document))


def refuse_of_codings(conditions: Iterable[Condition]) -> None:
    """Refuse conditions on codings where what people say is meant, coded or not."""
    from qualcode.variables.values import OF_PASSAGES

    if wrong := next((condition for condition in conditions if condition.name in OF_PASSAGES), None):
        raise InputError(
            _("{condition}: this is said of codings, not of people and documents.").format(condition=wrong),
            _("Narrow by people, documents or sites: role=nurse  site=lille  date>=2013-01."),
        )


def _hits(
    connection: Connection, name: str, turns: Sequence[Row], matcher: Matcher, patience: Patience, context: int
) -> Iterator[Hit]:
    """The places in one document, of whose text only the stretch from the first to the last of these turns is read."""
    patience.begin(name)
    base = max(0, turns[0][2] - context)
    text = _stretch(connection, name, base, turns[-1][3] + context)
    for _name, number, body, end, person in turns:
        cited = citation(name, (person,) if person else (), number, number)
        for span in matcher.places(text[body - base : end - base]):
            start, stop = body - base + span.start, body - base + span.end
            before, after = text[max(0, start - context) : start], text[stop : stop + context]
            yield Hit(name, start + base, stop + base, before, text[start:stop], after, cited)


def _stretch(connection: Connection, document: str, start: int, end: int) -> str:
    query = "SELECT substr(text, ?, ?) FROM document_text WHERE document = ?"
    return str(connection.execute(query, (start + 1, end - start, document)).fetchone()[0])
