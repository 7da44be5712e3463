"""Codes that come together as sections: the pairs of each group with their figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qualcode.analysis.shares import exactly, rounded
from qualcode.i18n import _
from qualcode.model.asking import Condition, Filter
from qualcode.sections import Lead, Section, texts

if TYPE_CHECKING:
    from qualcode.analysis.cooccurrence import Network, Pair, Relation
    from qualcode.tables.cooccurring import Cooccurrences

MEASURES: dict[str, Callable[[Pair], str]] = {
    "together": lambda pair: str(pair.together),
    "c": lambda pair: f"{rounded(pair.c, 2)}" + "!" * pair.unequal,
    "jaccard": lambda pair: str(rounded(pair.jaccard, 2)),
    "lift": lambda pair: str(rounded(pair.lift, 1)),
    "participants": lambda pair: str(pair.participants),
    "documents": lambda pair: str(pair.documents),
}


def pair_sections(
    table: Cooccurrences, measure: str = "", where: tuple[Condition, ...] = (), only: str | None = None
) -> Iterator[Section]:
    """The pairs of each group, in their order or those with most of a measure first; `only` is the code of all."""
    for group, network in table.groups.items():
        pairs = [pair for pair in network.pairs if pair.together]
        if measure:
            pairs.sort(key=lambda pair: -float(getattr(pair, measure)))
        title = table.titles[group] if table.by else ""
        if pairs:
            yield _pairs(table, title, group, pairs, where)
        else:
            alone = _("{code} comes together with no other.").format(code=table.labels[only]) if only else ""
            yield Section(title, before=(alone or _("No two codes come together."),))
    yield Section(after=(table.rule,))


def _pairs(table: Cooccurrences, title: str, group: str, pairs: list[Pair], where: tuple[Condition, ...]) -> Section:
    header = (
        _("code"),
        _second(table.relation),
        "n12",
        "n1",
        "n2",
        "c",
        "J",
        _("of n1"),
        _("of n2"),
        _("lift"),
        _("people"),
        _("documents"),
        "",
    )
    return Section(
        title,
        header=header,
        rows=tuple(_pair(table, pair) for pair in pairs),
        numbers=frozenset(range(2, 12)),
        leads=tuple((pair_lead(table, pair, group, where),) for pair in pairs),
        names=2,
        widest=40,
    )


def _pair(table: Cooccurrences, pair: Pair) -> tuple[str, ...]:
    counts = (pair.together, pair.first_count, pair.second_count, rounded(pair.c, 2), rounded(pair.jaccard, 2))
    shares = (exactly(pair.of_first), exactly(pair.of_second), rounded(pair.lift, 1))
    unequal = "!" if pair.unequal else ""
    named = table.labels[pair.first], table.labels[pair.second]
    return texts((*named, *counts, *shares, pair.participants, pair.documents, unequal))


def _second(relation: Relation) -> str:
    """What the second code of a pair is to the first."""
    return {
        "overlap": _("overlaps"),
        "contains": _("contains"),
        "turn": _("is in one turn with"),
        "follows": _("is followed by"),
    }[relation.name]


def _named(table: Cooccurrences, pair: Pair) -> str:
    arrow = " → " if table.relation.directed else " – "
    return arrow.join(table.labels[code] for code in (pair.first, pair.second))


def pair_lead(table: Cooccurrences, pair: Pair, group: str, where: tuple[Condition, ...]) -> Lead:
    """The passages of a pair in a group: those of its first code that meet one of its second."""
    cell = (table.by, group) if table.by else None
    filter_ = Filter(code=pair.first, coder=table.coder, cell=cell, conditions=where)
    return Lead(_named(table, pair), filter_, meeting=pair.second)


def matrix_sections(table: Cooccurrences, measure: str) -> Iterator[Section]:
    """A matrix of one measure for each group."""
    for group, network in table.groups.items():
        title = table.titles[group] if table.by else ""
        nothing = Section(title, before=(_("No two codes come together."),))
        yield _matrix(table, title, network, measure) if network.pairs else nothing
    yield Section(after=(table.rule,))


def _matrix(table: Cooccurrences, title: str, network: Network, measure: str) -> Section:
    """Rows by columns, each column by its row's number; of a relation that is the same both ways the upper half."""
    met = {(pair.first, pair.second): pair for pair in network.pairs}
    uses = network.codes
    header = ("", "", "n", *(str(number) for number in range(1, len(uses) + 1)))
    rows = tuple(
        texts((number, table.labels[row.code], row.units,
               *(MEASURES[measure](met[row.code, column.code]) if (row.code, column.code) in met else
                 _empty(place, number, table.relation.directed) for place, column in enumerate(uses, start=1))))
        for number, row in enumerate(uses, start=1)
    )  # fmt: skip
    return Section(title, header=header, rows=rows, numbers=frozenset((0, *range(2, len(header)))), widest=40)


def _empty(column: int, row: int, directed: bool) -> str:
    """A dot where two codes never come together; nothing on the diagonal and in a lower half that is not needed."""
    return "" if column == row or (column < row and not directed) else "·"
