"""What codings come to: themes by groups."""

from collections.abc import Mapping
from typing import NamedTuple

from qualcode.model.asking import Condition


class CodeCounts(NamedTuple):
    """What one coder's codings under a code and its sub-codes come to, as unions."""

    segments: int
    participants: int
    documents: int


class Cell(NamedTuple):
    """What one theme weighs in one group. `state` is `said`, `not_raised`, `not_asked` or `not_coded`."""

    participants: int
    asked: int
    segments: int
    documents: int
    words: int
    per_1000: float
    state: str


class ThemeRow(NamedTuple):
    """One theme with a cell for each group, by the group's name, and one for all groups together, as a union."""

    code: str
    label: str
    depth: int
    cells: Mapping[str, Cell]
    total: Cell


class ThemeTable(NamedTuple):
    """Themes × groups: `groups` maps a group's name to `N`, the people interviewed in it; `rule` says how it counts.

    `titles` are the groups' names for a reader (a site's label for its id). `total` is everyone, each person once;
    `where` is what the table is narrowed to.
    """

    rule: str
    by: tuple[str, ...]
    groups: Mapping[str, int]
    rows: tuple[ThemeRow, ...]
    titles: Mapping[str, str]
    total: int
    where: tuple[Condition, ...] = ()
