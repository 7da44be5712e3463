"""What two texts share, in order: runs of the same code points, found by lines and then by words.

Lines that occur once in each text anchor the rest (patience, after Cohen); what lies between them is anchored by runs
of words that occur once, then by single words, and small rests are compared outright. Each step is linear in what it
looks at but for a sort, so that two texts that share nothing cost little more than two that share all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_LINE_STEPS = (1, 1, 1)
_WORD_STEPS = (4, 2, 1, 1)
"""How many pieces one after the other must occur once to be an anchor, at each step inward."""
_OUTRIGHT = 20_000  # pairs of words that are compared one with each
LEAST = 8
"""Fewer code points are no ground to stand on, unless they reach an end of the text."""


class Run(NamedTuple):
    """`length` code points that stand at `old` in one text and at `new` in the other."""

    old: int
    new: int
    length: int


class _Block(NamedTuple):
    """A stretch of pieces of each text, half-open."""

    old: int
    old_end: int
    new: int
    new_end: int


@dataclass(frozen=True)
class Alignment:
    """The runs that an old text of `old_length` shares with a new one, in order in both and never touching in both."""

    runs: tuple[Run, ...]
    old_length: int
    new_length: int

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [run.old for run in self.runs]

    @cached_property
    def _before(self) -> Sequence[int]:
        return list(accumulate((run.length for run in self.runs), initial=0))

    def carried(self, start: int, end: int) -> int | None:
        """Where the whole span stands in the new text, if one run holds it."""
        index = bisect_right(self._starts, start) - 1
        if index < 0:
            return None
        run = self.runs[index]
        return run.new + start - run.old if end <= run.old + run.length else None

    def shared(self, start: int, end: int) -> int:
        """How many code points of a span of the old text stand in runs."""
        return self._shared_before(end) - self._shared_before(start)

    def _shared_before(self, place: int) -> int:
        index = bisect_right(self._starts, place) - 1
        if index < 0:
            return 0
        return self._before[index] + min(self.runs[index].length, place - self.runs[index].old)

    def start(self, place: int) -> tuple[int, bool]:
        """Where a passage that began at `place` begins now, and whether that is sure.

        It is sure within a run, and where what changed begins just there; else what changed is taken in whole.
        """
        index = bisect_right(self._starts, place) - 1
        run = self.runs[index] if index >= 0 else Run(0, 0, 0)
        past = place - run.old
        return (run.new + past, True) if past < run.length else (run.new + run.length, past == run.length)

    def end(self, place: int) -> tuple[int, bool]:
        """Where a passage that ended before `place` ends now, and whether that is sure."""
        index = bisect_left(self._starts, place)
        last = Run(self.old_length, self.new_length, 0)
        if index and place <= self.runs[index - 1].old + self.runs[index - 1].length:
            return self.runs[index - 1].new + place - self.runs[index - 1].old, True
        following = self.runs[index] if index < len(self.runs) else last
        return following.new, following.old == place

    def around(self, place: int) -> tuple[Run, Run]:
        """The last run that begins at or before a place, and the next that begins at or after it."""
        before, after = bisect_right(self._starts, place) - 1, bisect_left(self._starts, place)
        first = self.runs[before] if before >= 0 else Run(0, 0, 0)
        return first, self.runs[after] if after < len(self.runs) else Run(self.old_length, self.new_length, 0)

    def within(self, start: int, end: int) -> Iterator[Run]:
        """The runs in a span of the old text, cut at its ends."""
        for run in self.runs[max(0, bisect_right(self._starts, start) - 1) : bisect_left(self._starts, end)]:
            low, high = max(start, run.old), min(end, run.old + run.length)
            if low < high:
                yield Run(low, run.new + low - run.old, high - low)

    def reversed(self) -> Alignment:
        """The same from the new text to the old one."""
        return Alignment(
            tuple(Run(run.new, run.old, run.length) for run in self.runs), self.new_length, self.old_length
        )

    def gaps(self) -> Iterator[tuple[int, int, int, int]]:
        """What is not shared, in order: start and end in the old text, start and end in the new one."""
        old, new = 0, 0
        for run in (*self.runs, Run(self.old_length, self.new_length, 0)):
            if run.old > old or run.new > new:
                yield old, run.old, new, run.new
            old, new = run.old + run.length, run.new + run.length


def align(old: str, new: str) -> Alignment:
    """What two texts share."""
    if old == new:
        runs = [Run(0, 0, len(old))] if old else []
    else:
        runs = list(_solid(_joined(_matches(old, new), old, new), old, new))
    return Alignment(tuple(runs), len(old), len(new))


def _matches(old: str, new: str) -> Iterator[Run]:
    """Lines in common, and words in common between them."""
    old_lines, new_lines = _LINE.findall(old), _LINE.findall(new)
    old_at, new_at = (list(accumulate(map(len, lines), initial=0)) for lines in (old_lines, new_lines))
    done = (0, 0)
    for i, j, size in (*_anchored(old_lines, new_lines, _LINE_STEPS), (len(old_lines), len(new_lines), 0)):
        yield from _words(old, new, _Block(old_at[done[0]], old_at[i], new_at[done[1]], new_at[j]))
        yield Run(old_at[i], new_at[j], old_at[i + size] - old_at[i])
        done = (i + size, j + size)


def _words(old: str, new: str, block: _Block) -> Iterator[Run]:
    """Words in common between two places of each text."""
    if block.old == block.old_end or block.new == block.new_end:
        return
    ours, theirs = _tokens(old, block.old, block.old_end), _tokens(new, block.new, block.new_end)
    for i, j, size in _anchored(ours.words, theirs.words, _WORD_STEPS):
        whole = Run(ours.starts[i], theirs.starts[j], ours.ends[i + size - 1] - ours.starts[i])
        if old[whole.old : whole.old + whole.length] == new[whole.new : theirs.ends[j + size - 1]]:
            yield whole
        else:
            yield from _spaced(old, new, ours, theirs, (i, j, size))


class _Tokens(NamedTuple):
    """Words and signs, and where each begins and ends."""

    words: list[str]
    starts: list[int]
    ends: list[int]


def _tokens(text: str, start: int, end: int) -> _Tokens:
    words = _TOKEN.findall(text, start, end)
    starts = [match.start() for match in _TOKEN.finditer(text, start, end)]
    return _Tokens(words, starts, [place + len(word) for place, word in zip(starts, words, strict=True)])


def _spaced(old: str, new: str, ours: _Tokens, theirs: _Tokens, match: tuple[int, int, int]) -> Iterator[Run]:
    """Equal words as runs that end where other blanks stand between them."""
    i, j, size = match
    first = 0
    for step in range(1, size):
        blank = old[ours.ends[i + step - 1] : ours.starts[i + step]]
        if blank != new[theirs.ends[j + step - 1] : theirs.starts[j + step]]:
            yield _run(ours, theirs, (i + first, j + first, step - first))
            first = step
    yield _run(ours, theirs, (i + first, j + first, size - first))


def _run(ours: _Tokens, theirs: _Tokens, match: tuple[int, int, int]) -> Run:
    i, j, size = match
    return Run(ours.starts[i], theirs.starts[j], ours.ends[i + size - 1] - ours.starts[i])


def _anchored(old: Sequence[str], new: Sequence[str], steps: Sequence[int]) -> list[tuple[int, int, int]]:
    """Equal stretches of two sequences, in order: where each begins in both, and how long it is."""
    found: list[tuple[int, int, int]] = []
    work = [(_Block(0, len(old), 0, len(new)), 0)]
    while work:
        block, step = work.pop()
        block, ends = _trimmed(old, new, block)
        found += ends
        if block.old == block.old_end or block.new == block.new_end:
            continue
        if (block.old_end - block.old) * (block.new_end - block.new) <= _OUTRIGHT:
            found += _outright(old, new, block)
        elif step < len(steps):
            work += [(each, step + 1) for each in _between(_unique(old, new, block, steps[step]), block, found)]
    return sorted(found)


def _trimmed(old: Sequence[str], new: Sequence[str], block: _Block) -> tuple[_Block, list[tuple[int, int, int]]]:
    """The block without what begins and ends it alike, and that."""
    i, i_end, j, j_end = block
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    ends = [(block.old, block.new, i - block.old), (i_end, j_end, block.old_end - i_end)]
    return _Block(i, i_end, j, j_end), [each for each in ends if each[2]]


def _outright(old: Sequence[str], new: Sequence[str], block: _Block) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, old[block.old : block.old_end], new[block.new : block.new_end], autojunk=False)
    return [(block.old + i, block.new + j, size) for i, j, size in matcher.get_matching_blocks() if size]


def _unique(old: Sequence[str], new: Sequence[str], block: _Block, size: int) -> list[tuple[int, int]]:
    """Where `size` pieces stand that occur once in each part of the block, as the longest chain in order in both."""
    ours, theirs = _once(old, block.old, block.old_end, size), _once(new, block.new, block.new_end, size)
    return _chain([(place, theirs[piece]) for piece, place in ours.items() if piece in theirs])


def _once(pieces: Sequence[str], start: int, end: int, size: int) -> dict[Hashable, int]:
    """Where each run of `size` pieces stands that occurs once, in order."""
    places: dict[Hashable, int] = {}
    again: set[Hashable] = set()
    parts = (pieces[start + each : end] for each in range(size))
    runs: Iterable[Hashable] = pieces[start:end] if size == 1 else zip(*parts, strict=False)
    for place, run in enumerate(runs, start):
        if run in places:
            again.add(run)
        else:
            places[run] = place
    return {run: place for run, place in places.items() if run not in again} if again else places


def _chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest rising chain of pairs that are given in order of the first."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_i, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(last[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        last[pile : pile + 1] = [index]
    chain = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _between(anchors: Sequence[tuple[int, int]], block: _Block, found: list[tuple[int, int, int]]) -> Iterator[_Block]:
    """What lies between anchors; these are found, neighbours as one. Without anchors, the block itself."""
    i, j = block.old, block.new
    for place, other in anchors:
        if place > i or other > j:
            yield _Block(i, place, j, other)
        found.append((place, other, 1))
        i, j = place + 1, other + 1
    yield _Block(i, block.old_end, j, block.new_end)


def _joined(matches: Iterator[Run], old: str, new: str) -> Iterator[Run]:
    """Runs that follow one another become one; each reaches as far as both texts go on alike."""
    last = Run(0, 0, 0)
    for run in (*matches, Run(len(old), len(new), 0)):
        gap, other = run.old - last.old - last.length, run.new - last.new - last.length
        alike = _alike(old, new, last.old + last.length, last.new + last.length, min(gap, other))
        if alike == gap == other:
            last = Run(last.old, last.new, last.length + gap + run.length)
            continue
        last = last._replace(length=last.length + alike)
        yield last
        back = _alike_back(old, new, run.old, run.new, min(gap, other) - alike)
        last = Run(run.old - back, run.new - back, run.length + back)
    yield last


def _alike(old: str, new: str, i: int, j: int, most: int) -> int:
    """How many code points are the same from two places on."""
    if old[i : i + most] == new[j : j + most]:
        return most
    return next(step for step in range(most) if old[i + step] != new[j + step])


def _alike_back(old: str, new: str, i: int, j: int, most: int) -> int:
    """How many code points are the same before two places."""
    return next((step for step in range(most) if old[i - step - 1] != new[j - step - 1]), most)


def _solid(runs: Iterator[Run], old: str, new: str) -> Iterator[Run]:
    """The runs that are long enough to stand on, or that reach an end of both texts; between which only other blanks
    stand, they are long together."""
    together: list[Run] = []
    for run in runs:
        if together and not _only_blanks(together[-1], run, old, new):
            yield from _ground(together, len(old), len(new))
            together = []
        together.append(run)
    yield from _ground(together, len(old), len(new))


def _only_blanks(before: Run, run: Run, old: str, new: str) -> bool:
    between = old[before.old + before.length : run.old] + new[before.new + before.length : run.new]
    return not between.strip()


def _ground(together: Sequence[Run], old: int, new: int) -> Iterator[Run]:
    if not together:
        return
    first, last = together[0], together[-1]
    reaches = first.old == first.new == 0 or (last.old + last.length, last.new + last.length) == (old, new)
    if reaches or sum(run.length for run in together) >= LEAST:
        yield from (run for run in together if run.length)
