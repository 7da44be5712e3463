"""Praat TextGrids, long and short, as utterances; and which files are one conversation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.decode import decode
from qualcode.importers.utterances import Utterance
from qualcode.names import fold

_VALUE = re.compile(r'"((?:[^"]|"")*)"|<exists>|(?<![\w\[.])[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?(?![\w\].])')
_SAME_LENGTH = 1.0
_INTERVALS = "IntervalTier"
_POINTS = ("TextTier", "PointTier")


@dataclass(frozen=True, slots=True)
class Tier:
    """A named line of time, with what was said on it."""

    name: str
    utterances: tuple[Utterance, ...]


def read_tiers(text: str) -> list[Tier]:
    """The tiers of a TextGrid, of its intervals those that hold words; quotes doubled in the file are single here.

    Only the values are read, not the words beside them, so both spellings of the format are one. Times need not be in
    order nor intervals apart. Raises InputError where the file ends in the middle.
    """
    values = iter(_values(text))
    try:
        return list(_tiers(values))
    except (StopIteration, ValueError, RuntimeError) as error:
        raise InputError(
            _("the TextGrid is cut short or damaged"), _("Open it in Praat and save it again as a text file.")
        ) from error


def conversation(files: Sequence[tuple[str, Sequence[Tier]]]) -> list[Utterance]:
    """The utterances of all tiers in order of time; each file comes with what its name adds to the others' names.

    A tier's name is its speaker; where tiers share a name, as when every recorder called its tier `Speaker`, the
    file's own part of the name is.
    """
    shared = Counter(fold(tier.name) for _part, tiers in files for tier in tiers)
    said = [
        Utterance(_speaker(tier, part, shared), utterance.start, utterance.end, utterance.text)
        for part, tiers in files
        for tier in tiers
        for utterance in tier.utterances
    ]
    return sorted(said, key=lambda utterance: (utterance.start, utterance.end))


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


def _speaker(tier: Tier, part: str, shared: Counter[str]) -> str:
    return part if shared[fold(tier.name)] > 1 or not tier.name.strip() else tier.name.strip()


def _values(text: str) -> Iterator[str | float]:
    """The strings and numbers of the file, without the words that only the long spelling has."""
    for match in _VALUE.finditer(text):
        if match[1] is not None:
            yield match[1].replace('""', '"')
        elif match[0] != "<exists>":
            yield float(match[0])


def _tiers(values: Iterator[str | float]) -> Iterator[Tier]:
    file_type, object_class = next(values), next(values)
    if (file_type, object_class) not in (("ooTextFile", "TextGrid"), ("ooTextFile short", "TextGrid")):
        raise ValueError(object_class)
    _start, _end, count = _number(values), _number(values), _number(values)
    for _tier in range(int(count)):
        yield _tier_of(values)


def _tier_of(values: Iterator[str | float]) -> Tier:
    kind, name = _string(values), _string(values)
    _start, _end, count = _number(values), _number(values), _number(values)
    if kind == _INTERVALS:
        said = [Utterance(None, _number(values), _number(values), _string(values)) for _interval in range(int(count))]
    elif kind in _POINTS:
        said = [Utterance(None, at := _number(values), at, _string(values)) for _point in range(int(count))]
    else:
        raise ValueError(kind)
    return Tier(name, tuple(utterance for utterance in said if utterance.text.strip()))


def _number(values: Iterator[str | float]) -> float:
    value = next(values)
    if isinstance(value, str):
        raise ValueError(value)
    return value


def _string(values: Iterator[str | float]) -> str:
    value = next(values)
    if not isinstance(value, str):
        raise ValueError(value)
    return value
