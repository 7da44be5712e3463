"""Places whose mark was lost or left behind by an edit, found again by what stands around them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from qualcode.report.anchors import CAPTIONED, RULE, RUNNING, Anchor, anchored, cell_id, place_id, written
from qualcode.verifying.found import Gathered, Part, Place, Spot
from qualcode.verifying.held import Cited, Held, HeldCell

_NEAR = 0.6
_SHORTEST = 12
_MOST_SEARCHED = 300
_NUMBERING = re.compile(r"(?:(?:\d+|[A-Z])[.)]?)+(?:\d+)?[.)]?\s+")
_OUTSIDE = frozenset((CAPTIONED, RULE, RUNNING))


At = tuple[int, int]
"""A row or a column of a document: the table's number, and its own."""


class Line(NamedTuple):
    """A row or a column of a report: its table, the table's name, its key."""

    table: str
    name: str
    key: str


def mended(found: Gathered, held: Held) -> list[Place]:
    """Every place of a document, with the words that belong to it though they stand beside its mark, and lost ones."""
    places = [_whole(place) for place in found.places]
    cells = list(_lost_cells(found, places, held))
    places = [place for place in places if not _given_up(place, {cell.name[:13] for cell in cells})]
    return [*places, *cells, *_lost_quotations(found, places, held)]


def _given_up(place: Place, cells: Iterable[str]) -> bool:
    """Whether an empty place stands for a cell that was found again."""
    return not place.text.strip() and place.name[:13] in cells


# ---------------------------------------------------------------------- words beside a mark


def _whole(place: Place) -> Place:
    """A place with what was typed at its very edge, where an office program leaves the mark behind."""
    name = anchored(place.name)
    if name is None or name.kind in "qdk":
        return place
    if name.kind == "c":
        return replace(place, text=place.text + _to_bracket(place))
    around = _around(place)
    if _flat(around) == _flat(place.text) or (name.kind == "h" and _numbered(around, place.text)):
        return place
    return replace(place, text=around)


def _to_bracket(place: Place) -> str:
    """What stands between a citation and the bracket that closes it."""
    paragraph = place.paragraph.text
    before, said, after = paragraph.rpartition(place.text) if place.text else ("", "", "")
    inside, bracket, _rest = after.partition(")")
    return inside if said and bracket and "(" in before and not inside.isspace() else ""


def _around(place: Place) -> str:
    """All the words of a cell or a paragraph where one place stands alone."""
    part = place.cell or place.paragraph
    return part.text if part.names == [place.name] else place.text


def _numbered(around: str, text: str) -> bool:
    """Whether only a number was set before a heading."""
    return _flat(_NUMBERING.sub("", around.strip(), count=1)) == _flat(text)


def _flat(text: str) -> str:
    return " ".join(text.split())


# ---------------------------------------------------------------------- cells without their mark


def _lost_cells(found: Gathered, places: list[Place], held: Held) -> Iterator[Place]:
    """Cells without a mark whose row and column the marks of others tell."""
    known = {(place.spot, place.name): place for place in places if place.spot and place.text.strip()}
    there = {name.cell for place in places if place.text.strip() and (name := anchored(place.name)) and name.cell}
    rows, columns = lines(places, held)
    for cell in found.cells:
        if cell.spot is None or not cell.text.strip() or any((cell.spot, name) in known for name in cell.names):
            continue
        of_row = rows.get((cell.spot.table, cell.spot.row))
        of_column = columns.get((cell.spot.table, cell.spot.column))
        if of_row is None or of_column is None or of_row.table != of_column.table:
            continue
        lost = _lost(cell, of_row, of_column.key, held)
        if lost is not None and lost.name[1:13] not in there:
            yield lost


def _lost(cell: Part, of_row: Line, column: str, held: Held) -> Place | None:
    _table, name, row = of_row
    place = cell_id(name, row, column)
    one = held.cell(place)
    if one is None:
        return None
    kind = "n" if one.number else "t"
    return Place(f"{kind}{place}_{written(one.text)}", cell.text, cell=cell)


def lines(places: Iterable[Place], held: Held) -> tuple[Mapping[At, Line], Mapping[At, Line]]:
    """Of each row and each column of the document's tables: what most of its places are a row or a column of."""
    rows: defaultdict[At, Counter[Line]] = defaultdict(Counter)
    columns: defaultdict[At, Counter[Line]] = defaultdict(Counter)
    for spot, one in placed(places, held):
        rows[spot.table, spot.row][Line(one.table, one.name, one.row)] += 1
        columns[spot.table, spot.column][Line(one.table, one.name, one.column)] += 1
    return _most(rows), _most(columns)


def placed(places: Iterable[Place], held: Held) -> Iterator[tuple[Spot, HeldCell]]:
    """The places in tables with what the report has there."""
    for place in places:
        name = anchored(place.name)
        one = held.meant(name.cell, place.name) if name and name.cell and place.spot else None
        if place.spot and one and one.row not in _OUTSIDE:
            yield place.spot, one


def _most(counted: Mapping[At, Counter[Line]]) -> dict[At, Line]:
    return {at: counts.most_common(1)[0][0] for at, counts in counted.items()}


# ---------------------------------------------------------------------- quotations without their mark


def _lost_quotations(found: Gathered, places: list[Place], held: Held) -> Iterator[Place]:
    """Quotations of which the words or the citation lost their mark: beside the other, else where the words stand."""
    words, cited = (_by_coding(places, kind) for kind in "qc")
    silent = [paragraph.text for paragraph in found.paragraphs if not paragraph.names]
    silent = [text for text in silent if len(text.strip()) >= _SHORTEST]
    searched = 0
    for coding, [text, *_others] in held.words.items():
        said, citation = words.get(coding), cited.get(coding)
        if said is None and citation is None:
            searched += 1
            if searched <= _MOST_SEARCHED and (near := _nearest(text, silent)):
                yield _place_of(coding, text, near, None)
        elif said is None and citation is not None:
            if before := _before(citation):
                yield _place_of(coding, text, before, citation)
        elif citation is None and said is not None and held.cited[coding]:
            yield _citation_of(coding, held.cited[coding][0], said)


def _by_coding(places: Iterable[Place], kind: str) -> dict[int, Place]:
    names: Iterator[tuple[Place, Anchor | None]] = ((place, anchored(place.name)) for place in places)
    return {name.coding: place for place, name in names if name and name.kind == kind and place.text.strip()}


def _place_of(coding: int, text: str, words: str, beside: Place | None) -> Place:
    name = f"q{coding}_{written(text)}"
    return Place(name, words, beside.heading, beside.paragraph) if beside else Place(name, words)


def _before(citation: Place) -> str:
    """The words before a citation in its paragraph."""
    return citation.paragraph.text.rpartition(citation.text)[0].rstrip(" (\xa0\t\n").lstrip()


def _citation_of(coding: int, cited: Cited, said: Place) -> Place:
    """What stands in brackets after the words of a quotation, nothing where nothing does."""
    after = said.paragraph.text.rpartition(said.text)[2]
    inside = after.partition("(")[2].rpartition(")")[0]
    name = f"c{coding}_{place_id(cited.place)}_{written(cited.text)}"
    return Place(name, inside, said.heading, said.paragraph)


def _nearest(text: str, paragraphs: list[str]) -> str:
    """The paragraph that says nearly the same, without what follows the words in brackets; empty where none does."""
    flat = _flat(text)
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(flat)
    best, found = _NEAR, ""
    for paragraph in paragraphs:
        candidate = _flat(paragraph)
        if flat in candidate:
            return text
        candidate = candidate.rpartition(" (")[0] or candidate
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, candidate
    return found
