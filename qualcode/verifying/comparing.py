"""A document beside the study: each quotation, number and text of it unchanged, changed since, altered or withdrawn.

Pure: it is given what was found in the document, what the report would hold now, and what it held when it was written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qualcode.report.anchors import CAPTIONED, RULE, RUNNING, TITLE, Anchor, anchored, digits, place_id, reading
from qualcode.verifying import findings
from qualcode.verifying.findings import ALTERED, CHANGED, LEFT_OUT, UNCHANGED, WITHDRAWN, Finding, Verified, exchanged
from qualcode.verifying.found import Gathered, Place
from qualcode.verifying.held import Held, HeldCell
from qualcode.verifying.mending import lines, mended, placed

Gone = Callable[[int], tuple[str, str]]
"""Of a coding that the report would not quote now: the state of its quotations, and why."""

_QUOTED = "quotations"


class _Judged(NamedTuple):
    """The state of what stands at a place, what was written there as far as that is known, what stands there now."""

    state: str
    written: str | None = None
    study: str | None = None


@dataclass(slots=True)
class Comparison:
    """Compares place by place; `then` is what was written, None where that is not known."""

    found: Gathered
    now: Held
    then: Held | None
    gone: Gone
    _places: list[tuple[Place, Anchor]] = field(default_factory=list)
    _findings: list[Finding] = field(default_factory=list)
    _codings: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _cells: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _headings: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def verified(self) -> Verified:
        """Everything that is found."""
        held = self.then or self.now
        places = mended(self.found, held)
        self._places = [(place, name) for place in places if (name := anchored(place.name))]
        for place, name in self._places:
            self._judge(place, name)
        self._nest()
        self._inherit()
        self._copies()
        self._moved_cells(places, held)
        if self.then is not None:
            self._left_out(self.then)
        return self._counted()

    # ------------------------------------------------------------------ one place

    def _judge(self, place: Place, name: Anchor) -> None:
        if name.kind == "q":
            self._words(place, name)
        elif name.kind == "c":
            self._citation(place, name)
            self._place(place, name)
        elif name.kind == "h":
            self._heading(place, name)
        else:
            self._cell(place, name)

    def _words(self, place: Place, name: Anchor) -> None:
        coding, where = name.coding, self._cited(name.coding)
        if not place.text.strip():
            self._codings.setdefault(coding, [])
            if self.then is None:
                self._say(findings.QUOTATION, LEFT_OUT, "words", where, coding=coding)
            return
        now = self.now.words.get(coding, [])
        if not now and reading(name, place.text) == name.written:
            state, why = self.gone(coding)
            self._codings[coding].append(state)
            self._say(findings.QUOTATION, state, "words", where, coding=coding, document=place.text, why=why)
            return
        judged = _judged(name, place.text, now, self._then_words(coding))
        self._codings[coding].append(judged.state)
        self._told(findings.QUOTATION, "words", where, place.text, judged, coding)

    def _citation(self, place: Place, name: Anchor) -> None:
        coding = name.coding
        now = [cited.text for cited in self.now.cited.get(coding, [])]
        if not now and reading(name, place.text) == name.written:
            return
        then = [cited.text for cited in self.then.cited.get(coding, [])] if self.then else []
        judged = _judged(name, place.text, now, then)
        self._codings[coding].append(judged.state)
        self._told(findings.QUOTATION, "citation", self._cited(coding), place.text, judged, coding)

    def _place(self, place: Place, name: Anchor) -> None:
        """Whether a quotation stands under the heading it was written under, and whether it would today."""
        heading = anchored(place.heading)
        if name.place == place_id("") or (heading is None and not self._stands(name.place)):
            return
        here = heading.place if heading else ""
        now = self.now.cited.get(name.coding, [])
        if here in {place_id(cited.place) for cited in now}:
            return
        moved = here != name.place
        if not moved and not now:
            return
        state = ALTERED if moved else CHANGED
        what = "heading" if moved else self._exchanged_part(name, [cited.place for cited in now])
        self._codings[name.coding].append(state)
        self._say(
            findings.QUOTATION, state, what, self._cited(name.coding), coding=name.coding,
            document=self._titled(here), written=self._titled(name.place) if moved else None,
            study=self._titled(place_id(now[0].place)) if now else None,
        )  # fmt: skip

    def _exchanged_part(self, name: Anchor, now: Sequence[str]) -> str:
        """Whether it is the code or the site that a quotation has now another of."""
        before = self._key(name.place)
        return "site" if before and now[0].split("/")[0] == before.split("/")[0] else "code"

    def _heading(self, place: Place, name: Anchor) -> None:
        now = self.now.headings.get(name.place)
        then = self.then.headings.get(name.place) if self.then else None
        if now is None and reading(name, place.text) == name.written:
            return
        judged = _judged(name, place.text, [now.text] if now else [], [then.text] if then else [])
        self._headings[name.place].append(judged.state)
        self._told(findings.TEXT, "heading", place.text, place.text, judged, None)

    def _cell(self, place: Place, name: Anchor) -> None:
        now = self.now.cells.get(name.cell, [])
        then = self.then.cells.get(name.cell, []) if self.then else []
        one = self._one(place.name, name)
        if name.kind == "d" and _kept(place.text, [cell.text for cell in now]):
            self._cells[place.name].append(UNCHANGED)
            return
        judged = _judged(name, place.text, [cell.text for cell in now], [cell.text for cell in then])
        if one is not None and one.name == _QUOTED and one.row.isdigit():
            self._of_quotation(place, judged, one)
            return
        self._cells[place.name].append(judged.state)
        kind, what = _kind_of(name, one)
        said = digits(place.text) if name.kind == "d" else place.text
        self._told(kind, what, one.where if one else "", said, judged, None)

    def _of_quotation(self, place: Place, judged: _Judged, one: HeldCell) -> None:
        """The code or the site beside a quotation in a spreadsheet."""
        coding = int(one.row)
        if judged.study is None and judged.state == CHANGED:
            return
        self._codings[coding].append(judged.state)
        self._told(findings.QUOTATION, one.column, self._cited(coding), place.text, judged, coding)

    # ------------------------------------------------------------------ places beside each other

    def _nest(self) -> None:
        """Headings of sites that stand under another theme's heading than they were written under."""
        above = ""
        for place, name in self._places:
            key = self._key(name.place) if name.kind == "h" else ""
            if name.kind == "h" and "/" not in key:
                above = name.place
            elif key and (theme := place_id(key.split("/")[0])) != above:
                self._headings[name.place].append(ALTERED)
                self._say(findings.TEXT, ALTERED, "heading moved", place.text, document=self._titled(above),
                          written=self._titled(theme))  # fmt: skip

    def _inherit(self) -> None:
        """A quotation is what the headings are that say whose and on what it is."""
        for _place, name in self._places:
            if name.kind == "c" and name.place != place_id(""):
                key = self._key(name.place)
                above = {name.place, *([place_id(key.split("/")[0])] if key else [])}
                self._codings[name.coding] += [state for each in above for state in self._headings.get(each, [])]

    def _copies(self) -> None:
        """Places that stand more often than they were written; LibreOffice writes the marks of empty ones twice."""
        seen: Counter[str] = Counter(place.name for place, _name in self._places if place.text.strip())
        for place, name in self._places:
            if seen[place.name] > 1:
                times, seen[place.name] = seen[place.name], 0
                if name.kind in "qc":
                    self._codings[name.coding].append(ALTERED)
                else:
                    self._cells[place.name].append(ALTERED)
                if name.kind != "c":
                    one = self._one(place.name, name)
                    kind = findings.QUOTATION if name.kind == "q" else _kind_of(name, one)[0]
                    where = self._cited(name.coding) if name.kind == "q" else one.where if one else place.text
                    self._say(kind, ALTERED, "copied", where, coding=name.coding or None, document=str(times))

    def _moved_cells(self, places: Iterable[Place], held: Held) -> None:
        """Cells that stand in another row or column than the marks around them."""
        rows, columns = lines(places, held)
        for place in places:
            for spot, one in placed([place], held):
                row, column = rows[spot.table, spot.row], columns[spot.table, spot.column]
                if (one.table, one.row, one.table, one.column) != (row.table, row.key, column.table, column.key):
                    self._cells[place.name].append(ALTERED)
                    number = findings.NUMBER if one.number else findings.TEXT
                    self._say(number, ALTERED, "moved", one.where, document=place.text, written=one.text)

    # ------------------------------------------------------------------ what is not there

    def _left_out(self, then: Held) -> None:
        there = {name.coding for place, name in self._places if name.kind == "q" and place.text.strip()}
        for coding, texts in then.words.items():
            if coding not in there and all(text.strip() for text in texts):
                self._codings.pop(coding, None)
                self._say(findings.QUOTATION, LEFT_OUT, "words", self._cited(coding), coding=coding, written=texts[0])
        headings = {name.place for _place, name in self._places if name.kind == "h"}
        for place, heading in then.headings.items():
            if place not in headings:
                self._say(findings.TEXT, LEFT_OUT, "heading", heading.text, written=heading.text)
        self._cells_left_out(then)

    def _cells_left_out(self, then: Held) -> None:
        """Rows, columns and cells taken out of a table that is kept; a table that is not kept is left out whole."""
        there = Counter(name.cell for _place, name in self._places if name.cell)
        names = {place.name[1:] for place, name in self._places if name.cell}
        for of_table in _by_table(then).values():
            lost = [one for cell, one in of_table if there[cell] < len(then.cells[cell]) and one.anchor not in names]
            body = [one for _cell, one in of_table if one.anchor in names and one.row not in _ASIDE]
            if not lost or lost[0].name == _QUOTED:
                continue
            if not body:
                kind, what = (findings.NUMBER, "text") if lost[0].name == RUNNING else (findings.TEXT, "table")
                self._say(kind, LEFT_OUT, what, lost[0].where)
                continue
            self._lost_of(lost, {one.row for one in body}, {one.column for one in body})

    def _lost_of(self, lost: Sequence[HeldCell], rows: set[str], columns: set[str]) -> None:
        """What is missing of a table, each row and each column once."""
        told: set[tuple[str, str]] = set()
        for one in lost:
            what = _missing(one, rows, columns)
            self._cells[f"{'n' if one.number else 't'} lost {one.anchor}"].append(ALTERED)
            line = (what, {"row": one.row, "column": one.column}.get(what, one.anchor))
            if line not in told:
                told.add(line)
                kind = findings.NUMBER if one.number or what in ("row", "column") else findings.TEXT
                self._say(kind, ALTERED, f"{what} left out", one.where, written=one.text)

    # ------------------------------------------------------------------ words and counts

    def _counted(self) -> Verified:
        states = {coding: findings.worst(each) for coding, each in self._codings.items() if each}
        numbers: Counter[str] = Counter()
        texts: Counter[str] = Counter(findings.worst(each) for each in self._headings.values())
        for name, each in self._cells.items():
            (numbers if self._is_number(name) else texts)[findings.worst(each)] += 1
        told = sorted(self._findings, key=lambda finding: _WORST_FIRST.index(finding.state))
        return Verified(Counter(states.values()), numbers, texts, told)

    def _is_number(self, name: str) -> bool:
        found = anchored(name)
        return name[0] == "n" if found is None else _kind_of(found, self._one(name, found))[0] == findings.NUMBER

    def _told(self, kind: str, what: str, where: str, text: str, judged: _Judged, coding: int | None) -> None:
        """A finding, unless nothing is to be said."""
        if judged.state == UNCHANGED:
            return
        before = judged.study if judged.state == CHANGED else judged.written or judged.study
        words = exchanged(before, text) if before is not None and judged.state == ALTERED else ()
        if judged.state == CHANGED and judged.study is not None:
            words = exchanged(text, judged.study)
        self._say(kind, judged.state, what, where, coding=coding, document=text, written=judged.written,
                  study=judged.study, words=words)  # fmt: skip

    def _say(self, kind: str, state: str, what: str, where: str, **more: object) -> None:
        self._findings.append(Finding(kind, state, what, " ".join(where.split()), **more))  # type: ignore[arg-type]

    def _one(self, name: str, found: Anchor) -> HeldCell | None:
        if not found.cell:
            return None
        return (self.then.cell(found.cell, name) if self.then else None) or self.now.cell(found.cell, name)

    def _then_words(self, coding: int) -> list[str]:
        return self.then.words.get(coding, []) if self.then else []

    def _cited(self, coding: int) -> str:
        """How a quotation is called: its citation."""
        for held in (self.then, self.now):
            if held and (cited := held.cited.get(coding)):
                return cited[0].text
        own = (place.text for place, name in self._places if name.kind == "c" and name.coding == coding)
        return next(own, "")

    def _key(self, place: str) -> str:
        for held in (self.then, self.now):
            if held and place in held.headings:
                return held.headings[place].key
        return ""

    def _titled(self, place: str) -> str | None:
        """A heading with that above it."""
        for held in (self.then, self.now):
            if held and (heading := held.headings.get(place)):
                theme = held.headings.get(place_id(heading.key.split("/")[0]))
                return heading.text if theme in (None, heading) else f"{theme.text} – {heading.text}"
        return None

    def _stands(self, place: str) -> bool:
        return any(name.kind == "h" and name.place == place for _place, name in self._places)


_WORST_FIRST = (ALTERED, WITHDRAWN, CHANGED, LEFT_OUT, UNCHANGED)
_ASIDE = frozenset((TITLE, RULE, CAPTIONED))


def _judged(name: Anchor, text: str, now: Sequence[str], then: Sequence[str]) -> _Judged:
    """What stands at a place beside what was written there, and beside what the study has: `now`, `then`."""
    read = reading(name, text)
    if any(reading(name, each) == read for each in now):
        return _Judged(UNCHANGED)
    study = now[0] if now else None
    if read == name.written:
        return _Judged(CHANGED, text, study)
    return _Judged(ALTERED, next((each for each in (*then, *now) if reading(name, each) == name.written), None), study)


def _kept(text: str, now: Sequence[str]) -> bool:
    """Whether running text still says the study's numbers in their order, whatever was written around them."""
    said = digits(text).split()
    return any(_within(each.split(), iter(said)) for each in now)


def _within(few: Sequence[str], many: Iterator[str]) -> bool:
    return all(each in many for each in few)


def _kind_of(name: Anchor, one: HeldCell | None) -> tuple[str, str]:
    """Whether a cell is a number or a text, and what it is in its table."""
    if name.kind in "nd":
        return findings.NUMBER, "number"
    if name.kind == "k":
        return findings.TEXT, "caption"
    if one is not None and one.row == TITLE:
        return (findings.NUMBER if digits(one.text) else findings.TEXT), "title"
    return findings.TEXT, "rule" if one is not None and one.row == RULE else "text"


def _missing(one: HeldCell, rows: set[str], columns: set[str]) -> str:
    """What is missing where a cell is: all of its row, all of its column, or itself alone."""
    if one.row in (RULE, CAPTIONED):
        return "rule" if one.row == RULE else "caption"
    if one.row not in rows | _ASIDE:
        return "row"
    return "column" if one.column not in columns else "cell"


def _by_table(held: Held) -> dict[str, list[tuple[str, HeldCell]]]:
    tables: defaultdict[str, list[tuple[str, HeldCell]]] = defaultdict(list)
    for cell, several in held.cells.items():
        for one in several:
            tables[one.table].append((cell, one))
    return tables
