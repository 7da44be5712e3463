"""The quotations that an appendix may choose from: theme by theme, parted by consent, and without their words.

A study holds up to a million codings of which an appendix shows hundreds, so a theme is looked at while it is read and
let go; what is known of it, and what was chosen, is kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from qualcode.disclosure.consent import Withheld
from qualcode.model.codings import Candidate, Quotation
from qualcode.report.choosing import Chosen, Lengths, chosen
from qualcode.report.consents import Consents

if TYPE_CHECKING:
    from qualcode.model.asking import Filter
    from qualcode.report.choices import Choices
    from qualcode.report.parts import Facts
    from qualcode.reportfile import Choosing
    from qualcode.study import Study


class Theme(NamedTuple):
    """What there is under one code: how many quotations, those that may not leave with why, and where it was said."""

    said: int
    withheld: Sequence[tuple[Candidate, Withheld]]
    sites: frozenset[str | None]

    def may_leave(self, *, unconsented: bool) -> int:
        """How many may leave, the `unconsented` too or not."""
        return self.said if unconsented else self.said - len(self.withheld)


class Pool:
    """The quotations that a filter means, as they are in a study whose codings and consents stay as they are."""

    def __init__(self, study: Study, where: Filter) -> None:
        self._study, self._where = study, where
        self._consents = Consents(study)
        self._themes: dict[str, Theme] | None = None
        self._chosen: dict[tuple[Choosing, bool], dict[str, Chosen]] = {}

    def themes(self) -> Mapping[str, Theme]:
        """Every code that has quotations, by id."""
        if self._themes is None:
            deque(self._read(unconsented=True), maxlen=0)
        return self._themes or {}

    def chosen(self, rules: Choosing, lengths: Lengths, *, unconsented: bool) -> Mapping[str, Chosen]:
        """What the rules leave of each code that has quotations; of the `unconsented` too, or not."""
        asked = rules, unconsented
        if asked not in self._chosen:
            read = self._read(unconsented=unconsented)
            self._chosen[asked] = {code: chosen(found, rules, lengths) for code, found in read}
        return self._chosen[asked]

    def among(self, codings: Sequence[int], *, unconsented: bool) -> list[Quotation]:
        """Those of these codings that are quotations to choose from."""
        found = self._study.quotations(self._where._replace(ids=tuple(codings)))
        return [one for one in found if unconsented or not self._consents.withheld(one.coding.id, one.participants)]

    def _read(self, *, unconsented: bool) -> Iterator[tuple[str, list[Candidate]]]:
        """The quotations of each code in order of place; what is known of each code on the way."""
        themes = {}
        for code, of_code in groupby(self._study.candidates(self._where), attrgetter("code")):
            found = list(of_code)
            each = ((one, self._consents.withheld(one.coding, one.participants)) for one in found)
            withheld = [(one, why) for one, why in each if why is not None]
            themes[code] = Theme(len(found), withheld, frozenset(one.site for one in found))
            if withheld and not unconsented:
                left_out = {one.coding for one, _why in withheld}
                found = [one for one in found if one.coding not in left_out]
            yield code, found
        self._themes = themes


def pool_of(study: Study, choices: Choices, facts: Facts) -> Pool:
    """That of all parts which are made of the same facts."""
    return facts.pool or Pool(study, choices.where)


def themes_of(study: Study, choices: Choices, facts: Facts) -> dict[str, Theme]:
    """The codes that have quotations, of those that the facts are limited to."""
    themes = pool_of(study, choices, facts).themes()
    return {code: theme for code, theme in themes.items() if facts.within(code)}
