"""Shares of people and how sure they are: Wilson's interval for one share, Newcombe's for the difference of two."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z_95 = 1.959963984540054
"""The standard normal deviate that leaves 2.5 % on either side."""
ENOUGH = 5
"""People needed before a share is shown: of fewer, a percentage says more than is known."""


class Interval(NamedTuple):
    """A share between its bounds, each from 0 to 1."""

    share: float
    low: float
    high: float


def wilson(count: int, total: int, z: float = Z_95) -> Interval:
    """The share `count / total` with its score interval (Wilson 1927); `total` is at least 1."""
    share = count / total
    middle = count + z * z / 2
    reach = z * sqrt(count * (total - count) / total + z * z / 4)
    return Interval(share, max(0.0, (middle - reach) / (total + z * z)), min(1.0, (middle + reach) / (total + z * z)))


def newcombe(first: tuple[int, int], second: tuple[int, int], z: float = Z_95) -> Interval:
    """How much larger the first of two shares (count, total) is, with its interval (Newcombe 1998, method 10)."""
    one, other = wilson(*first, z), wilson(*second, z)
    difference = one.share - other.share
    below = sqrt((one.share - one.low) ** 2 + (other.high - other.share) ** 2)
    above = sqrt((one.high - one.share) ** 2 + (other.share - other.low) ** 2)
    return Interval(difference, difference - below, difference + above)


def share_of(count: int, total: int) -> Interval | None:
    """The share with its interval where enough people are there and none is counted beyond them, else None."""
    return wilson(count, total) if total >= ENOUGH and count <= total else None
