"""Acts on memos: add, edit, take away, and the quick memo of a coder. A memo's id is never given twice.

A memo is its author's to edit and to take away; entries of a logbook and questions are the team's to edit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.acts import AddMemo, EditMemo, RemoveMemo, SetMemo
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.linking import kept
from qualcode.model.codings import LOGBOOK, MEMO_KINDS, PASSAGE, QUESTION, SETTLED
from qualcode.names import near_hint
from qualcode.store.acts.codings import check_span
from qualcode.store.acts.linked import require_links
from qualcode.store.acts.performing import Performed, Writing, inverse, next_id, perform, refuse_other_text
from qualcode.variables.values import date

Row = Sequence[Any]
"""A memo's row: id, target, coder, kind, at, text, date."""

SHARED = frozenset((LOGBOOK, QUESTION, SETTLED))
"""The kinds that others than the author edit."""
_TARGETS = {"code": "code", "document": "document", "coding": "coding", "site": "site", "participant": "participant"}
_COLUMNS = "id, target, coder, kind, at, text, date"
_PASSAGE = re.compile(rf"{PASSAGE}:(?P<document>.+):(?P<start>\d{{1,15}})-(?P<end>\d{{1,15}})")


@inverse
@dataclass(frozen=True, slots=True)
class PutMemo:
    """Put a memo back as it was (None: take it away), if it is still as it was `left` (None: not there)."""

    memo: int
    row: Row | None
    left: Row | None


@inverse
@dataclass(frozen=True, slots=True)
class RestoreMemo:
    """What older versions kept as the inverse of `SetMemo`: the coder's memo of that kind, or none."""

    target: str
    coder: str
    kind: str
    row: Row | None


@perform.register
def add_memo(act: AddMemo, writing: Writing) -> Performed:
    """A new memo, beside any that are there."""
    _require_target(writing, act.target)
    number = next_id(writing.connection, "memo")
    written = _checked(act.target, act.kind, act.text, act.date)
    require_links(writing.connection, written[1])
    return _put(writing, number, [number, act.target, writing.coder, written[0], writing.at, *written[1:]])


@perform.register
def edit_memo(act: EditMemo, writing: Writing) -> Performed:
    """Another text, kind or date for a memo; its author stays."""
    number, target, coder, kind, _at, before, _day = _require_memo(writing, act.memo)
    written = _checked(target, act.kind, act.text, act.date)
    require_links(writing.connection, written[1], before)
    if not {kind, act.kind} <= SHARED:
        _require_own(writing, coder)
    return _put(writing, number, [number, target, coder, written[0], writing.at, *written[1:]])


@perform.register
def remove_memo(act: RemoveMemo, writing: Writing) -> Performed:
    """A memo away."""
    row = _require_memo(writing, act.memo)
    _require_own(writing, row[2])
    return _put(writing, act.memo, None)


@perform.register
def set_memo(act: SetMemo, writing: Writing) -> Performed:
    """The coder's first memo of a kind on a target, written, changed or taken away."""
    _require_target(writing, act.target)
    old, text = _first(writing, act.target, writing.coder, act.kind), kept(act.text)
    require_links(writing.connection, text, old[5] if old else "")
    number, day = (old[0], old[6]) if old else (next_id(writing.connection, "memo"), None)
    row = [number, act.target, writing.coder, act.kind, writing.at, text, day]
    return replace(_put(writing, number, row if text else None, act.target), idle=text == (old[5] if old else ""))


@perform.register
def put_memo(act: PutMemo, writing: Writing) -> Performed:
    """A memo as it was before, unless somebody has written it anew since."""
    if _row(writing, act.memo) != (None if act.left is None else _whole(act.left)):
        raise InputError(_("The memo has been changed since; this cannot be taken back."))
    if act.left is None and act.row is not None:
        _require_target(writing, act.row[1])
        if act.row[1].startswith(f"{PASSAGE}:"):
            refuse_other_text(writing, documents_of(writing, act.row[1]))
    return _put(writing, act.memo, act.row)


@perform.register
def restore_memo(act: RestoreMemo, writing: Writing) -> Performed:
    """A memo as it was before, of a history that an older version wrote."""
    _require_target(writing, act.target)
    old = _first(writing, act.target, act.coder, act.kind)
    if act.row is None:
        return _put(writing, old[0] if old else 0, None, act.target)
    return _put(writing, act.row[0], act.row)


def _put(writing: Writing, number: int, row: Row | None, target: str | None = None) -> Performed:
    """Write a memo's row whole, or take it out; answers with the inverse. `target` is said where no row says it."""
    before = _row(writing, number)
    writing.connection.execute("DELETE FROM memo WHERE id = ?", (number,))
    if row is not None:
        query = f"INSERT INTO memo({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        writing.connection.execute(query, _whole(row))
    said = row or before
    about = str(said[1]) if said else str(target)
    summary = {"target": about, **({"memo": number, "kind": said[3]} if said else {})}
    documents = documents_of(writing, about)
    if about.startswith(f"{PASSAGE}:"):
        summary["document"] = next(iter(documents))
    return Performed(PutMemo(number, before, _row(writing, number)), summary, documents)


def _checked(target: str, kind: str, text: str, day: str | None) -> tuple[str, str, str | None]:
    """The kind, text and date of a memo, if they go together."""
    if kind not in MEMO_KINDS:
        hint = near_hint(kind, MEMO_KINDS, _("Choose among: {names}.").format(names=", ".join(MEMO_KINDS)))
        raise InputError(_("There are no memos of the kind {name}.").format(name=kind), hint)
    if kind == LOGBOOK and not target.startswith("site:"):
        raise InputError(_("A logbook is a site’s: its entries are on site:ID, not on {target}.").format(target=target))
    if day and kind != LOGBOOK:
        raise InputError(_("Only an entry of a logbook has a date of its own; other memos have that of their writing."))
    words = kept(text)
    if not words:
        raise InputError(_("A memo without words is not kept."), _("Take it away instead."))
    return kind, words, date(day) if day else None


def _require_memo(writing: Writing, number: int) -> list[Any]:
    row = _row(writing, number)
    if row is None:
        raise NotFoundError(
            _("There is no memo {number} in this study.").format(number=number), _("`qualcode memos` lists them.")
        )
    return row


def _require_own(writing: Writing, coder: str) -> None:
    if coder != writing.coder:
        raise InputError(
            _("The memo is {coder}’s, not yours.").format(coder=coder), _("Write one of your own beside it.")
        )


def _row(writing: Writing, number: int) -> list[Any] | None:
    row = writing.connection.execute(f"SELECT {_COLUMNS} FROM memo WHERE id = ?", (number,)).fetchone()
    return list(row) if row else None


def _first(writing: Writing, target: str, coder: str, kind: str) -> list[Any] | None:
    query = f"SELECT {_COLUMNS} FROM memo WHERE target = ? AND coder = ? AND kind = ? ORDER BY id LIMIT 1"
    row = writing.connection.execute(query, (target, coder, kind)).fetchone()
    return list(row) if row else None


def _whole(row: Row) -> list[Any]:
    """A row with all its columns: one kept by an older version has no date."""
    return [*row, None][:7]


def _require_target(writing: Writing, target: str) -> None:
    noun, _colon, name = target.partition(":")
    if target == "study":
        return
    if noun == PASSAGE:
        _require_passage(writing, target)
        return
    table = _TARGETS.get(noun)
    if table is None:
        raise InputError(
            _("{target} is not something a memo can be on.").format(target=target),
            _("Write study, or one of {nouns} and its id, as in document:L03.").format(nouns=", ".join(_TARGETS)),
        )
    if writing.connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (name,)).fetchone() is None:
        raise NotFoundError(_("There is no {target} in this study.").format(target=target))


def _require_passage(writing: Writing, target: str) -> None:
    found = _PASSAGE.fullmatch(target)
    if found is None:
        raise InputError(
            _("{target} is not a passage.").format(target=target), _("Write it as in passage:L03:120-298.")
        )
    row = writing.connection.execute("SELECT length FROM document WHERE id = ?", (found["document"],)).fetchone()
    if row is None:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=found["document"]))
    check_span((found["document"], int(found["start"]), int(found["end"])), row[0])


def documents_of(writing: Writing, target: str) -> frozenset[str]:
    """The document that a memo's target is or lies in."""
    noun, _colon, name = target.partition(":")
    if noun == "document":
        return frozenset((name,))
    if noun == PASSAGE:
        return frozenset((name.rpartition(":")[0],))
    if noun != "coding":
        return frozenset()
    query = "SELECT document FROM coding WHERE id = ?"
    return frozenset(row[0] for row in writing.connection.execute(query, (name,)))
