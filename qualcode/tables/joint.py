"""A joint display: themes by group and wave, what each person raised at which wave, and numbers beside both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.analysis.trajectories import Change, Numbers, Waves, changes, numbers, trajectories
from qualcode.i18n import _ as interface
from qualcode.model.asking import Condition
from qualcode.model.counts import ThemeTable
from qualcode.store.counting.waves import At, AtWaves, at_waves, groups_of_people
from qualcode.store.database.sqlite import translated
from qualcode.store.reading.dimensions import NO_GROUP, SEPARATOR, Grouping
from qualcode.tables.measured import PERSON, WAVE, Measure, known_waves, measures, of_people, region_of
from qualcode.tables.themes import group_title, in_order, resolved

if TYPE_CHECKING:
    from qualcode.study import Study


class Followed(NamedTuple):
    """A theme from wave to wave: everyone's state at each, and what became of it between any two."""

    code: str
    label: str
    depth: int
    waves: Waves
    changes: tuple[Change, ...]


class Beside(NamedTuple):
    """One number: in short for each group, and everybody's value at each wave (in the order of the display).

    `by_wave`: whether anybody's is of a wave; if not, it is the same at all.
    """

    name: str
    groups: Mapping[str, Numbers]
    people: Mapping[str, tuple[float | None, ...]]
    by_wave: bool = True


@dataclass(frozen=True, slots=True)
class Joint:
    """Themes × groups as in any table, beside what people keep, lose and gain between waves, and their numbers.

    `waves` are in the order of study.yaml. `numbers_by` is what numbers are grouped by: the dimensions of `table.by`
    that belong to people; `titles` are those groups' names for a reader. `left_out` rows of a file could not be placed.
    """

    rule: str
    coder: str | None
    table: ThemeTable
    waves: tuple[str, ...]
    themes: tuple[Followed, ...]
    numbers_by: tuple[str, ...]
    numbers: tuple[Beside, ...]
    titles: Mapping[str, str]
    left_out: int = 0

    def people(self, theme: Followed) -> dict[str, tuple[str, ...]]:
        """Each person's states under a theme, wave by wave."""
        return trajectories(self.waves, theme.waves)


def usual_by(study: Study) -> tuple[str, ...]:
    """What a joint display is grouped by where nothing is said: the study's groups and waves."""
    return ("group", WAVE) if "group" in study.variables.get("participant", {}) else (WAVE,)


def joint_display(
    study: Study,
    by: Sequence[str] = (),
    *,
    themes: Sequence[str] = (),
    sources: Sequence[str] = (),
    where: Sequence[Condition] = (),
    coder: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Joint:
    """The joint display of some themes, by their ids (none: all), grouped by dimensions, where all conditions hold.

    `sources` of numbers are CSV files and names of variables; of none, the variables declared by wave. `tell` hears of
    each document before it is counted and of each theme before it is followed, and may raise to stop.
    """
    by, counted = tuple(by) or usual_by(study), study.counted_coder(coder)
    values = measures(study, sources)
    conditions = resolved(study, where)
    table = study.themes(by, coder=counted, where=conditions, tell=tell)
    if themes:
        table = table._replace(rows=tuple(row for row in table.rows if row.code in themes))
    with translated(study.database):
        found = at_waves(study.connection, conditions, counted)
    waves = _in_order(study, {*(wave for _person, wave in found.interviewed), *(one.wave for one in values)})
    placed = _Placed(study, by, conditions)
    beside = placed.beside(values, waves)
    groups = {group for one in beside for group in one.groups}
    return Joint(
        rule=f"{table.rule} {rule(bool(beside))}".strip(),
        coder=counted,
        table=table,
        waves=waves,
        themes=tuple(_followed(study, table, found, waves, tell)),
        numbers_by=placed.by,
        numbers=tuple(beside),
        titles={group: group_title(study, placed.by, group) for group in in_order(study, placed.by, groups)},
        left_out=placed.left_out,
    )


def rule(numbers: bool, _: Callable[[str], str] = interface) -> str:
    """How people are followed and numbers put together, in words; `_` says it in another language."""
    said = _(
        "Between two waves only those interviewed at both are compared: kept, lost, gained or never raised; whoever "
        "was not asked, or is not yet coded, at one of them is unclear."
    )
    of_numbers = _("Numbers are of everybody for whom there is one, interviewed at that wave or not.")
    return f"{said} {of_numbers}" if numbers else said


def _followed(
    study: Study, table: ThemeTable, found: AtWaves, waves: Sequence[str], tell: Callable[[str], None] | None
) -> Iterable[Followed]:
    for row in table.rows:
        if tell:
            tell(row.code)
        states = found.states(study.codebook, study.guides, row.code)
        yield Followed(row.code, row.label, row.depth, states, tuple(changes(waves, states)))


def _in_order(study: Study, found: Collection[str | None]) -> tuple[str, ...]:
    """The waves at which anybody was interviewed or has a number, in the order of study.yaml."""
    return tuple(wave for wave in known_waves(study) if wave in found)


class _Placed:
    """Where numbers belong: each in the groups of its person, or in those its row names."""

    def __init__(self, study: Study, by: Sequence[str], where: tuple[Condition, ...]) -> None:
        known = of_people(study)
        self._study, self._where = study, where
        self.by = tuple(name for name in by if name in known)
        self.left_out = 0
        waves = (*known_waves(study), NO_GROUP)
        with translated(study.database):
            self._groups = groups_of_people(study.connection, Grouping(self.by, where), waves)
        self._people = frozenset(study.names(PERSON))

    def beside(self, values: Iterable[Measure], waves: tuple[str, ...]) -> list[Beside]:
        """Every number by group, and by person and wave."""
        grouped: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        own: defaultdict[str, dict[At, float]] = defaultdict(dict)
        for one in values:
            group = self._group(one)
            if group is None:
                self.left_out += 1
                continue
            grouped[one.name][group].append(one.value)
            if one.participant in self._people:
                own[one.name][str(one.participant), one.wave or NO_GROUP] = one.value
        return [self._one(name, groups, own[name], waves) for name, groups in grouped.items()]

    def _one(
        self, name: str, groups: Mapping[str, Iterable[float]], own: Mapping[At, float], waves: tuple[str, ...]
    ) -> Beside:
        short = {group: found for group, values in groups.items() if (found := numbers(values))}
        ordered = {group: short[group] for group in in_order(self._study, self.by, short)}
        people = {
            person: tuple(own.get((person, wave), own.get((person, NO_GROUP))) for wave in waves)
            for person in sorted({person for person, _wave in own})
        }
        return Beside(name, ordered, people, any(wave != NO_GROUP for _person, wave in own))

    def _group(self, one: Measure) -> str | None:
        """The group of a number; None where it does not meet the conditions."""
        if one.participant in self._people:
            group = self._groups.get((str(one.participant), one.wave or NO_GROUP))
            if group is None:
                return None
            parts = group.split(SEPARATOR) if len(self.by) > 1 else [group]
        else:
            parts = [NO_GROUP] * len(self.by)
            if not all(self._meets(one, condition) for condition in self._where):
                return None
        said = self._said(one)
        return SEPARATOR.join(said.get(name, part) for name, part in zip(self.by, parts, strict=True))

    def _said(self, one: Measure) -> dict[str, str]:
        """What a row itself says of its groups."""
        said = {**one.said} | ({WAVE: one.wave} if one.wave else {})
        if one.participant is not None:
            said.setdefault(PERSON, one.participant)
        if "site" in said:
            said.setdefault("region", region_of(self._study, said["site"]))
        return said

    def _meets(self, one: Measure, condition: Condition) -> bool:
        """Whether a row about nobody in the study is known to meet a condition."""
        value = self._said(one).get(condition.name)
        return value is not None and (condition.sign, value in condition.values) in (("=", True), ("!=", False))
