"""Which codings were made under an earlier wording of their code's definition: counted, and listed in order."""

from __future__ import annotations

from typing import NamedTuple

from qualcode.store.database.sqlite import Connection

_PRESENT = """
WITH present AS (
    SELECT code, number, at FROM definition WHERE (code, number) IN (
        SELECT code, max(number) FROM definition GROUP BY code) AND number > 1)
"""
_COUNTED = f"""{_PRESENT}
SELECT coding.code, coding.coder, present.number, present.at, coding.definition, count(*),
    sum(coding.at < present.at)
FROM present JOIN coding ON coding.code = present.code
WHERE (?1 IS NULL OR coding.coder = ?1) GROUP BY 1, 2, 5 ORDER BY 1, 2, 5
"""
_LISTED = f"""{_PRESENT}
SELECT coding.id FROM present JOIN coding ON coding.code = present.code
WHERE coding.definition < present.number AND (?1 IS NULL OR coding.coder = ?1) AND (?2 IS NULL OR coding.code = ?2)
ORDER BY (SELECT position FROM code WHERE id = coding.code), coding.document, coding.start, coding."end", coding.id
"""


class Under(NamedTuple):
    """How many codings of a code and coder are under a wording; `earlier` of them were made before the present one."""

    code: str
    coder: str
    present: int
    since: str
    definition: int
    codings: int
    earlier: int


def counted(connection: Connection, coder: str | None = None) -> list[Under]:
    """Codings of codes whose definition has changed, by code, coder and wording."""
    return [Under._make(row) for row in connection.execute(_COUNTED, (coder,))]


def listed(connection: Connection, coder: str | None = None, code: str | None = None) -> tuple[int, ...]:
    """Codings under an earlier wording, in the order of the codebook and of the texts."""
    return tuple(row[0] for row in connection.execute(_LISTED, (coder, code)))
