"""Commands that list: documents, codes, codings, quotations, people, sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.asking import SORTS, asked, asking_options
from qualcode.cli.data import code_data, document_data, marked, participant_data, quotation_data, shown_data, site_data
from qualcode.cli.options import counted_option
from qualcode.cli.output import json_option, print_json, print_table, print_text, say, shortened
from qualcode.cli.restoring import yaml_option
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.cli.unnamed import Unnamed
from qualcode.i18n import _, known_word, language
from qualcode.model import in_language
from qualcode.model.codes import Code
from qualcode.model.codings import Quotation, Rendering
from qualcode.model.counts import CodeCounts
from qualcode.moments import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.study import Study
    from qualcode.surroundings import Around


@click.command(
    "documents",
    cls=StudyCommand,
    help=_("List the documents."),
    epilog=_("Example: qualcode documents my-study --json"),
)
@json_option
@with_study
def documents_command(study: Study, as_json: bool) -> None:
    """List the documents."""
    documents = study.documents()
    if as_json:
        parts = study.parts()
        print_json([document_data(document, parts.get(document.id, ())) for document in documents])
        return
    header = (
        _("id"),
        _("site"),
        _("kind"),
        _("wave"),
        _("date"),
        _("people"),
        _("words"),
        _("turns"),
        _("codings"),
        _("done"),
    )
    print_table(
        header,
        [
            (document.id, document.site or "", known_word(document.kind), document.wave or "", document.date or "",
             len(document.participants), document.words, document.turns, document.codings, ", ".join(document.done))
            for document in documents
        ],
        frozenset((5, 6, 7, 8)),
    )  # fmt: skip


@click.command(
    "codes",
    cls=StudyCommand,
    help=_("List the codebook; each code counts with its sub-codes, as unions."),
    epilog=_("Example: qualcode codes my-study --json"),
)
@counted_option
@yaml_option(_("Print codebook.yaml as the study knows it, even if the file is broken."))
@json_option
@with_study
def codes_command(study: Study, coder: str | None, as_json: bool) -> None:
    """List the codebook."""
    counts = study.code_counts(coder)
    if as_json:
        print_json([code_data(code, counts[code.id], language()) for code, _depth in study.codebook.walk()])
        return
    header = (_("code"), _("id"), _("pin"), _("segments"), _("participants"), _("documents"))
    rows = [_code_row(code, depth, counts[code.id]) for code, depth in study.codebook.walk()]
    print_table(header, rows, frozenset((2, 3, 4, 5)))


def _code_row(code: Code, depth: int, counts: CodeCounts) -> tuple[object, ...]:
    return (
        "  " * depth + shortened(in_language(code.label, language())) + (" " + _("(retired)") if code.retired else ""),
        code.id,
        code.pin or "",
        counts.segments,
        counts.participants,
        counts.documents,
    )


@click.command(
    "quotes",
    cls=StudyCommand,
    help=_("List the quotations of a code, of all that answers a query, or of all, with their citation."),
    epilog=_('Example: qualcode quotes my-study --where "nearness and site=lille and not role=nurse" --sort code'),
)
@asking_options
@click.option("--sort", type=click.Choice(SORTS), default="order", help=_("By place, site, code, or length."))
@click.option(
    "--context", type=click.IntRange(min=0), metavar=_("NUMBER"), help=_("With so many turns before and after.")
)
@click.option("--limit", type=click.IntRange(min=1), metavar=_("NUMBER"), help=_("At most so many."))
@json_option
@with_study
def quotes_command(
    study: Study, sort: str, context: int | None, limit: int | None, as_json: bool, **values: Any
) -> None:  # fmt: skip
    """List quotations."""
    found = study.quotations(asked(study, values), limit, sort=sort)
    beside = _surroundings(study, found, context)
    if as_json:
        kept = study.renderings()
        print_json([_quote_data(quotation, kept) | _around_data(beside, quotation) for quotation in found])
        return
    unnamed = Unnamed(study)
    for quotation in found:
        label = in_language(study.codebook[quotation.coding.code].label, language())
        who = quotation.coding.coder + marked(quotation.coding)
        head = " · ".join(filter(None, (quotation.citation, clock(quotation.time), label, who)))
        shown = quotation._replace(text=unnamed.quotation(quotation))
        print_text(f"{head}\n{_indented(_with_context(beside, shown))}\n")
    if not found:
        say(_("No quotation answers this."))


def _quote_data(quotation: Quotation, kept: Mapping[int, Sequence[Rendering]]) -> dict[str, Any]:
    return quotation_data(quotation) | shown_data(kept.get(quotation.coding.id, ()))


def _surroundings(study: Study, found: Sequence[Quotation], turns: int | None) -> Mapping[int, Around]:
    """What stands around each quotation, where it is asked for."""
    if turns is None:
        return {}
    unnamed = Unnamed(study)
    return {one.coding.id: unnamed.around(one.coding.document, one.coding.span, turns) for one in found}


def _around_data(beside: Mapping[int, Around], quotation: Quotation) -> dict[str, str]:
    return beside[quotation.coding.id]._asdict() if quotation.coding.id in beside else {}


def _with_context(beside: Mapping[int, Around], quotation: Quotation) -> str:
    """The words, between brackets where others stand around them."""
    if quotation.coding.id not in beside:
        return quotation.text.strip()
    before, after = beside[quotation.coding.id]
    return f"{before}[{quotation.text}]{after}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))


@click.command(
    "codings",
    cls=StudyCommand,
    help=_("List codings with their places."),
    epilog=_("Example: qualcode codings my-study --json"),
)
@asking_options
@json_option
@with_study
def codings_command(study: Study, as_json: bool, **values: Any) -> None:
    """List codings."""
    found = study.quotations(asked(study, values))
    if as_json:
        print_json([quotation_data(quotation) for quotation in found])
        return
    header = (_("id"), _("document"), _("start"), _("end"), _("code"), _("coder"), "", _("words"))
    unnamed = Unnamed(study)
    rows = [
        (item.coding.id, item.coding.document, item.coding.start, item.coding.end, item.coding.code, item.coding.coder,
         item.coding.marks, shortened(unnamed.quotation(item)))
        for item in found
    ]  # fmt: skip
    print_table(header, rows, frozenset((0, 2, 3)))


@click.command(
    "participants",
    cls=StudyCommand,
    help=_("List the people interviewed."),
    epilog=_("Example: qualcode participants my-study --json"),
)
@json_option
@with_study
def participants_command(study: Study, as_json: bool) -> None:
    """List the people interviewed."""
    people = study.participants()
    if as_json:
        print_json([participant_data(person) for person in people])
        return
    print_table(
        (_("id"), _("site"), _("role")), [(person.id, person.site or "", person.role or "") for person in people]
    )


@click.command(
    "sites", cls=StudyCommand, help=_("List the sites, as a tree."), epilog=_("Example: qualcode sites my-study --json")
)
@yaml_option(_("Print study.yaml as the study knows it, even if the file is broken."))
@json_option
@with_study
def sites_command(study: Study, as_json: bool) -> None:
    """List the sites."""
    if as_json:
        print_json([site_data(site) for site in study.sites])
        return
    parents = {site.id: site.parent for site in study.sites}
    rows = [("  " * _depth(site.id, parents) + in_language(site.label, language()), site.id) for site in study.sites]
    print_table((_("site"), _("id")), rows)


def _depth(site: str, parents: dict[str, str | None]) -> int:
    parent = parents[site]
    return 0 if parent is None else 1 + _depth(parent, parents)
