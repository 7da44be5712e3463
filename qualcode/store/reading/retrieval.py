"""Queries as SQL: which codings a tree answers, as one statement over the indexes of codings.

A code holds of a coding if one of that code by the same coder shares text with it, itself included. What is said of who
speaks, side by side in one `and`, holds of one voice. Relations are those of `analysis.cooccurrence`, to another coding
that answers the right side. Answered are codings of which the tree holds and whose own code is among `own_codes`, if
there are any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from operator import itemgetter

from qualcode.model.asking import Condition
from qualcode.query.tree import (
    CONTAINS,
    FOLLOWS,
    NEAR,
    TURNS,
    WITHIN,
    WORDS,
    All,
    Any,
    Coded,
    Not,
    Reach,
    Related,
    Said,
    Tree,
    own_codes,
    parts_of,
)
from qualcode.store.reading.dimensions import Grouping, condition_holds, in_list

_OF_CODING = {
    "coder": "{here}.coder",
    "round": "{here}.round",
    "key": "{here}.key",
    "counter": "{here}.counter",
    "retired": "coalesce((SELECT code.definition ->> '$.retired' FROM code WHERE code.id = {here}.code), 0)",
    "definition": "{here}.definition",
    "memo": "(SELECT group_concat(text, char(10)) FROM memo WHERE target = 'coding:' || {here}.id)",
    "text": "(SELECT quote FROM segment WHERE segment.id = {here}.segment)",
}
"""What a condition in a query can say of the coding itself."""
_MARKS, _TEXTS = ("key", "counter"), ("memo", "text", "retired")
_WITH_MEMO = "(SELECT CAST(substr(target, 8) AS INTEGER) FROM memo WHERE target >= 'coding:' AND target < 'coding;')"
_SAME_TEXT = """{one}.document = {here}.document AND {one}.coder = {here}.coder
    AND {one}.start < {here}."end" AND {one}."end" > {here}.start"""
_VOICE = """EXISTS (SELECT 1 FROM document AS d CROSS JOIN passage ON passage.segment = {here}.segment
    LEFT JOIN speaker ON speaker.id = passage.speaker LEFT JOIN part ON part.id = speaker.part
    LEFT JOIN participant AS p ON p.id = speaker.participant WHERE d.id = {here}.document AND {holds})"""
_BY_TURNS = (
    """coalesce((SELECT turn.start FROM turn WHERE turn.document = {here}.document AND number >=
        (SELECT first_turn FROM segment WHERE segment.id = {here}.segment) - {most} ORDER BY number LIMIT 1), -1)""",
    """coalesce((SELECT turn."end" FROM turn WHERE turn.document = {here}.document AND number <=
        (SELECT last_turn FROM segment WHERE segment.id = {here}.segment) + {most} ORDER BY number DESC LIMIT 1),
        {here}."end")""",
)
_BY_RULER = (
    "reach_back('{unit}', {here}.document, {here}.start, {most})",
    "reach_on('{unit}', {here}.document, {here}.\"end\", {most})",
)
_REACHED = {
    NEAR: '{one}.start < {high} AND {one}."end" > {low}',
    FOLLOWS: '{one}."end" <= {here}.start AND {one}."end" > {low}',
}
_BOUNDS = {
    CONTAINS: '{one}.start >= {here}.start AND {one}."end" <= {here}."end"',
    WITHIN: '{one}.start <= {here}.start AND {one}."end" >= {here}."end"',
}


def answered(tree: Tree, codes: frozenset[str] | None = None) -> str:
    """Whether a row of `coding` is among what a tree answers; its code is known to be one of `codes`, if they are."""
    own = own_codes(tree)
    if own and codes is not None and codes <= own:
        return _holds(tree, "coding", count(), codes)
    return _answers(tree, "coding", count())


def says_of_voices(tree: Tree) -> bool:
    """Whether a tree says anything of who speaks or of documents, so that its SQL needs `dimensions.ABOVE`."""
    return any(isinstance(part, Said) and part.condition.name not in _OF_CODING for part in parts_of(tree))


def measures(tree: Tree) -> bool:
    """Whether a tree counts words or sentences, so that its SQL needs `rulers.lay_rulers`."""
    return any(isinstance(part, Related) and part.reach and part.reach.unit != TURNS for part in parts_of(tree))


def _answers(tree: Tree, here: str, fresh: Iterator[int]) -> str:
    own = own_codes(tree)
    holds = _holds(tree, here, fresh, own)
    return _joined("AND", (f"{here}.code IN {in_list(sorted(own))}", holds)) if own else holds


def _holds(tree: Tree, here: str, fresh: Iterator[int], known: frozenset[str]) -> str:
    """Whether a tree holds of a row, whose code is `known` to be one of these, if there are any."""
    match tree:
        case Coded(codes=codes):
            return "1" if known and known <= codes else _coded(codes, here, fresh)
        case Said(condition):
            return _said((condition,), here)
        case Not(inner):
            return f"NOT {_holds(inner, here, fresh, known)}"
        case All():
            return _all(_flat(tree), here, fresh, known)
        case Any(trees):
            return _joined("OR", (_holds(each, here, fresh, known) for each in trees))
        case Related(left, relation, right, reach):
            related = _related(relation, right, reach, here, fresh)
            return _joined("AND", (_holds(left, here, fresh, known), related))


def _all(trees: Iterable[Tree], here: str, fresh: Iterator[int], known: frozenset[str]) -> str:
    """Conditions on voices as one; what is known soonest comes first."""
    trees = list(trees)
    of_voices = [each for each in trees if isinstance(each, Said) and each.condition.name not in _OF_CODING]
    parts = [(_cost(each), _holds(each, here, fresh, known)) for each in trees if each not in of_voices]
    if of_voices:
        parts.append((_cost(of_voices[0]), _said(tuple(each.condition for each in of_voices), here)))
    return _joined("AND", (part for _long, part in sorted(parts, key=itemgetter(0))))


def _cost(tree: Tree) -> int:
    """Which of several takes longer to know: the coding's own columns, its codes, its voices, its words, others."""
    match tree:
        case Coded():
            return 1
        case Said(condition):
            return 2 if condition.name not in _OF_CODING else 3 if condition.name in _TEXTS else 0
        case Not(inner):
            return _cost(inner)
        case All(trees) | Any(trees):
            return max(map(_cost, trees))
        case Related():
            return 4


def _flat(tree: Tree) -> Iterator[Tree]:
    for each in tree.trees if isinstance(tree, All) else (tree,):
        yield from _flat(each) if isinstance(each, All) else (each,)


def _coded(codes: frozenset[str], here: str, fresh: Iterator[int]) -> str:
    one, listed = f"c{next(fresh)}", in_list(sorted(codes))
    same = _SAME_TEXT.format(one=one, here=here)
    return (
        f"({here}.code IN {listed} OR EXISTS (SELECT 1 FROM coding AS {one} INDEXED BY coding_code"
        f" WHERE {one}.code IN {listed} AND {same}))"
    )


def _said(conditions: Iterable[Condition], here: str) -> str:
    """Conditions of one `and`: on the coding, and on one of the voices in it."""
    conditions = tuple(conditions)
    own = [said for said in conditions if said.name in _OF_CODING]
    voices = tuple(said for said in conditions if said.name not in _OF_CODING)
    parts = [_of_coding(said, here) for said in own]
    if voices:
        parts.append(_VOICE.format(here=here, holds=Grouping((), voices).holds()))
    return _joined("AND", (f"({part})" for part in parts))


def _of_coding(condition: Condition, here: str) -> str:
    name, sign, values = condition
    if name in _MARKS:
        meant = {int(value) for value in values} if sign == "=" else {0, 1} - {int(value) for value in values}
        return _joined("OR", (f"{here}.{name} = {mark}" for mark in sorted(meant))) if meant else "0"
    holds = condition_holds(condition, _OF_CODING[name].format(here=here))
    bears = name == "memo" and (bool(values) if sign != "!=" else not values)
    return f"{here}.id IN {_WITH_MEMO} AND {holds}" if bears else holds


def _related(relation: str, right: Tree, reach: Reach | None, here: str, fresh: Iterator[int]) -> str:
    """Whether another coding of the same coder in the same document stands so to a row, and answers the right side."""
    one = f"c{next(fresh)}"
    index = "coding_code" if own_codes(right) else "coding_place"
    stands = _BOUNDS[relation] if reach is None else _REACHED[relation]
    low, high = _low_and_high(reach, here) if reach else ("", "")
    return (
        f"EXISTS (SELECT 1 FROM coding AS {one} INDEXED BY {index} WHERE {one}.document = {here}.document"
        f" AND {one}.coder = {here}.coder AND {one}.id <> {here}.id"
        f" AND {stands.format(one=one, here=here, low=low, high=high)} AND {_answers(right, one, fresh)})"
    )


def _low_and_high(reach: Reach, here: str) -> tuple[str, str]:
    """After which place another must end, and before which it must begin, to be as near as that.

    Words are counted that lie between; turns and sentences, by how many further on the other may stand.
    """
    low, high = _BY_TURNS if reach.unit == TURNS else _BY_RULER
    most = reach.most if reach.unit == WORDS else reach.most + 1
    return low.format(here=here, most=most, unit=reach.unit), high.format(here=here, most=most, unit=reach.unit)


def _joined(operator: str, parts: Iterable[str]) -> str:
    """Conditions joined; what is certain is left out."""
    found = list(parts)
    if operator == "OR" and "1" in found:
        return "1"
    needed = [part for part in found if part != "1"]
    return f"({f' {operator} '.join(needed)})" if len(needed) > 1 else needed[0] if needed else "1"
