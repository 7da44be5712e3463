"""How each quotation is shown: its words or its excerpt, a translation beside them, the turns around it as context."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.disclosure import consent
from qualcode.excerpting import ELLIPSIS
from qualcode.language.words import count_words
from qualcode.model import Span
from qualcode.model.codings import Coding, Quotation, Rendering
from qualcode.model.texts import Turn
from qualcode.report.quoting import UNKNOWN, Voices, quoted, voices
from qualcode.report.typography import clean

if TYPE_CHECKING:
    from qualcode.study import Study

Context = tuple[str, str]
"""What is said before a quotation, and after it."""
NO_CONTEXT: Context = ("", "")
Renderings = Mapping[int, Sequence[Rendering]]


class Shown(NamedTuple):
    """What a reader sees of a quotation."""

    text: str
    translation: str = ""
    translator: str = ""
    before: str = ""
    after: str = ""


class Wording:
    """What a reader of a report in one language sees of each quotation; a document's turns are read once."""

    def __init__(
        self,
        heard: Callable[[str], Voices],
        language: str,
        renderings: Renderings,
        beside: Callable[[Coding], Context] | None = None,
    ) -> None:
        self._heard = heard
        self._language = language
        self._renderings = renderings
        self._beside = beside
        self._plain: dict[int, Shown] = {}
        self.has_context = beside is not None
        self.has_translations = any(one.language == language for those in renderings.values() for one in those)

    def __call__(self, quotation: Quotation) -> Shown:
        """A quotation as it is shown; what was made of other words than it has now is not."""
        coding = quotation.coding
        if self._beside is None and coding.id not in self._renderings:  # as most are
            shown = self._plain.get(coding.id)
            if shown is None:  # it is asked for by the check of what gives people away, and by the writer
                shown = self._plain[coding.id] = Shown(clean(self._own(quotation)))
            return shown
        ours = {one.language: one for one in self._renderings.get(coding.id, ()) if not one.stale}
        translation = ours.get(self._language)
        before, after = self._beside(coding) if self._beside else NO_CONTEXT
        return Shown(
            clean(ours[""].text if "" in ours else self._own(quotation)),
            clean(translation.text) if translation else "",
            clean(translation.author) if translation else "",
            before,
            after,
        )

    def renders(self, quotation: Quotation) -> bool:
        """Whether an excerpt or a translation of a quotation was made, of whichever words."""
        return quotation.coding.id in self._renderings

    def is_excerpt(self, quotation: Quotation) -> bool:
        """Whether a quotation is shown shortened."""
        return any(not one.language and not one.stale for one in self._renderings.get(quotation.coding.id, ()))

    def stale(self, quotation: Quotation) -> int:
        """How much would be shown of a quotation, if it had not been made of other words: excerpt, translation."""
        wanted = ("", self._language)
        return sum(one.stale and one.language in wanted for one in self._renderings.get(quotation.coding.id, ()))

    @property
    def stale_codings(self) -> list[int]:
        """The codings of which something would be shown, if it had not been made of other words."""
        wanted = ("", self._language)
        return [number for number, those in self._renderings.items()
                if any(one.stale and one.language in wanted for one in those)]  # fmt: skip

    def length(self, quotation: Quotation) -> int:
        """How many words are shown of a quotation, its translation and context apart."""
        ours = (one for one in self._renderings.get(quotation.coding.id, ()) if not one.language and not one.stale)
        return count_words(next((one.text for one in ours), None) or self._own(quotation))

    def _own(self, quotation: Quotation) -> str:
        coding = quotation.coding
        return quoted(quotation.text, coding.start, coding.end, self._heard(coding.document))


def wording_of(study: Study, language: str, turns: int = 0, *, unconsented: bool = False) -> Wording:
    """How the quotations of a study are shown, with so many turns before and after."""
    heard = Heard(study)
    beside = Beside(study, heard, turns, unconsented=unconsented) if turns else None
    return Wording(heard, language, study.renderings(), beside)


class Heard:
    """Who speaks where in each document of a study, read once."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._known: dict[str, Voices] = {}

    def __call__(self, document: str) -> Voices:
        """Who speaks where in a document."""
        if document not in self._known:
            self._known[document] = voices(*self._study.voices(document))
        return self._known[document]


class Beside:
    """What is said before and after a passage: whole turns, those left out that may not be quoted."""

    def __init__(self, study: Study, heard: Heard, turns: int, *, unconsented: bool) -> None:
        self._study = study
        self._heard = heard
        self._turns = turns
        self._silent = frozenset[str]() if unconsented else _silent(study)
        self._refused = {} if unconsented else _refused(study)
        self._texts: dict[str, str] = {}

    def __call__(self, coding: Coding) -> Context:
        """The turns before a coding's passage and those after it, each with who speaks."""
        who = self._heard(coding.document)
        first = max(0, bisect_right(who.starts, coding.start) - 1)
        last = bisect_left(who.starts, coding.end)
        before, after = who.turns[max(0, first - self._turns) : first], who.turns[last : last + self._turns]
        return self._said(coding.document, who, before), self._said(coding.document, who, after)

    def _said(self, document: str, who: Voices, turns: Iterable[Turn]) -> str:
        if document not in self._texts:
            self._texts[document] = self._study.transcript(document).text
        text = self._texts[document]
        return clean("\n".join(self._turn(document, who, turn, text) for turn in turns).strip())

    def _turn(self, document: str, who: Voices, turn: Turn, text: str) -> str:
        if turn.speaker is None:
            name, start = "", turn.start
        else:
            name, start = who.ids.get(turn.speaker, UNKNOWN) + " ", turn.body
        refused = any(span.start < turn.end and start < span.end for span in self._refused.get(document, ()))
        kept = not refused and name.strip(" []") not in self._silent
        return name + (" ".join(text[start : turn.end].split()) if kept else ELLIPSIS)


def _silent(study: Study) -> frozenset[str]:
    """The people who have not agreed to be quoted, where the study keeps that."""
    if consent.VARIABLE not in study.variables.get("participant", {}):
        return frozenset()
    said = {one.id: consent.said(one.variables.get(consent.VARIABLE)) for one in study.participants()}
    return frozenset(person for person, answer in said.items() if answer != consent.YES)


def _refused(study: Study) -> Mapping[str, list[Span]]:
    """The passages of each document that may not be quoted."""
    refused = {number for number, given in study.consents().items() if not given}
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for coding in study.codings() if refused else ():
        if coding.id in refused:
            found[coding.document].append(coding.span)
    return found
