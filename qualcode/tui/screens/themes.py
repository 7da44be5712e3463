"""Themes by site, or by anything else: who says it, how often, how much; Enter leads to the passages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.i18n import _, known_word
from qualcode.model import Filter, Quotation
from qualcode.safetext import safe_line
from qualcode.tui.desk import Desk
from qualcode.tui.screens import browse
from qualcode.tui.screens.dialogs import Choose
from qualcode.tui.widgets.line import Line
from qualcode.tui.widgets.matrix import MEASURES, Matrix

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

_FILTERED = ("site", "region", "role", "participant", "document", "kind", "wave")
"""Dimensions that a filter can name."""


def _narrowed(where: Filter, by: str, group: str) -> Filter:
    field = "site" if by == "region" else by
    return Filter(**{**{"code": where.code, "coder": where.coder}, field: group})  # type: ignore[arg-type]


class ThemesScreen(Screen[None]):
    """The matrix of themes and groups, by the one rule of counting."""

    app: QualcodeApp
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._by = "site"
        self._coder: str | None = None
        self._measure = MEASURES[0]

    def compose(self) -> ComposeResult:
        """Title, table, rule, hint."""
        yield Line(id="title")
        yield Matrix(id="matrix")
        yield Static(id="rule", markup=False)
        hint = _("enter quotations · m measure · g group by · c coder · esc back · ? keys")
        yield Line(Text(" " + hint, style="dim"), id="hint")

    def on_mount(self) -> None:
        """Count; ask whose codings only where nobody can know."""
        self._count()

    def on_screen_resume(self) -> None:
        """Back from the quotations, the numbers as they are now."""
        if self.query_one(Matrix).table is not None:
            self._count()

    def _count(self) -> None:
        try:
            if self._coder is None:
                self._coder = self._desk.study.counted_coder(None)
            table = self._desk.study.themes((self._by,), coder=self._coder)
        except QualcodeError as error:
            self.query_one("#rule", Static).update(Text(safe_line(str(error))))
            self.call_after_refresh(self.action_coder)
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
        title = Text(" " + _("Themes by {group}").format(group=known_word(self._by)))
        title.append(f" · {measures[self._measure]} · {safe_line(self._coder or _('nobody'))}", style="dim")
        self.query_one("#title", Line).say(title)

    def action_measure(self) -> None:
        """The next measure."""
        self._measure = MEASURES[(MEASURES.index(self._measure) + 1) % len(MEASURES)]
        self._count()

    def action_group(self) -> None:
        """Another grouping."""
        names = self._desk.study.dimensions()
        self._choose(_("Group by"), names, self._by, self._group_by)

    def _group_by(self, name: str) -> None:
        self._by = name
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

    @on(Matrix.Chosen)
    def _cell_chosen(self, event: Matrix.Chosen) -> None:
        table = self.query_one(Matrix).table
        group = table.titles.get(event.group, event.group) if table else event.group
        title = f"{self._desk.label(event.code)} · {safe_line(group)}"
        where = Filter(code=event.code, coder=self._coder)
        keep: Callable[[Quotation], bool] | None = None
        if self._by in _FILTERED and event.group != "—":
            where = _narrowed(where, self._by, event.group)
        else:
            keep = self._in_group(event.group)
        self.app.push_screen(browse.quotations(self._desk, self.app.coding.pane.paint.hues, where, title, keep))

    def _in_group(self, group: str) -> Callable[[Quotation], bool]:
        """Whether a quotation belongs to a group that no filter can name."""
        study, by = self._desk.study, self._by
        people = {person.id: person for person in study.participants()}
        documents = {document.id: document for document in study.documents()}

        def belongs(quotation: Quotation) -> bool:
            document = documents[quotation.coding.document]
            values = [getattr(document, by, None)]
            values += [people[name].variables.get(by) for name in quotation.participants if name in people]
            return group in {str(value) for value in values if value not in (None, "")} or (
                group == "—" and not any(values)
            )

        return belongs

    def action_leave(self) -> None:
        """Back to the text."""
        self.dismiss()
