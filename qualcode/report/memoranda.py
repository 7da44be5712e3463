"""An index of memos and field notes as a part of the appendix: of when, of what kind, on what, by whom, how it begins.

Names that the study knows, and what looks like a telephone number, an address and the like, are taken out of the first
words; the disclosure check reads the whole part all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.disclosure.names import Names
from qualcode.disclosure.patterns import shapes
from qualcode.i18n import Say, known_words
from qualcode.model.asking import Condition
from qualcode.report.document import Column, Section, Table
from qualcode.report.ground import whole
from qualcode.report.parts import Caption, Facts
from qualcode.report.typography import clean

if TYPE_CHECKING:
    from qualcode.memos import Noted
    from qualcode.report.choices import Choices
    from qualcode.study import Study

FIRST_WORDS = 14
"""So many words of a memo are shown."""
TAKEN_OUT = "[…]"
"""What stands for a name without a replacement."""


def memoranda(study: Study, _choices: Choices, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """Every memo and entry of a logbook, in order of the day it is about, if there are any."""
    from qualcode.memos import day_of, listed, targets_in_words

    noted = sorted(listed(study), key=lambda one: (day_of(one.memo), one.memo.id))
    if not noted:
        return
    targets = targets_in_words(study, noted, facts.language, names=False)
    columns = (
        Column(_("No.")),
        Column(_("Date"), share=2),
        Column(_("Kind"), share=2),
        Column(_("On"), share=3),
        Column(_("Written by")),
        Column(_("Words"), number=True, key="words"),
        Column(_("First words"), share=8),
    )
    beginning = _Beginning(study)
    words = known_words(facts.language)
    rows = [
        (
            f"M{one.memo.id}",
            day_of(one.memo),
            clean(words.get(one.memo.kind, one.memo.kind)),
            clean(targets[one.memo.target]),
            clean(one.memo.coder),
            _length(one),
            beginning.of(one),
        )
        for one in noted
    ]
    keys = tuple(str(one.memo.id) for one in noted)
    table = Table("memos", caption(_("Memos and field notes")), columns, rows, rule(facts.where, _), _("Memos"), keys)
    yield Section("memos", _("Memos and field notes"), (table,), (table,), wide=True)


def rule(where: Sequence[Condition], _: Say) -> str:
    """What is in the index, in words."""
    said = _(
        "Every memo; an entry of a logbook stands by the day it is about. Of each its first words; names that are "
        "known are taken out."
    )
    return f"{whole(where, _)} {said}"


def _length(one: Noted) -> int:
    from qualcode.language.words import count_words

    return count_words(one.memo.text)


class _Beginning:
    """The first words of memos, without what would give people away."""

    def __init__(self, study: Study) -> None:
        from qualcode.report.disclosing import known_names

        self._names = Names(known_names(study))
        self._citations = study.citations_in(*(memo.text for memo in study.memos()))

    def of(self, one: Noted) -> str:
        """The first words of a memo on one line; taken out in the whole text, so that no name is cut in two."""
        from qualcode.linking import for_reading

        words = self._safe(clean(for_reading(one.memo.text, self._citations))).split()
        return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")

    def _safe(self, text: str) -> str:
        for name in reversed(self._names.find(text)):
            text = text[: name.start] + (name.name.replacement or TAKEN_OUT) + text[name.end :]
        for shape in reversed(shapes(text)):
            text = text[: shape.start] + TAKEN_OUT + text[shape.end :]
        return text
