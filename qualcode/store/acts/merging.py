"""Codes made one, or several made of one: with all that hangs on them, as one act that is taken back whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.acts import MergeCodes, RecodeCodings, RemoveCodings, RetireCode, SplitCode
from qualcode.book import editing
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.linking import relinked
from qualcode.model import in_language
from qualcode.store.acts import merged, renderings
from qualcode.store.acts.codings import coded
from qualcode.store.acts.consents import PutConsents, inherited
from qualcode.store.acts.lines import rewrite, said
from qualcode.store.acts.performing import (
    Performed,
    Writing,
    from_data,
    inverse,
    next_id,
    perform,
    refuse_built_on,
    to_data,
)
from qualcode.store.acts.recoding import Change, ChangeCodings, alike, moved
from qualcode.store.acts.rows import Row, exchange
from qualcode.store.database.kept import CODEBOOK, code_of, get_meta

WAYS = ("join", "keep")
_THEME, _HOLDER, _TEXT, _CODER, _AT = 1, 2, 3, 4, 5


@inverse
@dataclass(frozen=True, slots=True)
class Reshape:
    """Acts that take back, or do again, what was done to `codes`, unless another coder has built on it since."""

    codes: Sequence[str]
    acts: Sequence[Mapping[str, Any]]


@perform.register
def reshape(act: Reshape, writing: Writing) -> Performed:
    """All acts, or none."""
    refuse_built_on(writing, "code", act.codes)
    return _as_one([perform(from_data(data), writing) for data in act.acts], act.codes, {"code": act.codes[0]})


@perform.register
def merge_codes(act: MergeCodes, writing: Writing) -> Performed:
    """Codes into one; refused where the file cannot be edited safely."""
    codes = tuple(dict.fromkeys(act.codes))
    _check_merge(writing, codes, act.into, act.overlaps)
    counts = merged.count(writing.connection, codes)
    labels = {code: in_language(code_of(writing.connection, code).label, "") for code in codes}
    join = act.overlaps == "join"
    groups = (merged.overlapping if join else merged.twins)(writing.connection, codes, act.into)
    gone = {one.id: group.survivor for group in groups for one in group.members if one.id != group.survivor}
    done = [
        *_follow(writing, codes, act.into, gone, labels),
        *_consents(writing, gone),
        *_renderings(writing, gone),
        *([perform(RemoveCodings(tuple(gone)), writing)] if gone else []),
        perform(ChangeCodings(_kept(writing, groups, join)), writing),
        perform(ChangeCodings(_recoded(writing, codes, act.into)), writing),
        rewrite(writing, editing.with_codes_merged(_text(writing), CODEBOOK, codes, act.into), {}),
    ]
    summary = {
        "code": act.into, "merged": ", ".join(codes), "overlaps": act.overlaps,
        "codings": sum(counts.values()), "one": len(gone), "reason": act.reason,
    }  # fmt: skip
    return _as_one(done, (act.into, *codes), summary)


@perform.register
def split_code(act: SplitCode, writing: Writing) -> Performed:
    """New codes, and codings of the old one sent to them."""
    code_of(writing.connection, act.code)
    _check_sent(writing, act)
    done = [perform(new, writing) for new in act.new]
    done += [perform(RecodeCodings(tuple(ids), code), writing) for code, ids in act.sent.items() if ids]
    done += [perform(RetireCode(act.code), writing)] if act.retire else []
    if not done:
        raise InputError(_("A split needs new codes, or codings to send."))
    new = tuple(dict.fromkeys((*(code.id for code in act.new), *act.sent)))
    summary = {
        "code": act.code, "split": ", ".join(new), "codings": sum(map(len, act.sent.values())), "reason": act.reason,
    }  # fmt: skip
    return _as_one(done, (act.code, *new), summary)


def _check_merge(writing: Writing, codes: Sequence[str], into: str, overlaps: str) -> None:
    for code in (*codes, into):
        code_of(writing.connection, code)
    if not codes or into in codes:
        raise InputError(_("A merge needs codes besides the one they become."))
    if overlaps not in WAYS:
        raise InputError(
            _("Overlapping passages cannot be treated as {name}.").format(name=overlaps),
            _("Choose among: {names}.").format(names=", ".join(WAYS)),
        )


def _check_sent(writing: Writing, act: SplitCode) -> None:
    ids = [number for numbers in act.sent.values() for number in numbers]
    query = "SELECT value FROM json_each(?) AS wanted LEFT JOIN coding ON coding.id = value WHERE code IS NOT ?"
    row = writing.connection.execute(query, (json.dumps(ids), act.code)).fetchone()
    if row or len(set(ids)) < len(ids):
        number = row[0] if row else next(number for number in ids if ids.count(number) > 1)
        raise InputError(_("Coding {number} is not one of {code} to send once.").format(number=number, code=act.code))


def _as_one(done: Sequence[Performed], codes: Sequence[str], summary: dict[str, object]) -> Performed:
    back = Reshape(list(codes), [to_data(one.inverse) for one in reversed(done)])
    return Performed(
        back,
        {**said(summary), "acts": [{"code": code} for code in codes]},
        frozenset().union(*(one.documents for one in done)),
        tuple(coding for one in done for coding in one.codings),
        frozenset().union(*(one.files for one in done)),
        frozenset().union(*(one.reread for one in done)),
    )


def _text(writing: Writing) -> str:
    return get_meta(writing.connection, CODEBOOK)


# ---------------------------------------------------------------------- codings


def _kept(writing: Writing, groups: Sequence[merged.Group], join: bool) -> list[Change]:
    """What changes of the coding that stays of several: the marks of all, and where they are joined the bounds."""
    marks = [change for group in groups for change in _marked(group)]
    places = {group.survivor: (group.start, group.end) for group in groups if join and _bounds(group) != group[1:3]}
    return [*marks, *moved(writing, places)]


def _consents(writing: Writing, gone: Mapping[int, int]) -> Iterator[Performed]:
    """Whether what stays may be quoted: not where one of those that become it may not be."""
    survivors = sorted(set(gone.values()))
    members = {one: [number for number, other in gone.items() if other == one] for one in survivors}
    if rows := [[one, inherited(writing.connection, one, members[one])] for one in survivors]:
        yield perform(PutConsents(rows), writing)


def _renderings(writing: Writing, gone: Mapping[int, int]) -> Iterator[Performed]:
    """What stays is shown in the excerpts and translations of those that become it, where it has none of its own."""
    for survivor in sorted(set(gone.values())):
        members = [number for number, other in gone.items() if other == survivor]
        if rows := renderings.inherited(writing.connection, survivor, members):
            yield perform(renderings.PutRenderings(rows), writing)


def _survivor(group: merged.Group) -> merged.Member:
    return next(one for one in group.members if one.id == group.survivor)


def _bounds(group: merged.Group) -> tuple[int, int]:
    return _survivor(group).start, _survivor(group).end


def _marked(group: merged.Group) -> Iterator[Change]:
    one = _survivor(group)
    before, after = {"key": one.key, "counter": one.counter}, {"key": group.key, "counter": group.counter}
    if before != after:
        yield [[one.id], before, after]


def _recoded(writing: Writing, codes: Sequence[str], into: str) -> list[Change]:
    query = "SELECT json_group_array(id) FROM coding WHERE code IN (SELECT value FROM json_each(?))"
    ids = json.loads(writing.connection.execute(query, (json.dumps(list(codes)),)).fetchone()[0])
    return alike(writing, ids, coded(writing, into))


# ---------------------------------------------------------------------- what is written about them


def _follow(
    writing: Writing, codes: Sequence[str], into: str, gone: Mapping[int, int], labels: Mapping[str, str]
) -> Iterator[Performed]:
    """Memos on the codes and on codings that are gone, links to these, and summaries of the codes."""
    yield _memos(writing, codes, into, gone)
    yield from _summaries(writing, codes, into, labels)
    if gone:
        rows = writing.connection.execute("SELECT * FROM summary_version WHERE instr(text, '[#')").fetchall()
        yield _relinked(writing, "summary_version", rows, _TEXT, gone)


def _memos(writing: Writing, codes: Sequence[str], into: str, gone: Mapping[int, int]) -> Performed:
    targets = {f"code:{code}": f"code:{into}" for code in codes}
    targets |= {f"coding:{number}": f"coding:{survivor}" for number, survivor in gone.items()}
    rows = writing.connection.execute(
        "SELECT * FROM memo WHERE target IN (SELECT value FROM json_each(?)) OR ? AND instr(text, '[#')",
        (json.dumps(list(targets)), bool(gone)),
    ).fetchall()
    columns = [row[1] for row in writing.connection.execute("PRAGMA table_info(memo)")]
    target, text = columns.index("target"), columns.index("text")
    after = [
        _with(_with(row, target, targets.get(row[target], row[target])), text, relinked(row[text], gone))
        for row in rows
    ]
    return _exchanged(writing, "memo", rows, after)


def _relinked(writing: Writing, table: str, rows: Sequence[Row], text: int, gone: Mapping[int, int]) -> Performed:
    return _exchanged(writing, table, rows, [_with(row, text, relinked(row[text], gone)) for row in rows])


def _exchanged(writing: Writing, table: str, rows: Sequence[Row], after: Sequence[Row]) -> Performed:
    different = [(list(old), list(new)) for old, new in zip(rows, after, strict=True) if list(old) != list(new)]
    return exchange(writing, table, [old for old, _new in different], [new for _old, new in different])


def _with(row: Row, place: int, value: object) -> list[Any]:
    return [*row[:place], value, *row[place + 1 :]]


def _summaries(writing: Writing, codes: Sequence[str], into: str, labels: Mapping[str, str]) -> Iterator[Performed]:
    """Summaries of merged themes as those of `into`; where both have one for a holder, one after the other."""
    names = json.dumps(list(codes))
    connection = writing.connection
    holders = "holder IN (SELECT holder FROM summary WHERE theme IN (SELECT value FROM json_each(?1)))"
    cells = connection.execute(
        f"SELECT * FROM summary WHERE (theme = ?2 OR theme IN (SELECT value FROM json_each(?1))) AND {holders}",
        (names, into),
    ).fetchall()
    query = "SELECT * FROM summary_version WHERE theme IN (SELECT value FROM json_each(?)) ORDER BY id"
    old = connection.execute(query, (names,)).fetchall()
    written = {row[0]: row for row in connection.execute(
        "SELECT * FROM summary_version WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([cell[2] for cell in cells]),))}  # fmt: skip
    new: list[Row] = []
    pointers: list[Row] = []
    first = next_id(connection, "summary_version")
    order = {theme: place for place, theme in enumerate((into, *codes))}
    for holder in dict.fromkeys(cell[1] for cell in cells):
        own = sorted((cell for cell in cells if cell[1] == holder), key=lambda cell: order[cell[0]])
        told = [written[cell[2]] for cell in own if written[cell[2]][_TEXT]]
        if len(told) > 1:
            new.append(_joined(writing, first + len(new), told, into, labels))
            pointers.append([into, holder, new[-1][0]])
        else:
            pointers.append([into, holder, told[0][0] if told else own[0][2]])
    if cells or old:
        yield exchange(writing, "summary", cells, [])
        yield exchange(writing, "summary_version", old, [*(_with(row, _THEME, into) for row in old), *new])
        yield exchange(writing, "summary", [], pointers)


def _joined(writing: Writing, number: int, told: Sequence[Row], into: str, labels: Mapping[str, str]) -> list[Any]:
    """One text of several, each merged one under the label of its code; it rests on what the first rested on."""
    texts = [row[_TEXT] if row[_THEME] == into else f"{labels[row[_THEME]]}: {row[_TEXT]}" for row in told]
    row = [number, into, told[0][_HOLDER], "\n\n".join(texts), writing.coder, writing.at]
    return [*row, *told[0][_AT + 1 :]]
