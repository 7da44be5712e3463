"""Acts on the framework matrix: a summary written upon the version that was read, or confirmed as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.acts import ConfirmSummary, SetSummaries, SetSummary
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.linking import kept
from qualcode.store.acts.linked import require_links
from qualcode.store.acts.performing import Performed, Writing, inverse, next_id, perform
from qualcode.store.reading import framework
from qualcode.store.reading.framework import Evidence, Spot, SummaryVersion

Change = Sequence[Any]
"""A cell's theme and holder, the id of its version before, the row of its version after; None where there was none."""

_NOUNS = ("participant", "site")


@inverse
@dataclass(frozen=True, slots=True)
class TakeSummariesBack:
    """Give cells the versions they had, if they still have those that were written; these are gone then."""

    changes: Sequence[Change]


@inverse
@dataclass(frozen=True, slots=True)
class RestoreSummaries:
    """Give cells the versions that were taken back, if they have what they had when these were written."""

    changes: Sequence[Change]


@perform.register
def set_summary(act: SetSummary, writing: Writing) -> Performed:
    """One summary, as a new version."""
    return set_summaries(SetSummaries((act,)), writing)


@perform.register
def set_summaries(act: SetSummaries, writing: Writing) -> Performed:
    """Many summaries as one act; if one of them has been written by somebody in between, none is."""
    for each in act.summaries:
        _require_cell(writing, each.theme, each.holder)
        now = framework.current_of(writing.connection, (each.theme, each.holder))
        require_links(writing.connection, each.text, now.text if now else "")
    texts = [((each.theme, each.holder), kept(each.text), each.upon, each.counted) for each in act.summaries]
    return _write(writing, texts)


@perform.register
def confirm_summary(act: ConfirmSummary, writing: Writing) -> Performed:
    """The same words once more, resting on what is there now."""
    spot = (act.theme, act.holder)
    now = framework.current_of(writing.connection, spot)
    if now is None or not now.text:
        raise InputError(_("There is no summary of {theme} for {holder} yet.").format(theme=spot[0], holder=spot[1]))
    return _write(writing, [(spot, now.text, act.upon, act.counted)])


@perform.register
def take_summaries_back(act: TakeSummariesBack, writing: Writing) -> Performed:
    """What was written goes, what was there before holds again."""
    for theme, holder, before, after in act.changes:
        now = _require_version(writing, (theme, holder), after[0])
        _point(writing, (theme, holder), before)
        writing.connection.execute("DELETE FROM summary_version WHERE id = ?", (now,))
    return Performed(RestoreSummaries(act.changes), _said([tuple(change[:2]) for change in act.changes]))


@perform.register
def restore_summaries(act: RestoreSummaries, writing: Writing) -> Performed:
    """What was taken back is there again, with the numbers it had."""
    for theme, holder, before, after in act.changes:
        _require_version(writing, (theme, holder), before)
        _insert(writing, [after])
        _point(writing, (theme, holder), after[0])
    return Performed(TakeSummariesBack(act.changes), _said([tuple(change[:2]) for change in act.changes]))


def _write(writing: Writing, texts: Sequence[tuple[Spot, str, int, str | None]]) -> Performed:
    """New versions of cells, each resting on what is there now; refused where another stands than was read."""
    rested = framework.evidence(writing.connection, ((spot, counted) for spot, _text, _upon, counted in texts))
    first = next_id(writing.connection, "summary_version")
    changes: list[Change] = []
    for number, (spot, text, upon, counted) in enumerate(texts, first):
        _require_version(writing, spot, upon or None)
        row = _row(writing, number, spot, text, counted, rested[spot, counted])
        _insert(writing, [row])
        _point(writing, spot, number)
        changes.append([*spot, upon or None, row])
    return Performed(TakeSummariesBack(changes), _said([spot for spot, *_rest in texts]))


def _row(writing: Writing, number: int, spot: Spot, text: str, counted: str | None, rested: Evidence) -> Sequence[Any]:
    return framework.row_of(SummaryVersion(number, *spot, text, writing.coder, writing.at, counted, rested))


def _insert(writing: Writing, rows: Sequence[Sequence[Any]]) -> None:
    writing.connection.executemany(
        "INSERT INTO summary_version(id, theme, holder, text, coder, at, counted, evidence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _point(writing: Writing, spot: Spot, version: int | None) -> None:
    """Say which version of a cell holds."""
    if version is None:
        writing.connection.execute("DELETE FROM summary WHERE theme = ? AND holder = ?", spot)
    else:
        query = (
            "INSERT INTO summary VALUES (?, ?, ?) ON CONFLICT(theme, holder) DO UPDATE SET version = excluded.version"
        )
        writing.connection.execute(query, (*spot, version))


def _require_version(writing: Writing, spot: Spot, version: int | None) -> int | None:
    """Refuse to write upon another version than the one that was read."""
    query = "SELECT version, coder FROM summary JOIN summary_version AS written ON written.id = version"
    row = writing.connection.execute(f"{query} WHERE summary.theme = ? AND summary.holder = ?", spot).fetchone()
    if (row[0] if row else None) == version:
        return version
    if row is None:
        raise InputError(_("The summary of {theme} for {holder} has been taken back since.").format(
            theme=spot[0], holder=spot[1]))  # fmt: skip
    raise InputError(
        _("{coder} has written the summary of {theme} for {holder} since.").format(
            coder=row[1], theme=spot[0], holder=spot[1]
        ),
        _("Read it first, then write upon it or ask {coder}.").format(coder=row[1]),
    )


def _require_cell(writing: Writing, theme: str, holder: str) -> None:
    if writing.connection.execute("SELECT 1 FROM code WHERE id = ?", (theme,)).fetchone() is None:
        raise NotFoundError(
            _("There is no code {name} in the codebook.").format(name=theme), _("`qualcode codes` lists them.")
        )
    noun, _colon, name = holder.partition(":")
    if noun not in _NOUNS or not _is_there(writing, noun, name):
        raise NotFoundError(_("There is no {target} in this study.").format(target=holder))


def _is_there(writing: Writing, noun: str, name: str) -> bool:
    return writing.connection.execute(f"SELECT 1 FROM {noun} WHERE id = ?", (name,)).fetchone() is not None


def _said(spots: Sequence[Spot]) -> dict[str, object]:
    """What the history says: the theme and the holder, or how many; each is named as a memo's target is."""
    named = [{"code": theme, "target": holder} for theme, holder in spots]
    return dict(named[0]) if len(named) == 1 else {"summaries": len(named), "acts": named}
