"""Who speaks where in a document, as a value: told apart from another, and a change of it taken back beside others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

Voice = Sequence[Any]
"""Who a label is: label, position, interviewer, participant."""


class Layout(NamedTuple):
    """Who speaks where in a document: its parts, who each label is, and the label of each turn (empty: nobody's)."""

    parts: Sequence[Sequence[Any]]
    voices: Sequence[Voice]
    spoken: Sequence[Sequence[Any]]

    def digest(self) -> str:
        """What tells this layout from any other."""
        return sha256(json.dumps(self, ensure_ascii=False).encode()).hexdigest()

    @property
    def labels(self) -> dict[int, str]:
        """The label of each turn."""
        return {turn[0]: turn[1] for turn in self.spoken}

    @property
    def voice_of(self) -> Mapping[str, Voice]:
        """Who each label is."""
        return {voice[0]: voice for voice in self.voices}


def changes(before: Layout, left: Layout) -> list[Any]:
    """What tells a layout from the one before it: its parts, its voices, and the turns that have another label."""
    was = before.labels
    return [left.parts, left.voices, [[number, label] for number, label in left.spoken if was.get(number) != label]]


def changed(before: Layout, told: Sequence[Any]) -> Layout:
    """The layout that `changes` told."""
    parts, voices, turns = told
    spoken = {**before.labels, **dict(turns)}
    return Layout(parts, voices, [[number, label] for number, label in spoken.items()])


def taken_back(before: Layout, left: Layout, now: Layout) -> Layout | None:
    """What is there `now` without the change that led from `before` to `left`; the changes of others stay.

    None where the same turns, the same label or the parts have been changed since.
    """
    if before.parts != left.parts and now.parts not in (before.parts, left.parts):
        return None
    spoken = _spoken(before.labels, left.labels, now.labels)
    voices = spoken and _voices(before, left, now, {label for _number, label in spoken if label})
    if spoken is None or voices is None:
        return None
    return Layout(now.parts if before.parts == left.parts else before.parts, voices, spoken)


def _spoken(was: Mapping[int, str], came: Mapping[int, str], now: Mapping[int, str]) -> list[list[Any]] | None:
    mine = {number for number in was if was[number] != came[number]}
    if any(now[number] not in (was[number], came[number]) for number in mine):
        return None
    return [[number, was[number] if number in mine else label] for number, label in now.items()]


def _voices(before: Layout, left: Layout, now: Layout, labels: set[str]) -> list[Voice] | None:
    """Who the labels are that speak then: as they are now, but for those that came or went with the change."""
    old, new, here = before.voice_of, left.voice_of, now.voice_of
    mine = {label for label in {*old, *new} if old.get(label) != new.get(label)}
    if any(here.get(label) not in (None, old.get(label), new.get(label)) for label in mine):
        return None
    found = [old.get(label) if label in mine else here.get(label) or old.get(label) for label in labels]
    voices = [voice for voice in found if voice is not None]
    return sorted(voices, key=lambda voice: (voice[1], voice[0])) if len(voices) == len(found) else None
