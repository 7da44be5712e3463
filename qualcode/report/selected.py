"""The quotations that a part of the appendix shows: by which rules, how they are shown, and what is said of that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from qualcode.i18n import Say
from qualcode.report.choosing import Chosen
from qualcode.report.outlining import listed
from qualcode.report.pool import pool_of
from qualcode.report.wording import Wording, wording_of
from qualcode.reportfile import QUOTATIONS, Choosing, Said, choosing_said

if TYPE_CHECKING:
    from qualcode.model.codings import Candidate, Quotation
    from qualcode.report.choices import Choices
    from qualcode.report.parts import Facts
    from qualcode.study import Study


class Selected(NamedTuple):
    """The quotations chosen, of how many, how many were too long; the rules that chose them, how they are shown."""

    shown: Sequence[Quotation]
    of: int
    too_long: int
    rules: Choosing
    wording: Wording


def rules_of(study: Study, choices: Choices) -> Choosing:
    """What holds for the quotations: study.yaml, then the outline's item, then the command."""
    return choosing_said(study.report).with_said(choices.settings).with_said(choices.quotations)


def rules_told(study: Study, choices: Choices) -> Said:
    """What a manifest says of the rules, to be said again: all but what the outline says for a part by itself."""
    rules = asdict(choosing_said(study.report).with_said(choices.quotations))
    of_parts = {name for part in listed(choices.outline) if part.part == QUOTATIONS for name in part.settings}
    return {name: value for name, value in rules.items() if name not in of_parts - choices.quotations.keys()}


def selected(study: Study, choices: Choices, facts: Facts) -> Selected:
    """The quotations of a part, of those that may leave, with their words."""
    rules = rules_of(study, choices)
    wording = wording_of(study, choices.language, rules.context, unconsented=choices.unconsented)
    found = chosen(study, choices, facts)
    shown = study.quotations_of([one.coding for one in found.shown])
    return Selected(shown, found.of, found.too_long, rules, wording)


def chosen(study: Study, choices: Choices, facts: Facts) -> Chosen:
    """What the rules leave of the quotations that may leave, of the codes that the facts are limited to."""
    wording = wording_of(study, choices.language)

    def lengths(found: Sequence[Candidate]) -> list[int]:
        return list(map(wording.length, study.quotations_of([one.coding for one in found])))

    pool = pool_of(study, choices, facts)
    themes = pool.chosen(rules_of(study, choices), lengths, unconsented=choices.unconsented)
    those = [found for code, found in themes.items() if facts.within(code)]
    shown = [one for found in those for one in found.shown]
    return Chosen(shown, sum(found.of for found in those), sum(found.too_long for found in those))


def said_of(selection: Selected, _: Say) -> str:
    """How the quotations were chosen, in sentences for whoever reads them."""
    return " ".join(_said(selection, _))


def _said(selection: Selected, _: Say) -> Iterator[str]:
    found, rules = selection, selection.rules
    if not rules.all:
        yield _("Chosen are {shown} of {count} quotations.").format(shown=len(found.shown), count=found.of)
        yield from _bounds(rules, _)
    rendered = [one for one in found.shown if selection.wording.renders(one)]
    if shortened := sum(map(selection.wording.is_excerpt, rendered)):
        words = _("Shortened: {count}; […] stands for words left out, and other words in brackets are added.")
        yield words.format(count=shortened)
    if stale := sum(map(selection.wording.stale, rendered)):
        yield _("Excerpts and translations not shown, as they were made of earlier words: {count}.").format(count=stale)
    if found.too_long:
        yield _("Longer than that and left out: {count}.").format(count=found.too_long)
    if rules.context:
        words = _("Turns before and after, at most {count}, are context and no part of the quotation.")
        yield words.format(count=rules.context)


def _bounds(rules: Choosing, _: Say) -> Iterator[str]:
    """Each rule in a sentence."""
    if rules.key_first:
        yield _("Key quotations come before others.")
    if rules.per_participant:
        yield _("At most {count} of a person under a theme.").format(count=rules.per_participant)
    if rules.per_theme:
        yield _("At most {count} under a theme.").format(count=rules.per_theme)
    if rules.longest:
        yield _("At most {count} words in each, as it is shown.").format(count=rules.longest)
    if rules.each_site:
        yield _("One at least of each site where the theme was said, also beyond these bounds.")
    yield _("Where a theme has counter-examples, one of them is shown.")
