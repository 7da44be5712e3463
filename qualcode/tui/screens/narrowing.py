"""The line of conditions that narrows a table to some people or documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qualcode.conditions import parse_condition
from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.model.asking import Condition
from qualcode.tables.themes import resolved
from qualcode.tui.screens.form import Answers, Field, Form

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.screens.over import StudyScreen


def ask_where(
    screen: StudyScreen, study: Study, where: Sequence[Condition], then: Callable[[tuple[Condition, ...]], None]
) -> None:
    """Have conditions typed, those of now there to be changed; one that cannot be meant is refused where it stands."""
    title = _("Count only where …   role=nurse,user · date>=2013-01 · site!=lille · text~distance · several with &")

    def wrong(answers: Answers) -> str:
        try:
            conditions_of(study, answers)
        except QualcodeError as error:
            return str(error)
        return ""

    def answered(answers: Answers | None) -> None:
        if answers is not None:
            then(conditions_of(study, answers))

    screen.app.push_screen(Form(title, [where_field(study, where)], wrong), answered)


def where_field(study: Study, where: Sequence[Condition] = ()) -> Field:
    """The line of a form on which conditions are typed, `where` among its answers."""
    names = (*(f"{name}=" for name in study.dimensions()), "text~", "round=")
    example = _("everything, else as in {example}").format(example="role=nurse & date>=2013-01")
    return Field("where", _("where"), " & ".join(map(str, where)), lambda typed: _completed(typed, names), example)


def conditions_of(study: Study, answers: Answers) -> tuple[Condition, ...]:
    """The conditions that were typed on that line; one that cannot be meant is an `InputError`."""
    return resolved(study, conditions_in(answers["where"]))


def conditions_in(typed: str) -> tuple[Condition, ...]:
    """The conditions on one line, with `&` between; none of an empty line."""
    return tuple(parse_condition(part) for part in typed.split("&") if part.strip())


def _completed(typed: str, names: Sequence[str]) -> list[str]:
    """What the last of the conditions may begin with."""
    before, sign, last = typed.rpartition("&")
    lead = before + sign + (" " if sign else "")
    return [lead + name for name in names if name.startswith(last.strip())]
