"""Co-occurrence in a study: which themes or codes come together, in the whole or by any grouping, and by which rule."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from math import inf
from typing import TYPE_CHECKING

from qualcode.analysis.cooccurrence import Network, Pair, Relation, networks
from qualcode.analysis.graphml import Edge, Graph, Node, graphml
from qualcode.errors import InputError
from qualcode.i18n import _, language
from qualcode.model import Span, in_language
from qualcode.model.asking import Condition, Filter
from qualcode.model.codes import Codebook
from qualcode.store.counting.incidence import papers
from qualcode.store.database.sqlite import translated
from qualcode.store.reading.dimensions import SEPARATOR, Grouping
from qualcode.tables.grouping import grouping_of, said_of
from qualcode.tables.themes import group_title, in_order

if TYPE_CHECKING:
    from qualcode.study import Study

RELATIONS = ("overlap", "contains", "turn", "follows")
OVERLAP = Relation()
_NONE = Pair("", "", 1, 1, 0, 0, 0, 0, 0, 0, 0)
"""A pair of nothing, for the names of its figures."""


@dataclass(frozen=True, slots=True)
class Cooccurrences:
    """Pairs of themes or codes that come together. `groups` has one network for each group, in order; the whole is "".

    `labels` are the codes' names for a reader, `titles` the groups', `rule` says how it was counted.
    """

    rule: str
    relation: Relation
    level: str
    by: tuple[str, ...]
    coder: str | None
    labels: Mapping[str, str]
    titles: Mapping[str, str]
    groups: Mapping[str, Network]


def relation_of(name: str, within: str | None = None) -> Relation:
    """The relation so named; `within` (turn, sentence, a number of words) goes with `follows`: a turn if not said."""
    if name not in RELATIONS:
        raise InputError(
            _("There is no relation {name}.").format(name=name),
            _("Choose among: {names}.").format(names=", ".join(RELATIONS)),
        )
    if name != "follows":
        if within is not None:
            raise InputError(
                _("{name} knows no distance.").format(name=name), _("--within goes with --relation follows alone.")
            )
        return Relation(name)
    return Relation(name, _distance("turn" if within is None else within.strip()))


def cooccurrences(
    study: Study,
    relation: Relation = OVERLAP,
    *,
    by: Sequence[str] = (),
    where: Sequence[Condition] = (),
    level: str = "theme",
    coder: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Cooccurrences:
    """All pairs that come together in the codings of one coder, in one pass over them.

    `level`: `theme` counts a code with its sub-codes, `code` each as it was put on. `tell` hears of each document
    before it is counted, and may raise to stop. Unknown dimensions and coders are errors, as in `Study.themes`.
    """
    grouping = grouping_of(study, by, where)
    counted, book = study.counted_coder(coder), study.codebook
    marks, kin = _bits(book, level)
    with translated(study.database):
        found = networks(
            papers(study.connection, marks, grouping, counted, relation, tell),
            relation,
            [code.id for code in book.codes],
            kin,
        )
    groups = in_order(study, grouping.by, found) if grouping.by else [""]
    return Cooccurrences(
        rule=rule(relation, level, grouping, counted),
        relation=relation,
        level=level,
        by=grouping.by,
        coder=counted,
        labels={code.id: in_language(code.label, language()) or code.id for code in book.codes},
        titles={group: group_title(study, grouping.by, group) if grouping.by else "" for group in groups},
        groups={group: found.get(group, Network(0, (), ())) for group in groups},
    )


def with_code(table: Cooccurrences, code: str) -> Cooccurrences:
    """The pairs of one code alone, those that come together most often first, and the codes in them."""
    return replace(table, groups={group: _with_code(network, code) for group, network in table.groups.items()})


def _with_code(network: Network, code: str) -> Network:
    pairs = sorted(
        (pair for pair in network.pairs if code in (pair.first, pair.second)), key=lambda pair: -pair.together
    )
    named = {code, *(name for pair in pairs for name in (pair.first, pair.second))}
    return Network(network.units, tuple(use for use in network.codes if use.code in named), tuple(pairs))


def passages(study: Study, relation: Relation, level: str, where: Filter, other: str) -> tuple[int, ...] | None:
    """The ids of the passages that a filter means and that overlap or contain one of the other code; None where the
    relation is of another kind, which passages alone do not tell."""
    if relation.name not in ("overlap", "contains"):
        return None
    meant = set(study.quotation_ids(where))
    others = study.codebook.subtree(other) if level == "theme" else {other}
    found: list[int] = []
    for _document, codings in groupby(study.codings(coder=where.coder), key=lambda coding: coding.document):
        here = list(codings)
        meets = _met([coding.span for coding in here if coding.code in others], relation.name == "contains")
        own = (coding for coding in here if coding.id in meant and (level == "theme" or coding.code == where.code))
        found += (coding.id for coding in own if meets(coding.span))
    return tuple(found)


def _met(spans: Sequence[Span], within: bool) -> Callable[[Span], bool]:
    """What tells whether a span overlaps one of these, or, with `within`, whether one of them lies in it."""
    ordered = sorted(spans)
    starts = [span.start for span in ordered]
    if within:
        ends = list(accumulate((span.end for span in reversed(ordered)), min, initial=inf))[::-1]
        return lambda span: ends[bisect_left(starts, span.start)] <= span.end
    ends = list(accumulate((span.end for span in ordered), max, initial=-inf))
    return lambda span: ends[bisect_left(starts, span.end)] > span.start


def rule(relation: Relation, level: str, grouping: Grouping, coder: str | None) -> str:
    """How it was counted, in words, to stand under a table."""
    sentences = [
        _("Codings of {coder}.").format(coder=coder or _("nobody")),
        _("A theme counts with its sub-codes, as unions, and makes no pair with them.")
        if level == "theme"
        else _("Each code counts as it was put on, without its sub-codes."),
        meaning(relation),
        _("Counted are distinct turns.") if relation.name == "turn" else _("Counted are distinct segments."),
        _("n12: those of A that meet a B, or those of B that meet an A, whichever are fewer; c = n12/(n1+n2−n12)."),
        _("J: characters under both, of those under either. Lift: n12·N/(n1·n2), N being all that bear any code."),
        _("People: who speaks in both. ! one code is more than five times as frequent as the other, so c says little."),
    ]
    return " ".join((*sentences, *said_of(grouping)))


def meaning(relation: Relation) -> str:
    """What it takes for two codes to come together, in a sentence."""
    if relation.name == "follows":
        return _follows(relation)
    return {
        "overlap": _("A and B come together where their segments share at least one character."),
        "contains": _("A contains B where a segment of B lies within one of A; equal segments contain each other."),
        "turn": _("A and B come together where both are in one turn of a participant, or of nobody named."),
    }[relation.name]


def _follows(relation: Relation) -> str:
    if relation.within == "turn":
        return _("B follows A where it begins after A's end, in the turn in which A ends.")
    if relation.within == "sentence":
        return _("B follows A where it begins after A's end and no whole sentence lies between.")
    words = _("B follows A where it begins after A's end and at most {count} words lie between, whoever says them.")
    return words.format(count=relation.within)


def _distance(within: str) -> str | int:
    if within in ("turn", "sentence"):
        return within
    if within.isascii() and within.isdigit() and len(within) < 10:
        return int(within)
    raise InputError(
        _("{value} is no distance within which a code can follow.").format(value=within),
        _("Write turn, sentence or a number of words."),
    )


def _bits(book: Codebook, level: str) -> tuple[dict[str, int], list[int]]:
    """The bits that a coding of each code sets, and for each code those that it makes no pair with."""
    places = {code.id: 1 << place for place, code in enumerate(book.codes)}
    if level == "code":
        return places, list(places.values())
    above = {code: sum(places[theme.id] for theme in book.path(code)) for code in places}
    below = {code: sum(places[sub] for sub in book.subtree(code)) for code in places}
    return above, [above[code] | below[code] for code in places]


def pair_data(pair: Pair) -> dict[str, int | float | bool]:
    """The figures of a pair by name, as JSON, CSV and GraphML carry them."""
    return {
        "together": pair.together,
        "first_count": pair.first_count,
        "second_count": pair.second_count,
        "first_meets": pair.first_meets,
        "second_meets": pair.second_meets,
        "participants": pair.participants,
        "documents": pair.documents,
        "c": round(pair.c, 6),
        "jaccard": round(pair.jaccard, 6),
        "of_first": round(pair.of_first, 6),
        "of_second": round(pair.of_second, 6),
        "lift": round(pair.lift, 6),
        "unequal": pair.unequal,
    }


def as_graphml(table: Cooccurrences) -> str:
    """The table as GraphML: a graph for each group, codes as nodes, pairs as edges whose weight is n12."""
    return graphml([_graph(table, group, network) for group, network in table.groups.items()], table.rule)


def as_rows(table: Cooccurrences) -> Iterator[list[str | int | float]]:
    """The table as lines of figures, the first the names of the columns."""
    yield [*table.by, "first", "first label", "second", "second label", *pair_data(_NONE)]
    for group, network in table.groups.items():
        parts = group.split(SEPARATOR) if len(table.by) > 1 else [group] if table.by else []
        for pair in network.pairs:
            named = (pair.first, table.labels[pair.first], pair.second, table.labels[pair.second])
            figures = (int(value) if isinstance(value, bool) else value for value in pair_data(pair).values())
            yield [*parts, *named, *figures]


def _graph(table: Cooccurrences, group: str, network: Network) -> Graph:
    nodes = [
        Node(use.code, {"code": use.code, "label": table.labels[use.code], "segments": use.units,
                        "characters": use.characters})
        for use in network.codes
    ]  # fmt: skip
    edges = [Edge(pair.first, pair.second, {"weight": pair.together, **pair_data(pair)}) for pair in network.pairs]
    return Graph(table.titles[group], table.relation.directed, nodes, edges)
