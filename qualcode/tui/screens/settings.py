"""The settings of this machine: each in a line, changed with a key, at work at once and in the file."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode import settings as kept
from qualcode.editor import edit_file
from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.names import nearest
from qualcode.safetext import safe_line
from qualcode.settingsfile import KEYS, NO, NO_PRESET, PRESET, YES, canonical, choices
from qualcode.tui import keys_settings
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.preferences import Preferences
from qualcode.tui.screens.dialogs import Ask
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.themes import theme_names
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted

_NAMES = ("language", "coder", "theme", "unit", "auto_advance", PRESET, KEYS)


class SettingsList(LineList):
    """Settings, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_settings.settings())


class SettingsScreen(StudyScreen):
    """What was set, where each value comes from, and what is wrong in the file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        """Title, list, the one in hand in words, hint."""
        yield Line(id="title")
        yield SettingsList(id="lines")
        yield TextBox(id="detail")
        yield Hint()

    def on_mount(self) -> None:
        """The first setting is in hand."""
        self.query_one(SettingsList).focus()
        self.show_anew()

    @property
    def _preferences(self) -> Preferences:
        return self.app.preferences

    def show_anew(self) -> None:
        """The settings as they are now, in the language as it is now."""
        lines = self.query_one(SettingsList)
        title = Text(f" {_('Settings')}").append(f" · {safe_line(str(kept.place()))}", style="dim")
        self.query_one("#title", Line).say(title)
        lines.set_lines(self._line, len(_NAMES), lines.index)
        self.query_one(Hint).suggest(
            _("enter changes · x the default again · e the file in your editor · esc back · ? keys")
        )
        self._show_detail()

    def _line(self, index: int, _width: int) -> Text:
        name = _NAMES[index]
        line = Text(fitted(f" {titles()[name]}", 24))
        line.append(fitted(safe_line(self._value(name)), 22) + " ", style="bold")
        return line.append(self._source(name), style="dim")

    def _value(self, name: str) -> str:
        if name == KEYS:
            count = len(self._preferences.settings.keys)
            return ngettext("{count} key", "{count} keys", count).format(count=count)
        return in_words(name, self._preferences.now(name))

    def _source(self, name: str) -> str:
        settings = self._preferences.settings
        if name == KEYS:
            return _("file") if settings.keys else _("default")
        if self._preferences.now(name) != canonical(name, settings.value(name)):
            return _("as it was started")
        return _("file") if name in settings.named else _("default")

    @on(LineList.Highlighted)
    def _show_detail(self) -> None:
        name = _NAMES[self.query_one(SettingsList).index]
        text = Text(explained()[name])
        if name in kept.VARIABLES and (wins := kept.winning(name)):
            said = _("{variable} in the environment wins over the file when the screen is opened.")
            text.append("\n" + said.format(variable=wins), style="dim")
        if name == KEYS:
            for own in self._preferences.settings.keys:
                said = _("{name}: {value}").format(name=own.action, value=" ".join(own.keys))
                text.append("\n" + safe_line(said), style="dim")
        for problem in self._preferences.problems:
            text.append("\n" + safe_line(problem), style=self.app.style("error"))
        self.query_one("#detail", TextBox).say(text)

    # ------------------------------------------------------------------ changing

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        name = _NAMES[event.index]
        if name == KEYS:
            self.action_editor()
        else:
            self.action_change(name)

    def action_change(self, name: str) -> None:
        """Another value: the other one where there are two, else the one that is chosen or typed."""
        self.query_one(SettingsList).move_to(_NAMES.index(name))
        now = self._preferences.now(name)
        if name == "coder":
            self.app.push_screen(Ask(titles()[name], now), self._named)
        elif len(values := choices(name)) == 2:
            self._change(name, values[1 - values.index(now)])
        else:
            self.choose_value(name, values or theme_names(), now)

    def choose_value(self, name: str, values: tuple[str, ...] | list[str], now: str) -> None:
        """One of several values."""
        shown = [in_words(name, value) for value in values]
        place = list(values).index(now) if now in values else 0
        self.choose(titles()[name], shown, place, lambda chosen: self._change(name, values[chosen]))

    def _named(self, coder: str | None) -> None:
        """Another coder; one nearly known is asked about."""
        if coder is None:
            return
        try:
            self._desk.study.known_coder(coder)
        except InputError as error:
            options = (nearest(coder, self._desk.study.coders()) or coder, coder)
            shown = [_("{coder}, whom the study knows"), _("{coder}, somebody new")]
            told = [words.format(coder=name) for words, name in zip(shown, options, strict=True)]
            self.choose(error.message, told, 0, lambda place: self._change("coder", options[place]))
        else:
            self._change("coder", coder)

    def _change(self, name: str, value: str) -> None:
        try:
            self._preferences.change(name, value)
        except QualcodeError as error:
            self.show_anew()
            self.complain(error)
            return
        self.show_anew()
        words = _("{name}: {value}, kept in the file").format(name=titles()[name], value=in_words(name, value))
        self.say(words)

    def action_unset(self) -> None:
        """The default again."""
        name = _NAMES[self.query_one(SettingsList).index]
        if name == KEYS:
            self.complain(InputError(_("Keys of your own are taken out in the file."), _("e opens it.")))
            return
        try:
            self._preferences.unset(name)
        except QualcodeError as error:
            self.complain(error)
        else:
            self.show_anew()

    def action_editor(self) -> None:
        """The file in one's own editor; what it says holds afterwards."""
        try:
            kept.make()
            with self.app.suspend():
                edit_file(kept.place())
        except QualcodeError as error:
            self.complain(error)
            return
        self._preferences.read_again()
        self.show_anew()


def titles() -> dict[str, str]:
    """What the settings are called."""
    return {
        "language": _("Language"), "coder": _("Who codes"), "theme": _("Look"), "unit": _("Opens by"),
        "auto_advance": _("A code put on"), PRESET: _("Keys"), KEYS: _("Keys of your own"),
    }  # fmt: skip


def in_words(name: str, value: str) -> str:
    """A value in the interface's language."""
    words = {
        ("language", "en"): "English", ("language", "fr"): "français", ("unit", "sentence"): _("sentences"),
        ("unit", "turn"): _("turns"), ("auto_advance", YES): _("moves on to the next"),
        ("auto_advance", NO): _("stays where it is"), (PRESET, NO_PRESET): _("default"),
    }  # fmt: skip
    return words.get((name, value), value)


def explained() -> dict[str, str]:
    """What the settings do, in a sentence or two each."""
    return {
        "language": _("The language of the interface. The labels of codes follow it where the codebook has them."),
        "coder": _("The name under which your codings stand, from now on and in commands that name nobody."),
        "theme": _("The colours of the screen: two of our own, and Textual’s."),
        "unit": _("What the cursor goes by when the screen opens; s and t change it at any time."),
        "auto_advance": _("Whether putting a code on also moves to the next sentence or turn: one key a segment."),
        PRESET: _(
            "azerty adds the unshifted keys of a French keyboard, vim those of vi; left-hand puts what is "
            "frequent under the left hand. ? shows the keys as they are."
        ),
        KEYS: _("In the file, by the name of the act; `qualcode settings keys` lists the names."),
    }
