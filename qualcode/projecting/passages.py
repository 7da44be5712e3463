"""Where passages are now that a project named when it was taken in: a text may have been corrected since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from qualcode.anchoring.aligning import Alignment, align
from qualcode.anchoring.judging import judge
from qualcode.model import Span
from qualcode.projecting.ids import Ids
from qualcode.store.correcting.former import past, versions
from qualcode.store.reading.coded import text_of
from qualcode.store.receiving.foreign import Foreign, received
from qualcode.study import Study

Passage = tuple[str, int, int]
"""The id of a text in the project, and a span of it."""


class Passages:
    """The passages that cases had in projects taken in."""

    def __init__(self, study: Study, ids: Ids) -> None:
        self._study, self._ids = study, ids
        self._documents = {ids.of("document", one.id): one.id for one in study.catalogue()}
        self._received = received(study.connection, "participant")
        self._since = cache(self._aligned)

    def of(self, case: Foreign) -> Iterator[Passage]:
        """Those of a case that are in the texts still, where they are now."""
        said = [(self._ids.now((text,))[0], Span(start, end)) for text, start, end in case.more.get("passages", ())]
        at = self._received.get((case.own, case.guid), "")
        now: dict[str, Mapping[Span, Span | None]] = {}
        for text, place in said:
            if text in self._documents and text not in now:
                now[text] = self._carried(self._documents[text], at, [each for held, each in said if held == text])
            if after := now.get(text, {}).get(place):
                yield text, after.start, after.end

    def _carried(self, document: str, at: str, places: Sequence[Span]) -> Mapping[Span, Span | None]:
        """Where places of the text that held at a moment are now; None where that is not sure."""
        number = self._version(document, at)
        if number is None:
            return {place: place for place in places}
        old, new, alignment = self._since(document, number)
        fit = [place for place in places if place.end <= len(old)]
        return {place: verdict.after for place, verdict in judge(old, new, fit, alignment).items()}

    def _version(self, document: str, at: str) -> int | None:
        """The version of a text that held at a moment; None for the one that holds."""
        every = versions(self._study.connection, document)
        return next((one.number for one in every if one.until is not None and one.until > at), None)

    def _aligned(self, document: str, number: int) -> tuple[str, str, Alignment]:
        old = past(self._study.connection, document, number).text
        new = text_of(self._study.connection, document)
        return old, new, align(old, new)
