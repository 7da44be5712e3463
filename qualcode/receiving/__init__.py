"""Projects of other programs taken into a study: first looked at, then taken in as one act, with one undo."""

from __future__ import annotations

from qualcode.projects.project import Project
from qualcode.receiving.looking import look
from qualcode.receiving.plan import SETS, Choices, Met, Plan, Question
from qualcode.store.database.sqlite import frugal
from qualcode.store.events import Outcome
from qualcode.study import Study
from qualcode.sweeping import unswept

__all__ = ["SETS", "Choices", "Met", "Outcome", "Plan", "Project", "Question", "look", "receive"]


@unswept
def receive(study: Study, plan: Plan, coder: str) -> Outcome:
    """Take in what a plan holds: all of it in one transaction, or nothing."""
    from qualcode.receiving.files import laid_aside

    with laid_aside(study, plan.files), frugal(study.connection):
        return study.do(plan.act, coder=coder)
