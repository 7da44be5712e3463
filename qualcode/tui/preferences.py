"""The settings at work in the application: each change holds at once and is written to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from qualcode import settings as kept
from qualcode.errors import InputError
from qualcode.i18n import _, prefer
from qualcode.safetext import safe_line
from qualcode.settingsfile import NO, PRESET, SCALARS, YES, Settings, canonical, refused, with_value
from qualcode.tui import keymaps
from qualcode.tui.screens.dialogs import Page
from qualcode.tui.themes import DAY, NIGHT, theme_problem

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp


class Preferences:
    """What one person set, as it holds in one application."""

    def __init__(self, app: QualcodeApp, settings: Settings) -> None:
        self._app = app
        self.settings = settings
        self.made = keymaps.made(settings.preset, settings.keys)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong in the file."""
        wrong = theme_problem(self.settings.theme)
        return (*self.settings.problems, *filter(None, (wrong,)), *self.made.problems)

    def begin(self) -> None:
        """Have all settings hold."""
        app = self._app
        app.register_theme(NIGHT)
        app.register_theme(DAY)
        self._show_theme()
        self._bind()
        app.auto_advance = self.settings.auto_advance
        if self.problems:
            app.call_after_refresh(app.when_there_is_room, self._say_problems)

    def _say_problems(self) -> None:
        text = Text(_("Settings") + "\n\n", style="bold")
        text.append("\n\n".join(map(safe_line, self.problems)), style="not bold")
        text.append("\n\n" + _("What is wrong does not hold; the rest does. Any key goes on."), style="not bold dim")
        self._app.push_screen(Page(text))

    def read_again(self) -> None:
        """Have the file hold as it is now, after it was edited."""
        before, self.settings = self.settings, kept.stored()
        for name in (*SCALARS, PRESET):
            if (value := self.settings.value(name)) and value != before.value(name):
                self._hold(name, value)
        self._bind()

    def change(self, name: str, value: str) -> None:
        """Have a setting hold from now on, and write it to the file; raises what keeps either from being done."""
        if wrong := refused(name, value):
            raise InputError(*wrong)
        self._hold(name, canonical(name, value))
        kept.save(name, value)
        self.settings = with_value(self.settings, name, value)
        if name == PRESET:
            self._bind()

    def unset(self, name: str) -> None:
        """Have the default hold again, and take the setting out of the file."""
        kept.save(name, None)
        self.settings = kept.stored()
        if name == "language":
            prefer("")
            self._app.speak()
        else:
            self._hold(name, self.settings.value(name) or kept.coder(self.settings))
        self._bind()

    def now(self, name: str) -> str:
        """What holds in this application: a coder or a language may have been named when it was started."""
        app = self._app
        here = {"coder": app.desk.coder, "language": app.desk.language, "theme": app.theme}
        if name == "auto_advance":
            return YES if app.auto_advance else NO
        return here.get(name) or self.settings.value(name)

    def _hold(self, name: str, value: str) -> None:
        app = self._app
        if name == "language":
            prefer(value)
            app.speak()
        elif name == "coder":
            app.act_as(value)
        elif name == "theme":
            app.theme = value
        elif name == "unit":
            app.coding.pane.action_move(f"by_{value}")
        elif name == "auto_advance":
            app.auto_advance = value == YES
            app.coding.show_status()

    def _show_theme(self) -> None:
        self._app.theme = self.settings.theme if not theme_problem(self.settings.theme) else NIGHT.name

    def _bind(self) -> None:
        self.made = keymaps.made(self.settings.preset, self.settings.keys)
        self._app.set_keymap(keymaps.textual_keymap(self.made.keymap))
