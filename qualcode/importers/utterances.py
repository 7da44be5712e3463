"""Speech that came apart from its labels (subtitles, tiers): utterances with a speaker and a time, made into turns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qualcode.model.texts import Turn
from qualcode.names import fold

_FINISHED = re.compile(r"[.?!…»\"”)\]]\s*$")
_LONGEST_GAP = 2.0  # seconds of silence over which words of nobody in particular are not joined


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said from `start` to `end` (seconds from the start of the recording), by whom and when if known.

    `changes` says that a turn begins here whoever speaks: another than before, or the same after a long pause.
    """

    speaker: str | None
    start: float | None
    end: float | None
    text: str
    changes: bool = False


def text_and_turns(utterances: Iterable[Utterance]) -> tuple[str, tuple[Turn, ...]]:
    """One line for each turn, without labels: utterances of one speaker that follow each other are one turn.

    A speaker is called as when first met, whatever the case and accents of the name later on.
    """
    lines: list[str] = []
    turns: list[Turn] = []
    start = 0
    for number, turn in enumerate(_joined(_called(utterances)), 1):
        line = turn.text + "\n"
        lines.append(line)
        turns.append(Turn(number, turn.speaker, start, start, start + len(line), turn.start))
        start += len(line)
    return "".join(lines), tuple(turns)


def _called(utterances: Iterable[Utterance]) -> Iterator[Utterance]:
    names: dict[str, str] = {}
    for utterance in utterances:
        name = " ".join((utterance.speaker or "").split())
        yield replace(utterance, speaker=names.setdefault(fold(name), name) or None)


def _joined(utterances: Iterable[Utterance]) -> Iterator[Utterance]:
    turn: list[Utterance] = []
    for utterance in utterances:
        said = replace(utterance, text=" ".join(utterance.text.split("\n")).strip())
        if not said.text:
            continue
        if turn and not _goes_on(turn[-1], said):
            yield _as_one(turn)
            turn = []
        turn.append(said)
    if turn:
        yield _as_one(turn)


def _as_one(turn: Sequence[Utterance]) -> Utterance:
    return replace(turn[0], end=turn[-1].end, text=" ".join(said.text for said in turn))


def _goes_on(before: Utterance, said: Utterance) -> bool:
    if said.changes or before.speaker != said.speaker:
        return False
    return before.speaker is not None or not (_FINISHED.search(before.text) or _silence(before, said))


def _silence(before: Utterance, said: Utterance) -> bool:
    """Whether so much time passes between two utterances that the second does not go on with the first."""
    return said.start is not None and before.end is not None and said.start - before.end >= _LONGEST_GAP
