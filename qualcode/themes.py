"""Themes × groups as a table: what the counting found, with titles, in order, and the rule in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.i18n import _, known_word, language
from qualcode.i18n import _ as interface
from qualcode.model import Site, ThemeRow, ThemeTable, in_language
from qualcode.names import nearest, sort_key
from qualcode.store import counting

if TYPE_CHECKING:
    from qualcode.study import Study

SEPARATOR = " / "


def theme_table(study: Study, by: tuple[str, ...], coder: str | None) -> ThemeTable:
    """The table of one coder's codings by one or several dimensions; an unknown dimension is an `InputError`."""
    for dimension in by:
        check_dimension(dimension, study.dimensions())
    sizes, cells = counting.count_themes(study.connection, study.codebook, study.guides, counting.Grouping(by), coder)
    groups = in_order(study, by, filter(_is_somebody(by), sizes))
    rows = tuple(
        ThemeRow(code.id, in_language(code.label, language()), depth, {name: cells[code.id][name] for name in groups})
        for code, depth in study.codebook.walk()
    )
    titles = {group: group_title(study, by, group) for group in groups}
    said = rule(tuple(map(known_word, by)), coder)
    return ThemeTable(said, by, {group: sizes[group] for group in groups}, rows, titles)


def _is_somebody(by: tuple[str, ...]) -> Callable[[str], bool]:
    """Among people, what nobody interviewed says has no column; other groups all have theirs."""
    if "participant" not in by:
        return lambda _group: True
    place = by.index("participant")
    return lambda group: (group.split(SEPARATOR)[place] if len(by) > 1 else group) != counting.NO_GROUP


def rule(by: tuple[str, ...], coder: str | None, _: Callable[[str], str] = interface) -> str:
    """The counting rule as it was applied, in words, to stand under a table; `_` says it in another language."""
    sentences = [
        _("Codings of {coder}.").format(coder=coder or _("nobody")),
        _("A theme counts with its sub-codes, as unions: each person, passage and document once."),
        _("People are counted where they speak in a passage, over N people interviewed."),
        _("Interviewers count neither as people nor in words."),
    ]
    if by:
        groups = _("Groups ({by}) are the speaker's own, else the document's; kind, wave and date are the document's.")
        sentences += [
            groups.format(by=SEPARATOR.join(by)),
            _("An empty cell says whether the theme was not asked, asked but not raised, or not yet coded."),
        ]
    return " ".join(sentences)


def check_dimension(name: str, known: tuple[str, ...]) -> None:
    """Refuse what nothing can be grouped by, naming the nearest thing that it can."""
    if name in known:
        return
    near = nearest(name, known)
    hint = _("Write {near}.").format(near=near) if near else _("Choose among: {names}.").format(names=", ".join(known))
    raise InputError(_("Nothing can be grouped by {name}.").format(name=name), hint)


def group_title(study: Study, by: tuple[str, ...], group: str) -> str:
    """A group's name for a reader: sites by their labels."""
    labels = {site.id: in_language(site.label, language()) for site in study.sites}
    parts = group.split(SEPARATOR) if len(by) > 1 else [group]
    return SEPARATOR.join(
        labels.get(part, part) if dimension in ("site", "region") else known_word(part) if dimension == "kind" else part
        for dimension, part in zip(by, parts, strict=False)
    )


def in_order(study: Study, by: tuple[str, ...], groups: Iterable[str]) -> list[str]:
    """Groups as a table has them: sites as in their tree, choices as declared, the others by name."""
    ranks = [_ranks(study, dimension) for dimension in by]
    return sorted(groups, key=lambda group: _order(group, ranks))


def _ranks(study: Study, dimension: str) -> Mapping[str, int]:
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
    """Ranked values in their order, the others by name, the nameless last."""
    parts = group.split(SEPARATOR) if len(ranks) > 1 else [group]
    return tuple(
        (part == counting.NO_GROUP, places.get(part, len(places)), sort_key(part))
        for part, places in zip(parts, ranks, strict=False)
    )
