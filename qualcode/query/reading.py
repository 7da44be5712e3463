"""Reading a query: text to tree. What cannot be meant is one sentence with its column and the way out.

Relations bind first, then `not`, `and`, `or`. A name is one word, or several that stand side by side, or a text in
quotation marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from qualcode.i18n import _
from qualcode.model.asking import Condition
from qualcode.names import fold
from qualcode.query.tree import (
    FOLLOWS,
    NEAR,
    RELATIONS,
    SAME,
    SENTENCES,
    TURNS,
    WORDS,
    All,
    Any,
    Coded,
    Not,
    Reach,
    Related,
    Said,
    Tree,
)
from qualcode.query.words import END, OPERATORS, QUOTED, SIGN, WORD, QueryError, Token, tokens

DEEPEST, LONGEST = 40, 200
"""Parentheses within each other, and terms, that a query may have."""
EXAMPLE = "nearness and site=lille and not role=nurse"
REACHES = ("same turn", "3 turns", "10 words", "2 sentences")
_UNITS = {
    **dict.fromkeys(("word", "words", "mot", "mots"), WORDS),
    **dict.fromkeys(("turn", "turns", "tour", "tours"), TURNS),
    **dict.fromkeys(("sentence", "sentences", "phrase", "phrases"), SENTENCES),
}
_SAME_WORDS = ("same", "meme")
_MOST = 1_000_000


def parse(text: str) -> Tree:
    """The tree of a query; a `QueryError` says where and why it cannot be meant."""
    return _Reading(tokens(text)).whole()


class _Reading:
    """The words of one query, and how far it is read."""

    def __init__(self, words: Sequence[Token]) -> None:
        self._words = words
        self._at = self._depth = self._terms = 0

    @property
    def _next(self) -> Token:
        return self._words[self._at]

    def whole(self) -> Tree:
        """The tree, once nothing is left to read."""
        if self._next.kind == END:
            raise QueryError(0, _("the query is empty."), _example())
        tree = self._either()
        if self._next.kind == ")":
            raise QueryError(
                self._next.start, _("{sign} closes nothing.").format(sign=")"), _("Take it out, or open it before.")
            )
        self._refuse_unjoined()
        return tree

    def _either(self) -> Tree:
        return self._chain("or", self._both, Any)

    def _both(self) -> Tree:
        return self._chain("and", self._denied, All)

    def _chain(self, operator: str, part: Callable[[], Tree], whole: Callable[[tuple[Tree, ...]], Tree]) -> Tree:
        parts = [part()]
        while self._next.operator == operator:
            self._at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else whole(tuple(parts))

    def _denied(self) -> Tree:
        if self._next.operator != "not":
            return self._related()
        with_not = self._take()
        self._deeper(with_not)
        tree = Not(self._denied())
        self._depth -= 1
        return tree

    def _related(self) -> Tree:
        tree, depth = self._operand(), self._depth
        while self._next.operator in RELATIONS:
            said = self._take()
            self._deeper(said)
            reach = self._reach(said) if said.operator in (NEAR, FOLLOWS) else None
            tree = Related(tree, said.operator, self._operand(), reach)
        self._depth = depth
        return tree

    def _operand(self) -> Tree:
        token = self._next
        if token.kind == "(":
            return self._group()
        if token.kind == SIGN and token.text == "=":
            self._at += 1
            return Coded(self._name(), below=False, place=token.start)
        if token.kind in (WORD, QUOTED) and not token.operator:
            return self._term()
        raise self._missing(token)

    def _group(self) -> Tree:
        opening = self._take()
        self._deeper(opening)
        tree = self._either()
        if self._next.kind != ")":
            self._refuse_unjoined()
            raise QueryError(opening.start, _("this parenthesis is not closed."), _("Write ) where the group ends."))
        self._at += 1
        self._depth -= 1
        return tree

    def _term(self) -> Tree:
        """A code, or a condition if a sign follows the name."""
        place = self._next.start
        name = self._name()
        if self._next.kind != SIGN:
            return Coded(name, place=place)
        sign = self._take()
        values = tuple(self._values(sign))
        if sign.text in (">", "<", ">=", "<=") and len(values) > 1:
            raise QueryError(
                sign.start,
                _("{sign} takes one value.").format(sign=sign.text),
                _("Several values, with commas between, go with = and !=."),
            )
        return Said(Condition(name, sign.text, values), place)

    def _name(self) -> str:
        """The words up to what joins, parts or closes, as one name."""
        self._count()
        found: list[Token] = []
        while self._next.kind in (WORD, QUOTED) and not self._next.operator:
            found.append(self._take())
        if self._next.kind == "(" and found[-1:] and found[-1].kind == WORD:
            self._refuse_relation(found[-1])
        if not found:
            raise self._missing(self._next)
        return _one_name(found)

    def _values(self, sign: Token) -> Iterable[str]:
        """What stands between commas, up to `and`, `or`, a relation, or the parenthesis that closes the group.

        Nothing at all may stand after `=` and `!=`: there is no value, or there is one.
        """
        if sign.text in ("=", "!=") and self._next.kind not in (",", SIGN) and self._ends_value(0):
            return
        yield self._value(sign)
        while self._next.kind == ",":
            yield self._value(self._take())

    def _value(self, after: Token) -> str:
        found: list[Token] = []
        depth = 0
        while not self._ends_value(depth):
            token = self._take()
            depth += (token.kind == "(") - (token.kind == ")")
            found.append(token)
        if self._next.kind == SIGN:
            raise self._stray_sign(found)
        if not found:
            raise QueryError(
                after.end, _("a value is missing."), _("Write for example {examples}.").format(examples="role=nurse")
            )
        return _one_name(found)

    def _ends_value(self, depth: int) -> bool:
        token, following = self._next, self._words[min(self._at + 1, len(self._words) - 1)]
        if token.kind in (END, SIGN):
            return True
        if depth:
            return False
        joins = token.operator in ("and", "or") or (token.operator in RELATIONS and following.kind == "(")
        return joins or token.kind in (",", ")")

    def _stray_sign(self, found: Sequence[Token]) -> QueryError:
        """A sign in a value: before it stands what was not joined, or it belongs to a text that needs quotes."""
        sign = self._next
        if len(found) > 1:
            return QueryError(
                found[-1].start,
                _("an operator is missing before {name}.").format(name=found[-1].text),
                _("Write {example}.").format(example=f"and {found[-1].text}{sign.text}…"),
            )
        return QueryError(
            sign.start,
            _("{sign} cannot stand in a value.").format(sign=sign.text),
            _("Put the value in quotation marks."),
        )

    def _reach(self, relation: Token) -> Reach:
        """What stands in the parentheses after `near` or `follows`; the latter may go without."""
        if relation.operator == FOLLOWS and not self._at_distance():
            return Reach()
        if self._next.kind != "(":
            raise QueryError(relation.start, _("{word} says how near.").format(word=relation.text), _reach_hint())
        opening = self._take()
        said: list[Token] = []
        while self._next.kind == WORD:
            said.append(self._take())
        if self._next.kind != ")" or not said:
            raise QueryError(opening.start, _("this is no distance."), _reach_hint())
        self._at += 1
        return _reach(said, opening)

    def _at_distance(self) -> bool:
        """Whether what follows is a distance, and not a group: a number or `same`, and a unit."""
        opening, count, unit = (
            self._words[self._at : self._at + 3] if self._at + 3 <= len(self._words) else [self._next] * 3
        )
        return (
            opening.kind == "("
            and unit.kind == count.kind == WORD
            and (count.text.isdecimal() or fold(count.text) in _SAME_WORDS)
        )

    def _refuse_unjoined(self) -> None:
        """Something follows that nothing joins to what stands before it."""
        token = self._next
        if token.kind not in (END, ")"):
            shown = f"and {token.text}" if token.kind in (WORD, QUOTED) else EXAMPLE
            raise QueryError(
                token.start,
                _("an operator is missing before {name}.").format(name=token.text),
                _("Write {example}.").format(example=shown),
            )

    def _refuse_relation(self, word: Token) -> None:
        """A word right before a parenthesis that is no relation, though it was probably meant as one."""
        from difflib import get_close_matches

        names = {name: said for name, said in OPERATORS.items() if said in (NEAR, FOLLOWS)}
        near = get_close_matches(fold(word.text), names, n=1, cutoff=0.5)
        raise QueryError(
            word.start,
            _("{word} joins nothing to what stands in parentheses.").format(word=word.text),
            _("Write {near}.").format(near=f"{near[0]}(10 words)") if near else _("Write and, or, near(10 words)."),
        )

    def _missing(self, token: Token) -> QueryError:
        """A code or a condition was to come; after what, is said."""
        before = self._words[self._at - 1].text if self._at else ""
        what = (
            _("after {word}, a code or a condition is missing.") if before else _("a code or a condition is missing.")
        )
        return QueryError(token.start, what.format(word=before), _example())

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(
                token.start,
                _("more than {count} groups lie within each other.").format(count=DEEPEST),
                _("Ask for less at once."),
            )

    def _count(self) -> None:
        self._terms += 1
        if self._terms > LONGEST:
            raise QueryError(
                self._next.start,
                _("the query has more than {count} codes and conditions.").format(count=LONGEST),
                _("Ask for less at once; several values of one name go with commas."),
            )

    def _take(self) -> Token:
        self._at += 1
        return self._words[self._at - 1]


def _one_name(found: Sequence[Token]) -> str:
    """Words side by side as one name: with a space where there was one."""
    rest = (" " * (before.end < token.start) + token.text for before, token in pairwise(found))
    return found[0].text + "".join(rest)


def _reach(said: Sequence[Token], opening: Token) -> Reach:
    """`10 words`, `3 turns`, `same turn`, in either language."""
    count, unit = fold(said[0].text), " ".join(fold(token.text) for token in said[1:])
    if unit.startswith("tour"):
        unit = unit.removesuffix(" de parole")
    if unit in _UNITS and count in _SAME_WORDS and _UNITS[unit] != WORDS:
        return Reach(SAME, _UNITS[unit])
    if unit in _UNITS and count.isascii() and count.isdigit() and int(count[:9]) <= _MOST:
        return Reach(int(count[:9]), _UNITS[unit])
    from difflib import get_close_matches

    near = get_close_matches(unit, _UNITS, n=1)
    hint = _("Write {near}.").format(near=f"{count} {near[0]}") if near and unit not in _UNITS else _reach_hint()
    what = _("{text} is no distance.").format(text=" ".join(token.text for token in said))
    raise QueryError((said[1] if near and len(said) > 1 else opening).start, what, hint)


def _reach_hint() -> str:
    shown = " · ".join(f"near({reach})" for reach in REACHES)
    return _("Write for example {examples}.").format(examples=shown)


def _example() -> str:
    return _("Write for example {examples}.").format(examples=EXAMPLE)
