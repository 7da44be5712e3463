"""Numbers of people (scores, days, counts) by wave, from variables of the study or from a table kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.csvtable import Row, read_cells, read_table
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.names import alike, fold, near_hint, sort_key_by_size
from qualcode.naming import site_called
from qualcode.store.reading.dimensions import NO_GROUP
from qualcode.variables.values import FREE, Variable, checked, chosen, declared

if TYPE_CHECKING:
    from qualcode.study import Study

PERSON, WAVE = "participant", "wave"
_OF_PEOPLE = ("site", "region", "role")
_NUMBER = Variable("number")


class Measure(NamedTuple):
    """One value: whose (None: a whole group's), at which wave (None: at none in particular).

    `said` are the groups it is given for, by dimension, where the table names them itself.
    """

    name: str
    participant: str | None
    wave: str | None
    value: float
    said: Mapping[str, str] = {}


def of_people(study: Study) -> tuple[str, ...]:
    """The dimensions that belong to people, by which their numbers can be grouped."""
    own = (*study.variables.get("participant", {}), *(name for site in study.sites for name in site.attributes))
    return tuple(dict.fromkeys((PERSON, WAVE, *_OF_PEOPLE, *own)))


def variables_by_wave(study: Study) -> tuple[str, ...]:
    """The numbers of people that are declared to be asked for at each wave."""
    found = declared(study.variables, "participant").items()
    return tuple(name for name, variable in found if variable.type == "number" and variable.by == "wave")


def measures(study: Study, sources: Sequence[str]) -> list[Measure]:
    """The values of all sources: names of numeric variables, or files; of none, the variables declared by wave."""
    found: list[Measure] = []
    for source in sources or variables_by_wave(study):
        numeric = declared(study.variables, "participant").get(source)
        if numeric is not None and numeric.type == "number":
            found += _of_variable(study, source)
        elif Path(source).suffix or Path(source).exists():
            found += read_measures(study, Path(source))
        else:
            raise _no_numbers(study, source)
    return found


def _no_numbers(study: Study, source: str) -> InputError:
    known = [name for name, said in declared(study.variables, "participant").items() if said.type == "number"]
    every = _("Name a file, or one of: {names}.").format(names=", ".join(known) or "—")
    message = _("{name} is neither a file nor a variable of people that is a number.")
    return InputError(message.format(name=source), near_hint(source, known, every))


def _of_variable(study: Study, name: str) -> Iterator[Measure]:
    for person in study.participants():
        by_wave = {wave: said[name] for wave, said in person.waves.items() if said.get(name)}
        own = [(None, person.variables[name])] if person.variables.get(name) else []
        for wave, value in (*own, *by_wave.items()):
            yield Measure(name, person.id, wave, float(str(value)))


def read_measures(study: Study, file: Path) -> list[Measure]:
    """The numbers of a CSV file: a row for a person, or for a site or another group, at a wave, empty cells aside.

    Every column that does not say whose or when is a number. Somebody the study does not know is in no group, unless
    the row names one. An `InputError` names file and line.
    """
    header = next((cells for _line, cells in read_cells(file)), [])
    keys = _keys(study)
    names = [name for cell in header if (name := cell.strip()) and fold(name) not in keys]
    if not names:
        raise InputError(
            _("{file}: has no column of numbers.").format(file=file),
            _("Write participant or a group, wave, and a column for each number."),
        )
    rows = read_table(file, (*keys.values(), *names), ())
    reading = _Reading(file, {name: check_of(study, name) for name in keys.values()}, study.names(PERSON))
    return [measure for line, row in rows for measure in reading.take(line, row, names)]


def _keys(study: Study) -> dict[str, str]:
    """The columns that say whose a number is and when, by their folded names; a variable that is a number is none."""
    said = (declared(study.variables, holder) for holder in (PERSON, "site"))
    numbers = {name for kind in said for name, variable in kind.items() if variable.type == "number"}
    return {fold(name): name for name in of_people(study) if name not in numbers}


class _Reading:
    """Rows as they are read: what the columns that say whose and when may hold, and which rows were there before."""

    def __init__(self, file: Path, checks: Mapping[str, Callable[[str], str]], people: Sequence[str]) -> None:
        self._file = file
        self._checks = checks
        self._people = frozenset(people)
        self._lines: dict[tuple[object, ...], int] = {}

    def take(self, line: int, row: Row, names: Sequence[str]) -> Iterator[Measure]:
        """The numbers of a row."""
        try:
            said = {name: check(row[name]) for name, check in self._checks.items() if row.get(name)}
            values = {name: float(checked(name, _NUMBER, row[name])) for name in names if row.get(name)}
            self._check_new(line, said)
        except (InputError, NotFoundError) as error:
            raise InputError(f"{self._file}:{line}: {error.message}", error.hint) from error
        person, wave = said.pop(PERSON, None), said.pop(WAVE, None)
        for name, value in values.items():
            yield Measure(name, person, wave, value, said)

    def _check_new(self, line: int, said: Mapping[str, str]) -> None:
        if not said.keys() - {WAVE}:
            message = _("names neither a person nor a group.")
            raise InputError(message, _("Fill in participant, or site, or another group."))
        who = said.get(PERSON)
        if who and who not in self._people:
            self._check_stranger(who, said.keys() - {PERSON, WAVE})
        key = (who, said.get(WAVE)) if who else tuple(sorted(said.items()))
        if (first := self._lines.setdefault(key, line)) != line:
            raise InputError(_("the same is in line {line} already.").format(line=first))

    def _check_stranger(self, who: str, groups: Collection[str]) -> None:
        """Somebody whom the study does not know counts where the row says in which group, and is no slip of another."""
        listing = near_hint(who, self._people, "")
        if not groups or listing:
            message = _("there is no person {name} in this study.").format(name=who)
            raise InputError(message, listing or _strangers_way_out(alike(who, self._people)))


def _strangers_way_out(near: Sequence[str]) -> str:
    known = (
        _("Alike are: {names}.").format(names=", ".join(near))
        if near
        else _("`{command}` lists them.").format(command="qualcode participants")
    )
    return " ".join((known, _("The row of somebody never interviewed names a group too.")))


def check_of(study: Study, name: str) -> Callable[[str], str]:
    """What brings a cell of a column to the name that the study has for it, or refuses it."""
    if name in ("site", "region"):
        return lambda value: site_called(study.sites, value).id
    if name == WAVE:
        waves = known_waves(study)
        return lambda value: chosen(value, waves, WAVE)
    variable = declared(study.variables, "participant").get(name, FREE)
    return lambda value: checked(name, variable, value)


def known_waves(study: Study) -> tuple[str, ...]:
    """The waves that study.yaml declares, in its order, then others that documents or people have, T6 before T12."""
    said = study.variables.get("document", {}).get("wave", {}).get("choices", ())
    of_people = (wave for person in study.participants() for wave in person.waves)
    others = sorted({*study.names("wave"), *of_people}, key=sort_key_by_size)
    return tuple(dict.fromkeys((*map(str, said), *others)))


def region_of(study: Study, site: str) -> str:
    """The top of the tree above a site."""
    parents = {one.id: one.parent for one in study.sites}
    while above := parents.get(site):
        site = above
    return site or NO_GROUP
