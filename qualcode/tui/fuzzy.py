"""Finding a code by a few letters: over labels, aliases and definitions in every language, best first. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.model.codes import Code, Codebook
from qualcode.names import fold


def score(query: str, text: str) -> int:
    """How well folded letters fit a folded text, 0 for not at all: start, start of a word, inside, scattered."""
    if not query or text == query:
        return 100
    if text.startswith(query):
        return 90
    if any(word.startswith(query) for word in text.replace("-", " ").replace("’", " ").split()):
        return 80
    if query in text:
        return 60
    return _scattered(query, text)


def _scattered(query: str, text: str) -> int:
    at = -1
    first = None
    for letter in query.replace(" ", ""):
        at = text.find(letter, at + 1)
        if at < 0:
            return 0
        first = at if first is None else first
    spread = at - (first or 0) + 1 - len(query)
    return max(1, 40 - spread)


def ranked(query: str, codebook: Codebook) -> list[Code]:
    """The codes that fit, best first, in the codebook's order where they fit alike; all of them for no query."""
    wanted = fold(query.strip())
    rated = [(_rating(wanted, code), place, code) for place, code in enumerate(_in_order(codebook))]
    return [code for rating, _place, code in sorted(rated, key=lambda item: (-item[0], item[1])) if rating]


def _in_order(codebook: Codebook) -> Iterable[Code]:
    return (code for code, _depth in codebook.walk())


def _rating(wanted: str, code: Code) -> int:
    names = [*code.label.values(), *code.aliases, code.id]
    best = max((score(wanted, fold(name)) for name in names), default=0)
    if best or len(wanted) < 3:
        return best * 10
    meanings = [*code.brief.values(), *code.use_when.values(), *code.full.values()]
    return 5 if any(wanted in fold(meaning) for meaning in meanings) else 0
