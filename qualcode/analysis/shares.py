"""Shares of people and how sure they are, by Wilson's interval; figures as they are read, rounded half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
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


def share_of(count: int, total: int) -> Interval | None:
    """The share with its interval where enough people are there and none is counted beyond them, else None."""
    return wilson(count, total) if total >= ENOUGH and count <= total else None


def rounded(value: float, places: int = 0) -> Decimal:
    """A figure with so many decimals as people round: 0.5 to 1, 2.5 to 3; not to the nearest even one.

    What binary fractions add or lack beyond the ninth decimal is left aside: 100 × 29/200 is 14.5.
    """
    return Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(share: float | None) -> str:
    """A share as it is read, `45 %`; nothing where it is not known."""
    return "" if share is None else f"{rounded(100 * share)} %"


def exactly(share: float, places: int = 1) -> str:
    """A share with decimals where it has any: `4.5 %`."""
    digits = str(rounded(100 * share, places))
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) + " %"
