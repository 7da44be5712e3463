"""The tables of a study for other programs, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.tables.casewise import case_tables
from qualcode.tables.codewise import codes_table
from qualcode.tables.datasets import CODES, CROSSED, LONG, PASSAGE, PIECES, TURN, Asked, Dataset
from qualcode.tables.longwise import long_table
from qualcode.tables.piecewise import passage_table, turn_table

if TYPE_CHECKING:
    from qualcode.holdings import Holdings


def datasets(
    study: Holdings, names: Sequence[str], asked: Asked, tell: Callable[[str], None] | None = None
) -> Iterator[Dataset]:
    """The tables of these names, one after the other; each is read as its rows are.

    `tell` hears of each document that is read, and may raise to stop. What nothing can be made of is an `InputError`.
    """
    if len(asked.unit) > 1 and not set(PIECES).isdisjoint(asked.unit):
        raise InputError(
            _("--unit {unit}: {name} stands alone.").format(
                unit=",".join(asked.unit), name=next(name for name in asked.unit if name in PIECES)
            ),
            _("Write it without another."),
        )
    crossed = [name for name in CROSSED if name in names]
    if asked.unit == (TURN,):
        yield from (turn_table(study, name, asked, tell) for name in crossed)
    elif asked.unit == (PASSAGE,):
        yield from (passage_table(study, name, asked, tell) for name in crossed)
    elif crossed:
        yield from case_tables(study, crossed, asked, tell)
    if LONG in names:
        yield long_table(study, asked, tell)
    if CODES in names:
        yield codes_table(study, asked)


def passes(names: Sequence[str], asked: Asked) -> int:
    """How many times `datasets` reads all documents."""
    crossed = sum(name in CROSSED for name in names)
    return (crossed if asked.unit[0] in PIECES else min(crossed, 1)) + (LONG in names)
