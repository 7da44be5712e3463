"""New codes with ids that nothing was ever called, and where the codings of a code that is split go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.acts import AddCode
from qualcode.codebook import suggest_id
from qualcode.csvtable import read_table, whole
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.codes import Code, Codebook
from qualcode.names import fold
from qualcode.naming import code_called
from qualcode.store.database.kept import former_names
from qualcode.store.database.sqlite import translated

if TYPE_CHECKING:
    from qualcode.study import Study

SENT = ("coding", "code")
"""The columns of a table that says where codings go."""


def taken_ids(study: Study) -> frozenset[str]:
    """What a new code cannot be called by: ids, and all that codes are or ever were called besides."""
    aliases = (alias for code in study.codebook.codes for alias in code.aliases)
    with translated(study.database):
        former = former_names(study.connection)
    return frozenset((*(code.id for code in study.codebook.codes), *map(fold, aliases), *former))


def free_id(study: Study, label: str, besides: Iterable[str] = ()) -> str:
    """An id for a new code, made from its label."""
    return suggest_id(label, taken_ids(study).union(besides))


def new_codes(study: Study, code: str, labels: Sequence[str], under: str | None = None) -> tuple[AddCode, ...]:
    """The codes that one is split into: beside it, after it, or last under another."""
    book = study.codebook
    parent = under or book[code].parent
    place = [each.id for each in book.children(parent)].index(code) + 1 if under is None else None
    made: list[AddCode] = []
    for label in labels:
        position = None if place is None else place + len(made)
        id_ = free_id(study, label, (each.id for each in made))
        made.append(AddCode(id_, {"": label}, parent, position=position))
    return tuple(made)


def sent_to(
    study: Study, code: str, made: Sequence[AddCode], pairs: Iterable[tuple[str, str]]
) -> Mapping[str, tuple[int, ...]]:
    """By code the codings that go to it, from numbers and names as they were written."""
    book = Codebook({}, (*study.codebook.codes, *(Code(each.id, each.label, each.parent) for each in made)))
    found: dict[str, list[int]] = {}
    for number, name in pairs:
        found.setdefault(code_called(book, name).id, []).append(whole(number))
    if code in found:
        raise InputError(
            _("{code} is the code that is split; what is not sent stays there.").format(code=code),
            _("Leave these codings out."),
        )
    return {name: tuple(ids) for name, ids in found.items()}


def read_sent(path: str | Path) -> list[tuple[str, str]]:
    """A table of codings and the code each goes to."""
    return [(row["coding"], row["code"]) for _line, row in read_table(Path(path), SENT, SENT)]
