"""What is found of a quotation, a number or a text of the study in a document; and what all that comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

UNCHANGED, CHANGED, ALTERED, WITHDRAWN, LEFT_OUT = "unchanged", "changed", "altered", "withdrawn", "left out"
STATES = (UNCHANGED, CHANGED, WITHDRAWN, ALTERED)
"""From what holds to what is worst; a quotation is in the worst state that anything of it is in."""
_MANY = 2_000
QUOTATION, NUMBER, TEXT = "quotation", "number", "text"


class Exchanged(NamedTuple):
    """Words that stood in a text, and those that stand in their place; one of the two may be empty."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: in which state is `what` of a quotation, a number or a text, and where it stands.

    `document` is what stands in the document, `written` what was written there as far as that is known, `study` what
    the study has now; `words` are those exchanged between the former two.
    """

    kind: str
    state: str
    what: str
    where: str
    coding: int | None = None
    document: str | None = None
    written: str | None = None
    study: str | None = None
    words: tuple[Exchanged, ...] = ()
    why: str = ""

    def data(self) -> dict[str, Any]:
        """The finding as plain data, without what is not known."""
        said = {name: getattr(self, name) for name in self.__slots__ if name != "words"}
        found = {name: value for name, value in said.items() if value not in (None, "")}
        exchanged = [{"before": one.before, "after": one.after} for one in self.words]
        return found | ({"words": exchanged} if exchanged else {})


@dataclass(frozen=True, slots=True)
class Verified:
    """How many quotations, numbers and texts are in each state, and what does not hold."""

    quotations: Counter[str]
    numbers: Counter[str]
    texts: Counter[str]
    findings: Sequence[Finding]

    @property
    def altered(self) -> bool:
        """Whether anything in the document is not as it was written."""
        return any(finding.state == ALTERED for finding in self.findings)

    def data(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "quotations": {state: self.quotations[state] for state in (UNCHANGED, CHANGED, ALTERED, WITHDRAWN)},
            "numbers": {state: self.numbers[state] for state in (UNCHANGED, CHANGED, ALTERED)},
            "texts": {state: self.texts[state] for state in (UNCHANGED, CHANGED, ALTERED)},
            "left_out": sum(finding.state == LEFT_OUT for finding in self.findings),
            "findings": [finding.data() for finding in self.findings],
        }


def worst(states: Sequence[str]) -> str:
    """The worst of several states."""
    return max(states, key=STATES.index, default=UNCHANGED)


def exchanged(before: str, after: str) -> tuple[Exchanged, ...]:
    """The words by which two texts differ, in order."""
    old, new = before.split(), after.split()
    steps = SequenceMatcher(None, old, new, autojunk=len(old) > _MANY).get_opcodes()
    return tuple(Exchanged(" ".join(old[a:b]), " ".join(new[c:d])) for step, a, b, c, d in steps if step != "equal")
