"""ELAN's `.eaf`: the tiers that were spoken as utterances, those that say something about them left out.

A tier without a parent holds what its participant said, else whoever it is named after. Dependent tiers (translations,
glosses, words) are about it; but where the parent only numbers its stretches of time, the first dependent tier that
transcribes them holds the speech. A tier whose type takes its values from a list, or whose name says that it is of
something else, codes what happens. The format: https://www.mpi.nl/tools/elan/EAFv3.0.xsd
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from qualcode.importers.layers import is_spoken, left_out, speaker_of
from qualcode.importers.timing import in_time
from qualcode.importers.utterances import Utterance
from qualcode.names import fold

_UNITS = {"NTSC-frames": 29.97, "PAL-frames": 25.0}
_MILLISECONDS = 1_000.0
_FARTHEST = 20
"""So many parents an annotation may have before its time is given up: files with circles exist."""
_NUMBERING = re.compile(r"\S*\d\S*")
_TRANSCRIBES = re.compile(r"(?<![^\W\d_])(?:tx|txt|text|ort|utt|utter|trans|phrase)|orth")


@dataclass(frozen=True, slots=True)
class _Tier:
    """A tier: who is said to speak on it, its type, the tier it depends on, and what is written on it."""

    name: str
    participant: str
    kind: str
    parent: str
    annotations: tuple[_Annotation, ...]

    @property
    def is_filled(self) -> bool:
        """Whether anything is written on it."""
        return any(each.text for each in self.annotations)

    @property
    def is_numbering(self) -> bool:
        """Whether it only marks or numbers stretches of time, as in `KIL.001`, `KIL.002`."""
        return all(not each.text or _NUMBERING.fullmatch(each.text) for each in self.annotations)


class _Annotation(NamedTuple):
    """Words with their times in seconds, or those of the annotation they are about."""

    id: str
    about: str
    start: float | None
    end: float | None
    text: str


def read_elan(root: Element) -> tuple[tuple[Utterance, ...], tuple[str, ...]]:
    """What was said in an ELAN document, in order of time, and what to say of it."""
    tiers = list(_tiers(root))
    coded = {kind.get("LINGUISTIC_TYPE_ID", "") for kind in root.iter("LINGUISTIC_TYPE")
             if kind.get("CONTROLLED_VOCABULARY_REF")}  # fmt: skip
    spoken = _spoken(tiers, coded)
    annotations = {each.id: each for tier in tiers for each in tier.annotations}
    said, notes = in_time([list(_utterances(tier, who, annotations)) for tier, who in spoken])
    heard = {tier.name for tier, _who in spoken}
    others = [tier.name for tier in tiers if tier.is_filled and tier.name not in heard]
    return said, (*left_out(others), *notes)


def _tiers(root: Element) -> Iterator[_Tier]:
    slots = _slots(root)
    for tier in root.iter("TIER"):
        yield _Tier(
            name=tier.get("TIER_ID", "").strip(),
            participant=tier.get("PARTICIPANT", "").strip(),
            kind=tier.get("LINGUISTIC_TYPE_REF", ""),
            parent=tier.get("PARENT_REF", "").strip(),
            annotations=tuple(_annotations(tier, slots)),
        )


def _slots(root: Element) -> Mapping[str, float | None]:
    """The seconds of each time slot; some have no time."""
    header = root.find("HEADER")
    unit = _UNITS.get(header.get("TIME_UNITS", "") if header is not None else "", _MILLISECONDS)
    return {slot.get("TIME_SLOT_ID", ""): _seconds(slot.get("TIME_VALUE"), unit) for slot in root.iter("TIME_SLOT")}


def _seconds(value: str | None, unit: float) -> float | None:
    try:
        return float(value) / unit if value else None
    except ValueError:
        return None


def _annotations(tier: Element, slots: Mapping[str, float | None]) -> Iterator[_Annotation]:
    for each in tier.iterfind("ANNOTATION/*"):
        yield _Annotation(
            id=each.get("ANNOTATION_ID", ""),
            about=each.get("ANNOTATION_REF", ""),
            start=slots.get(each.get("TIME_SLOT_REF1", "")),
            end=slots.get(each.get("TIME_SLOT_REF2", "")),
            text=(each.findtext("ANNOTATION_VALUE") or "").strip(),
        )


def _spoken(tiers: Sequence[_Tier], coded: set[str]) -> list[tuple[_Tier, str | None]]:
    """The tiers that were spoken, each with its speaker; all without a parent if nothing seems to have been."""
    names = {tier.name for tier in tiers}
    roots = [tier for tier in tiers if not tier.parent or tier.parent not in names]
    likely = [tier for tier in roots if tier.kind not in coded and is_spoken(tier.name) and is_spoken(tier.kind)]
    pairs = [(_transcribing(root, tiers) or root, root) for root in likely]
    if not any(tier.is_filled for tier, _root in pairs):
        pairs = [(root, root) for root in roots]
    return [(tier, _speaker(tier, root)) for tier, root in pairs]


def _transcribing(root: _Tier, tiers: Sequence[_Tier]) -> _Tier | None:
    """The dependent tier that has the words of one that only numbers; None where the tier itself has them."""
    if not root.is_numbering:
        return None
    about = [
        tier
        for tier in tiers
        if tier.parent == root.name and not tier.is_numbering and is_spoken(tier.name) and is_spoken(tier.kind)
    ]
    named = (tier for tier in about if _TRANSCRIBES.search(fold(f"{tier.name} {tier.kind}")))
    return next(named, about[0] if about else None)


def _speaker(tier: _Tier, root: _Tier) -> str | None:
    return tier.participant or root.participant or speaker_of(root.name)


def _utterances(tier: _Tier, who: str | None, annotations: Mapping[str, _Annotation]) -> Iterator[Utterance]:
    for each in tier.annotations:
        if each.text:
            yield Utterance(who, *_times(each, annotations), each.text)


def _times(said: _Annotation, annotations: Mapping[str, _Annotation]) -> tuple[float | None, float | None]:
    """Its own times, else those of what it is about, and so on."""
    for _step in range(_FARTHEST):
        if said.start is not None or said.about not in annotations:
            break
        said = annotations[said.about]
    return said.start, said.end
