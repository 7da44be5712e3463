"""Themes by site, or by anything else: who says it, how often, how much; Enter leads to the passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from qualcode.i18n import _, known_word
from qualcode.model.asking import Condition, Filter
from qualcode.model.counts import ThemeRow, ThemeTable
from qualcode.safetext import safe_line
from qualcode.sections.themes import MEASURES
from qualcode.tables.themes import SEPARATOR
from qualcode.tui.aside import Tell
from qualcode.tui.desk import Desk
from qualcode.tui.screens import browse
from qualcode.tui.screens.counting import CountingScreen
from qualcode.tui.screens.narrowing import ask_where
from qualcode.tui.widgets.line import Hint, Line, Rule
from qualcode.tui.widgets.matrix import TOTAL, Matrix

if TYPE_CHECKING:
    from qualcode.study import Study


class ThemesScreen(CountingScreen[ThemeTable]):
    """The matrix of themes and groups, by the one rule of counting."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._by: tuple[str, ...] = ("site",)
        self._where: tuple[Condition, ...] = ()
        self._measure, self._shaded = MEASURES[0], False
        self._rows = _ALL
        self._table: ThemeTable | None = None

    def compose(self) -> ComposeResult:
        """Title, table, rule, hint."""
        yield Line(id="title")
        yield Matrix(id="matrix")
        yield Rule(id="rule")
        hint = _(
            "enter quotations · m measure · g G columns · r rows · w where · s shade · c coder · esc back · ? keys"
        )
        yield Hint(hint)

    def _question(self) -> Callable[[Study, Tell], ThemeTable]:
        by, where, coder = self._by, self._where, self._coder
        return lambda study, _tell: study.themes(by, coder=coder, where=where)

    def _waiting(self, words: str) -> None:
        self.query_one(Rule).say(Text(words, style="italic"))
        if not words and self._table:
            self._say_rule(self._table.rule)

    def _counted(self, table: ThemeTable) -> None:
        self._table = table
        self._show()

    def _refused(self, words: str) -> None:
        self._say_rule(words)

    def _say_rule(self, words: str) -> None:
        self.query_one(Rule).say(Text(safe_line(words)))

    def _show(self) -> None:
        """The table as it was counted, by the measure and the rows that are chosen."""
        self._show_title()
        if self._table is not None:
            rows = chosen_rows(self._table.rows, self._rows)
            self.query_one(Matrix).show(self._table, rows, self._measure, self._shaded)
            self._say_rule(self._table.rule)

    def _show_title(self) -> None:
        title = Text(" " + _("Themes by {group}").format(group=SEPARATOR.join(map(known_word, self._by))))
        said = (_measures()[self._measure], self._coder or _("nobody"), *map(str, self._where))
        title.append("".join(f" · {safe_line(words)}" for words in said), style="dim")
        self.query_one("#title", Line).say(title)

    def action_measure(self) -> None:
        """The next measure."""
        self._measure = MEASURES[(MEASURES.index(self._measure) + 1) % len(MEASURES)]
        self._show()

    def action_shade(self) -> None:
        """Cells shaded by how much they hold, or no longer."""
        self._shaded = not self._shaded
        self._show()

    def action_rows(self) -> None:
        """Other rows: all codes, the themes alone, or one theme with what is below it."""
        rows = self._table.rows if self._table else ()
        names = (_ALL, _TOP, *(row.code for row in rows if _has_children(row, rows)))
        labels = {_ALL: _("all codes"), _TOP: _("themes alone")}
        shown = [labels.get(name) or self._desk.label(name) for name in names]
        self.choose(_("Which rows?"), shown, names.index(self._rows), lambda place: self._show_rows(names[place]))

    def _show_rows(self, name: str) -> None:
        self._rows = name
        self._show()

    def action_where(self) -> None:
        """Narrow the table to some people or documents, or count everything again."""
        ask_where(self, self._desk.study, self._where, self._narrow)

    def _narrow(self, where: tuple[Condition, ...]) -> None:
        self._where = where
        self._count()

    def action_group(self) -> None:
        """Another grouping."""
        names = self._desk.study.dimensions()
        self.choose_name(_("Group by"), names, self._by[0], self._group_by)

    def action_within(self) -> None:
        """A second grouping within the first, or none."""
        alone = _("nothing more")
        names = (alone, *(name for name in self._desk.study.dimensions() if name != self._by[0]))
        title = _("Within each {group}, group by").format(group=known_word(self._by[0]))
        current = self._by[1] if len(self._by) > 1 else alone
        self.choose_name(title, names, current, lambda name: self._group_by(self._by[0], *(name,) * (name != alone)))

    def _group_by(self, *names: str) -> None:
        self._by = names
        self._count()

    def action_summary(self) -> None:
        """The written summary of the cell in hand."""
        from qualcode.framework.matrix import BY, holder_named
        from qualcode.tui.screens.summary import SummaryScreen

        matrix = self.query_one(Matrix)
        if not matrix.rows or matrix.table is None:
            return
        by, group = self._by[0], matrix.group
        if len(self._by) > 1 or by not in BY or group == TOTAL:
            self.tell(Text(" " + _("Summaries are of people, sites and regions: g groups by one of these.")))
            return
        noun, theme = "participant" if by == "participant" else "site", matrix.rows[matrix.row].code
        holder = self.app.coding.attempt(lambda: holder_named(self._desk.study, f"{noun}:{group}"))
        if holder is not None:
            self.app.push_screen(SummaryScreen(self._desk, theme, holder, self._coder))

    @on(Matrix.Chosen)
    def _cell_chosen(self, event: Matrix.Chosen) -> None:
        if self._table is None:
            return
        group = self._table.titles.get(event.group, event.group) or _("all")
        title = f"{self._desk.label(event.code)} · {safe_line(group)}"
        cell = None if event.group == TOTAL else (self._table.by, event.group)
        where = Filter(code=event.code, coder=self._coder, cell=cell, conditions=self._table.where)
        coding = self.app.coding
        screen = coding.attempt(lambda: browse.quotations(self._desk, coding.pane.paint.hues, where, title))
        if screen is not None:
            self.app.push_screen(screen)


_ALL, _TOP = "", "*"


def chosen_rows(rows: Sequence[ThemeRow], name: str) -> tuple[ThemeRow, ...]:
    """All rows (an empty name), the themes alone (`*`), or one theme with what is below it (its code)."""
    if name == _ALL:
        return tuple(rows)
    if name == _TOP:
        return tuple(row for row in rows if row.depth == 0)
    first = next(place for place, row in enumerate(rows) if row.code == name)
    below = (place for place in range(first + 1, len(rows)) if rows[place].depth <= rows[first].depth)
    return tuple(rows[first : next(below, len(rows))])


def _has_children(row: ThemeRow, rows: Sequence[ThemeRow]) -> bool:
    place = rows.index(row) + 1
    return place < len(rows) and rows[place].depth > row.depth


def _measures() -> dict[str, str]:
    return {
        "participants": _("participants n/N"),
        "share": _("share of participants, interval (95 %)"),
        "segments": _("segments"),
        "documents": _("documents"),
        "words": _("words"),
        "per_1000": _("words per 1,000"),
    }
