"""Where evidence is thin, as a terminal shows it: sections, each with its count first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.cli.evidence_tables import heading, percent, who
from qualcode.cli.output import print_table, print_text, shortened
from qualcode.i18n import _, known_word, ngettext

if TYPE_CHECKING:
    from qualcode.analysis.thinness import Progress
    from qualcode.coverage import Coverage, Quiet

_DOCUMENTS = 40
"""Documents listed with their share of coded words; all of them are in the JSON."""


def show_coverage(found: Coverage) -> None:
    """All sections, then the rule."""
    _show_coders(found)
    _show_documents(found)
    _show_thin(found)
    _show_against(found)
    _show_absent(found)
    _show_sites(found)
    _show_lacking(found)
    print_text("\n" + found.rule)


def _show_coders(found: Coverage) -> None:
    count = len(found.coders)
    heading(ngettext("{count} coder", "{count} coders", count).format(count=count))
    kinds = (_("documents"), _("sites"), _("people"))
    rows = [
        (one.coder, kind, *map(len, progress), _left(progress))
        for one in found.coders
        for kind, progress in zip(kinds, (one.documents, one.sites, one.people), strict=True)
    ]
    if rows:
        header = (_("coder"), "", _("done"), _("begun"), _("untouched"), _("still to code"))
        print_table(header, rows, frozenset((2, 3, 4)))


def _left(progress: Progress) -> str:
    return shortened(", ".join((*progress.untouched, *progress.begun)))


def _show_documents(found: Coverage) -> None:
    words, coded = sum(one.words for one in found.documents), sum(one.coded for one in found.documents)
    count = len(found.documents)
    heading(ngettext("{count} document", "{count} documents", count).format(count=count))
    if not found.documents:
        return
    said = _("{coder}: {coded} of {words} words of participants coded ({share}).")
    share = percent(coded / words if words else None) or "—"
    print_text(said.format(coder=found.coder or _("nobody"), coded=coded, words=words, share=share) + "\n")
    least = sorted(found.documents, key=lambda one: (one.share is None, one.share or 0, one.id))
    rows = [
        (one.id, one.site or "", one.words, percent(one.share) or "—", ", ".join(one.done), ", ".join(one.begun))
        for one in least[:_DOCUMENTS]
    ]
    header = (_("document"), _("site"), _("words"), _("coded"), _("done"), _("begun"))
    print_table(header, rows, frozenset((2, 3)))
    if (more := len(least) - len(rows)) > 0:
        print_text(ngettext("… and {count} more", "… and {count} more", more).format(count=more))


def _show_thin(found: Coverage) -> None:
    count = len(found.thin)
    heading(
        ngettext(
            "{count} theme rests on one person, site or document",
            "{count} themes rest on one person, site or document",
            count,
        ).format(count=count)
    )
    if found.thin:
        rows = [
            (found.labels[one.theme], *(one.rests_on_one.get(noun, "") for noun in ("person", "site", "document")),
             one.segments)
            for one in found.thin
        ]  # fmt: skip
        print_table((_("theme"), _("person"), _("site"), _("document"), _("segments")), rows, frozenset((4,)))
    if found.unsaid:
        said = ngettext("{count} theme has no passage", "{count} themes have no passage", len(found.unsaid))
        labels = ", ".join(found.labels[theme] for theme in found.unsaid)
        print_text(said.format(count=len(found.unsaid)) + ": " + labels)


def _show_against(found: Coverage) -> None:
    count = len(found.contested)
    heading(
        ngettext("{count} theme has counter-examples", "{count} themes have counter-examples", count).format(
            count=count
        )
    )
    for one in found.contested:
        said = _("{theme}: {count} of {segments} segments")
        print_text(said.format(theme=found.labels[one.theme], count=one.against, segments=one.segments))


def _show_absent(found: Coverage) -> None:
    count = len(found.absent)
    heading(
        ngettext(
            "{count} theme is absent somewhere though asked and coded",
            "{count} themes are absent somewhere though asked and coded",
            count,
        ).format(count=count)
    )
    if found.absent:
        rows = [(found.labels[one.theme], who(_titles(found, one.sites)), who(one.people)) for one in found.absent]
        print_table((_("theme"), _("sites"), _("people")), rows)


def _titles(found: Coverage, sites: Sequence[str]) -> list[str]:
    return [found.titles.get(site, site) for site in sites]


def _show_sites(found: Coverage) -> None:
    count = len(found.quiet)
    heading(
        ngettext("{count} site with nothing recent", "{count} sites with nothing recent", count).format(count=count)
    )
    for one in found.quiet:
        print_text(f"{found.titles.get(one.site, one.site)}: {_quiet(one)}")


def _quiet(one: Quiet) -> str:
    if not one.documents:
        said = _("no document")
    else:
        said = _("last document {date}").format(date=one.last) if one.last else _("no document with a date")
    return said + (_("; its people spoke elsewhere on {date}").format(date=one.heard) if _elsewhere(one) else "")


def _elsewhere(one: Quiet) -> bool:
    return one.heard is not None and (one.last is None or one.heard > one.last)


def _show_lacking(found: Coverage) -> None:
    documents = {document for names in found.lacking.values() for document in names}
    count = len(documents)
    heading(
        ngettext(
            "{count} document without a date, a guide or a site",
            "{count} documents without a date, a guide or a site",
            count,
        ).format(count=count)
    )
    for name, names in found.lacking.items():
        if names:
            print_text(f"{known_word(name)}: {who(names)}")
