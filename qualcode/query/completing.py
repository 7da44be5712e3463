"""How a query may go on from what is typed: codes, names of conditions and their values, operators, distances."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from qualcode.names import fold
from qualcode.query.reading import REACHES
from qualcode.query.tree import FOLLOWS, NEAR
from qualcode.query.words import QUOTED, SIGN, WORD, QueryError, Token, tokens, written

JOINING = ("and", "or", "and not", "near(10 words)", "near(same turn)", "follows", "contains", "within")
_MOST = 50


class Completion(NamedTuple):
    """What may stand in place of `[start, end)` of the query, as it is to be written."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a study knows: the names of each code, the best first; what conditions can name; the values of each."""

    codes: Sequence[Sequence[str]]
    names: Sequence[str]
    values: Callable[[str], Sequence[str]]


class _Typed(NamedTuple):
    """The words before the cursor, and of these the run of bare ones (or the open quotation) that it stands in."""

    before: Sequence[Token]
    run: Sequence[Token]
    text: str
    start: int


def complete(text: str, cursor: int, known: Known) -> list[Completion]:
    """What the query may have at the cursor, the best first; what is after the cursor stays."""
    typed = _typed(text[:cursor])
    found = dict.fromkeys(_candidates(typed, cursor, known))
    return [each for each in found if each.text != text[each.start : each.end]][:_MOST]


def _typed(text: str) -> _Typed:
    try:
        words = tokens(text)[:-1]
    except QueryError as error:
        return _Typed(tokens(text[: error.place])[:-1], (), text[error.place + 1 :], error.place)
    run = list(takewhile(lambda token: _is_bare(token, len(text)), reversed(words)))[::-1]
    start = run[0].start if run else len(text)
    return _Typed(words[: len(words) - len(run)], run, text[start:], start)


def _is_bare(token: Token, cursor: int) -> bool:
    """Whether a word may be part of a name: one that joins, too, while it is still being typed."""
    return token.kind == WORD and (not token.operator or token.end == cursor)


def _candidates(typed: _Typed, cursor: int, known: Known) -> Iterator[Completion]:
    before = typed.before
    if _in_reach(before):
        opening = before[-1].end
        yield from _fitting(cursor, opening if not typed.run else typed.start, typed.text, REACHES)
        return
    name = _condition_at(before)
    open_quote = not typed.run and bool(typed.text)
    if name is not None:
        values = map(written, known.values(name))
        yield from _fitting(cursor, typed.start, typed.text, values)
    elif not _is_whole(before):
        yield from _names(typed, cursor, known, open_quote)
    if not open_quote and (_is_whole(before) or _is_whole((*before, *typed.run[:-1]))):
        last = typed.run[-1] if typed.run and typed.run[-1].end == cursor else None
        yield from _fitting(cursor, last.start if last else cursor, last.text if last else "", JOINING)
    elif typed.run and typed.run[-1].end < cursor:
        yield from (Completion(cursor, cursor, each) for each in JOINING)


def _names(typed: _Typed, cursor: int, known: Known, quoted: bool) -> Iterator[Completion]:
    codes = (written(name) for name in _codes(typed.text, known.codes))
    yield from (Completion(typed.start, cursor, each) for each in codes)
    if not quoted:
        conditions = (written(name) + "=" for name in known.names if fold(name).startswith(fold(typed.text)))
        yield from (Completion(typed.start, cursor, each) for each in conditions)
        if typed.text and "not".startswith(fold(typed.text)):
            yield Completion(typed.start, cursor, "not")


def _codes(typed: str, codes: Sequence[Sequence[str]]) -> Iterator[str]:
    """Of each code the first name that begins so, then the first with a word in it that does."""
    wanted = fold(typed) + " " * (typed[-1:] == " " and bool(typed.strip()))
    rest: list[str] = []
    for names in codes:
        begins = next((name for name in names if fold(name).startswith(wanted)), None)
        if begins is not None:
            yield begins
        elif within := next((name for name in names if f" {wanted}" in f" {fold(name)}"), None):
            rest.append(within)
    yield from rest


def _fitting(cursor: int, start: int, typed: str, known: Iterable[str]) -> Iterator[Completion]:
    wanted = fold(typed)
    return (Completion(start, cursor, each) for each in known if fold(each.lstrip('"')).startswith(wanted))


def _in_reach(before: Sequence[Token]) -> bool:
    """Whether the cursor stands in the parentheses of `near(` or `follows(`."""
    return len(before) > 1 and before[-1].kind == "(" and before[-2].operator in (NEAR, FOLLOWS)


def _condition_at(before: Sequence[Token]) -> str | None:
    """The name of the condition whose value comes; None if none does."""
    place = len(before) - 1
    while place > 0 and before[place].kind != SIGN:
        if before[place].kind not in (",", WORD, QUOTED) or before[place].operator in ("and", "or"):
            return None
        if before[place].kind != "," and place == len(before) - 1:
            return None
        place -= 1
    if place <= 0:
        return None
    name = takewhile(lambda token: token.kind in (WORD, QUOTED) and not token.operator, reversed(before[:place]))
    return " ".join(token.text for token in list(name)[::-1]) or None


def _is_whole(before: Sequence[Token]) -> bool:
    """Whether what stands there is a term or a group, so that an operator comes next."""
    if not before or before[-1].operator:
        return False
    if before[-1].kind == ")":
        opening = next((place for place in range(len(before) - 1, -1, -1) if before[place].kind == "("), 0)
        return not _in_reach(before[: opening + 1])
    return before[-1].kind in (WORD, QUOTED)
