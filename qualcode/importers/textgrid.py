"""Praat TextGrids, long and short, as utterances; and which files are one conversation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from pathlib import Path

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.decode import decode
from qualcode.importers.layers import is_of_words, is_silence, is_spoken, left_out, speaker_of
from qualcode.importers.timing import in_time
from qualcode.importers.utterances import Utterance
from qualcode.names import fold

_VALUE = re.compile(r'"((?:[^"]++|"")*+)"|<exists>|(?<![\w\[.])[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?(?![\w\].])')
_SAME_LENGTH = 1.0
_LONG_PAUSE = 1.0  # seconds of silence after which one speaker alone begins another turn
_INTERVALS = "IntervalTier"
_POINTS = ("TextTier", "PointTier")


@dataclass(frozen=True, slots=True)
class Tier:
    """A named line of time with what was said on it; `declared` is how many intervals or points it says it has."""

    name: str
    utterances: tuple[Utterance, ...]
    declared: float
    found: int


def read_tiers(text: str) -> list[Tier]:
    """The tiers of a TextGrid, of its intervals those that hold words; quotes doubled in the file are single here.

    Only the values are read, not the words beside them, so both spellings of the format are one. Times need not be in
    order nor intervals apart, and a tier ends where the next one begins, whatever count it declares. Raises InputError
    where the file ends in the middle.
    """
    values = _Values(text)
    try:
        tiers = list(_tiers(values))
    except (StopIteration, ValueError, RuntimeError) as error:
        raise _damaged() from error
    if tiers and tiers[-1].found < tiers[-1].declared:
        raise _damaged()
    return tiers


def _damaged() -> InputError:
    return InputError(
        _("the TextGrid is cut short or damaged"), _("Open it in Praat and save it again as a text file.")
    )


def conversation(files: Sequence[tuple[str, Sequence[Tier]]]) -> tuple[tuple[Utterance, ...], tuple[str, ...]]:
    """The utterances of all tiers in order of time; each file comes with what its name adds to the others' names.

    A tier's name is its speaker; where tiers share a name, as when every recorder called its tier `Speaker`, the
    file's own part of the name is. Tiers of sounds, glosses or remarks are left out, as are those of single words
    beside the same speaker's utterances. Who speaks alone begins another turn after a long pause. The second value is
    what to say of it all.
    """
    named = [(_speaker(part, tiers, files, number), tier) for part, tiers in files for number, tier in enumerate(tiers)]
    spoken = _spoken(named)
    said, notes = in_time([[_by(who, each) for each in tier.utterances] for who, tier in spoken])
    others = [tier.name for _who, tier in named if tier.utterances and all(tier is not kept for _by, kept in spoken)]
    wrong = [tier.name for _who, tier in spoken if tier.found != tier.declared]
    return _parted(said), (*left_out(others), *_miscounted(wrong), *notes)


def _parted(said: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """The utterances of one speaker alone with a new turn after each long pause: nobody else is there to end one."""
    if len({(each.speaker and fold(each.speaker)) for each in said}) != 1 or said[0].speaker is None:
        return tuple(said)
    pauses = (before.end is not None and each.start is not None and each.start - before.end >= _LONG_PAUSE
              for before, each in pairwise(said))  # fmt: skip
    return (said[0], *(replace(each, changes=paused) for each, paused in zip(said[1:], pauses, strict=True)))


def _miscounted(names: Sequence[str]) -> Iterator[str]:
    if names:
        said = _("the number of intervals is not what the file says it is: {tiers}")
        yield said.format(tiers=", ".join(f"“{name}”" for name in dict.fromkeys(names)))


def _by(who: str | None, said: Utterance) -> Utterance:
    return Utterance(who, said.start, said.end, said.text)


def _spoken(named: Sequence[tuple[str | None, Tier]]) -> list[tuple[str | None, Tier]]:
    """The tiers that were spoken; all of them if by their names none was."""
    likely = [(who, tier) for who, tier in named if is_spoken(tier.name) and tier.utterances]
    whole = {who for who, tier in likely if not is_of_words(tier.name)}
    return [(who, tier) for who, tier in likely if who not in whole or not is_of_words(tier.name)] or list(named)


def group_files(paths: Iterable[Path]) -> list[tuple[Path, ...]]:
    """Files that are one conversation together, in the order given; others stand alone.

    `day1_consultation01_doctor.TextGrid` and `day1_consultation01_patient.TextGrid` are one, being of one folder, alike
    up to a last word, and equally long: `interview_marie` and `interview_paul` of different lengths are two.
    """
    groups: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in paths:
        groups[path.parent, _common_name(path)].append(path)
    return [together for group in groups.values() for together in _of_one_length(group)]


def own_parts(paths: Sequence[Path]) -> list[str]:
    """What each file's name adds to the one they share: `doctor`, `patient`."""
    return [path.stem.rpartition("_")[2] for path in paths]


def _common_name(path: Path) -> str:
    """The name up to its last `_part`; parts are words, since numbers count conversations."""
    common, bar, part = path.stem.rpartition("_")
    return common if bar and path.suffix.lower() == ".textgrid" and part.isalpha() else path.name


def _of_one_length(group: list[Path]) -> list[tuple[Path, ...]]:
    lengths = [_length(path) for path in group] if len(group) > 1 else [0.0]
    if max(lengths) - min(lengths) <= _SAME_LENGTH:
        return [tuple(group)]
    return [(path,) for path in group]


def _length(path: Path) -> float:
    """The length of the recording in seconds, from the head of the file; infinite where it cannot be read."""
    try:
        with path.open("rb") as file:
            text, _encoding = decode(file.read(1_000))
        return float([*_values(text)][3])
    except (OSError, InputError, ValueError, IndexError):
        return inf


def _speaker(part: str, tiers: Sequence[Tier], files: Sequence[tuple[str, Sequence[Tier]]], number: int) -> str | None:
    """Who speaks on a tier: whom it names if no other does, else the file's part of the name, else a number."""
    name = tiers[number].name
    alike = Counter(fold(tier.name) for _part, those in files for tier in those)
    who = speaker_of(name)
    if who and alike[fold(name)] == 1:
        return who
    if part:
        return part
    same = [place for place, tier in enumerate(tiers) if fold(tier.name) == fold(name)]
    return f"{who or 'Speaker'} {same.index(number) + 1}" if len(same) > 1 else who


def _values(text: str) -> Iterator[str | float]:
    """The strings and numbers of the file, without the words that only the long spelling has."""
    for match in _VALUE.finditer(text):
        if match[1] is not None:
            yield match[1].replace('""', '"')
        elif match[0] != "<exists>":
            yield float(match[0])


class _Values:
    """The values one after the other, and whether the next one is a number."""

    def __init__(self, text: str) -> None:
        self._rest = _values(text)
        self._next = next(self._rest, None)

    def take(self) -> str | float:
        """The next value. Raises StopIteration at the end."""
        if self._next is None:
            raise StopIteration
        taken, self._next = self._next, next(self._rest, None)
        return taken

    def number(self) -> float:
        """The next value, which must be a number."""
        value = self.take()
        if isinstance(value, str):
            raise ValueError(value)
        return value

    def string(self) -> str:
        """The next value, which must be a string."""
        value = self.take()
        if not isinstance(value, str):
            raise ValueError(value)
        return value

    @property
    def is_number(self) -> bool:
        """Whether a number is next."""
        return isinstance(self._next, float)


def _tiers(values: _Values) -> Iterator[Tier]:
    file_type, object_class = values.take(), values.take()
    if (file_type, object_class) not in (("ooTextFile", "TextGrid"), ("ooTextFile short", "TextGrid")):
        raise ValueError(object_class)
    _start, _end, count = values.number(), values.number(), values.number()
    found = 0
    while found < count:
        yield _tier(values)
        found += 1


def _tier(values: _Values) -> Tier:
    kind, name = values.string(), values.string()
    _start, _end, declared = values.number(), values.number(), values.number()
    if kind not in (_INTERVALS, *_POINTS):
        raise ValueError(kind)
    said = []
    while values.is_number:
        start = values.number()
        said.append(Utterance(None, start, start if kind in _POINTS else values.number(), values.string()))
    filled = tuple(each for each in said if each.text.strip() and not is_silence(each.text))
    return Tier(name, filled, declared, len(said))
