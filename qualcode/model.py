"""The nouns of a study, as frozen data. Every position is a code-point offset into a document's text, half-open.

Nothing here reads a file or knows a screen; the store, the importers and the fronts all speak in these words. Most are
named tuples: every command loads all of them, and a data class takes seven times as long to make. For the same reason
annotations are not put off: a named tuple compiles each that is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qualcode.query.tree import Tree

Words = Mapping[str, str]
"""A text in several languages, `{"en": …, "fr": …}`; a plain string is kept under the key `""`."""

CONSENSUS = "consensus"
KINDS = ("interview", "focus group", "visit note", "minutes")
LOGBOOK, QUESTION, SETTLED = "logbook", "question", "answered"
MEMO_KINDS = ("analytic", "methodological", "reflexive", LOGBOOK, QUESTION, SETTLED)
"""What memos are: a logbook's entries are on a site; a question stands open until it is turned into an answered one."""
PASSAGE = "passage"
"""What the target of a memo on a stretch of text without a code begins with: `passage:L03:120-298`."""


def in_language(words: Words, language: str) -> str:
    """The text in that language, else in no particular one, else in any; empty if there is none."""
    return words.get(language) or words.get("") or next((text for text in words.values() if text), "")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch `[start, end)` of a document's text, in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the codebook. `id` never changes; labels and definitions may, and carry one text a language.

    A retired code keeps its codings and is counted, but is not offered any more. The label of a code `in_vivo` is in
    the words of somebody interviewed; in another language than theirs it is a translation.
    """

    id: str
    label: Words
    parent: str | None = None
    pin: int | None = None
    colour: str | None = None
    brief: Words = field(default_factory=dict)
    full: Words = field(default_factory=dict)
    use_when: Words = field(default_factory=dict)
    not_when: Words = field(default_factory=dict)
    examples: tuple[Words, ...] = ()
    near_misses: tuple[Words, ...] = ()
    also_under: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    retired: bool = False
    in_vivo: bool = False


@dataclass(frozen=True)
class Codebook:
    """A title and the codes in the researcher's order, parents before children.

    `former` leads from every name, folded, that a code ever had to the id it went to, whatever became of the alias.
    """

    title: Words
    codes: tuple[Code, ...]
    former: Mapping[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Every code by its id."""
        return {code.id: code for code in self.codes}

    @cached_property
    def _below(self) -> Mapping[str | None, tuple[Code, ...]]:
        below: dict[str | None, list[Code]] = {}
        for code in self.codes:
            below.setdefault(code.parent, []).append(code)
        return {parent: tuple(children) for parent, children in below.items()}

    @cached_property
    def _guests(self) -> Mapping[str, tuple[Code, ...]]:
        found: dict[str, list[Code]] = {}
        for code in self.codes:
            for host in code.also_under:
                if host != code.parent:
                    found.setdefault(host, []).append(code)
        return {host: tuple(guests) for host, guests in found.items()}

    def __getitem__(self, code_id: str) -> Code:
        return self.by_id[code_id]

    def __contains__(self, code_id: object) -> bool:
        return code_id in self.by_id

    def children(self, parent: str | None) -> tuple[Code, ...]:
        """The codes directly under `parent` (None: the top), in order."""
        return self._below.get(parent, ())

    def walk(self, parent: str | None = None, depth: int = 0) -> Iterator[tuple[Code, int]]:
        """Every code below `parent` with its depth, each followed by its own sub-codes."""
        for code in self.children(parent):
            yield code, depth
            yield from self.walk(code.id, depth + 1)

    def guests(self, code_id: str) -> tuple[Code, ...]:
        """The codes from elsewhere that belong under a code too: they are not counted there."""
        return self._guests.get(code_id, ())

    def lines(self, parent: str | None = None, depth: int = 0) -> "Iterator[CodeLine]":
        """The tree of `walk`, a code's own sub-codes followed by references to those that belong there too."""
        for code in self.children(parent):
            yield CodeLine(code, depth)
            yield from self.lines(code.id, depth + 1)
            yield from (CodeLine(guest, depth + 1, code.id) for guest in self.guests(code.id))

    def subtree(self, code_id: str) -> frozenset[str]:
        """The ids of a code and of all its sub-codes."""
        return frozenset((code_id, *(code.id for code, _depth in self.walk(code_id))))

    def path(self, code_id: str) -> tuple[Code, ...]:
        """A code with its ancestors, from the top down."""
        code = self[code_id]
        return (*(self.path(code.parent) if code.parent else ()), code)


class CodeLine(NamedTuple):
    """A line of the tree of codes: a code in its place, or a reference to it `under` another it belongs to too."""

    code: Code
    depth: int
    under: str | None = None


class Site(NamedTuple):
    """A node of the tree of sites: a region, or a premises within one; `attributes` are the researcher's own fields."""

    id: str
    label: Words
    parent: str | None = None
    attributes: Mapping[str, object] = {}


class SiteChange(NamedTuple):
    """What of a site is written anew, by field: an attribute, `label`, or `label@fr`; None takes a field away.

    A `new` site is made under `parent` (None: at the top), with its fields.
    """

    site: str
    fields: Mapping[str, str | None]
    new: bool = False
    parent: str | None = None


class Question(NamedTuple):
    """A question of a guide, in one or more languages, with the codes it covers."""

    text: Words
    asks: tuple[str, ...] = ()


class Guide(NamedTuple):
    """An interview guide: the codes its questions cover, all together and question by question."""

    id: str
    asks: tuple[str, ...]
    title: Mapping[str, str] = {}
    questions: tuple[Question, ...] = ()


class Participant(NamedTuple):
    """A person (a case). `site`, `role` and `variables` are the person's own and may be empty.

    `waves` has, by wave, the variables that differ from one to another.
    """

    id: str
    site: str | None = None
    role: str | None = None
    variables: Mapping[str, object] = {}
    waves: Mapping[str, Mapping[str, object]] = {}


class Speaker(NamedTuple):
    """A label in one document and who it is: an interviewer, or a participant (None: made at import)."""

    label: str
    interviewer: bool = False
    participant: str | None = None


class Part(NamedTuple):
    """A range of a document's turns, first and last included, with a site, a wave or a date of its own."""

    first_turn: int
    last_turn: int
    site: str | None = None
    wave: str | None = None
    date: str | None = None

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.site, self.wave, self.date)))


class Turn(NamedTuple):
    """What one speaker says before another does: `[start, end)` with its label, `[body, end)` without.

    `number` counts from 1. `speaker` is the label, None where nobody was named (a title, a note).
    `time` is in seconds from the start of the recording where the file had one.
    Turns tile the text: the first starts at 0, each next one where the last ended, the last ends with the text.
    """

    number: int
    speaker: str | None
    start: int
    body: int
    end: int
    time: float | None = None


class Transcript(NamedTuple):
    """A document's normalised text with its turns, its speakers in order of appearance, and its sentence bounds.

    `sentences` are spans that do not cross a turn's body; together they cover all but white space and labels. `ranks`
    are how many words come before each of them, and in all: counted when a file is read, empty where nobody has.
    """

    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]
    sentences: tuple[Span, ...] = ()
    ranks: tuple[int, ...] = ()


class Document(NamedTuple):
    """What is known of a transcript besides its text: `words` leave out the interviewers', `done` names coders."""

    id: str
    name: str
    site: str | None
    kind: str
    language: str
    date: str | None
    wave: str | None
    guide: str | None
    participants: tuple[str, ...]
    words: int
    turns: int
    length: int
    sha256: str
    done: tuple[str, ...] = ()
    codings: int = 0


class Described(NamedTuple):
    """What is said of a document by people: all that an act may change, with its own variables."""

    id: str
    site: str | None
    kind: str
    language: str
    date: str | None
    wave: str | None
    guide: str | None
    variables: Mapping[str, object]


class Listed(NamedTuple):
    """A document in a list: the little that naming another one needs."""

    id: str
    name: str
    site: str | None
    kind: str


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


class Event(NamedTuple):
    """One act of one coder. `act` names what was done, `undone` whether it is taken back just now."""

    id: int
    at: str
    coder: str
    act: str
    summary: Mapping[str, object]
    undone: bool


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


class Passage(NamedTuple):
    """A stretch of a document that codings are on, or may be; passages sort by document and place."""

    document: str
    start: int
    end: int


class Cell(NamedTuple):
    """What one theme weighs in one group. `state` is `said`, `not_raised`, `not_asked` or `not_coded`."""

    participants: int
    asked: int
    segments: int
    documents: int
    words: int
    per_1000: float
    state: str


class ThemeRow(NamedTuple):
    """One theme with a cell for each group, by the group's name, and one for all groups together, as a union."""

    code: str
    label: str
    depth: int
    cells: Mapping[str, Cell]
    total: Cell


class ThemeTable(NamedTuple):
    """Themes × groups: `groups` maps a group's name to `N`, the people interviewed in it; `rule` says how it counts.

    `titles` are the groups' names for a reader (a site's label for its id). `total` is everyone, each person once;
    `where` is what the table is narrowed to.
    """

    rule: str
    by: tuple[str, ...]
    groups: Mapping[str, int]
    rows: tuple[ThemeRow, ...]
    titles: Mapping[str, str]
    total: int
    where: "tuple[Condition, ...]" = ()


class Condition(NamedTuple):
    """What must hold: `=` one of the values, `!=` none of them, `~` contains the words, else an order of one value.

    Without values, `=` holds where nothing is known, `!=` where anything is.
    """

    name: str
    sign: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}{self.sign}{','.join(self.values)}"


class Filter(NamedTuple):
    """Which codings are meant; None does not restrict. A code means its sub-codes too, a site those below it.

    `cell` is a group of a table with the dimensions it is grouped by: the codings that are counted in that column.
    `conditions` must hold of a person who speaks in the passage, or of the document where nobody does; `query` of the
    coding, with the names in it as the study has them.
    """

    code: str | None = None
    document: str | None = None
    site: str | None = None
    participant: str | None = None
    coder: str | None = None
    role: str | None = None
    kind: str | None = None
    wave: str | None = None
    key: bool | None = None
    ids: tuple[int, ...] | None = None
    cell: tuple[tuple[str, ...], str] | None = None
    conditions: tuple[Condition, ...] = ()
    counter: bool | None = None
    query: "Tree | None" = None


class Extent(NamedTuple):
    """How many quotations there are, with the people who speak in them and the documents they stand in."""

    quotations: int
    participants: int
    documents: int


class CodeCounts(NamedTuple):
    """What one coder's codings under a code and its sub-codes come to, as unions."""

    segments: int
    participants: int
    documents: int
