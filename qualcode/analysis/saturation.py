"""Code saturation: how much that is new each further interview brings, after Guest, Namey & Chen (2020).

`PLOS ONE 15(5): e0232076`. The codes first met in the first interviews, the base, are the fixed denominator; a run of
interviews slides along by one; the run's new codes over the base are the new information. It is saturation of codes,
never of data. Beside it stand the same in random orders, and how complete the list of codes is (Chao & Jost 2012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from random import Random

LOW, MIDDLE, HIGH = 5, 50, 95
"""The percentiles of a band over random orders."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """When codes are saturated: interviews in the base and in a run, and the share of new codes that is little."""

    base: int = 4
    run: int = 2
    threshold: float = 0.05

    def is_met(self, new: int, base_codes: int) -> bool:
        """Whether so many new codes are little beside the base's; decimal shares are taken as they are written."""
        return new <= Fraction(str(self.threshold)) * base_codes


@dataclass(frozen=True, slots=True)
class Step:
    """One interview in its order: its codes, those not met before, all met so far; and of the run that it ends
    (None before there is one) the new codes and their ratio to the base's (None where the base has no code)."""

    document: str
    codes: int
    new: tuple[str, ...]
    cumulative: int
    run_new: int | None
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Richness:
    """How complete the list of codes is: interviews, codes, codings counted once an interview, codes in only one and
    in only two; `coverage` is the share of all there is to code that was met, `expected` the codes there may be."""

    interviews: int
    codes: int
    incidences: int
    once: int
    twice: int
    coverage: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The 5th, 50th and 95th percentile over random orders; None where it lies with the orders that never reach."""

    low: int | None
    middle: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """What random orders come to: all met so far after each interview, where saturation was reached, how often."""

    orders: int
    seed: int
    cumulative: tuple[Spread, ...]
    reached: Spread
    share: float


@dataclass(frozen=True, slots=True)
class Saturation:
    """The curve of one list of interviews. `reached` is the interview after which a run brought little (None: never).

    `band` is None where no random orders were asked for or the interviews are too few for a single run.
    """

    criterion: Criterion
    base_codes: int
    steps: tuple[Step, ...]
    reached: int | None
    richness: Richness
    band: Band | None = None

    @property
    def notation(self) -> str:
        """`6+2`: six interviews, and two more that brought little; empty where saturation was not reached."""
        return "" if self.reached is None else f"{self.reached}+{self.criterion.run}"

    @property
    def too_few(self) -> bool:
        """Whether there are fewer interviews than a base and a run take."""
        return len(self.steps) < self.criterion.base + self.criterion.run


Interview = tuple[str, Collection[str]]
"""A document's id and the codes in it."""


def saturation(
    interviews: Sequence[Interview],
    criterion: Criterion,
    *,
    orders: int = 0,
    seed: int = 1,
    tell: Callable[[int], None] | None = None,
) -> Saturation:
    """The curve of interviews in this order, with a band over so many random ones; `tell` hears of each hundred."""
    steps = tuple(_steps(interviews, criterion))
    base_codes = sum(len(step.new) for step in steps[: criterion.base])
    stop = reached([len(step.new) for step in steps], criterion)
    found = [codes for _document, codes in interviews]
    enough = orders > 0 and len(steps) >= criterion.base + criterion.run
    drawn = band(found, criterion, orders, seed, tell) if enough else None
    return Saturation(criterion, base_codes, steps, stop, richness(found), drawn)


def reached(new: Sequence[int], criterion: Criterion) -> int | None:
    """How many interviews came before the first run with little new, given the new codes of each; None if none has.

    A base without a code is nothing to measure by.
    """
    base_codes = sum(new[: criterion.base])
    if not base_codes:
        return None
    ends = range(criterion.base + criterion.run, len(new) + 1)
    runs = ((end - criterion.run, sum(new[end - criterion.run : end])) for end in ends)
    return next((before for before, brought in runs if criterion.is_met(brought, base_codes)), None)


def richness(interviews: Sequence[Collection[Hashable]]) -> Richness:
    """Coverage after Chao & Jost (2012, eq. for incidences) and Chao2 (1987).

    Where no code is in exactly two interviews, their bias-corrected forms are taken, which need none. Of fewer than two
    interviews nothing is estimated.
    """
    seen = Counter(code for codes in interviews for code in codes)
    total, incidences = len(interviews), sum(seen.values())
    once, twice = (sum(1 for times in seen.values() if times == count) for count in (1, 2))
    if not incidences or total < 2:
        return Richness(total, len(seen), incidences, once, twice, None, None)
    if twice:
        unseen = (total - 1) / total * once**2 / (2 * twice)
        missed = (total - 1) * once / ((total - 1) * once + 2 * twice)
    else:
        unseen = (total - 1) / total * once * (once - 1) / 2
        missed = (total - 1) * (once - 1) / ((total - 1) * (once - 1) + 2) if once else 0.0
    coverage = 1 - once / incidences * missed
    return Richness(total, len(seen), incidences, once, twice, coverage, len(seen) + unseen)


def band(
    interviews: Sequence[Collection[Hashable]],
    criterion: Criterion,
    orders: int,
    seed: int,
    tell: Callable[[int], None] | None = None,
) -> Band:
    """The same interviews in random orders, the same ones for the same seed."""
    masks, random = _masks(interviews), Random(seed)
    every = _union(masks)
    curves: list[list[int]] = []
    stops: list[int | None] = []
    for number in range(orders):
        if tell and number % 100 == 0:
            tell(number)
        new = _new_in(_random_order(masks, random), every)
        stops.append(_stop(new, criterion, len(masks)))
        curves.append(_accumulated(new))
    met = sum(stop is not None for stop in stops)
    return Band(orders, seed, tuple(_spreads(curves, len(masks))), _spread(stops), met / orders)


def _steps(interviews: Sequence[Interview], criterion: Criterion) -> Iterator[Step]:
    met: dict[str, None] = {}
    brought: list[int] = []
    base_codes = 0
    for number, (document, codes) in enumerate(interviews, start=1):
        new = tuple(code for code in codes if code not in met)
        met.update(dict.fromkeys(new))
        brought.append(len(new))
        base_codes += len(new) if number <= criterion.base else 0
        run_new = sum(brought[-criterion.run :]) if number >= criterion.base + criterion.run else None
        ratio = run_new / base_codes if run_new is not None and base_codes else None
        yield Step(document, len(codes), new, len(met), run_new, ratio)


def _masks(interviews: Sequence[Collection[Hashable]]) -> list[int]:
    """Each interview's codes as bits of one number."""
    places: dict[Hashable, int] = {}
    return [sum(1 << places.setdefault(code, len(places)) for code in set(codes)) for codes in interviews]


def _union(masks: Sequence[int]) -> int:
    every = 0
    for mask in masks:
        every |= mask
    return every


def _random_order(masks: Sequence[int], random: Random) -> Iterator[int]:
    """The masks shuffled as far as they are asked for (Fisher & Yates)."""
    left = list(masks)
    while left:
        place = int(random.random() * len(left))
        left[place], left[-1] = left[-1], left[place]
        yield left.pop()


def _new_in(masks: Iterator[int], every: int) -> list[int]:
    """How many codes each interview brings, up to the one after which nothing is left to bring."""
    met, new = 0, []
    while met != every:
        mask = next(masks)
        new.append((mask & ~met).bit_count())
        met |= mask
    return new


def _stop(new: Sequence[int], criterion: Criterion, interviews: int) -> int | None:
    """As `reached`, where the interviews that are not in `new` bring nothing: one run of them is as good as all."""
    enough = max(len(new), criterion.base) + criterion.run
    return reached([*new, *(0 for _ in range(min(interviews, enough) - len(new)))], criterion)


def _accumulated(new: Sequence[int]) -> list[int]:
    met, curve = 0, []
    for count in new:
        met += count
        curve.append(met)
    return curve


def _spreads(curves: Sequence[Sequence[int]], interviews: int) -> Iterator[Spread]:
    """The spread after each interview; a curve that has ended stays where it is."""
    longest = max(map(len, curves), default=0)
    spread = Spread(0, 0, 0)
    for place in range(interviews):
        if place < longest:
            spread = _spread([curve[place] if place < len(curve) else curve[-1] for curve in curves])
        yield spread


def _spread(values: Sequence[int | None]) -> Spread:
    """Percentiles by rank, what was never reached last."""
    known = sorted(value for value in values if value is not None)
    ranked = [*known, *(None for _ in range(len(values) - len(known)))]
    low, middle, high = (ranked[ceil(len(ranked) * percent / 100) - 1] for percent in (LOW, MIDDLE, HIGH))
    return Spread(low, middle, high)
