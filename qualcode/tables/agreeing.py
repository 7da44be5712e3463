"""What two coders made of the same documents, in plain counts: passages of each, and how much of the text they share.

Only documents that both marked as coded are compared, round by round: elsewhere nobody can tell what one of them left
aside from what they have not read. A code counts as it was put on, without its sub-codes. No coefficient is computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from qualcode.model import Span
from qualcode.model.codings import CONSENSUS, Coding
from qualcode.spans import union

if TYPE_CHECKING:
    from qualcode.study import Study


class Shared(NamedTuple):
    """One code in what two coders coded: passages of each, and code points marked by each, by both, by either."""

    code: str
    passages: tuple[int, int]
    marked: tuple[int, int]
    both: int

    @property
    def either(self) -> int:
        """Code points that at least one of them marked."""
        return sum(self.marked) - self.both

    @property
    def share(self) -> float | None:
        """Of what either marked, the share that both did; None where neither marked anything."""
        return self.both / self.either if self.either else None


class Pair(NamedTuple):
    """Two coders in one round, the documents that both marked as coded, and the codes that either put on there."""

    coders: tuple[str, str]
    round: int
    documents: tuple[str, ...]
    codes: tuple[Shared, ...]

    @property
    def passages(self) -> tuple[int, int]:
        """The codings of each."""
        first, second = zip(*(code.passages for code in self.codes), strict=True) if self.codes else ((), ())
        return sum(first), sum(second)


def documents_of_several(study: Study) -> list[str]:
    """The documents that two coders or more marked as coded, the consensus apart."""
    return [each.id for each in study.documents() if len(set(each.done) - {CONSENSUS}) > 1]


def pairs(study: Study) -> list[Pair]:
    """Any two coders who marked the same documents as coded, in each round in which both coded them."""
    done: defaultdict[str, set[str]] = defaultdict(set)
    for document in study.documents():
        for coder in document.done:
            done[coder].add(document.id)
    coders = sorted(set(done) - {CONSENSUS})
    codings = {coder: study.codings(coder=coder) for coder in coders} if len(coders) > 1 else {}
    found: list[Pair] = []
    for one, other in combinations(codings, 2):
        together = done[one] & done[other]
        both = [[each for each in codings[coder] if each.document in together] for coder in (one, other)]
        found += _rounds(study, (one, other), sorted(together), both)
    return found


def _rounds(
    study: Study, coders: tuple[str, str], documents: Sequence[str], codings: Sequence[Sequence[Coding]]
) -> Iterator[Pair]:
    first, second = ({each.round for each in own} for own in codings)
    for number in sorted(first & second):
        own = [[each for each in one if each.round == number] for one in codings]
        yield Pair(coders, number, tuple(documents), tuple(_codes(study, own)))


def _codes(study: Study, codings: Sequence[Sequence[Coding]]) -> Iterator[Shared]:
    by_code = [_by_code(own) for own in codings]
    for code, _depth in study.codebook.walk():
        first, second = (own.get(code.id, []) for own in by_code)
        if first or second:
            spans, others = _spans(first), _spans(second)
            both = sum(_common(spans[name], others[name]) for name in spans.keys() & others.keys())
            yield Shared(code.id, (len(first), len(second)), (_length(spans.values()), _length(others.values())), both)


def _by_code(codings: Iterable[Coding]) -> dict[str, list[Coding]]:
    found: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        found[coding.code].append(coding)
    return found


def _spans(codings: Iterable[Coding]) -> dict[str, list[Span]]:
    """By document, what codings mark, as spans that share nothing."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for coding in codings:
        found[coding.document].append(coding.span)
    return {document: union(spans) for document, spans in found.items()}


def _length(spans: Iterable[Iterable[Span]]) -> int:
    return sum(len(span) for own in spans for span in own)


def _common(one: Sequence[Span], other: Sequence[Span]) -> int:
    """How much two lists of spans share, each in order and without overlaps of its own."""
    return _length([one]) + _length([other]) - _length([union([*one, *other])])
