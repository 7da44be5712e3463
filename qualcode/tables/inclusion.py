"""Inclusions: who was eligible, refused, was missed, included and expected, from a table that the team keeps.

The table is `inclusion.csv` or `inclusion.yaml` in the study's folder: a row for each group, wave and site (or any
other dimension of people), with whole numbers. It is checked against the people who really speak in documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.conditions import in_words
from qualcode.csvtable import read_table, whole
from qualcode.errors import InputError, NotFoundError
from qualcode.files import read_file
from qualcode.i18n import _, known_word
from qualcode.i18n import _ as interface
from qualcode.model.asking import Condition
from qualcode.names import fold
from qualcode.store.counting.waves import people_of
from qualcode.store.database.sqlite import translated
from qualcode.store.reading.dimensions import NO_GROUP, SEPARATOR, Grouping
from qualcode.tables.measured import PERSON, check_of, of_people, region_of
from qualcode.tables.themes import check_dimensions, group_title, in_order, resolved

if TYPE_CHECKING:
    from qualcode.study import Study

COUNTS = ("eligible", "refused", "missed", "included", "expected")
FILES = ("inclusion.csv", "inclusion.yaml", "inclusion.yml")


class Counts(NamedTuple):
    """What is said of one group; None where a number is not known."""

    eligible: int | None = None
    refused: int | None = None
    missed: int | None = None
    included: int | None = None
    expected: int | None = None

    @property
    def of_eligible(self) -> float | None:
        """The share of the eligible who were included."""
        return _share(self.included, self.eligible)

    @property
    def of_expected(self) -> float | None:
        """The included as a share of those expected."""
        return _share(self.included, self.expected)

    @property
    def unbalanced(self) -> bool:
        """Whether the refused, the missed and the included are not the eligible."""
        parts = (self.refused, self.missed, self.included)
        known = [part for part in parts if part is not None]
        if self.eligible is None:
            return False
        return sum(known) != self.eligible if len(known) == len(parts) else sum(known) > self.eligible


class Entry(NamedTuple):
    """A row of the table: where it stands (`inclusion.csv:3`), whom it is about, and its numbers."""

    place: str
    about: Mapping[str, str]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Inclusions:
    """Numbers by group with those interviewed in each, and for all; `titles` are the groups' names for a reader.

    `columns` are those by which the table says whom a row is about, of which `by` is made.
    `doubts` are what does not fit together, each a sentence; `rule` is to stand under the table. `nested`: a region has
    a row of its own beside those of its premises.
    """

    rule: str
    file: str
    columns: tuple[str, ...]
    by: tuple[str, ...]
    where: tuple[Condition, ...]
    groups: Mapping[str, Counts]
    interviewed: Mapping[str, int]
    total: Counts
    total_interviewed: int
    titles: Mapping[str, str]
    doubts: tuple[str, ...]
    nested: bool = False


def _share(part: int | None, whole_: int | None) -> float | None:
    return part / whole_ if part is not None and whole_ else None


def summed(counts: Iterable[Counts]) -> Counts:
    """The sum of each number; not known where one of them is not."""
    columns = list(zip(*counts, strict=True)) or [()] * len(COUNTS)
    return Counts(*(None if None in column else sum(column) for column in columns))


def file_of(study: Study) -> Path | None:
    """The table that lies in the study's folder, if there is one; an `InputError` where there are two."""
    found = [study.folder / name for name in FILES if (study.folder / name).is_file()]
    if len(found) > 1:
        message = _("{file} and {other} both hold inclusions.").format(file=found[0], other=found[1])
        raise InputError(message, _("Name the one that is meant, or take one away."))
    return found[0] if found else None


def inclusions(
    study: Study, file: Path | None = None, by: Sequence[str] = (), where: Sequence[Condition] = ()
) -> Inclusions:
    """The study's table of inclusions by dimensions (none: its group and wave), beside those interviewed.

    `where` narrows rows and people by the table's columns; by anything else those interviewed alone, for the table
    knows no more of the others.
    """
    file = file or file_of(study)
    if file is None:
        raise NotFoundError(
            _("{folder}: there is no table of inclusions.").format(folder=study.folder),
            _("Keep one there as {file}: columns group, wave, site and {counts}.").format(
                file=FILES[0], counts=", ".join(COUNTS)
            ),
        )
    entries = read_inclusions(study, file)
    columns = tuple(entries[0].about) if entries else ()
    by = tuple(by) or tuple(name for name in ("group", "wave") if name in columns) or columns[:1]
    _check_by(by, columns)
    conditions = resolved(study, where)
    of_rows, alone = divided(conditions, columns)
    counting = _Counting(study, entries, columns, by, conditions)
    groups, people = counting.groups(), counting.interviewed(by)
    return Inclusions(
        rule=rule(
            [known_word(name) for name in columns], alone, "wave" in columns, of_rows=of_rows, nested=counting.nested
        ),
        file=str(file),
        columns=columns,
        by=by,
        where=conditions,
        groups=groups,
        interviewed={group: len(people.get(group, ())) for group in groups},
        total=summed(entry.counts for entry in counting.topmost(counting.entries)),
        total_interviewed=len({person for found in people.values() for person in found}),
        titles={group: group_title(study, by, group) for group in groups},
        doubts=tuple(counting.doubts(groups, people)),
        nested=counting.nested,
    )


def divided(
    conditions: Sequence[Condition], columns: Sequence[str]
) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """The conditions that rows of the table can meet, and those that only people can."""
    known = {*columns, "region"} if "site" in columns else set(columns)
    of_rows = tuple(said for said in conditions if said.name in known and said.sign in ("=", "!=", "~"))
    return of_rows, tuple(said for said in conditions if said not in of_rows)


def rule(
    columns: Sequence[str],
    where: Sequence[Condition],
    by_wave: bool,
    _: Callable[[str], str] = interface,
    of_rows: Sequence[Condition] = (),
    nested: bool = False,
) -> str:
    """What is set beside what, in words, given the columns' names for a reader; `_` says it in another language.

    `of_rows` narrows all there is, `where` those interviewed; `nested` as in `Inclusions`.
    """
    sentences = [
        _("Numbers are sums of the team's table; a sum with an unknown number in it is not known."),
        _("Interviewed: people who speak in a document and whose {columns} are known, each once in a group.").format(
            columns=", ".join(columns)
        ),
    ]
    if nested:
        sentences.append(
            _("A region’s own row stands for the whole; its premises’ rows are compared with it, never added to it.")
        )
    if by_wave:
        sentences.append(_("Whoever is included at several waves is in the number of each."))
    if of_rows:
        sentences.append(_("Only where {conditions}.").format(conditions=in_words(of_rows, _)))
    if where:
        sentences.append(_("Interviewed only where {conditions}.").format(conditions=in_words(where, _)))
    return " ".join(sentences)


def _check_by(by: Sequence[str], columns: Sequence[str]) -> None:
    check_dimensions(by, (*columns, "region") if "site" in columns else tuple(columns))


class _Counting:
    """The entries of a table beside the people interviewed, by the table's own columns."""

    def __init__(
        self,
        study: Study,
        entries: Sequence[Entry],
        columns: tuple[str, ...],
        by: tuple[str, ...],
        where: tuple[Condition, ...],
    ) -> None:
        self._study, self._columns, self._by = study, columns, by
        self._above = {site.id: site.parent for site in study.sites}
        of_rows, _alone = divided(where, columns)
        self.entries = [entry for entry in entries if all(self._meets(entry.about, said) for said in of_rows)]
        self._rows = {self._group(entry.about, columns): entry for entry in self.entries}
        self._places = {entry.about["site"] for entry in self.entries if "site" in entry.about}
        with translated(study.database):
            rows = people_of(study.connection, Grouping(columns, where))
        parts = ((person, group.split(SEPARATOR) if len(columns) > 1 else [group]) for person, group in rows)
        named = ((person, dict(zip(columns, values, strict=True))) for person, values in parts)
        known = ((person, about) for person, about in named if NO_GROUP not in about.values())
        self._people = [(person, home) for person, about in known for home in self._homes(about)]

    @property
    def nested(self) -> bool:
        """Whether a region has a row of its own beside rows of its premises."""
        return any(self._over(entry) for entry in self.entries)

    def topmost(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries but those for which another of them stands: the row of a region that they are in."""
        among = list(entries)
        places = {entry.place for entry in among}
        return [entry for entry in among if places.isdisjoint(above.place for above in self._over(entry))]

    def _over(self, entry: Entry) -> list[Entry]:
        """The rows of the regions that an entry's site is in, the nearest first."""
        return [above for about in self._upwards(entry.about) if (above := self._row(about))]

    def _row(self, about: Mapping[str, str]) -> Entry | None:
        return self._rows.get(self._group(about, self._columns))

    def _upwards(self, about: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
        """The same of each region that a site is in."""
        return ({**about, "site": above} for above in self._all_above(about.get("site", "")))

    def _homes(self, about: Mapping[str, str]) -> list[Mapping[str, str]]:
        """Where a person counts: in the row of their site and in those of its regions; without any, at the nearest
        place that the table names."""
        every = [about, *self._upwards(about)]
        if found := [each for each in every if self._row(each)]:
            return found
        return [next((each for each in every if each.get("site") in self._places), about)]

    def groups(self) -> dict[str, Counts]:
        """The sums of each group, in order."""
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[self._group(entry.about, self._by)].append(entry)
        sums = {group: summed(entry.counts for entry in self.topmost(entries)) for group, entries in found.items()}
        return {group: sums[group] for group in in_order(self._study, self._by, sums)}

    def interviewed(self, by: Sequence[str]) -> dict[str, set[str]]:
        """The people of each group who speak in a document."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for person, about in self._people:
            found[self._group(about, by)].add(person)
        return found

    def _meets(self, about: Mapping[str, str], said: Condition) -> bool:
        value = self._value(about, said.name)
        if said.sign == "~":
            return any(fold(part) in fold(value) for part in said.values)
        names = {value, *self._all_above(value)} if said.name == "site" else {value}
        return names.isdisjoint(said.values) == (said.sign == "!=")

    def _all_above(self, site: str) -> Iterator[str]:
        while above := self._above.get(site):
            yield above
            site = above

    def _group(self, about: Mapping[str, str], by: Sequence[str]) -> str:
        return SEPARATOR.join(self._value(about, name) for name in by)

    def _value(self, about: Mapping[str, str], name: str) -> str:
        if name == "region" and name not in about:
            return region_of(self._study, about["site"])
        return about[name]

    def doubts(self, groups: Mapping[str, Counts], people: Mapping[str, set[str]]) -> Iterator[str]:
        """What does not fit: sums, more interviewed than included, nobody interviewed, people without a row."""
        yield from (_unbalanced(entry) for entry in self.entries if entry.counts.unbalanced)
        yield from self._disagreeing()
        yield from self._unlikely()
        for group, counts in groups.items():
            if counts.included and not people.get(group):
                said = _("{group}: {included} included, nobody of them interviewed.")
                yield said.format(group=group_title(self._study, self._by, group), included=counts.included)

    def _disagreeing(self) -> Iterator[str]:
        """Regions whose own row says another number than its premises' rows together."""
        under: defaultdict[str, list[Counts]] = defaultdict(list)
        for entry in self.entries:
            for above in self._over(entry)[:1]:
                under[above.place].append(entry.counts)
        for region in (entry for entry in self.entries if entry.place in under):
            parts = summed(under[region.place])
            for name, own, of_parts in zip(COUNTS, region.counts, parts, strict=True):
                if own is not None and of_parts is not None and own != of_parts:
                    said = _("{place}: {group}: {own} {name}, its premises’ rows together {sum}.")
                    title = group_title(self._study, self._columns, self._group(region.about, self._columns))
                    yield said.format(place=region.place, group=title, own=own, name=_named(name), sum=of_parts)

    def _unlikely(self) -> Iterator[str]:
        rows = self._rows
        for group, found in sorted(self.interviewed(self._columns).items()):
            who, title = ", ".join(sorted(found)), group_title(self._study, self._columns, group)
            if group not in rows:
                said = _("{group}: the table has no row, and {count} were interviewed there ({people}).")
                yield said.format(group=title, count=len(found), people=who)
            elif (included := rows[group].counts.included) is not None and len(found) > included:
                said = _("{place}: {group}: {count} were interviewed ({people}), {included} included.")
                yield said.format(place=rows[group].place, group=title, count=len(found), people=who, included=included)


def _named(count: str) -> str:
    names = {
        "eligible": _("eligible"),
        "refused": _("refused"),
        "missed": _("missed"),
        "included": _("included"),
        "expected": _("expected"),
    }
    return names[count]


def _unbalanced(entry: Entry) -> str:
    counts = entry.counts
    said = _("{place}: {refused} refused, {missed} missed and {included} included are not {eligible} eligible.")
    known = {name: "?" if value is None else value for name, value in counts._asdict().items()}
    return said.format(place=entry.place, **known)


# ---------------------------------------------------------------------- reading


def read_inclusions(study: Study, file: Path) -> list[Entry]:
    """The rows of a table, CSV or YAML by its ending; an `InputError` names file and line of what cannot be meant."""
    keys = tuple(name for name in of_people(study) if name != PERSON)
    known = (*keys, *COUNTS)
    if file.suffix.lower() in (".yaml", ".yml"):
        rows = _from_yaml(file, known)
    else:
        rows = [(f"{file}:{line}", row) for line, row in read_table(file, known, ("included",))]
    columns = [name for name in keys if any(row.get(name) for _place, row in rows)]
    if rows and not columns:
        raise InputError(
            _("{file}: no row says whom it is about.").format(file=file), _("Write group, wave or site in each.")
        )
    checks = {name: check_of(study, name) for name in columns}
    found: dict[tuple[str, ...], Entry] = {}
    for place, row in rows:
        entry = _entry(place, row, checks)
        first = found.setdefault(tuple(entry.about.values()), entry)
        if first is not entry:
            raise InputError(_("{place}: the same is said at {first} already.").format(place=place, first=first.place))
    return list(found.values())


def _entry(place: str, row: Mapping[str, str], checks: Mapping[str, Callable[[str], str]]) -> Entry:
    try:
        for name in checks:
            if not row.get(name):
                raise InputError(_("{name} is empty.").format(name=name), _("Every row says whom it is about."))
        about = {name: check(row[name]) for name, check in checks.items()}
        counts = Counts(*(whole(row[name]) if row.get(name) else None for name in COUNTS))
    except (InputError, NotFoundError) as error:
        raise InputError(f"{place}: {error.message}", error.hint) from error
    return Entry(place, about, counts)


def _from_yaml(file: Path, known: Sequence[str]) -> list[tuple[str, Mapping[str, str]]]:
    """A list of rows, alone or under the key `inclusion`."""
    from qualcode.yamls.fields import as_items, as_map, as_text
    from qualcode.yamls.text import Map, decode, load

    root = load(decode(read_file(file), str(file)), str(file))
    if isinstance(root, Map):
        root = as_map(root, file.name, ("inclusion",)).get("inclusion")
    rows = [as_map(item, file.name, known) for item in as_items(root, file.name)] if root else []
    return [(str(row.place), {name.value: as_text(value, name.value) for name, value in row.entries}) for row in rows]
