"""WebVTT and SRT: cues with times, voices and the speaker's name at the head of a cue."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qualcode.importers.labels import Label, Trust, labels, seconds
from qualcode.importers.utterances import Utterance

_CLOCK = r"(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"^\s*({_CLOCK})\s*-->\s*({_CLOCK})[^\n]*$", re.MULTILINE)
_BLANK_LINE = re.compile(r"(?:\A|\n)[ \t]*(?:\n|\Z)")
_NEXT_NUMBER = re.compile(r"\n\s*\d+\s*\Z")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:[ \t]+([^>\n]*))?>")
_TAG = re.compile(rf"</?(?:v|c|i|b|u|s|em|strong|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<{_CLOCK}>|\{{\\an?\d+\}}")


def read_subtitles(text: str) -> list[Utterance]:
    """The utterances of a WebVTT or SRT text, in its order: a voice each, entities and tags resolved.

    A name with a colon at the head of a cue is its speaker, as Zoom writes them; a cue without one has none.
    """
    return _named([part for start, end, payload in _cues(text) for part in _voices(start, end, payload)])


def _cues(text: str) -> Iterator[tuple[float, float, str]]:
    """Each timing line with its payload: what follows up to a blank line (WebVTT, SRT) or the next cue's number."""
    timings = list(_TIMING.finditer(text))
    for index, timing in enumerate(timings):
        limit = timings[index + 1].start() if index + 1 < len(timings) else len(text)
        yield seconds(timing[1]), seconds(timing[2]), _payload(text[timing.end() + 1 : limit])


def _payload(text: str) -> str:
    """The lines of a cue: up to a blank line or, where that was forgotten, to the number of the next cue."""
    return _NEXT_NUMBER.sub("", _BLANK_LINE.split(text, maxsplit=1)[0])


def _voices(start: float, end: float, payload: str) -> Iterator[Utterance]:
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
    return [_with_name(utterance) for utterance in utterances]


def _with_name(utterance: Utterance) -> Utterance:
    label = next(labels(utterance.text), None)
    if label is None or not _believed(label):
        return utterance
    return replace(utterance, speaker=label.name, text=utterance.text[label.body :])


def _believed(label: Label) -> bool:
    return label.start == 0 and label.shape == "colon" and label.trust <= Trust.NAME
