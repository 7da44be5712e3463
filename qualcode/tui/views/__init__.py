"""The analyses as the screen shows them: what each can be asked, how it is counted, what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qualcode.model.asking import Condition
from qualcode.pictures.terminal import Line, Piece
from qualcode.sections import Lead, Section
from qualcode.tables.cooccurring import OVERLAP
from qualcode.tables.saturating import GUEST

if TYPE_CHECKING:
    from qualcode.analysis.cooccurrence import Relation
    from qualcode.analysis.saturation import Criterion
    from qualcode.study import Study
    from qualcode.tui.aside import Tell


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a view; each takes what means something to it.

    `by` empty is the view's own grouping. `orders` and `seed` are those of the random orders of interviews, `numbers`
    the files and variables set beside a joint display, `since` the day from which material is recent. Words count by
    their forms (`lemmas`), without those that say little (`stops`), from `least` times on; `word` has others near it.
    """

    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    coder: str | None = None
    theme: str | None = None
    document: str | None = None
    measure: str = ""
    relation: Relation = OVERLAP
    level: str = "theme"
    criterion: Criterion = GUEST
    orders: int = 1000
    seed: int = 1
    numbers: tuple[str, ...] = ()
    since: str = ""
    word: str = ""
    window: int = 5
    lemmas: bool = False
    stops: bool = True
    least: int = 2


class Picture(Protocol):
    """What the screen needs of a picture."""

    def lines(self, width: int) -> list[Line]:
        """Its rows in a terminal."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, and where its cells lead; `()` is what is no cell."""

    picture: Picture
    lead: Callable[[tuple[int, ...]], Lead | None] = lambda _spot: None


Parts = tuple[Drawn | Section, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: pictures and sections in the order in which they are read; as which files it can be written,
    each ending with what makes the bytes."""

    parts: Parts
    files: Mapping[str, Callable[[], bytes]]


class Spot(NamedTuple):
    """A stretch of a row, and where it leads."""

    piece: Piece
    lead: Lead | None = None


Row = tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One analysis. `asks` are the fields of `Asked` that mean something to it, `measures` what it can show, in words;
    `start` is how it is asked at first, `groups` what it can be grouped by beside dimensions. `of_coder` says whether
    it rests on one coder's codings as it is asked."""

    name: str
    title: str
    asks: frozenset[str]
    count: Callable[[Study, Asked, Tell], Answer]
    measures: Mapping[str, str] = field(default_factory=dict)
    start: Asked = Asked()
    groups: tuple[str, ...] = ()
    of_coder: Callable[[Asked], bool] = lambda _asked: True
