"""Which quotations a filter means, in one of several orders, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualcode.model.asking import Filter
from qualcode.store.database.sqlite import Connection
from qualcode.store.reading.queries import condition_of, opening

ORDER = "order"
_MOST_STATEMENTS = 100
"""Codes that are asked for one by one; SQLite joins some hundreds of statements."""
_SITE = """(SELECT position FROM site WHERE id = coalesce((
    SELECT CASE WHEN count(DISTINCT coalesce(heard, '')) = 1 THEN max(heard) END FROM (
        SELECT coalesce(p.site, part.site, d.site) AS heard FROM passage JOIN speaker ON speaker.id = passage.speaker
        LEFT JOIN part ON part.id = speaker.part LEFT JOIN participant AS p ON p.id = speaker.participant
        WHERE passage.segment = coding.segment)), d.site))"""
"""The place of a quotation's site in the tree of sites: that of who speaks if it is one, else the document's."""
SORTS: Mapping[str, tuple[str, ...]] = {
    ORDER: (),
    "site": (f"{_SITE} IS NULL", _SITE),
    "code": ("(SELECT position FROM code WHERE code.id = coding.code)",),
    "length": ('coding."end" - coding.start',),
}
"""What quotations are sorted by, before their place: the researcher's order of sites or codes, the shortest first."""
_FOUND = """SELECT coding.id{keys}, coding.document, coding.start, coding."end", coding.id
FROM coding CROSS JOIN document AS d ON d.id = coding.document {condition}"""


def quotation_ids(
    connection: Connection,
    where: Filter,
    codes: frozenset[str] | None,
    sort: str = ORDER,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[int, ...]:
    """The ids of quotations in order, or of one page of them, so that only these are read whole.

    In order of place each code is asked for by itself, through its own index, and what is found is merged: so a first
    page is not the work of the whole.
    """
    prepare(connection, where)
    keys = SORTS[sort]
    found = _statements(where, codes, "".join(f", {key}" for key in keys), apart=sort == ORDER)
    order = ", ".join(str(place) for place in range(2, len(keys) + 6))
    statements, values = zip(*found, strict=True)
    rows = connection.execute(
        f"{opening(where)} {' UNION ALL '.join(statements)} ORDER BY {order} LIMIT ? OFFSET ?",
        (*(value for each in values for value in each), -1 if limit is None else limit, offset),
    )
    return tuple(row[0] for row in rows)


def prepare(connection: Connection, where: Filter) -> None:
    """Give SQL what the filter's query measures by."""
    if where.query is not None:
        from qualcode.store.reading.retrieval import measures
        from qualcode.store.reading.rulers import lay_rulers

        if measures(where.query):
            lay_rulers(connection)


def _statements(
    where: Filter, codes: frozenset[str] | None, keys: str, *, apart: bool
) -> Iterator[tuple[str, list[object]]]:
    """Each statement with its values."""
    own = _own(where, codes) if apart else None
    if own is None or len(own) > _MOST_STATEMENTS or len(own) < 2:
        condition, values = condition_of(where, codes)
        yield _FOUND.format(keys=keys, condition=condition), values
        return
    for code in sorted(own):
        condition, values = condition_of(where, frozenset((code,)))
        yield _FOUND.format(keys=keys, condition=condition), values


def _own(where: Filter, codes: frozenset[str] | None) -> frozenset[str] | None:
    """The codes that an answer may have; None where it may have any, or where its ids are known."""
    if where.ids is not None:
        return None
    if where.query is None:
        return codes
    from qualcode.query.tree import own_codes

    meant = own_codes(where.query)
    return meant & codes if meant and codes is not None else meant or codes
