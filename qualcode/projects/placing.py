"""The passages of a database's texts, each text by how its own positions are found to be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from qualcode.projects.positions import STANDARD, Counted, Given, Passage, Source, chosen, evidence, pooled
from qualcode.projects.project import Convention


class Held(NamedTuple):
    """A text as a database has it, by its id and its name, and the passages that programs wrote of it."""

    id: str
    name: str
    words: str
    passages: Sequence[Passage]


class Placed(NamedTuple):
    """A text as a study has it: how it counts, the bytes it came as, what was found (None without passages)."""

    counted: Counted
    original: bytes
    convention: Convention | None


def placed(texts: Sequence[Held], given: Mapping[str, Given]) -> dict[str, Placed]:
    """Each text by its id. `given` are conventions the user chose, by name or id, `""` for all.

    Words beside positions do not count where the text begins with marks: a program that takes the words from where it
    thinks the positions are shows only that it counts as it counts.
    """
    originals = [text.words.encode("utf-8", "replace") for text in texts]
    sources = [Source(original, "utf-8") for original in originals]
    asked = [
        [passage._replace(words=()) for passage in text.passages] if source.marks else text.passages
        for text, source in zip(texts, sources, strict=True)
    ]
    told = [evidence(source, passages, STANDARD) for source, passages in zip(sources, asked, strict=True)]
    shared = pooled(told)
    found: dict[str, Placed] = {}
    for text, original, source, passages, own in zip(texts, originals, sources, asked, told, strict=True):
        wanted = given.get(text.name) or given.get(text.id) or given.get("")
        convention = chosen(source, passages, own, shared, STANDARD, wanted)
        found[text.id] = Placed(source.counted(convention), original, convention if passages else None)
    return found


def place(counted: Counted, start: int | None, end: int | None, lost: Counter[str]) -> tuple[int, int] | None:
    """Where a passage stands in the text as a study has it; what has no place there is lost."""
    if start is None or end is None or start < 0 or end < start or start > counted.last:
        lost["coding outside its text"] += 1
        return None
    first, last = counted.place(start)[0], counted.place(end, end=True)[0]
    if last > len(counted.text):
        lost["end of a coding past its text"] += 1
    first, last = max(0, first), min(len(counted.text), last)
    if first >= last:
        lost["coding of no length"] += 1
        return None
    return first, last
