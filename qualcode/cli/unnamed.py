"""Words of documents as commands print them: where a speaker's label stands, the id of the participant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.report.quoting import Voices, unnamed, voices

if TYPE_CHECKING:
    from qualcode.model import Span
    from qualcode.model.codings import Hit, Quotation
    from qualcode.study import Study
    from qualcode.surroundings import Around


class Unnamed:
    """The words of a study's documents without the labels of speakers; who speaks in a document is read once."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._voices: dict[str, Voices] = {}

    def words(self, document: str, start: int, text: str) -> str:
        """The text that begins at an offset of a document, labels replaced as in a report."""
        if document not in self._voices:
            self._voices[document] = _speaking(voices(*self._study.voices(document)))
        return unnamed(text, start, start + len(text), self._voices[document])

    def quotation(self, quotation: Quotation) -> str:
        """The words of a quotation."""
        return self.words(quotation.coding.document, quotation.coding.start, quotation.text)

    def hit(self, hit: Hit) -> Hit:
        """A place found, the words beside it without labels."""
        before = self.words(hit.document, hit.start - len(hit.before), hit.before)
        return hit._replace(before=before, after=self.words(hit.document, hit.end, hit.after))

    def around(self, document: str, span: Span, turns: int) -> Around:
        """What stands around a span, as many turns before and after it."""
        from qualcode.surroundings import Around, reach

        text = self._study.transcript(document).text
        whole = reach(self._study.transcript(document), span, turns)
        before = self.words(document, whole.start, text[whole.start : span.start])
        after = self.words(document, span.end, text[span.end : whole.end])
        return Around(before.lstrip(), after.rstrip())


def _speaking(who: Voices) -> Voices:
    """The ids without brackets, which here are around what was found: `L03-P1:`, `I:`."""
    return replace(who, ids={label: f"{name[1:-1]}:" for label, name in who.ids.items()})
