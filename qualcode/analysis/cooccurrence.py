"""Which codes come together: they overlap, one lies in the other, both are in one turn, one follows the other.

Segments of a text are swept in order of place with those still open, once for all pairs of codes: O(segments + segments
that meet). Codes are bits of a number, so that all that a segment meets is gathered by one `|`, whatever it bears.

For codes A and B, `first_count` and `second_count` are the distinct units (segments; for turns, turns) that bear each,
`first_meets` the units of A that meet a unit of B, `second_meets` the units of B that meet one of A. A long segment may
meet many short ones, so the two differ; both directions at once is the smaller of them, `together`, which can exceed
neither count, is the same from either side, and keeps c = n12 / (n1 + n2 - n12) between 0 and 1.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

UNEQUAL = 5
"""How many times as frequent one code may be as another before their c coefficient says little (ATLAS.ti's rule)."""


class Segment(NamedTuple):
    """A distinct stretch `[start, end)` of a text: its codes as bits, and the people who speak in it.

    Where the distance between segments is asked for, `begin` and `finish` are its places on the ruler that measures it.
    """

    start: int
    end: int
    codes: int
    people: frozenset[int]
    begin: int = 0
    finish: int = 0


class Paper(NamedTuple):
    """What one group has in one document: segments in order of (start, end), and the units in which codes meet.

    The units are the segments themselves, or turns, each a segment with all the codes in it.
    """

    group: str
    segments: Sequence[Segment]
    units: Sequence[Segment]


Meetings = Callable[[Sequence[Segment]], Iterator[tuple[int, int]]]
"""Which segments meet which others, each as its place in the sequence: (the one, the other)."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How two codes come together: `overlap`, `contains`, `turn` or `follows`; only the last has `within`.

    `within` is `turn`, `sentence`, or the number of words that may stand between.
    """

    name: str = "overlap"
    within: str | int | None = None

    @property
    def directed(self) -> bool:
        """Whether A with B is not the same as B with A."""
        return self.name in ("contains", "follows")

    @property
    def itself(self) -> bool:
        """Whether the codes of one unit come together in it."""
        return self.name != "follows"

    def meetings(self) -> Meetings:
        """What finds the segments that come together."""
        if self.name == "follows":
            reach = {"turn": 0, "sentence": 1}.get(str(self.within), self.within)
            return partial(following, reach=int(reach or 0))
        return {"overlap": overlapping, "contains": containing, "turn": _none}[self.name]


@dataclass(frozen=True, slots=True)
class CodeUse:
    """One code's units, and the characters under it, each counted once."""

    code: str
    units: int
    characters: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes that come together; of a directed relation, the first contains the second, or is followed by it.

    `participants` speak in both of two units that meet; `documents` have such two; `shared` characters are under both
    codes and `covered` under either. `units` are all units that bear any code.
    """

    first: str
    second: str
    first_count: int
    second_count: int
    first_meets: int
    second_meets: int
    participants: int
    documents: int
    shared: int
    covered: int
    units: int

    @property
    def together(self) -> int:
        """n12: the units of either code that meet the other, counted on the side that has fewer."""
        return min(self.first_meets, self.second_meets)

    @property
    def c(self) -> float:
        """The c coefficient, n12 / (n1 + n2 - n12), as in ATLAS.ti; from 0 to 1."""
        return self.together / (self.first_count + self.second_count - self.together)

    @property
    def jaccard(self) -> float:
        """The share of the characters under either code that are under both."""
        return self.shared / self.covered if self.covered else 0.0

    @property
    def of_first(self) -> float:
        """The share of the first code's units that meet the second: P(second | first)."""
        return self.first_meets / self.first_count

    @property
    def of_second(self) -> float:
        """The share of the second code's units that meet the first: P(first | second)."""
        return self.second_meets / self.second_count

    @property
    def lift(self) -> float:
        """n12·N / (n1·n2): how many times as often as if the codes had nothing to do with each other."""
        return self.together * self.units / (self.first_count * self.second_count)

    @property
    def unequal(self) -> bool:
        """Whether one code is so much more frequent than the other that c is small whatever they have in common."""
        one, other = sorted((self.first_count, self.second_count))
        return other > UNEQUAL * one


@dataclass(frozen=True, slots=True)
class Network:
    """What one group comes to: its units that bear any code, each code's use, and the pairs that come together."""

    units: int
    codes: tuple[CodeUse, ...]
    pairs: tuple[Pair, ...]

    def pair(self, first: str, second: str) -> Pair | None:
        """The two codes' pair in this order; None if they never come together."""
        return next((pair for pair in self.pairs if (pair.first, pair.second) == (first, second)), None)


def overlapping(segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """Segments that share at least one character, each of two meeting the other."""
    for one, other in _open_together(segments):
        yield one, other
        yield other, one


def containing(segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """Segments that have another within them."""
    for one, other in _open_together(segments):
        if segments[one].end >= segments[other].end:
            yield one, other
        elif segments[one].start == segments[other].start:
            yield other, one


def following(segments: Sequence[Segment], reach: int) -> Iterator[tuple[int, int]]:
    """Segments after whose end another begins, at most `reach` further on the ruler."""
    starts = [segment.start for segment in segments]
    for one, segment in enumerate(segments):
        furthest = segment.finish + reach
        for other in range(bisect_left(starts, segment.end), len(segments)):
            if segments[other].begin > furthest:
                break
            yield one, other


def _none(_segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """Turns meet no other turn: their codes come together in them."""
    return iter(())


def _open_together(segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """Each two segments that overlap, the earlier one first: the active set holds none but those the next overlaps."""
    active: list[int] = []
    for place, segment in enumerate(segments):
        start = segment.start
        active = [earlier for earlier in active if segments[earlier].end > start]
        for earlier in active:
            yield earlier, place
        active.append(place)


def stretches(segments: Iterable[Segment]) -> Iterator[tuple[int, int]]:
    """(codes, length) of each stretch of text that lies under the same segments; what lies under none is left out."""
    active: list[tuple[int, int]] = []
    here = 0
    for segment in segments:
        while active and active[0][0] <= segment.start:
            yield _borne(active), active[0][0] - here
            here = active.pop(0)[0]
        if active:
            yield _borne(active), segment.start - here
        here = segment.start
        insort(active, (segment.end, segment.codes))
    while active:
        yield _borne(active), active[0][0] - here
        here = active.pop(0)[0]


def _borne(active: Sequence[tuple[int, int]]) -> int:
    codes = 0
    for _end, borne in active:
        codes |= borne
    return codes


@dataclass(slots=True)
class _Tally:
    """What the papers of one group come to so far; each count is by a unit's codes and the codes that it meets."""

    units: Counter[int] = field(default_factory=Counter)
    forward: Counter[tuple[int, int]] = field(default_factory=Counter)
    backward: Counter[tuple[int, int]] = field(default_factory=Counter)
    documents: Counter[tuple[int, int]] = field(default_factory=Counter)
    people: dict[int, dict[int, int]] = field(default_factory=dict)
    characters: Counter[int] = field(default_factory=Counter)

    def add(self, paper: Paper, relation: Relation, meetings: Meetings) -> None:
        """Count one paper in."""
        codes = [unit.codes for unit in paper.units]
        people = [unit.people for unit in paper.units]
        forward = list(codes) if relation.itself else [0] * len(codes)
        backward = list(forward)
        several = (unit for unit in paper.units if relation.itself and unit.codes & unit.codes - 1)
        met = {(unit.people, unit.codes): unit.codes for unit in several}
        for one, other in meetings(paper.units):
            mine, theirs, both = codes[one], codes[other], people[one]
            forward[one] |= theirs
            backward[other] |= mine
            if people[other] is not both:
                both &= people[other]
            met[both, mine] = met.get((both, mine), 0) | theirs
        self.units.update(codes)
        self.forward.update(zip(codes, forward, strict=True))
        self.backward.update(zip(codes, backward, strict=True))
        self._keep(met)
        for borne, length in stretches(paper.segments):
            self.characters[borne] += length

    def _keep(self, met: Mapping[tuple[frozenset[int], int], int]) -> None:
        """What codes met in this document, and in the words of each person."""
        here: dict[int, int] = {}
        for (people, mine), theirs in met.items():
            _gather(here, mine, theirs)
            for person in people:
                _gather(self.people.setdefault(person, {}), mine, theirs)
        self.documents.update(here.items())


def _gather(gathered: dict[int, int], mine: int, theirs: int) -> None:
    for code in bits(mine):
        gathered[code] = gathered.get(code, 0) | theirs


def networks(
    papers: Iterable[Paper], relation: Relation, codes: Sequence[str], kin: Sequence[int] = ()
) -> dict[str, Network]:
    """Each group's network. `codes` are named by their bits' places; `kin` are, for each, those it makes no pair with.

    A theme makes no pair with its own sub-codes, which are part of it.
    """
    meetings = relation.meetings()
    tallies: dict[str, _Tally] = {}
    for paper in papers:
        tallies.setdefault(paper.group, _Tally()).add(paper, relation, meetings)
    return {group: _network(tally, relation, codes, kin) for group, tally in tallies.items()}


def _network(tally: _Tally, relation: Relation, codes: Sequence[str], kin: Sequence[int]) -> Network:
    counts, lengths = _by_code(tally.units), _by_code(tally.characters)
    forward, backward = _by_pair(tally.forward), _by_pair(tally.backward)
    documents = _by_pair(Counter({(1 << code, met): count for (code, met), count in tally.documents.items()}))
    people = _by_pair(Counter((1 << code, met) for gathered in tally.people.values() for code, met in gathered.items()))
    shared = _by_pair(Counter({(borne, borne): length for borne, length in tally.characters.items()}))
    units = tally.units.total()
    pairs = (
        Pair(
            codes[one],
            codes[other],
            counts[one],
            counts[other],
            met,
            backward[other, one],
            people[one, other],
            documents[one, other],
            shared[one, other],
            lengths[one] + lengths[other] - shared[one, other],
            units,
        )
        for (one, other), met in sorted(forward.items())
        if (one != other if relation.directed else one < other) and not (kin and kin[one] >> other & 1)
    )
    uses = tuple(CodeUse(codes[code], counts[code], lengths[code]) for code in sorted(counts))
    return Network(units, uses, tuple(pairs))


def _by_code(counted: Mapping[int, int]) -> Counter[int]:
    """What is counted by sets of codes, for each code."""
    found: Counter[int] = Counter()
    for borne, count in counted.items():
        for code in bits(borne):
            found[code] += count
    return found


def _by_pair(counted: Mapping[tuple[int, int], int]) -> Counter[tuple[int, int]]:
    """What is counted by two sets of codes, for each code of the one with each of the other."""
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for (mine, theirs), count in counted.items():
        for code in bits(mine):
            found[code][theirs] += count
    return Counter({(code, other): count for code, met in found.items() for other, count in _by_code(met).items()})


@lru_cache(maxsize=2**16)
def bits(codes: int) -> tuple[int, ...]:
    """The places of the bits that are set, from the lowest; the same sets of codes come again and again."""
    found = []
    while codes:
        lowest = codes & -codes
        found.append(lowest.bit_length() - 1)
        codes ^= lowest
    return tuple(found)
