"""Otter's text: `Name  0:05` on a line, below it what was said; a blank line between turns, or none.

Where Otter knew nobody, the line has the time alone. The line at the end that names the service is nobody's; a title
and key words at the head are of nobody too, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qualcode.importers.labels import seconds
from qualcode.importers.timing import in_time, nothing_said
from qualcode.importers.utterances import Utterance

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}"
_NAME = r"[^\s:](?:[^\n:\t]{0,79}?[^\s:])?"
_TURN = re.compile(rf"^(?:(?P<who>{_NAME})[ ]{{2,}})?(?P<time>{_CLOCK})[ \t]*$", re.MULTILINE)
_FIRST = re.compile(rf"\A\s*(?:{_NAME}[ ]{{2}}{_CLOCK}[ ]*|{_CLOCK}[ ]{{2}})\n[ \t]*\S")
_WRITTEN = re.compile(rf"^(?:{_NAME}[ ]{{2}})?{_CLOCK}[ ]{{2}}\n[ \t]*\S", re.MULTILINE)
_SERVICE = re.compile(r"(?im)^[ \t]*transcribed by https?://otter\.ai[ \t]*$")


def is_otter(head: str) -> bool:
    """Whether a text begins as Otter's do: a speaker, two spaces, a time, and the words on the next line."""
    return bool(_FIRST.match(head)) or len(_WRITTEN.findall(head)) > 1


def read_otter(text: str) -> tuple[tuple[Utterance, ...], tuple[str, ...]]:
    """The utterances of an Otter text, in order of time, and what to say of it."""
    text = _SERVICE.sub("", text)
    turns = list(_turns(text))
    said, notes = in_time([[turn for turn in turns if turn.text]])
    head = text[: first.start()] if (first := _TURN.search(text)) else text
    preface = [Utterance(None, None, None, words)] if (words := " ".join(head.split())) else []
    return (*preface, *said), (*notes, *nothing_said(len(turns) - len(said)))


def _turns(text: str) -> Iterator[Utterance]:
    """Each turn ends where the next one in the file begins."""
    heads = list(_TURN.finditer(text))
    times = [*(seconds(head["time"]) for head in heads), None]
    bounds = [*(head.start() for head in heads), len(text)]
    for head, (start, until), (_begun, end) in zip(heads, pairwise(times), pairwise(bounds), strict=True):
        who = (head["who"] or "").strip() or None
        yield Utterance(who, start, until, " ".join(text[head.end() : end].split()))
