"""The application: one study, one coder, the coding screen at the bottom and the other screens above it."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.color import Color
from textual.command import CommandPalette
from textual.screen import Screen

from qualcode.i18n import _
from qualcode.language.patterns import Wanted
from qualcode.model import Span, in_language
from qualcode.model.asking import Condition
from qualcode.safetext import safe_line
from qualcode.settingsfile import Settings
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.keymaps import Keymap, hint_now, renamed
from qualcode.tui.palette import Looks, commands
from qualcode.tui.preferences import Preferences
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.screens.small import SmallScreen, too_small

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.looking import Search
    from qualcode.tui.retrieved import Asked
    from qualcode.tui.screens.writing import Writing

_SCREENS = {
    "themes": "ThemesScreen",
    "framework": "FrameworkScreen",
    "people": "PeopleScreen",
    "memos": "MemosScreen",
    "analysis": "AnalysisScreen",
    "codebook": "CodebookScreen",
    "settings": "SettingsScreen",
    "preview": "PreviewScreen",
}
"""Screens that are made from the desk alone, by the module of `screens` that has them, loaded when first wanted."""
_POLL = 0.5
"""Seconds between looks at what other programs wrote."""


class QualcodeApp(App[None]):
    """The screen of qualcode."""

    TITLE = "qualcode"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(keys.screens()),
        *bindings(keys.leaving(), priority=True),
    ]
    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = False
    CSS_PATH = "qualcode.tcss"

    def __init__(self, study: Study, coder: str, document: str | None = None, settings: Settings | None = None) -> None:
        super().__init__()
        self.animation_level = "none"
        self.study = study
        self.auto_advance = False
        self.preferences = Preferences(self, settings or Settings())
        self._later: list[Callable[[], object]] = []
        self._search: Search | None = None
        self._asked: Asked | None = None
        self.writing: Writing | None = None
        """The report that is being written, the latest if there are several."""
        self.desk = Desk(study, coder)
        self.coding = CodingScreen(self.desk, document, self.preferences.settings.unit)
        self.study_title = safe_line(in_language(study.title, self.desk.language))

    def get_default_screen(self) -> Screen[None]:
        """The coding screen is what all others return to."""
        return self.coding

    def on_mount(self) -> None:
        """What was set holds; a newcomer is shown the first steps."""
        self.preferences.begin()
        self.set_interval(_POLL, self.poll)
        if not self.study.has_coded(self.desk.coder):
            self.call_after_refresh(self.when_there_is_room, self.action_welcome)

    def on_resize(self, event: events.Resize) -> None:
        """While the terminal is too small to work in, it says so and nothing else."""
        small, said = too_small(event.size), isinstance(self.screen, SmallScreen)
        if small and not said:
            self.push_screen(SmallScreen())
        elif said and not small:
            self.pop_screen()
            waiting, self._later = self._later, []
            for then in waiting:
                then()

    def when_there_is_room(self, then: Callable[[], object]) -> None:
        """Do something that shows a screen, at once or as soon as the terminal is large enough for one."""
        if isinstance(self.screen, SmallScreen):
            self._later.append(then)
        else:
            then()

    def poll(self) -> None:
        """Show what other programs wrote, an editor among them, on every screen that shows the study."""
        edited = self.coding.attempt(self._take_in_edits)
        if self.coding.attempt(self.study.changed) or edited:
            self.coding.attempt(self.coding.read_again)
            self.show_anew()

    def _take_in_edits(self) -> bool:
        """Take in what was edited by hand, unless a screen asks about it first."""
        over = (screen for screen in self.screen_stack if isinstance(screen, StudyScreen))
        return not any(screen.asks_about_edits() for screen in over) and self.desk.take_in_edits()

    def show_anew(self) -> None:
        """The study changed: the screens over the coding screen read it again."""
        for screen in self.screen_stack[1:]:
            if isinstance(screen, StudyScreen):
                screen.show_anew()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our style sheet names and Textual's own themes do not."""
        return {"selection": "#3f6690", "edge": "#6f9bd0", "hit": "#d8a657"}

    def style(self, name: str) -> Style:
        """A colour of the theme as a style for text."""
        return Style(color=Color.parse(self.theme_variables[name]).rich_color)

    # ------------------------------------------------------------------ who works, in which language

    def speak(self) -> None:
        """Show everything in the language of the interface as it is now."""
        self.desk.speak()
        self.study_title = safe_line(in_language(self.study.title, self.desk.language))
        self.coding.show_all()

    def act_as(self, coder: str) -> None:
        """Code under another name from now on."""
        self.study.coder = coder
        self.desk.act_as(coder)
        self.coding.show_all()

    @property
    def keymap(self) -> Keymap:
        """The keys that are others than the grammar's."""
        return self.preferences.made.keymap

    def hint_now(self, parts: Sequence[str]) -> Sequence[str]:
        """The parts of a hint with the keys as they are now where the focus is."""
        if not self.keymap:
            return parts
        from qualcode.tui.screens.help import groups_for

        now = renamed((key for _title, group in groups_for(self.focused) for key in group), self.keymap)
        return [hint_now(part, now) for part in parts]

    # ------------------------------------------------------------------ going about

    def action_go(self, name: str) -> None:
        """To one of the screens; each opens over the coding screen."""
        if self._back_to_coding() and name != "coding" and (screen := self._make(name)) is not None:
            self.push_screen(screen)

    def _back_to_coding(self) -> bool:
        """Close what is over the coding screen; answers whether every screen could go."""
        while len(self.screen_stack) > 1:
            if isinstance(self.screen, StudyScreen) and not self.screen.let_go():
                return False
            self.pop_screen()
        return True

    def _make(self, name: str) -> Screen[None] | None:
        from qualcode.tui.screens import browse

        if name in _SCREENS:
            module = import_module(f"qualcode.tui.screens.{name}")
            return self.coding.attempt(lambda: getattr(module, _SCREENS[name])(self.desk))
        if name == "quotations":
            return self.coding.attempt(self._quotations)
        return self.coding.attempt(lambda: browse.history(self.desk))

    def _quotations(self) -> Screen[None]:
        """The retrieval room as it was left, unless the coding screen shows other codings by now."""
        from qualcode.tui.retrieved import Asked, first_query
        from qualcode.tui.screens.quotations import QuotationsScreen

        if self._asked is None or self._asked.only != self.desk.only:
            self._asked = Asked(self.desk.only, first_query(self.desk.only))
        return QuotationsScreen(self.desk, self._asked)

    def show_place(self, document: str, span: Span | None) -> None:
        """Open the transcript at a place."""
        if self._back_to_coding():
            self.coding.attempt(lambda: self.coding.open(document, span))

    def show_view(self, place: int) -> None:
        """One of the analyses, by its place among them."""
        from qualcode.tui.screens.analysis import AnalysisScreen

        if self._back_to_coding():
            self.push_screen(AnalysisScreen(self.desk, place))

    def show_search(self, wanted: Wanted | None = None, where: tuple[Condition, ...] = ()) -> None:
        """The search room: with what was found last, or for something else, where some conditions hold."""
        from qualcode.tui.looking import Search
        from qualcode.tui.screens.searching import SearchScreen

        if self._back_to_coding():
            if self._search is None or wanted is not None:
                self._search = Search(where=where)
            self.push_screen(SearchScreen(self.desk, self._search, wanted))

    def show_speakers(self, documents: Sequence[str]) -> None:
        """Who speaks in documents, to be put right."""
        from qualcode.tui.screens.speakers import SpeakersScreen

        screen = self.coding.attempt(lambda: SpeakersScreen(self.desk, documents))
        if screen is not None:
            self.push_screen(screen)

    def action_export(self) -> None:
        """Write tables or a project for other programs."""
        from qualcode.tui.screens.exporting import ask_for_export

        ask_for_export(self, self.desk)

    def stop_writing(self) -> bool:
        """Give up the report that is being written; answers whether there was one."""
        if self.writing is not None:
            self.writing.stop()
        return self.writing is not None

    async def action_quit(self) -> None:
        """Leave, from any dialog too; a memo that is being written is kept first."""
        from qualcode.tui.screens.dialogs import WriteMemo

        if isinstance(self.screen, WriteMemo):
            self.screen.action_keep()
        others = (screen.let_go for screen in self.screen_stack if isinstance(screen, StudyScreen))
        if all(let_go() for let_go in (self.coding.taking.let_go, *others)):
            self.call_after_refresh(self.exit)

    def action_help(self) -> None:
        """The keys of the pane in focus."""
        from qualcode.tui.screens.help import help_page

        self.push_screen(help_page(self.focused, self.keymap))

    def action_welcome(self) -> None:
        """The first steps; any key leaves."""
        from qualcode.tui.screens.help import welcome_page

        self.push_screen(welcome_page(self.study_title, self.keymap))

    def action_auto_advance(self) -> None:
        """Whether putting a pinned code on also moves on."""
        self.auto_advance = not self.auto_advance
        self.coding.show_status()
        on, off = _("A code put on moves on to the next unit"), _("A code put on stays where it is")
        self.coding.say(on if self.auto_advance else off)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything by name, for the palette."""
        yield from commands(self)

    def action_command_palette(self) -> None:
        """The palette, its line to type in our words."""
        if not isinstance(self.screen, CommandPalette | SmallScreen):
            self.push_screen(CommandPalette(placeholder=_("what to do, or a document"), id="--command-palette"))

    def search_themes(self) -> None:
        """The looks to choose from, the line to type in our words."""
        self.push_screen(CommandPalette(providers=[Looks], placeholder=_("the name of a look")))

    # ------------------------------------------------------------------ when something breaks

    def _fatal_error(self) -> None:
        """Leave with one sentence and where in our code it was; never with the values, which may be transcripts."""
        self._return_code = 1
        self._exit_renderables.append(crash_report())
        self._close_messages_no_wait()


def crash_report() -> Text:
    """The exception of the moment in plain words: its kind and its places in the code, no values, no message."""
    import sys

    kind, _error, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)[-6:]
    text = Text(_("qualcode stopped because of an error of its own. Every coding that was shown as made is saved."))
    text.append(f"\n{kind.__name__ if kind else ''}\n")
    for frame in frames:
        text.append(f"  {frame.filename}:{frame.lineno} {frame.name}\n")
    return text
