"""The site × theme table: three matrices on pages, one long table with every number in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from qualcode.i18n import Say
from qualcode.model.counts import Cell, ThemeRow, ThemeTable
from qualcode.report import document
from qualcode.report.anchors import LABEL
from qualcode.report.document import WIDE, Block, Column, Lazy, Paragraph, Row, Section, Table
from qualcode.report.parts import INDENT, Facts
from qualcode.report.typography import NO_BREAK, clean

GROUPS_A_TABLE = 10
"""More groups than this are continued in another table: a page is no wider."""

TOTAL = ""
"""What stands for all groups together: everybody once, whatever groups they count in."""

Measure = Callable[[Cell, int], document.Cell]
"""What one cell shows, from the cell and the people N of its group."""

MEASURES: Mapping[str, Measure] = {
    "participants": lambda cell, people: f"{cell.participants}/{people}",
    "segments": lambda cell, _people: cell.segments,
    "per 1000": lambda cell, _people: float(cell.per_1000),
}


def themes(table: ThemeTable, facts: Facts, captions: Sequence[str], rule: str, _: Say) -> Section:
    """Themes × sites: `captions` of participants n/N, of segments, of words per 1,000, and of the sheet with all."""
    rule = f"{rule} {_emptinesses(_)}"
    states = {
        "said": _("said"),
        "not_asked": _("not asked"),
        "not_raised": _("not raised"),
        "not_coded": _("not yet coded"),
    }
    last = next(reversed(list(table.groups)), None)

    def blocks() -> Iterator[Block]:
        if not table.groups:
            yield Paragraph(_("No document is in the study yet."))
            return
        for caption, (named, measure) in zip(captions, MEASURES.items(), strict=False):
            for part in panels(table.groups):
                shown = (*part, TOTAL) if part[-1] == last else part
                columns = (
                    Column(_("Theme"), share=3, key=LABEL),
                    *(_group_column(name, table, facts, named, _) for name in shown),
                )
                rows = [_page_row(row, shown, table, measure, states, facts) for row in table.rows]
                keys = tuple(row.code for row in table.rows)
                yield Table("themes", continued(caption, part, table), columns, rows, rule, keys=keys)

    columns = (
        Column(_("Code id"), key="code"),
        Column(_("Theme"), share=3, key=LABEL),
        Column(_("Site id"), key="site"),
        Column(_("Site"), share=2),
        Column(_("People interviewed"), number=True, key="interviewed"),
        Column(_("People asked"), number=True, key="asked"),
        Column(_("Participants"), number=True, key="participants"),
        Column(_("Segments"), number=True, key="segments"),
        Column(_("Documents"), number=True, key="documents"),
        Column(_("Words"), number=True, key="words"),
        Column(_("Words per 1,000"), number=True, key="per 1000"),
        Column(_("State"), key="state"),
    )
    keys = tuple(f"{row.code}/{name}" for row in table.rows for name in (*table.groups, TOTAL))
    rows = Lazy(lambda: _sheet_rows(table, states, facts, _))
    sheet = Table("themes", captions[-1], columns, rows, rule, keys=keys)
    return Section("themes", _("Themes by site"), Lazy(blocks), (sheet,), wide=_is_wide(table))


def _emptinesses(_: Say) -> str:
    return " ".join(
        (
            _("N: people interviewed at the site, their own site or else their document’s; in the total, each once."),
            _("Not asked: no guide used there covers the theme."),
            _("Not raised: it was asked, and nobody spoke of it."),
            _("Not yet coded: it was asked, and not every document there is marked as coded."),
        )
    )


def panels(groups: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The groups' names in as few tables as the page allows, evenly filled."""
    names = tuple(groups)
    tables = -(-len(names) // GROUPS_A_TABLE) or 1
    size = -(-len(names) // tables)
    return [names[at : at + size] for at in range(0, len(names), size or 1)]


def _is_wide(table: ThemeTable) -> bool:
    return any(2 + len(part) > WIDE for part in panels(table.groups))


def continued(caption: str, part: Sequence[str], table: ThemeTable) -> str:
    """The caption, with which of all groups these are where one table does not hold them."""
    names = list(table.groups)
    if len(part) == len(names):
        return caption
    first = names.index(part[0])
    return f"{caption} ({first + 1}–{first + len(part)} / {len(names)})"


def _group_column(name: str, table: ThemeTable, facts: Facts, measure: str, _: Say) -> Column:
    title = f"{_title(name, facts, _)} (N{NO_BREAK}={NO_BREAK}{_people(table, name)})"
    return Column(title, number=True, share=2, key=f"{measure}/{name}")


def _title(name: str, facts: Facts, _: Say) -> str:
    return _("Total") if name == TOTAL else clean(facts.site_label(name))


def _people(table: ThemeTable, name: str) -> int:
    return table.total if name == TOTAL else table.groups[name]


def _cell(row: ThemeRow, name: str) -> Cell:
    return row.total if name == TOTAL else row.cells[name]


def _page_row(
    row: ThemeRow,
    part: Sequence[str],
    table: ThemeTable,
    measure: Measure,
    states: Mapping[str, str],
    facts: Facts,
) -> Row:
    cells = (
        measure(cell, _people(table, name)) if cell.state == "said" else states[cell.state]
        for name, cell in ((name, _cell(row, name)) for name in part)
    )
    return (INDENT * row.depth + _label(row, facts), *cells)


def _label(row: ThemeRow, facts: Facts) -> str:
    return facts.code_label(facts.codebook[row.code]) if row.code in facts.codebook else clean(row.label)


def _sheet_rows(table: ThemeTable, states: Mapping[str, str], facts: Facts, _: Say) -> Iterator[Row]:
    for row in table.rows:
        for name in (*table.groups, TOTAL):
            cell = _cell(row, name)
            counts = (cell.asked, cell.participants, cell.segments, cell.documents, cell.words, float(cell.per_1000))
            yield (row.code, _label(row, facts), name, _title(name, facts, _), _people(table, name), *counts,
                   states[cell.state])  # fmt: skip
