"""The parts that are asked of a study: each makes its section, or none where there is nothing to say.

Every part is a function of the study, the choices, what the study holds, what numbers a caption, and gettext.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.i18n import Say, translations
from qualcode.report import changelog, evidence, matrix, parts
from qualcode.report.choices import Choices, counted, filter_words
from qualcode.report.consents import records_consent
from qualcode.report.disclosed import unrecorded
from qualcode.report.document import Section
from qualcode.report.framework import framework as summaries
from qualcode.report.ground import ground_of
from qualcode.report.parts import Caption, Facts
from qualcode.report.pool import themes_of
from qualcode.report.quotes import quotations as quoted
from qualcode.report.selected import said_of, selected
from qualcode.report.typography import clean
from qualcode.tables.themes import rule

if TYPE_CHECKING:
    from qualcode.study import Study

Sections = Iterator[Section]


def participants(_study: Study, _choices: Choices, facts: Facts, caption: Caption, _: Say) -> Sections:
    """Who was interviewed."""
    if facts.participants:
        yield parts.participants(facts, caption(_("Participants")), _)


def sites(_study: Study, _choices: Choices, facts: Facts, caption: Caption, _: Say) -> Sections:
    """The tree of sites."""
    if facts.sites:
        yield parts.sites(facts, caption(_("Sites, with the people interviewed and the documents")), _)


def inclusion(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Sections:
    """The team's table of inclusions, where it keeps one."""
    from qualcode.tables import inclusion as tables

    if tables.file_of(study) is None:
        return
    page = tables.inclusions(study, where=choices.conditions)
    whole = tables.inclusions(study, by=page.columns, where=choices.conditions)
    of_rows, alone = tables.divided(page.where, page.columns)
    labels = evidence.dimension_labels(page.columns, facts)
    said = tables.rule(labels, alone, "wave" in page.columns, _, of_rows, page.nested)
    yield evidence.inclusion(page, whole, facts, caption, said, _)


def codebook(_study: Study, choices: Choices, facts: Facts, _caption: Caption, _: Say) -> Sections:
    """The codebook, in the languages asked for, else those of the outline, else that of the appendix."""
    if facts.codebook.codes:
        yield parts.codebook(facts, _("Codebook"), codebook_languages(choices), _)


def codebook_languages(choices: Choices) -> tuple[str, ...]:
    """The languages in which the codebook stands side by side."""
    said = choices.settings.get("languages", ())
    return choices.codebook_languages or (tuple(said) if isinstance(said, tuple) else ()) or (choices.language,)


def codes(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Sections:
    """The tree of codes with its counts."""
    if facts.codebook.codes:
        said = rule((), counted(choices, _), choices.conditions, _=_)
        counts = _counts(study, choices, facts, _)
        yield parts.code_tree(facts, caption(_("Codes, each with the codes below it")), counts, said, _)


def history(study: Study, _choices: Choices, facts: Facts, caption: Caption, _: Say) -> Sections:
    """How the codebook came to be."""
    yield from changelog.changelog(study, facts, caption, _)


def quotations(study: Study, choices: Choices, facts: Facts, _caption: Caption, _: Say) -> Sections:
    """The quotations that may leave, and how many may not."""
    selection, themes = selected(study, choices, facts), themes_of(study, choices, facts)
    if not themes:
        return
    left = 0 if choices.unconsented else sum(len(theme.withheld) for theme in themes.values())
    introduction = _("Passages coded by {coder}, in the order of the codebook and of the sites.")
    introduction = introduction.format(coder=counted(choices, _)) + " " + _("[I] stands for the interviewer.")
    if narrowed := filter_words(choices.where):
        introduction += " " + _("Only: {filter}.").format(filter=clean(narrowed))
    if left:
        plural = translations(choices.language).ngettext
        words = plural("{count} quotation left out: no consent.", "{count} quotations left out: no consent.", left)
        introduction += " " + words.format(count=left)
    if not records_consent(study):
        introduction += " " + unrecorded(_)
    introduction = f"{introduction} {said_of(selection, _)}".strip()
    texts = (_("Quotations, each with its place"), introduction)
    yield quoted(selection.shown, facts, selection.wording, texts, _)


def framework(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Sections:
    """The written summaries, if there are any: those of people, of sites, of regions."""
    from qualcode.framework.matrix import BY, written_cells
    from qualcode.framework.matrix import framework as asked

    if not written_cells(study):
        return
    matrices = [asked(study, by, choices.coder, choices.conditions) for by in BY]
    matrices = [replace(one, themes=facts.rows(one.themes)) for one in matrices]
    matrices = [one for one in matrices if any(cell.text for cell in one.cells())]
    if not matrices:
        return
    titles = {
        "participant": _("What participants say of each theme"),
        "site": _("What is said of each theme at each site"),
        "region": _("What is said of each theme in each region"),
    }
    captions = [caption(titles[one.by]) for one in matrices]
    yield summaries(matrices, facts, [*captions, _("Framework matrix")], _)


def themes(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Sections:
    """Themes × sites."""
    table = ground_of(study, choices, facts, _).by_site
    if not table.groups:
        return
    captions = (
        caption(_("Participants who raised the theme, of those interviewed at the site (n/N)")),
        caption(_("Segments under the theme")),
        caption(_("Words under the theme, per 1,000 words of the site’s participants")),
        _("Themes by site"),
    )
    said = rule(("site",), counted(choices, _), choices.conditions, _=_)
    yield matrix.themes(table._replace(rows=facts.rows(table.rows)), facts, captions, said, _)


def joint(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Sections:
    """Themes from wave to wave, where people were interviewed at two or more."""
    from qualcode.tables import joint as tables

    if len(study.names("wave")) < 2:
        return
    found = tables.joint_display(study, coder=choices.coder, where=choices.conditions)
    said = (
        rule(tuple(evidence.dimension_labels(found.table.by, facts)), counted(choices, _), choices.conditions, _=_),
        tables.rule(bool(found.numbers), _),
    )
    table = found.table._replace(rows=facts.rows(found.table.rows))
    limited = replace(found, table=table, themes=facts.rows(found.themes))
    yield evidence.joint(limited, facts, caption, " ".join(said), _)


def coverage(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Sections:
    """Where evidence is thin, once something is coded."""
    from qualcode.tables import coverage as tables

    if choices.coder is None:
        return
    found = tables.coverage(study, coder=choices.coder, where=choices.conditions)
    said = parts.with_only(tables.rule(counted(choices, _), found.since, _), choices.conditions, _)
    limited = replace(
        found,
        evidence=tuple(one for one in found.evidence if facts.within(one.theme)),
        absent=tuple(one for one in found.absent if facts.within(one.theme)),
    )
    yield evidence.coverage(limited, facts, caption, said, _)


def _counts(study: Study, choices: Choices, facts: Facts, _: Say) -> dict[str, tuple[int, int, int]]:
    """Of every code with those below it: segments, people, documents."""
    if choices.conditions:
        rows = study.themes((), coder=choices.coder, where=choices.conditions).rows
        return {row.code: (row.total.segments, row.total.participants, row.total.documents) for row in rows}
    found = ground_of(study, choices, facts, _).counts
    return {code: (counts.segments, counts.participants, counts.documents) for code, counts in found.items()}
