"""What a disclosure check finds, as data: what it is, how grave, its words, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

KINDS = ("name", "file", "place", "email", "telephone", "address", "birth", "record", "link", "consent", "excerpt",
         "cell")  # fmt: skip
"""Names of people and of files, places, seven patterns, quotations without consent, those shown whole
though somebody shortened them (the words were corrected since), and groups of few people."""
GRAVE, POSSIBLE = "high", "medium"
"""A name or a number as it was looked for; what may be one: nearly a name, a part of one, a number of that shape."""


class Finding(NamedTuple):
    """One thing found, with the section where it stands, and of a quotation its coding, document, place, citation.

    `start` and `end` are those of the passage in the document's text, in code points. `replacement` is what the team's
    list says in the place of a name; `people` are those of a small group. `left_out` is true of what is found but does
    not leave the study.
    """

    kind: str
    severity: str
    words: str
    section: str
    context: str = ""
    coding: int | None = None
    document: str | None = None
    start: int | None = None
    end: int | None = None
    citation: str = ""
    replacement: str = ""
    people: int = 0
    left_out: bool = False

    def data(self) -> dict[str, Any]:
        """The finding for a script."""
        return self._asdict()


def counts(findings: Iterable[Finding]) -> Mapping[str, int]:
    """How many there are of each kind, in the order of the kinds; what is left out does not count."""
    found = Counter(finding.kind for finding in findings if not finding.left_out)
    return {kind: found[kind] for kind in KINDS if found[kind]}


def leaving(findings: Iterable[Finding]) -> list[Finding]:
    """Those that would stand in what leaves the study."""
    return [finding for finding in findings if not finding.left_out]
