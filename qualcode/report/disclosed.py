"""What the disclosure check found, as a part of the appendix that it looked through.

The check needs a whole appendix, so the part is laid out first with its place and its number, and filled afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.i18n import Say
from qualcode.report.document import Column, Paragraph, Report, Row, Section, Table
from qualcode.report.typography import clean

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.report.parts import Caption, Facts
    from qualcode.study import Study

NAME = "disclosure"


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a check: how many of each kind were found and would leave, how many quotations were left out.

    `recorded` is whether the study keeps who may be quoted; `smallest` is the fewest people that a group may have.
    `despite` is why it left all the same, `who` let it.
    """

    found: Mapping[str, int]
    left_out: int
    recorded: bool
    smallest: int
    letters: bool
    despite: str = ""
    who: str = ""


def disclosure(_study: Study, _choices: Choices, _facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """The place of the part, for `filled`."""
    columns = (Column(_("What was looked for"), share=3), Column(_("Found"), number=True))
    table = Table(NAME, caption(_("What the disclosure check found in this appendix")), columns, (), _rule(_))
    yield Section(NAME, _("Disclosure check"), (table,), (table,))


def filled(report: Report, told: Told, kinds: Mapping[str, str], _: Say) -> Report:
    """The report with what is told of its check where the part has its place."""
    sections = (
        _filled(section, told, kinds, _) if section.sheets and section.sheets[0].name == NAME else section
        for section in report.sections
    )
    return replace(report, sections=tuple(sections))


def _filled(section: Section, told: Told, kinds: Mapping[str, str], _: Say) -> Section:
    said = " ".join(_said(told, _))
    rows: list[Row] = [(words, told.found.get(kind, 0)) for kind, words in kinds.items()]
    table = replace(section.sheets[0], rows=rows)
    return replace(section, blocks=(Paragraph(said), table), sheets=(replace(table, note=f"{said} {table.note}"),))


def unrecorded(_: Say) -> str:
    """What is said where a study does not keep who may be quoted."""
    return _("No consent to be quoted is on record in this study: no quotation is left out for want of it.")


def _rule(_: Say) -> str:
    return _("What may be a name is counted like what is one; a quotation under several codes is looked through once.")


def _said(told: Told, _: Say) -> Iterator[str]:
    yield _(
        "Before it was written, this appendix was looked through for names of people and places, ways to reach them, "
        "numbers that identify, quotations without consent, and groups of few people."
    )
    yield _("Groups of fewer than {k} people count as small.").format(k=told.smallest)
    yield _("Sites have letters for names.") if told.letters else _("Sites stand under their names.")
    if not told.recorded:
        yield unrecorded(_)
    if told.left_out:
        yield _("Quotations left out because nobody consented to them: {count}.").format(count=told.left_out)
    if told.despite:
        words = _("It was handed on despite what was found, by {who}: {why}")
        yield words.format(who=clean(told.who), why=clean(told.despite))
