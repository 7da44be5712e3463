"""Documents as they were said: the text, its turns, who speaks, and what is known of it."""

from collections.abc import Mapping
from typing import NamedTuple

from qualcode.model import Span

KINDS = ("interview", "focus group", "visit note", "minutes")


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
