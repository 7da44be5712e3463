"""Where evidence is thin, as sections, each with its count first; lines lead to the passages or the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.analysis.shares import percent
from qualcode.i18n import _, known_word, ngettext
from qualcode.model.asking import Filter
from qualcode.sections import Lead, Section, texts, who

if TYPE_CHECKING:
    from qualcode.analysis.thinness import Progress
    from qualcode.tables.coverage import Coverage, Paper, Quiet

_MOST = 40
"""Documents listed where nothing scrolls; all of them are in the JSON."""


def coverage_sections(found: Coverage) -> Iterator[Section]:
    """All sections, then the rule."""
    yield _coders(found)
    yield _documents(found)
    yield _thin(found)
    yield _against(found)
    yield _absent(found)
    yield _sites(found)
    yield _lacking(found)
    yield Section(after=(found.rule,))


def _coders(found: Coverage) -> Section:
    count = len(found.coders)
    kinds = (_("documents"), _("sites"), _("people"))
    rows = [
        texts((one.coder, kind, *map(len, progress), _left(progress)))
        for one in found.coders
        for kind, progress in zip(kinds, (one.documents, one.sites, one.people), strict=True)
    ]
    return Section(
        ngettext("{count} coder", "{count} coders", count).format(count=count),
        header=(_("coder"), "", _("done"), _("begun"), _("untouched"), _("still to code")),
        rows=tuple(rows),
        numbers=frozenset((2, 3, 4)),
    )


def _left(progress: Progress) -> str:
    return ", ".join((*progress.untouched, *progress.begun))


def _documents(found: Coverage) -> Section:
    words, coded = sum(one.words for one in found.documents), sum(one.coded for one in found.documents)
    count = len(found.documents)
    said = _("{coder}: {coded} of {words} words of participants coded ({share}).").format(
        coder=found.coder or _("nobody"),
        coded=coded,
        words=words,
        share=percent(coded / words if words else None) or "—",
    )
    least = sorted(found.documents, key=lambda one: (one.share is None, one.share or 0, one.id))
    return Section(
        ngettext("{count} document", "{count} documents", count).format(count=count),
        before=(said,) if count else (),
        header=(_("document"), _("site"), _("words"), _("coded"), _("done"), _("begun")),
        rows=tuple(map(_paper, least)),
        numbers=frozenset((2, 3)),
        leads=tuple((Lead(document=one.id),) for one in least),
        most=_MOST,
    )


def _paper(one: Paper) -> tuple[str, ...]:
    share = percent(one.share) or "—"
    return texts((one.id, one.site or "", one.words, share, ", ".join(one.done), ", ".join(one.begun)))


def _thin(found: Coverage) -> Section:
    count = len(found.thin)
    title = ngettext(
        "{count} theme rests on one person, site or document",
        "{count} themes rest on one person, site or document",
        count,
    )
    rows = [
        (found.labels[one.theme], *(one.rests_on_one.get(noun, "") for noun in ("person", "site", "document")),
         str(one.segments))
        for one in found.thin
    ]  # fmt: skip
    return Section(
        title.format(count=count),
        header=(_("theme"), _("person"), _("site"), _("document"), _("segments")),
        rows=tuple(rows),
        numbers=frozenset((4,)),
        leads=tuple((_passages(found, one.theme),) for one in found.thin),
        after=tuple(_unsaid(found)),
    )


def _unsaid(found: Coverage) -> Iterator[str]:
    if found.unsaid:
        said = ngettext("{count} theme has no passage", "{count} themes have no passage", len(found.unsaid))
        labels = ", ".join(found.labels[theme] for theme in found.unsaid)
        yield said.format(count=len(found.unsaid)) + ": " + labels


def _passages(found: Coverage, theme: str, counter: bool | None = None) -> Lead:
    return Lead(found.labels[theme], Filter(code=theme, coder=found.coder, counter=counter))


def _against(found: Coverage) -> Section:
    count = len(found.contested)
    title = ngettext("{count} theme has counter-examples", "{count} themes have counter-examples", count)
    return Section(
        title.format(count=count),
        header=(_("theme"), _("counter-examples"), _("segments")),
        rows=tuple(texts((found.labels[one.theme], one.against, one.segments)) for one in found.contested),
        numbers=frozenset((1, 2)),
        leads=tuple((_passages(found, one.theme, counter=True),) for one in found.contested),
    )


def _absent(found: Coverage) -> Section:
    count = len(found.absent)
    title = ngettext(
        "{count} theme is absent somewhere though asked and coded",
        "{count} themes are absent somewhere though asked and coded",
        count,
    )
    return Section(
        title.format(count=count),
        header=(_("theme"), _("sites"), _("people")),
        rows=tuple((found.labels[one.theme], who(_titles(found, one.sites)), who(one.people)) for one in found.absent),
        leads=tuple((_passages(found, one.theme),) for one in found.absent),
        widest=37,
    )


def _titles(found: Coverage, sites: Sequence[str]) -> list[str]:
    return [found.titles.get(site, site) for site in sites]


def _sites(found: Coverage) -> Section:
    count = len(found.quiet)
    title = ngettext("{count} site with nothing recent", "{count} sites with nothing recent", count)
    return Section(
        title.format(count=count),
        header=(_("site"), "") if found.quiet else (),
        rows=tuple((found.titles.get(one.site, one.site), _quiet(one)) for one in found.quiet),
        leads=tuple((Lead(site=one.site),) for one in found.quiet),
        widest=100,
    )


def _quiet(one: Quiet) -> str:
    if not one.documents:
        said = _("no document")
    else:
        said = _("last document {date}").format(date=one.last) if one.last else _("no document with a date")
    return said + (_("; its people spoke elsewhere on {date}").format(date=one.heard) if _elsewhere(one) else "")


def _elsewhere(one: Quiet) -> bool:
    return one.heard is not None and (one.last is None or one.heard > one.last)


def _lacking(found: Coverage) -> Section:
    rows = [(document, name) for name, names in found.lacking.items() for document in names]
    count = len({document for document, _name in rows})
    title = ngettext(
        "{count} document without a date, a guide or a site",
        "{count} documents without a date, a guide or a site",
        count,
    )
    return Section(
        title.format(count=count),
        header=(_("document"), _("without")),
        rows=tuple((document, known_word(name)) for document, name in rows),
        leads=tuple((Lead(document=document),) for document, _name in rows),
        most=_MOST,
    )
