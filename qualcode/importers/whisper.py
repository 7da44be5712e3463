"""The JSON of Whisper and of the programs around it: segments with times, words with times and speakers.

Read are the shapes of openai-whisper, faster-whisper and WhisperX (`segments`), whisper.cpp (`transcription`), the
Transformers pipeline (`chunks`, `speakers`), and a bare list of segments. A segment in which several people speak, as
WhisperX finds by the word, is parted among them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.labels import seconds
from qualcode.importers.timing import in_time, nothing_said
from qualcode.importers.utterances import Utterance

_BEGINS = re.compile(r'\A\s*(?:\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})|\[\s*\{)')
_LISTS = ("segments", "transcription", "speakers", "chunks")
"""Where the segments are, by the name a program gives them; the first that has any is read."""
_MILLISECONDS = 1_000.0
_CLOCK = re.compile(r"-?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?")

Segment = Mapping[str, Any]


def is_json(head: str) -> bool:
    """Whether a text begins as a JSON object or a list of objects does."""
    return bool(_BEGINS.match(head))


def read_whisper(text: str) -> tuple[tuple[Utterance, ...], tuple[str, ...]]:
    """What was said, in order of time, and what to say of it. Raises InputError for JSON of another kind."""
    segments = _segments(_parsed(text))
    another = [False, *(segment.get("speaker_turn_next") is True for segment in segments)]
    parts = [part for segment, changes in zip(segments, another, strict=False) for part in _parts(segment, changes)]
    said, notes = in_time([[part for part in parts if part.text.strip()]])
    return said, (*notes, *nothing_said(len(parts) - len(said)))


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = error if isinstance(error, json.JSONDecodeError) else _("its nesting or a number in it has no end")
        raise InputError(
            _("the JSON is cut short or damaged: {reason}").format(reason=where),
            _("Have it written again by the program that made it."),
        ) from error


def _segments(found: object) -> Sequence[Segment]:
    """The segments of whatever shape; a text alone, without times, is one."""
    if isinstance(found, dict):
        for name in _LISTS:
            if listed := _objects(found.get(name)):
                return listed
        if isinstance(found.get("text"), str):
            return [{"text": line} for line in found["text"].split("\n")]
    elif listed := _objects(found):
        return listed
    raise InputError(
        _("this is JSON, but no transcript of Whisper's"),
        _("Have the transcript written as text, .vtt, .srt, or Whisper's JSON with its segments."),
    )


def _objects(value: object) -> list[Segment]:
    """The segments of a list, if these are what it holds."""
    listed = value if isinstance(value, list) else []
    return [each for each in listed if isinstance(each, dict) and isinstance(each.get("text"), str)]


def _parts(segment: Segment, changes: bool) -> Iterator[Utterance]:
    """A segment, or what of it each speaker says one after the other; `changes` if another speaks than before it."""
    start, end = _times(segment)
    who = _speaker(segment)
    runs = _runs(segment["text"], segment.get("words"), who)
    if len(runs) < 2:
        yield Utterance(runs[0].speaker if runs else who, start, end, segment["text"], changes)
        return
    yield replace(runs[0], start=start if runs[0].start is None else runs[0].start, changes=changes)
    yield from runs[1:]


def _runs(text: str, words: object, who: str | None) -> list[Utterance]:
    """The stretches of a segment's text by who says their words; none where the words are not those of the text.

    A word without a speaker is of the one before.
    """
    runs: list[Utterance] = []
    at = 0
    for word in words if isinstance(words, list) else ():
        written = str(word.get("word", word.get("text", ""))).strip() if isinstance(word, dict) else ""
        place = text.find(written, at)
        if not written or place < 0 or text[at:place].strip():
            return []
        speaker = _speaker(word) or (runs[-1].speaker if runs else who)
        start, end = _times(word)
        stop = place + len(written)
        if runs and runs[-1].speaker == speaker:
            runs[-1] = replace(runs[-1], end=end or runs[-1].end, text=runs[-1].text + text[at:stop])
        else:
            runs.append(Utterance(speaker, start, end, text[at:stop]))
        at = stop
    return [] if text[at:].strip() else runs


def _speaker(segment: Segment) -> str | None:
    """A speaker's name; a bare number, as whisper.cpp and some others write it, is one with a word before it."""
    name = segment.get("speaker")
    if isinstance(name, int | str) and not isinstance(name, bool):
        named = str(name).strip()
        return f"Speaker {named}" if named.isdigit() else None if named in ("", "?") else named
    return None


def _times(segment: Segment) -> tuple[float | None, float | None]:
    """Start and end in seconds, however they are written."""
    if isinstance(pair := segment.get("timestamp"), list) and len(pair) == 2:
        return _number(pair[0]), _number(pair[1])
    if isinstance(offsets := segment.get("offsets"), dict):
        start, end = _number(offsets.get("from")), _number(offsets.get("to"))
        return start and start / _MILLISECONDS, end and end / _MILLISECONDS
    if isinstance(clocks := segment.get("timestamps"), dict):
        return _number(clocks.get("from")), _number(clocks.get("to"))
    return _number(segment.get("start")), _number(segment.get("end"))


def _number(value: object) -> float | None:
    """A time in seconds as a number, as text, or as on a clock."""
    if isinstance(value, str) and _CLOCK.fullmatch(value.strip()):
        return -seconds(value) if value.strip().startswith("-") else seconds(value)
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            return float(value)
        except (ValueError, OverflowError):
            return None
    return None
