"""The passages of a database's texts, each text by how its own positions are found to be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from qualcode.projects.positions import (
    CODE_POINTS,
    STANDARD,
    UTF_16,
    Counted,
    Given,
    Passage,
    Source,
    chosen,
    evidence,
    is_quote,
    pooled,
)
from qualcode.projects.project import Convention

_OTHERS = tuple(Convention(unit, newline, False, 0.0) for unit in (CODE_POINTS, UTF_16) for newline in (1, 2))

Place = tuple[int, int]
"""A half-open span of a text."""


class Held(NamedTuple):
    """A text as a database has it, by its id and its name, and the passages that programs wrote of it."""

    id: str
    name: str
    words: str
    passages: Sequence[Passage]


class Placed(NamedTuple):
    """A text as a study has it: how it counts, the bytes it came as, what was found (None without passages).

    `others` are ways in which single passages may be counted, where their words say so: what somebody marked by hand
    and what a program sought by itself need not count alike.
    """

    counted: Counted
    original: bytes
    convention: Convention | None
    others: tuple[Counted, ...] = ()


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
        others = () if source.marks or wanted else tuple(map(source.counted, _OTHERS))
        found[text.id] = Placed(source.counted(convention), original, convention if passages else None, others)
    return found


def place(text: Placed, start: int | None, end: int | None, lost: Counter[str], words: str = "") -> Place | None:
    """Where a passage stands in the text as a study has it; what has no place there is lost.

    `words` are those that the program wrote beside it.
    """
    counted = text.counted
    if start is None or end is None or not counted.holds(start, end):
        lost["coding outside its text"] += 1
        return None
    found = counted.between(start, end)
    if words and not _says(counted, found, words):
        every = (other.between(start, end) for other in text.others)
        found = next((one for one in every if _says(counted, one, words)), found)
    if found[1] > len(counted.text):
        lost["end of a coding past its text"] += 1
    if (cut := counted.cut(*found)) is None:
        lost["coding of no length"] += 1
    return cut


def _says(counted: Counted, place: Place, words: str) -> bool:
    return is_quote(counted.text[max(0, place[0]) : place[1]], words)
