"""Who may be quoted: a person's consent as their variable says it, and that of a passage, which goes before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from qualcode.names import fold

VARIABLE = "consent"
"""The variable of participants that says whether they may be quoted."""
YES, NO, UNKNOWN = "yes", "no", "unknown"
_YES = frozenset(("yes", "oui", "true", "vrai", "1", "y", "o"))
_NO = frozenset(("no", "non", "false", "faux", "0", "n"))


class Withheld(NamedTuple):
    """Why a quotation may not leave: the people without consent, with what is known; nobody if it is the passage's."""

    people: tuple[tuple[str, str], ...] = ()


def said(value: object) -> str:
    """What a value says of consent: yes, no, or unknown."""
    word = fold(str(value)) if value is not None else ""
    return YES if word in _YES else NO if word in _NO else UNKNOWN


def withheld(
    coding: int, people: Iterable[str], own: Mapping[int, bool], consents: Mapping[str, str] | None
) -> Withheld | None:
    """Why a quotation is left out, or None: its passage's own consent first, then that of all who speak in it.

    `consents` has what each person said; None where the study does not keep it.
    """
    if coding in own:
        return None if own[coding] else Withheld()
    if consents is None:
        return None
    lacking = tuple((one, consents.get(one, UNKNOWN)) for one in people if consents.get(one) != YES)
    return Withheld(lacking) if lacking else None
