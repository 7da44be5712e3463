"""Which codings are meant, and how many there are."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qualcode.query.tree import Tree


class Condition(NamedTuple):
    """What must hold: `=` one of the values, `!=` none of them, `~` contains the words, else an order of one value.

    Without values, `=` holds where nothing is known, `!=` where anything is.
    """

    name: str
    sign: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}{self.sign}{','.join(self.values)}"


class Filter(NamedTuple):
    """Which codings are meant; None does not restrict. A code means its sub-codes too, a site those below it.

    `cell` is a group of a table with the dimensions it is grouped by: the codings that are counted in that column.
    `conditions` must hold of a person who speaks in the passage, or of the document where nobody does; `query` of the
    coding, with the names in it as the study has them.
    """

    code: str | None = None
    document: str | None = None
    site: str | None = None
    participant: str | None = None
    coder: str | None = None
    role: str | None = None
    kind: str | None = None
    wave: str | None = None
    key: bool | None = None
    ids: tuple[int, ...] | None = None
    cell: tuple[tuple[str, ...], str] | None = None
    conditions: tuple[Condition, ...] = ()
    counter: bool | None = None
    query: "Tree | None" = None


class Extent(NamedTuple):
    """How many quotations there are, with the people who speak in them and the documents they stand in."""

    quotations: int
    participants: int
    documents: int
