"""The analyses as sections of words and tables, which commands print and the screen draws, and as data for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from qualcode.analysis.shares import rounded
from qualcode.i18n import _, decimal
from qualcode.model.asking import Filter


class Lead(NamedTuple):
    """Where a cell leads: passages (`where`, named by `title`), a document, a site, or where `words` are said.

    With `meeting`, only the passages that come together with one of that code are meant.
    """

    title: str = ""
    where: Filter | None = None
    document: str | None = None
    site: str | None = None
    meeting: str | None = None
    words: str | None = None


Leads = tuple[Lead | None, ...]
"""Where a row leads: one for the whole row, or one for each of its cells."""


@dataclass(frozen=True, slots=True)
class Section:
    """A title, words, a table, and words below it, each as far as there is one.

    The first `names` columns say what a row is of; those in `numbers` are set to the right. `leads` has one entry for
    each row, if any. Where nothing scrolls, cells are cut after `widest` letters and tables after `most` rows (0: all).
    """

    title: str = ""
    before: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[int] = frozenset()
    after: tuple[str, ...] = ()
    leads: tuple[Leads, ...] = ()
    names: int = 1
    widest: int = 60
    most: int = 0


def as_read(section: Section) -> Section:
    """The section with its figures as the interface language writes them, which no file does."""
    numbers = section.numbers
    rows = (tuple(decimal(cell) if at in numbers else cell for at, cell in enumerate(row)) for row in section.rows)
    return replace(section, rows=tuple(rows))


def texts(row: Sequence[object]) -> tuple[str, ...]:
    """The cells of a row as they are read."""
    return tuple(str(cell) for cell in row)


def number(value: float | None) -> str:
    """A number as it is read: `52`, `45.3`, nothing where there is none."""
    if value is None:
        return ""
    return str(rounded(value, 0 if value == int(value) else 1))


def who(people: Sequence[str]) -> str:
    """How many, and who: `2: USA03, USA04`."""
    return _("{name}: {value}").format(name=len(people), value=", ".join(people)) if people else "0"
