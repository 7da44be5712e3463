"""The parts of the appendix by their stable names, how each is made, and how those of an outline stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from qualcode import i18n
from qualcode.i18n import LANGUAGES, Say
from qualcode.report import (
    agreement,
    audit,
    balance,
    checklists,
    disclosed,
    figures,
    memoranda,
    methods,
    saturation,
    standing,
    standing_methods,
    studied,
    unasked,
)
from qualcode.report.criterion import read_criterion
from qualcode.report.ground import Ground
from qualcode.report.outlining import (
    CHAPTER,
    Chapter,
    Listed,
    Outline,
    Reader,
    Readers,
    Settings,
    languages,
    narrowed,
    read_outline,
    whole,
)
from qualcode.report.parts import Captions, Facts, gather
from qualcode.report.pool import Pool
from qualcode.report.standing import MISSING, Standing
from qualcode.reportfile import read_choosing
from qualcode.yamls.text import Map

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.report.document import Section
    from qualcode.study import Study

Make = Callable[["Study", "Choices", "Facts", Captions, "Say"], Iterator["Section"]]
"""Makes a part's sections, none where there is nothing."""
State = Callable[["Study", "Choices", "Facts", "Say"], Standing]
SettingsOf = Callable[[Map, Sequence[str]], Settings]
"""Reads a part's settings, in a study of these languages."""

STUDY_FILE = "study.yaml"


@dataclass(frozen=True, slots=True)
class Part:
    """A part: how it is made, how it stands (None: by whether it makes a section), what reads its settings, if any."""

    make: Make
    stands: State | None = None
    settings: SettingsOf | None = None


def _choosing(node: Map, _known: Sequence[str]) -> Settings:
    return read_choosing(node)


PARTS: Mapping[str, Part] = {
    "participants": Part(studied.participants, standing.participants),
    "sites": Part(studied.sites, standing.sites),
    "inclusion": Part(studied.inclusion, standing.inclusion),
    "codebook": Part(studied.codebook, standing.codebook, languages),
    "codes": Part(studied.codes, standing.codes),
    "history": Part(studied.history, standing.history),
    "quotations": Part(studied.quotations, standing.quotations, _choosing),
    "balance": Part(balance.balance, balance.stands),
    "framework": Part(studied.framework, standing.framework),
    "themes": Part(studied.themes, standing.themes),
    "not-asked": Part(unasked.not_asked, standing_methods.not_asked),
    "joint": Part(studied.joint, standing.joint),
    "coverage": Part(studied.coverage, standing.coverage),
    "figures": Part(figures.figures, standing_methods.figures),
    "agreement": Part(agreement.agreement, standing_methods.agreement),
    "saturation": Part(saturation.saturation, standing_methods.saturation, read_criterion),
    "methods": Part(methods.methods, standing_methods.methods),
    "audit": Part(audit.audit, standing.always),
    "memos": Part(memoranda.memoranda, standing_methods.memoranda),
    "coreq": Part(checklists.coreq, standing_methods.coreq),
    "srqr": Part(checklists.srqr, standing_methods.srqr),
    "disclosure": Part(disclosed.disclosure, standing.always),
}
"""Every part by its name, in the order in which they are written where there is no outline."""


def titles(_: Say) -> Mapping[str, str]:
    """What each part is called."""
    return {
        "participants": _("Participants"),
        "sites": _("Sites"),
        "inclusion": _("Inclusions"),
        "codebook": _("Codebook"),
        "codes": _("Codes and their counts"),
        "history": _("How the codebook came to be"),
        "quotations": _("Quotations by theme and site"),
        "balance": _("Balance of quotations"),
        "framework": _("Framework matrix"),
        "themes": _("Themes by site"),
        "not-asked": _("Themes that were not asked"),
        "joint": _("Themes from wave to wave"),
        "coverage": _("Where evidence is thin"),
        "figures": _("Figures"),
        "agreement": _("Agreement"),
        "saturation": _("Code saturation"),
        "methods": _("Methods"),
        "audit": _("Audit trail"),
        "memos": _("Memos and field notes"),
        "coreq": _("COREQ: how interviews and focus groups are reported"),
        "srqr": _("SRQR: how qualitative research is reported"),
        "disclosure": _("Disclosure check"),
    }


class Item(NamedTuple):
    """One line of an outline: the part's name, or `chapter`; its title; its state, and why it is not ready.

    `chapter` is the number of the chapter that it is, or that it stands in; 0 outside of chapters.
    """

    name: str
    title: str
    state: str
    why: str
    chapter: int = 0


def outline_of(study: Study, only: Sequence[str] = (), without: Sequence[str] = ()) -> Outline:
    """The outline in study.yaml, else all parts, as far as a command leaves it."""
    known = readers(study)
    found = read_outline(study.text_of(STUDY_FILE), STUDY_FILE, known, study.codebook)
    return narrowed(found or whole(known), known, only, without)


def readers(study: Study) -> Readers:
    """What reads each part's settings in this study."""
    known = tuple(dict.fromkeys((*study.languages, *LANGUAGES)))
    return {name: part.settings and _reader(part.settings, known) for name, part in PARTS.items()}


def _reader(settings: SettingsOf, known: Sequence[str]) -> Reader:
    return lambda node: settings(node, known)


def outlined(study: Study, choices: Choices) -> list[Item]:
    """How each part of the outline that was chosen stands, in the interface's language."""
    ground = Ground(study, choices, i18n._)
    facts = gather(study, choices.language, choices.conditions)
    facts = replace(facts, ground=ground, pool=Pool(study, choices.where))
    return list(_items(study, choices, facts))


def _items(study: Study, choices: Choices, facts: Facts) -> Iterator[Item]:
    chapter = 0
    for item in choices.outline:
        if isinstance(item, Listed):
            yield _item(study, choices, facts, item, 0)
            continue
        chapter += 1
        its = [_item(study, choices, limited(facts, item), part, chapter) for part in item.parts]
        missing = all(one.state == MISSING for one in its)
        stands = Standing(MISSING, i18n._("all its parts are missing")) if missing else Standing()
        yield Item(CHAPTER, facts.words(item.title), *stands, chapter)
        yield from its


def _item(study: Study, choices: Choices, facts: Facts, item: Listed, chapter: int) -> Item:
    stands = stands_so(study, replace(choices, settings=item.settings), facts, item.part, i18n._)
    return Item(item.part, titles(i18n._)[item.part], stands.state, stands.why, chapter)


def stands_so(study: Study, choices: Choices, facts: Facts, name: str, _: Say) -> Standing:
    """How one part stands."""
    part = PARTS[name]
    if part.stands:
        return part.stands(study, choices, facts, _)
    made = any(True for _section in part.make(study, choices, facts, Captions(_), _))
    return Standing() if made else Standing(MISSING, _("there is nothing to write yet"))


def limited(facts: Facts, chapter: Chapter) -> Facts:
    """The facts for the parts of a chapter: its codes with their sub-codes."""
    there = [facts.codebook.subtree(code) for code in chapter.codes if code in facts.codebook]
    return replace(facts, scope=frozenset().union(*there))
