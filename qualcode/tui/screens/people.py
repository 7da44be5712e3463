"""People, documents and sites as tables: every value in sight, changed in its cell."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from qualcode.errors import QualcodeError
from qualcode.exchange.variables_back import Plan, values_set
from qualcode.i18n import _, known_word, ngettext
from qualcode.model import in_language
from qualcode.safetext import safe_line
from qualcode.tui.desk import Desk
from qualcode.tui.screens.dialogs import Choose
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.findbar import FindBar
from qualcode.tui.widgets.grid import Grid, Shown
from qualcode.tui.widgets.line import Hint, Line
from qualcode.tui.widgets.typing import Complete, among, nothing
from qualcode.variables.tables import KINDS, Known, Table, matching, shown, table
from qualcode.variables.values import AT, DIMENSIONS, FALSE, TRUE, Variable, split

_VALUE = "value"
_OURS = (*DIMENSIONS, "label", "parent")
"""Columns that every study has."""


class PeopleScreen(StudyScreen):
    """One of the three tables; the cell in hand in full below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kind = KINDS[0]
        self._wave = ""
        self._words = ""
        self._read()

    def _read(self) -> None:
        """The table as the study has it, and the columns and rows of it that are shown."""
        self._known = Known(self._desk.study)
        self._table: Table = table(self._desk.study, self._kind, self._known)
        self._columns = self._shown_columns()
        self._places = matching(self._table, self._words)

    def _shown_columns(self) -> list[str]:
        """All columns; at a wave those of the wave, which hold for what differs from one to another."""
        if not self._wave:
            return list(self._table.columns)
        names = dict.fromkeys(split(column)[0] for column in self._table.columns)
        return [name if name in ("site", "role") else f"{name}{AT}{self._wave}" for name in names]

    def compose(self) -> ComposeResult:
        """Title, table, the cell in full, hint."""
        yield Line(id="title")
        yield Grid(id="matrix")
        yield Line(id="status")
        hint = _("enter changes · t documents, sites · w wave · / filter · x clears · ? keys")
        yield Hint(hint)

    def on_mount(self) -> None:
        """The first cell is in hand."""
        self._show()
        self.query_one(Grid).focus()

    def show_anew(self) -> None:
        """The table as it is now, the same cell in hand."""
        name, column = self._in_hand()
        self._read()
        self._show(name, column)

    def _in_hand(self) -> tuple[str, str]:
        """The id and the column of the cell in hand; empty where there is none."""
        grid = self.query_one(Grid)
        if grid.empty:
            return "", ""
        return self._table.rows[self._places[grid.row]][0], self._columns[grid.column]

    def _show(self, name: str = "", column: str = "") -> None:
        names = [self._table.rows[place][0] for place in self._places]
        row = names.index(name) if name in names else 0
        at = self._columns.index(column) if column in self._columns else 0
        titles = [self._title(split(column)[0] if self._wave else column) for column in self._columns]
        self.query_one(Grid).show(Shown(titles, names, self._cell), row, at)
        self._show_title()
        self._show_cell()

    def _cell(self, row: int, column: int) -> tuple[str, bool]:
        """A cell's text; at a wave what holds at any wave stands where nothing else is said."""
        _name, values = self._table.rows[self._places[row]]
        title = self._columns[column]
        said = values.get(title, "")
        base = values.get(split(title)[0], "") if not said and self._wave else ""
        value = known_word(said or base) if title == "kind" else said or base
        return shown(value), bool(base)

    def _title(self, column: str) -> str:
        """What a column is called: ours by words of the interface, a variable of the study by its name."""
        name, wave = split(column)
        ours = name in _OURS and name not in self._known.declared(self._kind)
        return f"{known_word(name) if ours else name}{AT if wave else ''}{wave or ''}"

    def _show_title(self) -> None:
        titles = {"participants": _("People"), "documents": _("Documents"), "sites": _("Sites")}
        count = ngettext("{count} row", "{count} rows", len(self._places)).format(count=len(self._places))
        text = Text(f" {titles[self._kind]}").append(f" · {count}", style="dim")
        for words in (
            _("at {wave}").format(wave=self._wave) if self._wave else "",
            _("with “{words}”").format(words=self._words) if self._words else "",
        ):
            text.append(f" · {safe_line(words)}" if words else "", style=self.app.style("accent"))
        self.query_one("#title", Line).say(text)

    @on(Grid.Highlighted)
    def _show_cell(self) -> None:
        """The value in full, and what may stand there."""
        name, column = self._in_hand()
        if not name:
            self.query_one("#status", Line).say(Text(" " + _("Nothing here."), style="dim"))
            return
        grid = self.query_one(Grid)
        value = self._cell(grid.row, grid.column)[0]
        text = Text(f" {safe_line(name)} · {safe_line(self._title(column))}  ", style="dim").append(
            value, style="not dim bold"
        )
        self.query_one("#status", Line).say(text.append(f"  {safe_line(self._expected(column))}", style="dim"))

    def _expected(self, column: str) -> str:
        variable = self._variable(column)
        if variable.choices:
            return "(" + ", ".join(variable.choices) + ")"
        types = {"number": _("a number"), "date": _("a date: 2013-04-02"), "boolean": _("yes or no")}
        return f"({types[variable.type]})" if variable.type in types else ""

    def _variable(self, column: str) -> Variable:
        return self._known.variable(self._kind, column)

    # ------------------------------------------------------------------ another table, other rows

    def action_table(self) -> None:
        """The next of the three tables."""
        self._kind = KINDS[(KINDS.index(self._kind) + 1) % len(KINDS)]
        self._wave = self._words = ""
        self._read()
        self._show()

    def action_wave(self) -> None:
        """The values of one wave, or of all."""
        if self._kind != "participants" or not self._known.waves:
            self.say(_("Only what is known of people differs by wave."))
            return
        waves = ("", *self._known.waves)

        def chosen(index: int | None) -> None:
            if index is not None:
                name, column = self._in_hand()
                self._wave = waves[index]
                self._columns = self._shown_columns()
                alike = (other for other in self._columns if split(other)[0] == split(column)[0])
                self._show(name, next(alike, ""))

        options = [Text(safe_line(wave) or _("all waves")) for wave in waves]
        self.app.push_screen(Choose(_("Values at which wave?"), options, waves.index(self._wave)), chosen)

    def action_filter(self) -> None:
        """Show only rows in which some words stand."""
        if not self.query(FindBar):
            self.mount(FindBar(self._filter), before="#status")

    def _filter(self, words: str) -> None:
        name, column = self._in_hand()
        self._words = words
        self._places = matching(self._table, words)
        self._show(name, column)
        self.query_one(Grid).focus()

    # ------------------------------------------------------------------ changing a cell

    @on(Grid.Chosen)
    def _chosen(self) -> None:
        """Ask for another value: among the choices where there are some, else by a line."""
        name, column = self._in_hand()
        now = dict(self._table.rows[self._places[self.query_one(Grid).row]][1]).get(column, "")
        variable = self._variable(column)
        choices = (TRUE, FALSE) if variable.type == "boolean" else variable.choices
        title = f"{safe_line(name)} · {safe_line(self._title(column))}"
        if choices:
            self._choose(title, ("", *choices), now)
        else:
            self._type(title, column, now)

    def _choose(self, title: str, choices: tuple[str, ...], now: str) -> None:
        def chosen(index: int | None) -> None:
            if index is not None and choices[index] != now:
                self._set(choices[index])

        options = [Text(safe_line(known_word(choice)) or "—") for choice in choices]
        self.app.push_screen(Choose(title, options, choices.index(now) if now in choices else 0), chosen)

    def _type(self, title: str, column: str, now: str) -> None:
        def answered(answers: Answers | None) -> None:
            if answers is not None and answers[_VALUE] != now:
                self._set(answers[_VALUE])

        field = Field(_VALUE, self._title(split(column)[0]), now, self._completion(column))
        self.app.push_screen(Form(title, [field], self._wrong), answered)

    def _completion(self, column: str) -> Complete:
        """What is known to stand in the column; sites by their names."""
        if column == "site":
            sites = self._desk.study.sites
            return among(text for site in sites for text in (in_language(site.label, self._desk.language), site.id))
        if self._variable(column).type != "text":
            return nothing
        return among(values[column] for _name, values in self._table.rows if column in values)

    def _wrong(self, answers: Answers) -> str:
        try:
            self._plan(answers[_VALUE])
        except QualcodeError as error:
            return str(error)
        return ""

    def _plan(self, value: str) -> Plan:
        name, column = self._in_hand()
        return values_set(self._desk.study, self._kind, name, {column: value})

    def _set(self, value: str) -> None:
        made = self.app.coding.attempt(lambda: self._plan(value))
        if made is not None and made.acts:
            self.app.coding.act(lambda: self._desk.record(*made.acts))

    def action_clear(self) -> None:
        """Take the value away."""
        name, column = self._in_hand()
        if name and dict(self._table.rows[self._places[self.query_one(Grid).row]][1]).get(column):
            self._set("")
        else:
            self.say(_("There is no value to take away."))
