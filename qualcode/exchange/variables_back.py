"""Tables of people, documents and sites read back: every cell checked, then everything or nothing, as one act.

A cell left empty leaves what is there, `-` clears it. People may stand in a long table, a row for each of their waves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.acts import SetSites
from qualcode.errors import InputError, NotFoundError, QualcodeError
from qualcode.exchange.variables_out import CLEARED, unguarded
from qualcode.exchange.variables_sheets import Sheet, sheets_of
from qualcode.i18n import _
from qualcode.model.people import SiteChange
from qualcode.names import fold, nearest, way_out
from qualcode.variables.tables import FIELDS, IDS, KINDS, LABEL
from qualcode.variables.things import DESCRIBE, Things, document_with, person_with
from qualcode.variables.values import AT, split

if TYPE_CHECKING:
    from qualcode.store.events import Outcome
    from qualcode.study import Study

MOST_REFUSALS = 20
"""From so many wrong cells on a table is not read further: it is another table, or in another form."""


class Refusal(NamedTuple):
    """A cell or a row that cannot be used: where it stands, and why."""

    place: str
    why: str


class Plan(NamedTuple):
    """What a file comes to: the acts, the values that change by kind and id, sites to make, what is refused."""

    acts: tuple[Any, ...]
    changed: Mapping[str, Mapping[str, Mapping[str, str | None]]]
    new_sites: tuple[str, ...]
    refused: tuple[Refusal, ...]

    @property
    def values(self) -> int:
        """How many values change."""
        return sum(len(fields) for things in self.changed.values() for fields in things.values())


def plan(study: Study, path: Path, of: str | None = None, *, new_sites: bool = False) -> Plan:
    """What taking a file in would do; nothing is changed yet.

    Raises `InputError` where the file as a whole cannot be read: its ending, its columns.
    """
    taking = Taking(Things(study), new_sites)
    for sheet in sorted(sheets_of(path, of), key=lambda each: each.of != "sites"):
        taking.take(sheet)
    return taking.plan()


def carry_out(study: Study, made: Plan, coder: str | None = None) -> Outcome | None:
    """Write what a plan holds, as one act that can be undone; None if there is nothing to change."""
    return study.do(*made.acts, coder=coder) if made.acts else None


def values_set(study: Study, of: str, name: str, values: Mapping[str, str]) -> Plan:
    """What giving values to one person, document or site would do; columns as in a table, an empty value clears.

    Raises `InputError` for the first that cannot be meant.
    """
    taking = Taking(Things(study), new_sites=False)
    cells = [value.strip() or CLEARED for value in values.values()]
    place = f"{IDS[of]}:{name}"
    taking.take(Sheet(of, (IDS[of], *values), [(1, (name, *cells))], lambda _line, _column: place, csv=False))
    if taking.refused:
        raise InputError(taking.refused[0].why)
    return taking.plan()


class Taking:
    """Sheets as they are taken in: what changes of what is there, and what is refused."""

    def __init__(self, things: Things, new_sites: bool) -> None:
        self._things = things
        self._new_sites = new_sites
        self.changed: dict[str, dict[str, dict[str, str | None]]] = {of: {} for of in KINDS}
        self.refused: list[Refusal] = []

    def take(self, sheet: Sheet) -> None:
        """Read a sheet; what is wrong in its cells is kept, what is wrong with its columns raised."""
        columns = self._columns(sheet)
        seen: dict[tuple[str, str], int] = {}
        for line, cells in sheet.rows:
            if len(self.refused) >= MOST_REFUSALS:
                return
            self._take_row(sheet, columns, line, [cell.strip() for cell in cells], seen)

    def plan(self) -> Plan:
        """The acts that write what was taken in; none where anything was refused."""
        refused = tuple(self.refused)
        acts = () if refused else tuple(self._acts())
        changed = {of: dict(things) for of, things in self.changed.items() if things}
        return Plan(acts, changed, tuple(self._things.added), refused)

    def _acts(self) -> Iterator[Any]:
        sites, added = self.changed["sites"], self._things.added
        new = [one._replace(fields=_without_parent(sites.get(one.site, {}))) for one in added.values()]
        old = [SiteChange(name, fields) for name, fields in sites.items() if name not in added]
        if new or old:
            yield SetSites((*new, *old))
        for name, fields in self.changed["participants"].items():
            yield person_with(self._things.people[name], fields)
        for name, fields in self.changed["documents"].items():
            yield document_with(self._things.documents[name], fields)

    # ------------------------------------------------------------------ rows

    def _take_row(
        self,
        sheet: Sheet,
        columns: Mapping[int, str],
        line: int,
        cells: Sequence[str],
        seen: dict[tuple[str, str], int],
    ) -> None:
        """A row: what it is about, then its cells."""
        said = dict(zip(columns.values(), (cells[at] if at < len(cells) else "" for at in columns), strict=True))
        try:
            _refuse_overlong(sheet, cells)
            name = self._named(sheet, said)
            wave = self._things.wave(said.get("wave", "")) if sheet.of == "participants" else ""
            _refuse_twin(name, wave, line, seen)
        except QualcodeError as error:
            self.refused.append(Refusal(sheet.place(line, None), str(error)))
            return
        now = self._things.now(sheet.of, name)
        marks = {IDS[sheet.of]} | ({"wave"} if sheet.of == "participants" else set())
        for at, column in columns.items():
            if column not in marks and said[column]:
                meant = f"{column}{AT}{wave}" if wave and _varies(column) else column
                self._take_cell(sheet, (sheet.place(line, at), name, meant), said[column], now.get(meant))

    def _named(self, sheet: Sheet, said: Mapping[str, str]) -> str:
        """The id of what a row is about; a site that is not there is made, if that is insisted on."""
        name = unguarded(said[IDS[sheet.of]], csv=sheet.csv)
        if not name:
            raise InputError(_("the row names nobody and nothing."))
        if sheet.of != "sites" or self._things.is_site(name):
            return self._things.called(sheet.of, name)
        if self._new_sites:
            return self._things.add_site(name, said.get("parent", ""))
        try:
            return self._things.site(name)
        except NotFoundError as error:
            raise NotFoundError(error.message, " ".join((error.hint, _("Add new ones with --new-site.")))) from None

    def _take_cell(self, sheet: Sheet, spot: tuple[str, str, str], text: str, now: str | None) -> None:
        """A cell, by its place, its row's id and its column: as it is `now`, cleared, or another value."""
        place, name, column = spot
        value = unguarded(text, csv=sheet.csv)
        if text != CLEARED and value == (now or "").strip():
            return
        kept = None
        try:
            if text == CLEARED:
                self._things.cleared(sheet.of, column)
            else:
                kept = self._things.checked(sheet.of, name, column, value)
        except QualcodeError as error:
            self.refused.append(Refusal(place, str(error)))
            return
        if kept != now:
            self.changed[sheet.of].setdefault(name, {})[column] = kept

    # ------------------------------------------------------------------ columns

    def _columns(self, sheet: Sheet) -> dict[int, str]:
        """The columns by their places; one the study does not know is an error, but for a new field of sites."""
        known = {fold(name): name for name in self._names(sheet.of)}
        columns: dict[int, str] = {}
        for at, title in enumerate(sheet.titles):
            if title.strip():
                column = self._column(sheet, at, title, known)
                if column in columns.values():
                    message = _("{place}: there are two columns {name}.")
                    raise InputError(message.format(place=sheet.place(1, at), name=column))
                columns[at] = column
        if sheet.of == "participants" and "wave" in columns.values() and any(map(_wave_of, columns.values())):
            raise InputError(
                _("{place}: the waves stand in a column and in titles at once.").format(place=sheet.place(1, None)),
                _("Write a row for each wave, or columns like score@T6."),
            )
        return columns

    def _column(self, sheet: Sheet, at: int, title: str, known: Mapping[str, str]) -> str:
        name, wave = split(title)
        if AT in title and not wave:
            message = _("{place}: {name} names nothing after {sign}.")
            raise InputError(message.format(place=sheet.place(1, at), name=title.strip(), sign=AT),
                             _("Write for example {example}.").format(example=f"{name}{AT}T6"))  # fmt: skip
        bare = known.get(fold(name)) or self._new_field(sheet, at, title, known)
        if AT not in title or AT in bare:
            return bare
        if sheet.of == "sites" and bare == LABEL:
            return f"{bare}{AT}{wave}"
        if sheet.of != "participants" or not _varies(bare):
            message = _("{place}: {name} does not differ by wave.")
            raise InputError(message.format(place=sheet.place(1, at), name=bare))
        try:
            return f"{bare}{AT}{self._things.wave(wave)}"
        except InputError as error:
            raise InputError(f"{sheet.place(1, at)}: {error.message}", error.hint) from None

    def _names(self, of: str) -> list[str]:
        """The columns a table may have, without waves."""
        used = {split(name)[0] for thing in self._things.of(of).values() for name in DESCRIBE[of](thing)}
        more = {"participants": "wave", "sites": LABEL}.get(of)
        return [IDS[of], *FIELDS[of], *((more,) if more else ()), *self._things.known.declared(of), *sorted(used)]

    def _new_field(self, sheet: Sheet, at: int, title: str, known: Mapping[str, str]) -> str:
        near = nearest(split(title)[0], known.values())
        if sheet.of == "sites" and not near and AT not in title:
            return title.strip()
        names = ", ".join(dict.fromkeys(known.values()))
        declare = _("Declare it in study.yaml, under variables; known are: {names}.").format(names=names)
        raise InputError(
            _("{place}: there is no column {name}.").format(place=sheet.place(1, at), name=title.strip()),
            way_out(near) if near else declare,
        )


def _refuse_overlong(sheet: Sheet, cells: Sequence[str]) -> None:
    if any(cells[len(sheet.titles) :]):
        raise InputError(
            _("more cells than there are columns."), _("Put cells that hold the separator between quotation marks.")
        )


def _refuse_twin(name: str, wave: str, line: int, seen: dict[tuple[str, str], int]) -> None:
    """Of a row that stands twice, nobody knows which is meant."""
    if (name, wave) in seen:
        what = f"{name}{AT}{wave}" if wave else name
        raise InputError(_("{name} stands in line {line} already.").format(name=what, line=seen[name, wave]))
    seen[name, wave] = line


def _without_parent(fields: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name: value for name, value in fields.items() if name != "parent"}


def _varies(column: str) -> bool:
    """Whether a column of people may differ by wave: their site and role do not, nor what has its wave already."""
    return column not in FIELDS["participants"] and AT not in column


def _wave_of(column: str) -> str:
    return split(column)[1]
