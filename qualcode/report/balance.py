"""Whose words the appendix shows: the share of each person and site beside their share of those interviewed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from qualcode.i18n import Say
from qualcode.report.anchors import LABEL
from qualcode.report.document import Block, Column, Paragraph, Row, Section, Table
from qualcode.report.outlining import Chapter, Settings
from qualcode.report.parts import Caption, Facts, with_only
from qualcode.report.pool import themes_of
from qualcode.report.selected import chosen, rules_of
from qualcode.report.standing import MISSING, Standing

if TYPE_CHECKING:
    from qualcode.model.codings import Candidate
    from qualcode.report.choices import Choices
    from qualcode.study import Study

PART, QUOTATIONS = "balance", "quotations"
FEWEST, TIMES = 3, 2
"""Who is quoted at least so often, and more than so many times as often as if all were quoted alike, is over-used."""
NOWHERE = "none"
Said = Mapping[str, Set[str | None]]
"""The sites where each code was said, be it quoted or not."""


class OfPerson(NamedTuple):
    """How often one person is quoted, under how many themes, and whether that is too often."""

    participant: str
    sites: tuple[str, ...]
    quotations: int
    share: float
    themes: int
    overused: bool


class OfSite(NamedTuple):
    """How many people were interviewed at a site, and how many quotations come from there."""

    site: str | None
    participants: int
    participant_share: float
    quotations: int
    share: float


class OfTheme(NamedTuple):
    """A theme that is quoted from one site only, and at how many sites it was said."""

    code: str
    site: str | None
    quotations: int
    sites_said: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Of how many quotations shown and people interviewed, who is quoted, from where, and what from one site only."""

    quotations: int
    participants: int
    people: tuple[OfPerson, ...]
    sites: tuple[OfSite, ...]
    one_site: tuple[OfTheme, ...]


def balance_of(shown: Sequence[Candidate], said: Said, facts: Facts) -> Balance:
    """Whose the quotations shown are, and where each theme was `said`; shares are per cent of quotations, of people.

    A passage in which several people speak counts for each of them, and once for its site.
    """
    return Balance(
        len(shown),
        len(facts.participants),
        tuple(_people(shown, facts)),
        tuple(_sites(shown, facts)),
        tuple(_one_site(shown, said, facts)),
    )


def _people(shown: Sequence[Candidate], facts: Facts) -> list[OfPerson]:
    """Everybody who was interviewed, those quoted most often first."""
    times = Counter(person for one in shown for person in one.participants)
    themes = Counter(person for person, _code in {(who, one.code) for one in shown for who in one.participants})
    alike = sum(times[one.id] for one in facts.participants) / max(1, len(facts.participants))
    found = [
        OfPerson(one.id, tuple(facts.sites_of(one)), times[one.id], share(times[one.id], len(shown)), themes[one.id],
                 times[one.id] >= FEWEST and times[one.id] > TIMES * alike)
        for one in facts.participants
    ]  # fmt: skip
    return sorted(found, key=lambda one: -one.quotations)


def _sites(shown: Sequence[Candidate], facts: Facts) -> Iterator[OfSite]:
    """Sites where somebody was interviewed or is quoted, in the order of the tree, then what has no site."""
    times = Counter(one.site for one in shown)
    people = Counter(site for one in facts.participants for site in facts.sites_of(one))
    known = [site.id for site in facts.sites]
    others = sorted({site for site in (*times, *people) if site and site not in known})
    for site in (*known, *others, None):
        count = people[site] if site else 0
        if times[site] or count:
            yield OfSite(
                site, count, share(count, len(facts.participants)), times[site], share(times[site], len(shown))
            )


def _one_site(shown: Iterable[Candidate], said: Said, facts: Facts) -> Iterator[OfTheme]:
    quoted: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
    for one in shown:
        quoted[one.code][one.site] += 1
    for code, _depth in facts.codebook.walk():
        if len(sites := quoted.get(code.id, Counter())) == 1:
            ((site, count),) = sites.items()
            yield OfTheme(code.id, site, count, len(said.get(code.id, frozenset()) | sites.keys()))


def share(part: int, whole: int) -> float:
    """Per cent to one decimal; nothing of nothing is nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


# ---------------------------------------------------------------------- what the appendix shows


def measured(study: Study, choices: Choices, facts: Facts) -> Balance:
    """The balance of the quotations that the parts of the outline show, each counted once."""
    found: dict[int, Candidate] = {}
    for scope, settings in _parts(choices, facts):
        those = chosen(study, replace(choices, settings=settings), replace(facts, scope=scope))
        found |= {one.coding: one for one in those.shown}
    shown = [one for one in found.values() if facts.within(one.code)]
    said = {code: theme.sites for code, theme in themes_of(study, choices, facts).items()}
    return balance_of(shown, said, facts)


def stands(study: Study, choices: Choices, facts: Facts, _: Say) -> Standing:
    """Missing where nothing is quoted; quotations are looked at one by one only where they may be too long."""
    parts = _parts(choices, facts)
    if any(rules_of(study, replace(choices, settings=settings)).longest for _scope, settings in parts):
        quoted = measured(study, choices, facts).quotations > 0
    else:
        scopes = [scope for scope, _settings in parts]
        quoted = any(
            theme.may_leave(unconsented=choices.unconsented) and any(scope is None or code in scope for scope in scopes)
            for code, theme in themes_of(study, choices, facts).items()
        )
    return Standing() if quoted else Standing(MISSING, _("there is nothing to write yet"))


def _parts(choices: Choices, facts: Facts) -> list[tuple[frozenset[str] | None, Settings]]:
    """The codes and settings of each part of quotations; all quotations where the outline has none."""
    found: list[tuple[frozenset[str] | None, Settings]] = []
    for item in choices.outline:
        listed = item.parts if isinstance(item, Chapter) else (item,)
        scope = _scope(item, facts) if isinstance(item, Chapter) else None
        found += [(scope, part.settings) for part in listed if part.part == QUOTATIONS]
    return found or [(None, {})]


def _scope(chapter: Chapter, facts: Facts) -> frozenset[str]:
    return frozenset().union(*(facts.codebook.subtree(code) for code in chapter.codes if code in facts.codebook))


# ---------------------------------------------------------------------- the part


def balance(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """The tables of people, of sites, and of themes quoted from one site only; none without quotations."""
    found = measured(study, choices, facts)
    if not found.quotations:
        return
    said = with_only(rule(found, _), facts.where, _)
    tables = [
        _of_people(found, facts, caption(_("Quotations by participant")), said, _),
        _of_sites(found, facts, caption(_("Quotations by site, beside the people interviewed there")), said, _),
    ]
    blocks: list[Block] = [Paragraph(over_used(found, _), PART), *tables]
    if found.one_site:
        tables.append(_of_themes(found, facts, caption(_("Themes quoted from one site only")), _))
        blocks.append(tables[-1])
    yield Section(PART, _("Balance of quotations"), tuple(blocks), tuple(tables))


def rule(found: Balance, _: Say) -> str:
    """What is counted, and who counts as quoted too often."""
    words = _(
        "Of the {count} quotations shown, each counted once, and {people} people interviewed. A passage in which "
        "several people speak counts for each of them. Quoted too often is who has {fewest} quotations or more, and "
        "more than {times} times as many as if all were quoted alike."
    )
    return words.format(count=found.quotations, people=found.participants, fewest=FEWEST, times=TIMES)


def over_used(found: Balance, _: Say) -> str:
    """Who is quoted too often, and how many are not quoted at all, in a sentence each."""
    often = [one.participant for one in found.people if one.overused]
    silent = sum(not one.quotations for one in found.people)
    said = _("Quoted too often: {names}.").format(names=", ".join(often)) if often else _("Nobody is quoted too often.")
    return said + " " + _("Interviewed and not quoted: {count}.").format(count=silent)


def _of_people(found: Balance, facts: Facts, caption: str, said: str, _: Say) -> Table:
    columns = (
        Column(_("Participant"), key=LABEL),
        Column(_("Site"), share=2),
        Column(_("Quotations"), number=True, key="quotations"),
        Column(_("% of quotations"), number=True, key="share"),
        Column(_("Themes"), number=True, key="themes"),
        Column(_("Too often"), key="overused"),
    )
    rows: list[Row] = [
        (one.participant, "; ".join(map(facts.site_label, one.sites)), one.quotations, one.share, one.themes,
         _("yes") if one.overused else "")
        for one in found.people
    ]  # fmt: skip
    keys = tuple(one.participant for one in found.people)
    return Table("balance-participants", caption, columns, rows, said, _("Balance by participant"), keys)


def _of_sites(found: Balance, facts: Facts, caption: str, said: str, _: Say) -> Table:
    columns = (
        Column(_("Site"), share=2, key=LABEL),
        Column(_("Participants"), number=True, key="participants"),
        Column(_("% of participants"), number=True, key="participant_share"),
        Column(_("Quotations"), number=True, key="quotations"),
        Column(_("% of quotations"), number=True, key="share"),
    )
    rows: list[Row] = [(_site(one.site, facts, _), *one[1:]) for one in found.sites]
    keys = tuple(one.site or NOWHERE for one in found.sites)
    return Table("balance-sites", caption, columns, rows, said, _("Balance by site"), keys)


def _of_themes(found: Balance, facts: Facts, caption: str, _: Say) -> Table:
    columns = (
        Column(_("Theme"), share=3, key=LABEL),
        Column(_("Site"), share=2, key="site"),
        Column(_("Quotations"), number=True, key="quotations"),
        Column(_("Sites where it was said"), number=True, key="sites_said"),
    )
    rows: list[Row] = [
        (facts.code_path(facts.codebook[one.code]), _site(one.site, facts, _), one.quotations, one.sites_said)
        for one in found.one_site
    ]
    said = _("Quotations under the code itself; said counts all its passages, quoted here or not.")
    said = with_only(said, facts.where, _)
    keys = tuple(one.code for one in found.one_site)
    return Table("balance-themes", caption, columns, rows, said, _("Themes of one site"), keys)


def _site(site: str | None, facts: Facts, _: Say) -> str:
    return facts.site_label(site) or _("No site")
