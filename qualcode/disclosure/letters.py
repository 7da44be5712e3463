"""Letters for the names of sites: A, B, … for regions, A1, A2, … for what is in them, the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase

from qualcode.disclosure.names import KnownName, Names
from qualcode.model.people import Site
from qualcode.names import fold

SHORTEST = 3
"""A shorter name or id is taken for a site's only where it stands alone in its cell."""
_CONDITION = re.compile(r"\b((?:site|region)\s*(?:!?=|:)\s*)([^\s;|.]+)")


def letters(sites: Sequence[Site]) -> Mapping[str, str]:
    """The letter of each site by its id, in the order of the tree."""
    return dict(_below(sites, None, ""))


def _below(sites: Sequence[Site], parent: str | None, before: str) -> list[tuple[str, str]]:
    own = [site for site in sites if site.parent == parent]
    named = [(site.id, before + (str(number + 1) if before[-1:].isalpha() else _letter(number)))
             for number, site in enumerate(own)]  # fmt: skip
    return [pair for one in named for pair in (one, *_below(sites, one[0], one[1]))]


def _letter(number: int) -> str:
    """A to Z, then AA, AB, …"""
    before, last = divmod(number, len(ascii_uppercase))
    return (_letter(before - 1) if before else "") + ascii_uppercase[last]


class Lettered:
    """Texts with letters where names or ids of sites stood: accents, case and hyphens aside, at word borders."""

    def __init__(self, sites: Sequence[Site]) -> None:
        self._letters = letters(sites)
        forms = {name: site.id for site in sites for name in (site.id, *site.label.values()) if name.strip()}
        self._alone = {fold(name): self._letters[site] for name, site in forms.items()}
        known = (KnownName(name, self._letters[site], "file", whole=True) for name, site in forms.items())
        self._names = Names(name for name in known if sum(map(str.isalpha, name.name)) >= SHORTEST)

    def __call__(self, text: str) -> str:
        """A text of ours: a cell, a caption, a rule, a summary."""
        if alone := self._alone.get(fold(text)):
            return text[: len(text) - len(text.lstrip())] + alone
        return self._exchanged(_CONDITION.sub(self._condition, text), lambda letter: letter)

    def quoted(self, text: str) -> str:
        """Somebody's words: what is exchanged stands in brackets."""
        return self._exchanged(text, lambda letter: f"[{letter}]")

    def _condition(self, found: re.Match[str]) -> str:
        values = (self._alone.get(fold(value), value) for value in found[2].split(","))
        return found[1] + ",".join(values)

    def _exchanged(self, text: str, shown: Callable[[str], str]) -> str:
        for found in reversed(self._names.find(text)):
            text = text[: found.start] + shown(found.name.replacement) + text[found.end :]
        return text
