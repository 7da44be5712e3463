"""What taking a project in would do: what comes, who coded, what is to be asked, what is lost. Pure data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qualcode.projects.project import Convention
from qualcode.store.receiving.received import ReceiveProject

SETS = ("groups", "sites")
"""What sets of texts become: a variable of documents each, or sites."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever takes a project in has decided.

    `coders` leads from a user's name or id to a coder; `codes` from a code of the project, by its id, to one of the
    study, or to "" for a new one. `sets` is one of `SETS`.
    """

    coders: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    sets: str = "groups"


class Question(NamedTuple):
    """Something to be confirmed: a `coder` or a `code` of the project by its id, what is proposed for it, in words.

    `by_name`: nothing but the names speaks for it, and these are not the same.
    """

    about: str
    id: str
    name: str
    proposal: str
    text: str
    by_name: bool = False


class Met(NamedTuple):
    """A user of the project and the coder they are in the study; whether the study did not know that coder."""

    user: str
    coder: str
    new: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """All that would be done, with every question answered as proposed.

    `known` are the texts that are in the study already, by their ids there. `there` counts codings that stand already.
    `doubts` counts new codings that are to be looked at, upon texts corrected since: `changed`, `ambiguous`, `lost`.
    `lost` counts by kind what comes to nothing, `kept` what is kept aside and given back on export; kinds are plain
    words in English.
    """

    act: ReceiveProject
    known: Sequence[str] = ()
    there: int = 0
    doubts: Mapping[str, int] = field(default_factory=dict)
    matched: int = 0
    users: Sequence[Met] = ()
    questions: Sequence[Question] = ()
    notes: Sequence[str] = ()
    conventions: Mapping[str, Convention] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
