"""Inclusions as sections: a row for each group and one for all, then what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.analysis.shares import percent
from qualcode.i18n import _, known_word
from qualcode.sections import Section, texts

if TYPE_CHECKING:
    from qualcode.tables.inclusion import Counts, Inclusions


def inclusion_sections(table: Inclusions) -> Iterator[Section]:
    """The table, the doubts, the rule."""
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
    rows = [_row(table.titles[group], counts, table.interviewed[group]) for group, counts in table.groups.items()]
    rows.append(_row(_("total"), table.total, table.total_interviewed))
    yield Section(header=header, rows=tuple(rows), numbers=frozenset(range(1, len(header))))
    if table.doubts:
        yield Section(_("What does not fit"), before=table.doubts)
    yield Section(after=(table.rule,))


def _row(title: str, counts: Counts, interviewed: int) -> tuple[str, ...]:
    known = ["?" if value is None else value for value in counts]
    shares = percent(counts.of_eligible), percent(counts.of_expected)
    return texts((title, *known[:4], shares[0], known[4], shares[1], interviewed))
