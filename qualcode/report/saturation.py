"""Code saturation as a part of the appendix: the outcome in words, interview by interview, site by site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qualcode.analysis.shares import exactly, rounded
from qualcode.i18n import Say, known_words
from qualcode.report.anchors import LABEL
from qualcode.report.document import Block, Cell, Column, Paragraph, Row, Section, Table
from qualcode.report.evidence import dimension_labels
from qualcode.report.parts import Caption, Facts, only
from qualcode.report.typography import NARROW, clean
from qualcode.tables.themes import groups_said

if TYPE_CHECKING:
    from qualcode.analysis.saturation import Saturation, Step
    from qualcode.report.choices import Choices
    from qualcode.study import Study
    from qualcode.tables.saturating import SaturationTable

BY = ("site",)


def saturation(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """How much that is new each further interview brought, by Guest, Namey and Chen's criterion, once one is coded."""
    from qualcode.report.criterion import plan_of
    from qualcode.tables.saturating import code_saturation

    if choices.coder is None:
        return
    found = code_saturation(study, plan_of(choices), by=BY, where=choices.conditions, coder=choices.coder)
    if not found.whole.steps:
        return
    said = _rule(found, facts, _)
    steps = _steps(found, facts, caption(_("New codes, interview by interview")), said, _)
    told = _told(found, choices.language, _)
    paragraphs = [Paragraph(text, f"saturation/{place}") for place, text in enumerate(told)]
    blocks: list[Block] = [*paragraphs, steps]
    sheets = [steps]
    if len(found.groups) > 1:
        groups = _groups(found, facts, caption(_("Code saturation at each site")), said, _)
        blocks.append(groups)
        sheets.append(groups)
    yield Section("saturation", _("Code saturation"), tuple(blocks), tuple(sheets), steps.wide)


def outcome_of(found: Saturation, language: str, _: Say) -> str:
    """Whether and where saturation was reached, in the language of the appendix."""
    from qualcode.tables.saturated import outcome

    return outcome(found, _, share_in(language))


def share_in(language: str) -> Callable[[float], str]:
    """How a share is written in a language: `4.5%`, `4,5 %`."""

    def share(value: float) -> str:
        written = exactly(value).removesuffix(" %")
        return f"{written.replace('.', ',')}{NARROW}%" if language == "fr" else f"{written}%"

    return share


def _number_in(language: str) -> Callable[[str], str]:
    """How a number with a point is written in a language."""
    return lambda written: written.replace(".", ",") if language == "fr" else written


def _told(found: SaturationTable, language: str, _: Say) -> Iterator[str]:
    """The outcome, what adds to it, and what whoever reads the figures must know."""
    from qualcode.tables.saturated import about_left_out, about_whole
    from qualcode.tables.saturating import warnings

    yield outcome_of(found.whole, language, _)
    if more := " ".join(
        (*about_whole(found.whole, _, share_in(language), _number_in(language)), *about_left_out(found, _))
    ):
        yield more
    yield " ".join(warnings(_))


def _rule(found: SaturationTable, facts: Facts, _: Say) -> str:
    from qualcode.tables.saturating import rule

    words = known_words(facts.language)
    kinds = [clean(words.get(kind, kind)) for kind in found.kinds]
    grouped = groups_said(dimension_labels(found.by, facts), _) if len(found.groups) > 1 else ""
    return rule(found.plan, clean(found.coder or ""), kinds, (grouped, only(facts.where, _)), _)


def _steps(found: SaturationTable, facts: Facts, caption: str, said: str, _: Say) -> Table:
    columns = (
        Column(_("Document")),
        Column(_("Order"), number=True, key="order"),
        Column(_("Codes"), number=True, key="codes"),
        Column(_("New"), number=True, key="new"),
        Column(_("All so far"), number=True, key="all"),
        Column(_("New in the run"), number=True, key="run"),
        Column(_("Of the base (%)"), number=True, key="ratio"),
        Column(_("New codes"), share=4, key="codes-new"),
    )
    steps = found.whole.steps
    rows = [_step(place, step, facts) for place, step in enumerate(steps, start=1)]
    return Table("saturation", caption, columns, rows, said, keys=tuple(step.document for step in steps))


def _step(place: int, step: Step, facts: Facts) -> Row:
    new = ", ".join(facts.code_label(facts.codebook[code]) for code in step.new)
    run: Cell = "" if step.run_new is None else step.run_new
    return (step.document, place, step.codes, len(step.new), step.cumulative, run, _percent(step.ratio), new)


def _groups(found: SaturationTable, facts: Facts, caption: str, said: str, _: Say) -> Table:
    columns = (
        Column(_("Site"), share=2, key=LABEL),
        Column(_("Interviews"), number=True, key="interviews"),
        Column(_("Codes"), number=True, key="codes"),
        Column(_("Codes in the base"), number=True, key="base"),
        Column(_("Saturation"), key="reached"),
        Column(_("Coverage (%)"), number=True, key="coverage"),
    )
    rows = [_group(facts.site_label(site), one, _) for site, one in found.groups.items()]
    return Table("saturation-sites", caption, columns, rows, said, _("Saturation by site"), tuple(found.groups))


def _group(label: str, found: Saturation, _: Say) -> Row:
    reached = _("too few") if found.too_few else found.notation or _("not reached")
    known = found.richness
    return (clean(label), len(found.steps), known.codes, found.base_codes, reached, _percent(known.coverage))


def _percent(share: float | None) -> Cell:
    return "" if share is None else float(rounded(100 * share, 1))
