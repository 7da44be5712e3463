"""A joint display as sections: themes by group, what changed between waves, numbers, and each person's way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.i18n import _, known_word, ngettext
from qualcode.model.asking import Filter
from qualcode.sections import Lead, Leads, Section, number, texts, who
from qualcode.sections.themes import SIGNS, themes_section

if TYPE_CHECKING:
    from qualcode.analysis.trajectories import Change
    from qualcode.tables.joint import Beside, Followed, Joint


def joint_sections(joint: Joint, people: bool) -> Iterator[Section]:
    """The table, what changed between waves, numbers by group; and with `people` everybody's way through each theme."""
    yield themes_section(joint.table, joint.coder)
    yield _changes(joint, chosen=people)
    if joint.numbers:
        yield _numbers(joint)
    if people:
        yield from (_people(joint, theme) for theme in joint.themes)
    signs = _("● said   · asked, not raised   — not asked   ? not yet coded   blank: not interviewed")
    yield Section(after=(signs, joint.rule, *_left_out(joint)))


def _left_out(joint: Joint) -> Iterator[str]:
    if joint.left_out:
        said = ngettext("{count} number is left out", "{count} numbers are left out", joint.left_out)
        yield said.format(count=joint.left_out) + _(": they do not meet the conditions, or it is not said whether.")


def _changes(joint: Joint, chosen: bool) -> Section:
    """All changes of themes that were chosen; where none was, what moved under those at the top."""
    title = _("Between waves, of the people interviewed at both")
    found = [
        (theme, change)
        for theme in joint.themes
        for change in theme.changes
        if chosen or (theme.depth == 0 and (change.kept or change.lost or change.gained))
    ]
    if not found:
        nobody = _("Nobody who was interviewed at two waves raised a theme at one of them.")
        return Section(title, before=(nobody,))
    header = (_("theme"), _("waves"), _("both"), _("kept"), _("lost"), _("gained"), _("never"), _("unclear"))
    return Section(
        title,
        header=header,
        rows=tuple(_change(theme.label, change) for theme, change in found),
        numbers=frozenset((2,)),
        leads=tuple((_all_of(joint, theme),) for theme, _change_ in found),
        names=2,
        widest=36,
    )


def _change(label: str, change: Change) -> tuple[str, ...]:
    parts = (change.kept, change.lost, change.gained, change.never, change.unclear)
    return texts((label, f"{change.earlier} → {change.later}", change.both, *map(who, parts)))


def _all_of(joint: Joint, theme: Followed) -> Lead:
    return Lead(theme.label, Filter(code=theme.code, coder=joint.coder, conditions=joint.table.where))


def _numbers(joint: Joint) -> Section:
    rows = tuple(
        texts((beside.name, joint.titles[group], found.n, number(found.mean),
               f"{number(found.least)}–{number(found.greatest)}", number(found.median)))
        for beside in joint.numbers
        for group, found in beside.groups.items()
    )  # fmt: skip
    header = ("", " / ".join(map(known_word, joint.numbers_by)), "n", _("mean"), _("least–greatest"), _("median"))
    return Section(_("Numbers"), header=header, rows=rows, numbers=frozenset((2, 3, 4, 5)))


def _people(joint: Joint, theme: Followed) -> Section:
    states = joint.people(theme)
    names = sorted({*states, *(person for beside in joint.numbers for person in beside.people)})
    header = (_("person"), *joint.waves, *(title for beside in joint.numbers for title in _titles(joint, beside)))
    return Section(
        theme.label,
        header=header,
        rows=tuple((name, *_signs(joint, states.get(name)), *_values(joint, name)) for name in names),
        numbers=frozenset(range(len(joint.waves) + 1, len(header))),
        leads=tuple(_ways(joint, theme, name, states.get(name)) for name in names),
    )


def _signs(joint: Joint, states: Sequence[str] | None) -> Sequence[str]:
    return [SIGNS[state] for state in states] if states else [""] * len(joint.waves)


def _titles(joint: Joint, beside: Beside) -> list[str]:
    """The columns of a number: one for each wave, or one alone where it is the same at all."""
    return [f"{beside.name} {wave}" for wave in joint.waves] if beside.by_wave else [beside.name]


def _values(joint: Joint, person: str) -> Sequence[str]:
    nothing = (None,) * len(joint.waves)
    return [
        number(value)
        for beside in joint.numbers
        for value in beside.people.get(person, nothing)[: len(_titles(joint, beside))]
    ]


def _ways(joint: Joint, theme: Followed, person: str, states: Sequence[str] | None) -> Leads:
    """To the person's passages of the theme, and from a wave in which it was raised to those of that wave."""
    where = Filter(code=theme.code, coder=joint.coder, participant=person, conditions=joint.table.where)
    title = f"{theme.label} · {person}"
    raised = zip(joint.waves, states or (), strict=False)
    at_waves = (
        Lead(f"{title} · {wave}", where._replace(wave=wave)) if state == "said" else None for wave, state in raised
    )
    return (Lead(title, where), *at_waves)
