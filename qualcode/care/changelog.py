"""How the codebook came to be: every change that stands, by whom, when and why, and what became of each code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.book.comparing import (
    ADDED,
    DEFINED,
    MERGED,
    MOVED,
    REDEFINED,
    REMOVED,
    RENAMED,
    SET,
    CodeChange,
    compared,
)
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model import Words
from qualcode.model.codes import Codebook
from qualcode.naming import find_code
from qualcode.store import changes
from qualcode.store.acts import versions
from qualcode.store.database.kept import CODEBOOK
from qualcode.store.database.sqlite import Connection, translated

if TYPE_CHECKING:
    from qualcode.study import Study

BEGUN, SPLIT = "begun", "split"


class Entry(NamedTuple):
    """A change of a code. `what` is one of begun, added, merged, split, renamed, moved, retired, restored, redefined,
    removed.

    `others` are the codes that were merged into it, that it was split into, or that it comes from; `before` and `after`
    its labels where it was renamed, its parents where it was moved; `fields` those defined anew. What an older version
    of the program wrote has no number of a version.
    """

    version: int | None
    at: str
    coder: str
    code: str
    label: Words
    what: str
    others: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    fields: tuple[str, ...] = ()
    reason: str = ""


class Life(NamedTuple):
    """A code from its beginning to what it is: its entries, and `final`: used, retired, merged or removed."""

    code: str
    label: Words
    entries: tuple[Entry, ...]
    final: str
    into: str = ""


def changelog(study: Study) -> tuple[Entry, ...]:
    """Every change of the codebook that stands, the oldest first."""
    with translated(study.database):
        entries = [
            entry
            for version, before, after in versions.states(study.connection)
            for entry in reversed(list(_entries(study.connection, version, before, after)))
        ]
        return (*_older(study.connection), *reversed(entries))


def diff(study: Study, first: int, second: int, code: str | None = None) -> tuple[CodeChange, ...]:
    """What is different between two versions of the codebook, of all codes or of one, by any name it has or had."""
    with translated(study.database):
        _require_versions(study.connection, (first, second))
        old, new = (versions.codebook_at(study.connection, number) for number in (first, second))
    found = compared(old, new)
    if code is None:
        return found
    wanted = {each.id for each in (find_code(book, code) for book in (old, new, study.codebook)) if each}
    if not wanted:
        raise InputError(
            _("There is no code {name} in either version.").format(name=code), _("`qualcode codebook log` lists them.")
        )
    return tuple(change for change in found if change.code in wanted or change.into in wanted)


def _require_versions(connection: Connection, numbers: Iterable[int]) -> None:
    last = next(versions.versions(connection, newest_first=True, limit=1), None)
    for number in numbers:
        if last is None or not 1 <= number <= last.number:
            raise InputError(
                _("The codebook has no version {number}.").format(number=number),
                _("Its versions are 1 to {last}; `qualcode codebook log` lists them.").format(
                    last=last.number if last else 1
                ),
            )


def lives(study: Study) -> tuple[Life, ...]:
    """Every code that ever was, in the order in which they came, with all that happened to it."""
    entries = changelog(study)
    with translated(study.database):
        first = next((before for _version, before, _after in _oldest(study.connection)), Codebook({}, ()))
    own: dict[str, list[Entry]] = {}
    merged: dict[str, str] = {}
    for code in first.codes:
        own.setdefault(code.id, [])
    for entry in entries:
        for name in (entry.code, *(entry.others if entry.what in (MERGED, SPLIT) else ())):
            if name and not (entry.what == SPLIT and name != entry.code):
                own.setdefault(name, []).append(entry)
        merged |= dict.fromkeys(entry.others, entry.code) if entry.what == MERGED else {}
    return tuple(_life(study.codebook, first, code, tuple(told), merged) for code, told in own.items())


def _oldest(connection: Connection) -> list[tuple[versions.CodebookVersion, Codebook, Codebook]]:
    found = list(versions.states(connection))[-1:]
    return [(version, after if not before.codes else before, after) for version, before, after in found]


def _life(book: Codebook, first: Codebook, code: str, entries: tuple[Entry, ...], merged: Mapping[str, str]) -> Life:
    if code in book:
        return Life(code, book[code].label, entries, "retired" if book[code].retired else "used")
    label = first[code].label if code in first else next((one.label for one in entries if one.code == code), {"": code})
    if code in merged:
        return Life(code, label, entries, MERGED, merged[code])
    return Life(code, label, entries, REMOVED)


# ---------------------------------------------------------------------- versions as entries


def _entries(
    connection: Connection, version: versions.CodebookVersion, before: Codebook, after: Codebook
) -> Iterator[Entry]:
    """The changes that made a version; the first has all codes at once."""
    if not before.codes:
        yield Entry(version.number, version.at, version.coder, "", {}, BEGUN, tuple(code.id for code in after.codes))
        return
    said = _said(connection, version.event)
    reason = next((str(one["reason"]) for one in said if one.get("reason")), "")

    def entry(code: str, what: str, others: Sequence[str] = (), **told: Any) -> Entry:
        label = (after if code in after else before)[code].label
        return Entry(version.number, version.at, version.coder, code, label, what, tuple(others), reason=reason, **told)

    sources = _sources(said)
    yield from (entry(source, SPLIT, new) for source, new in sources.items() if source in after or source in before)
    came = {name: source for source, new in sources.items() for name in new}
    merges: dict[str, list[str]] = {}
    for change in compared(before, after, version.changes):
        if change.into:
            merges.setdefault(change.into, []).append(change.code)
            continue
        for kind in change.kinds:
            others = [came[change.code]] if kind == ADDED and change.code in came else []
            yield from (entry(change.code, kind, others, **told) for told in _told(change, kind))
    for into, codes in merges.items():
        yield entry(into, MERGED, codes)


def _told(change: CodeChange, kind: str) -> list[dict[str, Any]]:
    """What is said of a change, once for each label: the labels, the parents, or the fields; nothing of pins."""
    if kind == RENAMED:
        return [{"before": one.before, "after": one.after} for one in change.fields if one.field == "label"]
    if kind == MOVED:
        return [{"before": change.before or "", "after": change.after or ""}]
    if kind == REDEFINED:
        return [{"fields": tuple(dict.fromkeys(one.field for one in change.fields if one.field in DEFINED))}]
    return [] if kind == SET else [{}]


def _said(connection: Connection, event: int) -> list[Mapping[str, Any]]:
    """What the history says of an event, and of each act in it."""
    row = connection.execute("SELECT data FROM event WHERE id = ?", (event,)).fetchone()
    data: Mapping[str, Any] = json.loads(row[0]) if row else {}
    return [data, *(one for one in data.get("acts", ()) if isinstance(one, Mapping))]


def _sources(said: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """By code that was split, the codes it was split into."""
    return {str(one["code"]): str(one["split"]).split(", ") for one in said if one.get("split")}


def _older(connection: Connection) -> Iterator[Entry]:
    """What the history holds of the time before versions were kept."""
    for each in changes.booked(connection, "", ""):
        if each.act == "RestoreText":
            yield from _by_hand(each)
        elif each.act == "RestoreLabel":
            label = {"": each.after or ""}
            yield Entry(None, each.at, each.coder, each.code or "", label, RENAMED,
                        before=each.before or "", after=each.after or "")  # fmt: skip
        else:
            yield Entry(None, each.at, each.coder, each.code or "", {"": each.code or ""}, ADDED)


def _by_hand(edit: changes.Booked) -> Iterator[Entry]:
    """What an edit of the file by hand changed; the codebook that a study begins with is no change."""
    from qualcode.codebook import read_codebook

    if not edit.before:
        return
    old, new = (read_codebook(text or "", CODEBOOK) for text in (edit.before, edit.after))
    for change in compared(old, new):
        for kind in change.kinds:
            for told in _told(change, kind):
                yield Entry(None, edit.at, edit.coder, change.code, change.label, kind, **told)
