"""Names of the places in a document where a quotation or a number of the study stands, so that it can be checked later.

A name says what stands there and a digest of what was written there: so a document alone tells whether its words are
still those that were written, and with the study whether they still hold. Names fit Word's bookmarks: a letter first,
letters, digits and underscores, at most 40 of them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from qualcode.report.document import Cell, Column, Quote, Row, Table
from qualcode.report.typography import shown

QUOTATION = "quotation"
"""The key of a column of quotations, in a table whose keys are the codings' ids."""

_NONE = ("",)
_NAME = re.compile(r"(?:q(?P<coding>[0-9]+)|n(?P<cell>[0-9a-f]{12}))_(?P<written>[0-9a-f]{8})(?:_[0-9]+)?")


class Anchor(NamedTuple):
    """What a name says: the `coding` of a quotation, or the `cell` of a table; the digest of what was `written`."""

    coding: int
    cell: str
    written: str


def anchored(name: str) -> Anchor | None:
    """What a name says, or None where it is none of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return Anchor(int(found["coding"] or 0), found["cell"] or "", found["written"])


def of_quote(quote: Quote) -> str:
    """The name of a quotation's place; empty where it is of no coding."""
    return f"q{quote.coding}_{written(quote.text)}" if quote.coding else ""


def of_cell(table: Table, key: str, column: Column, cell: Cell, language: str) -> str:
    """The name of a cell's place; empty where it is not traced."""
    if not key or not column.key:
        return ""
    if column.key == QUOTATION:
        return f"q{key}_{written(str(cell))}"
    return f"n{cell_id(table.name, key, column.key)}_{written(shown(cell, language))}"


def cell_id(table: str, key: str, column: str) -> str:
    """What tells a cell from every other of the report, whatever the language: twelve hexadecimal digits."""
    return hashlib.sha256("\0".join((table, key, column)).encode()).hexdigest()[:12]


def written(text: str) -> str:
    """A digest of words as a reader sees them: eight hexadecimal digits, white space and ways of encoding apart."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


class Names:
    """The names given in one document, where each may stand once."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of_quote(self, quote: Quote) -> str:
        """The name of a quotation's place, or none."""
        return self._once(of_quote(quote))

    def of_rows(self, table: Table, language: str) -> Iterator[tuple[Row, Sequence[str]]]:
        """The rows of a table, each with the names of its cells' places; a name is empty where a cell is not traced."""
        for key, row in zip(table.keys or repeat(""), table.rows, strict=bool(table.keys)):
            yield row, self._of_row(table, key, row, language) if key else _NONE * len(row)

    def _of_row(self, table: Table, key: str, row: Row, language: str) -> list[str]:
        cells = zip(table.columns, row, strict=True)
        return [self._once(of_cell(table, key, column, cell, language)) for column, cell in cells]

    def _once(self, name: str) -> str:
        """The name, numbered from its second time on."""
        if not name:
            return name
        self._given[name] += 1
        times = self._given[name]
        return name if times == 1 else f"{name}_{times}"
