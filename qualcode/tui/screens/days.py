"""Questions for a day, or for two between which something lies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.memos import MemoFilter, filter_named
from qualcode.tui.screens.dialogs import Ask
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.variables.values import date as checked

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.screens.over import StudyScreen


def ask_day(screen: StudyScreen, then: Callable[[str], None]) -> None:
    """The day that an entry of a logbook is about; today, if nothing else is typed."""

    def given(words: str | None) -> None:
        if words is None:
            return
        try:
            then(checked(words))
        except QualcodeError as error:
            screen.complain(error)

    screen.app.push_screen(Ask(_("The day it is about"), date.today().isoformat()), given)


def ask_days(
    screen: StudyScreen, study: Study, where: MemoFilter, then: Callable[[str | None, str | None], None]
) -> None:
    """Two days between which memos were written, those of now there to be changed; either may be left open."""
    fields = [
        Field("since", _("from"), where.since or "", example="2013-04-02"),
        Field("until", _("up to"), where.until or "", example="2013-06-30"),
    ]

    def wrong(answers: Answers) -> str:
        try:
            filter_named(study, MemoFilter(since=answers["since"], until=answers["until"]))
        except QualcodeError as error:
            return str(error)
        return ""

    def filled_in(answers: Answers | None) -> None:
        if answers is not None:
            then(answers["since"] or None, answers["until"] or None)

    screen.app.push_screen(Form(_("Memos of these days (2013-04-02, or 2013-04)"), fields, wrong), filled_in)
