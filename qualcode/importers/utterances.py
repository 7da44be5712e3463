"""Speech that came apart from its labels (subtitles, tiers): utterances with a speaker and a time, made into turns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from qualcode.model import Turn

_FINISHED = re.compile(r"[.?!…»\"”)\]]\s*$")
_LONGEST_GAP = 2.0  # seconds of silence over which words of nobody in particular are not joined


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said from `start` to `end` (seconds), by whom if that is known."""

    speaker: str | None
    start: float
    end: float
    text: str


def text_and_turns(utterances: Iterable[Utterance]) -> tuple[str, tuple[Turn, ...]]:
    """One line for each turn, without labels: utterances of one speaker that follow each other are one turn."""
    lines: list[str] = []
    turns: list[Turn] = []
    start = 0
    for number, turn in enumerate(_joined(utterances), 1):
        line = turn.text + "\n"
        lines.append(line)
        turns.append(Turn(number, turn.speaker, start, start, start + len(line), turn.start))
        start += len(line)
    return "".join(lines), tuple(turns)


def _joined(utterances: Iterable[Utterance]) -> Iterator[Utterance]:
    turn: Utterance | None = None
    for utterance in utterances:
        said = replace(utterance, text=" ".join(utterance.text.split("\n")).strip())
        if not said.text:
            continue
        if turn and _goes_on(turn, said):
            turn = replace(turn, end=said.end, text=f"{turn.text} {said.text}")
            continue
        if turn:
            yield turn
        turn = said
    if turn:
        yield turn


def _goes_on(turn: Utterance, said: Utterance) -> bool:
    if turn.speaker != said.speaker:
        return False
    unfinished = not _FINISHED.search(turn.text) and said.start - turn.end < _LONGEST_GAP
    return turn.speaker is not None or unfinished
