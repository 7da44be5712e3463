"""Themes × groups as a table: what the counting found, with titles, in order, and the rule in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.conditions import in_words
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _, known_word, language
from qualcode.i18n import _ as interface
from qualcode.model import in_language
from qualcode.model.asking import Condition
from qualcode.model.counts import ThemeRow, ThemeTable
from qualcode.model.people import Site
from qualcode.names import fold, near_hint, sort_key_by_size
from qualcode.store.counting import themes as counting
from qualcode.store.counting.themes import TOTAL
from qualcode.store.reading import dimensions
from qualcode.store.reading.dimensions import Grouping
from qualcode.variables.values import OF_PASSAGES, Variable, checked, date

if TYPE_CHECKING:
    from qualcode.holdings import Holdings

SEPARATOR = dimensions.SEPARATOR
"""What stands between the names of a group that is one in each of several dimensions."""


def theme_table(
    study: Holdings,
    by: tuple[str, ...],
    coder: str | None,
    where: Iterable[Condition] = (),
    tell: Callable[[str], None] | None = None,
) -> ThemeTable:
    """The table of one coder's codings by one or several dimensions, of those for whom all conditions hold.

    `tell` hears of each document before it is counted, and may raise to stop. An unknown dimension, or a condition that
    nothing could meet, is an `InputError`.
    """
    check_dimensions(by, study.dimensions())
    conditions = resolved(study, where)
    counted = counting.count_themes(
        study.connection, study.codebook, study.guides, Grouping(by, conditions), coder, tell
    )
    groups = in_order(study, by, filter(is_somebody(by), counted.people))
    rows = tuple(
        ThemeRow(
            code.id, in_language(code.label, language()), depth, {name: cells[name] for name in groups}, cells[TOTAL]
        )
        for code, depth in study.codebook.walk()
        for cells in [counted.cells[code.id]]
    )
    people = {group: counted.people[group] for group in groups}
    titles = {group: group_title(study, by, group) for group in groups}
    overlap = sum(people.values()) > counted.people[TOTAL]
    said = rule(tuple(map(known_word, by)), coder, conditions, overlap)
    return ThemeTable(said, by, people, rows, titles, counted.people[TOTAL], conditions)


_NUMBER = {"type": "number", "choices": ()}
"""What the round of a coding is, said as study.yaml would."""


def resolved(study: Holdings, where: Iterable[Condition]) -> tuple[Condition, ...]:
    """Conditions with the names as the study has them: sites by id, choices as declared; else an `InputError`."""
    return tuple(_resolved(study, condition) for condition in where)


def _resolved(study: Holdings, condition: Condition) -> Condition:
    name, sign, values = condition
    if name == "coder":
        raise InputError(_("{condition}: a table counts one coder at a time.").format(condition=condition),
                         _("Name them with --coder, or with c in the screen."))  # fmt: skip
    check_dimension(name, (*study.dimensions(), *OF_PASSAGES))
    if sign == "~":
        return condition
    declared = _NUMBER if name == "round" else _declared(study, name)
    if declared and not declared["choices"]:
        variable = Variable(str(declared["type"]))
        return condition._replace(values=tuple(checked(name, variable, value) for value in values))
    if name == "date":
        return condition._replace(values=tuple(map(date, values)))
    if sign in ("=", "!="):
        known = _known_values(study, name)
        return condition._replace(values=tuple(_known(value, known, condition) for value in values))
    if declared or name == "wave":
        return _from_there(study, condition, bool(declared))
    return condition


def _declared(study: Holdings, name: str) -> Mapping[str, Any] | None:
    """A variable as study.yaml declares it."""
    return next((kind[name] for kind in study.variables.values() if name in kind), None)


def _from_there(study: Holdings, condition: Condition, declared: bool) -> Condition:
    """Those of several values in order that lie before, at or after one of them: `wave>=T6` is `wave=T6,T12`."""
    name, sign, values = condition
    known = _known_values(study, name)
    if not known or (not declared and fold(values[0]) not in known):
        return condition
    ordered = in_order(study, (name,), dict.fromkeys(known.values()))
    place = ordered.index(_known(values[0], known, condition))
    reached = place if sign in ("<", ">=") else place + 1
    meant = ordered[reached:] if sign in (">", ">=") else ordered[:reached]
    if not meant:
        raise NotFoundError(
            _("{condition}: nothing lies there.").format(condition=condition),
            _("In their order they are: {names}.").format(names=", ".join(ordered)),
        )
    return Condition(name, "=", tuple(meant))


def _known_values(study: Holdings, name: str) -> Mapping[str, str] | None:
    """Every way to write a value, with the value; None where any text may stand."""
    if name in ("site", "region"):
        return _known_sites([site for site in study.sites if name == "site" or site.parent is None])
    declared = _declared(study, name)
    choices = declared["choices"] if declared else study.names(name)
    return {fold(str(choice)): str(choice) for choice in choices} if choices else None


def _known_sites(sites: Sequence[Site]) -> Mapping[str, str]:
    """Sites by their ids, and by the labels that no other bears."""
    bearers: dict[str, set[str]] = {}
    for site in sites:
        for label in site.label.values():
            bearers.setdefault(fold(label), set()).add(site.id)
    alone = {label: min(ids) for label, ids in bearers.items() if len(ids) == 1}
    return alone | {fold(site.id): site.id for site in sites}


def _known(value: str, known: Mapping[str, str] | None, condition: Condition) -> str:
    if known is None:
        return value
    if fold(value) in known:
        return known[fold(value)]
    every = _("Choose among: {names}.").format(names=", ".join(dict.fromkeys(known.values())))
    hint = near_hint(value, known.values(), every)
    raise NotFoundError(_("{condition}: the study has no {value}.").format(condition=condition, value=value), hint)


def is_somebody(by: tuple[str, ...]) -> Callable[[str], bool]:
    """Which groups a table has: among people, what nobody interviewed says is none; others all are."""
    if not by:
        return lambda _group: True
    if "participant" not in by:
        return lambda group: group != TOTAL
    place = by.index("participant")
    return lambda group: group != TOTAL and _parts(group, by)[place] != dimensions.NO_GROUP


def _parts(group: str, by: Sequence[object]) -> list[str]:
    """A group's name in each dimension."""
    return group.split(SEPARATOR) if len(by) > 1 else [group]


def rule(
    by: tuple[str, ...],
    coder: str | None,
    where: Iterable[Condition] = (),
    overlap: bool = False,
    _: Callable[[str], str] = interface,
) -> str:
    """The counting rule as it was applied, in words, to stand under a table; `_` says it in another language.

    `overlap`: somebody counts in several groups, so that the columns do not add up to the total.
    """
    sentences = [
        _("Codings of {coder}.").format(coder=coder or _("nobody")),
        _("A theme counts with its sub-codes, as unions: each person, passage and document once."),
        _("People are counted where they speak in a passage, over N people interviewed."),
        _("Interviewers count neither as people nor in words."),
    ]
    if by:
        sentences += [
            groups_said(by, _),
            _("An empty cell says whether the theme was not asked, asked but not raised, or not yet coded."),
        ]
    if where := tuple(where):
        sentences.append(_("Only where {conditions}.").format(conditions=in_words(where, _)))
    if overlap:
        sentences.append(
            _("Somebody counts in several groups: the columns do not add up to the total, which is a union.")
        )
    return " ".join(sentences)


def groups_said(by: Iterable[str], _: Callable[[str], str] = interface) -> str:
    """The sentence of a rule on what its groups are, given the names of the dimensions for a reader."""
    said = _(
        "Grouped by {by}: as it is known of who speaks, else of the document; "
        "kind, wave, date, language and guide are always the document’s."
    )
    return said.format(by=SEPARATOR.join(by))


def check_dimensions(by: Sequence[str], known: tuple[str, ...]) -> None:
    """Refuse what nothing can be grouped by, and a dimension within itself."""
    for place, name in enumerate(by):
        check_dimension(name, known)
        if name in by[:place]:
            raise InputError(
                _("{name} stands twice among the dimensions.").format(name=name), _("Name each of them once.")
            )


def check_dimension(name: str, known: tuple[str, ...]) -> None:
    """Refuse what nothing can be grouped by, naming the nearest thing that it can."""
    if name in known:
        return
    hint = near_hint(name, known, _("Choose among: {names}.").format(names=", ".join(known)))
    raise InputError(_("Nothing can be grouped by {name}.").format(name=name), hint)


def group_title(study: Holdings, by: tuple[str, ...], group: str) -> str:
    """A group's name for a reader: sites by their labels."""
    labels = {site.id: in_language(site.label, language()) for site in study.sites}
    parts = _parts(group, by)
    return SEPARATOR.join(
        labels.get(part, part) if dimension in ("site", "region") else known_word(part) if dimension == "kind" else part
        for dimension, part in zip(by, parts, strict=False)
    )


def in_order(study: Holdings, by: tuple[str, ...], groups: Iterable[str]) -> list[str]:
    """Groups as a table has them: sites as in their tree, choices as declared, the others by name."""
    ranks = [_ranks(study, dimension) for dimension in by]
    return sorted(groups, key=lambda group: _order(group, ranks))


def _ranks(study: Holdings, dimension: str) -> Mapping[str, int]:
    """The place of each value that has an order of its own: sites in their tree, choices as declared."""
    if dimension in ("site", "region"):
        return {site.id: place for place, site in enumerate(_in_tree(study.sites))}
    for variables in study.variables.values():
        if dimension in variables:
            return {str(choice): place for place, choice in enumerate(variables[dimension]["choices"])}
    return {}


def _in_tree(sites: tuple[Site, ...], parent: str | None = None) -> list[Site]:
    return [found for site in sites if site.parent == parent for found in (site, *_in_tree(sites, site.id))]


def _order(group: str, ranks: list[Mapping[str, int]]) -> tuple[tuple[bool, int, tuple[str, str]], ...]:
    """Ranked values in their order, the others by name and the numbers in them by size, the nameless last."""
    parts = _parts(group, ranks)
    return tuple(
        (part == dimensions.NO_GROUP, places.get(part, len(places)), sort_key_by_size(part))
        for part, places in zip(parts, ranks, strict=False)
    )
