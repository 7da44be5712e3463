"""Codings that come in upon a text corrected since: listed to be looked at, those without a place kept aside whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qualcode.store.acts.codings import COLUMNS
from qualcode.store.acts.performing import Writing
from qualcode.store.receiving.received import Received

Row = tuple[Any, ...]


def list_doubts(
    writing: Writing, doubts: Mapping[int, Received], aside: Sequence[Row], memos: Iterable[Row]
) -> set[int]:
    """List codings by number, those aside with their rows and memos; answers the memos that are aside with them."""
    whole: dict[int, dict[str, Any]] = {row[0]: {**dict(zip(COLUMNS, row, strict=True)), "memos": []} for row in aside}
    held = [(memo, number) for memo in memos if (number := _coding_of(memo)) in whole]
    for memo, number in held:
        whole[number]["memos"].append(memo)
    kept = {number: json.dumps(one, ensure_ascii=False) for number, one in whole.items()}
    rows = [(number, one.document, *one.doubt, kept.get(number)) for number, one in doubts.items() if one.doubt]
    writing.connection.executemany("INSERT INTO unsettled VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    _never_again(writing, "coding", whole)
    _never_again(writing, "memo", (memo[0] for memo, _number in held))
    return {memo[0] for memo, _number in held}


def _coding_of(memo: Row) -> int:
    noun, _colon, name = memo[1].partition(":")
    return int(name) if noun == "coding" else 0


def _never_again(writing: Writing, table: str, numbers: Iterable[int]) -> None:
    """Let no other row of a table have these ids, though they are not in it."""
    if last := max(numbers, default=0):
        known = "SELECT 1 FROM sqlite_sequence WHERE name = ?1"
        writing.connection.execute(f"INSERT INTO sqlite_sequence SELECT ?1, 0 WHERE NOT EXISTS ({known})", (table,))
        writing.connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", (table, last))
