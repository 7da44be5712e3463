"""Queries asked of a study: the names in them as the study has them, what may be typed, those that are saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from qualcode.errors import InputError, NotFoundError, QualcodeError
from qualcode.i18n import _
from qualcode.model.asking import Condition
from qualcode.names import fold, near_hint
from qualcode.naming import find_code, unknown_code
from qualcode.query.completing import Known
from qualcode.query.reading import parse
from qualcode.query.tree import All, Any, Coded, Not, Related, Said, Tree, joined
from qualcode.query.words import WORD, QueryError, Token, tokens, written
from qualcode.tables.themes import resolved
from qualcode.variables.values import TRUE, Variable, checked

if TYPE_CHECKING:
    from qualcode.holdings import Holdings

FLAGS = ("key", "counter", "retired")
"""What a coding is or is not: `key=yes`."""
NUMBERS = ("round", "definition")
"""What a coding has a number of."""
OF_CODINGS = ("coder", "round", *FLAGS, "definition", "memo", "text")
"""What a condition in a query can name besides what tables can be narrowed to."""

_MOST = 12
"""Words and signs that the name of a code has at most where one is looked for."""


def query_of(study: Holdings, text: str) -> Tree:
    """The query a person typed, with its names as the study has them; a `QueryError` says where it cannot be meant."""
    try:
        return _meant(study, parse(text))
    except QueryError as error:
        raise _unquoted(study, text, error) or error from None


def all_of(study: Holdings, texts: Iterable[str]) -> Tree | None:
    """Several queries that must all hold, as one; None of none."""
    return joined([query_of(study, text) for text in texts])


def saved_query(study: Holdings, name: str) -> str:
    """The text of the query saved under a name, case and accents aside."""
    return study.queries[saved_name(study, name)]


def saved_name(study: Holdings, name: str) -> str:
    """The name of a saved query as study.yaml has it, case and accents aside."""
    found = [known for known in study.queries if fold(known) == fold(name)]
    if len(found) == 1 or name in study.queries:
        return name if name in study.queries else found[0]
    every = _("Saved are: {names}.").format(names=", ".join(study.queries) or "—")
    raise NotFoundError(_("No query is saved as {name}.").format(name=name), near_hint(name, study.queries, every))


def known_of(study: Holdings) -> Known:
    """What a query can name in this study, for completion."""
    codes = [(*code.label.values(), code.id, *code.aliases) for code in study.codebook.codes]
    names = tuple(dict.fromkeys((*study.dimensions(), *OF_CODINGS)))
    return Known(codes, names, lambda name: _values(study, name))


def _values(study: Holdings, name: str) -> Sequence[str]:
    if name in FLAGS:
        return ("yes", "no")
    if name in ("site", "region"):
        return [site.id for site in study.sites if name == "site" or site.parent is None]
    declared = next((kind[name] for kind in study.variables.values() if name in kind), None)
    return list(map(str, declared["choices"])) if declared else study.names(name)


def _meant(study: Holdings, tree: Tree) -> Tree:
    match tree:
        case Coded():
            return _code(study, tree)
        case Said():
            return replace(tree, condition=_condition(study, tree))
        case Not(inner):
            return Not(_meant(study, inner))
        case All(trees):
            return All(tuple(_meant(study, each) for each in trees))
        case Any(trees):
            return Any(tuple(_meant(study, each) for each in trees))
        case Related(left, _relation, right):
            return replace(tree, left=_meant(study, left), right=_meant(study, right))


def _code(study: Holdings, tree: Coded) -> Coded:
    book = study.codebook
    try:
        code = find_code(book, tree.name)
    except QualcodeError as error:
        raise QueryError(tree.place, error.message, error.hint) from None
    if code is None:
        unknown = unknown_code(book, tree.name)
        raise QueryError(tree.place, unknown.message, _way_out(study, tree.name) or unknown.hint)
    return replace(tree, codes=book.subtree(code.id) if tree.below else frozenset((code.id,)))


def _unquoted(study: Holdings, text: str, error: QueryError) -> QueryError | None:
    """Where what went wrong lies in a code's name with a word or a sign that joins: that it needs quotation marks."""
    words = tokens(text)[:-1]
    stretches = (words[first:last] for first, last in combinations(range(len(words) + 1), 2) if last - first <= _MOST)
    around = (each for each in stretches if each[0].start <= error.place <= each[-1].end and _joins(each))
    for each in sorted(around, key=len, reverse=True):
        name = text[each[0].start : each[-1].end]
        if _is_code(study, name):
            what = _("{name} is a code, and has a word or a sign in it that joins.").format(name=name)
            return QueryError(
                each[0].start, what, _("Put it in quotation marks: {example}.").format(example=written(name))
            )
    return None


def _joins(words: Sequence[Token]) -> bool:
    return any(word.kind != WORD or word.operator for word in words)


def _is_code(study: Holdings, name: str) -> bool:
    with suppress(QualcodeError):  # several codes of that name are told of once it is quoted
        return find_code(study.codebook, name) is not None
    return True


def _way_out(study: Holdings, name: str) -> str:
    """Where an unknown name is two codes that nothing joins, or a condition without its sign, how it is written."""
    words = name.split()
    for first, then in ((place, place + skipped) for skipped in (0, 1) for place in range(1, len(words) - skipped)):
        before, after = " ".join(words[:first]), " ".join(words[then:])
        if find_code(study.codebook, before) and find_code(study.codebook, after):
            return _("Write {example}.").format(example=f"{written(before)} and {written(after)}")
    if fold(name) in map(fold, (*study.dimensions(), *OF_CODINGS)):
        return _("Write {example}.").format(example=f"{name}=…")
    return ""


def _condition(study: Holdings, tree: Said) -> Condition:
    condition = _named(study, tree)
    try:
        if condition.name in FLAGS:
            return _flag(condition)
        if condition.name == "coder":
            return condition._replace(values=tuple(_coder(study, value, condition) for value in condition.values))
        if condition.name in NUMBERS and condition.sign != "~":
            return _numbered(condition)
        if condition.name in OF_CODINGS:
            return condition
        return resolved(study, (condition,))[0]
    except QueryError:
        raise
    except (InputError, NotFoundError) as error:
        raise QueryError(tree.place, error.message, error.hint) from None


def _named(study: Holdings, tree: Said) -> Condition:
    """The condition with its name as the study has it."""
    known = {fold(name): name for name in (*OF_CODINGS, *study.dimensions())}
    name = tree.condition.name
    if fold(name) in known:
        return tree.condition._replace(name=known[fold(name)])
    what = _("nothing is called {name} that a condition could name.").format(name=name)
    *first, last = name.split()
    if first and fold(last) in known:
        example = f"{written(' '.join(first))} and {last}{tree.condition.sign}…"
        raise QueryError(tree.place, what, _("Write {example}.").format(example=example))
    every = _("Choose among: {names}.").format(names=", ".join(known.values()))
    raise QueryError(tree.place, what, near_hint(name, known.values(), every))


def _numbered(condition: Condition) -> Condition:
    number = Variable("number")
    return condition._replace(values=tuple(checked(condition.name, number, value) for value in condition.values))


def _flag(condition: Condition) -> Condition:
    name, sign, values = condition
    if sign not in ("=", "!=") or not values:
        raise InputError(
            _("{condition}: {name} is yes or no.").format(condition=condition, name=name),
            _("Write {example}.").format(example=f"{name}=yes"),
        )
    meant = (checked(name, Variable("boolean"), value) for value in values)
    return condition._replace(values=tuple(str(int(value == TRUE)) for value in meant))


def _coder(study: Holdings, name: str, condition: Condition) -> str:
    if condition.sign not in ("=", "!="):
        return name
    known: Mapping[str, str] = {fold(coder): coder for coder in study.coders()}
    if fold(name) in known:
        return known[fold(name)]
    hint = near_hint(name, known.values(), _("Choose among: {names}.").format(names=", ".join(known.values())))
    raise NotFoundError(_("Nobody called {name} has coded in this study.").format(name=name), hint)
