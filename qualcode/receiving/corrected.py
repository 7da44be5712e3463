"""Texts of a project that documents were before their text was corrected: where what stands on them is now."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from qualcode.anchoring.judging import AMBIGUOUS, CHANGED, Verdict, judge
from qualcode.model import Span
from qualcode.model.codings import PASSAGE
from qualcode.naming import present_code
from qualcode.store.correcting import former
from qualcode.store.correcting.carrying import tuple_of
from qualcode.store.correcting.former import Past
from qualcode.store.receiving.foreign import foreign_ids
from qualcode.store.receiving.received import Doubt, Received
from qualcode.study import Study

_STANDING = 'SELECT id, start, "end", code, coder, round FROM coding WHERE document = ?'
_ASIDE = """SELECT coding, version, start, "end", aside ->> '$.code', aside ->> '$.coder', aside ->> '$.round',
    aside -> '$.memos' FROM unsettled WHERE document = ? AND aside IS NOT NULL"""


class Formers:
    """The former versions of a study's texts, found by the words of one."""

    def __init__(self, study: Study) -> None:
        self._study = study

    def found(self, text: str, digest: str) -> Past | None:
        """The former version that a text is; `digest` tells the bytes it came as, which most often tell it at once."""
        connection = self._study.connection
        same = (former.past(connection, *which) for which in former.of_bytes(connection, digest))
        if (found := next((past for past in same if past.text == text), None)) is not None:
            return found
        which = self._by_words.get(_told(text))
        return former.past(connection, *which) if which else None

    @cached_property
    def _by_words(self) -> dict[bytes, tuple[str, int]]:
        every = former.words(self._study.connection)
        return {_told(words): (document, number) for document, number, words in every}

    @cached_property
    def called(self) -> Mapping[str, int]:
        """The codings that came with projects, by what these call them."""
        return {one.guid: int(one.own) for one in foreign_ids(self._study.connection, "coding") if one.guid}


def _told(words: str) -> bytes:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()


class _Known(NamedTuple):
    """A coding that the study has: its place, None while it is aside, and what it is."""

    place: Span | None
    self: tuple[str, str, int]
    """Code, coder, round."""


class Corrected:
    """One such text: a verdict on each of its `passages`, and what the study has of it already."""

    def __init__(self, study: Study, formers: Formers, past: Past, passages: Iterable[Span]) -> None:
        self.document, self._past = past.document, past
        self._study, self._called = study, formers.called
        self._verdicts = judge(past.text, study.transcript(past.document).text, list(passages))
        self._taken: dict[tuple[object, ...], Span] = {}
        self._noted = {(target, coder, text): number for number, target, coder, text in past.memos}
        self._was: dict[int, Span] = {}
        self._at: dict[Span, list[tuple[int, tuple[str, str, int]]]] = defaultdict(list)
        for number, start, end, *self_ in past.codings:
            self._stood(number, Span(start, end), self_)
        self._known = dict(self._standing())
        self._said_aside: set[tuple[int, str, str]] = set()
        self._known |= self._aside()
        self._occupied = {(known.place, known.self): number for number, known in self._known.items()}

    def _stood(self, number: int, place: Span, self_: Iterable[Any]) -> None:
        code, coder, round_ = self_
        self._was[number] = place
        self._at[place].append((number, (code, coder, round_)))

    def _standing(self) -> Iterable[tuple[int, _Known]]:
        for number, start, end, code, coder, round_ in self._study.connection.execute(_STANDING, (self.document,)):
            yield number, _Known(Span(start, end), (code, coder, round_))

    def _aside(self) -> dict[int, _Known]:
        """The codings without a place; of each code of which they are, the one that has become of it."""
        found = {}
        for number, version, start, end, *self_, memos in self._study.connection.execute(_ASIDE, (self.document,)):
            if version == self._past.number:
                self._stood(number, Span(start, end), self_)
            code = present_code(self._study.codebook, self_[0])
            found[number] = _Known(None, (code.id if code else self_[0], self_[1], self_[2]))
            self._said_aside |= {(number, memo[2], memo[5]) for memo in json.loads(memos)}
        return found

    # ------------------------------------------------------------------ codings

    def carried(self, one: Received) -> Received:
        """A coding where its words are now; in doubt where they were corrected or have no sure place.

        One that is in the study already is that one, wherever somebody has put it.
        """
        before, self_ = Span(one.start, one.end), (one.code, one.coder, one.round)
        if (number := self._number(one.guid, before, self_)) is not None:
            return one._replace(number=number)
        verdict = self._apart(before, self_, self._verdicts[before])
        if verdict.after:
            one = one._replace(start=verdict.after.start, end=verdict.after.end)
            if verdict.kind != CHANGED:
                return one
        places = (verdict.after,) if verdict.after else verdict.candidates
        written = json.dumps([tuple_of(place) for place in places])
        quote = self._past.text[before.start : before.end]
        return one._replace(doubt=Doubt(verdict.kind, self._past.number, *tuple_of(before), quote, written))

    def _number(self, guid: str, before: Span, self_: tuple[str, str, int]) -> int | None:
        """The coding that one is which stood at a place: by the id a project gave it, or as it stood there."""
        called = self._called.get(guid)
        if called in self._known and self._known[called].self == self_:
            return called
        there = (each for each in self._at.get(before, ()) if each[0] in self._known)
        return next((number for number, was in there if self_ in (was, self._known[number].self)), None)

    def _apart(self, before: Span, self_: tuple[str, str, int], verdict: Verdict) -> Verdict:
        """The verdict; where two that stood apart would be one and the same, the second is left to a person."""
        if verdict.after is None:
            return verdict
        there = self._occupied.get((verdict.after, self_))
        first = self._taken.setdefault((verdict.after, *self_), before)
        return verdict if self._was.get(there or 0, first) == before else Verdict(AMBIGUOUS, None, (verdict.after,))

    # ------------------------------------------------------------------ memos

    def is_aside(self, number: int | None) -> bool:
        """Whether this is a coding without a place."""
        return number is not None and number in self._known and self._known[number].place is None

    def is_said(self, number: int, coder: str, words: str) -> bool:
        """Whether a memo is aside with a coding."""
        return (number, coder, words) in self._said_aside

    def is_noted(self, start: int, end: int, coder: str, words: str) -> bool:
        """Whether a memo stood on a passage and is in the study still, wherever the passage is now."""
        number = self._noted.get((f"{PASSAGE}:{self.document}:{start}-{end}", coder, words))
        return number is not None and self._is_there(number)

    def _is_there(self, memo: int) -> bool:
        return self._study.connection.execute("SELECT 1 FROM memo WHERE id = ?", (memo,)).fetchone() is not None

    def passage(self, start: int, end: int) -> Span | None:
        """Where a passage is now, if that is sure."""
        return self._verdicts[Span(start, end)].after

    def quoted(self, start: int, end: int, words: str) -> str:
        """What is said of a passage that is gone, with its words as they were."""
        return f"“{self._past.text[start:end].strip()}”\n\n{words}"
