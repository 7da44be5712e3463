"""Themes by groups as a section, and what one cell says by each measure: in every front the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qualcode.analysis.shares import percent, rounded, share_of
from qualcode.i18n import _
from qualcode.model.asking import Filter
from qualcode.model.counts import Cell, ThemeRow, ThemeTable
from qualcode.sections import Lead, Section

SIGNS = {"said": "●", "not_raised": "·", "not_asked": "—", "not_coded": "?", "not_interviewed": ""}
"""A state in a table where words have no room."""


def share_text(count: int, people: int) -> str:
    """`40 % [17–69]`; a dash beside the counts where people are too few for a share."""
    share = share_of(count, people)
    if share is None:
        return f"– ({count}/{people})"
    return f"{percent(share.share)} [{rounded(100 * share.low)}–{rounded(100 * share.high)}]"


_FIGURES: dict[str, Callable[[Cell, int], str]] = {
    "participants": lambda cell, people: f"{cell.participants}/{people}",
    "share": lambda cell, people: share_text(cell.participants, people),
    "segments": lambda cell, _people: str(cell.segments),
    "documents": lambda cell, _people: str(cell.documents),
    "words": lambda cell, _people: str(cell.words),
    "per_1000": lambda cell, _people: str(rounded(cell.per_1000, 1)),
}
MEASURES = tuple(_FIGURES)


def figure(cell: Cell, people: int, measure: str) -> str:
    """What a cell in which something is said shows, given the people N of its group."""
    return _FIGURES[measure](cell, people)


def themes_section(table: ThemeTable, coder: str | None, measure: str = "participants") -> Section:
    """A row for each theme, a column for each group and one for all; each cell leads to its passages."""
    header = (_("theme"), *(table.titles[group] for group in table.groups), _("total"))
    rows = tuple(_row(table, row, measure) for row in table.rows)
    leads = tuple(tuple(_leads(table, row, coder)) for row in table.rows)
    return Section(header=header, rows=rows, numbers=frozenset(range(1, len(header))), leads=leads)


def _row(table: ThemeTable, row: ThemeRow, measure: str) -> tuple[str, ...]:
    cells = (_cell(row.cells[group], people, measure) for group, people in table.groups.items())
    return ("  " * row.depth + row.label, *cells, _cell(row.total, table.total, measure))


def _cell(cell: Cell, people: int, measure: str) -> str:
    """What is counted, or the sign of one of the three emptinesses."""
    return figure(cell, people, measure) if cell.state == "said" else SIGNS[cell.state]


def _leads(table: ThemeTable, row: ThemeRow, coder: str | None) -> Iterator[Lead]:
    """Of the theme, of each group, and of the total, which is the theme's again."""
    where = Filter(code=row.code, coder=coder, conditions=table.where)
    yield Lead(row.label, where)
    for group in table.groups:
        yield cell_lead(table, row, group, coder)
    yield Lead(row.label, where)


def cell_lead(table: ThemeTable, row: ThemeRow, group: str, coder: str | None) -> Lead:
    """The passages of a cell."""
    where = Filter(code=row.code, coder=coder, cell=(table.by, group), conditions=table.where)
    return Lead(f"{row.label} · {table.titles.get(group, group)}", where)
