"""Tables for other programs: what each column is and means, what is asked for, what is known of each case.

Cases × codes come three ways: `wide` (1 raised, 0 asked and not raised), `counts` (passages) and `words`. A cell is
empty where nobody knows: the theme was not asked, or it is not yet coded, and then the case's column `not_yet_coded`
names the code. `long` has a row for each coding, `codes` one for each code. Only ids go out: no file name, no speaker's
label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from qualcode.conditions import in_words
from qualcode.i18n import _, known_word
from qualcode.model.asking import Condition
from qualcode.model.codes import Codebook
from qualcode.store.counting.themes import Under, alone
from qualcode.store.reading.dimensions import NO_GROUP, Grouping, Voices, voices
from qualcode.tables.themes import groups_said
from qualcode.variables.values import HOLDERS, declared

if TYPE_CHECKING:
    from qualcode.holdings import Holdings

Cell = str | int | float | None
"""None is an empty cell: nothing is known."""
Kind = Literal["text", "integer", "number"]
LONG = "long"
CODES = "codes"
CROSSED = ("wide", "counts", "words")
"""The tables of cases × codes."""
TABLES = (*CROSSED, LONG, CODES)
TURN, PASSAGE = PIECES = ("turn", "passage")
"""What a case may be beside a dimension: pieces of documents."""
NOT_YET_CODED = "not_yet_coded"
BETWEEN = "; "
"""Stands between several values in one cell."""


class Column(NamedTuple):
    """A column by its name in the file, with the kind of its cells."""

    name: str
    kind: Kind = "text"


class Dataset(NamedTuple):
    """A table: its rows come once, as they are read; `rule` says in words how it counts."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    rule: str
    coder: str | None = None


class Asked(NamedTuple):
    """What a case is (dimensions, or `turn`, or `passage`), whose codings count, where, which codes; all if none.

    `own`: each code counts by itself, without its sub-codes. `words`: passages and memos come with their words.
    """

    unit: tuple[str, ...] = ("participant",)
    coder: str | None = None
    where: tuple[Condition, ...] = ()
    codes: tuple[str, ...] = ()
    own: bool = False
    words: bool = True

    @property
    def under(self) -> Under:
        """The themes that a coding counts under."""
        return alone if self.own else Codebook.path

    def wanted(self, book: Codebook) -> tuple[str, ...]:
        """The codes that have a column or rows, in the order of the codebook: with their sub-codes unless `own`."""
        meant = {code for name in self.codes for code in ((name,) if self.own else book.subtree(name))}
        return tuple(code.id for code, _depth in book.walk() if not self.codes or code.id in meant)


def code_columns(codes: Iterable[str], others: Iterable[Column]) -> Iterator[Column]:
    """A column for each code, called by its id, or `code:id` where another column is called so."""
    taken = {column.name for column in others}
    yield from (Column(f"code:{code}" if code in taken else code, "integer") for code in codes)


def rule(asked: Asked, coder: str | None, meaning: str = "") -> str:
    """How a table counts, in words."""
    sentences = [
        _("Codings of {coder}.").format(coder=coder or _("nobody")),
        _("Each code counts by itself, without its sub-codes: each person, passage and document once.")
        if asked.own
        else _("A theme counts with its sub-codes, as unions: each person, passage and document once."),
        _("Interviewers count neither as people nor in words."),
        *([groups_said(map(known_word, asked.unit))] if asked.unit[0] not in PIECES else ()),
        *([meaning] if meaning else ()),
        *([_("Only where {conditions}.").format(conditions=in_words(asked.where))] if asked.where else ()),
    ]
    return " ".join(sentences)


def meaning_of(table: str) -> str:
    """What the cells of a table of cases × codes say."""
    said = {
        "wide": _("1: raised; 0: asked, not raised."),
        "counts": _("Passages; 0: asked, not raised."),
        "words": _("Words of the people interviewed; 0: asked, not raised."),
    }[table]
    empty = _("Empty: not asked, or not yet coded where {column} names the code.").format(column=NOT_YET_CODED)
    return f"{said} {empty}"


class About:
    """What is known of who speaks, by name: site, role, wave, any variable; of the document where nobody does."""

    def __init__(self, study: Holdings, names: Iterable[str], taken: Iterable[str] = ()) -> None:
        """`taken` are the names that other columns have: a variable called so becomes `variable:name`."""
        self._known: dict[str, Voices] = {}
        numbers, others = _numbers(study), set(taken)
        for name in names:
            self._known[name] = voices(study.connection, Grouping((name,)))
        self.columns = tuple(
            Column(f"variable:{name}" if name in others else name, "number" if name in numbers else "text")
            for name in self._known
        )

    def of(self, document: str, speakers: Iterable[int]) -> list[Cell]:
        """The cells of a passage or a turn, given who speaks in it."""
        heard = list(speakers)
        return [
            _cell(_values_of(said, document, heard), column)
            for said, column in zip(self._known.values(), self.columns, strict=True)
        ]

    def of_groups(self, groups: Voices, by: Sequence[str]) -> dict[str, list[Cell]]:
        """The cells of each group: what is known of everybody in it, or of the document that it is."""
        found = [self._values(groups, said, by) for said in self._known.values()]
        names = dict.fromkeys(group for values in found for group in values)
        return {
            group: [_cell(values.get(group, ()), column) for values, column in zip(found, self.columns, strict=True)]
            for group in names
        }

    @staticmethod
    def _values(groups: Voices, said: Voices, by: Sequence[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        if "document" not in by or "participant" in by:
            for speaker, (_person, group) in groups.speakers.items():
                found.setdefault(group, []).append(said.speakers[speaker][1])
        if "participant" not in by:
            for document, group in groups.documents.items():
                found.setdefault(group, []).append(said.documents[document])
        return found


def _values_of(said: Voices, document: str, speakers: Iterable[int]) -> list[str]:
    return [said.speakers[one][1] for one in speakers if one in said.speakers] or [said.documents[document]]


def known_of(study: Holdings, unit: Sequence[str]) -> tuple[str, ...]:
    """The names of what is said beside each case: what a person, a document or a passage has of its own."""
    built_in: Mapping[str, tuple[str, ...]] = {
        "participant": ("site", "region", "role"),
        "document": ("site", "region", "kind", "wave", "date", "language", "guide"),
        "site": ("region",),
    }
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    if not unit or unit[0] in PIECES:
        kinds, names = HOLDERS, (*built_in["document"], "role")
    else:
        own = next((holder for holder in HOLDERS if holder in unit), "")
        kinds, names = tuple(dict.fromkeys((own, "site"))) if own else (), built_in.get(own, ())
    variables = (name for kind in kinds for name in study.variables.get(kind, {}))
    return tuple(name for name in dict.fromkeys((*names, *variables)) if name not in unit)


def _numbers(study: Holdings) -> frozenset[str]:
    return frozenset(
        name
        for holder in HOLDERS
        for name, variable in declared(study.variables, holder).items()
        if variable.type == "number"
    )


def _cell(values: Iterable[str], column: Column) -> Cell:
    """Several values as one cell; a number only where there is one."""
    known = [value for value in dict.fromkeys(values) if value != NO_GROUP]
    if column.kind == "text" or not known:
        return BETWEEN.join(known) or None
    return _number(known[0]) if len(known) == 1 else None


def _number(value: str) -> Cell:
    try:
        number = float(value)
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
