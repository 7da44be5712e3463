"""How the parts on the methods stand before they are written: what is missing, and what researchers have to add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.i18n import Say
from qualcode.report.ground import Ground, ground_of
from qualcode.report.items import Domain, coreq_items, srqr_items
from qualcode.report.parts import Facts
from qualcode.report.standing import MISSING, THIN, Standing

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.study import Study


def methods(_study: Study, _choices: Choices, _facts: Facts, _: Say) -> Standing:
    """Thin always: what researchers have to add is marked in it."""
    return Standing(THIN, _("the researchers complete what is in brackets"))


def coreq(study: Study, choices: Choices, facts: Facts, _: Say) -> Standing:
    """Thin by as many items as the study does not fill."""
    return _items(coreq_items(_), ground_of(study, choices, facts, _), _)


def srqr(study: Study, choices: Choices, facts: Facts, _: Say) -> Standing:
    """Thin by as many items as the study does not fill."""
    return _items(srqr_items(_), ground_of(study, choices, facts, _), _)


def _items(domains: Sequence[Domain], ground: Ground, _: Say) -> Standing:
    from qualcode.report.checklists import answer

    items = [item for domain in domains for item in domain.items]
    left = sum(not answer(item, ground).whole for item in items)
    return Standing(THIN, _("to complete: {count} of {all} items").format(count=left, all=len(items)))


def agreement(study: Study, _choices: Choices, _facts: Facts, _: Say) -> Standing:
    """Thin while no two coders have marked the same document as coded: the part is a place for what is to come."""
    from qualcode.tables.agreeing import documents_of_several

    return Standing() if documents_of_several(study) else Standing(THIN, _("no document is coded by two coders yet"))


def saturation(study: Study, choices: Choices, _facts: Facts, _: Say) -> Standing:
    """Missing before an interview is coded, thin where there are fewer than a base and a run take."""
    from qualcode.report.criterion import plan_of
    from qualcode.tables.saturating import code_saturation

    if choices.coder is None:
        return Standing(MISSING, _("nothing is coded yet"))
    found = code_saturation(study, plan_of(choices, orders=0), where=choices.conditions, coder=choices.coder)
    if not found.whole.steps:
        return Standing(MISSING, _("no interview is coded yet"))
    few = _("only {count} interviews are coded").format(count=len(found.whole.steps))
    return Standing(THIN, few) if found.whole.too_few else Standing()


def memoranda(study: Study, _choices: Choices, _facts: Facts, _: Say) -> Standing:
    """Missing without memos."""
    return Standing() if study.memos() else Standing(MISSING, _("no memo is written yet"))


def figures(_study: Study, choices: Choices, facts: Facts, _: Say) -> Standing:
    """Missing before anything is coded."""
    coded = choices.coder is not None and facts.documents
    return Standing() if coded else Standing(MISSING, _("nothing is coded yet"))


def not_asked(study: Study, _choices: Choices, _facts: Facts, _: Say) -> Standing:
    """Missing without guides: then every theme counts as asked."""
    return Standing() if study.guides else Standing(MISSING, _("study.yaml has no interview guide"))
