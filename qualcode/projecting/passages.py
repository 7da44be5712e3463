"""Where passages are now that a project named when it was taken in: a text may have been corrected since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from qualcode.anchoring.aligning import Alignment, align
from qualcode.anchoring.judging import judge
from qualcode.model import Span
from qualcode.projecting.ids import Ids
from qualcode.store.foreign import Foreign, received
from qualcode.store.former import past, versions
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
        said: Iterable[Passage] = case.more.get("passages", ())
        for text, start, end in said:
            (now,) = self._ids.now((text,))
            if now in self._documents and (place := self._carried(self._documents[now], Span(start, end), case)):
                yield now, place.start, place.end

    def _carried(self, document: str, place: Span, case: Foreign) -> Span | None:
        """A passage where its words are now; None where that is not sure."""
        number = self._version(document, self._received.get((case.own, case.guid), ""))
        if number is None:
            return place
        old, new, alignment = self._since(document, number)
        return judge(old, new, (place,), alignment)[place].after if place.end <= len(old) else None

    def _version(self, document: str, at: str) -> int | None:
        """The version of a text that held at a moment; None for the one that holds."""
        every = versions(self._study.connection, document)
        return next((one.number for one in every if one.until is not None and one.until > at), None)

    def _aligned(self, document: str, number: int) -> tuple[str, str, Alignment]:
        old = past(self._study.connection, document, number).text
        new = self._study.transcript(document).text
        return old, new, align(old, new)
