"""What sentences about a study's methods rest on, and the mark of what only the researchers can say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from qualcode.conditions import in_words
from qualcode.i18n import Say, known_words, translations
from qualcode.model.asking import Condition
from qualcode.report.parts import Facts, gather
from qualcode.report.typography import clean, number
from qualcode.tables.trail import Held, Trail, trail

if TYPE_CHECKING:
    from qualcode.model.counts import CodeCounts, ThemeTable
    from qualcode.report.choices import Choices
    from qualcode.study import Study


@dataclass(frozen=True)
class Ground:
    """What sentences rest on: the whole study whatever narrows the tables, their language; what several parts count."""

    study: Study
    choices: Choices
    _: Say
    _said: dict[Sentence, str] = field(default_factory=dict, compare=False)

    def __call__(self, sentence: Sentence) -> str:
        """What a sentence says; several parts say the same, which is worked out once."""
        if sentence not in self._said:
            self._said[sentence] = sentence(self)
        return self._said[sentence]

    @cached_property
    def facts(self) -> Facts:
        """People, documents, sites and codes."""
        return gather(self.study, self.choices.language)

    @cached_property
    def trail(self) -> Trail:
        """What is held of each kind, from when to when."""
        return trail(self.study)

    @cached_property
    def counts(self) -> Mapping[str, CodeCounts]:
        """What each code comes to with those below it."""
        return self.study.code_counts(self.choices.coder)

    @cached_property
    def by_site(self) -> ThemeTable:
        """Themes by site, where the conditions of the choices hold."""
        return self.study.themes(("site",), coder=self.choices.coder, where=self.choices.conditions)

    @property
    def speech(self) -> tuple[Say, Callable[[str, str, int], str]]:
        """gettext and ngettext."""
        return self._, translations(self.choices.language).ngettext

    def counted(self, words: str, count: int, **named: str) -> str:
        """Words with a number in them, as the language writes it."""
        return words.format(count=number(count, self.choices.language), **named)

    def word(self, name: str) -> str:
        """A kind of document or memo in the language."""
        return clean(known_words(self.choices.language).get(name, name))

    def when(self, held: Held) -> str:
        """The day, or the first and the last, of what is held."""
        _ = self._
        if held.first == held.last:
            return _("on {day}").format(day=held.first)
        return _("from {first} to {last}").format(first=held.first, last=held.last)

    def tally(self, counts: Mapping[str, int]) -> str:
        """Names with how many of each: `interview (8), minutes (1)`."""
        return ", ".join(f"{name} ({number(count, self.choices.language)})" for name, count in counts.items())


Sentence = Callable[[Ground], str]


def ground_of(study: Study, choices: Choices, facts: Facts, _: Say) -> Ground:
    """That of all parts which are made of the same facts."""
    return facts.ground or Ground(study, choices, _)


def to_complete(what: str, _: Say) -> str:
    """The mark of what the researchers have to write themselves."""
    return _("[to complete: {what}]").format(what=what) if what else _("[to complete]")


def whole(where: Sequence[Condition], _: Say) -> str:
    """The sentence under a table of the whole study, which conditions do not narrow."""
    if not where:
        return _("Of the whole study.")
    return _("Of the whole study, not only where {conditions}.").format(conditions=clean(in_words(where, _)))


def joined(sentences: Iterable[str]) -> str:
    """Sentences as one text, those that say nothing left out."""
    return " ".join(filter(None, sentences))
