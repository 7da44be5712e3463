"""Every command by name, for the command palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.theme import ThemeProvider

from qualcode.i18n import _, known_word
from qualcode.safetext import safe_line
from qualcode.tui import keys, keys_places, keys_revising
from qualcode.tui.keymaps import with_keymap
from qualcode.tui.themes import theme_names

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp


class Looks(ThemeProvider):
    """The looks to choose from; the one that is chosen is kept in the settings."""

    @property
    def commands(self) -> list[tuple[str, Callable[[], None]]]:
        """Every look by its name."""
        return [(name, partial(self._choose, name)) for name in theme_names()]

    def _choose(self, name: str) -> None:
        app = cast("QualcodeApp", self.app)
        app.coding.attempt(partial(app.preferences.change, "theme", name))


def commands(app: QualcodeApp) -> Iterator[SystemCommand]:
    """What can be done: the grammar's verbs, the analyses, the documents, the looks."""
    from qualcode.tui.views.list import views

    verbs = [*keys.coding()[9:], *keys.finding(), *keys_places.places(), *keys.material(), *keys_revising.correcting()]
    for key in with_keymap(verbs, app.keymap):
        yield SystemCommand(_capital(key.about), key.shown, _run(app, key.action))
    for key in with_keymap((*keys.screens(), *keys.leaving()), app.keymap):
        if not key.action.endswith("command_palette"):
            yield SystemCommand(_capital(key.about), key.shown, _run(app, key.action))
    for place, view in enumerate(views()):
        yield SystemCommand(view.title, _("analysis {number}").format(number=place + 1), partial(app.show_view, place))
    report = _("what was added, coded and written since a day, for all sites or a region")
    yield SystemCommand(_("Write the periodic report …"), report, partial(_ask_for_digest, app))
    yield SystemCommand(_("First steps"), _("what a newcomer sees"), app.action_welcome)
    yield SystemCommand(_("Change the look"), _("two of our own, and Textual’s"), app.action_change_theme)
    for document in app.study.documents():
        title = _("Open {document}").format(document=safe_line(document.id))
        yield SystemCommand(title, safe_line(known_word(document.kind)), partial(app.show_place, document.id, None))


def _ask_for_digest(app: QualcodeApp) -> None:
    from qualcode.tui.screens.digesting import ask_for_digest

    ask_for_digest(app, app.desk)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _run(app: QualcodeApp, action: str) -> Callable[[], Awaitable[None]]:
    """An action of the app, as its prefix says, or of the coding screen."""
    name = action.removeprefix("app.")
    target: DOMNode = app.coding if name == action else app

    async def run() -> None:
        await app.run_action(name, target)

    return run
