"""The codebook: codes, and the tree they make."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from qualcode.model import Words


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the codebook. `id` never changes; labels and definitions may, and carry one text a language.

    A retired code keeps its codings and is counted, but is not offered any more. The label of a code `in_vivo` is in
    the words of somebody interviewed; in another language than theirs it is a translation.
    """

    id: str
    label: Words
    parent: str | None = None
    pin: int | None = None
    colour: str | None = None
    brief: Words = field(default_factory=dict)
    full: Words = field(default_factory=dict)
    use_when: Words = field(default_factory=dict)
    not_when: Words = field(default_factory=dict)
    examples: tuple[Words, ...] = ()
    near_misses: tuple[Words, ...] = ()
    also_under: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    retired: bool = False
    in_vivo: bool = False


@dataclass(frozen=True)
class Codebook:
    """A title and the codes in the researcher's order, parents before children.

    `former` leads from every name, folded, that a code ever had to the id it went to, whatever became of the alias.
    """

    title: Words
    codes: tuple[Code, ...]
    former: Mapping[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Every code by its id."""
        return {code.id: code for code in self.codes}

    @cached_property
    def _below(self) -> Mapping[str | None, tuple[Code, ...]]:
        below: dict[str | None, list[Code]] = {}
        for code in self.codes:
            below.setdefault(code.parent, []).append(code)
        return {parent: tuple(children) for parent, children in below.items()}

    @cached_property
    def _guests(self) -> Mapping[str, tuple[Code, ...]]:
        found: dict[str, list[Code]] = {}
        for code in self.codes:
            for host in code.also_under:
                if host != code.parent:
                    found.setdefault(host, []).append(code)
        return {host: tuple(guests) for host, guests in found.items()}

    def __getitem__(self, code_id: str) -> Code:
        return self.by_id[code_id]

    def __contains__(self, code_id: object) -> bool:
        return code_id in self.by_id

    def children(self, parent: str | None) -> tuple[Code, ...]:
        """The codes directly under `parent` (None: the top), in order."""
        return self._below.get(parent, ())

    def walk(self, parent: str | None = None, depth: int = 0) -> Iterator[tuple[Code, int]]:
        """Every code below `parent` with its depth, each followed by its own sub-codes."""
        for code in self.children(parent):
            yield code, depth
            yield from self.walk(code.id, depth + 1)

    def guests(self, code_id: str) -> tuple[Code, ...]:
        """The codes from elsewhere that belong under a code too: they are not counted there."""
        return self._guests.get(code_id, ())

    def lines(self, parent: str | None = None, depth: int = 0) -> "Iterator[CodeLine]":
        """The tree of `walk`, a code's own sub-codes followed by references to those that belong there too."""
        for code in self.children(parent):
            yield CodeLine(code, depth)
            yield from self.lines(code.id, depth + 1)
            yield from (CodeLine(guest, depth + 1, code.id) for guest in self.guests(code.id))

    def subtree(self, code_id: str) -> frozenset[str]:
        """The ids of a code and of all its sub-codes."""
        return frozenset((code_id, *(code.id for code, _depth in self.walk(code_id))))

    def path(self, code_id: str) -> tuple[Code, ...]:
        """A code with its ancestors, from the top down."""
        code = self[code_id]
        return (*(self.path(code.parent) if code.parent else ()), code)


class CodeLine(NamedTuple):
    """A line of the tree of codes: a code in its place, or a reference to it `under` another it belongs to too."""

    code: Code
    depth: int
    under: str | None = None
