"""Passages coded under an earlier wording of a definition: by code, with how far their review has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualcode.book.comparing import FieldChange
from qualcode.naming import code_called
from qualcode.store.acts import versions
from qualcode.store.database.sqlite import translated
from qualcode.store.reading import reviewing

if TYPE_CHECKING:
    from qualcode.study import Study


class Stale(NamedTuple):
    """A code whose definition changed after passages were coded: `present` is its wording's number, `since` its day.

    `under` counts codings by the earlier wording they are under; `left` is their sum, `reviewed` how many others of
    that time have been confirmed or recoded to the present one.
    """

    code: str
    present: int
    since: str
    under: dict[int, int]
    left: int
    reviewed: int


def stale(study: Study, coder: str | None = None, code: str | None = None) -> tuple[Stale, ...]:
    """Codes with passages to review, and those of which all were reviewed, in the order of the codebook."""
    with translated(study.database):
        rows = reviewing.counted(study.connection, coder)
    wanted = code_called(study.codebook, code).id if code else None
    found = []
    for each in study.codebook.codes:
        own = [row for row in rows if row.code == each.id and wanted in (None, each.id)]
        under: dict[int, int] = {}
        for row in own:
            if row.definition < row.present:
                under[row.definition] = under.get(row.definition, 0) + row.codings
        reviewed = sum(row.earlier for row in own if row.definition == row.present)
        if under or reviewed:
            found.append(Stale(each.id, own[0].present, own[0].since, under, sum(under.values()), reviewed))
    return tuple(found)


def stale_codings(study: Study, coder: str | None = None, code: str | None = None) -> tuple[int, ...]:
    """The ids of codings under an earlier wording, in the order in which they are walked through."""
    wanted = code_called(study.codebook, code).id if code else None
    with translated(study.database):
        return reviewing.listed(study.connection, coder, wanted)


def definitions(study: Study, code: str) -> tuple[versions.Definition, ...]:
    """Every wording of a code's definition, the oldest first."""
    with translated(study.database):
        return tuple(versions.definitions(study.connection, code_called(study.codebook, code).id))


def wordings_compared(study: Study, code: str, first: int, second: int) -> tuple[FieldChange, ...]:
    """What differs between two wordings of a code's definition, by field and language."""
    found = {each.number: each.fields for each in definitions(study, code)}
    old, new = found.get(first, {}), found.get(second, {})
    return tuple(
        FieldChange(field, language, before, after)
        for field in versions.DEFINING
        for language in dict.fromkeys((*old.get(field, {}), *new.get(field, {})))
        if (before := old.get(field, {}).get(language, "")) != (after := new.get(field, {}).get(language, ""))
    )
