"""Who speaks where in a text that carries its speakers' labels in its lines.

A line that begins like a label (`Name:`, `NAME —`, `[00:12:03] Name:`, `#00:00:12-3# I:`, `S01: [00:00:12]`,
`[00:12:03] Name` or `Name  00:12` on a line of its own, `[id1]`, `Name<tab>`) is taken for one when the whole
document bears it out:

- roles and numbers (`I`, `P2`, `Interviewer 1`, `S01`) and names beside a time are believed at once, capitalised
  names when they recur, a word in small letters when it comes back three times; words that head forms or begin
  sentences (`Date:`, `Note:`, `Donc :`) never;
- a document with two such lines at least, by two labels or by one that keeps coming back, or with one beside a
  time, is a dialogue; in a dialogue a name that comes only once, set off as the others are, is a speaker too;
- a document whose every line carries a name is a dialogue even if no name recurs;
- a heading (`2. The budget`, `REPORTS`) ends what somebody says: nobody says it, nor what follows it before a label;
- a form at the head (`Date: …`, `Site: …`) belongs to what precedes the first turn.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from time import monotonic
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.headings import headings
from qualcode.importers.labels import Label, Trust, heading_end, labels
from qualcode.importers.roles import speakers_of
from qualcode.model.texts import Speaker, Turn
from qualcode.names import fold

_PATTERN_SECONDS = 5.0  # what a pattern typed by a person may take in all, on one document
_SHARE_OF_ONE_NAME = 0.2
_SEPARATOR = re.compile(r"[ \t\u00a0\u202f]*[:：—–]?\s*")
_FILLED_LINE = re.compile(r"^[^\n]*\S", re.MULTILINE)
_LETTER = re.compile(r"\S")
_NAMES = 1_000
"""So many names are remembered as they are compared: a transcript has a few, each on thousands of lines."""
_folded = lru_cache(_NAMES)(fold)


def find_turns(
    text: str, pattern: str | None = None, interviewers: Collection[str] = ()
) -> tuple[tuple[Turn, ...], tuple[Speaker, ...]]:
    """The turns of a normalised text, tiling it, and its speakers in order of appearance.

    `pattern` is a regular expression met at line starts in place of the rule above; the label is its group
    `speaker`, else its first group, else all of it. Text before the first label is one turn of nobody; where there
    is no label at all, each paragraph (a line that is not blank) is one. `interviewers` are labels; without them
    the label's own words decide.
    Raises InputError for a pattern that is wrong or too slow, or an interviewer nobody is called.
    """
    found = list(_by_pattern(text, pattern)) if pattern else spoken(text, list(labels(text)))
    turns = tuple(_turns(text, found)) if found else tuple(paragraph_turns(text))
    return turns, speakers_of(dict.fromkeys(turn.speaker for turn in turns if turn.speaker), interviewers)


def spoken(text: str, candidates: Sequence[Label]) -> list[Label]:
    """Those candidates that the document bears out as labels of speakers, by the rule at the head of this module."""
    head = heading_end(text)
    candidates = [label for label in candidates if label.start >= head]
    counts = Counter(_folded(label.name) for label in candidates)
    sure = [label for label in candidates if counts[_folded(label.name)] >= label.trust]
    if not _is_dialogue(text, sure):
        return _if_every_line(text[head:], candidates)
    shapes = {label.shape for label in sure}
    first = sure[0].start
    return [
        label
        for label in candidates
        if counts[_folded(label.name)] >= label.trust
        or (label.trust == Trust.NAME and label.shape in shapes and label.start > first)
    ]


def _is_dialogue(text: str, sure: Sequence[Label]) -> bool:
    names = {_folded(label.name) for label in sure}
    if len(names) == 1 and sure[0].trust != Trust.SURE:
        return len(sure) > Trust.WORD and len(sure) >= _SHARE_OF_ONE_NAME * len(_filled_lines(text))
    return len(sure) > 1 or any(label.time is not None for label in sure)


def _if_every_line(text: str, candidates: Sequence[Label]) -> list[Label]:
    named = [label for label in candidates if label.trust <= Trust.NAME]
    several = len({_folded(label.name) for label in named}) > 1
    return named if several and len(named) == len(_filled_lines(text)) else []


def _filled_lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _by_pattern(text: str, pattern: str) -> Iterator[Label]:
    import regex

    try:
        compiled = regex.compile(pattern, regex.MULTILINE)
    except regex.error as error:
        raise InputError(
            _("the speaker pattern {pattern} is not a regular expression: {reason} at character {place}").format(
                pattern=pattern, reason=error.msg, place=(error.pos or 0) + 1
            ),
            _("Correct it; a sign meant as itself needs \\ before it."),
        ) from error
    deadline = monotonic() + _PATTERN_SECONDS
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if label := _matched(compiled, text, start, end, deadline):
            yield label
        start = end + 1


def _matched(compiled: Any, text: str, start: int, end: int, deadline: float) -> Label | None:
    try:
        match = compiled.match(text, start, end, timeout=max(deadline - monotonic(), 0.001))
    except TimeoutError as error:
        raise InputError(
            _("the speaker pattern takes too long on this text"),
            _("Write it without nested repetitions such as (a+)+."),
        ) from error
    if not match:
        return None
    name = _group(match)
    body = _SEPARATOR.match(text, match.end()).end()  # type: ignore[union-attr]  # it may match nothing
    return Label(start, body, name, None, "pattern", Trust.SURE) if name else None


def _group(match: Any) -> str:
    groups = match.groupdict()
    name = groups["speaker"] if "speaker" in groups else match[1] if match.re.groups else match[0]
    return (name or "").strip(" \t\u00a0\u202f:：—–")


def _turns(text: str, found: Sequence[Label]) -> Iterator[Turn]:
    """Turns from label to label, and of nobody from heading to label; each speaker under the spelling met first."""
    names: dict[str, str] = {}
    marks = [*([] if not text[: found[0].start].strip() else [None]), *_marked(text, found)]
    starts = [0, *(mark if isinstance(mark, int) else mark.start for mark in marks[1:] if mark is not None)]
    for number, (mark, (start, end)) in enumerate(zip(marks, pairwise([*starts, len(text)]), strict=True), 1):
        if isinstance(mark, Label):
            name = names.setdefault(_folded(mark.name), mark.name)
            yield Turn(number, name, start, min(mark.body, end), end, mark.time)
        else:
            yield Turn(number, None, start, _first_letter(text, start, end), end)


def _marked(text: str, found: Sequence[Label]) -> Iterator[Label | int]:
    """The labels, and among them the places of headings that end what somebody says."""
    ends = [*(label.start for label in found[1:]), len(text)]
    over = deque(headings(text, [label.start for label in found]))
    for label, end in zip(found, ends, strict=True):
        yield label
        while over and over[0] < label.body:
            over.popleft()
        if over and over[0] < end:
            yield over[0]


def paragraph_turns(text: str) -> Iterator[Turn]:
    """One turn of nobody for each line that is not blank; blank lines belong to the turn before."""
    starts = [match.start() for match in _FILLED_LINE.finditer(text)]
    starts[:1] = [0]
    for number, (start, end) in enumerate(pairwise([*starts, len(text)]), 1):
        yield Turn(number, None, start, _first_letter(text, start, end), end)


def _first_letter(text: str, start: int, end: int) -> int:
    found = _LETTER.search(text, start, end)
    return found.start() if found else end
