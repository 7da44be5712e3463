"""What leaves a study beside the appendix, looked through on its way: said in a line with counts, never held back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from qualcode.disclosure import consent
from qualcode.disclosure.findings import counts
from qualcode.i18n import _, ngettext
from qualcode.report.consents import consents_of
from qualcode.report.disclosing import finder, found_in
from qualcode.report.document import Report
from qualcode.report.releasing import in_words

if TYPE_CHECKING:
    from qualcode.study import Study


def said_of_report(study: Study, report: Report) -> list[str]:
    """What is said of a report that is not checked before it is written."""
    return _said(counts(found_in(study, report)))


class Passing:
    """Counts what is in texts on their way out, each name or number once a text; and who did not agree to be quoted."""

    def __init__(self, study: Study) -> None:
        self._find, self._said = finder(study), consents_of(study)
        self._found: Counter[str] = Counter()
        self._unasked: set[str] = set()

    def look(self, text: str, *participants: str) -> None:
        """Look through one text of one person, or of several."""
        self._found.update(kind for kind, _words in {(one.kind, one.words) for one in self._find(text)})
        if self._said is not None:
            self._unasked.update(one for one in participants if self._said.get(one) != consent.YES)

    @property
    def found(self) -> Mapping[str, int]:
        """How many there are of each kind."""
        return self._found

    @property
    def unasked(self) -> int:
        """How many people who speak in the texts have not agreed to be quoted."""
        return len(self._unasked)

    def lines(self) -> list[str]:
        """What is said of the texts that went by."""
        said = _said(self._found)
        if people := len(self._unasked):
            words = ngettext(
                "{count} person in it has not agreed to be quoted.",
                "{count} people in it have not agreed to be quoted.",
                people,
            )
            said.append(words.format(count=people))
        return said


def _said(found: Mapping[str, int]) -> list[str]:
    if not found:
        return []
    words = _("It holds what may give people away: {what}. Read it before you hand it on.")
    return [words.format(what=in_words(found))]
