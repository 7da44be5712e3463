"""What a document's rows become when its text is corrected: pure, from one state to another.

Codings and what else has a place go where the judgement says. One that has no sure place is taken off and kept aside,
whole, among the unsettled ones; one whose words were corrected stands on these, and is listed too.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from qualcode.anchoring.aligning import Alignment
from qualcode.anchoring.judging import AMBIGUOUS, CHANGED, KEPT, LOST, MOST_CANDIDATES, Verdict
from qualcode.language.words import word_ranks
from qualcode.model import Span
from qualcode.model.codings import PASSAGE
from qualcode.model.texts import Transcript
from qualcode.store.correcting.remarking import bookmark_fates
from qualcode.store.reading.states import Rows, State
from qualcode.store.reading.texts import StoredText, pack_sentences

CONTEXT = 32
Verdicts = Mapping[Span, Verdict]
Row = list[Any]


class Fate(NamedTuple):
    """What becomes of one coding: where it stood and with which words, where it stands and with which."""

    coding: int
    kind: str
    before: Span
    after: Span | None
    quote: str
    text: str
    candidates: tuple[Span, ...]
    code: str
    coder: str


@dataclass(frozen=True)
class Texts:
    """The old text and the new one, what they share, and what becomes of each passage."""

    old: str
    new: Transcript
    alignment: Alignment
    verdicts: Verdicts


@dataclass(frozen=True)
class Fresh:
    """Where new rows' numbers go on from, and the number of the version that is corrected."""

    turn: int
    speaker: int
    version: int


STANDING = ("segment", "bookmark", "memo", "unsettled")
"""The tables whose rows have a place in the text of their own."""


def spans_of(state: State, columns: Mapping[str, Sequence[str]]) -> list[Span]:
    """The places in the text that something stands on: codings, bookmarks, memos, candidates still unsettled."""
    found = [Span(row[2], row[3]) for row in state["segment"]]
    start, end = _places(columns, "bookmark", "start", "end")
    found += [Span(row[start], row[end]) for row in state["bookmark"]]
    found += [place for row in state["memo"] if (place := passage_of(row[1]))]
    for row in state["unsettled"]:
        found += [Span(*each) for each in json.loads(row[_CANDIDATES])]
    return found


def passage_of(target: str) -> Span | None:
    """The place that a memo on a passage names."""
    if not target.startswith(f"{PASSAGE}:"):
        return None
    start, _dash, end = target.rpartition(":")[2].partition("-")
    return Span(int(start), int(end))


def fates(rows: Iterable[Sequence[Any]], old: str, new: str, verdicts: Verdicts) -> list[Fate]:
    """What becomes of codings, each given by number, start, end, code, coder and round.

    Where two that were apart would be one and the same, the second is left for a person to settle.
    """
    taken: set[Any] = set()
    found = []
    for number, start, end, *self_ in rows:
        self = tuple(self_)
        before = Span(start, end)
        verdict = verdicts[before]
        if verdict.after and (verdict.after, self) in taken:
            verdict = Verdict(AMBIGUOUS, None, (verdict.after,))
        taken.add((verdict.after, self))
        text = new[verdict.after.start : verdict.after.end] if verdict.after else ""
        words = (old[start:end], text)
        found.append(Fate(number, verdict.kind, before, verdict.after, *words, verdict.candidates, *self[:2]))
    return found


_STATE, _VERSION, _START, _QUOTE, _CANDIDATES, _ASIDE = 2, 3, 4, 6, 7, 8


class Carrying:
    """The rows of a document on the way from one text to another; `columns` are the names of each table's."""

    def __init__(self, state: State, texts: Texts, fresh: Fresh, columns: Mapping[str, Sequence[str]]) -> None:
        self._was = state
        self._texts = texts
        self._fresh = fresh
        self._columns = columns
        self._document: str = state["document_text"][0][0]
        self.dropped_parts = 0
        self.homeless_memos: list[int] = []

    def state(self, original: bytes, sha256: str) -> tuple[State, list[Fate]]:
        """The rows that are to be, and what became of each coding."""
        new, now = self._texts.new, dict[str, Rows]()
        ranks = new.ranks or word_ranks(new.text, new.sentences)
        packed = pack_sentences(new.sentences, ranks)
        now["document"] = [[len(new.text), len(new.turns), sha256]]
        now["document_text"] = [[self._document, new.text, packed, original]]
        now["part"] = list(self._parts())
        now["speaker"] = list(self._speakers(now["part"]))
        now["turn"] = list(self._turns(now["part"], now["speaker"], ranks))
        told = self._fates()
        aside = {fate.coding for fate in told if fate.after is None}
        now["coding"], now["segment"], now["passage"] = self._codings(told, self._stored(now, ranks))
        now["bookmark"] = list(self._bookmarks())
        now["memo"] = list(self._memos(aside))
        now["unsettled"] = list(self._unsettled(told))
        return now, told

    # ------------------------------------------------------------------ who speaks where

    def _parts(self) -> Iterator[Row]:
        """Parts reach over the turns that theirs have become; one of which no turn is left goes."""
        starts, reached = [turn.start for turn in self._texts.new.turns], 0
        bounds = {row[2]: (row[4], row[6]) for row in self._was["turn"]}
        for row in self._was["part"]:
            start, end = bounds[row[2]][0], bounds[row[3]][1]
            low = max(bisect_right(starts, self._texts.alignment.start(start)[0]), reached + 1)
            high = bisect_left(starts, self._texts.alignment.end(end)[0])
            if low > high or not self._texts.alignment.shared(start, end):
                self.dropped_parts += 1
                continue
            reached = high
            yield [*row[:2], low, high, *row[4:]]

    def _speakers(self, parts: Rows) -> Iterator[Row]:
        """A row for each label in each part it speaks in, one for nobody in each part; rows that were there stay."""
        known = {(row[3], row[6]): row[0] for row in self._was["speaker"]}
        voices = {speaker.label: (place, speaker) for place, speaker in enumerate(self._texts.new.speakers)}
        part_of = _part_of(parts)
        wanted = dict.fromkeys((turn.speaker, part_of(turn.number)) for turn in self._texts.new.turns if turn.speaker)
        number = self._fresh.speaker
        for label, part in (*wanted, *(("", row[0]) for row in parts)):
            key = known.get((label, part))
            if key is None:
                key, number = number, number + 1
            place, speaker = voices.get(label, (-1, None))
            who = (int(speaker.interviewer), speaker.participant) if speaker else (0, None)
            yield [key, self._document, place, label, *who, part]

    def _turns(self, parts: Rows, speakers: Rows, ranks: Sequence[int]) -> Iterator[Row]:
        keys, part_of = {(row[3], row[6]): row[0] for row in speakers}, _part_of(parts)
        starts = [span.start for span in self._texts.new.sentences]
        for number, turn in enumerate(self._texts.new.turns, self._fresh.turn):
            first, last = ranks[bisect_left(starts, turn.body)], ranks[bisect_left(starts, turn.end)]
            speaker = keys[turn.speaker, part_of(turn.number)] if turn.speaker else None
            place = (turn.start, turn.body, turn.end, turn.time)
            yield [number, self._document, turn.number, speaker, *place, first, last - first]

    def _stored(self, now: State, ranks: Sequence[int]) -> StoredText:
        """The new text as what is said in a passage is asked of it."""
        people = {row[0]: row[5] is not None for row in now["speaker"]}
        nobody = {row[6]: row[0] for row in now["speaker"] if not row[3]}
        part_of, new = _part_of(now["part"]), self._texts.new
        turns = [
            (row[4], row[5], row[6], row[3], int(people.get(row[3], False)), nobody.get(part_of(row[2])))
            for row in now["turn"]
        ]
        starts, ends = [span.start for span in new.sentences], [span.end for span in new.sentences]
        return StoredText(new.text, turns, [turn[0] for turn in turns], starts, ends, ranks)

    # ------------------------------------------------------------------ what stands on the text

    def _fates(self) -> list[Fate]:
        """What becomes of each coding, by number."""
        names = ("id", "start", "end", "code", "coder", "round")
        picked = [_picked(row, self._columns["coding"], names) for row in self._was["coding"]]
        return fates(picked, self._texts.old, self._texts.new.text, self._texts.verdicts)

    def _codings(self, told: Sequence[Fate], stored: StoredText) -> tuple[Rows, Rows, Rows]:
        """The codings that stand, their segments, and who says what in these; a segment keeps its number."""
        columns = self._columns["coding"]
        at = [columns.index(name) for name in ("segment", "start", "end")]
        codings: Rows = []
        segments: dict[Span, Row] = {}
        passages: Rows = []
        for row, fate in zip(self._was["coding"], told, strict=True):
            if fate.after is None:
                continue
            if fate.after not in segments:
                segments[fate.after], said = self._segment(row[at[0]], fate.after, stored)
                passages += said
            new = list(row)
            for place, value in zip(at, (segments[fate.after][0], fate.after.start, fate.after.end), strict=True):
                new[place] = value
            codings.append(new)
        return codings, sorted(segments.values()), passages

    def _segment(self, number: int, place: Span, stored: StoredText) -> tuple[Row, Rows]:
        text, start, end = stored.text, place.start, place.end
        first, last, said = stored.heard(start, end)
        around = (text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT])
        return [number, self._document, start, end, first, last, *around], [[number, *each] for each in said]

    def _bookmarks(self) -> Iterator[Row]:
        """Bookmarks go along; one that would stand on another of the same coder is one with it."""
        texts, columns = self._texts, self._columns["bookmark"]
        picked = [_picked(row, columns, ("id", "start", "end", "coder")) for row in self._was["bookmark"]]
        told = bookmark_fates(picked, texts.old, texts.new.text, texts.verdicts, texts.alignment)
        for row, fate in zip(self._was["bookmark"], told, strict=True):
            if fate.after and not fate.joined:
                said = {"start": fate.after.start, "end": fate.after.end, "quote": fate.text}
                yield [said.get(name, value) for name, value in zip(columns, row, strict=True)]

    def _memos(self, aside: set[int]) -> Iterator[Row]:
        """Memos on passages go along; one whose words are gone is on the document then, with these words."""
        for row in self._was["memo"]:
            noun, _colon, name = row[1].partition(":")
            place = passage_of(row[1])
            if noun == "coding" and int(name) in aside:
                continue
            yield row if place is None else self._memo(row, place)

    def _memo(self, row: Row, place: Span) -> Row:
        after = self._texts.verdicts[place].after
        if after:
            return [row[0], f"{PASSAGE}:{self._document}:{after.start}-{after.end}", *row[2:]]
        self.homeless_memos.append(row[0])
        quote = self._texts.old[place.start : place.end].strip()
        new = [row[0], f"document:{self._document}", *row[2:]]
        text = self._columns["memo"].index("text")
        new[text] = f"“{quote}”\n\n{row[text]}"
        return new

    # ------------------------------------------------------------------ what is to be looked at

    def _unsettled(self, told: Sequence[Fate]) -> Iterator[Row]:
        """Those of this correction, and those of former ones that nobody has settled yet."""
        rows = {row[0]: row for row in self._was["unsettled"]}
        whole = {row[0]: row for row in self._was["coding"]}
        memos: dict[int, Rows] = {}
        for row in self._was["memo"]:
            noun, _colon, name = row[1].partition(":")
            if noun == "coding":
                memos.setdefault(int(name), []).append(row)
        for fate in told:
            before = rows.pop(fate.coding, None)
            if fate.after is None:
                aside = {**dict(zip(self._columns["coding"], whole[fate.coding], strict=True)),
                         "memos": memos.get(fate.coding, [])}  # fmt: skip
                yield self._row(fate, json.dumps(aside, ensure_ascii=False))
            elif before:
                yield [*before[:_CANDIDATES], json.dumps([tuple_of(fate.after)]), None]
            elif fate.kind == CHANGED:
                yield self._row(fate, None)
        yield from (self._still(row) for row in rows.values() if row[_ASIDE] is not None)

    def _row(self, fate: Fate, aside: str | None) -> Row:
        candidates = (fate.after,) if fate.after else fate.candidates
        places = json.dumps([tuple_of(each) for each in candidates if each])
        before = tuple_of(fate.before)
        return [fate.coding, self._document, fate.kind, self._fresh.version, *before, fate.quote, places, aside]

    def _still(self, row: Row) -> Row:
        """One that was aside before: its words are looked for anew, its candidates go along."""
        was = [Span(*each) for each in json.loads(row[_CANDIDATES])]
        carried = [after for each in was if (after := self._texts.verdicts[each].after)]
        standing = list(_standing(self._texts.new.text, row[_QUOTE]))
        places = dict.fromkeys((*standing, *carried))
        new = list(row)
        new[_STATE] = AMBIGUOUS if standing or (carried and row[_STATE] == AMBIGUOUS) else LOST
        new[_CANDIDATES] = json.dumps([tuple_of(place) for place in places][:MOST_CANDIDATES])
        return new


def tuple_of(span: Span) -> tuple[int, int]:
    """A span's two ends."""
    return span.start, span.end


def _standing(text: str, quote: str) -> Iterator[Span]:
    """The first places where words stand."""
    place = text.find(quote)
    for _time in range(MOST_CANDIDATES):
        if place < 0:
            return
        yield Span(place, place + len(quote))
        place = text.find(quote, place + 1)


def _part_of(parts: Rows) -> Callable[[int], int | None]:
    """Which part a turn is in, if any."""
    firsts = [row[2] for row in parts]

    def part_of(turn: int) -> int | None:
        index = bisect_right(firsts, turn) - 1
        return parts[index][0] if index >= 0 and turn <= parts[index][3] else None

    return part_of


def _picked(row: Row, columns: Sequence[str], names: Sequence[str]) -> list[Any]:
    return [row[columns.index(name)] for name in names]


def _places(columns: Mapping[str, Sequence[str]], table: str, *names: str) -> list[int]:
    return [columns[table].index(name) for name in names]


def counted(told: Iterable[Fate]) -> dict[str, int]:
    """How many codings were kept, changed, ambiguous and lost."""
    kinds = [fate.kind for fate in told]
    return {kind: kinds.count(kind) for kind in (KEPT, CHANGED, AMBIGUOUS, LOST)}
