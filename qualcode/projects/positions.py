"""How a program counts positions in a text, found from the passages they give, and what they are in code points.

A convention is a unit (code points or UTF-16), what a line end counts (1 or 2), and whether byte-order marks before
the text count. Most give passages that start or end inside words; the right one does not. A passage that a program
wrote down beside its positions tells it surely.
"""

from __future__ import annotations

import math
import operator
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, product
from typing import NamedTuple
from unicodedata import category

from qualcode.importers.decode import decode
from qualcode.importers.normalise import normalise
from qualcode.projects.project import Convention

CODE_POINTS, UTF_16 = "code points", "utf-16"
STANDARD = Convention(CODE_POINTS, 1, False, 1.0)

_BOM = "\ufeff"
_WIDE = re.compile("\r\n|[\U00010000-\U0010ffff]")
_WIDE_LINES = re.compile("[\r\n\U00010000-\U0010ffff]")
_JOINER = "\u200d"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SAMPLE = 100
_NEAR = 0.05
_THIN = 0.4  # how much nearer than that is near, shared by the passages there are
_FITS = 0.75  # how well a convention fits where edges are on words as people set them
_ODD = 0.1  # how much better than the expected convention another must be, and by more than chance
_QUOTED = 4  # how many times more a passage written down says than edges on words
_UNLIKELY = 0.2  # how much better a line end of two must be in a text that has none


class Given(NamedTuple):
    """What the user says of a convention; None where it is to be found."""

    unit: str | None = None
    newline: int | None = None
    mark: bool | None = None


class Passage(NamedTuple):
    """A stretch as a program wrote it: its two positions, and the words it wrote beside them if it did."""

    start: int
    end: int
    words: tuple[str, ...] = ()


class Counted:
    """A text under a convention: the position it starts at, those of its code points that count two, and its end."""

    def __init__(self, text: str, first: int, wide: Sequence[int]) -> None:
        self.text = text
        self.first = first
        self.wide = wide
        self.last = first + len(text) + len(wide)

    def place(self, position: int, *, end: bool = False) -> tuple[int, bool]:
        """The code point at a position, and whether it lies inside one that counts two; its `end` takes that in."""
        position -= self.first
        if not self.wide:
            return position, False
        before = bisect_left(self.wide, position)
        inside = before > 0 and self.wide[before - 1] + 1 == position
        return position - before + (inside and end), inside

    def holds(self, start: int, end: int) -> bool:
        """Whether these can be the positions of a passage: in order, and not begun past the end."""
        return 0 <= start <= end and start <= self.last

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The code points between two positions; past the text where a position is."""
        return self.place(start)[0], self.place(end, end=True)[0]

    def cut(self, start: int, end: int) -> tuple[int, int] | None:
        """These code points as far as the text has them; None where it has none of them."""
        start, end = max(0, start), min(len(self.text), end)
        return (start, end) if start < end else None


class Source:
    """The bytes of a text as a project holds them: normalised, with what else may have been counted."""

    def __init__(self, original: bytes, encoding: str | None = None) -> None:
        raw, used = decode(original, encoding)
        body = raw.lstrip(_BOM)
        self.text = normalise(body)
        self.marks = len(raw) - len(body) + (used in ("utf-16", "utf-32"))
        self.doubled = "\r\n" in body
        self._body = self.text if self.text == body else body
        self._wide: dict[tuple[str, int], list[int]] = {(CODE_POINTS, 1): []}

    def counted(self, convention: Convention) -> Counted:
        """The text as this convention counts it."""
        first = self.marks if convention.mark else 0
        kind = convention.unit, convention.newline
        if kind not in self._wide:
            self._count()
        return Counted(self.text, first, self._wide[kind])

    def _count(self) -> None:
        """Find what may count two, which most texts are read without."""
        astral, lines = _wide(_WIDE if self.doubled else _WIDE_LINES, self._body)
        both = sorted(astral + lines)
        self._wide |= {(UTF_16, 1): _raw(astral), (CODE_POINTS, 2): _raw(lines), (UTF_16, 2): _raw(both)}


def _raw(places: Sequence[int]) -> list[int]:
    """Positions of code points that count two, where each counts so."""
    return list(map(operator.add, places, count()))


def _wide(pattern: re.Pattern[str], body: str) -> tuple[list[int], list[int]]:
    """The code points of the normalised text beyond the first plane, and its line ends that count two."""
    astral: list[int] = []
    lines: list[int] = []
    gone = 0
    for match in pattern.finditer(body):
        start, end = match.span()
        (astral if body[start] > "\uffff" else lines).append(start - gone)
        gone += end - start - 1
    return astral, lines


class Evidence(NamedTuple):
    """What the passages of a source say of each convention that is not the same as a simpler one on all of them."""

    scores: Mapping[Convention, float]
    sure: bool
    edges: int


NOTHING = Evidence({}, False, 0)


def evidence(source: Source, passages: Sequence[Passage], usual: Convention | None = None) -> Evidence:
    """How well each convention fits, 0 to 1: do edges stand at words, are passages the words written beside them?

    Of conventions that come to the same on all passages one stands for all: the standard one where all do, else the
    `usual` one of the program, else the simplest.
    """
    if not passages:
        return NOTHING
    kinds = _kinds(source, max(passage.end for passage in passages), usual)
    sample = _sampled(passages)
    edges = {kind: _at_words(counted, sample) for kind, counted in kinds.items()}
    quoted = _quoted(kinds, sample)
    scores = {kind: _score(edges[kind], quoted.get(kind)) for kind in kinds}
    return Evidence(_likely(source, scores), bool(quoted), len(sample) * 2)


def _score(edges: float, quoted: float | None) -> float:
    return edges if quoted is None else (edges + _QUOTED * quoted) / (1 + _QUOTED)


def _kinds(source: Source, last: int, usual: Convention | None) -> dict[Convention, Counted]:
    """One convention for each way of counting that differs before the last position."""
    found: dict[tuple[int, tuple[int, ...]], Convention] = {}
    for convention in _every():
        counted = source.counted(convention)
        key = counted.first, tuple(counted.wide[: bisect_left(counted.wide, last - counted.first)])
        if key not in found or (usual and same(convention, usual)):
            found[key] = convention
    if len(found) == 1:
        return {STANDARD: source.counted(STANDARD)}
    return {convention: source.counted(convention) for convention in found.values()}


def _every() -> Iterator[Convention]:
    """All conventions, the simplest first."""
    for mark, newline, unit in product((False, True), (1, 2), (CODE_POINTS, UTF_16)):
        yield Convention(unit, newline, mark, 1.0)


def same(one: Convention, other: Convention) -> bool:
    """Whether two conventions count alike."""
    return one[:3] == other[:3]


def _sampled(passages: Sequence[Passage]) -> list[Passage]:
    ordered = sorted(set(passages), key=lambda passage: (passage.end, passage.start))
    step = max(1, len(ordered) // _SAMPLE)
    return ordered[::-step]


def _likely(source: Source, scores: dict[Convention, float]) -> dict[Convention, float]:
    """The scores without those of line ends of two where the text has none such, unless they are far better."""
    if source.doubled:
        return scores
    plain = max((score for kind, score in scores.items() if kind.newline == 1), default=0.0)
    return {kind: score for kind, score in scores.items() if kind.newline == 1 or score > plain + _UNLIKELY}


def _at_words(counted: Counted, passages: Sequence[Passage]) -> float:
    return sum(_edges(counted, passage) for passage in passages) / len(passages)


def _edges(counted: Counted, passage: Passage) -> float:
    if not counted.first <= passage.start <= passage.end <= counted.last:
        return 0.0
    (start, start_inside), (end, end_inside) = counted.place(passage.start), counted.place(passage.end, end=True)
    text = counted.text
    before, first = text[start - 1 : start] if start else "", text[start : start + 1]
    last, after = text[end - 1 : end] if end else "", text[end : end + 1]
    opens = 0.0 if start_inside or _in_letter(before, first) else _at_word(before, first)
    closes = 0.0 if end_inside or _in_letter(last, after) else _at_word(after, last)
    return (opens + closes) / 2


def _in_letter(left: str, right: str) -> bool:
    """Whether what stands left and right is one letter to whoever reads it."""
    return _JOINER in (left, right) or (left != "" and right != "" and category(right)[0] == "M")


def _at_word(outer: str, inner: str) -> float:
    """How well an edge stands between the character outside and the one inside a passage."""
    if outer.isalnum() and inner.isalnum():
        return 0.5 if _UNSPACED.match(inner) and _UNSPACED.match(outer) else 0.0
    if not inner or inner.isspace():
        return 0.25
    return 1.0 if inner.isalnum() else 0.8


def _quoted(kinds: Mapping[Convention, Counted], passages: Sequence[Passage]) -> dict[Convention, float]:
    """For each convention the share of passages that are the words beside them, of those that are so in any.

    Nothing where most of the words that stand in the text are not the passage in any: they say something else.
    """
    passages = [passage for passage in passages if passage.words]
    if not passages:
        return {}
    found = {
        kind: {passage for passage in passages if _is_written(counted, passage)} for kind, counted in kinds.items()
    }
    any_of = set().union(*found.values())
    text = "".join(next(iter(kinds.values())).text.split())
    there = sum(any("".join(words.split()) in text for words in passage.words) for passage in passages)
    if not any_of or len(any_of) * 2 < there:
        return {}
    return {kind: len(these) / len(any_of) for kind, these in found.items()}


def _is_written(counted: Counted, passage: Passage) -> bool:
    if not counted.first <= passage.start < passage.end <= counted.last:
        return False
    start, end = counted.between(passage.start, passage.end)
    return any(is_quote(counted.text[start:end], words) for words in passage.words)


def is_quote(passage: str, words: str) -> bool:
    """Whether the words are those of the passage, blanks aside, or its beginning cut off."""
    if not words or words.isspace():
        return False
    said, written = "".join(passage.split()), "".join(words.split())
    if said == written:
        return True
    begun = written.removesuffix("…").rstrip(".")
    return len(begun) >= (20 if begun != written else 40) and said.startswith(begun)


def settled(own: Evidence, others: Evidence = NOTHING, usual: Convention | None = None) -> Convention:
    """The convention of a source, and those that fit nearly as well: by its own evidence, then by that of all sources.

    `others` is what all sources of the project say, which one program wrote. Where the `usual` convention of that
    program is among them it is the one, and nothing else comes near.
    """
    if not own.scores:
        return STANDARD
    close = _near(own.scores, own)
    rivals = _near({kind: others.scores.get(kind, 0.0) for kind in close}, others)
    ranked = sorted(rivals, key=lambda kind: -own.scores[kind])
    first = _expected(own, others, usual) or ranked[0]
    rest = [] if usual and same(first, usual) else [kind for kind in ranked if kind != first]
    found, *near = (_scored(kind, own.scores[kind]) for kind in (first, *rest))
    return Convention(*found[:4], tuple(near))


def _scored(kind: Convention, score: float) -> Convention:
    return Convention(*kind[:3], round(score, 4))


def _expected(own: Evidence, others: Evidence, usual: Convention | None) -> Convention | None:
    """The usual convention unless another is better; the standard one too where passages are so odd that none fits."""
    if not usual and (own.sure or max(own.scores.values()) >= _FITS):
        return None
    kind = next((kind for kind in own.scores if same(kind, usual or STANDARD)), None)
    far = kind is None or any(
        told.scores.get(kind, 0.0) < max(told.scores.values()) - _chance(told) for told in (own, others) if told.scores
    )
    return None if far else kind


def _chance(told: Evidence) -> float:
    """How much better than the expected convention another must be, for it to be more than chance."""
    return _NEAR if told.sure or not told.edges else _ODD + 1 / math.sqrt(told.edges)


def _near(scores: Mapping[Convention, float], told: Evidence) -> list[Convention]:
    """The conventions that are hardly worse than the best; how hardly, by how much was told."""
    least = max(scores.values()) - (_NEAR if told.sure or not told.edges else _NEAR + _THIN / told.edges)
    return [kind for kind, score in scores.items() if score >= least]


def pooled(all_of: Sequence[Evidence]) -> Evidence:
    """What all sources of a project say together, each for as many passages as it has."""
    total: dict[Convention, float] = {}
    weight: dict[Convention, int] = {}
    for one in all_of:
        for kind, score in one.scores.items():
            total[kind] = total.get(kind, 0.0) + score * one.edges
            weight[kind] = weight.get(kind, 0) + one.edges
    scores = {kind: total[kind] / weight[kind] for kind in total}
    return Evidence(scores, any(one.sure for one in all_of), sum(one.edges for one in all_of))


def chosen(
    source: Source,
    passages: Sequence[Passage],
    own: Evidence,
    others: Evidence,
    usual: Convention | None = None,
    given: Given | None = None,
) -> Convention:
    """The convention to read a source by: as `settled`, but of those only that are as the user says."""
    if not passages or not given or given == Given():
        return settled(own, others, usual)
    every = [
        kind
        for kind in _every()
        if all(wanted is None or wanted == found for wanted, found in zip(given, kind[:3], strict=True))
    ]
    scores = {kind: fit(source, kind, passages) for kind in every}
    return settled(Evidence(scores, own.sure, own.edges), others, usual)._replace(close=())


def fit(source: Source, convention: Convention, passages: Sequence[Passage]) -> float:
    """How well one convention fits by itself, 0 to 1."""
    if not passages:
        return 1.0
    kinds, sample = {convention: source.counted(convention)}, _sampled(passages)
    return _score(_at_words(kinds[convention], sample), _quoted(kinds, sample).get(convention))
