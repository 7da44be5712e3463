"""Rows of small tables exchanged for others, whole: memos and summaries that follow a code into another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.store.acts.performing import Performed, Writing, inverse, perform

Row = Sequence[Any]
_KEYS = {"memo": ("id",), "summary_version": ("id",), "summary": ("theme", "holder")}


@inverse
@dataclass(frozen=True, slots=True)
class RestoreRows:
    """Put rows of a table back as they were, if those that took their place are still as they were `left`."""

    table: str
    rows: Sequence[Row]
    left: Sequence[Row]


@perform.register
def restore_rows(act: RestoreRows, writing: Writing) -> Performed:
    """Rows as they were before, unless somebody has changed them since."""
    return exchange(writing, act.table, act.left, act.rows)


def exchange(writing: Writing, table: str, before: Sequence[Row], after: Sequence[Row]) -> Performed:
    """Rows that stand in a table, out; others, in."""
    keys = _KEYS[table]
    where = " AND ".join(f"{key} = ?" for key in keys)
    columns = [row[1] for row in writing.connection.execute(f"PRAGMA table_info({table})")]
    size = [columns.index(key) for key in keys]
    for row in before:
        key = [row[place] for place in size]
        found = writing.connection.execute(f"SELECT * FROM {table} WHERE {where}", key).fetchone()
        if found is None or list(found) != list(row):
            raise InputError(_("A memo or a summary has been changed since; this cannot be taken back."))
        writing.connection.execute(f"DELETE FROM {table} WHERE {where}", key)
    marks = ", ".join("?" * len(columns))
    writing.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", after)
    return Performed(RestoreRows(table, [list(row) for row in before], [list(row) for row in after]), {})
