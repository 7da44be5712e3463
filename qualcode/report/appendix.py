"""What goes into the appendix, in which order: from a study to a `Report`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from qualcode import __version__, i18n
from qualcode.disclosure.letters import Lettered
from qualcode.errors import InputError
from qualcode.i18n import LANGUAGES, translations
from qualcode.model import Condition, Filter, in_language
from qualcode.report import evidence, parts
from qualcode.report.changelog import changelog
from qualcode.report.disclosing import Sorted, sorted_by_consent
from qualcode.report.document import Report, Section
from qualcode.report.framework import framework as summaries
from qualcode.report.lettered import lettered
from qualcode.report.matrix import themes
from qualcode.report.parts import Facts, Say, gather
from qualcode.report.quotes import quotations
from qualcode.report.typography import clean
from qualcode.tables.themes import rule

if TYPE_CHECKING:
    from qualcode.study import Study

NO_EVENT = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of a study in which nothing has happened; the oldest that a zip can hold."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen for one appendix, every choice made: the languages, the coder who is counted, the filter.

    The conditions of the filter narrow every table; the rest of it narrows the quotations alone. With `letters` sites
    have letters for names; `unconsented` quotations are left out, or not.
    """

    language: str
    codebook_languages: tuple[str, ...]
    coder: str | None
    where: Filter
    letters: bool = False
    unconsented: bool = False

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What narrows every table."""
        return self.where.conditions


def choose(
    study: Study,
    language: str | None = None,
    coder: str | None = None,
    where: Filter | None = None,
    codebook_languages: Sequence[str] = (),
) -> Choices:
    """Settle what was left open: the study's first language, the coder who counts, every quotation, one codebook."""
    where = where or Filter()
    chosen = written_in(study, language)
    counted = study.counted_coder(coder or where.coder)
    return Choices(chosen, tuple(codebook_languages) or (chosen,), counted, where._replace(coder=counted))


def written_in(study: Study, language: str | None) -> str:
    """The language of a report: the one asked for, else the first of the study that we speak."""
    if language is None:
        return next((each for each in study.languages if each in LANGUAGES), LANGUAGES[0])
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise InputError(
            i18n._("--language: no report can be written in “{language}”.").format(language=language),
            i18n._("Known languages: {known}.").format(known=known),
        )
    return language


def build(study: Study, choices: Choices, parted: Sorted | None = None) -> Report:
    """The appendix of a study as it is now; each table says under which conditions it counts.

    `parted` are the quotations chosen, where they were parted by consent already.
    """
    parted = parted or sorted_by_consent(study, study.quotations(choices.where))
    report = _built(study, choices, parted)
    return lettered(report, Lettered(study.sites)) if choices.letters else report


def _built(study: Study, choices: Choices, parted: Sorted) -> Report:
    _ = translations(choices.language).gettext
    title = clean(in_language(study.title, choices.language))
    at = moment(study)
    made = _("Made with qualcode {version} from the codings of {coder}, as of {date}.")
    return Report(
        _("Appendix: {title}").format(title=title),
        made.format(version=__version__, coder=counted(choices, _), date=at.date().isoformat()),
        _("Contents"),
        choices.language,
        at,
        tuple(_sections(study, choices, parted, _)),
    )


def _sections(study: Study, choices: Choices, parted: Sorted, _: Say) -> Iterator[Section]:
    facts = gather(study, choices.language, choices.conditions)
    numbers = count(1)

    def caption(text: str) -> str:
        return _("Table {number}. {caption}").format(number=next(numbers), caption=text)

    coder = counted(choices, _)
    yield parts.participants(facts, caption(_("Participants")), _)
    yield parts.sites(facts, caption(_("Sites, with the people interviewed and the documents")), _)
    yield from _inclusions(study, choices, facts, caption, _)
    yield parts.codebook(facts, _("Codebook"), choices.codebook_languages, _)
    counts, said = _counts(study, choices), rule((), coder, choices.conditions, _=_)
    yield parts.code_tree(facts, caption(_("Codes, each with the codes below it")), counts, said, _)
    yield from changelog(study, facts, caption, _)
    yield _quotations(study, choices, facts, parted, _)
    yield from _framework(study, choices, facts, caption, _)
    yield themes(
        study.themes(("site",), coder=choices.coder, where=choices.conditions),
        facts,
        (
            caption(_("Participants who raised the theme, of those interviewed at the site (n/N)")),
            caption(_("Segments under the theme")),
            caption(_("Words under the theme, per 1,000 words of the site’s participants")),
            _("Themes by site"),
        ),
        rule(("site",), coder, choices.conditions, _=_),
        _,
    )
    yield from _joint(study, choices, facts, caption, _)
    yield from _coverage(study, choices, facts, caption, _)


def _inclusions(
    study: Study, choices: Choices, facts: Facts, caption: Callable[[str], str], _: Say
) -> Iterator[Section]:
    """The team's table of inclusions, where it keeps one."""
    from qualcode.tables import inclusion

    if inclusion.file_of(study) is None:
        return
    page = inclusion.inclusions(study, where=choices.conditions)
    whole = inclusion.inclusions(study, by=page.columns, where=choices.conditions)
    of_rows, alone = inclusion.divided(page.where, page.columns)
    labels = evidence.dimension_labels(page.columns, facts)
    said = inclusion.rule(labels, alone, "wave" in page.columns, _, of_rows, page.nested)
    yield evidence.inclusion(page, whole, facts, caption, said, _)


def _joint(study: Study, choices: Choices, facts: Facts, caption: Callable[[str], str], _: Say) -> Iterator[Section]:
    """Themes from wave to wave, where people were interviewed at two or more."""
    from qualcode.tables import joint

    if len(study.names("wave")) < 2:
        return
    found = joint.joint_display(study, coder=choices.coder, where=choices.conditions)
    said = (
        rule(tuple(evidence.dimension_labels(found.table.by, facts)), counted(choices, _), choices.conditions, _=_),
        joint.rule(bool(found.numbers), _),
    )
    yield evidence.joint(found, facts, caption, " ".join(said), _)


def _coverage(study: Study, choices: Choices, facts: Facts, caption: Callable[[str], str], _: Say) -> Iterator[Section]:
    """Where evidence is thin, once something is coded."""
    from qualcode.tables import coverage

    if choices.coder is None:
        return
    found = coverage.coverage(study, coder=choices.coder, where=choices.conditions)
    said = parts.with_only(coverage.rule(counted(choices, _), found.since, _), choices.conditions, _)
    yield evidence.coverage(found, facts, caption, said, _)


def _framework(
    study: Study, choices: Choices, facts: Facts, caption: Callable[[str], str], _: Say
) -> Iterator[Section]:
    """The written summaries, if there are any: those of people, of sites, of regions."""
    from qualcode.framework.matrix import BY, framework, written_cells

    if not written_cells(study):
        return
    matrices = [framework(study, by, choices.coder, choices.conditions) for by in BY]
    matrices = [matrix for matrix in matrices if any(version.text for version in matrix.written.values())]
    titles = {
        "participant": _("What participants say of each theme"),
        "site": _("What is said of each theme at each site"),
        "region": _("What is said of each theme in each region"),
    }
    captions = [caption(titles[matrix.by]) for matrix in matrices]
    yield summaries(matrices, facts, [*captions, _("Framework matrix")], _)


def _counts(study: Study, choices: Choices) -> dict[str, tuple[int, int, int]]:
    """Of every code with those below it: segments, people, documents."""
    if choices.conditions:
        rows = study.themes((), coder=choices.coder, where=choices.conditions).rows
        return {row.code: (row.total.segments, row.total.participants, row.total.documents) for row in rows}
    found = study.code_counts(choices.coder)
    return {code: (counts.segments, counts.participants, counts.documents) for code, counts in found.items()}


def _quotations(study: Study, choices: Choices, facts: Facts, parted: Sorted, _: Say) -> Section:
    left = 0 if choices.unconsented else len(parted.withheld)
    found = parted.all if choices.unconsented else parted.kept
    introduction = _("Passages coded by {coder}, in the order of the codebook and of the sites.")
    introduction = introduction.format(coder=counted(choices, _)) + " " + _("[I] stands for the interviewer.")
    if narrowed := filter_words(choices.where):
        introduction += " " + _("Only: {filter}.").format(filter=clean(narrowed))
    if left:
        plural = translations(choices.language).ngettext
        words = plural("{count} quotation left out: no consent.", "{count} quotations left out: no consent.", left)
        introduction += " " + words.format(count=left)
    texts = (_("Quotations, each with its place"), introduction if found or left else _("No passage is coded yet."))
    return quotations(found, facts, study.voices, texts, _)


def counted(choices: Choices, _: Say) -> str:
    """Whose codings these are; nobody's where nothing is coded yet."""
    return clean(choices.coder) if choices.coder else _("nobody")


def filter_data(where: Filter) -> dict[str, object]:
    """The conditions that a filter sets, the coder apart, as plain data."""
    said = {name: value for name, value in where._asdict().items() if name != "coder" and value not in (None, ())}
    if where.conditions:
        said["conditions"] = [str(condition) for condition in where.conditions]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def filter_words(where: Filter) -> str:
    """The conditions that a filter sets as one line, `site = lille; wave = T0`."""
    return "; ".join(f"{name} = {value}" for name, value in filter_data(where).items())


def moment(study: Study) -> datetime:
    """When the study last changed, in UTC: the only time that may enter a file."""
    return next((_utc(event.at) for event in study.events(limit=1)), NO_EVENT)


def _utc(at: str) -> datetime:
    time = datetime.fromisoformat(at)
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
