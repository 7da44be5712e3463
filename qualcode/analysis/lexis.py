"""How words are spread: what is said more in one group than elsewhere, what stands near a word. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from math import log, log2
from typing import NamedTuple


class Collocate(NamedTuple):
    """A word near another: how often within the window, how often in all; the two measures of association."""

    word: str
    together: int
    times: int
    log_likelihood: float
    pmi: float


class Windows(NamedTuple):
    """What was counted around a word: its own `hits`, `near` it and in `all` each other word, all without itself."""

    hits: int
    near: Counter[str]
    all: Counter[str]


def log_likelihood(inside: int, size_inside: int, outside: int, size_outside: int) -> float:
    """G² of a word that stands `inside` times among so many words, and `outside` times among the others.

    G² = 2 Σ O ln(O/E) over the four cells (word or another, inside or outside), E from the margins (Dunning 1993,
    *Computational Linguistics* 19(1)). Positive where the word is more frequent inside than outside, negative where it
    is less: 3.84 is what chance exceeds once in twenty. 0 where one side has no words.
    """
    total = size_inside + size_outside
    if not size_inside or not size_outside:
        return 0.0
    cells = (
        (inside, size_inside, inside + outside),
        (outside, size_outside, inside + outside),
        (size_inside - inside, size_inside, total - inside - outside),
        (size_outside - outside, size_outside, total - inside - outside),
    )
    value = 2 * sum(seen * log(seen * total / (row * column)) for seen, row, column in cells if seen)
    return max(value, 0.0) if inside * size_outside >= outside * size_inside else -max(value, 0.0)


def pmi(together: int, near: int, count: int, total: int) -> float:
    """log₂(O/E): how many times, in doublings, a word is more often near than chance has it (Church & Hanks 1990,
    *Computational Linguistics* 16(1)). `together` of `near` words, `count` of `total`; E = near × count / total."""
    return log2(together * total / (near * count))


def look_around(turns: Sequence[Sequence[str]], nodes: Set[str], window: int) -> Windows:
    """Count what stands within `window` words of a node, in the same turn; a word near two nodes counts once."""
    near: Counter[str] = Counter()
    every: Counter[str] = Counter()
    hits = 0
    for words in turns:
        every.update(words)
        if nodes.isdisjoint(words):
            continue
        at = [place for place, word in enumerate(words) if word in nodes]
        hits += len(at)
        reached = {place for hit in at for place in range(max(0, hit - window), min(len(words), hit + window + 1))}
        near.update(words[place] for place in reached)
    for node in nodes:
        del near[node], every[node]
    return Windows(hits, near, every)


def collocates(windows: Windows, least: int = 2) -> list[Collocate]:
    """The words that stand near more often than chance has it, those that do most clearly first.

    Near and not near are the two sides of the table (Evert 2008, *Corpora and collocations*, surface co-occurrence).
    """
    near, total = windows.near.total(), windows.all.total()
    found = (_collocate(word, together, windows.all[word], near, total) for word, together in windows.near.items())
    attracted = (one for one in found if one.together >= least and one.pmi > 0)
    return sorted(attracted, key=lambda one: (-one.log_likelihood, one.word))


def _collocate(word: str, together: int, count: int, near: int, total: int) -> Collocate:
    likelihood = log_likelihood(together, near, count - together, total - near)
    return Collocate(word, together, count, likelihood, pmi(together, near, count, total))


def keyness(counts: Mapping[str, int], sizes: Mapping[str, int], whole: int, size: int) -> dict[str, float]:
    """For each group the log-likelihood of a word there against all that is said elsewhere.

    `counts` and `sizes` are the word's and all words' numbers by group, `whole` and `size` those of everything.
    """
    return {
        group: log_likelihood(counts.get(group, 0), inside, whole - counts.get(group, 0), size - inside)
        for group, inside in sizes.items()
    }
