"""Names of the places in a document where a quotation or a number of the study stands, so that it can be checked later.

A name says what stands there and a digest of what was written there: so a document alone tells whether its words are
still those that were written, and with the study whether they still hold. Names fit Word's bookmarks: a letter first,
letters, digits and underscores, at most 40 of them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

from qualcode.report.document import Cell, Column, Quote, Table
from qualcode.report.typography import shown

_NAME = re.compile(r"(?:q(?P<coding>[0-9]+)|n(?P<cell>[0-9a-f]{12}))_(?P<written>[0-9a-f]{8})(?:_[0-9]+)?")
_BLANK = re.compile(r"\s+")


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
    return f"n{cell_id(table.name, key, column.key)}_{written(shown(cell, language))}"


def cell_id(table: str, key: str, column: str) -> str:
    """What tells a cell from every other of the report, whatever the language: twelve hexadecimal digits."""
    return hashlib.sha256("\0".join((table, key, column)).encode()).hexdigest()[:12]


def written(text: str) -> str:
    """A digest of words as a reader sees them: eight hexadecimal digits, white space and ways of encoding apart."""
    plain = _BLANK.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return hashlib.sha256(plain.encode()).hexdigest()[:8]
