"""Names of the places in a document where a quotation or a number of the study stands, so that it can be checked later.

A name says what stands there and a digest of what was written there: so a document alone tells whether its words are
still those that were written, and with the study whether they still hold. Names fit Word's bookmarks: a letter first,
letters, digits and underscores, at most 40 of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import repeat
from typing import NamedTuple
from unicodedata import normalize

from qualcode.report.document import Cell, Column, Heading, Paragraph, Quote, Row, Table
from qualcode.report.typography import NARROW, NO_BREAK, shown

QUOTATION = "quotation"
"""The key of a column of quotations, in a table whose keys are the codings' ids."""

CITATION = "citation"
"""The key of a column of citations, in such a table."""
LABEL = "label"
"""The key of a column that says in words what its row is about."""
TITLE, RULE, CAPTIONED, RUNNING = "#title", "#rule", "#caption", "#paragraph"
"""What stands for the key of a row, for the titles of columns, the rule below a table, its caption; running text."""
_DIGITS = re.compile(r"\d+(?:[.,/]\d+)*")
_NUMBERED = re.compile(r"^\w+[\s\xa0]+\w*\d+\w*\s?[.:]\s+")

_NONE = ("",)
_NAME = re.compile(
    r"(?:q(?P<coding>[0-9]+)|c(?P<cited>[0-9]+)_(?P<place>[0-9a-f]{8})|h(?P<heading>[0-9a-f]{8})"
    r"|(?P<kind>[ntdk])(?P<cell>[0-9a-f]{12}))_(?P<written>[0-9a-f]{8})(?:_[0-9]+)?"
)


class Anchor(NamedTuple):
    """What a name says: what `kind` of thing stands there, whose it is, and the digest of what was `written`.

    `q`: the words of a `coding`; `c`: the citation after them, with the digest of the `place` where they stand; `h`: a
    heading of such a `place`; `n`: a number in the `cell` of a table; `t`: a text there; `k`: its caption, the
    number of the table aside; `d`: running text, of which the digits are traced.
    """

    kind: str
    written: str
    coding: int = 0
    place: str = ""
    cell: str = ""


def anchored(name: str) -> Anchor | None:
    """What a name says, or None where it is none of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    coding = int(found["coding"] or found["cited"] or 0)
    return Anchor(name[0], found["written"], coding, found["place"] or found["heading"] or "", found["cell"] or "")


def of_quote(quote: Quote) -> str:
    """The name of a quotation's place; empty where it is of no coding."""
    return f"q{quote.coding}_{written(quote.text)}" if quote.coding else ""


def of_citation(quote: Quote) -> str:
    """The name of a citation's place; empty where the quotation is of no coding."""
    return f"c{quote.coding}_{place_id(quote.place)}_{written(quote.citation)}" if quote.coding else ""


def of_heading(heading: Heading) -> str:
    """The name of a heading's place; empty where it says nothing of quotations below it."""
    return f"h{place_id(heading.key)}_{written(heading.text)}" if heading.key else ""


def of_cell(table: Table, key: str, column: Column, cell: Cell, language: str) -> str:
    """The name of a cell's place; empty where it is not traced."""
    if not key or not column.key:
        return ""
    if column.key == QUOTATION:
        return f"q{key}_{written(str(cell))}"
    if column.key == CITATION:
        return f"c{key}_{place_id('')}_{written(str(cell))}"
    kind = "n" if column.number else "t"
    return f"{kind}{cell_id(table.name, key, column.key)}_{written(shown(cell, language))}"


def of_title(table: Table, column: Column) -> str:
    """The name of the place of a column's title, with the people N of it; empty where the column is not traced."""
    if not table.keys or not column.key:
        return ""
    return f"t{cell_id(table.name, TITLE, column.key)}_{written(column.title)}"


def of_rule(table: Table) -> str:
    """The name of the place of the rule below a table; empty where nothing of the table is traced."""
    return f"t{cell_id(table.name, RULE, '')}_{written(table.note)}" if table.keys and table.note else ""


def of_caption(table: Table) -> str:
    """The name of the place of a table's caption, its number aside; empty where nothing of the table is traced."""
    first = next((column.key for column in table.columns if column.key and column.key != LABEL), "")
    if not table.keys or not table.caption:
        return ""
    return f"k{cell_id(table.name, CAPTIONED, first)}_{written(unnumbered(table.caption))}"


def of_paragraph(paragraph: Paragraph) -> str:
    """The name of the place of running text with numbers of the study; empty where it has none."""
    if not paragraph.key:
        return ""
    return f"d{cell_id(RUNNING, paragraph.key, '')}_{written(digits(paragraph.text))}"


def reading(name: Anchor, text: str) -> str:
    """The digest of what stands at a place now, to be compared with that of what was written there."""
    return written(digits(text) if name.kind == "d" else unnumbered(text) if name.kind == "k" else text)


def digits(text: str) -> str:
    """The numbers of a text, in its order."""
    return " ".join(_DIGITS.findall(text))


def unnumbered(caption: str) -> str:
    """A caption without its number, which another document may give it anew."""
    return _NUMBERED.sub("", caption.strip())


@cache
def place_id(place: str) -> str:
    """A digest of where quotations stand: eight hexadecimal digits."""
    return sha256(place.encode()).hexdigest()[:8]


def cell_id(table: str, key: str, column: str) -> str:
    """What tells a cell from every other of the report, whatever the language: twelve hexadecimal digits."""
    return sha256("\0".join((table, key, column)).encode()).hexdigest()[:12]


def written(text: str) -> str:
    """A digest of words as a reader sees them: eight hexadecimal digits, white space and ways of encoding apart."""
    plain = text if text.isascii() else normalize("NFC", text).replace(NO_BREAK, " ").replace(NARROW, " ")
    if not plain.isprintable() or "  " in plain or plain[:1] == " " or plain[-1:] == " ":  # most are plain already
        plain = " ".join(plain.split())
    return sha256(plain.encode()).hexdigest()[:8]


class Names:
    """The names given in one document, where each may stand once."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def of_quote(self, quote: Quote) -> str:
        """The name of a quotation's place, or none."""
        return self._once(of_quote(quote))

    def of_citation(self, quote: Quote) -> str:
        """The name of a citation's place, or none."""
        return self._once(of_citation(quote))

    def of_heading(self, heading: Heading) -> str:
        """The name of a heading's place, or none."""
        return self._once(of_heading(heading))

    def of_paragraph(self, paragraph: Paragraph) -> str:
        """The name of the place of running text, or none."""
        return self._once(of_paragraph(paragraph))

    def of_titles(self, table: Table) -> list[str]:
        """The names of the places of a table's titles, one a column; a name is empty where a column is not traced."""
        return [self._once(of_title(table, column)) for column in table.columns]

    def of_caption(self, table: Table) -> str:
        """The name of the place of a table's caption, or none."""
        return self._once(of_caption(table))

    def of_rule(self, table: Table) -> str:
        """The name of the place of the rule below a table, or none."""
        return self._once(of_rule(table))

    def of_rows(self, table: Table, language: str) -> Iterator[tuple[Row, Sequence[str]]]:
        """The rows of a table, each with the names of its cells' places; a name is empty where a cell is not traced."""
        for key, row in zip(table.keys or repeat(""), table.rows, strict=bool(table.keys)):
            yield row, self._of_row(table, key, row, language) if key else _NONE * len(row)

    def _of_row(self, table: Table, key: str, row: Row, language: str) -> list[str]:
        cells = zip(table.columns, row, strict=True)
        return [self._once(of_cell(table, key, column, cell, language)) for column, cell in cells]

    def first(self, place: str) -> bool:
        """Whether no name like this was given yet; from now on, it was."""
        return self._once(place) == place

    def _once(self, name: str) -> str:
        """The name, numbered from its second time on."""
        if not name:
            return name
        given = self._given
        if name not in given:
            given[name] = 1
            return name
        given[name] += 1
        return f"{name}_{given[name]}"
