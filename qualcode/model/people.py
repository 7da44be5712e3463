"""Whom the study is about: people, the sites they are at, and what they were asked."""

from collections.abc import Mapping
from typing import NamedTuple

from qualcode.model import Words


class Site(NamedTuple):
    """A node of the tree of sites: a region, or a premises within one; `attributes` are the researcher's own fields."""

    id: str
    label: Words
    parent: str | None = None
    attributes: Mapping[str, object] = {}


class SiteChange(NamedTuple):
    """What of a site is written anew, by field: an attribute, `label`, or `label@fr`; None takes a field away.

    A `new` site is made under `parent` (None: at the top), with its fields.
    """

    site: str
    fields: Mapping[str, str | None]
    new: bool = False
    parent: str | None = None


class Question(NamedTuple):
    """A question of a guide, in one or more languages, with the codes it covers."""

    text: Words
    asks: tuple[str, ...] = ()


class Guide(NamedTuple):
    """An interview guide: the codes its questions cover, all together and question by question."""

    id: str
    asks: tuple[str, ...]
    title: Mapping[str, str] = {}
    questions: tuple[Question, ...] = ()


class Participant(NamedTuple):
    """A person (a case). `site`, `role` and `variables` are the person's own and may be empty.

    `waves` has, by wave, the variables that differ from one to another.
    """

    id: str
    site: str | None = None
    role: str | None = None
    variables: Mapping[str, object] = {}
    waves: Mapping[str, Mapping[str, object]] = {}
