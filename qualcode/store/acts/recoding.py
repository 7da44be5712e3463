"""Acts on many codings at once: one statement for all that change alike, whatever their number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.acts import ConfirmCodings, RecodeCodings, SetCounters, SetKeys
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.store.acts.codings import coded, drop_unused, require_codes, segments_at
from qualcode.store.acts.performing import Performed, Writing, inverse, perform
from qualcode.store.database.sqlite import IntegrityError

Change = Sequence[Any]
"""The ids of codings, and what all of them have before and after, by column."""
_COLUMNS = {"segment": "segment", "document": "document", "start": "start", "end": '"end"', "code": "code",
            "key": "key", "counter": "counter", "definition": "definition"}  # fmt: skip


@inverse
@dataclass(frozen=True, slots=True)
class ChangeCodings:
    """Give codings other values, those that have still what they were left with."""

    changes: Sequence[Change]


@perform.register
def recode_codings(act: RecodeCodings, writing: Writing) -> Performed:
    """Another code for many codings."""
    require_codes(writing, (act.code,))
    return _alike(writing, act.ids, coded(writing, act.code), {"code": act.code})


@perform.register
def set_keys(act: SetKeys, writing: Writing) -> Performed:
    """Many codings marked as key quotations, or no longer."""
    return _alike(writing, act.ids, {"key": int(act.key)}, {})


@perform.register
def set_counters(act: SetCounters, writing: Writing) -> Performed:
    """Many codings marked as counter-examples, or no longer."""
    return _alike(writing, act.ids, {"counter": int(act.counter)}, {})


@perform.register
def confirm_codings(act: ConfirmCodings, writing: Writing) -> Performed:
    """Codings under the present wording of their codes' definitions."""
    changes = [
        change
        for code, ids in _by_code(writing, tuple(dict.fromkeys(act.ids))).items()
        for change in alike(writing, ids, {"definition": coded(writing, code)["definition"]})
    ]
    return change_codings(ChangeCodings(changes), writing)


@perform.register
def change_codings(act: ChangeCodings, writing: Writing) -> Performed:
    """Codings with other values; if one has been changed since, none is. What has them already is left."""
    left = [change for each in act.changes if (change := _to_change(writing, each))[0]]
    for ids, before, _after in left:
        _require(writing, ids, before)
    documents = _documents(writing, act.changes)
    try:
        for ids, _before, after in left:
            _update(writing, ids, after)
    except IntegrityError:
        raise InputError(_("A passage would have the same code of the same coder twice.")) from None
    documents |= _documents(writing, act.changes)
    drop_unused(writing, {before["segment"] for _ids, before, _after in left if "segment" in before})
    ids = tuple(number for change in act.changes for number in change[0])
    back = ChangeCodings([[ids, after, before] for ids, before, after in reversed(left)])
    return Performed(back, _summary(ids), documents, ids, idle=not left)


def alike(writing: Writing, ids: Sequence[int], after: Mapping[str, Any]) -> list[Change]:
    """The change that gives codings the same values: those together that have the same before."""
    _require(writing, ids, {})
    names = tuple(after)
    columns = ", ".join(f"coding.{_COLUMNS[name]}" for name in names)
    rows = writing.connection.execute(
        f"SELECT json_group_array(coding.id), {columns} FROM json_each(?) AS wanted"
        f" CROSS JOIN coding ON coding.id = wanted.value GROUP BY {columns}",
        (json.dumps(list(ids)),),
    )
    found = [(json.loads(numbers), dict(zip(names, values, strict=True))) for numbers, *values in rows]
    return [[numbers, before, dict(after)] for numbers, before in found if before != after]


def moved(writing: Writing, places: Mapping[int, tuple[int, int]]) -> list[Change]:
    """The changes that give codings other bounds in their documents; the segments there are made."""
    rows = writing.connection.execute(
        'SELECT coding.id, segment, document, start, "end" FROM json_each(?) AS wanted'
        " CROSS JOIN coding ON coding.id = wanted.value ORDER BY coding.id",
        (json.dumps(list(places)),),
    ).fetchall()
    new = [(document, *places[number]) for number, _segment, document, *_bounds in rows]
    segments = segments_at(writing, new)
    names = ("segment", "start", "end")
    return [
        [[number], dict(zip(names, (segment, *bounds), strict=True)), dict(zip(names, (at, *place[1:]), strict=True))]
        for (number, segment, _document, *bounds), place, at in zip(rows, new, segments, strict=True)
    ]


def _alike(writing: Writing, ids: Sequence[int], after: Mapping[str, Any], also: dict[str, object]) -> Performed:
    ids = tuple(dict.fromkeys(ids))
    performed = change_codings(ChangeCodings(alike(writing, ids, after)), writing)
    return replace(performed, summary={**_summary(ids), **also}, codings=ids)


def _by_code(writing: Writing, ids: Sequence[int]) -> dict[str, list[int]]:
    _require(writing, ids, {})
    rows = writing.connection.execute(
        "SELECT code, json_group_array(coding.id) FROM json_each(?) AS wanted"
        " CROSS JOIN coding ON coding.id = wanted.value GROUP BY code",
        (json.dumps(list(ids)),),
    )
    return {code: json.loads(numbers) for code, numbers in rows}


def _update(writing: Writing, ids: Sequence[int], after: Mapping[str, Any]) -> None:
    if "segment" in after:
        place = writing.connection.execute("SELECT document FROM coding WHERE id = ?", (ids[0],)).fetchone()
        bounds = (place[0], after["start"], after["end"])
        after = {**after, "segment": segments_at(writing, [bounds], {bounds: after["segment"]})[0]}
    columns = ", ".join(f"{_COLUMNS[name]} = ?" for name in after)
    query = f"UPDATE coding SET {columns} WHERE id IN (SELECT value FROM json_each(?))"
    writing.connection.execute(query, (*after.values(), json.dumps(list(ids))))


def _to_change(writing: Writing, change: Change) -> Change:
    """A change without the codings from which what is taken back is gone already: somebody else has taken it back."""
    ids, before, after = change
    gone = _having(writing, ids, after) if writing.since is not None else frozenset()
    return [[number for number in ids if number not in gone], before, after]


def _having(writing: Writing, ids: Sequence[int], values: Mapping[str, Any]) -> frozenset[int]:
    """Those of the codings that are there and have these values."""
    holds = "".join(f" AND coding.{_COLUMNS[name]} IS ?" for name in values)
    query = f"SELECT coding.id FROM json_each(?) AS wanted CROSS JOIN coding ON coding.id = wanted.value{holds}"
    return frozenset(row[0] for row in writing.connection.execute(query, (json.dumps(list(ids)), *values.values())))


def _require(writing: Writing, ids: Sequence[int], values: Mapping[str, Any]) -> None:
    """Refuse where a coding is gone, or has not these values any more."""
    known = _having(writing, ids, values)
    gone = next((number for number in ids if number not in known), None)
    if gone is None:
        return
    if values:
        raise InputError(_("Codings have been changed since; this cannot be taken back."))
    raise NotFoundError(
        _("There is no coding {number} in this study.").format(number=gone),
        _("`qualcode codings` lists those there are."),
    )


def _documents(writing: Writing, changes: Iterable[Change]) -> frozenset[str]:
    ids = [number for change in changes for number in change[0]]
    rows = writing.connection.execute(
        "SELECT DISTINCT document FROM coding WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    return frozenset(row[0] for row in rows)


def _summary(ids: Sequence[int]) -> dict[str, object]:
    """What the history says: which coding, or how many, each of them named for whoever takes back what came before."""
    if len(ids) == 1:
        return {"coding": ids[0]}
    return {"codings": len(ids), "acts": [{"coding": number} for number in ids]}
