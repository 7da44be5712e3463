"""A coding project as plain data, whatever program it is of: what readers yield, a study takes in, and writers write.

Texts are as a study holds them (`importers.normalise`); positions are code points of them, half-open. `id` is the
project's own name for a thing, a GUID in REFI-QDA; a reader of a program that has none makes names that are the same
each time. `fields` are what a study says of a thing beside all that, which travelled along folded (`folding`): plain
data as JSON has it, by the names that `projecting` gives. Nothing here knows a file format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from qualcode.model.texts import Speaker, Turn


class User(NamedTuple):
    """Somebody who coded, by the name the program knew them by; `initials` where it has some too."""

    id: str
    name: str
    initials: str = ""


class ProjectCode(NamedTuple):
    """A code; `parent` is another's id. One that is not `codable` only holds others together.

    `fields` are those of a qualcode codebook that travelled along, by the key of its YAML.
    """

    id: str
    name: str
    parent: str | None = None
    colour: str | None = None
    description: str = ""
    codable: bool = True
    fields: Mapping[str, object] = {}


class Hand(NamedTuple):
    """By which user something was done, and at which moment; nothing where that is not said."""

    user: str | None = None
    at: str | None = None


NOBODY = Hand()


class Mark(NamedTuple):
    """A coding in a text: a code on `[start, end)`, by a user, at a moment (ISO 8601), with what is noted on it.

    `selection` is the id of the stretch it stands on, which several marks may share; `drawn` is who made that, where it
    is not said by its one mark, `redrawn` who changed it last.
    """

    start: int
    end: int
    code: str
    user: str | None = None
    at: str | None = None
    id: str = ""
    memo: str = ""
    selection: str = ""
    round: int = 1
    key: bool = False
    counter: bool = False
    fields: Mapping[str, object] = {}
    drawn: Hand = NOBODY
    redrawn: Hand = NOBODY


class ProjectText(NamedTuple):
    """A document with its marks. `turns` are given where the program knows who speaks; else they are looked for.

    `original` are the bytes it was read from, `values` its variables by name. A text of a study of qualcode comes with
    the id it had there (`own`), and `people` say who its speakers are. `inside` is the id of the source, kept aside,
    that it is the words of; `changed` is who changed it last there.
    """

    id: str
    name: str
    text: str
    original: bytes
    marks: tuple[Mark, ...] = ()
    turns: tuple[Turn, ...] = ()
    memo: str = ""
    user: str | None = None
    at: str | None = None
    values: Mapping[str, str] = {}
    language: str = ""
    kind: str = ""
    site: str = ""
    date: str = ""
    own: str = ""
    people: tuple[Speaker, ...] = ()
    inside: str = ""
    fields: Mapping[str, object] = {}
    changed: Hand = NOBODY


class ProjectVariable(NamedTuple):
    """A variable; `kind` is Text, Boolean, Integer, Float, Date or DateTime."""

    id: str
    name: str
    kind: str = "Text"
    description: str = ""
    fields: Mapping[str, object] = {}


class Case(NamedTuple):
    """A case, most often a person, with the texts that are wholly its own and the stretches of texts that are."""

    id: str
    name: str
    description: str = ""
    texts: tuple[str, ...] = ()
    passages: tuple[tuple[str, int, int], ...] = ()
    values: Mapping[str, str] = {}
    fields: Mapping[str, object] = {}


class Note(NamedTuple):
    """A memo on something (`code`, `text`, `mark`, `case`, or `` for the project) of that id, or on a passage."""

    id: str
    text: str
    on: str = ""
    target: str = ""
    name: str = ""
    user: str | None = None
    at: str | None = None
    passage: tuple[str, int, int] | None = None
    fields: Mapping[str, object] = {}
    changed: Hand = NOBODY


class Link(NamedTuple):
    """A link between two things, by their ids."""

    id: str
    origin: str
    target: str
    name: str = ""
    direction: str = ""
    colour: str | None = None


class Group(NamedTuple):
    """A set of codes, texts, notes or sources kept aside, by their ids."""

    id: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fields: Mapping[str, object] = {}
    asides: tuple[str, ...] = ()


class Aside(NamedTuple):
    """What a study cannot hold (audio, pictures, graphs): its element as it was written, and the files it names.

    `codings` counts those that stand in it alone.
    """

    what: str
    name: str
    element: bytes
    files: Mapping[str, Path] = {}
    codings: int = 0


def coding_of(what: str) -> str:
    """What codings of something kept aside are counted as."""
    return "coding of audio" if what == "audio" else f"coding of a {what}"


class Convention(NamedTuple):
    """How positions in a source are counted, and how well that fits (0 to 1).

    `unit` is `code points` or `utf-16`; a line end counts `newline` (1 or 2); `mark`: a byte-order mark counts too.
    `close` are others that fit nearly as well, best first.
    """

    unit: str
    newline: int
    mark: bool
    score: float
    close: tuple[Convention, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A whole project. `conventions` says by text how its positions were read; `lost` counts by kind what is not here.

    Kinds are plain words in English (`audio`, `coding of no length`), translated where they are shown.
    """

    name: str
    origin: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[ProjectCode, ...] = ()
    texts: tuple[ProjectText, ...] = ()
    variables: tuple[ProjectVariable, ...] = ()
    cases: tuple[Case, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    asides: tuple[Aside, ...] = ()
    conventions: Mapping[str, Convention] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, object] = field(default_factory=dict)
