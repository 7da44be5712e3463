"""The parts that describe the study: participants, sites, the codebook, the tree of codes with its counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from qualcode.conditions import in_words
from qualcode.i18n import Say
from qualcode.model import Words, in_language
from qualcode.model.asking import Condition
from qualcode.model.codes import Code, Codebook, CodeLine
from qualcode.model.people import Participant, Site
from qualcode.model.texts import Document
from qualcode.report.anchors import LABEL
from qualcode.report.document import Block, Column, Entry, Heading, Lazy, Paragraph, Row, Section, Table
from qualcode.report.typography import clean
from qualcode.tables.grouping import meeting

if TYPE_CHECKING:
    from qualcode.model.counts import ThemeRow
    from qualcode.report.ground import Ground
    from qualcode.report.pool import Pool
    from qualcode.study import Study
    from qualcode.tables.joint import Followed

Themed = TypeVar("Themed", "ThemeRow", "Followed")
Caption = Callable[[str], str]
"""Numbers the caption of a table: `Captions` does."""

INDENT = "\N{EM SPACE}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the study holds, read once: people, documents (`spoken`: by who speaks in them), sites, codes, words.

    `where` is what people and documents meet: others are not among them. `scope` are the ids of the codes that a
    chapter is limited to, with those below them; None limits nothing. `pool` has the quotations, `ground` what
    sentences on the whole study rest on.
    """

    participants: Sequence[Participant]
    documents: Sequence[Document]
    sites: Sequence[Site]
    codebook: Codebook
    spoken: Mapping[str, Sequence[Document]]
    language: str
    where: tuple[Condition, ...] = ()
    scope: frozenset[str] | None = None
    pool: Pool | None = None
    ground: Ground | None = None

    def within(self, code_id: str) -> bool:
        """Whether a code is among those that the part is limited to."""
        return self.scope is None or code_id in self.scope

    def walk(self) -> Iterator[tuple[Code, int]]:
        """Every code within the limits, with its depth there."""
        return ((code, self._depth(code.id, depth)) for code, depth in self.codebook.walk() if self.within(code.id))

    def lines(self) -> Iterator[CodeLine]:
        """Every line of the tree within the limits, references too, each with its depth there."""
        for line in self.codebook.lines():
            place = line.under or line.code.id
            if self.within(place):
                below = line.under is not None
                yield line._replace(depth=self._depth(place, line.depth - below) + below)

    def rows(self, rows: Iterable[Themed]) -> tuple[Themed, ...]:
        """The rows of codes within the limits, each with its depth there."""
        return tuple(row._replace(depth=self._depth(row.code, row.depth)) for row in rows if self.within(row.code))

    def _depth(self, code_id: str, depth: int) -> int:
        if self.scope is None:
            return depth
        return sum(step.id in self.scope for step in self.codebook.path(code_id)[:-1])

    def words(self, words: Words) -> str:
        """A text of the researcher's in the language of the appendix."""
        return clean(in_language(words, self.language))

    def site_label(self, site_id: str | None) -> str:
        """A site's label; an id that the tree does not know stands for itself."""
        return next((self.words(site.label) for site in self.sites if site.id == site_id), site_id or "")

    def code_label(self, code: Code) -> str:
        """A code's label, or its id where it has none."""
        return self.words(code.label) or code.id

    def code_path(self, code: Code) -> str:
        """A code's label after those of the codes above it."""
        return " > ".join(self.code_label(step) for step in self.codebook.path(code.id))

    def sites_of(self, participant: Participant) -> list[str]:
        """A person's own site, else those of the documents where the person speaks."""
        if participant.site:
            return [participant.site]
        return list(dict.fromkeys(document.site for document in self.spoken.get(participant.id, ()) if document.site))


class Captions:
    """Numbers captions in the order in which they are asked for: of tables when called, of figures by `figure`."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._tables, self._figures = count(1), count(1)

    def __call__(self, text: str) -> str:
        """The caption of the next table."""
        return self._say("Table {number}. {caption}").format(number=next(self._tables), caption=text)

    def figure(self, text: str) -> str:
        """The caption of the next figure."""
        return self._say("Figure {number}. {caption}").format(number=next(self._figures), caption=text)


def gather(study: Study, language: str, where: tuple[Condition, ...] = ()) -> Facts:
    """Read what the parts need from a study; of people and documents, those that meet all conditions."""
    documents, people = study.documents(), study.participants()
    pairs = {(person, document.id) for document in documents for person in document.participants}
    if where:
        there, meant = meeting(study, where)
        documents = [document for document in documents if document.id in there]
        people = [person for person in people if person.id in meant]
        pairs = {(person, document) for person, those in meant.items() for document in those}
    spoken: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for participant in document.participants:
            if (participant, document.id) in pairs:
                spoken[participant].append(document)
    return Facts(people, documents, study.sites, study.codebook, spoken, language, where)


def only(where: Sequence[Condition], _: Say) -> str:
    """The sentence that stands under a table that conditions narrow; none without them."""
    return _("Only where {conditions}.").format(conditions=clean(in_words(where))) if where else ""


def with_only(rule: str, where: Sequence[Condition], _: Say) -> str:
    """A rule with the conditions under which it was applied."""
    return f"{rule} {only(where, _)}".strip()


def site_order(sites: Sequence[Site], parent: str | None = None, depth: int = 0) -> Iterator[tuple[Site, int]]:
    """Every site with its depth, each region followed by its own sites."""
    for site in sites:
        if site.parent == parent:
            yield site, depth
            yield from site_order(sites, site.id, depth + 1)


def participants(facts: Facts, caption: str, _: Say) -> Section:
    """Who was interviewed, by id alone."""
    variables = sorted({name for person in facts.participants for name in person.variables})
    columns = (
        Column(_("Participant"), key=LABEL),
        Column(_("Site"), key="site"),
        Column(_("Role"), key="role"),
        *(Column(clean(name), key=f"variable {name}") for name in variables),
        Column(_("Documents"), key="documents"),
    )
    rows = [_participant(person, facts, variables) for person in facts.participants]
    rule = _(
        "Everyone who speaks in a document and is not an interviewer; a person counts once in any number of documents."
    )
    keys = tuple(person.id for person in facts.participants)
    table = Table("participants", caption, columns, rows, with_only(rule, facts.where, _), keys=keys)
    return Section("participants", _("Participants"), (table,), (table,), table.wide)


def _participant(person: Participant, facts: Facts, variables: Sequence[str]) -> Row:
    sites = "; ".join(facts.site_label(site) for site in facts.sites_of(person))
    values = (clean(str(person.variables.get(name, ""))) for name in variables)
    documents = ", ".join(document.id for document in facts.spoken.get(person.id, ()))
    return (person.id, sites, clean(person.role or ""), *values, documents)


def sites(facts: Facts, caption: str, _: Say) -> Section:
    """The tree of sites with how many people and documents come from each."""
    attributes = sorted({name for site in facts.sites for name in site.attributes})
    extra = tuple(Column(clean(name), key=f"attribute {name}") for name in attributes)
    counts = _counted(("participants", _("Participants")), ("documents", _("Documents")))
    rule = _("A site counts the people and the documents of the sites below it; nobody is counted twice at one site.")
    rule = with_only(rule, facts.where, _)
    home = {person.id: facts.sites_of(person) for person in facts.participants}

    def row(site: Site) -> Row:
        below = {site.id, *(each.id for each, _depth in site_order(facts.sites, site.id))}
        people = sum(not below.isdisjoint(places) for places in home.values())
        documents = sum(document.site in below for document in facts.documents)
        return (*(clean(str(site.attributes.get(name, ""))) for name in attributes), people, documents)

    tree = [(site, depth, row(site)) for site, depth in site_order(facts.sites)]
    keys = tuple(site.id for site, _depth, _values in tree)
    page = Table(
        "sites",
        caption,
        (Column(_("Site"), share=2, key=LABEL), *extra, *counts),
        [(INDENT * depth + facts.words(site.label), *values) for site, depth, values in tree],
        rule,
        keys=keys,
    )
    sheet = Table(
        "sites",
        caption,
        (Column(_("Site id"), key="id"), Column(_("Site"), share=2, key=LABEL), Column(_("Within")), *extra, *counts),
        [(site.id, facts.words(site.label), site.parent or "", *values) for site, _depth, values in tree],
        rule,
        keys=keys,
    )
    return Section("sites", _("Sites"), (page,), (sheet,), page.wide)


def _counted(*measures: tuple[str, str]) -> tuple[Column, ...]:
    """Columns of numbers: the key of each, and its title."""
    return tuple(Column(title, number=True, key=key) for key, title in measures)


def codebook(facts: Facts, caption: str, languages: Sequence[str], _: Say) -> Section:
    """Every code with its definition and rules, in one language or side by side in several."""
    titles = _part_titles(languages, _)
    walk = [code for code, _depth in facts.walk()]
    columns = (
        Column(_("Code id")),
        Column(_("Within")),
        *(Column(title, share=2) for title in titles),
        Column(_("Also under")),
        Column(_("In vivo")),
        Column(_("Retired")),
    )

    def blocks() -> Iterator[Block]:
        yield Paragraph(_codebook_rule(_))
        bare = [code for code in walk if not _says_something(code, facts, languages)]
        for code in walk:
            if code not in bare:
                yield Heading(3, _code_heading(code, facts, languages, _))
                yield Entry(tuple(_entry(code, facts, titles, languages, _)))
        if bare:
            yield Heading(3, _("Codes without a definition"))
            yield Paragraph("\n".join(f"{_code_heading(code, facts, languages, _)} [{code.id}]" for code in bare))

    def answer(holds: bool) -> str:
        return _("yes") if holds else ""

    rows = [
        (
            code.id,
            code.parent or "",
            *_parts(code, languages),
            _also_under(code),
            answer(code.in_vivo),
            answer(code.retired),
        )
        for code in walk
    ]
    sheet = Table("codebook", caption, columns, rows)
    return Section("codebook", _("Codebook"), Lazy(blocks), (sheet,))


def _codebook_rule(_: Say) -> str:
    return _(
        "Each code has the parts that MacQueen et al. (1998) give one: the code with its label, a brief definition, a "
        "full definition, when to use it, when not to use it, and examples. A part that nobody wrote is left out."
    )


def _says_something(code: Code, facts: Facts, languages: Sequence[str]) -> bool:
    """Whether more is written of a code than its label."""
    elsewhere = code.also_under or facts.codebook.guests(code.id)
    return code.in_vivo or bool(elsewhere) or any(_parts(code, languages)[len(languages) :])


def _also_under(code: Code) -> str:
    """The ids of the codes that a code belongs under too."""
    return "; ".join(code.also_under)


def _entry(
    code: Code, facts: Facts, titles: Sequence[str], languages: Sequence[str], _: Say
) -> Iterator[tuple[str, str]]:
    """What a code's entry holds under its heading: the id, what holds of its label, every part that is written."""
    yield _("Code"), code.id
    if code.retired:
        yield _("Retired"), _("It is not put on passages any more; those that have it keep it and are counted.")
    if code.in_vivo:
        yield _("In vivo"), _("The label is in the words of somebody interviewed.")
    labels = len(languages)
    texts = zip(titles[labels:], _parts(code, languages)[labels:], strict=True)
    yield from ((title, text) for title, text in texts if text)
    if code.also_under:
        yield _("Also under"), "; ".join(facts.code_path(facts.codebook[each]) for each in code.also_under)
    if guests := facts.codebook.guests(code.id):
        yield _("See also"), "; ".join(map(facts.code_path, guests))


def _code_heading(code: Code, facts: Facts, languages: Sequence[str], _: Say) -> str:
    labels = dict.fromkeys(clean(in_language(code.label, language)) for language in languages)
    above = " > ".join(facts.code_label(step) for step in facts.codebook.path(code.id)[:-1])
    label = " / ".join(label for label in labels if label) or code.id
    return (above + " > " if above else "") + _marked(label, code, _)


def _marked(label: str, code: Code, _: Say) -> str:
    """A label with a mark where its code is retired."""
    return _("{label} (retired)").format(label=label) if code.retired else label


def _part_titles(languages: Sequence[str], _: Say) -> list[str]:
    titles = (
        _("Label"),
        _("Brief definition"),
        _("Full definition"),
        _("Use when"),
        _("Do not use when"),
        _("Examples"),
        _("Near misses"),
    )
    if len(languages) == 1:
        return list(titles)
    return [f"{title} ({language})" for title in titles for language in languages]


def _parts(code: Code, languages: Sequence[str]) -> list[str]:
    fields = (
        (code.label,),
        (code.brief,),
        (code.full,),
        (code.use_when,),
        (code.not_when,),
        code.examples,
        code.near_misses,
    )
    return [_lines(texts, language, languages) for texts in fields for language in languages]


def _lines(texts: Sequence[Words], language: str, languages: Sequence[str]) -> str:
    """The texts one below the other; side by side with another language, only what was written in this one."""
    one = len(languages) == 1
    found = (in_language(text, language) if one else text.get(language) or text.get("", "") for text in texts)
    return clean("\n".join(text.strip() for text in found if text))


def code_tree(facts: Facts, caption: str, counts: Mapping[str, tuple[int, int, int]], rule: str, _: Say) -> Section:
    """Every code with the segments, people and documents of itself and the codes below it.

    Where a code belongs under another too, a line without numbers refers to it.
    """
    numbers = _counted(("segments", _("Segments")), ("participants", _("Participants")), ("documents", _("Documents")))
    walk, lines = [code for code, _depth in facts.walk()], list(facts.lines())
    if any(line.under for line in lines):
        rule += " " + _(
            "A code that belongs under another theme too is named there, and counted in its own place only."
        )

    def row(line: CodeLine) -> Row:
        if line.under:
            return (INDENT * line.depth + _("see {code}").format(code=facts.code_path(line.code)), "", "", "")
        label = _marked(facts.code_label(line.code), line.code, _)
        return (INDENT * line.depth + label, *counts[line.code.id])

    page = Table(
        "codes",
        caption,
        (Column(_("Code"), share=4, key=LABEL), *numbers),
        list(map(row, lines)),
        rule,
        keys=tuple(f"{line.under} {line.code.id}" if line.under else line.code.id for line in lines),
    )
    sheet = Table(
        "codes",
        caption,
        (
            Column(_("Code id"), key="id"),
            Column(_("Code"), share=2, key=LABEL),
            Column(_("Within")),
            Column(_("Also under")),
            *numbers,
        ),
        [
            (code.id, _marked(facts.code_label(code), code, _), code.parent or "", _also_under(code), *counts[code.id])
            for code in walk
        ],
        rule,
        keys=tuple(code.id for code in walk),
    )
    return Section("codes", _("Codes and their counts"), (page,), (sheet,))
