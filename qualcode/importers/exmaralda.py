"""EXMARaLDA's `.exb`: the tiers of type `t` (transcription) as utterances; descriptions and annotations left out.

The score is cut wherever somebody else begins or ends, within words too: events that follow each other without a gap
are one chain of speech and joined as they stand, and a chain is parted again where a sentence ends.
The format: https://exmaralda.org/en/ (basic transcription)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from qualcode.importers.layers import left_out
from qualcode.importers.timing import in_time
from qualcode.importers.utterances import Utterance

_SENTENCE_END = re.compile(r"[.?!…][\"”»’)\]]*\s*$")


class _Event(NamedTuple):
    """Words from one place of the timeline to another."""

    start: int
    end: int
    text: str


def read_exmaralda(root: Element) -> tuple[tuple[Utterance, ...], tuple[str, ...]]:
    """What was said in a basic transcription, in order of time, and what to say of it."""
    points = list(root.iter("tli"))
    places = {point.get("id", ""): number for number, point in enumerate(points)}
    times = _interpolated([_seconds(point.get("time")) for point in points])
    names = _speakers(root)
    tiers = list(root.iter("tier"))
    spoken = [tier for tier in tiers if tier.get("type") == "t"] or [t for t in tiers if t.get("category") == "v"]
    said = [(event, names.get(tier.get("speaker", ""))) for tier in spoken for event in _parted(tier, places)]
    said.sort(key=lambda pair: (pair[0].start, pair[0].end))
    utterances = [Utterance(who, _at(times, event.start), _at(times, event.end), event.text) for event, who in said]
    ordered, notes = in_time([utterances])
    others = [_name(tier) for tier in tiers if tier not in spoken and any(_text(event) for event in tier.iter("event"))]
    return ordered, (*left_out(others), *notes)


def _speakers(root: Element) -> Mapping[str, str]:
    """The name of each speaker: the abbreviation, unless two share it."""
    short = {each.get("id", ""): (each.findtext("abbreviation") or "").strip() for each in root.iter("speaker")}
    shared = Counter(short.values())
    return {key: name if name and shared[name] == 1 else key for key, name in short.items() if key}


def _parted(tier: Element, places: Mapping[str, int]) -> Iterator[_Event]:
    """The utterances of a tier: its chains of events, parted where a sentence ends."""
    chain: list[_Event] = []
    for event in sorted(_events(tier, places), key=lambda event: event[:2]):
        if chain and (chain[-1].end != event.start or _ended(chain[-1].text, event.text)):
            yield _joined(chain)
            chain = []
        chain.append(event)
    if chain:
        yield _joined(chain)


def _joined(chain: Sequence[_Event]) -> _Event:
    return _Event(chain[0].start, chain[-1].end, "".join(event.text for event in chain))


def _ended(said: str, following: str) -> bool:
    """Whether a sentence ends between two events; a full stop within a word ends none."""
    return bool(_SENTENCE_END.search(said) and (said[-1].isspace() or following[0].isspace()))


def _events(tier: Element, places: Mapping[str, int]) -> Iterator[_Event]:
    """The events with words; one whose place is not on the timeline stands where the one before it ended."""
    end = 0
    for event in tier.iter("event"):
        start = places.get(event.get("start", ""), end)
        end = max(start, places.get(event.get("end", ""), start))
        if text := _text(event):
            yield _Event(start, end, text)


def _text(event: Element) -> str:
    text = "".join(event.itertext())
    return text if text.strip() else ""


def _name(tier: Element) -> str:
    return (tier.get("display-name") or tier.get("category") or tier.get("id") or "").strip()


def _seconds(value: str | None) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        return None


def _interpolated(times: Sequence[float | None]) -> list[float | None]:
    """The times with those between two known ones spread evenly."""
    filled = list(times)
    known = [place for place, time in enumerate(times) if time is not None]
    for left, right in pairwise(known):
        first, last = times[left], times[right]
        for place in range(left + 1, right):
            share = (place - left) / (right - left)
            filled[place] = first + (last - first) * share if first is not None and last is not None else None
    return filled


def _at(times: Sequence[float | None], place: int) -> float | None:
    return times[place] if place < len(times) else None
