"""The periodic report: from what happened in a period to a `Report`, written by the same writers as the appendix.

People and documents are named by their ids alone, as in the appendix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.digest import CodeChange, Digest, Material, Noted, Summed
from qualcode.i18n import Say, known_words, translations
from qualcode.linking import for_reading
from qualcode.memos import day_of, targets_in_words
from qualcode.model import in_language
from qualcode.report.choices import moment, written_in
from qualcode.report.document import Column, Paragraph, Report, Row, Section, Table
from qualcode.report.output import Written, about_study, write_report
from qualcode.report.typography import clean
from qualcode.report.watching import Tell, unheard

if TYPE_CHECKING:
    from qualcode.study import Study


@dataclass(frozen=True, slots=True)
class _Named:
    """What the report calls things, in its language."""

    language: str
    sites: Mapping[str, str]
    codes: Mapping[str, str]
    targets: Mapping[str, str]
    citations: Mapping[int, str]

    def site(self, name: str) -> str:
        """A site's label."""
        return self.sites.get(name, name)

    def word(self, word: str) -> str:
        """A word of ours in the language of the report."""
        return clean(known_words(self.language).get(word, word))

    def text(self, text: str) -> str:
        """A text with its links as citations."""
        return clean(for_reading(text, self.citations))


def write_digest(
    study: Study, found: Digest, path: str | Path, language: str | None = None, tell: Tell = unheard
) -> Written:
    """Write a digest in the format of the path's ending, as `write_appendix` does, with its manifest."""
    report = build(study, found, language)
    about = about_study(study, report) | {"since": found.since, "until": found.until, "site": found.site}
    return write_report(report, Path(path), about, tell)


def build(study: Study, found: Digest, language: str | None = None) -> Report:
    """The report of a period in a language, else in the study's first one."""
    lang = written_in(study, language)
    _ = translations(lang).gettext
    named = _named(study, found, lang)
    at = moment(study)
    made = _("Made with qualcode {version} from the study as of {date}.")
    said = [_scope(found, named, _), made.format(version=__version__, date=at.date().isoformat())]
    title = clean(in_language(study.title, lang))
    return Report(
        _("Periodic report: {title}").format(title=title),
        " ".join(said),
        _("Contents"),
        lang,
        at,
        tuple(_sections(found, named, _)),
    )


def _named(study: Study, found: Digest, lang: str) -> _Named:
    noted = [*found.memos, *found.rewritten, *found.questions]
    texts = [*(each.memo.text for each in noted), *(each.text for each in (*found.summaries, *found.confirmed))]
    return _Named(
        lang,
        {site.id: clean(in_language(site.label, lang) or site.id) for site in study.sites},
        {code.id: clean(in_language(code.label, lang) or code.id) for code in study.codebook.codes},
        targets_in_words(study, noted, lang, names=False),
        study.citations_in(*texts),
    )


def _scope(found: Digest, named: _Named, _: Say) -> str:
    where = named.site(found.site) if found.site else _("all sites")
    if found.until:
        return _("From {since} to {until}, {where}.").format(since=found.since, until=found.until, where=where)
    return _("Since {since}, {where}.").format(since=found.since, where=where)


def _sections(found: Digest, named: _Named, _: Say) -> Iterator[Section]:
    numbers = count(1)
    nothing = _("Nothing in this period.")

    def section(
        name: str, title: str, columns: Sequence[Column], rows: list[Row], said: str, empty: str = ""
    ) -> Section:
        numbered = _("Table {number}. {caption}").format(number=next(numbers), caption=title) if rows else title
        table = Table(name, numbered, tuple(columns), rows, said)
        return Section(name, title, (table,) if rows else (Paragraph(empty or nothing),), (table,), table.wide)

    overview = (Column(_("What"), share=4), Column(_("Number"), number=True))
    said = _("What was taken back is not counted.")
    yield section("overview", _("Overview"), overview, _overview(found, _), said)
    yield from _came(section, found, named, _)
    yield from _done(section, found, named, _)
    yield from _written(section, found, named, _)
    silent: list[Row] = [(named.site(each.site), each.last or "—") for each in found.silent]
    columns = (Column(_("Site"), share=2), Column(_("Last material")))
    said = _("Neither a document nor an entry of the logbook is of the period.")
    empty = _("Every site has something.") if named.sites else _("The study has no sites yet.")
    yield section("silent", _("Sites with nothing in the period"), columns, silent, said, empty)


def _came(section: Callable[..., Section], found: Digest, named: _Named, _: Say) -> Iterator[Section]:
    """Material and people."""
    columns = _material_columns(_)
    said = _("By the day on which a document was brought into the study, whatever its own date.")
    yield section("added", _("Material added in the period"), columns, _material(found.added, named), said)
    said = _("By a document’s own date, or that of a part of it, whenever it was added.")
    yield section("dated", _("Material dated in the period"), columns, _material(found.dated, named), said)
    columns = (Column(_("Participant")), Column(_("Site")), Column(_("Role")), Column(_("Documents"), share=2))
    met: list[Row] = [
        (clean(each.participant), "; ".join(map(named.site, each.sites)), clean(each.role), ", ".join(each.documents))
        for each in found.met
    ]
    said = _("Everyone who speaks in material dated in the period and is not an interviewer, each person once.")
    yield section("people", _("People met"), columns, met, said)


def _done(section: Callable[..., Section], found: Digest, named: _Named, _: Say) -> Iterator[Section]:
    """Coding, and changes of the codebook."""
    columns = (
        Column(_("Coder")),
        Column(_("Codings added"), number=True),
        Column(_("Codings removed"), number=True),
        Column(_("Codings given another code"), number=True),
        Column(_("Documents marked done"), share=2),
    )
    rows: list[Row] = [
        (clean(each.coder), each.added, each.removed, each.recoded, ", ".join(each.done)) for each in found.coding
    ]
    said = _("What each coder did in the period; coders are never added up.")
    if found.site:
        said += " " + _("A coding is of the site of who speaks there, else of its document’s; a document, of its own.")
    yield section("coding", _("Coding by coder"), columns, rows, said)
    changed = (
        Column(_("Date")),
        Column(_("Coder")),
        Column(_("Code"), share=2),
        Column(_("What")),
        Column(_("Before"), share=2),
        Column(_("After"), share=2),
    )
    rows = _code_changes(found.codebook, named, _)
    yield section("codebook", _("Changes of the codebook"), changed, rows, _("The codebook is one for all sites."))


def _written(section: Callable[..., Section], found: Digest, named: _Named, _: Say) -> Iterator[Section]:
    """Memos, questions, summaries."""
    columns = _memo_columns(_)
    said = _("First written in the period; entries of a logbook also by the day they are about.")
    yield section("memos", _("New memos and entries of logbooks"), columns, _memos(found.memos, named), said)
    said = _("Written before the period, and written anew or answered in it; the text is the present one.")
    yield section("rewritten", _("Memos written anew"), columns, _memos(found.rewritten, named), said)
    said = _("Asked by the end of the period and not answered yet.")
    empty = _("No question is open.")
    yield section("questions", _("Open questions"), columns, _memos(found.questions, named), said, empty)
    columns = (
        Column(_("Theme"), share=2),
        Column(_("Of whom")),
        Column(_("Coder")),
        Column(_("Date")),
        Column(_("Summary"), share=6),
    )
    said = _("Of the framework matrix; the last one of each cell.")
    yield section("summaries", _("Summaries written"), columns, _summaries(found.summaries, named), said)
    said = _("Written before, and said in the period to hold still in the same words; the last time for each cell.")
    yield section("confirmed", _("Summaries that still hold"), columns, _summaries(found.confirmed, named), said)


def _summaries(found: Iterable[Summed], named: _Named) -> list[Row]:
    return [
        (named.codes.get(each.theme, clean(each.theme)), _holder(each.holder, named), clean(each.coder), each.at[:10],
         named.text(each.text))
        for each in found
    ]  # fmt: skip


def _overview(found: Digest, _: Say) -> list[Row]:
    return [
        (_("Documents added"), len(found.added)),
        (_("Documents dated in the period"), len(found.dated)),
        (_("People met"), len(found.met)),
        (_("Documents marked done"), len({name for each in found.coding for name in each.done})),
        (_("Changes of the codebook"), len(found.codebook)),
        (_("New memos and entries of logbooks"), len(found.memos)),
        (_("Memos written anew"), len(found.rewritten)),
        (_("Open questions"), len(found.questions)),
        (_("Summaries written"), len(found.summaries)),
        (_("Summaries that still hold"), len(found.confirmed)),
        (_("Sites with nothing in the period"), len(found.silent)),
    ]


def _material_columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("Document")),
        Column(_("Site")),
        Column(_("Kind")),
        Column(_("Wave")),
        Column(_("Date")),
        Column(_("Added")),
        Column(_("Participants"), share=2),
    )


def _material(found: Iterable[Material], named: _Named) -> list[Row]:
    return [
        (each.document, named.site(each.site), named.word(each.kind), clean(each.wave), each.date, each.added,
         ", ".join(each.participants))
        for each in found
    ]  # fmt: skip


def _code_changes(found: Iterable[CodeChange], named: _Named, _: Say) -> list[Row]:
    what = {
        "added": _("added"),
        "removed": _("removed"),
        "renamed": _("renamed"),
        "redefined": _("definition changed"),
        "moved": _("moved"),
        "merged": _("merged"),
        "split": _("split"),
        "retired": _("retired"),
        "restored": _("restored"),
    }
    return [
        (each.day, clean(each.coder), named.codes.get(each.code, clean(each.code)), what[each.what],
         *((named.codes.get(text, clean(text))) if each.what == "moved" else clean(text)
           for text in (each.before, each.after)))
        for each in found
    ]  # fmt: skip


def _memo_columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("Date")),
        Column(_("Coder")),
        Column(_("Kind")),
        Column(_("On"), share=2),
        Column(_("Text"), share=6),
    )


def _memos(found: Iterable[Noted], named: _Named) -> list[Row]:
    return [
        (day_of(each.memo), clean(each.memo.coder), named.word(each.memo.kind), clean(named.targets[each.memo.target]),
         named.text(each.memo.text))
        for each in found
    ]  # fmt: skip


def _holder(holder: str, named: _Named) -> str:
    noun, _colon, name = holder.partition(":")
    return named.site(name) if noun == "site" else clean(name)
