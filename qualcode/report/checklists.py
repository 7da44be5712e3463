"""COREQ and SRQR as parts of the appendix: what each item asks, in our own short words, and what the study knows of it.

The numbers and the order are those of A. Tong, P. Sainsbury and J. Craig, *Int. J. Qual. Health Care* 19 (2007), and of
B. O’Brien and others, *Academic Medicine* 89 (2014). An item of which the study does not know all is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.i18n import Say
from qualcode.report import known_coding as coded
from qualcode.report import known_material as known
from qualcode.report.document import Block, Column, Heading, Paragraph, Row, Section, Table
from qualcode.report.ground import Ground, Sentence, ground_of, joined, to_complete, whole
from qualcode.report.items import Domain, Item, coreq_items, srqr_items
from qualcode.report.parts import Caption, Facts

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.study import Study


SHOWN: Mapping[Sentence, tuple[str, ...]] = {
    known.sites: ("sites",),
    known.people: ("participants",),
    known.variables: ("participants",),
    known.inclusions: ("inclusion",),
    known.guides: ("not-asked",),
    known.field_notes: ("memos",),
    known.pseudonyms: ("disclosure",),
    known.consent: ("disclosure",),
    coded.tree: ("codebook", "codes"),
    coded.derivation: ("codebook-history",),
    coded.changes: ("codebook-history",),
    coded.coders: ("agreement",),
    coded.agreement: ("agreement",),
    coded.saturation: ("saturation",),
    coded.quotations: ("quotations", "balance"),
    coded.consistency: ("themes",),
    coded.major: ("themes", "figures"),
    coded.minor: ("coverage",),
    coded.memos: ("memos",),
    coded.reflexivity: ("memos",),
    coded.synthesis: ("framework",),
    coded.history: ("audit",),
}
"""The parts of the appendix that show what a sentence says."""


class Answer(NamedTuple):
    """What is said of an item; `whole` where nothing is left to the researchers."""

    text: str
    whole: bool


def coreq(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """The 32 items for interviews and focus groups."""
    title = _("COREQ: how interviews and focus groups are reported")
    yield _section("coreq", title, coreq_items(_), ground_of(study, choices, facts, _), caption)


def srqr(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """The 21 items for qualitative research of any kind."""
    title = _("SRQR: how qualitative research is reported")
    yield _section("srqr", title, srqr_items(_), ground_of(study, choices, facts, _), caption)


def _section(name: str, title: str, domains: Sequence[Domain], ground: Ground, caption: Caption) -> Section:
    _ = ground.speech[0]
    blocks: list[Block] = [
        Paragraph(
            _(
                "Each item in our own words, by its number in the published checklist. Filled from the whole study "
                "where it knows; what stands in brackets is for the researchers."
            )
        )
    ]
    every: list[tuple[str, Item, Answer]] = []
    for domain in domains:
        told = [(domain.title, item, answer(item, ground)) for item in domain.items]
        every += told
        rows: list[Row] = [(item.number, item.topic, item.asks, said.text) for _title, item, said in told]
        headed = f"{name.upper()} · {domain.title}"
        table = Table(name, caption(headed), _columns(_), rows, keys=_keys(told), see=_see(told))
        blocks += [Heading(3, domain.title), table]
    columns = (Column(_("Part")), *_columns(_))
    flat: list[Row] = [(where, item.number, item.topic, item.asks, said.text) for where, item, said in every]
    note = whole(ground.choices.conditions, _)
    sheet = Table(name, title, columns, flat, note, name.upper(), _keys(every), _see(every))
    return Section(name, title, tuple(blocks), (sheet,))


def answer(item: Item, ground: Ground) -> Answer:
    """What the study knows of an item, and the mark of what it does not."""
    said = joined(map(ground, item.sentences))
    if said and not item.left:
        return Answer(said, whole=True)
    return Answer(joined((said, to_complete(item.left if said else "", ground.speech[0]))), whole=False)


def _keys(told: Sequence[tuple[str, Item, Answer]]) -> tuple[str, ...]:
    """The items' numbers; none where researchers have to write in the cell."""
    return tuple(str(item.number) if said.whole else "" for _title, item, said in told)


def _see(told: Sequence[tuple[str, Item, Answer]]) -> tuple[tuple[str, ...], ...]:
    """The parts of the appendix that show what each item's sentences say."""
    return tuple(tuple(name for one in item.sentences for name in SHOWN.get(one, ())) for _title, item, _said in told)


def _columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("No."), number=True),
        Column(_("Topic"), share=3),
        Column(_("What is to be said"), share=3),
        Column(_("In this study"), share=5, key="known"),
    )
