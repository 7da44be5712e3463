"""A verdict on each passage of a text that was corrected: kept, changed, ambiguous or lost.

A passage is *kept* where the same words stand, and it is sure that they are the same ones: carried by the alignment of
both texts, or found elsewhere by the quote with what stands around it, and no other place as good. It is *changed*
where both its ends stand on what the texts share, and the words between were corrected; other white space and other
apostrophes and quotation marks, as an office program sets them, leave it kept. It is *ambiguous* where several
places are as good, or one is not good enough, and *lost* where there is none. Nothing is settled by guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from qualcode.anchoring.aligning import Alignment, align
from qualcode.anchoring.occurring import Sought, places, sought
from qualcode.anchoring.weighing import CONTEXT, MARGIN, Places, Support, support
from qualcode.model import Span

KEPT, CHANGED, AMBIGUOUS, LOST = "kept", "changed", "ambiguous", "lost"
MOST_CANDIDATES = 9
_ALIKE = 0.5
_COMPARED = 400  # code points of two wordings that are compared letter by letter
_FARTHEST = 4_000
_EDGE = 16
"""So much of how a passage begins, and ends, tells it from others."""
_GROWN = 3  # times a passage's length that what stands in its place may be long, to be worth a look
_RIVALS = 20  # places of one quote that are weighed against each other; where there are more, none is sure


class Verdict(NamedTuple):
    """What became of a passage; `after` is where it stands, `candidates` where it may, the best first."""

    kind: str
    after: Span | None = None
    candidates: tuple[Span, ...] = ()


def judge(old: str, new: str, passages: Sequence[Span], alignment: Alignment | None = None) -> dict[Span, Verdict]:
    """What becomes of each passage of the old text in the new one."""
    judging = _Judging(old, new, alignment or align(old, new), passages)
    return {passage: judging.verdict(passage) for passage in dict.fromkeys(passages)}


@dataclass(frozen=True)
class _Judging:
    """Two texts, what they share, and the passages in question."""

    old: str
    new: str
    there: Alignment
    passages: Sequence[Span]

    def verdict(self, passage: Span) -> Verdict:
        """What becomes of one passage."""
        home = self.there.carried(passage.start, passage.end)
        return self._sought(passage) if home is None else self._carried(passage, home)

    # ------------------------------------------------------------------ carried by the alignment

    def _carried(self, passage: Span, home: int) -> Verdict:
        """Kept where it is carried to, unless the same words elsewhere have as good a claim."""
        rivals, claims = self._rivals(passage, home)
        if not rivals and not claims and self._grounded(passage, home):
            return Verdict(KEPT, Span(home, home + len(passage)))
        return _doubt(passage, [home, *rivals])

    def _rivals(self, passage: Span, home: int) -> tuple[list[int], list[int]]:
        """Places in the new text as good as the one carried to; passages of the old one with as good a claim to it."""
        quote = self._quotes[passage]
        free, homeless = self._free[quote], self._homeless[quote]
        if not free.starts and not homeless.starts:
            return [], []
        own = self._support(passage.start, home, len(passage))
        there = Span(home, home + len(passage))
        near = free.near(self.old, passage) if own.total >= MARGIN else free.starts
        claiming = homeless.near(self.new, there) if own.total >= MARGIN else homeless.starts
        if len(near) + len(claiming) > _RIVALS and not own.full:
            return list(near), list(claiming)
        rivals = [place for place in near if not own.beats(self._support(passage.start, place, len(passage)))]
        claims = [claim for claim in claiming if not own.beats(self._support(claim, home, len(passage)))]
        return rivals, claims

    def _grounded(self, passage: Span, home: int) -> bool:
        """Whether enough stands there as it stood: a few words alone between others that are new prove nothing."""
        if len(passage) >= CONTEXT:
            return True
        around = Span(max(0, passage.start - 2 * CONTEXT), min(len(self.old), passage.end + 2 * CONTEXT))
        shared = self.there.shared(around.start, around.end)
        return 2 * shared >= len(around) or self._proved(passage, home)

    def _proved(self, passage: Span, place: int) -> bool:
        return len(passage) + self._support(passage.start, place, len(passage)).total >= CONTEXT

    # ------------------------------------------------------------------ found elsewhere, or corrected

    def _sought(self, passage: Span) -> Verdict:
        """A passage that the alignment cuts: its words elsewhere, else what became of them."""
        found, clear = self._found(passage)
        place, sure = self._in_place(passage)
        corrected = sure and self._alike(passage, place)
        if clear and self._proved(passage, found[0]) and (not corrected or _inside(found[0], passage, place)):
            return Verdict(KEPT, Span(found[0], found[0] + len(passage)))
        if found:
            return _doubt(passage, found, (place,) if corrected else ())
        if corrected:
            return self._corrected(passage, place)
        if not sure and 2 * self.there.shared(passage.start, passage.end) >= len(passage):
            return Verdict(AMBIGUOUS, None, tuple(dict.fromkeys((self._core(passage), place))))
        if moved := self._moved(passage):
            return Verdict(AMBIGUOUS, None, moved)
        near = 0 < len(place) <= _GROWN * len(passage) + CONTEXT
        return Verdict(LOST, None, (place,) if near else ())

    def _corrected(self, passage: Span, place: Span) -> Verdict:
        """Changed, unless the same words stood elsewhere in the old text too and what stands there may be theirs.

        Other white space between the same words, and other apostrophes in them, are no correction.
        """
        old = self._stood[self._quotes[passage]]
        twins = old.starts if len(old.starts) <= _RIVALS else old.near(self.new, place)
        own = support(self.old, passage, self.new, place)
        others = [Span(twin, twin + len(passage)) for twin in twins if twin != passage.start]
        rivals = [twin for twin in others if not own.beats(support(self.old, twin, self.new, place))]
        if not rivals:
            same = _words(self.old[passage.start : passage.end]) == _words(self.new[place.start : place.end])
            return Verdict(KEPT if same else CHANGED, place)
        theirs = (there for there, sure in map(self._in_place, rivals) if sure)
        spans = dict.fromkeys((place, *theirs, *self._moved(passage)))
        return Verdict(AMBIGUOUS, None, tuple(spans)[:MOST_CANDIDATES])

    def _moved(self, passage: Span) -> tuple[Span, ...]:
        """Where a long passage stands elsewhere with words of it corrected: from how it began to how it ended."""
        if passage not in self._edges:
            return ()
        heads, tails = (self._edge_places[edge] for edge in self._edges[passage])
        if len(heads) + len(tails) > _RIVALS:
            return ()
        spans = [Span(head, tail + _EDGE) for head in heads for tail in tails if head < tail]
        return tuple(span for span in spans if len(passage) <= 2 * len(span) <= 4 * len(passage))[:MOST_CANDIDATES]

    def _found(self, passage: Span) -> tuple[list[int], bool]:
        """Where the same words stand that no other passage has a better claim to; whether the first is clearly best.

        Words that stand in many places, nowhere between words that stood around them, are found nowhere.
        """
        there = self._there[self._quotes[passage]]
        found = there.starts if len(there.starts) <= _RIVALS else there.near(self.old, passage)
        if len(found) > _RIVALS:
            return [], False
        weighed = sorted(self._weighed(passage, found), reverse=True)
        clear = bool(weighed) and weighed[0].undisputed and all(weighed[0].own.beats(each.own) for each in weighed[1:])
        return [each.place for each in weighed], clear

    def _weighed(self, passage: Span, found: Sequence[int]) -> Iterator[_Weighed]:
        for place in found:
            own = self._support(passage.start, place, len(passage))
            others = [self._support(claim, place, len(passage)) for claim in self._claims(passage, place)]
            if not any(other.beats(own) for other in others):
                undisputed = all(own.beats(other) for other in others)
                yield _Weighed(own.total, undisputed, own, place)

    def _claims(self, passage: Span, place: int) -> Sequence[int]:
        """Where in the old text the same words stood that may be those of a place, the passage itself left out."""
        there = Span(place, place + len(passage))
        owner = self._back.carried(there.start, there.end)
        if owner is not None:
            return [owner]
        stood = self._stood[self._quotes[passage]]
        claims = stood.starts if len(stood.starts) <= _RIVALS else stood.near(self.new, there)
        rivals = (claim for claim in claims[: _RIVALS + 1] if claim != passage.start)
        return [claim for claim in rivals if not self._better_off(claim, there)]

    def _better_off(self, claim: int, there: Span) -> bool:
        """Whether words of the old text are carried to where more speaks for them than speaks for another place."""
        home = self.there.carried(claim, claim + len(there))
        if home is None:
            return False
        return self._support(claim, home, len(there)).beats(self._support(claim, there.start, len(there)))

    def _in_place(self, passage: Span) -> tuple[Span, bool]:
        """Where the passage's ends stand now, and whether both are sure and something is between them."""
        (start, sure), (end, sure_too) = self._start(passage.start), self._end(passage.end)
        return Span(start, max(start, end)), sure and sure_too and start < end

    def _start(self, place: int) -> tuple[int, bool]:
        """Where a passage begins now, and whether that is sure: blanks that changed before it too take nothing away."""
        start, sure = self.there.start(place)
        before, after = self.there.around(place)
        if sure or not self.old[before.old + before.length : place].isspace():
            return start, sure
        rest = self.new[start : after.new]
        return start + len(rest) - len(rest.lstrip()), True

    def _end(self, place: int) -> tuple[int, bool]:
        """Where a passage ends now, and whether that is sure."""
        end, sure = self.there.end(place)
        before, after = self.there.around(place)
        if sure or not self.old[place : after.old].isspace():
            return end, sure
        return end - len(rest := self.new[before.new + before.length : end]) + len(rest.rstrip()), True

    def _alike(self, passage: Span, place: Span) -> bool:
        """Whether what stands in a place is a correction of the passage rather than something else."""
        if 2 * self.there.shared(passage.start, passage.end) >= len(passage):
            return True
        was, now = self.old[passage.start : passage.end], self.new[place.start : place.end]
        if max(len(was), len(now)) > _COMPARED:
            return False
        return SequenceMatcher(None, was.casefold(), now.casefold(), autojunk=False).ratio() >= _ALIKE

    def _core(self, passage: Span) -> Span:
        """What is left of the words, without what may have been put in at their ends."""
        left = list(self.there.within(passage.start, passage.end))
        return Span(left[0].new, left[-1].new + left[-1].length)

    # ------------------------------------------------------------------ what the texts say

    def _support(self, start: int, place: int, length: int) -> Support:
        return support(self.old, Span(start, start + length), self.new, Span(place, place + length))

    @cached_property
    def _quotes(self) -> dict[Span, Sought]:
        return {each: sought(self.old, each.start, each.end) for each in self.passages}

    @cached_property
    def _edges(self) -> dict[Span, tuple[Sought, Sought]]:
        """How passages that the alignment cuts begin and end, of those long enough for that to tell them."""
        cut = (each for each in self._quotes if self.there.carried(each.start, each.end) is None)
        return {
            each: (
                sought(self.old, each.start, each.start + _EDGE), sought(self.old, each.end - _EDGE, each.end)
            )
            for each in cut if len(each) >= 2 * _EDGE
        }  # fmt: skip

    @cached_property
    def _edge_places(self) -> dict[Sought, list[int]]:
        """Where in the new text passages begin and end so, in what was not carried there."""
        edges = [edge for both in self._edges.values() for edge in both]
        found = places(self.new, edges, _windows(self._back, _EDGE, len(self.new)))
        return {
            edge: [start for start in starts if self._back.carried(start, start + _EDGE) is None]
            for edge, starts in found.items()
        }

    @cached_property
    def _back(self) -> Alignment:
        """The same alignment, from the new text to the old one."""
        return self.there.reversed()

    @cached_property
    def _there(self) -> dict[Sought, Places]:
        """Where each quote stands in the new text, near or in what is new: elsewhere it is another one, carried."""
        return self._places(self.new, self._back)

    @cached_property
    def _free(self) -> dict[Sought, Places]:
        """Where each quote stands in the new text without having been carried there."""
        return {each: _cut(self._back, found) for each, found in self._there.items()}

    @cached_property
    def _stood(self) -> dict[Sought, Places]:
        """Where each quote stood in the old text, near or in what was changed."""
        return self._places(self.old, self.there)

    @cached_property
    def _homeless(self) -> dict[Sought, Places]:
        """Where each quote stood in the old text without being carried anywhere."""
        return {each: _cut(self.there, found) for each, found in self._stood.items()}

    def _places(self, text: str, alignment: Alignment) -> dict[Sought, Places]:
        longest = max(map(len, self.passages), default=0)
        found = places(text, self._quotes.values(), _windows(alignment, longest, len(text)))
        return {each: Places(text, len(each.quote), starts) for each, starts in found.items()}


_SET = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"'})


def _words(text: str) -> list[str]:
    """The words of a text, however its blanks, apostrophes and quotation marks are set."""
    return text.translate(_SET).split()


class _Weighed(NamedTuple):
    """A place where a quote stands: what speaks for it, and whether no other passage has as good a claim."""

    weight: int
    undisputed: bool
    own: Support
    place: int


def _doubt(passage: Span, found: Sequence[int], others: Sequence[Span] = ()) -> Verdict:
    spans = (Span(place, place + len(passage)) for place in found)
    return Verdict(AMBIGUOUS, None, tuple(dict.fromkeys((*spans, *others)))[:MOST_CANDIDATES])


def _inside(found: int, passage: Span, place: Span) -> bool:
    return place.start <= found and found + len(passage) <= place.end


def _cut(alignment: Alignment, found: Places) -> Places:
    """The places that the alignment carries nowhere."""
    starts = [start for start in found.starts if alignment.carried(start, start + found.length) is None]
    return Places(found.text, found.length, starts)


def _windows(alignment: Alignment, reach: int, length: int) -> list[tuple[int, int]]:
    """The stretches of a text that lie near something that is not shared: where a passage of `reach` could touch it,
    or could have slid along it."""
    windows: list[tuple[int, int]] = []
    for start, end, other, other_end in alignment.gaps():
        far = reach + max(CONTEXT, min(other_end - other, _FARTHEST))
        low, high = max(0, start - far), min(length, end + far)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return windows
