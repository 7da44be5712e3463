"""Several codings at once: which of them can have another code, and whose they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from qualcode.model.asking import Extent
from qualcode.store.database.sqlite import Connection

_FREE = """
SELECT min(coding.id) FROM json_each(?1) AS wanted JOIN coding ON coding.id = wanted.value
WHERE coding.code <> ?2 AND NOT EXISTS (SELECT 1 FROM coding AS other WHERE other.segment = coding.segment
    AND other.code = ?2 AND other.coder = coding.coder AND other.round = coding.round)
GROUP BY coding.segment, coding.coder, coding.round ORDER BY 1
"""
_WHOSE = """
SELECT coder, count(*) FROM json_each(?) AS wanted JOIN coding ON coding.id = wanted.value
GROUP BY coder ORDER BY coder
"""
_COUNTED = """
SELECT count(DISTINCT coding.id), count(DISTINCT speaker.participant), count(DISTINCT coding.document)
FROM json_each(?) AS wanted CROSS JOIN coding ON coding.id = wanted.value
CROSS JOIN passage ON passage.segment = coding.segment LEFT JOIN speaker ON speaker.id = passage.speaker
"""


def recodable(connection: Connection, ids: Iterable[int], code: str) -> tuple[int, ...]:
    """Those of the codings that can have this code: its coder has not put it on the same passage already."""
    return tuple(row[0] for row in connection.execute(_FREE, (json.dumps(list(ids)), code)))


def coders_of(connection: Connection, ids: Iterable[int]) -> Mapping[str, int]:
    """How many of the codings each coder made."""
    return dict(connection.execute(_WHOSE, (json.dumps(list(ids)),)).fetchall())


def extent(connection: Connection, ids: Iterable[int]) -> Extent:
    """What the codings come to."""
    return Extent(*connection.execute(_COUNTED, (json.dumps(list(ids)),)).fetchone())
