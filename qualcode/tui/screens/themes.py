"""Themes by site, or by anything else: who says it, how often, how much; Enter leads to the passages."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.i18n import _, known_word
from qualcode.model import Filter
from qualcode.safetext import safe_line
from qualcode.themes import SEPARATOR
from qualcode.tui.desk import Desk
from qualcode.tui.screens import browse
from qualcode.tui.screens.dialogs import Choose
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Line
from qualcode.tui.widgets.matrix import MEASURES, Matrix


class ThemesScreen(StudyScreen):
    """The matrix of themes and groups, by the one rule of counting."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._by: tuple[str, ...] = ("site",)
        self._coder: str | None = None
        self._measure = MEASURES[0]

    def compose(self) -> ComposeResult:
        """Title, table, rule, hint."""
        yield Line(id="title")
        yield Matrix(id="matrix")
        yield Static(id="rule", markup=False)
        hint = _("enter quotations · m measure · g group by · G and within · c coder · esc back · ? keys")
        yield Line(Text(" " + hint, style="dim"), id="hint")

    def on_mount(self) -> None:
        """Count; ask whose codings only where nobody can know."""
        self._count()

    def show_anew(self) -> None:
        """The numbers as they are now."""
        self._count()

    def _count(self) -> None:
        try:
            if self._coder is None:
                self._coder = self._desk.study.counted_coder(None)
            table = self._desk.study.themes(self._by, coder=self._coder)
        except QualcodeError as error:
            self.query_one("#rule", Static).update(Text(safe_line(str(error))))
            self.call_after_refresh(self.app.when_there_is_room, self.action_coder)
            return
        self.query_one(Matrix).show(table, self._measure)
        self.query_one("#rule", Static).update(Text(safe_line(table.rule)))
        self._show_title()

    def _show_title(self) -> None:
        measures = {
            "participants": _("participants n/N"),
            "segments": _("segments"),
            "words": _("words per 1,000"),
        }
        title = Text(" " + _("Themes by {group}").format(group=SEPARATOR.join(map(known_word, self._by))))
        title.append(f" · {measures[self._measure]} · {safe_line(self._coder or _('nobody'))}", style="dim")
        self.query_one("#title", Line).say(title)

    def action_measure(self) -> None:
        """The next measure."""
        self._measure = MEASURES[(MEASURES.index(self._measure) + 1) % len(MEASURES)]
        self._count()

    def action_group(self) -> None:
        """Another grouping."""
        self._choose(_("Group by"), self._desk.study.dimensions(), self._by[0], self._group_by)

    def action_within(self) -> None:
        """A second grouping within the first, or none."""
        alone = _("nothing more")
        names = (alone, *(name for name in self._desk.study.dimensions() if name != self._by[0]))
        title = _("Within each {group}, group by").format(group=known_word(self._by[0]))
        current = self._by[1] if len(self._by) > 1 else alone
        self._choose(title, names, current, lambda name: self._group_by(self._by[0], *(name,) * (name != alone)))

    def _group_by(self, *names: str) -> None:
        self._by = names
        self._count()

    def action_coder(self) -> None:
        """Another coder's codings."""
        names = tuple(self._desk.study.coders())
        if names:
            self._choose(_("Whose codings are counted?"), names, self._coder, self._count_for)

    def _count_for(self, name: str) -> None:
        self._coder = name
        self._count()

    def _choose(self, title: str, names: tuple[str, ...], current: str | None, then: Callable[[str], None]) -> None:
        def chosen(index: int | None) -> None:
            if index is not None:
                then(names[index])

        options = [Text(safe_line(known_word(name))) for name in names]
        self.app.push_screen(Choose(title, options, names.index(current) if current in names else 0), chosen)

    def action_summary(self) -> None:
        """The written summary of the cell in hand."""
        from qualcode.framework import BY, holder_named
        from qualcode.tui.screens.summary import SummaryScreen

        matrix = self.query_one(Matrix)
        if matrix.table is None or not matrix.table.rows or not matrix.table.groups:
            return
        by, group = self._by[0], list(matrix.table.groups)[matrix.column]
        if len(self._by) > 1 or by not in BY:
            self.tell(Text(" " + _("Summaries are of people, sites and regions: g groups by one of these.")))
            return
        noun, theme = "participant" if by == "participant" else "site", matrix.table.rows[matrix.row].code
        holder = self.app.coding.attempt(lambda: holder_named(self._desk.study, f"{noun}:{group}"))
        if holder is not None:
            self.app.push_screen(SummaryScreen(self._desk, theme, holder, self._coder))

    @on(Matrix.Chosen)
    def _cell_chosen(self, event: Matrix.Chosen) -> None:
        table = self.query_one(Matrix).table
        group = table.titles.get(event.group, event.group) if table else event.group
        title = f"{self._desk.label(event.code)} · {safe_line(group)}"
        where = Filter(code=event.code, coder=self._coder, cell=(self._by, event.group))
        coding = self.app.coding
        screen = coding.attempt(lambda: browse.quotations(self._desk, coding.pane.paint.hues, where, title))
        if screen is not None:
            self.app.push_screen(screen)
