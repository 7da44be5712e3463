"""A query as a tree, and the tree as a text: `parse(unparse(tree)) == tree` for every tree.

A tree says of a coding whether it holds. What it answers is said in `store.retrieval`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from qualcode.model.asking import Condition
from qualcode.query.words import written

WORDS, TURNS, SENTENCES = "words", "turns", "sentences"
UNITS = (WORDS, TURNS, SENTENCES)
NEAR, FOLLOWS, CONTAINS, WITHIN = "near", "follows", "contains", "within"
RELATIONS = (NEAR, FOLLOWS, CONTAINS, WITHIN)
SAME = -1
"""Fewer than none lie between: both are in one."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far apart: at most so many units lie between, or both share one (`SAME`); words are never shared."""

    most: int = SAME
    unit: str = TURNS

    def __str__(self) -> str:
        if self.most == SAME:
            return f"same {self.unit.removesuffix('s')}"
        return f"{self.most} {self.unit.removesuffix('s') if self.most == 1 else self.unit}"


@dataclass(frozen=True, slots=True)
class Coded:
    """A code by any of its names, with its sub-codes unless `below` is false.

    `place` is where it stands in the text; `codes` are the ids it means, once a study has been asked.
    """

    name: str
    below: bool = True
    place: int = field(default=0, compare=False)
    codes: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Said:
    """A condition on who speaks, the document, or the coding itself."""

    condition: Condition
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What does not hold."""

    tree: Tree


@dataclass(frozen=True, slots=True)
class All:
    """All of two or more hold; conditions side by side hold of the same voice."""

    trees: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of two or more holds."""

    trees: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """The left holds, and another coding that answers the right stands so to it; `near` and `follows` have a reach."""

    left: Tree
    relation: str
    right: Tree
    reach: Reach | None = None


Tree = Coded | Said | Not | All | Any | Related
_RANKS: dict[type, int] = {Any: 1, All: 2, Not: 3, Related: 4, Coded: 5, Said: 5}
"""How tightly each binds; what binds no more tightly than its holder stands in parentheses."""


def unparse(tree: Tree) -> str:
    """The query as a person would type it, in the one form that all its spellings have in common."""
    match tree:
        case Coded(name, below):
            return ("" if below else "=") + written(name)
        case Said(condition):
            return _said(condition)
        case Not(inner):
            return f"not {_within(inner, 3)}"
        case All(trees):
            return " and ".join(_within(each, 3) for each in trees)
        case Any(trees):
            return " or ".join(_within(each, 2) for each in trees)
        case Related(left, relation, right, reach):
            return f"{_side(left, 4)} {_relation(relation, reach)} {_side(right, 5)}"


def _within(tree: Tree, rank: int) -> str:
    text = unparse(tree)
    return text if _RANKS[type(tree)] >= rank else f"({text})"


def _side(tree: Tree, rank: int) -> str:
    """One side of a relation; a value would go on into the relation's words, so that a condition is in parentheses."""
    return f"({unparse(tree)})" if isinstance(tree, Said) else _within(tree, rank)


def _relation(relation: str, reach: Reach | None) -> str:
    if reach is None or (relation == FOLLOWS and reach == Reach()):
        return relation
    return f"{relation}({reach})"


def _said(condition: Condition) -> str:
    return written(condition.name) + condition.sign + ",".join(map(written, condition.values))


def joined(trees: Iterable[Tree]) -> Tree | None:
    """All of these as one query; None of none."""
    parts = tuple(part for tree in trees for part in (tree.trees if isinstance(tree, All) else (tree,)))
    return All(parts) if len(parts) > 1 else parts[0] if parts else None


def own_codes(tree: Tree) -> frozenset[str]:
    """The codes that an answer may have itself: those that stand in the query, but under `not` or on the right."""
    match tree:
        case Coded(codes=codes):
            return codes
        case All(trees) | Any(trees):
            return frozenset().union(*map(own_codes, trees))
        case Related(left):
            return own_codes(left)
    return frozenset()


def parts_of(tree: Tree) -> Iterator[Tree]:
    """The tree and all trees in it."""
    yield tree
    match tree:
        case Not(inner):
            yield from parts_of(inner)
        case All(trees) | Any(trees):
            for each in trees:
                yield from parts_of(each)
        case Related(left, _relation_name, right):
            yield from parts_of(left)
            yield from parts_of(right)
