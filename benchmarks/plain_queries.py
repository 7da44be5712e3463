"""The same queries by plain SQL on the same database, as a person would write them for one question each."""

from __future__ import annotations

from typing import Any

from benchmarks.plain import Connection, first_where

_SHARES = """EXISTS (SELECT 1 FROM coding AS o WHERE o.code = '{code}' AND o.document = coding.document
    AND o.coder = coding.coder AND o.start < coding."end" AND o."end" > coding.start)"""
_THEME_1 = "('theme-1', 'c-1-0', 'c-1-1', 'c-1-2', 'c-1-3')"
BOTH = f"""WHERE coding.code IN ('c-1-1', 'c-2-2') AND {_SHARES.format(code="c-1-1")}
    AND {_SHARES.format(code="c-2-2")}"""
WITHOUT = f"WHERE coding.code IN {_THEME_1} AND NOT {_SHARES.format(code='c-2-2')}"
NEAR = """WHERE coding.code = 'c-1-1' AND EXISTS (SELECT 1 FROM coding AS o JOIN segment AS t ON t.id = o.segment
    WHERE o.code = 'c-2-2' AND o.document = coding.document AND o.coder = coding.coder AND o.id <> coding.id
    AND t.first_turn <= s.last_turn + 4 AND s.first_turn <= t.last_turn + 4)"""
FOLLOWS = """WHERE coding.code = 'c-1-1' AND EXISTS (SELECT 1 FROM coding AS o JOIN segment AS t ON t.id = o.segment
    WHERE o.code = 'c-2-2' AND o.document = coding.document AND o.coder = coding.coder
    AND o."end" <= coding.start AND s.first_turn <= t.last_turn)"""
NURSES = f"""WHERE coding.code IN {_THEME_1} AND EXISTS (SELECT 1 FROM passage
    JOIN speaker ON speaker.id = passage.speaker JOIN participant AS p ON p.id = speaker.participant
    WHERE passage.segment = coding.segment AND p.role = 'nurse' AND coalesce(p.site, d.site) = 'site-1-1')"""


def both(db: Connection) -> Any:
    """The first codings of either code where both are."""
    return first_where(db, BOTH)


def without(db: Connection) -> Any:
    """The first of a theme where another code is not."""
    return first_where(db, WITHOUT)


def near(db: Connection) -> Any:
    """The first of a code with another before or after it, at most three turns between them."""
    return first_where(db, NEAR)


def follows(db: Connection) -> Any:
    """The first of a code that come after another in one turn."""
    return first_where(db, FOLLOWS)


def nurses(db: Connection) -> Any:
    """The first of a theme that nurses of one site say."""
    return first_where(db, NURSES)
