"""Which themes were not asked where, and what each guide asks: what an empty cell of the themes by site rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.i18n import Say
from qualcode.model.people import Guide
from qualcode.model.texts import Document
from qualcode.report.anchors import LABEL
from qualcode.report.document import Block, Column, Paragraph, Row, Section, Table
from qualcode.report.ground import ground_of
from qualcode.report.parts import INDENT, Caption, Facts, with_only
from qualcode.report.typography import clean

if TYPE_CHECKING:
    from qualcode.model.counts import ThemeRow, ThemeTable
    from qualcode.report.choices import Choices
    from qualcode.study import Study

NOT_ASKED = "not_asked"


def not_asked(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """The themes that no guide used at a site asks for, where the study has guides."""
    if not study.guides or not facts.documents:
        return
    table = ground_of(study, choices, facts, _).by_site
    rows = [row for row in facts.rows(table.rows) if any(cell.state == NOT_ASKED for cell in row.cells.values())]
    guides = _guides(study, facts, caption(_("Interview guides and where they were used")), _)
    blocks: list[Block] = [guides]
    if rows:
        blocks.append(_page(rows, facts, caption(_("Themes that were not asked, and at which sites")), _))
    else:
        blocks.append(Paragraph(_("At every site, a guide or an interview without one asked for every theme.")))
    sheet = _sheet(study, table, rows, facts, _)
    yield Section("not-asked", _("Themes that were not asked"), tuple(blocks), (sheet, guides))


def rule(facts: Facts, _: Say) -> str:
    """When a theme counts as asked, in words."""
    said = _(
        "A theme is asked for at a site where a document there has a guide that asks for it, or for a theme above it, "
        "or has no guide; what is raised unasked counts as raised, and is not listed."
    )
    return with_only(said, facts.where, _)


def _guides(study: Study, facts: Facts, caption: str, _: Say) -> Table:
    columns = (
        Column(_("Guide"), share=2),
        Column(_("Codes asked for"), number=True, key="asks"),
        Column(_("Documents"), number=True, key="documents"),
        Column(_("Sites"), share=3, key="sites"),
    )
    rows = [_guide(guide, facts) for guide in study.guides.values()]
    without = [document for document in facts.documents if document.guide not in study.guides]
    rows.append((_("no guide"), "", len(without), _sites_of(without, facts)))
    return Table("guides", caption, columns, rows, rule(facts, _), _("Guides"), (*study.guides, "no guide"))


def _guide(guide: Guide, facts: Facts) -> Row:
    used = [document for document in facts.documents if document.guide == guide.id]
    return (facts.words(guide.title) or clean(guide.id), len(guide.asks), len(used), _sites_of(used, facts))


def _sites_of(documents: list[Document], facts: Facts) -> str:
    used = {document.site for document in documents}
    return ", ".join(facts.site_label(site.id) for site in facts.sites if site.id in used)


def _page(rows: list[ThemeRow], facts: Facts, caption: str, _: Say) -> Table:
    columns = (
        Column(_("Theme"), share=3, key=LABEL),
        Column(_("Sites"), number=True, key="sites"),
        Column(_("Not asked at"), share=4, key="where"),
    )
    told = []
    for row in rows:
        there = _unasked(row)
        label = INDENT * row.depth + facts.code_label(facts.codebook[row.code])
        told.append((label, len(there), ", ".join(_site(group, facts) for group in there)))
    return Table("not-asked", caption, columns, told, rule(facts, _), keys=tuple(row.code for row in rows))


def _unasked(row: ThemeRow) -> list[str]:
    return [group for group, cell in row.cells.items() if cell.state == NOT_ASKED]


def _site(group: str, facts: Facts) -> str:
    return clean(facts.site_label(group))


def _sheet(study: Study, table: ThemeTable, rows: list[ThemeRow], facts: Facts, _: Say) -> Table:
    """A row for each theme at each site where it was not asked, with the guides that were used there."""
    columns = (
        Column(_("Code id")),
        Column(_("Theme"), share=3),
        Column(_("Site id")),
        Column(_("Site"), share=2),
        Column(_("People interviewed"), number=True, key="people"),
        Column(_("Guides used there"), share=3, key="guides"),
    )
    used = {group: _used(study, group, facts) for group in table.groups}
    told, keys = [], []
    for row in rows:
        label = facts.code_path(facts.codebook[row.code])
        for group in _unasked(row):
            told.append((row.code, label, group, _site(group, facts), table.groups[group], used[group]))
            keys.append(f"{row.code}|{group}")
    caption = _("Themes that were not asked at a site, with the guides that were used there")
    return Table("not-asked", caption, columns, told, rule(facts, _), _("Not asked"), tuple(keys))


def _used(study: Study, site: str, facts: Facts) -> str:
    """The guides of the documents of a site: where its people speak, else those of the site itself."""
    home = {person.id: person.site for person in facts.participants}
    found = {
        document.guide
        for document in facts.documents
        if site in ({home.get(person) or document.site for person in document.participants} or {document.site})
    }
    guides = [guide for name, guide in study.guides.items() if name in found]
    return ", ".join(facts.words(guide.title) or clean(guide.id) for guide in guides)
