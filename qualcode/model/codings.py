"""What coders make: codings and the passages they are on, quotations, memos, bookmarks; and each of their acts."""

from collections.abc import Mapping
from typing import NamedTuple

from qualcode.model import Span

CONSENSUS = "consensus"
LOGBOOK, QUESTION, SETTLED = "logbook", "question", "answered"
MEMO_KINDS = ("analytic", "methodological", "reflexive", LOGBOOK, QUESTION, SETTLED)
"""What memos are: a logbook's entries are on a site; a question stands open until it is turned into an answered one."""
PASSAGE = "passage"
"""What the target of a memo on a stretch of text without a code begins with: `passage:L03:120-298`."""


class Passage(NamedTuple):
    """A stretch of a document that codings are on, or may be; passages sort by document and place."""

    document: str
    start: int
    end: int


class Coding(NamedTuple):
    """A segment of a document under one code, by one coder, in one round.

    `key` and `counter` are 1 where it is a key quotation, or a counter-example: one that speaks against the code's
    claim, and counts as raised like any other. `definition` is the version of the code's definition under which it was
    made, or last confirmed or recoded.
    """

    id: int
    document: str
    start: int
    end: int
    code: str
    coder: str
    round: int = 1
    key: int = 0
    memo: str = ""
    counter: int = 0
    definition: int = 1

    @property
    def span(self) -> Span:
        """The segment's place in the text."""
        return Span(self.start, self.end)

    @property
    def marks(self) -> str:
        """The signs of what the coding is marked as: ★ a key quotation, ≠ a counter-example."""
        return "★" * self.key + "≠" * self.counter


class Quotation(NamedTuple):
    """A coding shown with its text, the people who speak in it, and its citation (`L03-P2 §47`).

    `time` is when its first turn begins, in seconds of the recording, where that is known.
    """

    coding: Coding
    text: str
    participants: tuple[str, ...]
    site: str | None
    citation: str
    time: float | None = None


class Candidate(NamedTuple):
    """A coding that may be quoted, as whoever chooses among many sees it: without its words."""

    coding: int
    document: str
    start: int
    end: int
    code: str
    key: int
    counter: int
    participants: tuple[str, ...]
    site: str | None


class Rendering(NamedTuple):
    """How a coding's words are shown beside themselves: an excerpt (no language), or a translation and who made it.

    A `stale` one was made of other words than the passage has now.
    """

    coding: int
    language: str
    text: str
    author: str
    stale: bool = False


class Memo(NamedTuple):
    """A dated text on anything: `target` is `study`, or `code:id`, `document:id`, `coding:id`, `site:id`, …

    `at` is when it was written, or written anew; `date` is the day that an entry of a logbook is about.
    """

    id: int
    target: str
    coder: str
    at: str
    text: str
    kind: str = "analytic"
    date: str | None = None


class Hit(NamedTuple):
    """A place where searched words stand: the span in its document, the words around it, the turn, the citation."""

    document: str
    start: int
    end: int
    before: str
    text: str
    after: str
    citation: str


class Bookmark(NamedTuple):
    """A place that a coder wants to come back to, with its first words and its citation (`L03 §47`)."""

    id: int
    document: str
    start: int
    end: int
    coder: str
    at: str
    text: str
    citation: str


class Event(NamedTuple):
    """One act of one coder. `act` names what was done, `undone` whether it is taken back just now."""

    id: int
    at: str
    coder: str
    act: str
    summary: Mapping[str, object]
    undone: bool
