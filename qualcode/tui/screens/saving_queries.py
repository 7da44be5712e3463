"""Saved queries in the screen: one by its name, saving the one in hand, taking it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from qualcode.acts import RemoveQuery, SaveQuery
from qualcode.i18n import _
from qualcode.tui.screens.dialogs import Ask

if TYPE_CHECKING:
    from qualcode.tui.desk import Desk
    from qualcode.tui.screens.over import StudyScreen


def ask_for_saved(screen: StudyScreen, desk: Desk, then: Callable[[str], object]) -> None:
    """Have one of the saved queries chosen; `then` hears its text."""
    saved = desk.study.queries
    if not saved:
        screen.say(_("No query is saved; S saves this one."))
        return
    shown = [f"{name} · {query}" for name, query in saved.items()]
    screen.choose(_("Which query?"), shown, 0, lambda place: then(list(saved.values())[place]))


def ask_to_save(screen: StudyScreen, desk: Desk, text: str) -> None:
    """Save a query under a name; one that is saved can be taken out."""
    name = next((name for name, query in desk.study.queries.items() if query == text), None)
    if not text:
        screen.say(_("There is no query to save; / types one."))
    elif name is None:
        _ask_name(screen, desk, text)
    else:
        options = (_("save it under another name too"), _("take it out"))
        acts = (partial(_ask_name, screen, desk, text), partial(_take_out, screen, desk, name))
        screen.choose(_("Saved as {name}").format(name=name), options, 0, lambda place: acts[place]())


def _ask_name(screen: StudyScreen, desk: Desk, text: str) -> None:
    def given(name: str | None) -> None:
        if name:
            said = _("The query {name} is saved.").format(name=name)
            screen.app.coding.act(lambda: replace(desk.record(SaveQuery(name, text)), said=said))

    screen.app.push_screen(Ask(_("Save the query as")), given)


def _take_out(screen: StudyScreen, desk: Desk, name: str) -> None:
    said = _("The query {name} is taken out.").format(name=name)
    screen.app.coding.act(lambda: replace(desk.record(RemoveQuery(name)), said=said))
