"""What of a REFI-QDA project is known by its ids while it is read, and what is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from qualcode.projects.project import NOBODY, Hand, User
from qualcode.projects.refi_elements import Stretch, child, refs
from qualcode.projects.refi_ids import Ids, key

_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
_NOBODY = "00000000-0000-0000-0000-000000000000"

Place = tuple[str, int, int]


class Noted(NamedTuple):
    """That a note, by the id it is referred to, is on something, or on a passage."""

    note: str
    on: str = ""
    target: str = ""
    passage: Place | None = None


@dataclass(slots=True)
class Known:
    """What of a project is known by its ids so far, and what is lost."""

    lost: Counter[str] = field(default_factory=Counter)
    users: Ids = field(default_factory=Ids)
    met: dict[tuple[str, ...], str | None] = field(default_factory=dict)
    codes: Ids = field(default_factory=Ids)
    cases: Ids = field(default_factory=Ids)
    texts: Ids = field(default_factory=Ids)
    marks: Ids = field(default_factory=Ids)
    notes: Ids = field(default_factory=Ids)
    asides: Ids = field(default_factory=Ids)
    strangers: list[User] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)
    said: dict[str, list[Place]] = field(default_factory=dict)
    noted: list[Noted] = field(default_factory=list)
    remarks: list[tuple[str, Stretch, Place]] = field(default_factory=list)

    def user(self, *written: str) -> str | None:
        """The first of these users that somebody is; one who is not in the list of users is taken in by their id."""
        if written not in self.met:
            self.met[written] = self._user(written)
        return self.met[written]

    def _user(self, written: tuple[str, ...]) -> str | None:
        named = next((one.strip() for one in written if one.strip() and key(one) != _NOBODY), None)
        if named is None:
            return None
        if self.users.add(named):
            self.strangers.append(User(named, named))
        return self.users.of(named)

    def hand(self, user: str, at: str) -> Hand:
        """Who did something when, as it is written."""
        return Hand(self.user(user), at or None) if user or at else NOBODY

    def note(self, notes: Sequence[str], on: str = "", target: str = "", passage: Place | None = None) -> None:
        """Remember what notes are on."""
        self.noted.extend(Noted(note, on, target, passage) for note in notes)

    def values(self, elements: Iterable[Element]) -> dict[str, str]:
        """Values of variables by their names."""
        found: dict[str, str] = {}
        for one in elements:
            name = self.variables.get(key(next(iter(refs(one, "VariableRef")), "")))
            value = next((held for kind in _VALUES if (held := child(one, kind)) is not None), None)
            if name is None:
                self.lost["value of an unknown variable"] += 1
            elif value is not None and value.text:
                found[name] = value.text
        return found
