"""A YAML file as it was before an edit: the lines that changed, found again where others changed other lines since."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.errors import InputError, YamlError
from qualcode.i18n import _
from qualcode.store.acts.book import write_codebook
from qualcode.store.acts.performing import Performed, Writing, inverse, perform
from qualcode.store.database.kept import CODEBOOK, get_meta

_CONTEXT = 3
Hunk = Sequence[Any]
"""Where lines begin in the text that was left, these lines, those that stood there before, the lines around both."""


@inverse
@dataclass(frozen=True, slots=True)
class RestoreLines:
    """Put lines of codebook.yaml back as they were.

    While the text has the `digest` it was left with, each hunk is at its line; else it must stand somewhere just once.
    `stood`: it is the way back from an act that found its lines standing already, and changed nothing.
    """

    hunks: Sequence[Hunk]
    digest: str
    code: str | None = None
    stood: bool = False


@perform.register
def restore_lines(act: RestoreLines, writing: Writing) -> Performed:
    """The lines as they were before, unless somebody has changed them since; nothing is to be done where they are."""
    text = get_meta(writing.connection, CODEBOOK)
    if act.stood and writing.rewinds:
        return Performed(act, said({"code": act.code}), idle=True)
    if standing := _standing(act, text):
        back = RestoreLines(standing, digest(text), act.code, stood=True)
        return Performed(back, said({"code": act.code}), idle=True)
    return rewrite(writing, with_lines_restored(act, text), {"code": act.code})


def _standing(act: RestoreLines, text: str) -> list[Hunk]:
    """The hunks the other way round where the lines to put back all stand already in place of those that were left."""
    if digest(text) == act.digest:
        return []
    lines = _lines(text)
    try:
        return [
            [_place(lines, back, alone=False), *back[1:]]
            for start, left, before, *around in act.hunks
            for back in [[start, before, left, *around]]
        ]
    except InputError:
        return []


def rewrite(writing: Writing, text: str, summary: Mapping[str, object]) -> Performed:
    """The codebook with another text; what it replaces is kept as lines."""
    before = get_meta(writing.connection, CODEBOOK)
    write_codebook(writing, text)
    code = summary.get("code")
    back = lines_back(text, before, str(code) if code else None)
    return Performed(back, said(summary), files=frozenset((CODEBOOK,)), idle=text == before)


def said(summary: Mapping[str, object]) -> dict[str, object]:
    """What the history says, without what says nothing."""
    return {name: value for name, value in summary.items() if value not in (None, "")}


def lines_back(left: str, before: str, code: str | None) -> RestoreLines:
    """The way back from a text to the one before it; `code` is what the history names."""
    return RestoreLines(_hunks(_lines(left), _lines(before)), digest(left), code)


def with_lines_restored(act: RestoreLines, text: str) -> str:
    """The text with the lines of each hunk as they were."""
    lines = _lines(text)
    exact = digest(text) == act.digest
    places = [hunk[0] if exact else _place(lines, hunk) for hunk in act.hunks]
    for place, (_start, left, before, *_context) in sorted(zip(places, act.hunks, strict=True), reverse=True):
        lines[place : place + len(left)] = before
    restored = "".join(lines)
    if not exact:
        _require_whole(restored)
    return restored


def digest(text: str) -> str:
    """What tells a text from any other."""
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    return [*lines[:-1], lines[-1].removesuffix("\n")]


def _hunks(left: Sequence[str], before: Sequence[str]) -> list[Hunk]:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, left, before, autojunk=False)
    return [
        [start, list(left[start:end]), list(before[first:last]), list(left[max(0, start - _CONTEXT) : start]),
         list(left[end : end + _CONTEXT])]
        for sign, start, end, first, last in matcher.get_opcodes() if sign != "equal"
    ]  # fmt: skip


def _place(lines: Sequence[str], hunk: Hunk, *, alone: bool = True) -> int:
    """Where the lines of a hunk stand now: with all lines around them, else with those above, below, or alone."""
    _start, left, _before, above, below = hunk
    for over, under in ((above, below), (above, []), ([], below), ([], []))[: 4 if alone else 1]:
        wanted = [*over, *left, *under]
        if left or (over and under):
            found = _found(lines, wanted)
            if len(found) == 1:
                return found[0] + len(over)
    raise _changed()


def _found(lines: Sequence[str], wanted: Sequence[str]) -> list[int]:
    size = len(wanted)
    return [
        at for at in range(len(lines) - size + 1) if lines[at] == wanted[0] and list(lines[at : at + size]) == wanted
    ]


def _require_whole(text: str) -> None:
    from qualcode.codebook import read_codebook

    try:
        read_codebook(text, CODEBOOK)
    except YamlError:
        raise _changed() from None


def _changed() -> InputError:
    return InputError(
        _("{file} has been changed since; this cannot be taken back.").format(file=CODEBOOK),
        _("Whoever changed it takes that back first (`qualcode log` shows who), or edit {file} by hand.").format(
            file=CODEBOOK
        ),
    )
