"""A project of another program as it is taken into a study: plain data, everything found out beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qualcode.anchoring.judging import CHANGED
from qualcode.model.people import SiteChange
from qualcode.store.acts.documents import ImportDocument
from qualcode.store.receiving.foreign import Foreign, Kept
from qualcode.variables.values import Variable
from qualcode.yamls.text import Plain


class Doubt(NamedTuple):
    """What is to be looked at of a coding whose text was corrected since: as `unsettled` lists it, places as JSON.

    `state` is `changed` for one that stands, `ambiguous` or `lost` for one that has no sure place.
    """

    state: str
    version: int
    start: int
    end: int
    quote: str
    places: str


class Received(NamedTuple):
    """A coding as a project has it; `at` is None where it does not say when. `number`: it is that coding already.

    `said` is whatever else the project says of it, kept to be given back.
    """

    document: str
    start: int
    end: int
    code: str
    coder: str
    at: str | None = None
    round: int = 1
    key: int = 0
    counter: int = 0
    guid: str = ""
    selection: str = ""
    consent: int | None = None
    renderings: tuple[tuple[str, ...], ...] = ()
    doubt: Doubt | None = None
    number: int | None = None
    said: Mapping[str, object] = {}

    @property
    def stands(self) -> bool:
        """Whether it has a place in the text."""
        return self.number is None and (self.doubt is None or self.doubt.state == CHANGED)


class Written(NamedTuple):
    """A memo as a project has it; `coding` is the place of the coding it is on, else `target` says what it is on.

    `changed` is who changed it last there, and when.
    `links` leads from the numbers of codings it cites to the places of these.
    """

    target: str
    coder: str
    text: str
    at: str | None = None
    coding: int | None = None
    guid: str = ""
    name: str = ""
    kind: str = "analytic"
    date: str | None = None
    links: tuple[tuple[int, int], ...] = ()
    changed: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True)
class ReceiveProject:
    """A project to take in. `codes` are new ones as the codebook writes them, by the code they come under.

    `upon` are documents that are there already, with the SHA-256 of the text in which places were found. `people` are
    acts that say more of people and documents; `settings` are new entries of study.yaml, by the key they stand under;
    `done` are documents with coders who had coded them.
    """

    name: str
    origin: str = ""
    coders: tuple[str, ...] = ()
    documents: tuple[ImportDocument, ...] = ()
    codes: Mapping[str | None, Sequence[Plain]] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    variables: Mapping[str, Mapping[str, Variable]] = field(default_factory=dict)
    sites: tuple[SiteChange, ...] = ()
    people: tuple[Any, ...] = ()
    codings: Sequence[Received] = ()
    memos: Sequence[Written] = ()
    foreign: Sequence[Foreign] = ()
    kept: Sequence[Kept] = ()
    settings: Mapping[str, Mapping[str, Plain]] = field(default_factory=dict)
    done: Sequence[tuple[str, str]] = ()
    upon: Mapping[str, str] = field(default_factory=dict)
