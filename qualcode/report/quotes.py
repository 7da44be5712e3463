"""The quotations of the appendix: by theme, then by site, each with its citation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from qualcode.i18n import Say
from qualcode.model.codings import Quotation
from qualcode.model.texts import Speaker, Turn
from qualcode.report.anchors import CITATION, QUOTATION
from qualcode.report.document import Block, Column, Heading, Lazy, Paragraph, Quote, Row, Section, Table
from qualcode.report.parts import Facts, site_order
from qualcode.report.quoting import Voices, quoted, voices
from qualcode.report.typography import between_marks, clean
from qualcode.report.wording import Shown, Wording

Heard = Callable[[str], tuple[tuple[Turn, ...], tuple[Speaker, ...]]]
"""From a document's id to its turns and speakers."""


def quotations(found: Iterable[Quotation], facts: Facts, wording: Wording, texts: tuple[str, str], _: Say) -> Section:
    """The quotations in the order of the codebook and of the sites; `texts` are the caption and the introduction."""
    caption, introduction = texts
    ordered = in_order(found, facts)

    def blocks() -> Iterator[Block]:
        yield Paragraph(introduction, "quotations")
        yield from _pages(ordered, facts, wording, _)

    columns = (
        Column(_("Code id"), key="code"),
        Column(_("Code"), share=2),
        Column(_("Site id"), key="site"),
        Column(_("Site")),
        Column(_("Quotation"), share=8, key=QUOTATION),
        Column(_("Citation"), key=CITATION),
        Column(_("Participants")),
        Column(_("Counter-example")),
        Column(_("Document")),
        Column(_("Start"), number=True),
        Column(_("End"), number=True),
        Column(_("Coding"), number=True),
        Column(_("Translation"), share=2, key="translation" if wording.has_translations else ""),
        Column(_("Translated by")),
        *((Column(_("Before"), share=2), Column(_("After"), share=2)) if wording.has_context else ()),
    )
    rows = Lazy(lambda: _rows(ordered, facts, wording, _("yes")))
    keys = tuple(str(quotation.coding.id) for quotation in ordered)
    sheet = Table("quotations", caption, columns, rows, introduction, keys=keys)
    return Section("quotations", _("Quotations by theme and site"), Lazy(blocks), (sheet,))


def in_order(found: Iterable[Quotation], facts: Facts) -> list[Quotation]:
    """By code as the codebook has them, then by site as the tree has them; within these as they were given."""
    codes = {code.id: place for place, (code, _depth) in enumerate(facts.codebook.walk())}
    sites = {site.id: place for place, (site, _depth) in enumerate(site_order(facts.sites))}
    last_code, last_site = len(codes), len(sites)
    return sorted(
        found,
        key=lambda quotation: (
            codes.get(quotation.coding.code, last_code),
            sites.get(quotation.site or "", last_site),
            quotation.site or "",
        ),
    )


class Words:
    """The words of quotations as they may leave the study; a document's turns are read once."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._voices: dict[str, Voices] = {}

    def __call__(self, quotation: Quotation) -> str:
        """The words of one quotation."""
        coding = quotation.coding
        who = self._voices.get(coding.document)
        if who is None:
            who = self._voices[coding.document] = voices(*self._heard(coding.document))
        return clean(quoted(quotation.text, coding.start, coding.end, who))


def _pages(ordered: list[Quotation], facts: Facts, wording: Wording, _: Say) -> Iterator[Block]:
    for code, of_code in groupby(ordered, key=lambda quotation: quotation.coding.code):
        yield Heading(3, _path(code, facts), code)
        for site, of_site in groupby(of_code, key=lambda quotation: quotation.site):
            place = f"{code}/{site or ''}"
            yield Heading(4, facts.site_label(site) or _("No site"), place)
            for quotation in of_site:
                yield from _page(quotation, wording(quotation), facts.language, place, _)


def _page(quotation: Quotation, shown: Shown, language: str, place: str, _: Say) -> Iterator[Block]:
    """A quotation, its translation below its words, between what is said before and after."""
    words, cited = between_marks(shown.text, language), clean(quotation.citation)
    if quotation.coding.counter:
        cited += " · " + _("counter-example")
    if shown.translation:
        words += f"\n{between_marks(shown.translation, language)}"
        cited += " · " + _("translated by {name}").format(name=shown.translator)
    if shown.before:
        yield Paragraph(_("Before: {words}").format(words=shown.before))
    yield Quote(words, cited, quotation.coding.id, place)
    if shown.after:
        yield Paragraph(_("After: {words}").format(words=shown.after))


def _rows(ordered: list[Quotation], facts: Facts, wording: Wording, yes: str) -> Iterator[Row]:
    for code, of_code in groupby(ordered, key=lambda quotation: quotation.coding.code):
        path = _path(code, facts)
        for site, of_site in groupby(of_code, key=lambda quotation: quotation.site):
            group = (code, path, site or "", facts.site_label(site))
            for quotation in of_site:
                shown = wording(quotation)
                context = (shown.before, shown.after) if wording.has_context else ()
                beside = (shown.translation, shown.translator, *context)
                yield (*group, shown.text, *_source(quotation, yes), *beside)


def _source(quotation: Quotation, yes: str) -> Row:
    coding = quotation.coding
    people = "; ".join(quotation.participants)
    against = yes if coding.counter else ""
    return (clean(quotation.citation), people, against, coding.document, coding.start, coding.end, coding.id)


def _path(code: str, facts: Facts) -> str:
    return facts.code_path(facts.codebook[code]) if code in facts.codebook else code
