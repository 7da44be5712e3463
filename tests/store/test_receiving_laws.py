"""Whatever a project holds, it comes in whole, and one undo leaves every table as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.projects.project import (
    Case,
    Group,
    Link,
    Mark,
    Note,
    Project,
    ProjectCode,
    ProjectText,
    ProjectVariable,
    User,
)
from qualcode.receiving import SETS, Choices, look, receive
from qualcode.study import Study

IDS = ("a", "b", "c", "d")
NAMES = ("Nearness", "Distance", "site", "date", "P1", "ana", "Ana", "x@y", "", "A: b", "- c", "é́\x00\x1b", "a\nb",
         " ", "#1", "true", "12", "{", "\u2028", "\U0001d4b3", "Distanse", "own-site", "kind")  # fmt: skip
WORDS = ("I: Et ?\nP: Oui, bien sûr.\nI: Ah.\nP: 🙂 Voilà.\n", "Rien.\n", "  \n", "é́a 𝒳.\n\nB: c\nB: d\nB: e\n")
SAID = ("", "1", "yes", "2019-03-04T00:00:00Z", "some words\nmore")
MOMENTS = (None, "", "2019-03-04T10:00:00Z", "yesterday", "0001-01-01T00:00:00+14:00")
COLOURS = (None, "#abcdef", "red")
KINDS = ("Text", "Boolean", "Integer", "Date", "Odd")


class Some:
    """Parts of a project, drawn with a seed: names of all kinds, ids that may lead nowhere, places outside texts."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def of(self, known: tuple[Any, ...]) -> Any:
        return self._random.choice(known)

    def each(self, build: Callable[[str], Any], most: int = 4) -> tuple[Any, ...]:
        """A few things, each with an id of its own."""
        return tuple(build(identity) for identity in IDS[: self._random.randrange(most + 1)])

    def identity(self) -> str:
        return str(self.of((*IDS, "gone")))

    def name(self) -> str:
        return str(self.of(NAMES))

    def place(self) -> tuple[int, int]:
        return self._random.randrange(-1, 40), self._random.randrange(-1, 40)

    def values(self) -> dict[str, str]:
        return {self.name(): self.of(SAID) for _place in range(self._random.randrange(4))}

    def mark(self, identity: str) -> Mark:
        user, at = self.of((None, self.identity())), self.of(MOMENTS)
        return Mark(*self.place(), self.identity(), user, at, identity, self.name(), "s", self.of((0, 1, 2)))

    def text(self, identity: str) -> ProjectText:
        words, marks = self.of(WORDS), self.each(self.mark)
        return ProjectText(identity, self.name(), words, words.encode(), marks, memo=self.name(), user="a",
                           values=self.values(), date=self.of(("", "2019-13-01", "2019-03-04")))  # fmt: skip

    def passage(self) -> tuple[str, int, int]:
        return self.identity(), *self.place()

    def note(self, identity: str) -> Note:
        on = self.of(("", "code", "text", "mark", "case", "odd"))
        return Note(identity, self.name(), on, self.identity(), self.name(), self.identity(), self.of(MOMENTS),
                    self.of((None, self.passage())))  # fmt: skip

    def project(self) -> Project:
        """A whole one."""
        return Project(
            self.name(),
            users=self.each(lambda one: User(one, self.name())),
            codes=self.each(
                lambda one: ProjectCode(
                    one, self.name(), self.of((None, self.identity())), self.of(COLOURS), self.name()
                )
            ),
            texts=self.each(self.text, most=3),
            variables=self.each(lambda one: ProjectVariable(one, self.name(), self.of(KINDS))),
            cases=self.each(
                lambda one: Case(one, self.name(), self.name(), (self.identity(),), (self.passage(),), self.values())
            ),
            notes=self.each(self.note),
            links=self.each(lambda one: Link(one, self.identity(), self.identity(), self.name()), most=1),
            groups=self.each(lambda one: Group(one, self.name(), "", ("a",), (self.identity(),)), most=2),
        )


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32), sets=st.sampled_from(SETS))
def test_any_project_comes_in_and_one_undo_leaves_every_table_as_it_was(
    new_study: Callable[..., Study], state_of: Callable[[Study], Any], memory: str | None, seed: int, sets: str
) -> None:
    with TemporaryDirectory(dir=memory) as folder, new_study(Path(folder) / "study") as study:
        for project in (Some(seed).project(), Some(seed + 1).project()):
            before, coders = state_of(study), study.coders()
            plan = look(study, project, Choices(sets=sets), "ana")
            if not receive(study, plan, "ana").event:
                assert state_of(study) == before
                continue
            after = state_of(study)
            assert len(study.codings()) == len(before["coding"]) + len(plan.act.codings) - plan.there
            study.undo("ana")
            assert (state_of(study), study.coders()) == (before, coders)
            study.redo("ana")
            assert state_of(study) == after
