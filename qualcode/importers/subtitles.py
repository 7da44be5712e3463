"""WebVTT and SRT: cues with times, voices, and the speaker's name at the head of a cue or of a line in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qualcode.i18n import _
from qualcode.importers.labels import Trust, labels, seconds
from qualcode.importers.timing import in_time, nothing_said
from qualcode.importers.utterances import Utterance
from qualcode.names import fold

_CLOCK = r"(?:\d{1,4}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIMING = re.compile(
    rf"^[ \t]*(?:(?P<start>-?{_CLOCK})[ \t]*-->(?:[ \t]*(?P<end>-?{_CLOCK}))?|-->[ \t]*(?P<only>-?{_CLOCK}))[^\n]*$",
    re.MULTILINE,
)
_BLANK_LINE = re.compile(r"(?:\A|\n)[ \t]*(?:\n|\Z)")
_NEXT_NUMBER = re.compile(r"\n\s*\d+\s*\Z")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:[ \t]+([^<>\n]*))?>")
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|s|em|strong|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}>"
    r"|\{\\[^{}\n]*\}"
)
_IN_BRACKETS = re.compile(r"\[(?P<who>[^\W\d_][^\[\]\n]{0,39})\]\s*:\s*|\[(?P<tag>[^\W\d_]{1,12}[ _]?\d{1,3})\]\s*")
_ROLLING = 3
"""So many cues at least begin with the last line of the one before, and half of all, where captions roll."""
_CHANGE = re.compile(r"(?:>>+|[-–—])[ \t]*(?=\S)")


Cue = tuple[float | None, float | None, str]
"""Start and end in seconds, and what is written."""


def read_subtitles(text: str) -> tuple[tuple[Utterance, ...], tuple[str, ...]]:
    """The utterances of a WebVTT or SRT text in order of time, entities and tags resolved, and what to say of them.

    A voice is its speaker. Where the file has none, a name with a colon at the head of a cue is, as Zoom writes them,
    or one in brackets; so is a name known from such a place at the head of a later line. `>>`, and dashes at the head
    of two lines, part those who speak in one cue. A cue without a name is nobody's.
    """
    cues, rolling = _unrolled(list(_cues(text)))
    said = [part for start, end, payload in cues for part in _voices(start, end, payload)]
    empty = sum(not _TAG.sub("", _VOICE.sub("", payload)).strip() for _start, _end, payload in cues)
    ordered, notes = in_time([_named(said)])
    return ordered, (*rolling, *notes, *nothing_said(empty))


def _cues(text: str) -> Iterator[Cue]:
    """Each timing line with its payload: what follows up to a blank line (WebVTT, SRT) or the next cue's number."""
    timings = list(_TIMING.finditer(text))
    for index, timing in enumerate(timings):
        limit = timings[index + 1].start() if index + 1 < len(timings) else len(text)
        start, end = _time(timing["start"]), _time(timing["end"] or timing["only"])
        yield start, end, _payload(text[timing.end() + 1 : limit])


def _unrolled(cues: list[Cue]) -> tuple[list[Cue], tuple[str, ...]]:
    """The cues without the lines that each repeats from the one before, where the file's captions roll."""
    lines = [[html.unescape(_TAG.sub("", line)).strip() for line in payload.split("\n")] for _at, _to, payload in cues]
    again = [bool(after[0]) and after[0] == before[-1] for before, after in pairwise(lines)]
    goes_on = any(repeats and len(after) > 1 for repeats, after in zip(again, lines[1:], strict=True))
    if not goes_on or sum(again) < max(_ROLLING, len(cues) / 2):
        return cues, ()
    first, *others = cues
    fresh = [
        (start, end, payload.partition("\n")[2] if repeats else payload)
        for (start, end, payload), repeats in zip(others, again, strict=True)
    ]
    kept = [cue for cue in fresh if cue[2].strip()]
    return [first, *kept], (_("captions that roll: a line that stands in one cue after the other is read once"),)


def _time(clock: str | None) -> float | None:
    if clock is None:
        return None
    return -seconds(clock[1:]) if clock.startswith("-") else seconds(clock)


def _payload(text: str) -> str:
    """The lines of a cue: up to a blank line or, where that was forgotten, to the number of the next cue."""
    return _NEXT_NUMBER.sub("", _BLANK_LINE.split(text, maxsplit=1)[0])


def _voices(start: float | None, end: float | None, payload: str) -> Iterator[Utterance]:
    parts = _VOICE.split(payload)
    for speaker, said in zip([None, *parts[1::2]], parts[::2], strict=True):
        words = html.unescape(_TAG.sub("", said)).strip()
        if words:
            yield Utterance(_voice(speaker), start, end, words)


def _voice(annotation: str | None) -> str | None:
    """The name in a voice tag; the slashes that noScribe puts around one who speaks over another are none of it."""
    return html.unescape(annotation or "").strip(" \t/") or None


def _named(utterances: Sequence[Utterance]) -> list[Utterance]:
    """The same with the speakers that cues name in words, unless the file has voices."""
    if any(utterance.speaker for utterance in utterances):
        return list(utterances)
    known = {fold(who) for utterance in utterances if (who := _label(_bare(utterance.text))[0])}
    return [part for utterance in utterances for part in _by_line(utterance, known)]


def _by_line(cue: Utterance, known: set[str]) -> Iterator[Utterance]:
    """What each of those says who speak in a cue."""
    lines = cue.text.split("\n")
    taking_turns = sum(bool(_CHANGE.match(line)) for line in lines) > 1
    held: list[str] = []
    who, another = None, False
    for number, line in enumerate(lines):
        changes = line.startswith(">>") or (taking_turns and bool(_CHANGE.match(line)))
        named, words = _label(_bare(line) if changes else line)
        if named and number and fold(named) not in known:
            named, words = None, line
        if changes or named:
            yield from _of_lines(cue, who, held, another)
            held, who, another = [], named, changes and not named
        held.append(words)
    yield from _of_lines(cue, who, held, another)


def _of_lines(cue: Utterance, who: str | None, lines: Sequence[str], another: bool) -> Iterator[Utterance]:
    if lines:
        yield Utterance(who, cue.start, cue.end, "\n".join(lines), another)


def _bare(line: str) -> str:
    """A line without the sign that another speaks now."""
    return _CHANGE.sub("", line, count=1) if _CHANGE.match(line) else line


def _label(line: str) -> tuple[str | None, str]:
    """Who is named at the head of a line, and the words; nobody and all of it where no name can be believed."""
    if match := _IN_BRACKETS.match(line):
        return (match["who"] or match["tag"]).strip(), line[match.end() :]
    label = next(labels(line), None)
    if label is None or label.start or label.shape != "colon" or label.trust > Trust.NAME:
        return None, line
    return label.name, line[label.body :]
