"""The framework matrix: summaries of what each person or site says of each theme, and which of them are stale."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from qualcode.acts import ConfirmSummary
from qualcode.framework.matrix import BY, Framework, FrameworkCell, framework
from qualcode.i18n import _
from qualcode.model.asking import Condition
from qualcode.moments import day
from qualcode.safetext import safe_block, safe_line
from qualcode.tui.aside import Tell
from qualcode.tui.desk import Change, Desk
from qualcode.tui.screens.counting import CountingScreen
from qualcode.tui.screens.narrowing import ask_where
from qualcode.tui.screens.summary import SummaryScreen, Versions
from qualcode.tui.widgets.framework import MARKS, FrameworkMatrix
from qualcode.tui.widgets.line import Hint, Line, TextBox

if TYPE_CHECKING:
    from qualcode.study import Study


class FrameworkScreen(CountingScreen[Framework]):
    """The matrix with the cell in hand in full below."""

    def __init__(self, desk: Desk, by: str = BY[0]) -> None:
        super().__init__(desk)
        self._by = by
        self._where: tuple[Condition, ...] = ()
        self._covered = False

    def compose(self) -> ComposeResult:
        """Title, matrix, the cell in hand, hint."""
        yield Line(id="title")
        yield FrameworkMatrix(id="matrix")
        yield TextBox(id="detail")
        hint = _(
            "enter writes · g people, sites, regions · w where · x turns · s next stale · y still holds · v versions"
            " · ? keys"
        )
        yield Hint(hint)

    def on_screen_suspend(self) -> None:
        """Another screen is above."""
        self._covered = True

    def on_screen_resume(self) -> None:
        """What was written in a cell is seen when one comes back from it."""
        if self._covered:
            self._covered = False
            self._count()

    def _question(self) -> Callable[[Study, Tell], Framework]:
        by, coder, where = self._by, self._coder, self._where
        return lambda study, _tell: framework(study, by, coder, where)

    def _waiting(self, words: str) -> None:
        if words:
            self._say(Text(words, style="italic"))
        elif (cell := self.query_one(FrameworkMatrix).cell) is not None:
            self._say(self._in_full(cell))
        else:
            self._say(Text())

    def _counted(self, table: Framework) -> None:
        """The matrix; at first as it reads best, the fewer of the two across."""
        matrix = self.query_one(FrameworkMatrix)
        if matrix.table is None:
            matrix.themes_across = len(table.themes) <= len(table.holders)
        matrix.show(table)
        if matrix.cell is None:
            self._say(Text(_nobody(table), style="dim"))

    def _refused(self, words: str) -> None:
        self._say(Text(safe_line(words)))

    def _say(self, text: Text) -> None:
        self.query_one("#detail", TextBox).say(text)

    def _show_title(self) -> None:
        names = {"participant": _("people"), "site": _("sites"), "region": _("regions")}
        text = Text(" " + _("Framework matrix") + f" · {names[self._by]}")
        said = (self._coder or _("nobody"), *map(str, self._where))
        text.append("".join(f" · {safe_line(words)}" for words in said), style="dim")
        self.query_one("#title", Line).say(text)

    # ------------------------------------------------------------------ the cell in hand

    @on(FrameworkMatrix.Highlighted)
    def _highlighted(self, event: FrameworkMatrix.Highlighted) -> None:
        if not self._aside.busy:
            self._say(self._in_full(event.cell))

    def _in_full(self, cell: FrameworkCell) -> Text:
        table = self.query_one(FrameworkMatrix).table
        assert table is not None
        label = self._desk.label(cell.theme)
        head = " · ".join((label, table.holders[cell.holder], *((cell.coder, day(cell.at)) if cell.version else ())))
        text = Text().append(f"{MARKS[cell.state]} {safe_line(head)}\n".lstrip(), style="dim")
        if cell.state == "empty":
            return text.append(_("No summary yet; enter writes one."), style="dim")
        for why in cell.why:
            text.append(f"◐ {safe_line(why)}\n", style=self.app.style("warning"))
        return text.append(safe_block(table.shown(cell.text)))

    @on(FrameworkMatrix.NoneStale)
    def _none_stale(self) -> None:
        self.say(_("No summary is stale."))

    @on(FrameworkMatrix.Chosen)
    def _chosen(self, event: FrameworkMatrix.Chosen) -> None:
        if not isinstance(event, FrameworkMatrix.Highlighted):
            self.app.push_screen(SummaryScreen(self._desk, event.cell.theme, event.cell.holder, self._coder))

    def action_confirm(self) -> None:
        """The summary in hand still holds."""
        cell = self.query_one(FrameworkMatrix).cell
        if cell is None or cell.state != "stale":
            self.say(_("The summary in hand is not stale."))
        else:
            act = ConfirmSummary(cell.theme, cell.holder, cell.version, self._coder)
            self.app.coding.act(lambda: self._confirmed(act))

    def _confirmed(self, act: ConfirmSummary) -> Change:
        self._desk.study.do(act, coder=self._desk.coder)
        return Change(_("It still holds: noted"), all=True)

    def action_versions(self) -> None:
        """Every version of the cell in hand, to read."""
        cell = self.query_one(FrameworkMatrix).cell
        if cell is None or not cell.version:
            self.say(_("No summary yet; enter writes one."))
        else:
            self.app.push_screen(Versions(self._desk, cell.theme, cell.holder))

    # ------------------------------------------------------------------ what is shown

    def action_group(self) -> None:
        """People, sites or regions."""
        self._by = BY[(BY.index(self._by) + 1) % len(BY)]
        self._count()

    def action_where(self) -> None:
        """Narrow to some people or documents, or show everybody again."""
        ask_where(self, self._desk.study, self._where, self._narrow)

    def _narrow(self, where: tuple[Condition, ...]) -> None:
        self._where = where
        self._count()

    def action_turn(self) -> None:
        """Themes down that went across, or the other way round."""
        self.query_one(FrameworkMatrix).turn()


def _nobody(table: Framework) -> str:
    """Why a matrix has nobody in it."""
    if table.where:
        return _("Nobody meets the condition; w changes it.")
    return _("Nobody is interviewed yet.") if table.by == "participant" else _("The study has no sites yet.")
