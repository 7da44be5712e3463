"""Joint displays, inclusions and coverage as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qualcode.cli.output import print_table, print_text, say, shortened
from qualcode.cli.tables import print_themes
from qualcode.i18n import _, known_word, ngettext

if TYPE_CHECKING:
    from qualcode.analysis.trajectories import Change
    from qualcode.inclusion import Counts, Inclusions
    from qualcode.joint import Followed, Joint

_SIGNS = {"said": "●", "not_raised": "·", "not_asked": "—", "not_coded": "?", "not_interviewed": ""}
_IDS = 32
"""Characters of ids shown beside a count; all of them are in the JSON."""


def heading(text: str) -> None:
    """A line between sections."""
    print_text(f"\n{text}")


def number(value: float | None) -> str:
    """A number as it is read: `52`, `45.3`, nothing where there is none."""
    if value is None:
        return ""
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def who(people: Sequence[str]) -> str:
    """How many, and who: `2: USA03, USA04`."""
    return f"{len(people)}: {shortened(', '.join(people), _IDS)}" if people else "0"


def show_joint(joint: Joint, people: bool) -> None:
    """The table, what changed between waves, numbers by group; and with `people` everybody's way through each theme."""
    print_themes(joint.table)
    _show_changes(joint, chosen=people)
    _show_numbers(joint)
    if people:
        for theme in joint.themes:
            _show_people(joint, theme)
    print_text("\n" + _("● said   · asked, not raised   — not asked   ? not yet coded   blank: not interviewed"))
    print_text(joint.rule)
    if joint.left_out:
        said = ngettext("{count} number is left out", "{count} numbers are left out", joint.left_out)
        say(said.format(count=joint.left_out) + _(": they do not meet the conditions, or it is not said whether."))


def show_inclusions(table: Inclusions) -> None:
    """A row for each group and one for all, then what does not fit together."""
    header = (
        " / ".join(map(known_word, table.by)),
        _("eligible"),
        _("refused"),
        _("missed"),
        _("included"),
        _("of eligible"),
        _("expected"),
        _("of expected"),
        _("interviewed"),
    )
    rows = [
        _inclusion_row(table.titles[group], counts, table.interviewed[group]) for group, counts in table.groups.items()
    ]
    rows.append(_inclusion_row(_("total"), table.total, table.total_interviewed))
    print_table(header, rows, frozenset(range(1, len(header))))
    if table.doubts:
        heading(_("What does not fit"))
        print_text("\n".join(table.doubts))
    print_text("\n" + table.rule)


def _inclusion_row(title: str, counts: Counts, interviewed: int) -> list[object]:
    known = ["?" if value is None else value for value in counts]
    return [title, *known[:4], percent(counts.of_eligible), known[4], percent(counts.of_expected), interviewed]


def percent(share: float | None) -> str:
    """A share as it is read, nothing where it is not known."""
    return "" if share is None else f"{share:.0%}"


def _show_changes(joint: Joint, chosen: bool) -> None:
    """All changes of themes that were chosen; where none was, what moved under those at the top."""
    heading(_("Between waves, of the people interviewed at both"))
    rows = [
        _change_row(theme.label, change)
        for theme in joint.themes
        for change in theme.changes
        if chosen or (theme.depth == 0 and (change.kept or change.lost or change.gained))
    ]
    if not rows:
        print_text(_("Nobody who was interviewed at two waves raised a theme at one of them."))
        return
    header = (
        _("theme"),
        _("waves"),
        _("both"),
        _("kept"),
        _("lost"),
        _("gained"),
        _("never"),
        _("unclear"),
    )
    print_table(header, rows, frozenset((2,)))


def _change_row(label: str, change: Change) -> list[object]:
    parts = (change.kept, change.lost, change.gained, change.never, change.unclear)
    return [shortened(label, 40), f"{change.earlier} → {change.later}", change.both, *map(who, parts)]


def _show_numbers(joint: Joint) -> None:
    if not joint.numbers:
        return
    heading(_("Numbers"))
    rows = [
        (beside.name, joint.titles[group], found.n, number(found.mean),
         f"{number(found.least)}–{number(found.greatest)}", number(found.median))
        for beside in joint.numbers
        for group, found in beside.groups.items()
    ]  # fmt: skip
    header = ("", " / ".join(map(known_word, joint.numbers_by)), "n", _("mean"), _("least–greatest"), _("median"))
    print_table(header, rows, frozenset((2, 3, 4, 5)))


def _show_people(joint: Joint, theme: Followed) -> None:
    heading(theme.label)
    states = joint.people(theme)
    names = sorted({*states, *(person for beside in joint.numbers for person in beside.people)})
    header = [_("person"), *joint.waves, *(f"{one.name} {wave}" for one in joint.numbers for wave in joint.waves)]
    rows = [[name, *_signs(joint, states.get(name)), *_values(joint, name)] for name in names]
    print_table(header, rows, frozenset(range(len(joint.waves) + 1, len(header))))


def _signs(joint: Joint, states: Sequence[str] | None) -> Iterable[str]:
    return [_SIGNS[state] for state in states] if states else [""] * len(joint.waves)


def _values(joint: Joint, person: str) -> Iterable[str]:
    nothing = (None,) * len(joint.waves)
    return [number(value) for beside in joint.numbers for value in beside.people.get(person, nothing)]
